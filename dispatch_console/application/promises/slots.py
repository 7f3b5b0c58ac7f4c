"""Read the windows that a depot offers, and how full each is."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.site import departures
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Depot, Order, Shift
from dispatch_console.store.kinds import Kind

# driving, setup and handing over of an average stop, until actual times teach better
MINUTES_PER_STOP = 12


def slots(session: Session, first: date, days: int) -> tuple[TimeWindow, ...]:
    """Return the windows that the depot offers over some days."""
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    if depot is None:
        return ()
    windows = []
    for offset in range(days):
        local = LocalDay(first + timedelta(days=offset), ZoneInfo(depot.zone))
        for text in depot.slots:
            span = local.span(*text.split("-"))
            # a window that the clocks skip is not offered
            if span is not None:
                windows.append(TimeWindow(*span))
    return tuple(windows)


@dataclass(frozen=True, slots=True)
class SlotLoad:
    """What a window holds: who is promised it, and driver minutes promised against driver minutes there are."""

    window: TimeWindow
    names: tuple[str, ...]
    minutes: int
    capacity: int


@reads(Kind.FLEET, Kind.ORDERS, Kind.PROMISES, Kind.CLOSURE)
def slot_loads(session: Session, first: date, days: int) -> tuple[SlotLoad, ...]:
    """Return every offered window of some days with its load."""
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
    loads = []
    for window in windows:
        names = tuple(
            row.customer_name
            for row in promised
            if row.promise_start < window.end and row.promise_start >= window.start
        )
        length = int((window.end - window.start).total_seconds() // 60)
        loads.append(
            SlotLoad(
                window, names, len(names) * MINUTES_PER_STOP, vans.get(LocalDay.of(window.start, zone).day, 0) * length
            )
        )
    return tuple(loads)
