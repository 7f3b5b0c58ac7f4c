"""Why a visit has no place, and what it would cost to give it one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dispatch_console.domain.plan_check import check_route
from dispatch_console.domain.planning import UNREACHABLE, Plan, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.timetable import driving, timetable

# a promise is not moved by more than this without asking the customer for another day
LARGEST_SHIFT_S = 2 * 3600


@dataclass(frozen=True, slots=True)
class Unplanned:
    """The binding reason per visit, and ways out with their price in seconds."""

    visit: str
    reason: str
    ways_out: tuple[tuple[str, int], ...] = ()


def explain_unplanned(problem: PlanningProblem, plan: Plan) -> tuple[Unplanned, ...]:
    """The binding reason per unplanned visit: the first that holds for every vehicle."""
    routes = {key: list(sequence) for key, sequence in plan.sequences.items()}
    return tuple(
        Unplanned(key, _reason(problem, routes, problem.visit[key]), _ways_out(problem, routes, problem.visit[key]))
        for key in plan.unplanned
        if key in problem.visit
    )


def _reason(problem: PlanningProblem, routes: Mapping[str, Sequence[str]], visit: Visit) -> str:
    open_vans = [van for van in problem.vehicles if van.key not in problem.closed]
    if not open_vans:
        return "no_vehicles"
    if all(_out_of_reach(problem, van, visit) for van in open_vans):
        return "unreachable"
    skilled = [van for van in open_vans if visit.skills <= van.skills]
    if not skilled:
        return "no_vehicle_with_skill"
    if problem.bound.get(visit.key) not in (None, *(van.route for van in skilled)):
        return "bound_to_missing_van"
    if not any(_fits(van, (visit,)) for van in skilled):
        return "larger_than_any_van"
    fitting = [van for van in skilled if _breaks_nothing(problem, van, [visit.key])]
    if not fitting:
        return "window_outside_shifts"
    for van in fitting:
        if _fits(van, (*(problem.visit[key] for key in routes.get(van.key, ())), visit)):
            return "no_time_left"
    return "vans_full"


def _out_of_reach(problem: PlanningProblem, van: Vehicle, visit: Visit) -> bool:
    there = driving(problem, van, van.start_location, visit.location)
    return max(there, driving(problem, van, visit.location, van.end_location)) >= UNREACHABLE


def _fits(van: Vehicle, visits: Sequence[Visit]) -> bool:
    for dimension, capacity in enumerate(van.capacity):
        for loads in ([visit.delivery for visit in visits], [visit.pickup for visit in visits]):
            if sum(load[dimension] for load in loads if dimension < len(load)) > capacity:
                return False
    return True


def _breaks_nothing(problem: PlanningProblem, van: Vehicle, keys: Sequence[str]) -> bool:
    whole = [*keys, *(visit.key for visit in problem.visits if visit.after in keys and visit.key not in keys)]
    return not list(check_route(problem, van, whole, timetable(problem, van, whole)))


def _ways_out(
    problem: PlanningProblem, routes: Mapping[str, Sequence[str]], visit: Visit
) -> tuple[tuple[str, int], ...]:
    """The cheapest overtime, and the smallest shift of the promise, that break nothing else."""
    best: dict[str, int] = {}
    free = replace(visit, windows=())
    loose = replace(problem, visits=tuple(free if other.key == visit.key else other for other in problem.visits))
    for van in problem.vehicles:
        held = list(routes.get(van.key, ()))
        if van.key in problem.closed:
            continue
        longer = replace(van, overtime_s=86_400)
        for index in range(len(problem.locked.get(van.key, ())), len(held) + 1):
            keys = [*held[:index], visit.key, *held[index:]]
            route = timetable(problem, longer, keys)
            if not list(check_route(problem, longer, keys, route)):
                _keep(best, "overtime", route.finish_s - van.end_s)
            if visit.windows:
                route = timetable(loose, van, keys)
                start = route.stops[index].start_s
                away = min(max(early - start, start - late, 0) for early, late in visit.windows)
                if 0 < away <= LARGEST_SHIFT_S and not list(check_route(loose, van, keys, route)):
                    _keep(best, "window", away)
    return tuple(sorted(((what, price) for what, price in best.items() if price > 0), key=lambda way: way[1]))


def _keep(best: dict[str, int], what: str, price: int) -> None:
    if what not in best or price < best[what]:
        best[what] = price
