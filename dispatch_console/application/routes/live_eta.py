"""Compute when a van will be where, from the standing plan and what has happened: one answer for all who ask."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.domain.road.eta import LiveTimes, PlannedTimes, live_times
from dispatch_console.store.entities import Route, Stop

Walked = tuple[Route, datetime, tuple[LiveTimes, ...]]


def walk(routes: Iterable[Route], now: datetime) -> Iterator[Walked]:
    """Yield the departures of one van in their order, each with its start and its stops' times.

    A departure leaves late when the one before is back late.
    """
    free_at: datetime | None = None
    for route in sorted(routes, key=lambda route: route.departure):
        start = route.start_at if route.departed_at or free_at is None else max(route.start_at, free_at)
        times = live_times(_planned(route), start, route.departed_at, now)
        yield route, start, times
        free_at = back_at(route, times)


def back_at(route: Route, times: tuple[LiveTimes, ...]) -> datetime:
    """Return when the van is back from a departure: as planned, or as much later as its last stop."""
    late = times[-1].leave_at - route.stops[-1].leave_at if times else timedelta(0)
    return route.finish_at + max(late, timedelta(0))


def eta_of(session: Session, stop: Stop, now: datetime) -> LiveTimes:
    """Return the times of one stop, counted through the van's whole day."""
    query = select(Route).where(Route.plan_id == stop.route.plan_id, Route.shift_id == stop.route.shift_id)
    for route, _, times in walk(session.scalars(query), now):
        if route.id == stop.route_id:
            return times[route.stops.index(stop)]
    raise LookupError(f"stop {stop.id} is on no departure of its van")


def _planned(route: Route) -> list[PlannedTimes]:
    planned = []
    for number, stop in enumerate(route.stops):
        rest, rest_at_door = _rests(route, number, stop)
        planned.append(
            PlannedTimes(
                arrive_at=stop.arrive_at,
                start_at=stop.start_at,
                leave_at=stop.leave_at,
                driving=timedelta(seconds=stop.driving_s),
                window=window_of(stop),
                arrived_at=stop.arrived_at,
                left_at=stop.left_at,
                rest=rest,
                rest_at_door=rest_at_door,
            )
        )
    return planned


def window_of(stop: Stop) -> tuple[datetime, datetime] | None:
    """Return the promise of a stop as its plan holds it."""
    return (stop.window_start, stop.window_end) if stop.window_start and stop.window_end else None


def _rests(route: Route, number: int, stop: Stop) -> tuple[timedelta, timedelta]:
    """Return the time of breaks before the drive to a stop, and of those at its door."""
    rests = [timedelta(0), timedelta(0)]
    for rest in route.rests:
        if rest.after == number:
            rests[rest.start >= stop.arrive_at] += rest.end - rest.start
    return rests[0], rests[1]
