"""Compare an order as we hold it with its source's version, field by field, in words."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime, tzinfo
from functools import partial
from typing import Any, NamedTuple

from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder
from dispatch_console.domain.values import Money, TimeWindow

# compared under a name of their own, or no part of the order: where in the file it stands
_APART = frozenset({"row", "address", "lines", "windows", "wish", "attributes", "requirements", "remarks", "payment"})
_CODES = frozenset({"handover", "left_out"})
_MONEY = frozenset({"total", "due_on_delivery"})
_LABELS = {
    "customer_name": "name",
    "due_on_delivery": "cash on delivery",
    "source_ref": "reference at the source",
    "left_out": "ended at the source",
}
_STREET, _TOWN = ("line1", "line2"), ("postcode", "city", "country")
NOTHING = "–"


class Difference(NamedTuple):
    """One field that differs: its name, our value, the source's value."""

    what: str
    ours: str
    theirs: str


class _Pair(NamedTuple):
    """The two values of one field. `words` spells one of them for people."""

    what: str
    mine: object
    new: object
    words: Callable[[Any], str] = str


def differences(ours: IncomingOrder, theirs: IncomingOrder, zone: tzinfo) -> tuple[Difference, ...]:
    """Return every field that differs; empty when taking the source's version would change nothing. Times in `zone`."""
    return tuple(_as_difference(pair) for pair in _pairs(ours, theirs, zone) if pair.mine != pair.new)


def goods(order: IncomingOrder) -> dict[str, int]:
    """Return the pieces to deliver by SKU: what has to lie in the boxes."""
    pieces: dict[str, int] = {}
    for line in order.lines:
        if line.needs_delivery:
            pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return pieces


def goods_key(lines: Iterable[tuple[str, int]]) -> str:
    """Return a key that is equal for equal pieces of each SKU, however they stand in lines. A migration computes the
    same in SQL.
    """
    pieces: dict[str, int] = {}
    for sku, quantity in lines:
        pieces[sku] = pieces.get(sku, 0) + quantity
    text = "|".join(f"{sku}:{pieces[sku]}" for sku in sorted(pieces, key=str.encode))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _as_difference(pair: _Pair) -> Difference:
    mine, new = pair.words(pair.mine), pair.words(pair.new)
    if mine == new:
        # equal to a reader, not to us: seconds, or the hour that a clock shows twice
        mine, new = str(pair.mine), str(pair.new)
    return Difference(pair.what, mine, new)


def _pairs(ours: IncomingOrder, theirs: IncomingOrder, zone: tzinfo) -> Iterator[_Pair]:
    yield from _line_pairs(ours, theirs)
    yield from _address_pairs(ours.address, theirs.address)
    for entry in fields(IncomingOrder):
        mine, new = getattr(ours, entry.name), getattr(theirs, entry.name)
        label = _LABELS.get(entry.name, entry.name.replace("_", " "))
        if entry.name in _MONEY:
            yield _Pair(label, (mine, ours.currency), (new, theirs.currency), _money)
        elif entry.name in _CODES:
            yield _Pair(label, mine, new, _code)
        elif entry.name not in _APART:
            yield _Pair(label, mine, new, partial(_said, zone=zone))
    if ours.payment is not None:
        # of an order from before payments were kept nothing is known, so nothing differs
        yield _Pair("payment", ours.payment, theirs.payment, _code)
    yield _Pair("to look at", _sorted(ours.remarks), _sorted(theirs.remarks), _listed)
    yield _Pair("requirements", _sorted(ours.requirements), _sorted(theirs.requirements), _listed)
    if ours.wish != theirs.wish:
        yield _Pair("wish", ours.wish, theirs.wish)
    else:
        yield _Pair("wish", ours.windows, theirs.windows, partial(_spans, zone=zone))
    for key in dict.fromkeys([*ours.attributes, *theirs.attributes]):
        yield _Pair(key, ours.attributes.get(key), theirs.attributes.get(key), partial(_said, zone=zone))


def _line_pairs(ours: IncomingOrder, theirs: IncomingOrder) -> Iterator[_Pair]:
    """Pair the lines of one SKU in their order, so that a file that only lists them in another order is equal."""
    for key in dict.fromkeys(line.sku or line.name for line in (*ours.lines, *theirs.lines)):
        mine, new = _of(ours, key), _of(theirs, key)
        yield _Pair(key, _quantities(mine), _quantities(new), _sum)
        for one, other in zip(mine, new, strict=False):
            yield _Pair(f"{key}, name", one.name, other.name)
            yield _Pair(f"{key}, SKU", one.sku, other.sku)
            prices = (one.unit_price, ours.currency), (other.unit_price, theirs.currency)
            yield _Pair(f"{key}, price", *prices, _money)
            yield _Pair(f"{key}, to be delivered", one.needs_delivery, other.needs_delivery, _said)
            yield _Pair(f"{key}, barcode", one.barcode, other.barcode, _said)
            yield _Pair(f"{key}, grams", one.weight_g, other.weight_g, _said)


def _of(order: IncomingOrder, key: str) -> list[IncomingLine]:
    # the same goods at another price are told as that, whatever the order of the lines
    lines = [line for line in order.lines if (line.sku or line.name) == key]
    return sorted(lines, key=lambda line: (-line.quantity, line.name, line.unit_price or 0, line.needs_delivery))


def _quantities(lines: Sequence[IncomingLine]) -> tuple[int, ...]:
    return tuple(line.quantity for line in lines)


def _sum(quantities: Sequence[int]) -> str:
    return " + ".join(map(str, quantities)) or "0"


def _address_pairs(ours: IncomingAddress, theirs: IncomingAddress) -> Iterator[_Pair]:
    groups = (
        ("address", _STREET), ("town", _TOWN), ("region", ("region",)), ("company", ("company",)),
        ("door code", ("gate_code",)),
    )  # fmt: skip
    for what, names in groups:
        yield _Pair(what, _parts(ours, names), _parts(theirs, names), _joined)
    if (theirs.lat, theirs.lon) != (None, None):
        # a shop that names no place has not deleted ours
        yield _Pair("place on the map", (ours.lat, ours.lon), (theirs.lat, theirs.lon), _place)


def _parts(address: IncomingAddress, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(getattr(address, name)) for name in names)


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part) or NOTHING


def _place(place: tuple[float | None, float | None]) -> str:
    return NOTHING if place[0] is None or place[1] is None else f"{place[0]:.6f}, {place[1]:.6f}"


def _said(value: object, zone: tzinfo | None = None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    return NOTHING if value is None else str(value)


def _money(amount_and_currency: tuple[int | None, str | None]) -> str:
    amount, currency = amount_and_currency
    return NOTHING if amount is None else str(Money(amount, currency or ""))


def _code(value: str | None) -> str:
    return NOTHING if value is None else value.removeprefix("left.").replace("_", " ")


def _sorted(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({str(value) for value in values}))


def _listed(values: Sequence[str]) -> str:
    return ", ".join(value.replace("_", " ") for value in values) or NOTHING


def _spans(windows: Sequence[TimeWindow], zone: tzinfo) -> str:
    spans = (
        f"{window.start.astimezone(zone):%Y-%m-%d %H:%M}–{window.end.astimezone(zone):%H:%M}" for window in windows
    )
    return ", ".join(spans) or NOTHING
