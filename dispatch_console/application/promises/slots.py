"""Read the windows that a depot offers, and how full each is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    """What a window holds: who is promised it, the driver minutes that takes, and those while vans are out."""

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
            Order.handover == "delivery",
            Order.promise_start >= windows[0].start,
            Order.promise_start <= windows[-1].end,
        )
        .order_by(Order.promise_start, Order.id)
    ).all()
    driven = _driven(session, first, days, zone)
    loads = []
    for window in windows:
        names = tuple(
            row.customer_name
            for row in promised
            if row.promise_start < window.end and row.promise_start >= window.start
        )
        overlaps = (min(window.end, end) - max(window.start, start) for start, end in driven)
        capacity = sum(overlap // timedelta(minutes=1) for overlap in overlaps if overlap > timedelta(0))
        loads.append(SlotLoad(window, names, len(names) * MINUTES_PER_STOP, capacity))
    return tuple(loads)


def _driven(session: Session, first: date, days: int, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return when each van may be out: from leaving the depot until it has to be back."""
    query = select(Shift.day, Shift.departures).where(
        Shift.day >= first, Shift.day < first + timedelta(days=days), Shift.called_off_at.is_(None)
    )
    spans = (
        LocalDay(day, zone).span(leaves, back_by)
        for day, departures in session.execute(query)
        for leaves, back_by in departures
    )
    return [span for span in spans if span is not None]
