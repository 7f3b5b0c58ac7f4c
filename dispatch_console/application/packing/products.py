"""Keep products by SKU."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.store import bulk
from dispatch_console.store.entities import Order, Product
from dispatch_console.store.transaction import Transaction


@operation("keep_product", roles.OFFICE)
def keep_product(
    tx: Transaction,
    *,
    sku: str,
    name: str,
    barcode: str = "",
    pack_barcodes: Mapping[str, int] | None = None,
    weight_g: int | None = None,
    shelf: str = "",
    distinction: str = "",
    looks_like: str = "",
    papers: Sequence[str] = (),
) -> None:
    """Create a product or bring it up to date. Look-alikes must be scanned one by one."""
    product = tx.session.scalar(select(Product).where(Product.sku == sku))
    if product is None:
        product = Product(sku=sku, name=name)
        tx.session.add(product)
    product.name, product.barcode, product.pack_barcodes = name, barcode, dict(pack_barcodes or {})
    product.weight_g, product.shelf, product.distinction = weight_g, shelf, distinction
    product.looks_like, product.papers, product.scan_only = looks_like, list(papers), bool(looks_like)


def products_of(session: Session, order: Order) -> dict[str, Product]:
    query = select(Product).where(bulk.among(Product.sku, {line.sku for line in order.lines}))
    return {product.sku: product for product in session.scalars(query)}


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """`distinction` tells look-alikes apart, `shelf` is where it belongs."""

    name: str
    distinction: str
    shelf: str


def product_of(session: Session, text: str) -> KnownProduct | None:
    """Return the product of a barcode or SKU."""
    query = select(Product).where(
        or_(Product.barcode == text, Product.sku == text, Product.pack_barcodes.has_key(text))
    )
    product = session.scalar(query.limit(1))
    return KnownProduct(product.name, product.distinction, product.shelf) if product else None
