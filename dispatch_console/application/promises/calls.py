"""Read whom to ring, and record how each call ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises.promising import Promised, promised
from dispatch_console.application.routes import live_eta
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain import moments, roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order, PromiseEntry
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# nobody is rung again sooner, as long as others wait
RING_AGAIN = timedelta(minutes=45)
# orders on the desk at once
MOST_LISTED = 200
_TO_RING = (
    Order.closure == "open",
    Order.outcome == "none",
    Order.appointment.in_(("unset", "proposed", "lapsed", "moved")),
    Order.verification == "verified",
    Order.handover != "collection",
)

CALL_RESULTS = ("voicemail", "no_answer", "wrong_number", "refused", "call_back", "link_sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An order that is to be rung for. `result` and `rung_at`: how its latest call ended, and when.

    `late`: the promise that the plan cannot keep, and when the van would be there, where a van is to come at all.
    """

    order_id: int
    number: str
    customer: str
    appointment: str
    wish: str
    result: str
    rung_at: datetime | None
    late: "Late | None" = None


@dataclass(frozen=True, slots=True)
class Late:
    """A promise that cannot be kept. `arrives_at` is None where no van will come."""

    promise: TimeWindow
    arrives_at: datetime | None


@reads(Kind.ORDERS, Kind.VERIFICATION, Kind.PROMISES, Kind.OUTCOMES, Kind.CLOSURE, Kind.DISPATCH, Kind.PLANS, Kind.ROAD)
def call_list(session: Session, now: datetime) -> tuple[Call, ...]:
    """Return the orders to ring for: those leaving soonest first, those rung just now last."""
    query = select(Order).where(*_TO_RING).order_by(Order.leaves_at.asc().nulls_last(), Order.id)
    orders = session.scalars(query.limit(MOST_LISTED)).all()
    ids = [order.id for order in orders]
    entries = select(PromiseEntry).where(PromiseEntry.order_id.in_(ids), PromiseEntry.what.in_(CALL_RESULTS))
    last = {entry.order_id: entry for entry in session.scalars(entries.order_by(PromiseEntry.id))}
    calls = [_call(order, last.get(order.id), _late(session, order, now)) for order in orders]
    return tuple(sorted(calls, key=lambda call: call.rung_at is not None and now - call.rung_at < RING_AGAIN))


@reads(Kind.ORDERS, Kind.VERIFICATION, Kind.PROMISES, Kind.OUTCOMES, Kind.CLOSURE)
def to_ring(session: Session) -> int:
    """Return how many orders are to be rung for."""
    return session.scalar(select(func.count()).select_from(Order).where(*_TO_RING)) or 0


def _late(session: Session, order: Order, now: datetime) -> Late | None:
    window = promised(order).window
    if order.appointment != "moved" or window is None:
        return None
    stop = current_stop(session, order.id) if order.dispatch in ("planned", "on_manifest", "loaded", "out") else None
    return Late(window, live_eta.eta_of(session, stop, now).eta if stop is not None else None)


def _call(order: Order, last: PromiseEntry | None, late: Late | None) -> Call:
    return Call(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        appointment=order.appointment,
        wish=order.wish,
        result=last.what if last else "",
        rung_at=last.at if last else None,
        late=late,
    )


@operation("note_call", roles.DESK)
def note_call(tx: Transaction, order_id: int, result: str, note: str = "") -> None:
    """Record a call that brought no window. Errors: Refused `call.result`."""
    if result not in CALL_RESULTS:
        raise Refused("call.result", result=result)
    order = locked(tx, order_id)
    order.ledger.append(PromiseEntry(at=tx.now, what=result, by=tx.actor.name, channel="call", note=note))


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """Everything for one call. `asked` is what the order wishes for, `late` a promise that cannot be kept."""

    order_id: int
    number: str
    customer: str
    phone: str
    address: str
    parcels: int
    packed: bool
    wish: str
    asked: TimeWindow | None
    standing: Promised
    late: Late | None
    ledger: tuple[tuple[datetime, str, datetime | None, datetime | None, str], ...]


def _asked(order: Order) -> TimeWindow | None:
    """Return the first window that the order asks for."""
    if not order.wish_windows:
        return None
    start, end = (moments.from_text(text) for text in order.wish_windows[0])
    return TimeWindow(start, end)


@reads(Kind.ORDERS, Kind.PROMISES, Kind.PACKING, Kind.ADDRESSES, Kind.DISPATCH, Kind.PLANS, Kind.ROAD)
def call_facts(session: Session, order_id: int, now: datetime) -> CallFacts:
    """Return what the caller needs to know of an order."""
    order = session.get_one(Order, order_id)
    return CallFacts(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        phone=order.phone,
        address=order.address.one_line,
        parcels=len(order.parcels),
        packed=order.packing == "packed",
        wish=order.wish,
        asked=_asked(order),
        standing=promised(order),
        late=_late(session, order, now),
        ledger=tuple(
            (entry.at, entry.what, entry.start_at, entry.end_at, entry.by) for entry in reversed(order.ledger)
        ),
    )
