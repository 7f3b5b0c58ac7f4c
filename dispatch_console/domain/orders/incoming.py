"""An order as a source describes it: the shape into which every file format is read."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from dispatch_console.domain.orders.admission import ENDINGS, Handover
from dispatch_console.domain.values import TimeWindow


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One product line. Prices in minor units of the order's currency; None where the source is silent.

    `ref`: the name that a live system gives the line; it may change while the line stays the same.
    """

    sku: str
    name: str
    quantity: int
    unit_price: int | None = None
    needs_delivery: bool = True
    barcode: str | None = None
    weight_g: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingAddress:
    """Where an order goes. `gate_code`: what opens the door, empty where the source does not say it."""

    line1: str
    line2: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    company: str = ""
    lat: float | None = None
    lon: float | None = None
    gate_code: str = ""


@dataclass(frozen=True, slots=True)
class IncomingOrder:
    """One order of a source. `row` is where it begins in the file, counted as an editor counts.

    `handover`, `payment`, `remarks` and `left_out` are what `admission` makes of the source's words.
    """

    number: str
    source_ref: str
    row: int
    customer_name: str
    address: IncomingAddress
    lines: tuple[IncomingLine, ...]
    phone: str = ""
    email: str = ""
    placed_at: datetime | None = None
    currency: str | None = None
    total: int | None = None
    due_on_delivery: int | None = None
    instructions: str = ""
    requirements: tuple[str, ...] = ()
    windows: tuple[TimeWindow, ...] = ()
    wish: str = ""
    handover: str = Handover.DELIVERY
    payment: str | None = None
    remarks: tuple[str, ...] = ()
    left_out: str | None = None
    financial_status: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def cancelled(self) -> bool:
        """Return whether the source ended the order: one that is known here ends too."""
        return self.left_out in ENDINGS

    @property
    def fingerprint(self) -> str:
        """Return a text that is equal for equal content, wherever in the file it stands."""
        # every import computes this for every order: a plain repr takes a tenth of the time of asdict and JSON
        values = [getattr(self, entry.name) for entry in fields(self) if entry.name not in ("row", "attributes")]
        text = repr((values, sorted(self.attributes.items())))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that cannot be used. `blocks` when the order must wait in quarantine."""

    row: int
    column: str
    value: str
    code: str
    order_number: str | None = None
    blocks: bool = False
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Convention:
    """How a file was read where it does not say so itself.

    `what`: `encoding`, `day_order` or `decimal_sign`. `sure` unless it is a guess that a person may change; `others`:
    values it could have as well, each with a sample of what it would make of the file. `column` where it is of one.
    """

    what: str
    value: str
    sure: bool = True
    sample: str = ""
    others: tuple[tuple[str, str], ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChoices:
    """What a person said of one file; empty where the file and the country decide. `mapping`: column → field."""

    mapping: Mapping[str, str] | None = None
    zone: str = ""
    encoding: str = ""
    day_order: str = ""
    decimal_sign: str = ""

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "mapping": dict(self.mapping) if self.mapping else None}


@dataclass(frozen=True, slots=True)
class FileColumns:
    """What a person said of a file, kept for the next one with these headers. `mapping`: column → field, empty where
    the format fixes it. `day_order` and `decimal_sign` are empty where nothing was chosen.
    """

    header: tuple[str, ...]
    name: str
    mapping: dict[str, str]
    day_order: str = ""
    decimal_sign: str = ""


class Fate(StrEnum):
    """What became of a filled cell."""

    USED = "used"
    # the format's reader knows it and needs it for nothing
    NO_USE = "no_use"
    NOT_UNDERSTOOD = "not_understood"
    # kept with the order and shown
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class ColumnAccount:
    """How many filled cells of a column met which fate, and as which fields they were used.

    `own`: the name that a shop gave it, where it is a field of the shop's own; `sample`: its first text.
    """

    column: str
    fates: Mapping[Fate, int]
    fields: tuple[str, ...] = ()
    own: str = ""
    sample: str = ""

    @property
    def filled(self) -> int:
        return sum(self.fates.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source reader got out of one file. `account`: every filled cell of it, by column.

    `choices`: how it was read, so that rows that wait are read in the same way once they are corrected. `is_live`: it
    comes from a live system, where an order that is open here may be completed by somebody else.
    """

    source: str
    orders: tuple[IncomingOrder, ...]
    problems: tuple[Problem, ...] = ()
    rows: int = 0
    conventions: tuple[Convention, ...] = ()
    account: tuple[ColumnAccount, ...] = ()
    choices: FileChoices = FileChoices()
    is_live: bool = False
