"""Find all broken constraints of a plan from the problem alone: no solver is believed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dispatch_console.domain.planning.delivery_zones import is_zone
from dispatch_console.domain.planning.problem import UNREACHABLE, Plan, PlannedRoute, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.planning.timetable import break_due, driving, light_enough, on_board, serving


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken constraint: its code, where, and by how much."""

    code: str
    vehicle: str
    visit: str | None = None
    amount: int = 0


def check(plan: Plan, problem: PlanningProblem) -> tuple[Violation, ...]:
    """Return the violations of every route, and visits that are lost or doubled."""
    violations: list[Violation] = []
    seen: dict[str, str] = {}
    for route in plan.routes:
        vehicle = problem.vehicle.get(route.vehicle)
        if vehicle is None:
            violations.append(Violation("vehicle.unknown", route.vehicle))
            continue
        keys = [stop.visit for stop in route.stops]
        for key in keys:
            if key not in problem.visit:
                violations.append(Violation("visit.unknown", vehicle.key, key))
            elif key in seen:
                violations.append(Violation("visit.twice", vehicle.key, key))
            seen[key] = vehicle.key
        if all(key in problem.visit for key in keys):
            violations += check_times(problem, vehicle, route)
            violations += check_route(problem, vehicle, keys, route)
    for vehicles in problem.departures.values():
        numbers = {vehicle.key for vehicle in vehicles}
        legs = sorted((leg for leg in plan.routes if leg.vehicle in numbers and leg.stops), key=lambda leg: leg.start_s)
        for before, then in pairwise(legs):
            if then.start_s < before.finish_s:
                violations.append(Violation("leaves.before.back", then.vehicle, None, before.finish_s - then.start_s))
    for key in problem.visit:
        if key not in seen and key not in plan.unplanned:
            violations.append(Violation("visit.lost", "", key))
    violations += _locks(plan, problem, seen)
    return tuple(violations)


def check_times(problem: PlanningProblem, vehicle: Vehicle, route: PlannedRoute) -> Iterator[Violation]:
    """Return where the times of a route cannot be driven: a stop before the van is there, a break left out or
    doubled.
    """
    if not route.stops:
        return
    if route.start_s < vehicle.start_s:
        yield Violation("leaves.too.early", vehicle.key, None, vehicle.start_s - route.start_s)
    visits = [problem.visit[stop.visit] for stop in route.stops]
    leaves, place = route.start_s, vehicle.start_location
    for at, (stop, visit) in enumerate(zip(route.stops, visits, strict=True)):
        drive = driving(problem, vehicle, place, visit.location)
        yield from _between(vehicle, route, at, leaves, drive, stop.start_s, visit.key)
        if visit.windows and not any(early <= stop.start_s for early, _ in visit.windows):
            yield Violation("early", vehicle.key, visit.key, min(early for early, _ in visit.windows) - stop.start_s)
        short = serving(visits, at, vehicle) - (stop.leave_s - stop.start_s)
        if short > 0:
            yield Violation("times.wrong", vehicle.key, visit.key, short)
        leaves, place = stop.leave_s, visit.location
    drive = driving(problem, vehicle, place, vehicle.end_location)
    yield from _between(vehicle, route, len(visits), leaves, drive, route.finish_s, None)
    taken = [rest.key for rest in route.breaks]
    for rest in vehicle.breaks:
        due = break_due(rest, route.start_s, route.finish_s)
        if taken.count(rest.key) > 1 or (due and rest.key not in taken):
            yield Violation("break.missing", vehicle.key, rest.key)


def _between(
    vehicle: Vehicle, route: PlannedRoute, at: int, leaves: int, drive: int, until: int, visit: str | None
) -> Iterator[Violation]:
    """Check that drive and breaks between two stops fit one after the other."""
    clock, driven = leaves, False
    lasts = {rest.key: rest.duration_s for rest in vehicle.breaks}
    for rest in route.breaks:
        if rest.after_stops != at:
            continue
        if rest.arrived and not driven:
            clock, driven = clock + drive, True
        if rest.start_s < clock or rest.end_s - rest.start_s < lasts.get(rest.key, 0):
            yield Violation("times.wrong", vehicle.key, rest.key, clock - rest.start_s)
        clock = max(clock, rest.end_s)
    clock += 0 if driven else drive
    if clock > until:
        yield Violation("times.wrong", vehicle.key, visit, clock - until)


def check_route(
    problem: PlanningProblem, vehicle: Vehicle, keys: Sequence[str], exact: PlannedRoute
) -> Iterator[Violation]:
    """Return what one sequence breaks on one departure, given its timetable."""
    visits = [problem.visit[key] for key in keys]
    for stop in exact.stops:
        windows = problem.visit[stop.visit].windows
        inside = not windows or any(early <= stop.start_s <= late for early, late in windows)
        if not inside and any(early <= stop.start_s for early, _ in windows):
            over = stop.start_s - max(late for early, late in windows if early <= stop.start_s)
            yield Violation("late", vehicle.key, stop.visit, over)
    owed = {rest.key: rest for rest in vehicle.breaks}
    loads = on_board(visits) if any(rest.most is not None for rest in vehicle.breaks) else ()
    for rest in exact.breaks:
        windows = owed[rest.key].windows if rest.key in owed else ()
        if loads and rest.key in owed and not light_enough(owed[rest.key], loads[rest.after_stops]):
            yield Violation("break.loaded", vehicle.key, rest.key)
        if windows and not any(early <= rest.start_s <= late for early, late in windows):
            yield Violation("break.late", vehicle.key, rest.key, rest.late_s)
    for visit in visits:
        if missing := visit.skills - vehicle.skills:
            yield Violation("zone" if all(map(is_zone, missing)) else "skill", vehicle.key, visit.key)
        if problem.bound.get(visit.key, vehicle.route) != vehicle.route:
            yield Violation("bound", vehicle.key, visit.key)
    yield from _loads(vehicle, visits)
    yield from _order(vehicle, visits)
    if not visits:
        return
    places = [vehicle.start_location, *(visit.location for visit in visits), vehicle.end_location]
    for start, end in pairwise(places):
        if driving(problem, vehicle, start, end) >= UNREACHABLE:
            yield Violation("unreachable", vehicle.key)
    limit = vehicle.end_s + vehicle.overtime_s
    if exact.finish_s > limit:
        yield Violation("overtime", vehicle.key, None, exact.finish_s - limit)
    if vehicle.max_duration_s is not None and exact.finish_s - exact.start_s > vehicle.max_duration_s:
        yield Violation("too.long", vehicle.key, None, exact.finish_s - exact.start_s - vehicle.max_duration_s)
    if vehicle.max_driving_s is not None and exact.driving_s > vehicle.max_driving_s:
        yield Violation("drives.too.long", vehicle.key, None, exact.driving_s - vehicle.max_driving_s)
    if vehicle.max_distance_m is not None and exact.distance_m > vehicle.max_distance_m:
        yield Violation("drives.too.far", vehicle.key, None, exact.distance_m - vehicle.max_distance_m)
    if vehicle.max_stops is not None and len(visits) > vehicle.max_stops:
        yield Violation("too.many", vehicle.key, None, len(visits) - vehicle.max_stops)


def _loads(vehicle: Vehicle, visits: Sequence[Visit]) -> Iterator[Violation]:
    """Return the largest excess along the way, per dimension."""
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
    """Check that what is brought was picked up before, on the same departure."""
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
        sequence = sequences.get(vehicle, ())
        if sequence[: len(prefix)] != prefix:
            yield Violation("lock", vehicle)
        elif vehicle in problem.closed and sequence != prefix:
            yield Violation("closed", vehicle)
    for vehicle in problem.closed - problem.locked.keys():
        if sequences.get(vehicle):
            yield Violation("closed", vehicle)
    for visit in problem.visits:
        if visit.after and seen.get(visit.after) != seen.get(visit.key):
            yield Violation("pickup.elsewhere", seen.get(visit.key, ""), visit.key)
