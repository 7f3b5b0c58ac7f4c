"""An order on a bench as its packer sees it."""

from dataclasses import dataclass

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import detail
from dispatch_console.application.packing.products import products_of
from dispatch_console.application.packing.progress import PackState, progress
from dispatch_console.store.entities import CheckMark, Order, OrderLine, Parcel
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True)
class OpenOrder:
    """An order at the station with what is known of its products, by SKU."""

    order: Order
    state: PackState
    shelves: dict[str, str]
    plates: dict[str, str]
    scan_only: frozenset[str]
    seen: "Seen"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of an order: as long as it is the same, nothing else about its packing is."""

    version: int
    packed: int
    parcels: int
    sealed: int
    marks: int


@reads(
    Kind.ORDERS, Kind.VERIFICATION, Kind.PACKING, Kind.SCANS, Kind.HOLDING, Kind.PROMISES, Kind.PRODUCTS, Kind.ADDRESSES
)
def seen(session: Session, order_id: int) -> Seen:
    """A few counts, however many lines there are."""
    lines = select(func.coalesce(func.sum(OrderLine.packed), 0)).where(OrderLine.order_id == order_id)
    parcels = select(func.count(), func.count(Parcel.sealed_at)).where(Parcel.order_id == order_id).subquery()
    marks = select(func.count()).select_from(CheckMark).where(CheckMark.order_id == order_id)
    query = select(Order.version, lines.scalar_subquery(), *parcels.c, marks.scalar_subquery()).join(parcels, true())
    return Seen(*session.execute(query.where(Order.id == order_id)).one())


@reads(
    Kind.ORDERS, Kind.VERIFICATION, Kind.PACKING, Kind.SCANS, Kind.HOLDING, Kind.PROMISES, Kind.PRODUCTS, Kind.ADDRESSES
)
def open_order(session: Session, order_id: int) -> OpenOrder:
    order = session.scalars(detail.full(select(Order).where(Order.id == order_id))).one()
    products = products_of(session, order)
    return OpenOrder(
        order,
        progress(session, order),
        {sku: product.shelf for sku, product in products.items()},
        {sku: product.distinction for sku, product in products.items()},
        frozenset(sku for sku, product in products.items() if product.scan_only),
        seen(session, order_id),
    )
