"""What an order system is told of its orders once they leave the building."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WriteBack(StrEnum):
    """An event that the order's system wants to know."""

    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"
    DELIVERED = "delivered"
    COLLECTED = "collected"


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of the order with the system's own name of it. `quantity`: pieces that are meant."""

    ref: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteBackFacts:
    """One event as a system is told of it. `key` is the same however often it is tried.

    `tracking`: our number of the order's route or parcel, which its customer may be shown. `at`: when it happened.
    """

    key: str
    event: WriteBack
    ref: str
    number: str
    at: datetime
    tracking: str
    recipient: str
    lines: tuple[WrittenLine, ...]
