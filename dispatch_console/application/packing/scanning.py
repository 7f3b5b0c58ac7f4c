"""Step 2 of the procedure: scan to verify, parcels, weight, seal."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import allowed
from dispatch_console.application.orders import checklist
from dispatch_console.application.orders import queue as order_queue
from dispatch_console.application.orders.verifying import hold_for_me, locked, put_down
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.packing.scan_match import (
    Match,
    PackLine,
    ScanResult,
    expected_weight,
    match_scan,
    require_sealable,
)
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.store import bulk
from dispatch_console.store.entities import Address, CheckMark, Order, OrderLine, Parcel, Product, Sheet
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An order that waits at the packing stations, most urgent first."""

    id: int
    number: str
    customer: str
    address: str
    leaves_at: datetime | None
    pieces: int
    packed: int
    held_by: str
    held_at: str
    changed: bool


def queue(session: Session) -> tuple[QueueRow, ...]:
    packed = (
        select(func.coalesce(func.sum(OrderLine.packed), 0))
        .where(OrderLine.order_id == Order.id, OrderLine.needs_delivery)
        .scalar_subquery()
    )
    query = (
        select(Order, Address, packed, Order.source_change.is_not(None))
        .join(Address, Address.id == Order.address_id)
        .where(
            Order.verification == "verified",
            Order.packing != "packed",
            Order.closure == "open",
            Order.outcome == "none",
        )
        .order_by(Order.leaves_at.asc().nulls_last(), Order.id)
        .limit(500)
    )
    return tuple(
        QueueRow(
            order.id,
            order.number,
            order.customer_name,
            address.one_line,
            order.leaves_at,
            order.pieces,
            in_box,
            order.held_by,
            order.held_at,
            changed,
        )
        for order, address, in_box, changed in session.execute(query)
    )


@allowed(roles.PACKING)
def start(tx: Transaction, order_id: int, *, take_over: bool = False, instead_of: int | None = None) -> None:
    """Take an order to this station; the one that was open here is put down with it.

    Errors: Refused `pack.not_verified`, `pack.packed`, `pack.closed`, `order.held`.
    """
    if instead_of is not None and instead_of != order_id:
        put_down(tx, instead_of)
    order = locked(tx, order_id)
    if order.closure != "open" or order.outcome != "none":
        raise Refused("pack.closed", number=order.number)
    if order.packing == "packed":
        raise Refused("pack.packed", number=order.number, count=len(order.parcels))
    if order.verification != "verified":
        raise Refused("pack.not_verified", number=order.number)
    hold_for_me(tx, order_id, take_over=take_over)
    if order.packing in ("waiting", "reopened"):
        order.take("packing", "start", tx.now)
    if not [parcel for parcel in order.parcels if parcel.sealed_at is None]:
        _add_parcel(order)


@allowed(roles.PACKING)
def scan(tx: Transaction, order_id: int, text: str) -> Match:
    """Count a scanned item into the open parcel. A wrong or surplus item counts nothing."""
    order = _in_progress(tx, order_id)
    match = match_scan(candidates(tx.session, order_id, text), text)
    if match.result is ScanResult.COUNTED:
        _count(tx.session, order, match)
    return match


@allowed(roles.PACKING)
def count_by_hand(tx: Transaction, order_id: int, line_id: int) -> Match:
    """Tick one piece without a barcode. Returns it as a scan. Errors: Refused `pack.scan_only`, `pack.line_full`."""
    order = _in_progress(tx, order_id)
    line = _line(tx.session, order, line_id)
    product = tx.session.scalar(select(Product).where(Product.sku == line.sku))
    if product is not None and product.scan_only:
        raise Refused("pack.scan_only", item=line.name)
    if line.packed >= line.quantity:
        raise Refused("pack.line_full", item=line.name)
    match = Match(ScanResult.COUNTED, line_id, 1)
    _count(tx.session, order, match)
    return match


@allowed(roles.PACKING)
def new_parcel(tx: Transaction, order_id: int, box: str = "M") -> None:
    """Close the open box and begin another. Errors: Refused `pack.box_empty`."""
    order = _in_progress(tx, order_id)
    if order.parcels and not order.parcels[-1].contents:
        raise Refused("pack.box_empty")
    _add_parcel(order, box)


def filled_boxes(order: Order) -> int:
    """An empty box weighs nothing: it is dropped when the order is sealed."""
    return max(1, sum(1 for parcel in order.parcels if parcel.contents))


@allowed(roles.PACKING)
def tick_paper(tx: Transaction, order_id: int, paper: str) -> None:
    """A paper lies in the box."""
    checklist.mark(tx, locked(tx, order_id), "papers", paper)


@allowed(roles.PACKING)
def weigh(tx: Transaction, order_id: int, weight_g: int) -> None:
    """Record what the scale says, all parcels of the order together. Errors: Refused `pack.weight`."""
    if not 0 < weight_g <= 2_000_000:
        raise Refused("pack.weight", weight=f"{weight_g / 1000:g}")
    _in_progress(tx, order_id).weighed_g = weight_g


@allowed(roles.PACKING)
def seal(tx: Transaction, order_id: int, *, weight_waiver: str = "") -> tuple[int, ...]:
    """Close packing: all items in, papers in, weight right. Returns parcel ids, whose labels may now print.

    `weight_waiver`: the reason for which a supervisor lets another weight pass.
    Errors: Refused `pack.not_sealable` with what is missing, `waiver.role`, `waiver.reason`.
    """
    order = _in_progress(tx, order_id)
    if weight_waiver:
        gates.require_waiver_right(tx.actor.role, weight_waiver)
    state = progress(tx.session, order)
    check = None if weight_waiver else expected_weight(state.goods_g, filled_boxes(order))
    require_sealable(
        open_pieces=state.ordered - state.packed,
        papers_open=sum(1 for _, ticked in state.papers if not ticked),
        weighed_g=order.weighed_g,
        check=check if state.weights_known else None,
    )
    filled = [parcel for parcel in order.parcels if parcel.contents]
    for parcel in order.parcels:
        if not parcel.contents:
            tx.session.delete(parcel)
    weights = _shares(order.weighed_g or 0, [sum(parcel.contents.values()) for parcel in filled])
    for position, (parcel, weight) in enumerate(zip(filled, weights, strict=True), 1):
        parcel.position, parcel.weight_g = position, weight
        parcel.sealed_at, parcel.sealed_by, parcel.station = tx.now, tx.actor.name, tx.actor.station
    evidence = {"weight_checked": f"{order.weighed_g} g", "sealed_and_labelled": f"{len(filled)} parcels"}
    for item in gates.items_for("pack", order.requirements):
        waiver = weight_waiver.strip() if item.key == "weight_checked" else ""
        checklist.mark(tx, order, "pack", item.key, evidence=evidence.get(item.key, item.evidence), waiver=waiver)
    order.take("packing", "close", tx.now)
    order.held_by, order.held_at, order.held_since = "", "", None
    tx.session.flush()
    return tuple(parcel.id for parcel in filled)


@dataclass(frozen=True, slots=True)
class PackState:
    """How far an order is. Weights in grams; `papers` with whether each lies in the box."""

    ordered: int
    packed: int
    goods_g: int
    weights_known: bool
    papers: tuple[tuple[str, bool], ...]


def progress(session: Session, order: Order) -> PackState:
    lines = order.delivery_lines
    products = products_of(session, order)
    ticked = {*checklist.ticked(order, "papers"), *checklist.waived(order, "papers")}
    wanted = ["packing_slip", *dict.fromkeys(paper for line in lines for paper in _papers(products.get(line.sku)))]
    weights = [line.weight_g or _weight(products.get(line.sku)) for line in lines]
    return PackState(
        sum(line.quantity for line in lines),
        sum(line.packed for line in lines),
        sum((weight or 0) * line.quantity for weight, line in zip(weights, lines, strict=True)),
        all(weight is not None for weight in weights),
        tuple((paper, paper in ticked) for paper in wanted),
    )


def products_of(session: Session, order: Order) -> dict[str, Product]:
    query = select(Product).where(bulk.among(Product.sku, {line.sku for line in order.lines}))
    return {product.sku: product for product in session.scalars(query)}


def candidates(session: Session, order_id: int, text: str) -> list[PackLine]:
    """The lines that a scan may mean, in their order: of ten thousand lines a few are read."""
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
    found = []
    for line in session.scalars(query.order_by(OrderLine.position)):
        product = products.get(line.sku)
        codes = [(line.barcode, 1)] if line.barcode else []
        if product is not None:
            codes += [(product.barcode, 1)] if product.barcode else []
            codes += [(code, int(count)) for code, count in product.pack_barcodes.items()]
        found.append(PackLine(line.id, line.sku, line.quantity, line.packed, tuple(codes)))
    return found


def _line(session: Session, order: Order, line_id: int) -> OrderLine:
    """Errors: BadInput `line.unknown`."""
    line = session.get(OrderLine, line_id)
    if line is None or line.order_id != order.id:
        raise BadInput("line.unknown", number=order.number)
    return line


def _papers(product: Product | None) -> list[str]:
    return product.papers if product else []


def _weight(product: Product | None) -> int | None:
    return product.weight_g if product else None


def _in_progress(tx: Transaction, order_id: int) -> Order:
    order = locked(tx, order_id)
    if order.packing != "in_progress":
        raise Refused("pack.not_open", number=order.number)
    if order.verification != "verified":
        raise Refused("pack.not_verified", number=order.number)
    if (order.held_by, order.held_at) != (tx.actor.name, tx.actor.station):
        raise Refused("order.held", number=order.number, by=order.held_by or "–", station=order.held_at or "–")
    return order


def _add_parcel(order: Order, box: str = "M") -> None:
    order.parcels.append(Parcel(position=len(order.parcels) + 1, box=box, contents={}))


def _count(session: Session, order: Order, match: Match) -> None:
    line = _line(session, order, match.line_id or 0)
    line.packed += match.pieces
    parcel = order.parcels[-1]
    parcel.contents = {**parcel.contents, line.sku: parcel.contents.get(line.sku, 0) + match.pieces}


def _shares(total: int, pieces: list[int]) -> list[int]:
    """Split a weight by pieces so that the parts add up."""
    whole, given, shares = sum(pieces), 0, []
    for index, count in enumerate(pieces):
        share = total - given if index == len(pieces) - 1 else round(total * count / whole)
        shares.append(share)
        given += share
    return shares


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


def seen(session: Session, order_id: int) -> Seen:
    """A few counts, however many lines there are."""
    lines = select(func.coalesce(func.sum(OrderLine.packed), 0)).where(OrderLine.order_id == order_id)
    parcels = select(func.count(), func.count(Parcel.sealed_at)).where(Parcel.order_id == order_id).subquery()
    marks = select(func.count()).select_from(CheckMark).where(CheckMark.order_id == order_id)
    query = select(Order.version, lines.scalar_subquery(), *parcels.c, marks.scalar_subquery()).join(parcels, true())
    return Seen(*session.execute(query.where(Order.id == order_id)).one())


def open_order(session: Session, order_id: int) -> OpenOrder:
    order = session.scalars(order_queue.full(select(Order).where(Order.id == order_id))).one()
    products = products_of(session, order)
    return OpenOrder(
        order,
        progress(session, order),
        {sku: product.shelf for sku, product in products.items()},
        {sku: product.distinction for sku, product in products.items()},
        frozenset(sku for sku, product in products.items() if product.scan_only),
        seen(session, order_id),
    )


def product_of(session: Session, text: str) -> Product | None:
    """The product of a barcode or SKU."""
    query = select(Product).where(
        or_(Product.barcode == text, Product.sku == text, Product.pack_barcodes.has_key(text))
    )
    return session.scalar(query.limit(1))


def find(session: Session, text: str) -> int | None:
    """The order of a slip or a label by our code, else by its number, with or without what stands in front.

    Of several orders of that number it is the one that waits here. Errors: BadInput `code.damaged`, `order.ambiguous`.
    """
    code = codes.parse(text)
    if code is not None:
        parcel = session.get(Parcel, code.number) if code.kind is CodeKind.PARCEL else None
        sheet = session.get(Sheet, code.number) if code.kind is CodeKind.DOCUMENT else None
        return parcel.order_id if parcel else sheet.order_id if sheet else None
    query = select(Order).where(or_(Order.number == text, Order.number == f"SO-{text}", Order.number == f"#{text}"))
    found = session.scalars(query.order_by(Order.id.desc()).limit(order_queue.MOST_NAMED)).all()
    here = [order for order in found if _waits_here(order)] or found
    if len(here) > 1:
        raise order_queue.ambiguous(text, here)
    return here[0].id if here else None


def _waits_here(order: Order) -> bool:
    return (order.verification, order.closure, order.outcome) == ("verified", "open", "none") and (
        order.packing != "packed"
    )
