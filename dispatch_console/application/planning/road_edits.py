"""Change what vans on the road have still to do: another order of stops, or stops given to another van."""

from collections.abc import Mapping, Sequence
from itertools import takewhile

from sqlalchemy import func, select

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.papers.renewing import renew_papers
from dispatch_console.application.planning import keeping
from dispatch_console.application.planning.road_rest import RoadRest
from dispatch_console.application.routes.unloading import stays_in
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.planning.pricing import resequenced
from dispatch_console.domain.planning.problem import PlannedRoute
from dispatch_console.store.entities import Route, Stop
from dispatch_console.store.transaction import Transaction


@operation("rearrange_road", roles.DISPATCH)
def rearrange(
    tx: Transaction, rest: RoadRest, sequences: Mapping[str, Sequence[str]], *, although_silent: bool = False
) -> None:
    """Give vans on the road other sequences of the stops that they have still to do.

    What is done stays, with its numbers and times; the papers print anew. The
    parcels of a stop that another van gets stay in the van where they are until somebody takes them over.
    `although_silent`: the dispatcher knows that a van is not heard, and that it may have been at some of these doors.
    Errors: Conflict `plan.changed_otherwise` where a van did something since; Refused `road.silent`.
    """
    keeping.locked_plan(tx, rest.day)
    vans = [van for van in sequences if tuple(sequences[van]) != rest.sequences.get(van, ())]
    quiet = [van for van in vans if van in rest.silent]
    if quiet and not although_silent:
        at = f"{rest.silent[quiet[0]].astimezone(zone_of(tx.session)):%H:%M}"
        raise Refused("road.silent", van=quiet[0], at=at)
    routes = {van: tx.session.get_one(Route, rest.routes[van], with_for_update={"of": Route}) for van in vans}
    for van, route in routes.items():
        now_open = [stop.id for stop in route.stops if stop.left_at is None and stop.arrived_at is None]
        if now_open != [rest.stops[visit] for visit in rest.sequences[van]]:
            raise Conflict("plan.changed_otherwise", route=route.name)
    plan = resequenced(rest.problem, rest.standing, sequences)
    planned = {route.vehicle: route for route in plan.routes}
    wanted = [rest.stops[visit] for van in vans for visit in sequences[van]]
    stops = {stop.id: stop for stop in tx.session.scalars(select(Stop).where(Stop.id.in_(wanted)))}
    numbers = {van: _numbers(tx, rest, routes[van], rest.sequences[van], sequences[van]) for van in vans}
    for van in vans:
        _lay(tx, rest, routes[van], planned.get(van), stops, numbers[van], rest.fixed[van])
    tx.session.flush()
    for route in routes.values():
        tx.session.expire(route, ["stops"])
        renew_papers(tx, route, "route_changed")


def _numbers(tx: Transaction, rest: RoadRest, route: Route, before: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Return the numbers of the stops that are still to come. A number means one door of the driver's day: those before
    the first change keep theirs, and the others get none that a later departure has on its paper.
    """
    number_of = {stop.id: stop.sequence for stop in route.stops}
    kept = [number_of[rest.stops[now]] for was, now in takewhile(_is_same, zip(before, wanted, strict=False))]
    done = [stop.sequence for stop in route.stops if stop.left_at is not None or stop.arrived_at is not None]
    last = max((*done, *kept), default=min(number_of.values(), default=1) - 1)
    of_day = select(func.max(Stop.sequence)).join(Route, Route.id == Stop.route_id)
    of_day = of_day.where(Route.shift_id == route.shift_id, Route.plan_id == route.plan_id)
    later = select(func.min(Stop.sequence)).join(Route, Route.id == Stop.route_id)
    later = later.where(
        Route.shift_id == route.shift_id, Route.plan_id == route.plan_id, Route.departure > route.departure
    )
    more, following = len(wanted) - len(kept), tx.session.scalar(later)
    fits = following is None or last + more < following
    first = last + 1 if fits else (tx.session.scalar(of_day) or 0) + 1
    return [*kept, *range(first, first + more)]


def _is_same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _lay(
    tx: Transaction,
    rest: RoadRest,
    route: Route,
    planned: PlannedRoute | None,
    stops: Mapping[int, Stop],
    numbers: Sequence[int],
    done: int,
) -> None:
    at = rest.local.instant
    for number, one in zip(numbers, planned.stops if planned else (), strict=True):
        stop = stops[rest.stops[one.visit]]
        if stop.route_id != route.id:
            for served in stop.served:
                stays_in(tx, served.order.parcels, stop.route.shift_id)
            stop.route_id = route.id
        stop.sequence = number
        stop.arrive_at, stop.start_at, stop.leave_at = at(one.arrive_s), at(one.start_s), at(one.leave_s)
        stop.distance_m, stop.driving_s = one.distance_m, one.driving_s
    if planned is None:
        return
    route.finish_at = at(planned.finish_s)
    taken = [one for one in route.breaks if one["after"] <= done and not _is_ahead(one, planned, rest)]
    route.breaks = taken + [
        {"start": at(one.start_s).isoformat(), "end": at(one.end_s).isoformat(), "after": done + one.after_stops}
        for one in planned.breaks
    ]


def _is_ahead(rest: Mapping[str, str], planned: PlannedRoute, road: RoadRest) -> bool:
    return rest["start"] >= road.local.instant(planned.start_s).isoformat()
