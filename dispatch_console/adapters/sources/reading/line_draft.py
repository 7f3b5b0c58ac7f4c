"""The lines of an order: what, how much of it is still to be delivered, at which price."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from dispatch_console.adapters.sources.reading.account import Cells
from dispatch_console.adapters.sources.reading.fields import FIELDS
from dispatch_console.adapters.sources.reading.taking import Taking
from dispatch_console.adapters.sources.values import numbers
from dispatch_console.adapters.sources.values.cells import unapostrophed, yes
from dispatch_console.domain.orders import source_words
from dispatch_console.domain.orders.incoming import IncomingLine

T = TypeVar("T")
# lines of which nothing is to be delivered any more
_SETTLED = (source_words.COMPLETED, source_words.CANCELLED, source_words.REFUNDED, source_words.TRASHED)
_FIELDS = tuple(name for name, field in FIELDS.items() if field.of_line)


def lines(taking: Taking, currency: str | None) -> tuple[IncomingLine, ...]:
    """Return the lines with pieces that are still to be delivered."""
    return tuple(line for cells in taking.rows if (line := _line(taking, cells, currency)) is not None)


def _line(taking: Taking, cells: Cells, currency: str | None) -> IncomingLine | None:
    texts = {field: taking.of_line(cells, field) for field in _FIELDS}
    named = any(texts[field] for field in ("sku", "item", "barcode"))
    # the first of several rows may sum up those below it
    if not named and (len(taking.rows) > 1 or not (texts["quantity"] or texts["quantity_open"])):
        return None
    sign = taking.habits.decimal_sign
    quantity = _open_quantity(taking, cells, texts)
    if not quantity:
        return None

    def value(field: str, read: Callable[[str], T], code: str, otherwise: T) -> T:
        try:
            return read(texts[field])
        except ValueError:
            taking.say_of_line(cells, field, code)
            return otherwise

    grams = value("weight_kg", lambda text: numbers.kilograms(text, sign), "cell.weight", None)
    return IncomingLine(
        sku=unapostrophed(texts["sku"]),
        name=" - ".join(part for part in (unapostrophed(texts["item"]), texts["variant"]) if part),
        quantity=quantity,
        unit_price=value("unit_price", lambda text: numbers.money(text, currency, sign), "cell.money", None),
        needs_delivery=value("needs_delivery", yes, "cell.yes_no", True),
        barcode=unapostrophed(texts["barcode"]) or None,
        weight_g=grams or value("weight_g", lambda text: numbers.grams(text, sign), "cell.weight", None),
    )


def _open_quantity(taking: Taking, cells: Cells, texts: Mapping[str, str]) -> int:
    """Return the pieces that are still to be delivered; 0 where none is, or the cell cannot be read."""
    sign = taking.habits.decimal_sign
    state = source_words.state(texts["line_state"]) if texts["line_state"] else source_words.WORK
    if state in _SETTLED:
        return 0
    if source_words.plain(texts["line_state"]) == "partial":
        taking.say_of_line(cells, "line_state", "line.partly_sent")
    elif state == source_words.UNKNOWN:
        taking.say_of_line(cells, "line_state", "line.state")
    if texts["quantity_open"]:
        try:
            return numbers.pieces(texts["quantity_open"], sign)
        except ValueError:
            taking.say_of_line(cells, "quantity_open", "line.quantity", blocks=True)
            return 0
    if not texts["quantity"]:
        if "quantity" in taking.columns:
            taking.say_of_line(cells, "quantity", "line.quantity_empty")
        return 1
    try:
        return max(0, numbers.quantity(texts["quantity"], sign) - numbers.pieces(texts["quantity_sent"], sign))
    except numbers.Fraction:
        taking.say_of_line(cells, "quantity", "line.fraction", blocks=True)
    except ValueError:
        taking.say_of_line(cells, "quantity", "line.quantity", blocks=True)
    return 0
