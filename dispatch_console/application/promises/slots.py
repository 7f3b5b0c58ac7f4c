"""Read the windows that a depot offers, and how full each is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.promises.slot_rules import RuleBook
from dispatch_console.application.site import departures
from dispatch_console.domain import moments
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.promises.slot_rules import Closing
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Depot, Order, Shift, SlotRule, Vehicle
from dispatch_console.store.kinds import Kind

# driving, setup and handing over of an average stop, until actual times teach better
MINUTES_PER_STOP = 12
# of a piece whose size nobody measured
LITRES_PER_PIECE = 5


def slots(session: Session, first: date, days: int) -> tuple[TimeWindow, ...]:
    """Return the windows that are offered over some days, in whichever zone."""
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    if depot is None:
        return ()
    rules = session.scalars(select(SlotRule).order_by(SlotRule.id)).all()
    windows = []
    for offset in range(days):
        local = LocalDay(first + timedelta(days=offset), ZoneInfo(depot.zone))
        ruled = {text for rule in rules if local.day.weekday() in rule.weekdays for text in rule.slots}
        for text in sorted(ruled) if rules else depot.slots:
            span = local.span(*text.split("-"))
            # a window that the clocks skip is not offered
            if span is not None:
                windows.append(TimeWindow(*span))
    return tuple(windows)


@dataclass(frozen=True, slots=True)
class Booked:
    """An order in a window. `appointment`: `confirmed` where the customer agreed to it, `asked` where it is his wish
    and nothing is promised. `window`: what is agreed or asked for, which need not be the slot in which it begins.
    """

    order_id: int
    number: str
    customer: str
    appointment: str
    window: TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLoad:
    """What a window holds: who is in it, the driver minutes and litres that takes, and those while vans are out.

    `is_open`: a van that has not left yet is out for at least half of it, so it can be offered. `closed_for`: why it is
    closed for everybody.
    """

    window: TimeWindow
    booked: tuple[Booked, ...]
    minutes: int
    capacity: int
    litres: int
    litres_capacity: int
    is_open: bool
    closed_for: str = ""

    @property
    def is_closed(self) -> bool:
        return bool(self.closed_for)

    @property
    def share(self) -> float | None:
        """Return the part of the driver time that is promised; None while no van is out."""
        return self.minutes / self.capacity if self.capacity else None

    @property
    def volume_share(self) -> float | None:
        return self.litres / self.litres_capacity if self.litres_capacity else None


def has_room(load: SlotLoad, pieces: int) -> bool:
    """Return whether another order of so many pieces fits into a window, by driver time and by volume."""
    if load.minutes + MINUTES_PER_STOP > load.capacity:
        return False
    return not load.litres_capacity or load.litres + pieces * LITRES_PER_PIECE <= load.litres_capacity


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How many orders a day has, and how many vans. `closing`: how it is closed for everybody."""

    day: date
    orders: int
    vans: int
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class Outing:
    """A van that is out, and the litres it takes."""

    leaves: datetime
    back: datetime
    litres: int


@reads(Kind.FLEET, Kind.ORDERS, Kind.PROMISES, Kind.CLOSURE)
def slot_loads(session: Session, first: date, days: int, now: datetime) -> tuple[SlotLoad, ...]:
    """Return every offered window of some days with its load."""
    windows, zone = slots(session, first, days), departures.calendar(session).zone
    if not windows:
        return ()
    promised = session.execute(
        select(
            Order.promise_start,
            Order.promise_end,
            Order.id,
            Order.number,
            Order.customer_name,
            Order.appointment,
            Order.pieces,
        )
        .where(
            Order.closure != "cancelled",
            Order.handover == "delivery",
            Order.promise_start >= windows[0].start,
            Order.promise_start <= windows[-1].end,
        )
        .order_by(Order.promise_start, Order.id)
    ).all()
    outings, wished = outings_of(session, first, days, zone), _wished(session, windows)
    loads = (
        _load(
            window,
            [row for row in promised if window.start <= row.promise_start < window.end],
            [asked for start, asked in wished if window.start <= start < window.end],
            outings,
            now,
        )
        for window in windows
    )
    book = RuleBook(session)
    return tuple(_unless_closed(load, book, zone) for load in loads)


def _unless_closed(load: SlotLoad, book: RuleBook, zone: ZoneInfo) -> SlotLoad:
    closing = book.closed_for_all(load.window.start.astimezone(zone).date(), load.window)
    if closing is None or not closing.covers(load.window, zone):
        return load
    return replace(load, is_open=False, closed_for=closing.reason)


def _days(first: date, days: int, zone: ZoneInfo) -> list[LocalDay]:
    return [LocalDay(first + timedelta(days=offset), zone) for offset in range(days)]


def _wished(session: Session, windows: Sequence[TimeWindow]) -> list[tuple[datetime, Booked]]:
    """Return who asks for a window of these and is promised none, by when it begins."""
    query = (
        select(Order.id, Order.number, Order.customer_name, Order.wish_windows)
        .where(
            Order.closure == "open",
            Order.handover == "delivery",
            Order.promise_start.is_(None),
            Order.appointment.in_(("unset", "proposed", "lapsed")),
            Order.verification != "on_hold",
            # what is asked for decides with which van an order would leave
            Order.leaves_at >= windows[0].start - timedelta(days=1),
            Order.leaves_at <= windows[-1].end,
        )
        .order_by(Order.id)
    )
    asked = [
        (row, TimeWindow(*map(moments.from_text, row.wish_windows[0])))
        for row in session.execute(query)
        if row.wish_windows
    ]
    return [(wish.start, Booked(row.id, row.number, row.customer_name, "asked", wish)) for row, wish in asked]


def _load(
    window: TimeWindow, rows: Sequence[Any], wished: Sequence[Booked], outings: Sequence[Outing], now: datetime
) -> SlotLoad:
    long = window.end - window.start
    there = [(outing, _overlap(window, outing)) for outing in outings]
    # of a van that is out for hours a slot has its part
    room = sum(outing.litres * (overlap / (outing.back - outing.leaves)) for outing, overlap in there)
    return SlotLoad(
        window=window,
        booked=(*map(_booked, rows), *wished),
        minutes=len(rows) * MINUTES_PER_STOP,
        capacity=sum(overlap // timedelta(minutes=1) for _, overlap in there),
        litres=sum(row.pieces for row in rows) * LITRES_PER_PIECE,
        litres_capacity=round(room),
        is_open=any(overlap * 2 >= long and outing.leaves > now for outing, overlap in there),
    )


def _booked(row: Any) -> Booked:
    window = TimeWindow(row.promise_start, row.promise_end)
    return Booked(row.id, row.number, row.customer_name, row.appointment, window)


def _overlap(window: TimeWindow, outing: Outing) -> timedelta:
    return max(timedelta(0), min(window.end, outing.back) - max(window.start, outing.leaves))


@reads(Kind.FLEET, Kind.ORDERS, Kind.PROMISES, Kind.CLOSURE)
def day_loads(session: Session, first: date, days: int) -> tuple[DayLoad, ...]:
    """Return how many orders are promised for each of some days, and how many vans are on duty."""
    zone, loads, book = departures.calendar(session).zone, [], RuleBook(session)
    for local in _days(first, days, zone):
        orders = select(func.count()).select_from(Order).where(
            Order.closure != "cancelled", Order.handover == "delivery",
            Order.promise_start >= local.begins, Order.promise_start < local.ends,
        )  # fmt: skip
        vans = select(func.count()).select_from(Shift).where(Shift.day == local.day, Shift.called_off_at.is_(None))
        closing = book.closed_for_all(local.day)
        loads.append(DayLoad(local.day, session.scalar(orders) or 0, session.scalar(vans) or 0, closing))
    return tuple(loads)


def outings_of(session: Session, first: date, days: int, zone: ZoneInfo) -> list[Outing]:
    """Return when each van may be out: from leaving the depot until it has to be back."""
    query = (
        select(Shift.day, Shift.departures, Vehicle.volume_ml)
        .join(Vehicle, Vehicle.id == Shift.vehicle_id)
        .where(Shift.day >= first, Shift.day < first + timedelta(days=days), Shift.called_off_at.is_(None))
    )
    outings = []
    for day, legs, volume_ml in session.execute(query):
        for leaves, back_by in legs:
            span = LocalDay(day, zone).span(leaves, back_by)
            if span is not None:
                outings.append(Outing(*span, (volume_ml or 0) // 1000))
    return outings
