"""Read whom to ring, in which order, and what the caller needs to know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import pins
from dispatch_console.application.promises.call_claims import IDLE
from dispatch_console.application.promises.call_results import TAKEN_BACK
from dispatch_console.application.promises.promising import Promised, promised
from dispatch_console.application.routes import live_eta
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import moments
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.promises import calling
from dispatch_console.domain.promises.calling import Reason, Result, Tried
from dispatch_console.domain.promises.customer_zone import zone_of_customer
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import countries
from dispatch_console.store.entities import CallClaim, Handoff, InboxItem, Order, PromiseEntry
from dispatch_console.store.kinds import Kind

# orders on the desk at once
MOST_LISTED = 200
# other orders of the customer on the line
MOST_ALSO = 5
_OPEN = Order.closure == "open", Order.verification == "verified", Order.handover != "collection"
# a message about a stop that is still ahead did not reach the customer
_NOT_TOLD = and_(
    Order.outcome == "none",
    Order.dispatch.in_(("on_manifest", "loaded", "out")),
    select(InboxItem.id)
    .where(InboxItem.order_id == Order.id, InboxItem.kind_of == ItemKind.FAILED.value, InboxItem.done_at.is_(None))
    .exists(),
)
_TO_RING = and_(
    *_OPEN,
    or_(
        and_(Order.outcome == "none", Order.appointment.in_(("unset", "proposed", "lapsed", "moved"))),
        # a missed one waits for a new window, whatever was promised for the attempt that failed
        and_(Order.outcome == "failed", Order.attempt < 3),
        _NOT_TOLD,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An order that is to be rung for. `result` and `rung_at`: how its latest call ended, and when; `tries`: how many
    calls in a row nobody took. `due_at`: when to ring, None for now. `by` and `station` have the customer on the line.

    `late`: the promise that the plan cannot keep, and when the van would be there, where a van is to come at all.
    """

    order_id: int
    number: str
    customer: str
    phone: str
    email: str
    appointment: str
    reason: Reason
    wish: str
    result: str
    rung_at: datetime | None
    tries: int
    due_at: datetime | None
    missed_at: datetime | None
    by: str
    station: str
    late: "Late | None" = None


@dataclass(frozen=True, slots=True)
class Late:
    """A promise that cannot be kept. `arrives_at` is None where no van will come."""

    promise: TimeWindow
    arrives_at: datetime | None


@reads(Kind.ORDERS, Kind.VERIFICATION, Kind.PROMISES, Kind.OUTCOMES, Kind.CLOSURE, Kind.DISPATCH, Kind.PLANS,
       Kind.ROAD, Kind.ADDRESSES, Kind.FLEET, Kind.INBOX)  # fmt: skip
def call_list(session: Session, now: datetime) -> tuple[Call, ...]:
    """Return the orders to ring for: whoever loses most if nobody rings first, those to be rung later last."""
    query = select(Order).where(_TO_RING).order_by(Order.leaves_at.asc().nulls_last(), Order.id).limit(MOST_LISTED)
    orders = session.scalars(query.options(joinedload(Order.address), selectinload(Order.ledger))).all()
    claims = {claim.order_id: claim for claim in session.scalars(select(CallClaim).where(CallClaim.since > now - IDLE))}
    depot = zone_of(session)
    missed = select(Handoff.order_id, func.max(Handoff.acted_at)).where(Handoff.replaced_at.is_(None))
    missed = missed.group_by(Handoff.order_id)
    failed = [order.id for order in orders if order.outcome == "failed"]
    missed_at = dict(session.execute(missed.where(Handoff.order_id.in_(failed))).all()) if failed else {}
    told = _not_told(session, orders)
    calls = [_call(session, order, claims.get(order.id), missed_at.get(order.id), depot, told, now) for order in orders]
    return tuple(call for _, call in sorted(calls, key=lambda one: one[0]))


@reads(Kind.ORDERS, Kind.VERIFICATION, Kind.PROMISES, Kind.OUTCOMES, Kind.CLOSURE, Kind.DISPATCH, Kind.INBOX)
def to_ring(session: Session) -> int:
    """Return how many orders are to be rung for."""
    return session.scalar(select(func.count()).select_from(Order).where(_TO_RING)) or 0


def _not_told(session: Session, orders: Sequence[Order]) -> frozenset[int]:
    """Return which of these orders have a stop ahead of which no message could tell their customer."""
    ids = [order.id for order in orders]
    return frozenset(session.scalars(select(Order.id).where(Order.id.in_(ids), _NOT_TOLD))) if ids else frozenset()


def _late(session: Session, order: Order, now: datetime) -> Late | None:
    window = promised(order).window
    if order.appointment != "moved" or window is None or order.outcome != "none":
        return None
    if _last_told(order) == "day_opened":
        # it can be kept again; the customer heard otherwise and is asked
        return None
    stop = current_stop(session, order.id) if order.dispatch in ("planned", "on_manifest", "loaded", "out") else None
    return Late(window, live_eta.eta_of(session, stop, now).eta if stop is not None else None)


def _call(
    session: Session,
    order: Order,
    claim: CallClaim | None,
    missed_at: datetime | None,
    depot: ZoneInfo,
    not_told: Collection[int],
    now: datetime,
) -> tuple[tuple[object, ...], Call]:
    """Return a call and by what it is sorted."""
    late = _late(session, order, now)
    tried = calls_of(order.ledger)
    reason = _reason(order, late, is_not_told=order.id in not_told)
    zone = zone_of_customer(countries.zones(order.address.country), depot, now)
    due_at = calling.next_call(tried, zone)
    allowed = calling.may_ring_at(max(due_at or now, now), zone)
    due_at = allowed if allowed > now else None
    last = tried[-1] if tried else None
    call = Call(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        phone=order.phone,
        email=order.email,
        appointment=order.appointment,
        reason=reason,
        wish=order.wish,
        result=str(last.result) if last else "",
        rung_at=last.at if last else None,
        tries=calling.tries(tried),
        due_at=due_at,
        missed_at=missed_at,
        by=claim.by if claim else "",
        station=claim.station if claim else "",
        late=late,
    )
    return (*calling.urgency(reason, _lost_at(order, late, missed_at), due_at, now), order.id), call


def calls_of(ledger: Sequence[PromiseEntry]) -> list[Tried]:
    """Return the calls that count: since the last window that was agreed, without those that were taken back."""
    tried: list[Tried] = []
    for entry in ledger:
        if entry.what in ("confirmed", "moved"):
            tried = []
        elif entry.what == TAKEN_BACK:
            del tried[-1:]
        elif entry.what in set(Result):
            tried.append(Tried(Result(entry.what), entry.at, entry.start_at))
    return tried


def _reason(order: Order, late: Late | None, *, is_not_told: bool) -> Reason:
    if order.outcome == "failed":
        return Reason.MISSED
    if is_not_told and late is None:
        return Reason.NOT_TOLD
    if late is not None:
        last = _last_told(order)
        if last == "day_closed":
            return Reason.DAY_CLOSED
        if late.arrives_at is not None:
            return Reason.LATE
        return Reason.LEFT_BEHIND if last == "left_behind" else Reason.NO_ROUTE
    if order.appointment == "lapsed":
        return Reason.LAPSED
    if order.appointment == "proposed":
        return Reason.PROPOSED
    return Reason.WISHED if order.wish_windows else Reason.NO_WINDOW


def _last_told(order: Order) -> str:
    """Return what happened last to the promise of an order, beside calls."""
    told = ("left_behind", "day_closed", "day_opened", "confirmed")
    return next((entry.what for entry in reversed(order.ledger) if entry.what in told), "")


def _lost_at(order: Order, late: Late | None, missed_at: datetime | None) -> datetime | None:
    """Return when what a call could still save is lost."""
    if late is not None:
        return min(late.promise.start, late.arrives_at or late.promise.start)
    return missed_at or order.leaves_at


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """Everything for one call. `asked` is what the order wishes for, `late` a promise that cannot be kept.
    `pin`: what the driver will ask for, empty where he asks for none.

    `also`: other orders, id and number, for which the same customer is to be rung. `missed_at`: when an earlier attempt
    failed.
    """

    order_id: int
    number: str
    customer: str
    phone: str
    email: str
    verification: str
    hold_reason: str
    also: tuple[tuple[int, str], ...]
    address: str
    access: str
    parcels: int
    weight_g: int
    packed: bool
    reason: Reason
    language: str
    wish: str
    asked: TimeWindow | None
    standing: Promised
    planned: datetime | None
    late: Late | None
    tries: int
    missed_at: datetime | None
    pin: str
    ledger: tuple[tuple[datetime, str, datetime | None, datetime | None, str, str], ...]


def _also(session: Session, order: Order) -> tuple[tuple[int, str], ...]:
    same = Order.customer_id == order.customer_id
    if order.phone:
        same = or_(same, Order.phone == order.phone)
    query = select(Order.id, Order.number).where(_TO_RING, same, Order.id != order.id).order_by(Order.id)
    return tuple((found, number) for found, number in session.execute(query.limit(MOST_ALSO)))


def _missed_at(session: Session, order: Order) -> datetime | None:
    """Return when the van was there in vain last."""
    if order.attempt == 1:
        return None
    query = select(func.max(Handoff.acted_at)).where(Handoff.order_id == order.id, Handoff.replaced_at.is_(None))
    return session.scalar(query)


def _asked(order: Order) -> TimeWindow | None:
    """Return the first window that the order asks for."""
    if not order.wish_windows:
        return None
    start, end = (moments.from_text(text) for text in order.wish_windows[0])
    return TimeWindow(start, end)


@reads(Kind.ORDERS, Kind.PROMISES, Kind.PACKING, Kind.ADDRESSES, Kind.DISPATCH, Kind.PLANS, Kind.ROAD, Kind.OUTCOMES,
       Kind.CUSTOMERS, Kind.VERIFICATION, Kind.CLOSURE, Kind.INBOX)  # fmt: skip
def call_facts(session: Session, order_id: int, now: datetime) -> CallFacts:
    """Return what the caller needs to know of an order."""
    order = session.get_one(Order, order_id)
    late = _late(session, order, now)
    stop = current_stop(session, order.id) if order.dispatch in ("planned", "on_manifest", "loaded", "out") else None
    address = order.address
    return CallFacts(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        phone=order.phone,
        email=order.email,
        verification=order.verification,
        hold_reason=order.hold_reason,
        also=_also(session, order),
        address=address.one_line,
        access=", ".join(part for part in (address.entrance, address.access_note) if part),
        parcels=len(order.parcels),
        weight_g=order.weighed_g or 0,
        packed=order.packing == "packed",
        reason=_reason(order, late, is_not_told=order.id in _not_told(session, [order])),
        language=order.customer.language,
        wish=order.wish,
        asked=_asked(order),
        standing=promised(order),
        planned=live_eta.eta_of(session, stop, now).eta if stop is not None else None,
        late=late,
        tries=calling.tries(calls_of(order.ledger)),
        missed_at=_missed_at(session, order),
        pin=pins.pin_for(session, order),
        ledger=tuple(
            (entry.at, entry.what, entry.start_at, entry.end_at, entry.by, entry.note)
            for entry in reversed(order.ledger)
        ),
    )
