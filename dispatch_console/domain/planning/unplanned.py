"""Explain why a visit has no place, and what it would cost to give it one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dispatch_console.domain.planning.delivery_zones import is_zone
from dispatch_console.domain.planning.plan_check import check_route
from dispatch_console.domain.planning.plan_cost import plan_cost, unplanned_price
from dispatch_console.domain.planning.pricing import places, resequenced
from dispatch_console.domain.planning.problem import UNREACHABLE, Plan, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.planning.timetable import driving, timetable

# reasons that hold beside the stops that stand: another plan of the day may have a place
BY_WHAT_STANDS = frozenset(("no_time_left", "vans_full"))
# how many of the nearest stops are asked to make room
SWAPPED_WITH = 8
# a promise is not moved by more than this without asking the customer for another day
LARGEST_SHIFT_S = 2 * 3600


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way to serve a stop all the same, and its price in seconds: overtime worked, a promise moved, work on top.

    `vehicle` and `position` say where it would be; where another stop makes room, `moved` names it with its new place.
    """

    what: str
    cost_s: int
    vehicle: str
    position: int
    moved: tuple[str, str, int] | None = None


@dataclass(frozen=True, slots=True)
class Unplanned:
    """The binding reason per visit, and the ways out, cheapest first."""

    visit: str
    reason: str
    ways_out: tuple[WayOut, ...] = ()


def explain_unplanned(problem: PlanningProblem, plan: Plan) -> tuple[Unplanned, ...]:
    """Return the binding reason per unplanned visit with its ways out."""
    reasons = unplanned_reasons(problem, plan)
    return tuple(Unplanned(key, reason, ways_out(problem, plan, problem.visit[key])) for key, reason in reasons.items())


def explain_one(problem: PlanningProblem, plan: Plan, visit: str) -> Unplanned | None:
    """Explain one visit; None for one that has a place."""
    if visit not in plan.unplanned or visit not in problem.visit:
        return None
    wanted = problem.visit[visit]
    return Unplanned(visit, _reason(problem, plan.sequences, wanted), ways_out(problem, plan, wanted))


def unplanned_reasons(problem: PlanningProblem, plan: Plan) -> dict[str, str]:
    """Return the binding reason per unplanned visit: the first that holds for every vehicle.

    `place_free` where none binds: it has only not been given the place.
    """
    left = [problem.visit[key] for key in plan.unplanned if key in problem.visit]
    routes = plan.sequences
    return {
        visit.key: "place_free" if places(problem, plan, visit, most=1) else _reason(problem, routes, visit)
        for visit in left
    }


def _reason(problem: PlanningProblem, routes: Mapping[str, Sequence[str]], visit: Visit) -> str:
    open_vans = [van for van in problem.vehicles if van.key not in problem.closed]
    if not open_vans:
        return "no_vehicles"
    if all(out_of_reach(problem, van, visit.key) for van in open_vans):
        return "unreachable"
    skilled = [van for van in open_vans if visit.skills <= van.skills]
    if not skilled:
        elsewhere = any(all(map(is_zone, visit.skills - van.skills)) for van in open_vans)
        return "no_van_for_zone" if elsewhere else "no_vehicle_with_skill"
    if problem.bound.get(visit.key) not in (None, *(van.route for van in skilled)):
        return "bound_to_missing_van"
    skilled = [van for van in skilled if not out_of_reach(problem, van, visit.key)]
    if not skilled:
        return "closed_to_vans"
    if not any(_fits(van, (visit,)) for van in skilled):
        return "larger_than_any_van"
    reason = "window_outside_shifts"
    for van in skilled:
        if _breaks_nothing(problem, van, [visit.key]):
            if _fits(van, (*(problem.visit[key] for key in routes.get(van.key, ())), visit)):
                return "no_time_left"
            reason = "vans_full"
    return reason


def out_of_reach(problem: PlanningProblem, van: Vehicle, visit: str) -> bool:
    """Return whether no road leads a van to a stop, or none back."""
    location = problem.visit[visit].location
    there = driving(problem, van, van.start_location, location)
    return max(there, driving(problem, van, location, van.end_location)) >= UNREACHABLE


def _fits(van: Vehicle, visits: Sequence[Visit]) -> bool:
    for dimension, capacity in enumerate(van.capacity):
        for loads in ([visit.delivery for visit in visits], [visit.pickup for visit in visits]):
            if sum(load[dimension] for load in loads if dimension < len(load)) > capacity:
                return False
    return True


def _breaks_nothing(problem: PlanningProblem, van: Vehicle, keys: Sequence[str]) -> bool:
    later = [follower for key in keys for follower in problem.followers.get(key, ()) if follower not in keys]
    whole = [*keys, *later]
    return not list(check_route(problem, van, whole, timetable(problem, van, whole)))


def ways_out(problem: PlanningProblem, plan: Plan, visit: Visit) -> tuple[WayOut, ...]:
    """Return the least overtime, the smallest shift of the promise, and the cheapest swap that break nothing else."""
    ways = [*_stretched(problem, plan, visit), *_swaps(problem, plan, visit)]
    best: dict[str, WayOut] = {}
    for way in ways:
        if way.cost_s > 0 and (way.what not in best or way.cost_s < best[way.what].cost_s):
            best[way.what] = way
    return tuple(sorted(best.values(), key=lambda way: way.cost_s))


def _stretched(problem: PlanningProblem, plan: Plan, visit: Visit) -> Iterator[WayOut]:
    """Yield ways in which a van works longer or the promise moves."""
    free = replace(visit, windows=())
    loose = replace(problem, visits=tuple(free if other.key == visit.key else other for other in problem.visits))
    for van in problem.vehicles:
        sequence = list(plan.sequences.get(van.key, ()))
        if van.key in problem.closed:
            continue
        longer = replace(van, overtime_s=86_400)
        for index in range(len(problem.locked.get(van.key, ())), len(sequence) + 1):
            keys = [*sequence[:index], visit.key, *sequence[index:]]
            route = timetable(problem, longer, keys)
            if not list(check_route(problem, longer, keys, route)):
                yield WayOut("overtime", route.finish_s - van.end_s, van.key, index)
            if visit.windows:
                route = timetable(loose, van, keys)
                start = route.stops[index].start_s
                away = min(max(early - start, start - late, 0) for early, late in visit.windows)
                if 0 < away <= LARGEST_SHIFT_S and not list(check_route(loose, van, keys, route)):
                    yield WayOut("window", away, van.key, index)


def _swaps(problem: PlanningProblem, plan: Plan, visit: Visit) -> Iterator[WayOut]:
    """Yield ways in which a near stop makes room and goes to another place."""
    near = [
        (driving(problem, problem.vehicle[key], problem.visit[other].location, visit.location), key, other)
        for key, stops in plan.sequences.items()
        for other in stops
        if key not in problem.closed and other not in problem.bound and other not in problem.locked.get(key, ())
    ]
    for _, key, other in sorted(near)[:SWAPPED_WITH]:
        without = resequenced(problem, plan, {key: [stop for stop in plan.sequences[key] if stop != other]})
        mine = next((place for place in places(problem, without, visit, most=1)), None)
        if mine is None:
            continue
        sequence = list(without.sequences.get(mine.vehicle, ()))
        sequence.insert(mine.position, visit.key)
        after = resequenced(problem, without, {mine.vehicle: sequence})
        theirs = next((place for place in places(problem, after, problem.visit[other], most=1)), None)
        if theirs is not None:
            whole = list(after.sequences.get(theirs.vehicle, ()))
            whole.insert(theirs.position, other)
            done = resequenced(problem, after, {theirs.vehicle: whole})
            cost = plan_cost(problem, done) - plan_cost(problem, plan) + unplanned_price(problem, visit)
            yield WayOut("swap", max(1, cost), mine.vehicle, mine.position, (other, theirs.vehicle, theirs.position))
