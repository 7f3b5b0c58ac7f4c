"""The lines of an order of WooCommerce: what is to be picked of bundles, and how much."""

import html
from collections.abc import Callable

from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.values import numbers
from dispatch_console.domain.orders.incoming import IncomingLine

# a container names its parts, a part its container, by the keys of the common plugins for bundles
_CONTAINERS = ("_bundled_items", "_composite_children", "_woosb_ids", "_mnm_contents")
_PARTS = ("_bundled_by", "_composite_parent", "_woosb_parent_id", "_mnm_container")
_PART_SHIPS = ("_bundled_item_needs_shipping", "_composite_item_needs_shipping", "_mnm_item_needs_shipping")
_NAMES = ("_bundle_cart_key", "_composite_cart_key")

Say = Callable[..., None]


def lines(cells: Document, currency: str | None, say: Say) -> tuple[IncomingLine, ...]:
    """Return the lines. What is wrong with one is said with `say(path, code, blocks=…)`.

    A bundle is a box that stands for its parts: they are picked, unless it says that they do not ship by themselves.
    """
    places = range(cells.count("line_items"))
    parts_ship = any(_part_ships(cells, place) for place in places)
    read = (_line(cells, place, currency, say, parts_ship=parts_ship) for place in places)
    return tuple(line for line in read if line is not None)


def _line(cells: Document, place: int, currency: str | None, say: Say, *, parts_ship: bool) -> IncomingLine | None:
    at = f"line_items[{place}]"
    text = cells.take(f"{at}.quantity", "quantity")
    try:
        quantity = numbers.quantity(text, numbers.POINT)
    except numbers.Fraction:
        say(f"{at}.quantity", "line.fraction", blocks=True)
        return None
    except ValueError:
        say(f"{at}.quantity", "line.quantity", blocks=True)
        return None
    try:
        price = numbers.money(cells.take(f"{at}.price", "unit_price"), currency, numbers.POINT)
    except ValueError:
        say(f"{at}.price", "cell.money")
        price = None
    return IncomingLine(
        sku=cells.take(f"{at}.sku", "sku") or cells.take(f"{at}.product_id", "sku"),
        name=_name(cells, at),
        quantity=quantity,
        unit_price=price,
        needs_delivery=_needs_delivery(cells, place, parts_ship=parts_ship),
        barcode=cells.take(f"{at}.global_unique_id", "barcode") or None,
        ref=cells.take(f"{at}.id", "line_ref"),
    )


def _name(cells: Document, at: str) -> str:
    """Return the product with the choices that its name does not say: `Mug (engraving: Anna)`."""
    name = html.unescape(cells.take(f"{at}.name", "item"))
    choices = []
    for path in cells.under(f"{at}.meta_data"):
        key = path.removeprefix(f"{at}.meta_data[").removesuffix("]")
        if key.startswith("_") or "]" in key:
            continue
        value = cells.take(path, "variant")
        if value.lower() not in name.lower():
            choices.append(f"{key.removeprefix('pa_').replace('_', ' ')}: {html.unescape(value)}")
    return f"{name} ({', '.join(choices)})" if choices else name


def _needs_delivery(cells: Document, place: int, *, parts_ship: bool) -> bool:
    at = f"line_items[{place}]"
    virtual = cells.take(f"{at}.virtual", "needs_delivery")
    if virtual == "true":
        return False
    if _has(cells, place, _CONTAINERS):
        return not parts_ship
    if _has(cells, place, _PARTS):
        return _part_ships(cells, place)
    return True


def _part_ships(cells: Document, place: int) -> bool:
    """Return whether a part of a bundle goes into the parcel by itself; it does where nothing is said."""
    at = f"line_items[{place}].meta_data"
    said = [cells.take(f"{at}[{key}]", "needs_delivery") for key in _PART_SHIPS if cells.look(f"{at}[{key}]")]
    return _has(cells, place, _PARTS) and (not said or said[0].lower() in ("yes", "1", "true"))


def _has(cells: Document, place: int, keys: tuple[str, ...]) -> bool:
    at = f"line_items[{place}].meta_data"
    known = False
    for key in keys:
        for path in (f"{at}[{key}]", *cells.under(f"{at}[{key}]")):
            known = bool(cells.take(path, "bundle")) or known
    for key in _NAMES if known else ():
        cells.take(f"{at}[{key}]", "bundle")
    return known
