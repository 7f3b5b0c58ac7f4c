"""What a plan costs, in seconds of work: the one measure by which solvers, screens and prices compare."""

from collections import Counter
from collections.abc import Mapping

from dispatch_console.domain.planning import Plan, PlannedRoute, PlanningProblem, Visit

# driving between stops, on top of what is spent at them
DRIVING_ON_TOP = 1.2


def plan_cost(problem: PlanningProblem, plan: Plan) -> int:
    """Cost of all routes, of what is left out, and of what changed its departure."""
    fair = fair_shares(problem)
    routes = sum(route_cost(problem, route, fair) for route in plan.routes)
    return routes + sum(unplanned_price(problem, problem.visit[key]) for key in plan.unplanned if key in problem.visit)


def route_cost(problem: PlanningProblem, route: PlannedRoute, fair: Mapping[str, int]) -> int:
    """Cost of one route; nothing where the van stays in."""
    if not route.stops:
        return 0
    vehicle, prices = problem.vehicle[route.vehicle], problem.prices
    works = route.finish_s - route.start_s
    cost = prices.driving * route.driving_s + prices.working * works
    cost += vehicle.fixed_s + (0 if problem.balance else prices.van)
    cost += prices.overtime * max(0, route.finish_s - vehicle.end_s)
    if problem.balance:
        cost += prices.unfair * max(0, works - fair[vehicle.key])
    if problem.stability_s:
        moved = [stop for stop in route.stops if problem.before.get(stop.visit, vehicle.key) != vehicle.key]
        cost += problem.stability_s * len(moved)
    return cost


def unplanned_price(problem: PlanningProblem, visit: Visit) -> int:
    """Price of leaving a stop out."""
    if visit.left_out_s is not None:
        return visit.left_out_s
    return problem.prices.unplanned + problem.prices.priority * visit.priority


def fair_shares(problem: PlanningProblem) -> dict[str, int]:
    """What each departure would work if the service of the stops that fall into its hours were spread evenly."""
    hours = Counter((van.start_s, van.end_s) for van in problem.vehicles)
    shares = {}
    for (start, end), vans in hours.items():
        fitting = [
            visit.service_s
            for visit in problem.visits
            if not visit.windows or any(start < late and early < end for early, late in visit.windows)
        ]
        shares[start, end] = int(sum(fitting) / vans * DRIVING_ON_TOP)
    return {van.key: shares[van.start_s, van.end_s] for van in problem.vehicles}
