"""Read one order as the Orders tab shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.checklist import KEPT_OURS
from dispatch_console.application.orders.content import windows_of
from dispatch_console.application.orders.customer_history import CustomerHistory, customer_history
from dispatch_console.application.orders.queue import numbers_of
from dispatch_console.application.orders.site_checklist import items_of, words_of
from dispatch_console.application.routes.day_plan import place_in_words
from dispatch_console.domain.orders.gates import Item
from dispatch_console.domain.orders.incoming import IncomingAddress
from dispatch_console.domain.orders.stages import Axes
from dispatch_console.domain.values import Coordinate, Money, TimeWindow
from dispatch_console.store.entities import (
    Address,
    CheckMark,
    Customer,
    JournalEntry,
    LiveSource,
    Operation,
    Order,
    OrderLine,
    WriteBackEntry,
)
from dispatch_console.store.kinds import Kind

# operations that the panel has room for
HISTORY = 8


@dataclass(frozen=True, slots=True)
class LineView:
    quantity: int
    name: str
    sku: str
    unit_price: Money | None


@dataclass(frozen=True, slots=True)
class MarkView:
    """A ticked or waived item of a gate."""

    gate: str
    key: str
    by: str
    at: datetime
    waived: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class AddressView:
    """`failures` counts the attempts at this door that failed."""

    id: int
    one_line: str
    text: IncomingAddress
    quality: str
    doubt: str
    place: Coordinate | None
    gate_code: str
    entrance: str
    access_note: str
    safe_place: str
    failures: int


@dataclass(frozen=True, slots=True)
class Step:
    """An operation that touched the order or its address. `name` as the journal stores it; `item`: the key of an item
    of the checklist, or the words of one that the site added.
    """

    at: datetime
    name: str
    actor: str
    item: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """`route` says in words which stop serves it, empty where none does; `differences` what its source says otherwise,
    as (field, ours, theirs), newest steps first in `history`. `attributes`: what else its
    source says, by its own names. `items`: the checklist of Verify. `twin`: the number of the order that it looks
    like.
    """

    id: int
    number: str
    stage: str
    customer: str
    phone: str
    email: str
    language: str
    axes: Axes
    promise: tuple[datetime, datetime] | None
    outcome_code: str
    delivered_at: datetime | None
    recipient: str
    lines: tuple[LineView, ...]
    pieces: int
    total: Money | None
    requirements: tuple[str, ...]
    handover: str
    payment: str | None
    remarks: tuple[str, ...]
    instructions: str
    wish: str
    windows: tuple[TimeWindow, ...]
    hold_reason: str
    attributes: tuple[tuple[str, str], ...]
    address: AddressView
    marks: tuple[MarkView, ...]
    source_changed: bool
    differences: tuple[tuple[str, str, str], ...]
    route: str
    items: tuple[Item, ...]
    twin: str
    customer_history: CustomerHistory
    history: tuple[Step, ...]


@reads(
    Kind.ORDERS,
    Kind.VERIFICATION,
    Kind.PACKING,
    Kind.SCANS,
    Kind.HOLDING,
    Kind.PROMISES,
    Kind.DISPATCH,
    Kind.OUTCOMES,
    Kind.CLOSURE,
    Kind.LOADING,
    Kind.PLANS,
    Kind.FLEET,
    Kind.ADDRESSES,
    Kind.CUSTOMERS,
    Kind.PAPERS,
    Kind.SITE,
    Kind.WRITE_BACKS,
    Kind.SUPERVISOR_CALLS,
    Kind.INBOX,
    Kind.ROAD,
)
def order_view(session: Session, order_id: int) -> OrderView:
    """Return the order with its last operations. Errors: NoResultFound for an id that no order has."""
    whole = (joinedload(Order.address), selectinload(Order.lines), selectinload(Order.marks))
    order = session.scalars(select(Order).where(Order.id == order_id).options(*whole)).one()
    start, end = order.promise_start, order.promise_end
    differences = order.source_change.get("differences", ()) if order.source_change else ()
    return OrderView(
        id=order.id,
        number=order.number,
        stage=order.stage,
        customer=order.customer_name,
        phone=order.phone,
        email=order.email,
        language=session.scalar(select(Customer.language).where(Customer.id == order.customer_id)) or "",
        axes=order.axes,
        promise=(start, end) if start and end else None,
        outcome_code=order.outcome_code,
        delivered_at=order.delivered_at,
        recipient=order.recipient or "",
        lines=tuple(LineView(line.quantity, line.name, line.sku, _price(line, order.currency)) for line in order.lines),
        pieces=order.pieces,
        total=Money(order.total, order.currency) if order.total is not None and order.currency else None,
        requirements=tuple(order.requirements),
        handover=order.handover,
        payment=order.payment,
        remarks=tuple(order.remarks),
        instructions=order.instructions,
        wish=order.wish,
        windows=windows_of(order),
        hold_reason=order.hold_reason,
        attributes=tuple((name, str(text)) for name, text in order.attributes.items()),
        address=_address(order.address),
        marks=tuple(
            MarkView(mark.gate, mark.key, mark.by, mark.at, mark.waived, mark.evidence or mark.reason)
            for mark in order.marks
        ),
        source_changed=order.source_change is not None,
        differences=tuple((field, ours, theirs) for field, ours, theirs in differences),
        route=place_in_words(session, order.id) if order.dispatch != "unplanned" else "",
        items=items_of(session, order, "verify"),
        twin=numbers_of(session, [order.duplicate_of]).get(order.duplicate_of, "") if order.duplicate_of else "",
        customer_history=customer_history(session, order),
        history=tuple(_history(session, order)),
    )


def _price(line: OrderLine, currency: str | None) -> Money | None:
    return Money(line.unit_price, currency) if line.unit_price is not None and currency else None


def _address(address: Address) -> AddressView:
    place = Coordinate(address.lat, address.lon) if address.lat is not None and address.lon is not None else None
    return AddressView(
        id=address.id,
        one_line=address.one_line,
        text=IncomingAddress(**{entry.name: getattr(address, entry.name) for entry in fields(IncomingAddress)}),
        quality=address.quality,
        doubt=address.doubt,
        place=place,
        gate_code=address.gate_code,
        entrance=address.entrance,
        safe_place=address.safe_place,
        access_note=address.access_note,
        failures=address.failures,
    )


def _history(session: Session, order: Order) -> Sequence[Step]:
    of_order = JournalEntry.order_id == order.id
    of_address = (JournalEntry.entity == Address.__tablename__) & (JournalEntry.entity_id == order.address_id)
    touched = select(JournalEntry.operation_id).where(of_order)
    pinned = select(JournalEntry.operation_id).where(of_address, JournalEntry.change == "changed")
    query = (
        select(Operation.id, Operation.at, Operation.name, Operation.actor)
        .where(Operation.id.in_(touched.union(pinned)))
        .order_by(Operation.place.desc())
        .limit(HISTORY)
    )
    steps = session.execute(query).all()
    items = _items(session, [step.id for step in steps])
    done = []
    for step in steps:
        # whoever sits at the station that reads had no part in what the shop says
        actor = order.source if step.name == "take_page" else step.actor
        done.append(Step(step.at, step.name, actor, *items.get(step.id, ("", ""))))
    for told in _told(session, order.id):
        # the journal's order stays: clocks of stations differ
        done.insert(next((place for place, step in enumerate(done) if step.at <= told.at), len(done)), told)
    return done[:HISTORY]


def _told(session: Session, order_id: int) -> list[Step]:
    """Return what the order's shop was told; that is no operation of anybody's."""
    query = (
        select(WriteBackEntry.done_at, WriteBackEntry.event, WriteBackEntry.reason, LiveSource.name)
        .join(LiveSource, LiveSource.id == WriteBackEntry.source_id)
        .where(WriteBackEntry.order_id == order_id, WriteBackEntry.state == "done")
    )
    return [
        Step(at, "shop_not_told" if reason == "given_up" else f"shop_told_{event}", source)
        for at, event, reason, source in session.execute(query)
        if at is not None
    ]


def _items(session: Session, operations: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the checklist item that an operation marked, where it marked one alone, and the reason that was given."""
    query = select(JournalEntry.operation_id, JournalEntry.entity, JournalEntry.before, JournalEntry.after).where(
        JournalEntry.operation_id.in_(operations), JournalEntry.entity.in_((CheckMark.__tablename__, "orders"))
    )
    keys: dict[int, list[str]] = {}
    reasons: dict[int, str] = {}
    for operation, entity, before, after in session.execute(query):
        if entity == CheckMark.__tablename__:
            key = str(after.get("key") or before.get("key") or "")
            if key != KEPT_OURS:
                keys.setdefault(operation, []).append(key)
            if after and (said := after.get("evidence") or after.get("reason")):
                reasons[operation] = said
        elif after.get("hold_reason"):
            reasons[operation] = after["hold_reason"]
    single = {operation: found[0] for operation, found in keys.items() if len(found) == 1}
    words = words_of(session, list(single.values()))
    return {
        operation: (words.get(single.get(operation, ""), single.get(operation, "")), reasons.get(operation, ""))
        for operation in single | reasons
    }
