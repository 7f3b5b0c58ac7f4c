"""Build the routing problem of what vans on the road have still to do: what is done, and the door that each is bound
for, stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.fleet.outings import outing_of
from dispatch_console.application.planning import day_vans
from dispatch_console.application.planning.day_problem import DEFAULT_ITEM_G, DEFAULT_ITEM_ML
from dispatch_console.application.routes import live_eta, silence
from dispatch_console.application.site.zone_records import known_zones
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders.requirements import SKILLS
from dispatch_console.domain.planning.crews import able
from dispatch_console.domain.planning.delivery_zones import DeliveryZone, zone_at, zones_of_van
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.domain.planning.pricing import resequenced
from dispatch_console.domain.planning.problem import Break, Matrix, Plan, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import TravelTimes
from dispatch_console.store.engine import let_think
from dispatch_console.store.entities import DayPlan, Order, Route, Shift, Stop, StopOrder

# a break may begin this much later than it was planned
BREAK_LATER_S = 3600


@dataclass(frozen=True, kw_only=True)
class RoadRest:
    """What is still to be done on the road. Visits and vans of the problem by the ids of their stops and routes.

    `names`: whose stop each visit is; `silent`: since when the phone of a van is not heard, by van; `fixed`: how many
    stops of a van are done, or at whose door it stands.
    """

    day: date
    local: LocalDay
    problem: PlanningProblem
    stops: Mapping[str, int] = field(default_factory=dict)
    routes: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    silent: Mapping[str, datetime] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)
    sequences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def standing(self) -> Plan:
        """Return the rest as it would be driven now."""
        return resequenced(self.problem, Plan((), (), "", self.problem.matrix.estimate), self.sequences)

    def van_of(self, visit: str) -> str:
        return next(van for van, visits in self.sequences.items() if visit in visits)


def road_rest(
    session: Session, day: date, travel: TravelTimes, now: datetime, stuck: str = "", only: str = ""
) -> RoadRest:
    """Return what the vans that left and are not back have still to do. `stuck`: the letter of a van that goes no
    further, so that it is bound for no door; `only`: the letter of the one van that is asked for.
    """
    let_think(session)
    rests: list[tuple[Route, Sequence[Stop], Stop | None, datetime]] = []
    for route, times in _out(session, day, now):
        if only and route.shift.driver.letter != only:
            continue
        done = [stop for stop in route.stops if stop.left_at is not None or stop.arrived_at is not None]
        last = max(done, key=lambda stop: stop.left_at or now, default=None)
        free = times[route.stops.index(last)] if last is not None else route.departed_at or now
        rests.append((route, [stop for stop in route.stops if stop not in done], last, free))
    if not rests:
        return RoadRest(day=day, local=LocalDay(day, ZoneInfo("UTC")), problem=_problem((), (), Matrix((), (), False)))
    depot = rests[0][0].shift.depot
    local, zones = LocalDay(day, ZoneInfo(depot.zone)), known_zones(session)
    places = [Coordinate(depot.lat, depot.lon)]
    visits: list[Visit] = []
    vehicles: list[Vehicle] = []
    stops: dict[str, int] = {}
    names: dict[str, str] = {}
    sequences: dict[str, tuple[str, ...]] = {}
    outings: dict[str, Outing] = {}
    for route, left, last, free in rests:
        shift = route.shift
        key = shift.driver.letter
        start = 0
        if last is not None and last.address.lat is not None and last.address.lon is not None:
            start = len(places)
            places.append(Coordinate(last.address.lat, last.address.lon))
        mine = []
        for stop in left:
            visit = _visit(stop, local, len(places), zones)
            assert stop.address.lat is not None and stop.address.lon is not None
            places.append(Coordinate(stop.address.lat, stop.address.lon))
            visits.append(visit)
            stops[visit.key], names[visit.key] = stop.id, stop.served[0].order.customer_name
            mine.append(visit.key)
        sequences[key] = tuple(mine)
        outings[key] = outing_of(local, shift, route.departure)
        vehicles.append(_vehicle(route, key, start, free, len(route.stops) - len(left), local, zones))
    timed, matrix, tables = day_vans.timed(vehicles, outings, places, travel)
    # a van that stands at a door is bound for no other one yet
    stands = {route.shift.driver.letter for route, _, last, _ in rests if last is not None and last.left_at is None}
    bound_for = {key: keys[:1] for key, keys in sequences.items() if keys and key != stuck and key not in stands}
    silent = {
        route.shift.driver.letter: since
        for route, *_ in rests
        if (since := silence.silent_since(session, route.shift_id, now)) is not None
    }
    return RoadRest(
        day=day,
        local=local,
        problem=PlanningProblem(tuple(visits), timed, matrix, locked=bound_for, tables=tables),
        stops=stops,
        routes={route.shift.driver.letter: route.id for route, *_ in rests},
        names=names,
        silent=silent,
        fixed={route.shift.driver.letter: len(route.stops) - len(left) for route, left, *_ in rests},
        sequences=sequences,
    )


def _problem(visits: tuple[Visit, ...], vehicles: tuple[Vehicle, ...], matrix: Matrix) -> PlanningProblem:
    return PlanningProblem(visits, vehicles, matrix)


def _out(session: Session, day: date, now: datetime) -> list[tuple[Route, list[datetime]]]:
    """Return the departures that left and are not back, with the times at which they leave each stop."""
    query = (
        select(Route)
        .join(DayPlan)
        .where(DayPlan.day == day)
        .options(
            selectinload(Route.stops).selectinload(Stop.address),
            selectinload(Route.stops)
            .selectinload(Stop.served)
            .selectinload(StopOrder.order)
            .selectinload(Order.parcels),
            selectinload(Route.shift).options(
                selectinload(Shift.driver), selectinload(Shift.vehicle), selectinload(Shift.depot)
            ),
        )
        .order_by(Route.shift_id, Route.departure)
    )
    by_shift: dict[int, list[Route]] = {}
    for route in session.scalars(query):
        by_shift.setdefault(route.shift_id, []).append(route)
    out: dict[int, tuple[Route, list[datetime]]] = {}
    for shift_id, routes in by_shift.items():
        for route, _, times in live_eta.walk(routes, now):
            if route.departed_at is None:
                continue
            is_open = any(stop.left_at is None for stop in route.stops)
            if is_open or live_eta.back_at(route, times) > now:
                out[shift_id] = route, [live.leave_at for live in times]
    return list(out.values())


def _visit(stop: Stop, local: LocalDay, location: int, zones: Sequence[DeliveryZone]) -> Visit:
    orders = [served.order for served in stop.served]
    zone = zone_at(zones, stop.address.postcode)
    window = stop.window_start, stop.window_end
    return Visit(
        key=f"stop-{stop.id}",
        location=location,
        windows=((local.seconds(window[0]), local.seconds(window[1])),) if window[0] and window[1] else (),
        service_s=int((stop.leave_at - stop.start_at).total_seconds()),
        delivery=(
            sum(order.weighed_g or order.pieces * DEFAULT_ITEM_G for order in orders),
            sum(order.pieces for order in orders) * DEFAULT_ITEM_ML,
        ),
        skills=frozenset(str(need) for order in orders for need in order.requirements if need in SKILLS)
        | (zone.needs if zone else frozenset()),
    )


def _vehicle(
    route: Route, key: str, start: int, free: datetime, done: int, local: LocalDay, zones: Sequence[DeliveryZone]
) -> Vehicle:
    shift = route.shift
    of_van = frozenset(shift.vehicle.skills) | zones_of_van(zones, shift.vehicle_id)
    rests = [rest for rest in route.rests if rest.after > done or rest.start >= free]
    return Vehicle(
        key=key,
        route=key,
        start_location=start,
        end_location=0,
        start_s=local.seconds(free),
        end_s=max(local.seconds(route.back_by), local.seconds(free)),
        capacity=(shift.vehicle.weight_g, shift.vehicle.volume_ml),
        skills=able(frozenset(shift.driver.skills), of_van),
        breaks=tuple(
            Break(
                f"break-{number}",
                ((local.seconds(rest.start), local.seconds(rest.start) + BREAK_LATER_S),),
                int((rest.end - rest.start).total_seconds()),
            )
            for number, rest in enumerate(rests)
        ),
    )
