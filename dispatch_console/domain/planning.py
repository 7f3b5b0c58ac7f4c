"""The routing problem and its answer as immutable values, and the check that believes no solver.

Times are seconds since the day's start (local midnight of the depot), distances metres, loads (grams, litres).
A `Vehicle` here is one departure of one van: a van that leaves twice is two of them, and the second cannot start
before the first is back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop to be planned: one or more orders at one address. Several windows are alternatives."""

    key: str
    location: int
    windows: tuple[tuple[int, int], ...]
    service_s: int
    weight_g: int = 0
    volume_ml: int = 0
    skills: frozenset[str] = frozenset()
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One departure: van, driver, the interval in which it is away, and what fits."""

    key: str
    route: str
    start_location: int
    end_location: int
    start_s: int
    end_s: int
    weight_g: int
    volume_ml: int
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Square tables over locations: seconds and metres. `estimate` while they are straight lines."""

    durations: tuple[tuple[int, ...], ...]
    distances: tuple[tuple[int, ...], ...]
    estimate: bool


@dataclass(frozen=True, slots=True)
class PlanningProblem:
    """`balance` spreads the work over all vans; without it as few vans as possible go out."""

    visits: tuple[Visit, ...]
    vehicles: tuple[Vehicle, ...]
    matrix: Matrix
    locked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    balance: bool = True


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """Timetable of one stop, seconds since the day's start."""

    visit: str
    arrive_s: int
    start_s: int
    leave_s: int
    distance_m: int
    driving_s: int
    window: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    vehicle: str
    start_s: int
    finish_s: int
    distance_m: int
    driving_s: int
    stops: tuple[PlannedStop, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Sequences per vehicle with their timetable, and what found no place."""

    routes: tuple[PlannedRoute, ...]
    unplanned: tuple[str, ...]
    solver: str
    estimate: bool


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken constraint: its code, where, and by how much."""

    code: str
    vehicle: str
    visit: str | None = None
    amount: int = 0


def timetable(problem: PlanningProblem, vehicle: Vehicle, sequence: Sequence[str]) -> PlannedRoute:
    """Walk a sequence: drive, wait for the window, serve. A late stop is planned late, never dropped.

    The van leaves as late as it can without starting the first service later.
    """
    by_key = {visit.key: visit for visit in problem.visits}
    visits = [by_key[key] for key in sequence]
    clock = vehicle.start_s
    if visits:
        first = visits[0]
        reach = clock + problem.matrix.durations[vehicle.start_location][first.location]
        window = choose_window(first.windows, reach)
        if window and window[0] > reach:
            clock += window[0] - reach
    start, place, stops, distance_sum, driving_sum = clock, vehicle.start_location, [], 0, 0
    for visit in visits:
        driving = problem.matrix.durations[place][visit.location]
        distance = problem.matrix.distances[place][visit.location]
        arrive = clock + driving
        window = choose_window(visit.windows, arrive)
        begin = max(arrive, window[0]) if window else arrive
        clock = begin + visit.service_s
        stops.append(PlannedStop(visit.key, arrive, begin, clock, distance, driving, window))
        place, distance_sum, driving_sum = visit.location, distance_sum + distance, driving_sum + driving
    if stops:
        clock += problem.matrix.durations[place][vehicle.end_location]
        driving_sum += problem.matrix.durations[place][vehicle.end_location]
        distance_sum += problem.matrix.distances[place][vehicle.end_location]
    return PlannedRoute(vehicle.key, start, clock, distance_sum, driving_sum, tuple(stops))


def choose_window(windows: Sequence[tuple[int, int]], arrive: int) -> tuple[int, int] | None:
    """The first alternative that is not over yet; the last one when all are."""
    ordered = sorted(windows)
    return next((window for window in ordered if arrive <= window[1]), ordered[-1] if ordered else None)


def check(plan: Plan, problem: PlanningProblem) -> tuple[Violation, ...]:
    """All broken constraints of a plan, computed from the problem alone."""
    by_visit = {visit.key: visit for visit in problem.visits}
    by_vehicle = {vehicle.key: vehicle for vehicle in problem.vehicles}
    found: list[Violation] = []
    seen: dict[str, str] = {}
    back: dict[str, list[tuple[int, int, str]]] = {}
    for route in plan.routes:
        vehicle = by_vehicle.get(route.vehicle)
        if vehicle is None:
            found.append(Violation("vehicle.unknown", route.vehicle))
            continue
        keys = [stop.visit for stop in route.stops]
        for key in keys:
            if key not in by_visit:
                found.append(Violation("visit.unknown", vehicle.key, key))
            elif key in seen:
                found.append(Violation("visit.twice", vehicle.key, key))
            seen[key] = vehicle.key
        known = [by_visit[key] for key in keys if key in by_visit]
        exact = timetable(problem, vehicle, [visit.key for visit in known])
        for stop, said in zip(exact.stops, route.stops, strict=False):
            if stop.window and stop.start_s > stop.window[1]:
                found.append(Violation("late", vehicle.key, stop.visit, stop.start_s - stop.window[1]))
            if said.visit == stop.visit and abs(said.start_s - stop.start_s) > 1:
                found.append(Violation("times.wrong", vehicle.key, stop.visit, said.start_s - stop.start_s))
        for visit in known:
            if not visit.skills <= vehicle.skills:
                found.append(Violation("skill", vehicle.key, visit.key))
        weight = sum(visit.weight_g for visit in known) - vehicle.weight_g
        volume = sum(visit.volume_ml for visit in known) - vehicle.volume_ml
        if weight > 0:
            found.append(Violation("overweight", vehicle.key, None, weight))
        if volume > 0:
            found.append(Violation("overfull", vehicle.key, None, volume))
        if exact.finish_s > vehicle.end_s and known:
            found.append(Violation("overtime", vehicle.key, None, exact.finish_s - vehicle.end_s))
        if known:
            back.setdefault(vehicle.route, []).append((exact.start_s, exact.finish_s, vehicle.key))
    for legs in back.values():
        legs.sort()
        for (_, finish, _), (start, _, key) in pairwise(legs):
            if start < finish:
                found.append(Violation("leaves.before.back", key, None, finish - start))
    for key in by_visit:
        if key not in seen and key not in plan.unplanned:
            found.append(Violation("visit.lost", "", key))
    for vehicle_key, prefix in problem.locked.items():
        held = tuple(stop.visit for route in plan.routes if route.vehicle == vehicle_key for stop in route.stops)
        if held[: len(prefix)] != prefix:
            found.append(Violation("lock", vehicle_key))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Why a visit has no place, and ways out with their price in seconds."""

    visit: str
    reason: str
    ways_out: tuple[tuple[str, int], ...] = ()


def explain_unplanned(problem: PlanningProblem, plan: Plan) -> tuple[Unplanned, ...]:
    """The binding reason per unplanned visit: the first that holds for every vehicle."""
    answers = []
    by_key = {visit.key: visit for visit in problem.visits}
    routes = {route.vehicle: [stop.visit for stop in route.stops] for route in plan.routes}
    for key in plan.unplanned:
        visit = by_key[key]
        answers.append(Unplanned(key, _reason(problem, routes, visit), _ways_out(problem, routes, visit)))
    return tuple(answers)


def _reason(problem: PlanningProblem, routes: Mapping[str, Sequence[str]], visit: Visit) -> str:
    if not problem.vehicles:
        return "no_vehicles"
    skilled = [vehicle for vehicle in problem.vehicles if visit.skills <= vehicle.skills]
    if not skilled:
        return "no_vehicle_with_skill"
    if all(visit.weight_g > vehicle.weight_g or visit.volume_ml > vehicle.volume_ml for vehicle in skilled):
        return "larger_than_any_van"
    fitting = [vehicle for vehicle in skilled if any(_alone(problem, vehicle, visit))]
    if not fitting:
        return "window_outside_shifts"
    by_key = {other.key: other for other in problem.visits}
    for vehicle in fitting:
        held = [by_key[key] for key in routes.get(vehicle.key, ())]
        if sum(other.weight_g for other in held) + visit.weight_g <= vehicle.weight_g:
            return "no_time_left"
    return "vans_full"


def _alone(problem: PlanningProblem, vehicle: Vehicle, visit: Visit) -> list[bool]:
    route = timetable(problem, vehicle, [visit.key])
    stop = route.stops[0]
    in_time = stop.window is None or stop.start_s <= stop.window[1]
    return [True] if in_time and route.finish_s <= vehicle.end_s else []


def _ways_out(
    problem: PlanningProblem, routes: Mapping[str, Sequence[str]], visit: Visit
) -> tuple[tuple[str, int], ...]:
    """The cheapest overtime insertion that breaks nothing but the shift's end."""
    best: int | None = None
    for vehicle in problem.vehicles:
        if not visit.skills <= vehicle.skills:
            continue
        keys = list(routes.get(vehicle.key, ()))
        for index in range(len(keys) + 1):
            route = timetable(problem, vehicle, [*keys[:index], visit.key, *keys[index:]])
            late = any(stop.window and stop.start_s > stop.window[1] for stop in route.stops)
            over = route.finish_s - vehicle.end_s
            if not late and (best is None or over < best):
                best = over
    return (("overtime", best),) if best is not None and best > 0 else ()
