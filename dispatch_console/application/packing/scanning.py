"""Count items into the open parcel of an order, by scan or by hand."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.packing.starting import require_on_my_bench
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.packing.scan_match import (
    Match,
    PackLine,
    ScanResult,
    match_scan,
)
from dispatch_console.store.entities import Order, OrderLine, Product
from dispatch_console.store.transaction import Transaction


@operation("scan", roles.PACKING)
def scan(tx: Transaction, order_id: int, text: str) -> Match:
    """Count a scanned item into the open parcel. A wrong or surplus item counts nothing."""
    order = require_on_my_bench(tx, order_id)
    meant = candidates(tx.session, order_id, text)
    match = match_scan([known for _, known in meant], text)
    if match.result is ScanResult.COUNTED:
        _count(order, next(line for line, _ in meant if line.id == match.line_id), match.pieces)
    return match


@operation("count_by_hand", roles.PACKING)
def count_by_hand(tx: Transaction, order_id: int, line_id: int) -> Match:
    """Tick one piece without a barcode. Returns it as a scan. Errors: Refused `pack.scan_only`, `pack.line_full`."""
    order = require_on_my_bench(tx, order_id)
    line = _line(tx.session, order, line_id)
    product = tx.session.scalar(select(Product).where(Product.sku == line.sku))
    if product is not None and product.scan_only:
        raise Refused("pack.scan_only", item=line.name)
    if line.packed >= line.quantity:
        raise Refused("pack.line_full", item=line.name)
    _count(order, line, 1)
    return Match(ScanResult.COUNTED, line_id, 1)


def candidates(session: Session, order_id: int, text: str) -> list[tuple[OrderLine, PackLine]]:
    """Return the lines that a scan may mean, in their order, with their codes: of ten thousand lines a few are read."""
    text = text.strip()
    known = session.scalars(
        select(Product).where(
            or_(
                func.lower(Product.sku) == func.lower(text),
                Product.barcode == text,
                Product.pack_barcodes.has_key(text),
            )
        )
    ).all()
    products = {product.sku: product for product in known if text}
    meant = or_(
        func.lower(OrderLine.sku) == func.lower(text), OrderLine.barcode == text, OrderLine.sku.in_(list(products))
    )
    query = select(OrderLine).where(OrderLine.order_id == order_id, OrderLine.needs_delivery, meant)
    meant_lines = []
    for line in session.scalars(query.order_by(OrderLine.position)):
        product = products.get(line.sku)
        codes = [(line.barcode, 1)] if line.barcode else []
        if product is not None:
            codes += [(product.barcode, 1)] if product.barcode else []
            codes += [(code, int(count)) for code, count in product.pack_barcodes.items()]
        meant_lines.append((line, PackLine(line.id, line.sku, line.quantity, line.packed, tuple(codes))))
    return meant_lines


def _line(session: Session, order: Order, line_id: int) -> OrderLine:
    """Return a line of the order. Errors: BadInput `line.unknown`."""
    line = session.get(OrderLine, line_id)
    if line is None or line.order_id != order.id:
        raise BadInput("line.unknown", number=order.number)
    return line


def _count(order: Order, line: OrderLine, pieces: int) -> None:
    line.packed += pieces
    parcel = order.parcels[-1]
    parcel.contents = {**parcel.contents, line.sku: parcel.contents.get(line.sku, 0) + pieces}
