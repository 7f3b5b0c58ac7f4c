"""Step 4 of the procedure: the problem of a day, solving it, keeping the plan, publishing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.domain import guards, planning
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning import Plan, PlanningProblem, Visit
from dispatch_console.domain.requirements import SKILLS
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import RouteSolver, TravelTimes
from dispatch_console.store.entities import DayPlan, Depot, Order, Route, Shift, Stop, StopOrder
from dispatch_console.store.transaction import Transaction

SETUP_S, PER_ORDER_S, PER_PARCEL_S = 180, 120, 30
DEFAULT_ITEM_G, DEFAULT_ITEM_ML = 1000, 5000


@dataclass(frozen=True, slots=True)
class DayProblem:
    """A day's problem with what its keys stand for. `midnight` is second 0."""

    day: date
    midnight: datetime
    problem: PlanningProblem
    orders: dict[str, tuple[int, ...]]
    addresses: dict[str, int]
    shifts: dict[str, tuple[int, int]]
    not_ready: tuple[tuple[str, str], ...]


def zone_of(session: Session) -> ZoneInfo:
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    return ZoneInfo(depot.zone) if depot else ZoneInfo("UTC")


def day_problem(session: Session, day: date, travel: TravelTimes, depot_name: str = "") -> DayProblem:
    """Everything that is to be delivered that day and may still be routed. Errors: Refused `plan.no_depot`."""
    query = select(Depot).order_by(Depot.id).limit(1)
    depot = session.scalar(query.where(Depot.name == depot_name) if depot_name else query)
    if depot is None:
        raise Refused("plan.no_depot", depot=depot_name)
    zone = ZoneInfo(depot.zone)
    midnight = datetime.combine(day, datetime.min.time(), zone)
    gone = _departed(session, day)
    orders, not_ready = _ready_orders(session, midnight)
    places = [Coordinate(depot.lat, depot.lon)]
    visits: list[Visit] = []
    served: dict[str, tuple[int, ...]] = {}
    addresses: dict[str, int] = {}
    groups: dict[tuple[int, datetime | None], list[Order]] = {}
    for order in orders:
        groups.setdefault((order.address_id, order.promise_start), []).append(order)
    for (address_id, _), together in groups.items():
        head = together[0]
        assert head.address.lat is not None and head.address.lon is not None
        key = f"stop-{head.id}"
        window = (head.promise_start, head.promise_end)
        pieces = sum(order.pieces for order in together)
        parcels = sum(max(1, len(order.parcels)) for order in together)
        visits.append(
            Visit(
                key,
                len(places),
                ((_seconds(window[0], midnight), _seconds(window[1], midnight)),) if window[0] and window[1] else (),
                SETUP_S + PER_ORDER_S * len(together) + PER_PARCEL_S * parcels,
                sum(order.weighed_g or order.pieces * DEFAULT_ITEM_G for order in together),
                pieces * DEFAULT_ITEM_ML,
                frozenset(str(need) for order in together for need in order.requirements if need in SKILLS),
            )
        )
        places.append(Coordinate(head.address.lat, head.address.lon))
        served[key] = tuple(order.id for order in together)
        addresses[key] = address_id
    vehicles, shifts = _vehicles(session, day, depot, gone)
    problem = PlanningProblem(tuple(visits), tuple(vehicles), travel.matrix(places))
    return DayProblem(day, midnight, problem, served, addresses, shifts, not_ready)


def solve_day(
    prepared: DayProblem,
    solver: RouteSolver,
    seconds: float,
    on_improvement: Callable[[int, float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Plan, tuple[planning.Violation, ...]]:
    """Solve and check. No database is held meanwhile."""
    plan = solver.solve(prepared.problem, seconds, on_improvement, should_stop)
    return plan, planning.check(plan, prepared.problem)


def keep_plan(tx: Transaction, prepared: DayProblem, plan: Plan) -> int:
    """Make this the day's plan. Routes that have left stay as they are. Returns the plan's id."""
    day_plan = tx.session.scalar(select(DayPlan).where(DayPlan.day == prepared.day).with_for_update(of=DayPlan))
    if day_plan is None:
        day_plan = DayPlan(day=prepared.day, planned_at=tx.now, solver=plan.solver, estimate=plan.estimate, revision=0)
        tx.session.add(day_plan)
    day_plan.solver, day_plan.estimate, day_plan.planned_at = plan.solver, plan.estimate, tx.now
    out = {order_id for route in day_plan.routes if route.departed_at for order_id in order_ids(route)}
    for route in [route for route in day_plan.routes if route.departed_at is None]:
        day_plan.routes.remove(route)
    tx.session.flush()
    placed: set[int] = set()
    for planned in plan.routes:
        day_plan.routes.append(_route(tx.session, prepared, planned))
        placed |= {order_id for stop in planned.stops for order_id in prepared.orders[stop.visit]}
    for order in tx.session.scalars(
        select(Order)
        .where(Order.id.in_([i for ids in prepared.orders.values() for i in ids]))
        .order_by(Order.id)
        .with_for_update(of=Order)
    ):
        if order.id in out:
            continue
        if order.id in placed and order.dispatch in ("unplanned", "on_manifest"):
            order.take("dispatch", "plan", tx.now)
        elif order.id not in placed and order.dispatch in ("planned", "on_manifest"):
            order.take("dispatch", "unplan", tx.now)
    tx.session.flush()
    return day_plan.id


def publish(tx: Transaction, day: date) -> int:
    """Turn the plan into a manifest revision that the papers carry. Returns the revision.

    Errors: Refused `plan.none`, `plan.empty`.
    """
    day_plan = tx.session.scalar(select(DayPlan).where(DayPlan.day == day).with_for_update(of=DayPlan))
    if day_plan is None:
        raise Refused("plan.none", day=day)
    routes = [route for route in day_plan.routes if route.departed_at is None and route.stops]
    if not routes:
        raise Refused("plan.empty", day=day)
    day_plan.revision += 1
    day_plan.published_at = tx.now
    for route in routes:
        route.revision, route.published_at = day_plan.revision, tx.now
        for stop in route.stops:
            for served in stop.served:
                if served.order.dispatch == "planned":
                    served.order.take("dispatch", "publish", tx.now)
    return day_plan.revision


def day_plan(session: Session, day: date) -> DayPlan | None:
    """The plan with its routes, stops and orders."""
    query = (
        select(DayPlan)
        .where(DayPlan.day == day)
        .options(
            selectinload(DayPlan.routes)
            .selectinload(Route.stops)
            .selectinload(Stop.served)
            .selectinload(StopOrder.order)
            .options(selectinload(Order.parcels), selectinload(Order.address)),
            selectinload(DayPlan.routes).selectinload(Route.stops).selectinload(Stop.address),
            selectinload(DayPlan.routes)
            .selectinload(Route.shift)
            .options(selectinload(Shift.driver), selectinload(Shift.vehicle), selectinload(Shift.depot)),
        )
    )
    return session.scalar(query)


def unrouted(session: Session, day: date) -> tuple[Order, ...]:
    """What leaves that day, is verified, and stands on no route."""
    midnight = datetime.combine(day, datetime.min.time(), zone_of(session))
    query = (
        select(Order)
        .options(selectinload(Order.address))
        .where(
            Order.closure == "open",
            Order.verification == "verified",
            Order.dispatch == "unplanned",
            Order.outcome == "none",
            Order.promise_start >= midnight,
            Order.promise_start < midnight + timedelta(days=1),
        )
        .order_by(Order.promise_start, Order.id)
    )
    return tuple(session.scalars(query))


def order_ids(route: Route) -> list[int]:
    return [served.order_id for stop in route.stops for served in stop.served]


def _ready_orders(session: Session, midnight: datetime) -> tuple[list[Order], tuple[tuple[str, str], ...]]:
    query = (
        select(Order)
        .options(selectinload(Order.address), selectinload(Order.parcels))
        .where(
            Order.closure == "open",
            Order.outcome == "none",
            Order.dispatch.in_(("unplanned", "planned", "on_manifest")),
            Order.promise_start >= midnight,
            Order.promise_start < midnight + timedelta(days=1),
        )
        .order_by(Order.id)
    )
    ready, left = [], []
    for order in session.scalars(query):
        has_pin = order.address.lat is not None and order.address.lon is not None
        reasons = guards.may_plan(order.axes, has_window=order.promise_start is not None, has_pin=has_pin)
        if reasons:
            left.append((order.number, reasons[0]))
        else:
            ready.append(order)
    return ready, tuple(left)


def _departed(session: Session, day: date) -> set[tuple[int, int]]:
    query = (
        select(Route.shift_id, Route.departure).join(DayPlan).where(DayPlan.day == day, Route.departed_at.is_not(None))
    )
    return {(shift_id, departure) for shift_id, departure in session.execute(query)}


def _vehicles(
    session: Session, day: date, depot: Depot, gone: set[tuple[int, int]]
) -> tuple[list[planning.Vehicle], dict[str, tuple[int, int]]]:
    query = select(Shift).where(Shift.day == day, Shift.depot_id == depot.id).order_by(Shift.id)
    vehicles, keys = [], {}
    for shift in session.scalars(query):
        skills = frozenset(shift.driver.skills) & frozenset(shift.vehicle.skills) | (
            frozenset(shift.vehicle.skills) & {"lift", "cold"}
        )
        for index, (leaves, back) in enumerate(shift.departures):
            if (shift.id, index) in gone:
                continue
            key = f"{shift.driver.letter}{index + 1}"
            keys[key] = (shift.id, index)
            vehicles.append(
                planning.Vehicle(
                    key,
                    shift.driver.letter,
                    0,
                    0,
                    _clock(leaves),
                    _clock(back),
                    shift.vehicle.weight_g,
                    shift.vehicle.volume_ml,
                    skills,
                )
            )
    return vehicles, keys


def _route(session: Session, prepared: DayProblem, planned: planning.PlannedRoute) -> Route:
    shift_id, departure = prepared.shifts[planned.vehicle]
    shift = session.get_one(Shift, shift_id)
    leaves, back = shift.departures[departure]

    def at(seconds: int) -> datetime:
        return prepared.midnight + timedelta(seconds=seconds)

    stops = []
    for sequence, stop in enumerate(planned.stops, 1):
        stops.append(
            Stop(
                sequence=sequence,
                address_id=prepared.addresses[stop.visit],
                arrive_at=at(stop.arrive_s),
                start_at=at(stop.start_s),
                leave_at=at(stop.leave_s),
                window_start=at(stop.window[0]) if stop.window else None,
                window_end=at(stop.window[1]) if stop.window else None,
                distance_m=stop.distance_m,
                driving_s=stop.driving_s,
                served=[StopOrder(order_id=order_id) for order_id in prepared.orders[stop.visit]],
            )
        )
    return Route(
        shift_id=shift_id,
        departure=departure,
        name=f"{shift.driver.letter} {leaves}",
        start_at=at(planned.start_s),
        finish_at=at(planned.finish_s),
        back_by=at(_clock(back)),
        distance_m=planned.distance_m,
        driving_s=planned.driving_s,
        revision=0,
        stops=stops,
    )


def _seconds(instant: datetime | None, midnight: datetime) -> int:
    return int((instant - midnight).total_seconds()) if instant else 0


def _clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def numbers_of(session: Session, ids: list[int]) -> dict[int, str]:
    """Order numbers by id."""
    query = select(Order.id, Order.number).where(Order.id.in_(ids))
    return dict(session.execute(query).all())


def current_stop(session: Session, order_id: int) -> Stop | None:
    """The stop of the latest route that serves this order."""
    query = select(Stop).join(StopOrder).where(StopOrder.order_id == order_id).order_by(Stop.id.desc()).limit(1)
    return session.scalar(query)
