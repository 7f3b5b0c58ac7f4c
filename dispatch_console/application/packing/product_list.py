"""The products of the site as a table shows them, what each lacks, and what open orders want that is no product."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from dispatch_console import texts as words
from dispatch_console.application.operations.records import Record
from dispatch_console.application.operations.views import reads
from dispatch_console.application.packing.product_records import lacks_of, record_of
from dispatch_console.application.packing.products import codes_of, has_code
from dispatch_console.application.packing.progress import learnt_weights
from dispatch_console.domain.packing.weight import Learnt
from dispatch_console.store import bulk
from dispatch_console.store.entities import MisScan, Order, OrderLine, Product, ProductPicture
from dispatch_console.store.kinds import Kind

# on the page at once
MOST_LISTED = 300


class Lacking(StrEnum):
    """Which products a list is of."""

    NOTHING = ""
    WEIGHT = "weight"
    BARCODE = "barcode"
    TWINS = "twins"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product. `codes` are those of a piece; `twin` tells the one apart that looks like it, empty for none.

    `record` has the id 0 for a SKU of open orders that is no product yet.
    """

    record: Record
    codes: int
    has_packs: bool
    twin: str
    papers: tuple[str, ...]
    needs: tuple[str, ...]
    lacks: tuple[str, ...]
    open_orders: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCounts:
    """How many products there are, and how many lack something."""

    all: int
    no_weight: int
    no_barcode: int
    twins: int
    unknown: int


_NO_CODE = (Product.barcode == "") & (func.cardinality(Product.barcodes) == 0) & (Product.pack_barcodes == {})
_ONLY: dict[Lacking, ColumnElement[bool]] = {
    Lacking.WEIGHT: Product.weight_g.is_(None),
    Lacking.BARCODE: _NO_CODE,
    Lacking.TWINS: Product.looks_like != "",
}


@reads(Kind.PRODUCTS, Kind.ORDERS, Kind.CLOSURE)
def product_rows(session: Session, text: str = "", lacking: Lacking = Lacking.NOTHING) -> tuple[ProductRow, ...]:
    """Return at most 300 products whose SKU, name or code holds a text, of those that lack something or of all."""
    if lacking is Lacking.UNKNOWN:
        return _unknown_rows(session, text)
    other = aliased(Product)
    query = select(Product, other.distinction, other.name).outerjoin(
        other, (other.sku == Product.looks_like) & (Product.looks_like != "")
    )
    if text.strip():
        part = f"%{text.strip().lower()}%"
        named = func.lower(Product.sku).like(part), func.lower(Product.name).like(part)
        query = query.where(or_(*named, has_code([text.strip()])))
    if lacking in _ONLY:
        query = query.where(_ONLY[lacking])
    rows = session.execute(query.order_by(Product.sku).limit(MOST_LISTED)).all()
    learnt = learnt_weights(session, [row[0].sku for row in rows])
    return tuple(
        _row(product, learnt.get(product.sku, Learnt()), plate or name or product.looks_like)
        for product, plate, name in rows
    )


def _row(product: Product, learnt: Learnt, twin: str) -> ProductRow:
    return ProductRow(
        record=record_of(product, learnt),
        codes=sum(1 for pieces in codes_of(product).values() if pieces == 1),
        has_packs=bool(product.pack_barcodes),
        twin=twin,
        papers=tuple(words.enclosed(paper) for paper in product.papers),
        needs=tuple(words.plain(need) for need in (*product.requirements, *product.asks)),
        lacks=lacks_of(product),
    )


def _unknown_rows(session: Session, text: str) -> tuple[ProductRow, ...]:
    wanted = text.strip().lower()
    return tuple(
        ProductRow(
            record=Record(0, sku, name, {"sku": sku, "name": name, "weight": "", "size": "", "shelf": ""}),
            codes=0,
            has_packs=False,
            twin="",
            papers=(),
            needs=(),
            lacks=(),
            open_orders=orders,
        )
        for sku, name, orders in unknown_skus(session)
        if wanted in sku.lower() or wanted in name.lower()
    )


@reads(Kind.PRODUCTS, Kind.ORDERS, Kind.CLOSURE)
def counts(session: Session) -> ProductCounts:
    """Return how many products there are, and how many SKUs of open orders are none."""
    query = select(func.count(), *(func.count().filter(only) for only in _ONLY.values())).select_from(Product)
    known, *lacking = session.execute(query).one()
    no_weight, no_barcode, twins = map(int, lacking)
    unknown = len(unknown_skus(session))
    return ProductCounts(all=known, no_weight=no_weight, no_barcode=no_barcode, twins=twins, unknown=unknown)


@reads(Kind.PRODUCTS, Kind.ORDERS, Kind.CLOSURE)
def unknown_skus(session: Session) -> tuple[tuple[str, str, int], ...]:
    """Return SKU, name and number of orders of what open orders want and Products do not know."""
    query = (
        select(OrderLine.sku, func.min(OrderLine.name), func.count(OrderLine.order_id.distinct()))
        .join(Order)
        .where(Order.closure == "open", OrderLine.needs_delivery, OrderLine.sku != "")
        .where(~select(Product.id).where(Product.sku == OrderLine.sku).exists())
    )
    rows = session.execute(query.group_by(OrderLine.sku).order_by(OrderLine.sku).limit(MOST_LISTED))
    return tuple((sku, name, orders) for sku, name, orders in rows)


@dataclass(frozen=True, slots=True)
class ProductUse:
    """Open orders that want a product, and how often another one was scanned in its place or it in another's."""

    open_orders: int
    mis_scans: int


def use_of(session: Session, sku: str) -> ProductUse:
    """Return what is known of a product beside its record."""
    orders = select(func.count(OrderLine.order_id.distinct())).join(Order)
    orders = orders.where(Order.closure == "open", OrderLine.needs_delivery, OrderLine.sku == sku)
    wrong = select(func.count()).where(or_(MisScan.wanted == sku, MisScan.scanned == sku))
    return ProductUse(session.scalar(orders) or 0, session.scalar(wrong) or 0)


def pictures_of(session: Session, skus: Sequence[str]) -> dict[str, bytes]:
    """Return the pictures of products, by SKU, as PNG."""
    query = select(ProductPicture.sku, ProductPicture.png).where(bulk.among(ProductPicture.sku, set(skus)))
    return {row.sku: row.png for row in session.execute(query)}
