"""Keep products by SKU."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, ColumnElement, Text, cast, func, or_, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.packing import gtin
from dispatch_console.domain.packing.scan_match import Asked
from dispatch_console.domain.packing.scanned import Scanned
from dispatch_console.store import bulk
from dispatch_console.store.entities import Order, Product, ProductPicture
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
    asks: Sequence[Asked] = (),
) -> None:
    """Create a product or bring it up to date. Look-alikes must be scanned one by one, and so must pieces of which
    something is to be known.
    """
    product = tx.session.scalar(select(Product).where(Product.sku == sku))
    if product is None:
        product = Product(sku=sku, name=name)
        tx.session.add(product)
    product.name, product.barcode, product.pack_barcodes = name, barcode, dict(pack_barcodes or {})
    product.weight_g, product.shelf, product.distinction = weight_g, shelf, distinction
    product.looks_like, product.papers, product.scan_only = looks_like, list(papers), bool(looks_like or asks)
    product.asks = [str(asked) for asked in asks]


def codes_of(product: Product) -> dict[str, int]:
    """Return the codes of a product, each with the pieces that it stands for."""
    packs = {code: int(count) for code, count in product.pack_barcodes.items()}
    return packs | {code: 1 for code in (product.barcode, *product.barcodes) if code}


def products_of(session: Session, order: Order) -> dict[str, Product]:
    query = select(Product).where(bulk.among(Product.sku, {line.sku for line in order.lines}))
    return {product.sku: product for product in session.scalars(query)}


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """`distinction` tells look-alikes apart, `shelf` is where it belongs. `picture`: PNG, empty for none."""

    sku: str
    name: str
    distinction: str
    shelf: str
    picture: bytes = b""


def has_code(codes: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a product has one of these codes, of a piece or of a pack."""
    return or_(
        Product.barcode.in_(codes),
        Product.barcodes.op("&&")(cast(codes, ARRAY(Text))),
        Product.pack_barcodes.has_any(array(codes)),
    )


def products_of_scan(session: Session, read: Scanned) -> list[Product]:
    """Return every product that has a scanned code, or is called so."""
    texts = spellings(read)
    query = select(Product).where(
        or_(
            func.lower(Product.sku) == func.lower(read.text),
            has_code(texts),
        )
    )
    return list(session.scalars(query.order_by(Product.sku))) if read.text else []


def spellings(read: Scanned) -> list[str]:
    """Return every text as which a table may hold a scanned code."""
    return list(dict.fromkeys([read.text, *(text for number in read.gtins for text in gtin.spellings(number))]))


def product_of(session: Session, read: Scanned) -> KnownProduct | None:
    """Return the product of a scan; None where there is none, or where it means several."""
    found = products_of_scan(session, read)
    if len(found) != 1:
        return None
    product = found[0]
    png = session.scalar(select(ProductPicture.png).where(ProductPicture.sku == product.sku))
    return KnownProduct(product.sku, product.name, product.distinction, product.shelf, png or b"")
