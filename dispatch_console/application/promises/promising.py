"""Step 3 of the procedure: windows are asked for, offered and confirmed; the promise ledger remembers each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import allowed
from dispatch_console.application.orders.verifying import locked
from dispatch_console.application.site import departures
from dispatch_console.domain import moments, roles
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders.lifecycle import APPOINTMENT
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Depot, Order, PromiseEntry, Shift
from dispatch_console.store.transaction import Transaction, station_zone

# driving, setup and handing over of an average stop, until actual times teach better
MINUTES_PER_STOP = 12
# nobody is rung again sooner, as long as others wait
RING_AGAIN = timedelta(minutes=45)
CALL_RESULTS = ("voicemail", "no_answer", "wrong_number", "refused", "call_back", "link_sent")


def slots(session: Session, first: date, days: int) -> tuple[TimeWindow, ...]:
    """The windows the depot offers over some days."""
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    if depot is None:
        return ()
    found = []
    for offset in range(days):
        local = LocalDay(first + timedelta(days=offset), ZoneInfo(depot.zone))
        for text in depot.slots:
            span = local.span(*text.split("-"))
            # a window that the clocks skip is not offered
            if span is not None:
                found.append(TimeWindow(*span))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Call:
    """An order that is to be rung for. `result` and `rung_at`: how its latest call ended, and when."""

    order_id: int
    number: str
    customer: str
    appointment: str
    wish: str
    result: str
    rung_at: datetime | None


def call_list(session: Session, now: datetime) -> tuple[Call, ...]:
    """Who is to be rung, in this order: what leaves soonest first; whoever was rung just now comes last."""
    query = (
        select(Order)
        .where(
            Order.closure == "open",
            Order.outcome == "none",
            Order.appointment.in_(("unset", "proposed", "lapsed", "moved")),
            Order.verification == "verified",
        )
        .order_by(Order.leaves_at.asc().nulls_last(), Order.id)
        .limit(200)
    )
    orders = session.scalars(query).all()
    ids = [order.id for order in orders]
    entries = select(PromiseEntry).where(PromiseEntry.order_id.in_(ids), PromiseEntry.what.in_(CALL_RESULTS))
    last = {entry.order_id: entry for entry in session.scalars(entries.order_by(PromiseEntry.id))}
    calls = [_call(order, last.get(order.id)) for order in orders]
    return tuple(sorted(calls, key=lambda call: call.rung_at is not None and now - call.rung_at < RING_AGAIN))


def _call(order: Order, last: PromiseEntry | None) -> Call:
    return Call(
        order.id,
        order.number,
        order.customer_name,
        order.appointment,
        order.wish,
        last.what if last else "",
        last.at if last else None,
    )


@dataclass(frozen=True, slots=True)
class Promised:
    """How an order's appointment stands."""

    appointment: str
    window: TimeWindow | None


def promised(order: Order) -> Promised:
    start, end = order.promise_start, order.promise_end
    return Promised(order.appointment, TimeWindow(start, end) if start and end else None)


def _changed(session: Session, order: Order) -> Conflict:
    """Says how it stands now, and who made it so."""
    last = session.scalar(
        select(PromiseEntry).where(PromiseEntry.order_id == order.id).order_by(PromiseEntry.id.desc()).limit(1)
    )
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    zone = ZoneInfo(depot.zone) if depot else station_zone(session)
    window = promised(order).window
    span = f" {window.start.astimezone(zone):%a %H:%M}–{window.end.astimezone(zone):%H:%M}" if window else ""
    by = f", by {last.by} at {last.at.astimezone(zone):%H:%M}" if last else ""
    return Conflict("promise.changed", number=order.number, now=f"{order.appointment}{span}", by=by)


@allowed(APPOINTMENT.roles["propose"])
def offer(
    tx: Transaction, order_id: int, window: TimeWindow, channel: str = "call", *, plan_with: bool = False
) -> None:
    """Note a window that was offered. It is no promise yet, but may be planned with. Errors: Refused `window.past`."""
    order = locked(tx, order_id)
    if window.end <= tx.now:
        raise Refused("window.past", number=order.number)
    if plan_with:
        _plan_with(tx, order, window)
    if order.appointment == "confirmed":
        order.take("appointment", "move", tx.now)
    elif order.appointment != "moved":
        order.take("appointment", "propose", tx.now)
    _note(tx, order, "offered", window, channel)


@allowed(APPOINTMENT.roles["confirm"])
def confirm(
    tx: Transaction, order_id: int, window: TimeWindow, channel: str = "call", *, seen: Promised | None = None
) -> None:
    """The customer agreed: this is the promise. `seen` is what stood on the screen of whoever confirms.

    Errors: Refused `window.past`, `order.on_its_way`; Conflict `promise.changed`.
    """
    order = locked(tx, order_id)
    if seen is not None and promised(order) != seen:
        raise _changed(tx.session, order)
    if window.end <= tx.now:
        raise Refused("window.past", number=order.number)
    if order.dispatch in ("loaded", "out", "at_door"):
        raise Refused("order.on_its_way", number=order.number)
    if order.appointment == "confirmed":
        order.take("appointment", "move", tx.now)
    order.take("appointment", "confirm", tx.now)
    _plan_with(tx, order, window)
    _note(tx, order, "confirmed", window, channel)


@allowed(roles.DESK)
def note_call(tx: Transaction, order_id: int, result: str, note: str = "") -> None:
    """A call that brought no window. Errors: Refused `call.result`."""
    if result not in CALL_RESULTS:
        raise Refused("call.result", result=result)
    order = locked(tx, order_id)
    order.ledger.append(PromiseEntry(at=tx.now, what=result, by=tx.actor.name, channel="call", note=note))


def _plan_with(tx: Transaction, order: Order, window: TimeWindow) -> None:
    order.promise_start, order.promise_end = window.start, window.end
    order.leaves_at = departures.calendar(tx.session).leaves_at(window.start, window.end)


def _note(tx: Transaction, order: Order, what: str, window: TimeWindow, channel: str) -> None:
    order.ledger.append(
        PromiseEntry(
            at=tx.now, what=what, start_at=window.start, end_at=window.end, by=tx.actor.name, channel=channel, note=""
        )
    )


@dataclass(frozen=True, slots=True)
class SlotLoad:
    """What a window holds: who is promised it, and driver minutes promised against driver minutes there are."""

    window: TimeWindow
    names: tuple[str, ...]
    minutes: int
    capacity: int


def slot_loads(session: Session, first: date, days: int) -> tuple[SlotLoad, ...]:
    """The calendar: every offered window of some days with its load."""
    windows, zone = slots(session, first, days), departures.calendar(session).zone
    if not windows:
        return ()
    promised = session.execute(
        select(Order.promise_start, Order.promise_end, Order.customer_name)
        .where(
            Order.closure != "cancelled",
            Order.promise_start >= windows[0].start,
            Order.promise_start <= windows[-1].end,
        )
        .order_by(Order.promise_start, Order.id)
    ).all()
    vans: dict[date, int] = {}
    for day in session.scalars(select(Shift.day).where(Shift.day >= first, Shift.day < first + timedelta(days=days))):
        vans[day] = vans.get(day, 0) + 1
    found = []
    for window in windows:
        names = tuple(
            row.customer_name
            for row in promised
            if row.promise_start < window.end and row.promise_start >= window.start
        )
        length = int((window.end - window.start).total_seconds() // 60)
        found.append(
            SlotLoad(
                window, names, len(names) * MINUTES_PER_STOP, vans.get(LocalDay.of(window.start, zone).day, 0) * length
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """Everything for one call."""

    order_id: int
    number: str
    customer: str
    phone: str
    address: str
    parcels: int
    wish: str
    asked: TimeWindow | None
    promise: TimeWindow | None
    standing: Promised
    ledger: tuple[tuple[datetime, str, datetime | None, datetime | None, str], ...]


def _asked(order: Order) -> TimeWindow | None:
    """The first window that the order asks for."""
    if not order.wish_windows:
        return None
    start, end = (moments.from_text(text) for text in order.wish_windows[0])
    return TimeWindow(start, end)


def call_facts(session: Session, order_id: int) -> CallFacts:
    order = session.get_one(Order, order_id)
    return CallFacts(
        order.id,
        order.number,
        order.customer_name,
        order.phone,
        order.address.one_line,
        len(order.parcels),
        order.wish,
        _asked(order),
        promised(order).window,
        promised(order),
        tuple((entry.at, entry.what, entry.start_at, entry.end_at, entry.by) for entry in reversed(order.ledger)),
    )


@allowed(APPOINTMENT.roles["move"])
def must_be_rung(tx: Transaction, order_id: int) -> None:
    """A plan cannot keep this promise: the order stands on the call desk until another window is confirmed."""
    order = locked(tx, order_id)
    if order.appointment == "confirmed":
        order.take("appointment", "move", tx.now)


@allowed(APPOINTMENT.roles["lapse"])
def ask_for_another_day(tx: Transaction, order_ids: Sequence[int]) -> None:
    """No place today for a stop: the promises lapse and the customers are rung for another day."""
    for order in [locked(tx, order_id) for order_id in sorted(order_ids)]:
        if order.appointment in ("confirmed", "moved", "proposed"):
            order.take("appointment", "lapse", tx.now)
        order.promise_start = order.promise_end = None
        if order.dispatch in ("planned", "on_manifest"):
            order.take("dispatch", "unplan", tx.now)
