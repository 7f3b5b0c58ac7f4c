"""Step 4 of the procedure: solving a day, keeping the plan, publishing it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.rights import allowed
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.planning.plan_check import Violation, check, check_route
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.planning.timetable import timetable
from dispatch_console.domain.planning.unplanned import unplanned_reasons
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import Improvement, RouteSolver
from dispatch_console.store.entities import DayPlan, Depot, Order, Route, Shift, Stop, StopOrder
from dispatch_console.store.transaction import Transaction, station_zone


def depot_zone(session: Session) -> ZoneInfo | None:
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    return ZoneInfo(depot.zone) if depot else None


def zone_of(session: Session) -> ZoneInfo:
    """The depot's zone; while there is none, the one of the station that asks, in which it also reads files."""
    return depot_zone(session) or station_zone(session)


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
    on_improvement: Callable[[Improvement], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Plan, tuple[Violation, ...]]:
    """Solve and check, going on from what of the standing plan is sound: it is never replaced by a dearer one.

    No database is held meanwhile.
    """
    plan = solver.solve(prepared.problem, seconds, on_improvement, should_stop, _sound(prepared))
    return plan, check(plan, prepared.problem)


def _sound(prepared: DayProblem) -> Plan:
    problem, standing = prepared.problem, prepared.standing
    kept = tuple(
        route
        for route in standing.routes
        if not any(check_route(problem, problem.vehicle[route.vehicle], standing.sequences[route.vehicle], route))
    )
    return Plan(kept, (), standing.solver, standing.estimate)


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
    reasons = unplanned_reasons(prepared.problem, plan)
    return {order_id: reason for visit, reason in reasons.items() for order_id in prepared.orders[visit]}


@allowed(DISPATCH.roles["publish"])
def publish(tx: Transaction, day: date) -> int:
    """Turn the plan into a manifest revision that the papers carry. Returns the revision.

    Errors: Refused `plan.none`, `plan.empty`.
    """
    # all of it at once: asked for stop by stop, a day of sixty vans takes a quarter of a minute
    loaded = selectinload(DayPlan.routes).selectinload(Route.stops).selectinload(Stop.served)
    query = select(DayPlan).where(DayPlan.day == day).options(loaded.selectinload(StopOrder.order))
    day_plan = tx.session.scalar(query.with_for_update(of=DayPlan))
    if day_plan is None:
        raise Refused("plan.none", day=day)
    routes = [route for route in day_plan.routes if route.departed_at is None and route.stops]
    if not routes:
        raise Refused("plan.empty", day=day)
    # what is on paper and still true keeps its paper
    routes = [route for route in routes if route.published_at is None]
    if not routes:
        return day_plan.revision
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
    local = LocalDay(day, zone_of(session))
    query = (
        select(Order)
        .options(selectinload(Order.address))
        .where(
            Order.closure == "open",
            Order.verification.in_(("verified", "changed")),
            Order.dispatch == "unplanned",
            Order.outcome == "none",
            Order.promise_start >= local.begins,
            Order.promise_start < local.ends,
        )
        .order_by(Order.promise_start, Order.id)
    )
    return tuple(session.scalars(query))


def numbers_of(session: Session, ids: list[int]) -> dict[int, str]:
    """Order numbers by id."""
    query = select(Order.id, Order.number).where(Order.id.in_(ids))
    return dict(session.execute(query).all())


def place_in_words(session: Session, order_id: int) -> str:
    """`Van 4, D 13:00, stop 16` for an order that stands on a route; empty otherwise."""
    dispatch = session.scalar(select(Order.dispatch).where(Order.id == order_id))
    stop = current_stop(session, order_id) if dispatch not in (None, "unplanned") else None
    return f"{stop.route.shift.vehicle.name}, {stop.route.name}, stop {stop.sequence}" if stop else ""


def has_left(session: Session, route: Route) -> Refused:
    """That a van is gone, with who released it and when."""
    at = f"{route.departed_at.astimezone(zone_of(session)):%H:%M}" if route.departed_at else ""
    return Refused("route.left", route=route.name, by=route.released_by, at=at)


def current_stop(session: Session, order_id: int) -> Stop | None:
    """The stop of the latest route that serves this order."""
    query = select(Stop).join(StopOrder).where(StopOrder.order_id == order_id).order_by(Stop.id.desc()).limit(1)
    return session.scalar(query)
