"""What a day holds, half hour by half hour: what is promised against what its vans can do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.promises.slots import (
    LITRES_PER_PIECE,
    MINUTES_PER_STOP,
    Booked,
    Outing,
    outings_of,
)
from dispatch_console.application.site import departures
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import DayPlan, Order, Route, Stop
from dispatch_console.store.kinds import Kind

HALF_HOUR = timedelta(minutes=30)
# shown at the least, where no van is out
MORNING, EVENING = 8, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfHour:
    """`minutes` and `litres` are promised: each order's share of its window. `vans` are out, `starts` stops are planned
    to begin. `booked`: orders whose window begins in it.
    """

    start: datetime
    minutes: float
    capacity: float
    litres: float
    litres_capacity: float
    vans: int
    starts: int
    booked: tuple[Booked, ...]

    @property
    def share(self) -> float | None:
        return self.minutes / self.capacity if self.capacity else None

    @property
    def volume_share(self) -> float | None:
        return self.litres / self.litres_capacity if self.litres_capacity else None


@reads(Kind.FLEET, Kind.ORDERS, Kind.PROMISES, Kind.CLOSURE, Kind.PLANS)
def half_hours(session: Session, day: date) -> tuple[HalfHour, ...]:
    """Return every half hour of a day in which a van is out or something is promised."""
    zone = departures.calendar(session).zone
    local = LocalDay(day, zone)
    promised = session.execute(
        select(
            Order.promise_start, Order.promise_end, Order.id, Order.number, Order.customer_name, Order.appointment,
            Order.pieces,
        )
        .where(
            Order.closure != "cancelled", Order.handover == "delivery", Order.promise_end.is_not(None),
            Order.promise_start >= local.begins, Order.promise_start < local.ends,
        )
        .order_by(Order.promise_start, Order.id)
    ).all()  # fmt: skip
    outings = outings_of(session, day, 1, zone)
    starts = _starts(session, day)
    noon = local.at(datetime.min.time().replace(hour=12))
    first = min([outing.leaves for outing in outings] + [row.promise_start for row in promised],
                default=noon - timedelta(hours=12 - MORNING))  # fmt: skip
    last = max([outing.back for outing in outings] + [row.promise_end for row in promised],
               default=noon + timedelta(hours=EVENING - 12))  # fmt: skip
    at = first - (first - local.begins) % HALF_HOUR
    found = []
    while at < last:
        window = TimeWindow(at, at + HALF_HOUR)
        shares = [(row, _share(TimeWindow(row.promise_start, row.promise_end), window)) for row in promised]
        out = [(outing, _share(TimeWindow(outing.leaves, outing.back), window)) for outing in outings]
        found.append(
            HalfHour(
                start=at,
                minutes=sum(share for _, share in shares) * MINUTES_PER_STOP,
                capacity=sum(_minutes(outing, share) for outing, share in out),
                litres=sum(row.pieces * share for row, share in shares) * LITRES_PER_PIECE,
                litres_capacity=sum(outing.litres * share for outing, share in out),
                vans=sum(share > 0 for _, share in out),
                starts=sum(window.start <= start < window.end for start in starts),
                booked=tuple(
                    Booked(row.id, row.number, row.customer_name, row.appointment,
                           TimeWindow(row.promise_start, row.promise_end))
                    for row in promised
                    if window.start <= row.promise_start < window.end
                ),
            )
        )  # fmt: skip
        at += HALF_HOUR
    return tuple(found)


def _share(of: TimeWindow, window: TimeWindow) -> float:
    """Return which part of a span lies in a half hour."""
    overlap = min(of.end, window.end) - max(of.start, window.start)
    long = of.end - of.start
    return max(timedelta(0), overlap) / long if long else 0.0


def _minutes(outing: Outing, share: float) -> float:
    return (outing.back - outing.leaves) / timedelta(minutes=1) * share


def _starts(session: Session, day: date) -> list[datetime]:
    """Return when the stops of the day's plan begin."""
    query = select(Stop.start_at).join(Route).join(DayPlan, DayPlan.id == Route.plan_id).where(DayPlan.day == day)
    return list(session.scalars(query))
