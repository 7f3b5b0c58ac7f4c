"""Read an order at a bench as its packer sees it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.packing.products import products_of
from dispatch_console.application.packing.progress import PackState, filled_boxes, progress
from dispatch_console.store.entities import CheckMark, Order, OrderLine, Parcel
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchLine:
    """`plate` tells look-alikes apart; `scan_only` where no piece may be counted by hand."""

    id: int
    sku: str
    name: str
    shelf: str
    plate: str
    packed: int
    quantity: int
    scan_only: bool


@dataclass(frozen=True, slots=True)
class BenchParcel:
    """A box that is being filled or is sealed."""

    position: int
    box: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Seen:
    """How far an order was packed when it was read: as long as it is the same, the screen shows all of it."""

    packing: str
    weighed_g: int | None
    leaves_at: datetime | None
    packed: int
    parcels: int
    sealed: int
    marks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder:
    """An order at the bench. Weights in grams; `filled_boxes` are those that weigh something.

    `stopped`: why it may not be packed any more, `changed`, `on_hold`, `cancelled`; empty where it may.
    """

    id: int
    number: str
    customer: str
    street: str
    leaves_at: datetime | None
    weighed_g: int | None
    filled_boxes: int
    lines: tuple[BenchLine, ...]
    parcels: tuple[BenchParcel, ...]
    state: PackState
    seen: Seen
    requirements: tuple[str, ...]
    stopped: str


@reads(Kind.PACKING, Kind.SCANS, Kind.PROMISES)
def seen(session: Session, order_id: int) -> Seen:
    """Count what was packed of an order, however many lines it has."""
    lines = select(func.coalesce(func.sum(OrderLine.packed), 0)).where(OrderLine.order_id == order_id)
    parcels = select(func.count(), func.count(Parcel.sealed_at)).where(Parcel.order_id == order_id).subquery()
    marks = select(func.count()).where(CheckMark.order_id == order_id, CheckMark.gate != "verify")
    own = Order.packing, Order.weighed_g, Order.leaves_at
    query = select(*own, lines.scalar_subquery(), *parcels.c, marks.scalar_subquery()).join(parcels, true())
    return Seen(*session.execute(query.where(Order.id == order_id)).one())


@reads(
    Kind.ORDERS, Kind.VERIFICATION, Kind.CLOSURE, Kind.PACKING, Kind.SCANS, Kind.PROMISES, Kind.PRODUCTS, Kind.ADDRESSES
)
def open_order(session: Session, order_id: int) -> OpenOrder:
    """Return the order with what is known of its products. Errors: NoResultFound for an id that no order has."""
    whole = (joinedload(Order.address), *(selectinload(part) for part in (Order.lines, Order.parcels, Order.marks)))
    order = session.scalars(select(Order).where(Order.id == order_id).options(*whole)).one()
    products = products_of(session, order)
    known = {sku: (product.shelf, product.distinction, product.scan_only) for sku, product in products.items()}
    return OpenOrder(
        id=order.id,
        number=order.number,
        customer=order.customer_name,
        street=order.address.line1,
        leaves_at=order.leaves_at,
        weighed_g=order.weighed_g,
        filled_boxes=filled_boxes(order),
        lines=tuple(_line(line, *known.get(line.sku, ("", "", False))) for line in order.delivery_lines),
        parcels=tuple(
            BenchParcel(parcel.position, parcel.box, sum(parcel.contents.values())) for parcel in order.parcels
        ),
        state=progress(session, order),
        seen=seen(session, order_id),
        requirements=tuple(order.requirements),
        stopped=_stopped(order),
    )


def _stopped(order: Order) -> str:
    if order.closure != "open":
        return str(order.closure)
    return "" if order.verification == "verified" else str(order.verification)


def _line(line: OrderLine, shelf: str, plate: str, scan_only: bool) -> BenchLine:
    return BenchLine(
        id=line.id,
        sku=line.sku,
        name=line.name,
        shelf=shelf,
        plate=plate,
        packed=line.packed,
        quantity=line.quantity,
        scan_only=scan_only,
    )
