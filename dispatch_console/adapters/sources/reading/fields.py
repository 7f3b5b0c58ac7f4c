"""The fields of an order that a column of a file may hold, and how several columns of one field go together."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Together(Enum):
    """What is done where several columns, or several rows of an order, hold one field."""

    # the first that is filled counts; another text is a contradiction
    FIRST = auto()
    # the first that is filled counts; others are kept beside the order
    EITHER = auto()
    JOINED = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """`of_line`: each row has its own. `kind`: `day`, `number` or empty, for what a whole column says of its cells."""

    together: Together = Together.FIRST
    of_line: bool = False
    kind: str = ""


_EITHER, _JOINED = Field(Together.EITHER), Field(Together.JOINED)
_LINE, _LINE_NUMBER = Field(Together.EITHER, of_line=True), Field(Together.EITHER, of_line=True, kind="number")

FIELDS: Mapping[str, Field] = {
    "number": Field(), "source_ref": Field(), "name": Field(), "first_name": Field(), "last_name": Field(),
    "company": Field(), "line1": Field(), "line2": _JOINED, "postcode": Field(), "city": Field(), "region": _EITHER,
    "country": _EITHER, "lat": Field(), "lon": Field(), "phone": _EITHER, "email": _EITHER,
    "placed_at": Field(kind="day"), "delivery_day": Field(kind="day"), "window": _EITHER,
    "window_from": Field(kind="day"), "window_to": Field(kind="day"), "instructions": _JOINED,
    "gate_code": _EITHER, "requirements": _JOINED,
    "status": Field(), "paid_at": Field(), "sent_at": Field(), "collects": Field(), "cancelled_at": Field(),
    "sent_state": Field(), "method": _EITHER, "kind": Field(),
    "payment_state": Field(), "payment_method": Field(), "terms": Field(), "notes": Field(),
    "total": Field(kind="number"), "outstanding": Field(kind="number"), "refunded": Field(kind="number"),
    "due_on_delivery": Field(kind="number"), "currency": _EITHER,
    "sku": _LINE, "item": _LINE, "variant": _LINE, "quantity": _LINE_NUMBER,
    "quantity_open": _LINE_NUMBER, "quantity_sent": _LINE_NUMBER,
    "line_state": _LINE, "unit_price": _LINE_NUMBER, "barcode": _LINE, "weight_kg": _LINE_NUMBER,
    "weight_g": _LINE_NUMBER, "needs_delivery": _LINE,
    # of the payer; used where the customer's own are empty and the goods go to a door
    "payer_name": Field(), "payer_company": Field(), "payer_line1": Field(), "payer_line2": _JOINED,
    "payer_postcode": Field(), "payer_city": Field(), "payer_region": _EITHER, "payer_country": _EITHER,
}  # fmt: skip

# those that a person may choose for a column
CHOSEN = tuple(name for name in FIELDS if not name.startswith("payer_") and name not in ("notes", "source_ref"))
ADDRESS = ("line1", "line2", "postcode", "city", "region", "country", "company")
