"""Build the routing problem of a day from its orders and shifts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.planning import day_vans
from dispatch_console.application.planning.seen import PlanSeen, plan_seen
from dispatch_console.application.site.zone_records import known_zones
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders import guards
from dispatch_console.domain.orders.requirements import SKILLS
from dispatch_console.domain.planning.delivery_zones import zone_at
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.domain.planning.pricing import resequenced
from dispatch_console.domain.planning.problem import Matrix, Plan, PlanningProblem, Visit
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import TravelTimes
from dispatch_console.store.engine import let_think
from dispatch_console.store.entities import DayPlan, Depot, Order, Route, Stop, StopOrder

DEFAULT_ITEM_G, DEFAULT_ITEM_ML = 1000, 5000
_NOTHING = PlanningProblem((), (), Matrix((), (), False))


@dataclass(frozen=True, kw_only=True)
class DayProblem:
    """A day's problem with what its keys stand for. Its seconds are those of `local`.

    `visits_of_departure` are the stops of each departure in the plan that stands. A departure that is locked, or into
    which somebody has begun to load, is closed in the problem and keeps them.
    """

    day: date
    local: LocalDay
    problem: PlanningProblem
    orders: dict[str, tuple[int, ...]]
    addresses: dict[str, int]
    shifts: dict[str, tuple[int, int]]
    not_ready: tuple[tuple[str, str], ...]
    outings: Mapping[str, Outing] = field(default_factory=dict)
    visits_of_departure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seen: PlanSeen = field(default_factory=PlanSeen)

    @cached_property
    def standing(self) -> Plan:
        """Return the standing plan with a new timetable."""
        return resequenced(self.problem, Plan((), (), "", self.problem.matrix.estimate), self.visits_of_departure)

    def visits_of(self, stops: Iterable[Iterable[int]]) -> tuple[str, ...]:
        """Return the visits that serve these orders, in their order; orders that cannot be planned have none."""
        visit_of = {order_id: key for key, ids in self.orders.items() for order_id in ids}
        keys = [visit_of[order_id] for ids in stops for order_id in ids if order_id in visit_of]
        return tuple(dict.fromkeys(keys))

    def place(self, vehicle: str) -> str:
        """Return `shift:departure`, the name of a departure in edits and variants."""
        shift, departure = self.shifts[vehicle]
        return f"{shift}:{departure}"


def day_problem(
    session: Session,
    day: date,
    travel: TravelTimes,
    depot_name: str = "",
    stability_s: int = 0,
    back_on_duty: int = 0,
    also: int = 0,
) -> DayProblem:
    """Return the problem of everything that is to be delivered that day and may still be routed.

    `stability_s`: the price, in seconds of work, of giving a stop to another departure than the plan that stands.
    `back_on_duty`: a shift that was called off and counts as on duty. `also`: an order for which a slot of the day is
    sought; it is a stop of its own without a window, whatever it is promised.
    Errors: Refused `plan.no_depot`.
    """
    query = select(Depot).order_by(Depot.id).limit(1)
    depot = session.scalar(query.where(Depot.name == depot_name) if depot_name else query)
    if depot is None:
        raise Refused("plan.no_depot", depot=depot_name)
    # times between all places may be asked of a server, which takes as long as it takes
    let_think(session)
    seen = plan_seen(session, day)
    local = LocalDay(day, ZoneInfo(depot.zone))
    gone = day_vans.departed(session, day)
    routes = _standing(session, day)
    frozen = frozenset(route.id for route in routes if route.locked or _loading(route))
    loading = _on(route for route in routes if route.id in frozen)
    orders, not_ready = _ready_orders(session, local, _on(routes), loading, also)
    places = [Coordinate(depot.lat, depot.lon)]
    visits: list[Visit] = []
    served: dict[str, tuple[int, ...]] = {}
    addresses: dict[str, int] = {}
    groups: dict[tuple[int, datetime | None, bool], list[Order]] = {}
    for order in orders:
        groups.setdefault((order.address_id, order.promise_start, order.id == also), []).append(order)
    zones = known_zones(session)
    for (address_id, _, is_sought), together in groups.items():
        head = together[0]
        zone_there = zone_at(zones, head.address.postcode)
        assert head.address.lat is not None and head.address.lon is not None
        key = visit_key(head.id)
        window = (head.promise_start, head.promise_end) if not is_sought else (None, None)
        pieces = sum(order.pieces for order in together)
        parcels = sum(max(1, len(order.parcels)) for order in together)
        visits.append(
            Visit(
                key=key,
                location=len(places),
                windows=((local.seconds(window[0]), local.seconds(window[1])),) if window[0] and window[1] else (),
                service_s=depot.per_order_s * len(together) + depot.per_parcel_s * parcels,
                delivery=(
                    sum(order.weighed_g or order.pieces * DEFAULT_ITEM_G for order in together),
                    pieces * DEFAULT_ITEM_ML,
                ),
                skills=frozenset(str(need) for order in together for need in order.requirements if need in SKILLS)
                | (zone_there.needs if zone_there else frozenset()),
                setup_s=depot.setup_s + (zone_there.extra_s if zone_there else 0),
            )
        )
        places.append(Coordinate(head.address.lat, head.address.lon))
        served[key] = tuple(order.id for order in together)
        addresses[key] = address_id
    vehicles, shifts, outings = day_vans.vehicles(session, local, depot, gone, zones, back_on_duty)
    timed, matrix, tables = day_vans.timed(vehicles, outings, places, travel)
    key_of = {place: key for key, place in shifts.items()}
    mine = {
        key_of[route.shift_id, route.departure]: route
        for route in routes
        if (route.shift_id, route.departure) in key_of
    }
    prepared = DayProblem(
        day=day,
        local=local,
        problem=_NOTHING,
        orders=served,
        addresses=addresses,
        shifts=shifts,
        not_ready=not_ready,
        outings=outings,
        seen=seen,
    )
    standing_visits = {
        key: prepared.visits_of([entry.order_id for entry in stop.served] for stop in route.stops)
        for key, route in mine.items()
    }
    van_of = {vehicle.key: vehicle.route for vehicle in timed}
    closed = frozenset(key for key, route in mine.items() if route.id in frozen)
    problem = PlanningProblem(
        tuple(visits),
        timed,
        matrix,
        locked={key: standing_visits[key] for key in closed},
        closed=closed,
        bound={
            visit: van_of[key]
            for key, route in mine.items()
            for stop in route.stops
            if stop.locked
            for visit in prepared.visits_of([[entry.order_id for entry in stop.served]])
        },
        before=_before(session, day, served, shifts) if stability_s else {},
        stability_s=stability_s,
        tables=tables,
    )
    return replace(prepared, problem=problem, visits_of_departure=standing_visits)


def visit_key(first_order: int) -> str:
    """Return the key of a stop in problems and on screens: that of its first order."""
    return f"stop-{first_order}"


def _before(
    session: Session, day: date, served: Mapping[str, tuple[int, ...]], shifts: Mapping[str, tuple[int, int]]
) -> dict[str, str]:
    """Return the departure that serves each stop in the standing plan."""
    vehicle = {place: key for key, place in shifts.items()}
    query = (
        select(StopOrder.order_id, Route.shift_id, Route.departure)
        .join(Stop, Stop.id == StopOrder.stop_id)
        .join(Route, Route.id == Stop.route_id)
        .join(DayPlan)
        .where(DayPlan.day == day)
    )
    of_order = {
        order_id: vehicle.get((shift_id, departure)) for order_id, shift_id, departure in session.execute(query)
    }
    van_of_visit = {key: of_order.get(ids[0]) for key, ids in served.items()}
    return {key: van for key, van in van_of_visit.items() if van is not None}


def _standing(session: Session, day: date) -> list[Route]:
    """Return the routes of the standing plan that have not left."""
    query = (
        select(Route)
        .join(DayPlan)
        .where(DayPlan.day == day, Route.departed_at.is_(None))
        .options(
            selectinload(Route.stops)
            .selectinload(Stop.served)
            .selectinload(StopOrder.order)
            .selectinload(Order.parcels)
        )
        .order_by(Route.id)
    )
    return list(session.scalars(query))


def _loading(route: Route) -> bool:
    """Return whether any parcel is in the van already: then the route keeps its stops."""
    return any(
        served.order.dispatch == "loaded" or any(parcel.loaded_route_id == route.id for parcel in served.order.parcels)
        for stop in route.stops
        for served in stop.served
    )


def _on(routes: Iterable[Route]) -> set[int]:
    return {served.order_id for route in routes for stop in route.stops for served in stop.served}


def _ready_orders(
    session: Session, local: LocalDay, placed: Collection[int], loading: Collection[int], also: int
) -> tuple[list[Order], tuple[tuple[str, str], ...]]:
    """Return orders that may be planned, with those in vans that are `loading`, and why others may not.

    What is `placed` on a route and has to be verified again since is planned on: a plan must not take away a
    promised stop that is about to be verified again. Until it is, it cannot be loaded.
    """
    query = (
        select(Order)
        .options(selectinload(Order.address), selectinload(Order.parcels))
        .where(
            or_(
                and_(
                    Order.closure == "open",
                    Order.outcome == "none",
                    or_(Order.dispatch.in_(("unplanned", "planned", "on_manifest")), Order.id.in_(loading)),
                    Order.promise_start >= local.begins,
                    Order.promise_start < local.ends,
                ),
                Order.id == also,
            )
        )
        .order_by(Order.id)
    )
    ready, left = [], []
    for order in session.scalars(query):
        has_pin = order.address.lat is not None and order.address.lon is not None
        reasons = guards.may_plan(
            order.axes, handover=order.handover, has_window=order.promise_start is not None, has_pin=has_pin
        )
        kept = order.id in placed and order.verification in ("changed", "new") and has_pin
        if order.id == also and has_pin:
            ready.append(order)
        elif reasons and order.id not in loading and not kept:
            left.append((order.number, reasons[0]))
        else:
            ready.append(order)
    return ready, tuple(left)
