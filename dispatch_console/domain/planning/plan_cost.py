"""Cost of a plan in seconds of work: the one measure by which solvers, screens and prices compare."""

from dispatch_console.domain.planning.problem import Plan, PlannedRoute, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.planning.timetable import serving


def plan_cost(problem: PlanningProblem, plan: Plan) -> int:
    """Return the cost of all routes, of stops left out, and of stops that changed their departure."""
    routes = sum(route_cost(problem, route) for route in plan.routes)
    return routes + sum(unplanned_price(problem, problem.visit[key]) for key in plan.unplanned if key in problem.visit)


def route_cost(problem: PlanningProblem, route: PlannedRoute) -> int:
    """Return the cost of one route; 0 where the van stays in."""
    if not route.stops:
        return 0
    vehicle, prices = problem.vehicle[route.vehicle], problem.prices
    works = route.finish_s - route.start_s
    cost = driving_price(problem, vehicle, route) + work_price(problem, vehicle, works)
    cost += vehicle.fixed_s + (0 if problem.balance else prices.van)
    cost += prices.overtime * max(0, route.finish_s - vehicle.end_s)
    if problem.stability_s:
        moved = [stop for stop in route.stops if problem.before.get(stop.visit, vehicle.key) != vehicle.key]
        cost += problem.stability_s * len(moved)
    return cost


def driving_price(problem: PlanningProblem, vehicle: Vehicle, route: PlannedRoute) -> int:
    """Return what the drives of a route cost, and its stops where a van has rates of its own."""
    rates = vehicle.rates
    if rates is None:
        return problem.prices.driving * route.driving_s
    visits = [problem.visit[stop.visit] for stop in route.stops]
    served = sum(serving(visits, at, vehicle) for at in range(len(visits))) if rates.task else 0
    return rates.driving * route.driving_s + rates.metre * route.distance_m + rates.task * served


def unplanned_price(problem: PlanningProblem, visit: Visit) -> int:
    """Return the price of leaving a stop out."""
    if visit.left_out_s is not None:
        return visit.left_out_s
    return problem.prices.unplanned + problem.prices.priority * visit.priority


def work_price(problem: PlanningProblem, vehicle: Vehicle, works_s: int) -> int:
    """Return the price of some seconds of work."""
    return problem.prices.working * works_s + uneven_price(problem, vehicle, works_s)


def uneven_price(problem: PlanningProblem, vehicle: Vehicle, works_s: int) -> int:
    """Return what some seconds of work cost more where work is to be spread: each second more than the one before."""
    return problem.prices.uneven * works_s * works_s // (2 * full_day(vehicle)) if problem.balance else 0


def full_day(vehicle: Vehicle) -> int:
    """Return the most seconds that a departure is away, without overtime."""
    return max(1, vehicle.end_s - vehicle.start_s)
