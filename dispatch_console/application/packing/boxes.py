"""The catalogue of boxes, and which of them an order needs."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.packing.products import products_of
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.packing import boxing
from dispatch_console.domain.packing.boxing import BoxKind, Piece
from dispatch_console.domain.packing.size import read_size, size_words
from dispatch_console.domain.packing.weight import USUAL_BOX_G
from dispatch_console.language import decimal, tr
from dispatch_console.store.entities import Box, Order, Product
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# where a site has no catalogue yet
USUAL = "M"
# grams
LEAST, MOST = 0, 200_000


def names(session: Session) -> tuple[str, ...]:
    """Return the boxes of the site, smallest first; without a catalogue the usual one."""
    return tuple(box.name for box in _in_use(session)) or (USUAL,)


def usual(session: Session) -> str:
    """Return the box that is taken where nothing better is known: the middle one."""
    known = names(session)
    return known[len(known) // 2]


def suggestion(session: Session, order: Order, products: Mapping[str, Product] | None = None) -> tuple[str, ...]:
    """Return the boxes for what of an order is to be packed; empty where a size is not known or nothing fits."""
    catalogue = _in_use(session)
    if products is None:
        products = products_of(session, order) if catalogue else {}
    lines = [line for line in order.delivery_lines if line.quantity]
    pieces: list[Piece] = []
    for line in lines:
        piece = _piece(products.get(line.sku))
        if piece is None or len(pieces) + line.quantity > boxing.MOST_LAID:
            return ()
        pieces += [piece] * line.quantity
    kinds = [BoxKind(box.name, (box.length_mm, box.width_mm, box.height_mm), box.limit_g) for box in catalogue]
    found = boxing.suggest(pieces, kinds) if pieces and kinds else None
    return tuple(filled.kind.name for filled in found or ())


def _piece(product: Product | None) -> Piece | None:
    if product is None or not (product.length_mm and product.width_mm and product.height_mm):
        return None
    size = (product.length_mm, product.width_mm, product.height_mm)
    needs = product.requirements
    return Piece(product.sku, size, product.weight_g or 0, "this_way_up" in needs, "fragile" in needs)


def _in_use(session: Session) -> list[Box]:
    boxes = session.scalars(select(Box).where(Box.retired_at.is_(None))).all()
    return sorted(boxes, key=lambda box: (box.length_mm * box.width_mm * box.height_mm, box.name))


@reads(Kind.SITE)
def box_records(session: Session) -> tuple[Record, ...]:
    """Return the boxes as a form shows them."""
    return tuple(_record(box) for box in _in_use(session))


def _record(box: Box) -> Record:
    size = size_words(box.length_mm, box.width_mm, box.height_mm)
    limit = decimal(box.limit_g / 1000, 1)
    under = tr("{size} cm inside, up to {limit} kg", size=size, limit=limit)
    fields = {"name": box.name, "size": size, "tare": decimal(box.tare_g / 1000, 3), "limit": limit}
    return Record(box.id, box.name, under, fields)


@operation("keep_box", roles.OFFICE)
def keep_box(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Add or change a box, and return its id.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong; Refused `box.twice`.
    """
    require_as_seen(tx, Box, record, box_records, seen)
    name = fleet_text.words(tr("Name"), texts["name"], most=20)
    size = read_size(texts["size"])
    if size is None:
        raise BadInput("field.size", value=texts["size"])
    tare = texts["tare"].strip()
    tare_g = round(1000 * fleet_text.number(tr("Empty weight, kg"), tare, 0, 50)) if tare else USUAL_BOX_G
    limit_g = round(1000 * fleet_text.number(tr("Takes up to, kg"), texts["limit"], 0.1, 200))
    twin = tx.session.scalar(select(Box.id).where(Box.name == name, Box.retired_at.is_(None), Box.id != (record or 0)))
    if twin is not None:
        raise Refused("box.twice", name=name)
    box = tx.session.get_one(Box, record) if record else Box()
    box.name, (box.length_mm, box.width_mm, box.height_mm) = name, size
    box.tare_g, box.limit_g = tare_g, limit_g
    tx.session.add(box)
    tx.session.flush()
    return box.id


@operation("retire_box", roles.OFFICE)
def retire_box(tx: Transaction, record: int) -> None:
    """Take a box out of use. Parcels that are packed in it keep its name."""
    tx.session.get_one(Box, record).retired_at = tx.now
