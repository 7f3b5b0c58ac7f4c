"""Read an order at a bench as its packer sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Text, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import checklist
from dispatch_console.application.packing import boxes, look_alikes, materials
from dispatch_console.application.packing.materials import Needed
from dispatch_console.application.packing.part_pack import FoundPieces, found_of
from dispatch_console.application.packing.products import products_of
from dispatch_console.application.packing.progress import PackState, open_box, progress
from dispatch_console.domain.orders import gates
from dispatch_console.domain.packing import weight
from dispatch_console.domain.packing.sealing import BoxWeight
from dispatch_console.domain.packing.weight import Goods
from dispatch_console.store.entities import CheckMark, Finding, Order, OrderLine, Parcel, ProductPicture
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
    """A box of the order. `is_open`: it is being filled."""

    position: int
    box: str
    pieces: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """How far an order was packed when it was read: as long as it is the same, the screen shows all of it."""

    packing: str
    held_by: str
    held_at: str
    leaves_at: datetime | None
    packed: int
    boxes: str
    marks: int
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder:
    """An order at the bench. Weights in grams. `pictures`: of its products, by SKU. `suggested`: the boxes that it
    needs, empty where nobody knows. `found`: what is missing or damaged.

    `stopped`: why it may not be packed any more, `changed`, `on_hold`, `cancelled`; empty where it may.
    """

    id: int
    number: str
    customer: str
    street: str
    leaves_at: datetime | None
    lines: tuple[BenchLine, ...]
    parcels: tuple[BenchParcel, ...]
    state: PackState
    seen: Seen
    requirements: tuple[str, ...]
    stopped: str
    is_inspected: bool
    suggested: tuple[str, ...]
    found: tuple[FoundPieces, ...]
    materials: tuple[Needed, ...]
    look_alikes: Mapping[str, str]


@reads(Kind.PACKING, Kind.SCANS, Kind.PROMISES, Kind.HOLDING)
def seen(session: Session, order_id: int) -> Seen:
    """Count what was packed of an order, however many lines it has."""
    lines = select(func.coalesce(func.sum(OrderLine.packed), 0)).where(OrderLine.order_id == order_id)
    box: ColumnElement[str] = func.concat_ws(
        " ", Parcel.position, Parcel.box, Parcel.weight_g, Parcel.opened_at, Parcel.sealed_at, type_=Text
    )
    boxes = select(func.coalesce(func.string_agg(box, aggregate_order_by(literal("|"), Parcel.id)), ""))
    one = func.concat_ws(" ", Finding.id, Finding.pieces, Finding.condition, Finding.decision, Finding.note, type_=Text)
    found = select(func.coalesce(func.string_agg(one, aggregate_order_by(literal("|"), Finding.id)), ""))
    parts = (
        lines.scalar_subquery(),
        boxes.where(Parcel.order_id == order_id).scalar_subquery(),
        select(func.count()).where(CheckMark.order_id == order_id, CheckMark.gate != "verify").scalar_subquery(),
        found.where(Finding.order_id == order_id, Finding.settled_at.is_(None)).scalar_subquery(),
    )
    own = Order.packing, Order.held_by, Order.held_at, Order.leaves_at
    return Seen(*session.execute(select(*own, *parts).where(Order.id == order_id)).one())


@reads(
    Kind.ORDERS,
    Kind.VERIFICATION,
    Kind.CLOSURE,
    Kind.PACKING,
    Kind.SCANS,
    Kind.PROMISES,
    Kind.PRODUCTS,
    Kind.ADDRESSES,
    Kind.HOLDING,
    Kind.SITE,
)
def open_order(session: Session, order_id: int, now: datetime) -> OpenOrder:
    """Return the order with what is known of its products. Errors: NoResultFound for an id that no order has."""
    whole = (joinedload(Order.address), *(selectinload(part) for part in (Order.lines, Order.parcels, Order.marks)))
    order = session.scalars(select(Order).where(Order.id == order_id).options(*whole)).one()
    products = products_of(session, order)
    taught = look_alikes.taught(session, list(products), now)
    known = {
        sku: (product.shelf, product.distinction, product.scan_only or sku in taught)
        for sku, product in products.items()
    }
    found = found_of(session, order_id)
    state = progress(session, order, products, tuple(one.as_found for one in found))
    filling = open_box(order)
    return OpenOrder(
        id=order.id,
        number=order.number,
        customer=order.customer_name,
        street=order.address.line1,
        leaves_at=order.leaves_at,
        lines=tuple(_line(line, *known.get(line.sku, ("", "", False))) for line in order.delivery_lines),
        parcels=tuple(
            BenchParcel(parcel.position, parcel.box, sum(parcel.contents.values()), parcel is filling)
            for parcel in order.parcels
        ),
        state=state,
        seen=seen(session, order_id),
        requirements=tuple(
            dict.fromkeys([*order.requirements, *(need for one in products.values() for need in one.requirements)])
        ),
        stopped=_stopped(order),
        is_inspected=checklist.find(order, "pack", gates.INSPECTED) is not None,
        suggested=boxes.suggestion(session, order, products),
        found=found,
        materials=materials.needed(session, order, max(1, len(state.boxes)), state.follow),
        look_alikes=look_alikes.distinctions(session, products, taught),
    )


def counted(order: OpenOrder, line_id: int, pieces: int) -> OpenOrder | None:
    """Return the order with so many more pieces of a line in the box that is being filled, as `open_order` would read
    it; None where that has to be read: the first piece of a further box, a box that was weighed already.
    """
    line = next((line for line in order.lines if line.id == line_id), None)
    filling = next((parcel for parcel in order.parcels if parcel.is_open), None)
    if line is None or filling is None:
        return None
    goods = dict(order.state.goods)
    weighed = next((box.weighed_g for box in order.state.boxes if box.position == filling.position), None)
    if weighed is not None or (goods and filling.position not in goods):
        return None
    goods[filling.position] = _more(goods.get(filling.position, ()), order.state.each[line.sku], pieces)
    box = BoxWeight(filling.position, None, weight.check_of(goods[filling.position], order.state.tare(filling.box)))
    others = {one.position: one for one in order.state.boxes} | {box.position: box}
    packed = order.state.packed + pieces
    state = replace(order.state, packed=packed, goods=goods, boxes=tuple(others[at] for at in sorted(others)))
    return replace(
        order,
        lines=tuple(replace(one, packed=one.packed + pieces) if one is line else one for one in order.lines),
        parcels=tuple(replace(one, pieces=one.pieces + pieces) if one is filling else one for one in order.parcels),
        state=state,
        seen=replace(order.seen, packed=order.seen.packed + pieces),
    )


def _more(goods: tuple[Goods, ...], one: Goods, pieces: int) -> tuple[Goods, ...]:
    there = {each.sku: each for each in goods}
    before = there[one.sku].pieces if one.sku in there else 0
    there[one.sku] = replace(one, pieces=before + pieces)
    return tuple(there[sku] for sku in sorted(there))


def pictures(session: Session, order_id: int) -> dict[str, bytes]:
    """Return the pictures of the products of an order, by SKU, as PNG."""
    skus = select(OrderLine.sku).where(OrderLine.order_id == order_id)
    rows = session.execute(select(ProductPicture.sku, ProductPicture.png).where(ProductPicture.sku.in_(skus)))
    return {row.sku: row.png for row in rows}


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
