"""Solve the problem of a day, and say why an order has no route."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.planning.plan_check import Violation, check, check_route
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.planning.timetable import timetable
from dispatch_console.domain.planning.unplanned import unplanned_reasons
from dispatch_console.ports import Improvement, RouteSolver


def solve_day(
    prepared: DayProblem,
    solver: RouteSolver,
    seconds: float,
    on_improvement: Callable[[Improvement], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Plan, tuple[Violation, ...]]:
    """Solve a day and check the plan, beginning with the sound routes of the standing plan; it never gets dearer.

    No database is held meanwhile.
    """
    plan = solver.solve(prepared.problem, seconds, on_improvement, should_stop, _sound(prepared))
    return plan, check(plan, prepared.problem)


# a first plan of a full day is there in a fifth of that
FREED_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Freed:
    """Stops that another plan of the day serves on top of all that stand, and the seconds of work it takes more."""

    visits: frozenset[str] = frozenset()
    more_s: int = 0


def freed(
    prepared: DayProblem, solver: RouteSolver, seconds: float, should_stop: Callable[[], bool] | None = None
) -> Freed:
    """Plan the day anew beside what stands, and return what finds a place then. Takes up to `seconds`."""
    plan, violations = solve_day(prepared, solver, seconds, should_stop=should_stop)
    served = {stop.visit for route in plan.routes for stop in route.stops}
    standing = {stop.visit for route in prepared.standing.routes for stop in route.stops}
    if violations or not served >= standing:
        return Freed()
    return Freed(frozenset(served - standing), _works(plan) - _works(prepared.standing))


def _works(plan: Plan) -> int:
    return sum(route.finish_s - route.start_s for route in plan.routes if route.stops)


def _sound(prepared: DayProblem) -> Plan:
    problem, standing = prepared.problem, prepared.standing
    kept = tuple(
        route
        for route in standing.routes
        if not any(check_route(problem, problem.vehicle[route.vehicle], standing.sequences[route.vehicle], route))
    )
    return Plan(kept, (), standing.solver, standing.estimate)


def why_unrouted(prepared: DayProblem, sequences: Mapping[tuple[int, int], Sequence[int]]) -> dict[int, str]:
    """Return the binding reason of each order without a route. `sequences` gives order ids per shift and departure."""
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
