"""All broken constraints of a plan, computed from the problem alone: no solver is believed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dispatch_console.domain.planning import UNREACHABLE, Plan, PlannedRoute, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.timetable import driving, timetable


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken constraint: its code, where, and by how much."""

    code: str
    vehicle: str
    visit: str | None = None
    amount: int = 0


def check(plan: Plan, problem: PlanningProblem) -> tuple[Violation, ...]:
    """Every constraint of every route, and that no visit is lost or doubled."""
    found: list[Violation] = []
    seen: dict[str, str] = {}
    exact: dict[str, PlannedRoute] = {}
    for route in plan.routes:
        vehicle = problem.vehicle.get(route.vehicle)
        if vehicle is None:
            found.append(Violation("vehicle.unknown", route.vehicle))
            continue
        keys = [stop.visit for stop in route.stops]
        for key in keys:
            if key not in problem.visit:
                found.append(Violation("visit.unknown", vehicle.key, key))
            elif key in seen:
                found.append(Violation("visit.twice", vehicle.key, key))
            seen[key] = vehicle.key
        known = [key for key in keys if key in problem.visit]
        # the timetable that the plan says is judged from its own start, the sequence from the earliest one
        exact[vehicle.key] = timetable(problem, vehicle, known, route.start_s)
        found += check_route(problem, vehicle, known, exact[vehicle.key])
        for stop, said in zip(exact[vehicle.key].stops, route.stops, strict=False):
            if said.visit == stop.visit and abs(said.start_s - stop.start_s) > 1:
                found.append(Violation("times.wrong", vehicle.key, stop.visit, said.start_s - stop.start_s))
    for vehicles in problem.departures.values():
        legs = [exact[vehicle.key] for vehicle in vehicles if vehicle.key in exact and exact[vehicle.key].stops]
        for before, then in pairwise(sorted(legs, key=lambda leg: leg.start_s)):
            if then.start_s < before.finish_s:
                found.append(Violation("leaves.before.back", then.vehicle, None, before.finish_s - then.start_s))
    for key in problem.visit:
        if key not in seen and key not in plan.unplanned:
            found.append(Violation("visit.lost", "", key))
    found += _locks(plan, problem, seen)
    return tuple(found)


def check_route(
    problem: PlanningProblem, vehicle: Vehicle, keys: Sequence[str], exact: PlannedRoute
) -> Iterator[Violation]:
    """What one sequence breaks on one departure, given its timetable."""
    visits = [problem.visit[key] for key in keys]
    for stop in exact.stops:
        if stop.window and stop.start_s > stop.window[1]:
            yield Violation("late", vehicle.key, stop.visit, stop.start_s - stop.window[1])
    for rest in exact.breaks:
        if rest.late_s:
            yield Violation("break.late", vehicle.key, None, rest.late_s)
    for visit in visits:
        if not visit.skills <= vehicle.skills:
            yield Violation("skill", vehicle.key, visit.key)
        if problem.bound.get(visit.key, vehicle.route) != vehicle.route:
            yield Violation("bound", vehicle.key, visit.key)
    yield from _loads(vehicle, visits)
    yield from _order(vehicle, visits)
    if not visits:
        return
    places = [vehicle.start_location, *(visit.location for visit in visits), vehicle.end_location]
    for start, end in pairwise(places):
        if driving(problem, start, end) >= UNREACHABLE:
            yield Violation("unreachable", vehicle.key)
    limit = vehicle.end_s + vehicle.overtime_s
    if exact.finish_s > limit:
        yield Violation("overtime", vehicle.key, None, exact.finish_s - limit)
    if vehicle.max_duration_s is not None and exact.finish_s - exact.start_s > vehicle.max_duration_s:
        yield Violation("too.long", vehicle.key, None, exact.finish_s - exact.start_s - vehicle.max_duration_s)
    if vehicle.max_stops is not None and len(visits) > vehicle.max_stops:
        yield Violation("too.many", vehicle.key, None, len(visits) - vehicle.max_stops)


def _loads(vehicle: Vehicle, visits: Sequence[Visit]) -> Iterator[Violation]:
    """Per dimension the largest excess along the way."""
    for dimension, capacity in enumerate(vehicle.capacity):
        board = sum(_of(visit.delivery, dimension) for visit in visits if not visit.after)
        most = board
        for visit in visits:
            board += _of(visit.pickup, dimension) - _of(visit.delivery, dimension)
            most = max(most, board)
        if most > capacity:
            yield Violation("overload", vehicle.key, str(dimension), most - capacity)


def _of(load: Sequence[int], dimension: int) -> int:
    return load[dimension] if dimension < len(load) else 0


def _order(vehicle: Vehicle, visits: Sequence[Visit]) -> Iterator[Violation]:
    """What is brought must have been picked up before, on the same departure."""
    place = {visit.key: index for index, visit in enumerate(visits)}
    brought = {visit.after for visit in visits if visit.after}
    for visit in visits:
        if visit.after and place.get(visit.after, len(visits)) > place[visit.key]:
            yield Violation("before.pickup", vehicle.key, visit.key)
    for key in brought - place.keys():
        yield Violation("pickup.elsewhere", vehicle.key, key)


def _locks(plan: Plan, problem: PlanningProblem, seen: dict[str, str]) -> Iterator[Violation]:
    sequences = plan.sequences
    for vehicle, prefix in problem.locked.items():
        held = sequences.get(vehicle, ())
        if held[: len(prefix)] != prefix:
            yield Violation("lock", vehicle)
        elif vehicle in problem.closed and held != prefix:
            yield Violation("closed", vehicle)
    for vehicle in problem.closed - problem.locked.keys():
        if sequences.get(vehicle):
            yield Violation("closed", vehicle)
    for visit in problem.visits:
        if visit.after and seen.get(visit.after) != seen.get(visit.key):
            yield Violation("pickup.elsewhere", seen.get(visit.key, ""), visit.key)
