"""Count items into the open parcel of an order, by scan or by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import checklist
from dispatch_console.application.packing import kit, look_alikes, units
from dispatch_console.application.packing.products import codes_of, products_of_scan, spellings
from dispatch_console.application.packing.progress import open_box
from dispatch_console.application.packing.starting import require_on_my_bench
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.packing import scanned
from dispatch_console.domain.packing.scan_match import (
    Match,
    PackLine,
    ScanResult,
    match_scan,
)
from dispatch_console.domain.packing.scanned import Scanned
from dispatch_console.store.entities import Order, OrderLine, Product
from dispatch_console.store.transaction import Transaction

# products that a question names
MOST_NAMED = 4


@operation("scan", roles.PACKING)
def scan(tx: Transaction, order_id: int, code: str | Scanned) -> Match:
    """Count a scanned item, or one whose code was typed, into the open parcel. What is not sure counts nothing, and
    says why.
    """
    order = require_on_my_bench(tx, order_id)
    read = _read(code)
    meant = candidates(tx.session, order_id, read)
    if meant.lines and len(meant.products) > 1:
        facts = tuple(("product", _named(product)) for product in meant.products[:MOST_NAMED])
        return Match(ScanResult.SEVERAL, meant.lines[0][0].id, facts=facts)
    match = _take(tx, order, meant.lines, read)
    if match.result is ScanResult.WRONG_ITEM and len(meant.products) == 1:
        look_alikes.note(tx, order, meant.products[0].sku)
    return match


@operation("scan_as", roles.PACKING)
def scan_as(tx: Transaction, order_id: int, line_id: int, code: str | Scanned) -> Match:
    """Count a scan whose code means several products as the one of a line: somebody looked.

    Errors: BadInput `line.unknown`.
    """
    order = require_on_my_bench(tx, order_id)
    wanted, read = _line(tx.session, order, line_id), _read(code)
    meant = candidates(tx.session, order_id, read)
    return _take(tx, order, [(line, known) for line, known in meant.lines if line.sku == wanted.sku], read)


@operation("take_out", roles.PACKING)
def take_out(tx: Transaction, order_id: int, code: str | Scanned) -> Match:
    """Take a piece out of the box again: the one that is scanned. Its serial is free again.

    Errors: Refused `pack.not_in` where no such piece is in a box, `pack.which_serial` where the scan does not say it.
    """
    order = require_on_my_bench(tx, order_id)
    read = _read(code)
    lines = [(line, known) for line, known in candidates(tx.session, order_id, read).lines if line.packed]
    pieces = lines[-1][1].pieces(read)[0] * read.pieces if lines and lines[-1][1].pieces(read) else 1
    line = next((line for line, _ in reversed(lines) if line.packed >= pieces), None)
    if line is None:
        raise Refused("pack.not_in", item=read.text)
    units.release(tx, order, line.sku, read)
    return _uncount(tx, order, line, pieces)


@operation("take_out_one", roles.PACKING)
def take_out_one(tx: Transaction, order_id: int, line_id: int) -> Match:
    """Take one piece of a line out again, without its code. Errors: BadInput `line.unknown`; Refused as `take_out`."""
    order = require_on_my_bench(tx, order_id)
    line = _line(tx.session, order, line_id)
    if not line.packed:
        raise Refused("pack.not_in", item=line.name)
    units.release(tx, order, line.sku, None)
    return _uncount(tx, order, line, 1)


def _read(code: str | Scanned) -> Scanned:
    return scanned.read(code) if isinstance(code, str) else code


def _take(tx: Transaction, order: Order, lines: Sequence[tuple[OrderLine, PackLine]], read: Scanned) -> Match:
    match = match_scan([known for _, known in lines], read, tx.now.date())
    if match.result is not ScanResult.COUNTED:
        return match
    line = next(line for line, _ in lines if line.id == match.line_id)
    used = units.note(tx, order, line.sku, read, match.pieces)
    if used is not None:
        return Match(ScanResult.SERIAL_USED, line.id, facts=used)
    _count(order, line, match.pieces)
    return match


@operation("move_piece", roles.PACKING)
def move_piece(tx: Transaction, order_id: int, code: str | Scanned) -> Match:
    """Put a packed piece that is scanned from its box into the open one. Both boxes have to be weighed again.

    Errors: Refused `pack.not_in` where no other box holds such a piece.
    """
    order = require_on_my_bench(tx, order_id)
    read, into = _read(code), open_box(order)
    for line, known in candidates(tx.session, order_id, read).lines:
        pieces = (known.pieces(read) or (1,))[0] * read.pieces
        other = next(
            (one for one in order.parcels if one is not into and one.contents.get(line.sku, 0) >= pieces), None
        )
        if other is not None and into is not None:
            left = other.contents[line.sku] - pieces
            rest = {sku: count for sku, count in other.contents.items() if sku != line.sku}
            other.contents = rest | ({line.sku: left} if left else {})
            into.contents = {**into.contents, line.sku: into.contents.get(line.sku, 0) + pieces}
            other.weight_g = into.weight_g = order.weighed_g = None
            checklist.open_again(tx, order, ("papers",), (kit.SLIP,))
            return Match(ScanResult.COUNTED, line.id, pieces)
    raise Refused("pack.not_in", item=read.text)


@operation("count_by_hand", roles.PACKING)
def count_by_hand(tx: Transaction, order_id: int, line_id: int) -> Match:
    """Tick one piece without a barcode. Returns it as a scan. Errors: Refused `pack.scan_only`, `pack.line_full`."""
    order = require_on_my_bench(tx, order_id)
    line = _line(tx.session, order, line_id)
    product = tx.session.scalar(select(Product).where(Product.sku == line.sku))
    if (product is not None and product.scan_only) or look_alikes.taught(tx.session, [line.sku], tx.now):
        raise Refused("pack.scan_only", item=line.name)
    if line.packed >= line.quantity:
        raise Refused("pack.line_full", item=line.name)
    _count(order, line, 1)
    return Match(ScanResult.COUNTED, line_id, 1)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a scan may mean: lines of the order, in their order, and every product that has this code."""

    lines: list[tuple[OrderLine, PackLine]]
    products: list[Product]


def candidates(session: Session, order_id: int, read: Scanned) -> Meant:
    """Return what a scan may mean: of ten thousand lines and products a few are read."""
    products = products_of_scan(session, read)
    by_sku = {product.sku: product for product in products}
    texts = spellings(read)
    meant = or_(
        func.lower(OrderLine.sku) == func.lower(read.text),
        OrderLine.barcode.in_(texts),
        OrderLine.sku.in_(list(by_sku)),
    )
    query = select(OrderLine).where(OrderLine.order_id == order_id, OrderLine.needs_delivery, meant)
    lines = list(session.scalars(query.order_by(OrderLine.position)))
    # a line that the shop's own barcode found belongs to a product too, which may say otherwise
    others = {line.sku for line in lines} - by_sku.keys()
    if others:
        by_sku |= {one.sku: one for one in session.scalars(select(Product).where(Product.sku.in_(list(others))))}
    return Meant([(line, _pack_line(line, by_sku.get(line.sku))) for line in lines], products)


def _pack_line(line: OrderLine, product: Product | None) -> PackLine:
    codes = codes_of(product) if product is not None else {}
    own = [(line.barcode, 1)] if line.barcode else []
    return PackLine(
        line.id, line.sku, line.quantity, line.packed, (*codes.items(), *own), tuple(product.asks) if product else ()
    )


def _named(product: Product) -> str:
    return f"{product.name} {product.distinction}".strip()


def _line(session: Session, order: Order, line_id: int) -> OrderLine:
    """Return a line of the order. Errors: BadInput `line.unknown`."""
    line = session.get(OrderLine, line_id)
    if line is None or line.order_id != order.id:
        raise BadInput("line.unknown", number=order.number)
    return line


def _count(order: Order, line: OrderLine, pieces: int) -> None:
    line.packed += pieces
    parcel = open_box(order) or order.parcels[-1]
    parcel.contents = {**parcel.contents, line.sku: parcel.contents.get(line.sku, 0) + pieces}
    parcel.weight_g = order.weighed_g = None


def _uncount(tx: Transaction, order: Order, line: OrderLine, pieces: int) -> Match:
    """Take pieces out of the last boxes that hold them. What was weighed and the slip that lies in are true no more."""
    line.packed -= pieces
    left = pieces
    for parcel in reversed(order.parcels):
        there = min(left, parcel.contents.get(line.sku, 0))
        if there:
            rest = parcel.contents[line.sku] - there
            others = {sku: count for sku, count in parcel.contents.items() if sku != line.sku}
            parcel.contents = others | ({line.sku: rest} if rest else {})
            parcel.weight_g = None
            left -= there
    _drop_empty(tx, order)
    order.weighed_g = None
    checklist.open_again(tx, order, ("papers", "pack"), (kit.SLIP, gates.INSPECTED))
    return Match(ScanResult.COUNTED, line.id, -pieces)


def _drop_empty(tx: Transaction, order: Order) -> None:
    """Remove boxes that were emptied, but not the one that is being filled; the others are numbered anew."""
    filling = open_box(order)
    kept = [parcel for parcel in order.parcels if parcel.contents or parcel is filling]
    for parcel in order.parcels:
        if parcel not in kept:
            tx.session.delete(parcel)
    for position, parcel in enumerate(kept, 1):
        parcel.position = position
