"""The parts of an order that are decided each for itself when its source changed it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum

from dispatch_console.domain.orders.incoming import IncomingOrder
from dispatch_console.domain.orders.source_difference import Difference, differences


class Part(StrEnum):
    """Fields that only make sense together: half an address is the address of nobody."""

    LINES = "lines"
    ADDRESS = "address"
    WINDOW = "window"
    HANDOVER = "handover"
    PAYMENT = "payment"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    INSTRUCTIONS = "instructions"
    REQUIREMENTS = "requirements"
    STATE = "state"
    NUMBER = "number"
    OTHERS = "others"


# every field of an order but where in the file it stands
FIELDS: dict[Part, tuple[str, ...]] = {
    Part.LINES: ("lines",),
    Part.ADDRESS: ("address",),
    Part.WINDOW: ("wish", "windows"),
    Part.HANDOVER: ("handover",),
    Part.PAYMENT: ("payment", "total", "due_on_delivery", "currency", "financial_status"),
    Part.NAME: ("customer_name",),
    Part.PHONE: ("phone",),
    Part.EMAIL: ("email",),
    Part.INSTRUCTIONS: ("instructions",),
    Part.REQUIREMENTS: ("requirements",),
    Part.STATE: ("left_out", "remarks"),
    Part.NUMBER: ("number", "source_ref", "placed_at"),
    Part.OTHERS: ("attributes",),
}


@dataclass(frozen=True, slots=True)
class PartDifference:
    """What differs within one part; never empty."""

    part: Part
    differences: tuple[Difference, ...]


def merged(ours: IncomingOrder, theirs: IncomingOrder, taken: Collection[str]) -> IncomingOrder:
    """Return our version with some parts of the source's version."""
    names = [name for part in Part if part in taken for name in FIELDS[part]]
    return replace(ours, **{name: getattr(theirs, name) for name in names})


def part_differences(ours: IncomingOrder, theirs: IncomingOrder, zone: tzinfo) -> tuple[PartDifference, ...]:
    """Return what differs, part by part. Times in `zone`."""
    each = ((part, differences(ours, merged(ours, theirs, {part}), zone)) for part in Part)
    return tuple(PartDifference(part, found) for part, found in each if found)
