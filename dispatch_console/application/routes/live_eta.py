"""Compute when a van will be where, from the standing plan and what has happened: one answer for all who ask."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dispatch_console.domain.road.eta import LiveTimes, PlannedTimes, live_times
from dispatch_console.store.entities import Route, Stop
from dispatch_console.store.entities.plans import PlannedRest, rests_of


class TimedStop(Protocol):
    """What of a stop its times follow from."""

    @property
    def arrive_at(self) -> datetime: ...
    @property
    def start_at(self) -> datetime: ...
    @property
    def leave_at(self) -> datetime: ...
    @property
    def driving_s(self) -> int: ...
    @property
    def window_start(self) -> datetime | None: ...
    @property
    def window_end(self) -> datetime | None: ...
    @property
    def arrived_at(self) -> datetime | None: ...
    @property
    def left_at(self) -> datetime | None: ...


class Timed(Protocol):
    """What of a departure the times of its stops follow from."""

    @property
    def departure(self) -> int: ...
    @property
    def start_at(self) -> datetime: ...
    @property
    def finish_at(self) -> datetime: ...
    @property
    def departed_at(self) -> datetime | None: ...
    @property
    def rests(self) -> Sequence[PlannedRest]: ...
    @property
    def stops(self) -> Sequence[TimedStop]: ...


R = TypeVar("R", bound=Timed)


@dataclass(slots=True)
class BareRoute:
    """A departure as plain values: thousands of stops are read like this in a tenth of the time of entities."""

    van: tuple[int, int]
    departure: int
    start_at: datetime
    finish_at: datetime
    departed_at: datetime | None
    rests: Sequence[PlannedRest]
    stops: list[Any]


def bare_routes(session: Session, of: ColumnElement[bool]) -> dict[tuple[int, int], list[BareRoute]]:
    """Return the departures of vans, with all their stops, by plan and shift. `of`: which vans, as a condition on
    `Route`.
    """
    vans = select(Route.plan_id, Route.shift_id).where(of).distinct().subquery()
    same = (Route.plan_id == vans.c.plan_id) & (Route.shift_id == vans.c.shift_id)
    columns = (
        Route.id, Route.plan_id, Route.shift_id, Route.departure, Route.start_at, Route.finish_at, Route.departed_at,
        Route.breaks,
    )  # fmt: skip
    routes = {
        row.id: BareRoute(
            (row.plan_id, row.shift_id),
            row.departure,
            row.start_at,
            row.finish_at,
            row.departed_at,
            rests_of(row.breaks),
            [],
        )
        for row in session.execute(select(*columns).join(vans, same))
    }
    stops = select(
        Stop.route_id, Stop.id, Stop.arrive_at, Stop.start_at, Stop.leave_at, Stop.driving_s, Stop.window_start,
        Stop.window_end, Stop.arrived_at, Stop.left_at,
    ).where(Stop.route_id.in_(routes))  # fmt: skip
    for row in session.execute(stops.order_by(Stop.route_id, Stop.sequence)):
        routes[row.route_id].stops.append(row)
    by_van: dict[tuple[int, int], list[BareRoute]] = {}
    for route in routes.values():
        by_van.setdefault(route.van, []).append(route)
    return by_van


def walk(routes: Iterable[R], now: datetime) -> Iterator[tuple[R, datetime, tuple[LiveTimes, ...]]]:
    """Yield the departures of one van in their order, each with its start and its stops' times.

    A departure leaves late when the one before is back late.
    """
    free_at: datetime | None = None
    for route in sorted(routes, key=lambda route: route.departure):
        start = route.start_at if route.departed_at or free_at is None else max(route.start_at, free_at)
        times = live_times(_planned(route), start, route.departed_at, now)
        yield route, start, times
        free_at = back_at(route, times)


def back_at(route: Timed, times: tuple[LiveTimes, ...]) -> datetime:
    """Return when the van is back from a departure: as planned, or as much later as its last stop; once all stops are
    done, as long after the last one as the plan has it.
    """
    left = [stop.left_at for stop in route.stops if stop.left_at is not None]
    if route.stops and len(left) == len(route.stops):
        return max(left) + (route.finish_at - route.stops[-1].leave_at)
    late = times[-1].leave_at - route.stops[-1].leave_at if times else timedelta(0)
    return route.finish_at + max(late, timedelta(0))


def eta_of(session: Session, stop: Stop, now: datetime) -> LiveTimes:
    """Return the times of one stop, counted through the van's whole day."""
    query = select(Route).where(Route.plan_id == stop.route.plan_id, Route.shift_id == stop.route.shift_id)
    for route, _, times in walk(session.scalars(query), now):
        if route.id == stop.route_id:
            return times[route.stops.index(stop)]
    raise LookupError(f"stop {stop.id} is on no departure of its van")


def _planned(route: Timed) -> list[PlannedTimes]:
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


def window_of(stop: TimedStop) -> tuple[datetime, datetime] | None:
    """Return the promise of a stop as its plan holds it."""
    return (stop.window_start, stop.window_end) if stop.window_start and stop.window_end else None


def _rests(route: Timed, number: int, stop: TimedStop) -> tuple[timedelta, timedelta]:
    """Return the time of breaks before the drive to a stop, and of those at its door."""
    rests = [timedelta(0), timedelta(0)]
    for rest in route.rests:
        if rest.after == number:
            rests[rest.start >= stop.arrive_at] += rest.end - rest.start
    return rests[0], rests[1]
