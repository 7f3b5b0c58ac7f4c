"""Step 4 of the procedure: solving a day, keeping the plan, publishing it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.day_problem import DayProblem, clock_seconds
from dispatch_console.domain import planning
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.plan_check import Violation, check
from dispatch_console.domain.planning import Plan
from dispatch_console.domain.timetable import timetable
from dispatch_console.domain.unplanned import explain_unplanned
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import RouteSolver
from dispatch_console.store.entities import DayPlan, Depot, Order, Route, Shift, Stop, StopOrder
from dispatch_console.store.transaction import Transaction


def zone_of(session: Session) -> ZoneInfo:
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    return ZoneInfo(depot.zone) if depot else ZoneInfo("UTC")


def depot_place(session: Session) -> Coordinate | None:
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    return Coordinate(depot.lat, depot.lon) if depot else None


def depot_places(session: Session) -> tuple[Coordinate, ...]:
    """Where all depots stand."""
    return tuple(Coordinate(depot.lat, depot.lon) for depot in session.scalars(select(Depot).order_by(Depot.id)))


def solve_day(
    prepared: DayProblem,
    solver: RouteSolver,
    seconds: float,
    on_improvement: Callable[[int, float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Plan, tuple[Violation, ...]]:
    """Solve and check. No database is held meanwhile."""
    plan = solver.solve(prepared.problem, seconds, on_improvement, should_stop)
    return plan, check(plan, prepared.problem)


def why_unrouted(prepared: DayProblem, sequences: Mapping[tuple[int, int], Sequence[int]]) -> dict[int, str]:
    """The binding reason per order that is on no route. `sequences` gives order ids per shift and departure."""
    visit_of = {order_id: key for key, ids in prepared.orders.items() for order_id in ids}
    routes = []
    for vehicle in prepared.problem.vehicles:
        ids = sequences.get(prepared.shifts[vehicle.key], ())
        keys = list(dict.fromkeys(visit_of[order_id] for order_id in ids if order_id in visit_of))
        routes.append(timetable(prepared.problem, vehicle, keys))
    placed = {stop.visit for route in routes for stop in route.stops}
    left = tuple(visit.key for visit in prepared.problem.visits if visit.key not in placed)
    plan = Plan(tuple(routes), left, "", prepared.problem.matrix.estimate)
    return {
        order_id: found.reason
        for found in explain_unplanned(prepared.problem, plan)
        for order_id in prepared.orders[found.visit]
    }


def keep_plan(tx: Transaction, prepared: DayProblem, plan: Plan) -> int:
    """Make this the day's plan. What left, was cancelled or loaded since `prepared` was read stays as it is.

    Returns the plan's id.
    """
    day_plan = tx.session.scalar(select(DayPlan).where(DayPlan.day == prepared.day).with_for_update(of=DayPlan))
    if day_plan is None:
        day_plan = DayPlan(day=prepared.day, planned_at=tx.now, solver=plan.solver, estimate=plan.estimate, revision=0)
        tx.session.add(day_plan)
    day_plan.solver, day_plan.estimate, day_plan.planned_at = plan.solver, plan.estimate, tx.now
    gone = {(route.shift_id, route.departure) for route in day_plan.routes if route.departed_at}
    before = {order_id for route in day_plan.routes if not route.departed_at for order_id in order_ids(route)}
    for route in [route for route in day_plan.routes if route.departed_at is None]:
        day_plan.routes.remove(route)
    tx.session.flush()
    known = {order_id for ids in prepared.orders.values() for order_id in ids}
    ready = _still_ready(tx.session, sorted(known | before))
    # the driver counts stops through the day, so that a number means one door
    last = {route.shift_id: route.stops[-1].sequence for route in day_plan.routes if route.stops}
    placed: set[int] = set()
    for planned in sorted(plan.routes, key=lambda planned: prepared.shifts[planned.vehicle]):
        key = prepared.shifts[planned.vehicle]
        if key in gone:
            continue
        made = _route(tx.session, prepared, planned, last.get(key[0], 0), ready.keys())
        if made.stops:
            day_plan.routes.append(made)
            last[key[0]] = made.stops[-1].sequence
            placed |= set(order_ids(made))
    for order in ready.values():
        if order.id in placed and order.dispatch in ("unplanned", "on_manifest"):
            order.take("dispatch", "plan", tx.now)
        elif order.id not in placed and order.dispatch in ("planned", "on_manifest"):
            order.take("dispatch", "unplan", tx.now)
    tx.session.flush()
    return day_plan.id


def _still_ready(session: Session, ids: list[int]) -> dict[int, Order]:
    """Of the orders that were planned with, those that nobody cancelled, loaded or took out meanwhile; locked."""
    query = select(Order).where(Order.id.in_(ids)).order_by(Order.id).with_for_update(of=Order)
    return {
        order.id: order
        for order in session.scalars(query)
        if order.closure == "open"
        and order.outcome == "none"
        and order.dispatch in ("unplanned", "planned", "on_manifest")
    }


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
    """What is promised for that day and stands on no route; what changed at its source waits for a new check."""
    midnight = datetime.combine(day, datetime.min.time(), zone_of(session))
    query = (
        select(Order)
        .options(selectinload(Order.address))
        .where(
            Order.closure == "open",
            Order.verification.in_(("verified", "changed")),
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


def _route(
    session: Session, prepared: DayProblem, planned: planning.PlannedRoute, numbered: int, ready: Collection[int]
) -> Route:
    shift_id, departure = prepared.shifts[planned.vehicle]
    shift = session.get_one(Shift, shift_id)
    leaves, back = shift.departures[departure]

    def at(seconds: int) -> datetime:
        return prepared.midnight + timedelta(seconds=seconds)

    held = {stop.visit: [order_id for order_id in prepared.orders[stop.visit] if order_id in ready]
            for stop in planned.stops}  # fmt: skip
    stops = []
    for sequence, stop in enumerate((stop for stop in planned.stops if held[stop.visit]), numbered + 1):
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
                served=[StopOrder(order_id=order_id) for order_id in held[stop.visit]],
            )
        )
    return Route(
        shift_id=shift_id,
        departure=departure,
        name=f"{shift.driver.letter} {leaves}",
        start_at=at(planned.start_s),
        finish_at=at(planned.finish_s),
        back_by=at(clock_seconds(back)),
        distance_m=planned.distance_m,
        driving_s=planned.driving_s,
        revision=0,
        stops=stops,
    )


def numbers_of(session: Session, ids: list[int]) -> dict[int, str]:
    """Order numbers by id."""
    query = select(Order.id, Order.number).where(Order.id.in_(ids))
    return dict(session.execute(query).all())


def place_in_words(session: Session, order_id: int) -> str:
    """`Van 4, D 13:00, stop 16` for an order that stands on a route; empty otherwise."""
    dispatch = session.scalar(select(Order.dispatch).where(Order.id == order_id))
    stop = current_stop(session, order_id) if dispatch not in (None, "unplanned") else None
    return f"{stop.route.shift.vehicle.name}, {stop.route.name}, stop {stop.sequence}" if stop else ""


def current_stop(session: Session, order_id: int) -> Stop | None:
    """The stop of the latest route that serves this order."""
    query = select(Stop).join(StopOrder).where(StopOrder.order_id == order_id).order_by(Stop.id.desc()).limit(1)
    return session.scalar(query)
