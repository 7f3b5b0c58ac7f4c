"""An order as a source describes it: the shape into which every file format is read."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import datetime

from dispatch_console.domain.values import TimeWindow


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One product line. Prices in minor units of the order's currency; None where the source is silent."""

    sku: str
    name: str
    quantity: int
    unit_price: int | None = None
    needs_delivery: bool = True
    barcode: str | None = None
    weight_g: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingAddress:
    line1: str
    line2: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    company: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class IncomingOrder:
    """One order of a source. `row` is where it begins in the file, counted as an editor counts."""

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
    cancelled: bool = False
    financial_status: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

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
class Reading:
    """What a source reader got out of one file."""

    source: str
    orders: tuple[IncomingOrder, ...]
    problems: tuple[Problem, ...] = ()
    rows: int = 0
