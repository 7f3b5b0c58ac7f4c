"""What orders say of products that Products say otherwise, or not at all: said before a bench stops at it."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.packing.products import codes_of, has_code
from dispatch_console.domain.orders.incoming import IncomingLine, IncomingOrder, Problem
from dispatch_console.domain.packing import gtin, scanned
from dispatch_console.domain.packing.scan_match import is_code
from dispatch_console.store import bulk
from dispatch_console.store.entities import Product

# codes that one query asks for
AT_ONCE = 500


def product_doubts(session: Session, orders: Sequence[IncomingOrder]) -> tuple[Problem, ...]:
    """Return notices, one of a kind for each product; none for a site that keeps no products."""
    if session.scalar(select(Product.id).limit(1)) is None:
        return ()
    lines = [(order, line) for order in orders for line in order.lines if line.needs_delivery and line.sku]
    skus = {line.sku for _, line in lines}
    by_sku = {row.sku: row for row in session.scalars(select(Product).where(bulk.among(Product.sku, skus)))}
    by_code = _by_code(session, sorted({line.barcode for _, line in lines if line.barcode} | skus))
    found: dict[tuple[str, str], Problem] = {}
    for order, line in lines:
        for problem in _of_line(order, line, by_sku.get(line.sku), by_code):
            found.setdefault((problem.code, line.sku), problem)
    return tuple(found.values())


def _by_code(session: Session, texts: Sequence[str]) -> dict[str, Product]:
    """Return the product that has each of these codes, however the number is written."""
    spelled: dict[str, str] = {}
    for text in texts:
        for number in gtin.readings(text):
            spelled |= dict.fromkeys(gtin.spellings(number), text)
        spelled[text] = text
    codes = list(spelled)
    found: dict[str, Product] = {}
    for start in range(0, len(codes), AT_ONCE):
        part = codes[start : start + AT_ONCE]
        for product in session.scalars(select(Product).where(has_code(part)).order_by(Product.sku.desc())):
            found |= {spelled[code]: product for code in codes_of(product) if code in spelled}
    return found


def _of_line(
    order: IncomingOrder, line: IncomingLine, product: Product | None, by_code: Mapping[str, Product]
) -> Iterator[Problem]:
    def problem(what: str, **facts: object) -> Problem:
        value = line.barcode or line.sku
        return Problem(order.row, "", value, what, order.number, facts={"sku": line.sku, "name": line.name, **facts})

    if product is None:
        yield problem("product.unknown")
    other = by_code.get(line.sku)
    if other is not None and other.sku != line.sku:
        yield problem("product.sku_is_code", other=other.sku)
    if not line.barcode:
        return
    read = scanned.read(line.barcode)
    counts = {count for code, count in codes_of(product).items() if is_code(read, code)} if product else set()
    if counts and counts != {1}:
        yield problem("product.pack_or_piece", code=line.barcode, count=max(counts))
    owner = by_code.get(line.barcode)
    if not counts and owner is not None and owner.sku != line.sku:
        yield problem("product.code_elsewhere", code=line.barcode, other=owner.sku)
