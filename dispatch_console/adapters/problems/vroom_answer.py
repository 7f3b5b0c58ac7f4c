"""A plan in VROOM's answer shape."""

from collections.abc import Mapping, Sequence
from typing import Any

from dispatch_console.adapters.problems.vroom_json import Task, VroomProblem
from dispatch_console.domain.planning.problem import Plan, PlannedBreak, PlannedRoute, PlannedStop, Vehicle
from dispatch_console.domain.planning.timetable import serving


def answer(given: VroomProblem, plan: Plan, milliseconds: int) -> dict[str, Any]:
    """Return the answer in VROOM's format.

    `code` 0 with `summary`, `unassigned` and `routes`.
    """
    routes = [_route(given, route) for route in plan.routes]
    total = {name: sum(route[name] for route in routes) for name in
             ("cost", "setup", "service", "duration", "distance", "waiting_time", "priority")}  # fmt: skip
    loads = {name: _sum([route[name] for route in routes]) for name in ("delivery", "pickup", "amount")}
    return {
        "code": 0,
        "summary": {
            **total,
            **loads,
            "routes": len(routes),
            "unassigned": len(plan.unplanned),
            "violations": [],
            "computing_times": {"loading": 0, "solving": milliseconds, "routing": 0},
        },
        "unassigned": [_named(given.tasks[key]) for key in plan.unplanned],
        "routes": routes,
    }


def _named(task: Task) -> dict[str, Any]:
    return {"id": task.id, "type": task.kind, **_only(task.entry, "location", "location_index", "description")}


def _only(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return only these entries of the file, unchanged."""
    return {name: entry[name] for name in names if name in entry}


def _sum(loads: Sequence[Sequence[int]]) -> list[int]:
    width = max((len(load) for load in loads), default=0)
    return [sum(load[at] for load in loads if at < len(load)) for at in range(width)]


def _route(given: VroomProblem, route: PlannedRoute) -> dict[str, Any]:
    problem = given.problem
    vehicle = problem.vehicle[route.vehicle]
    visits = [problem.visit[stop.visit] for stop in route.stops]
    delivered = _sum([visit.delivery for visit in visits if not visit.after])
    shipped = _sum([visit.delivery for visit in visits if visit.after])
    collected = _sum([visit.pickup for visit in visits])
    served = sum(visit.times(vehicle.kind)[1] for visit in visits)
    setups = sum(serving(visits, at, vehicle) for at in range(len(visits))) - served
    service = served + sum(rest.end_s - rest.start_s for rest in route.breaks)
    waiting = route.finish_s - route.start_s - route.driving_s - service - setups
    return {
        "vehicle": given.vehicles[vehicle.key]["id"],
        "cost": given.costs[vehicle.key].of(route, setups + service),
        "setup": setups,
        "service": service,
        "duration": route.driving_s,
        "distance": route.distance_m,
        "waiting_time": waiting,
        "priority": sum(visit.priority for visit in visits),
        "delivery": _sum([delivered, shipped]),
        "pickup": collected,
        "amount": _sum([delivered, shipped]),
        "steps": _steps(given, vehicle, route, delivered),
        "violations": [],
        **_only(given.vehicles[vehicle.key], "description"),
    }


def _steps(
    given: VroomProblem, vehicle: Vehicle, route: PlannedRoute, delivered: Sequence[int]
) -> list[dict[str, Any]]:
    """Return start, tasks and breaks in their order, and end. `duration` is the driving so far."""
    entry = given.vehicles[vehicle.key]
    width = max(len(vehicle.capacity), len(delivered))
    load = [*delivered, *([0] * (width - len(delivered)))]
    steps: list[dict[str, Any]] = []
    if vehicle.start_location is not None:
        steps.append(_step("start", given, route.start_s, load, driven=0) | _place(entry, "start"))
    driven, clock, metres = 0, route.start_s, 0
    for at, stop in enumerate(route.stops):
        rests = [rest for rest in route.breaks if rest.after_stops == at]
        clock = _rest(given, entry, steps, rests, clock, load, drive_s=stop.driving_s, driven=driven)
        visit = given.problem.visit[stop.visit]
        task = given.tasks[stop.visit]
        driven, metres = driven + stop.driving_s, metres + stop.distance_m
        for dimension in range(width):
            load[dimension] += _of(visit.pickup, dimension) - _of(visit.delivery, dimension)
        service = visit.times(vehicle.kind)[1]
        setup = stop.leave_s - stop.start_s - service
        arrive = _ready(stop, clock)
        step = _step(
            task.kind, given, arrive, load, driven, setup=setup, service=service, waiting=stop.start_s - arrive
        )
        step |= _named(task) | ({"job": task.id} if task.kind == "job" else {})
        steps.append(step | ({"distance": metres} if given.measured else {}))
        clock = stop.leave_s
    rests = [rest for rest in route.breaks if rest.after_stops == len(route.stops)]
    _rest(given, entry, steps, rests, clock, load, drive_s=route.driving_s - driven, driven=driven)
    if vehicle.end_location is not None:
        step = _step("end", given, route.finish_s, load, route.driving_s) | _place(entry, "end")
        steps.append(step | ({"distance": route.distance_m} if given.measured else {}))
    return steps


def _rest(
    given: VroomProblem,
    entry: Mapping[str, Any],
    steps: list[dict[str, Any]],
    rests: Sequence[PlannedBreak],
    clock: int,
    load: Sequence[int],
    *,
    drive_s: int,
    driven: int,
) -> int:
    """Return the breaks between two stops; the drive lies before the first that is taken at the next stop's door."""
    arrived = False
    for rest in rests:
        if rest.arrived and not arrived:
            arrived, clock, driven = True, clock + drive_s, driven + drive_s
        arrive = min(clock, rest.start_s)
        step = _step(
            "break", given, arrive, load, driven, service=rest.end_s - rest.start_s, waiting=rest.start_s - arrive
        )
        source_break = next(one for one in entry["breaks"] if f"{one['id']}" == rest.key)
        steps.append(step | _only(source_break, "id", "description"))
        clock = rest.end_s
    return clock


def _ready(stop: PlannedStop, clock: int) -> int:
    """Return the arrival, or the end of a break taken at the stop's door."""
    return max(stop.arrive_s, clock)


def _step(
    kind: str,
    given: VroomProblem,
    arrive: int,
    load: Sequence[int],
    driven: int,
    *,
    setup: int = 0,
    service: int = 0,
    waiting: int = 0,
) -> dict[str, Any]:
    return {
        "type": kind,
        "setup": setup,
        "service": service,
        "waiting_time": waiting,
        "load": list(load),
        "arrival": arrive + given.offset,
        "duration": driven,
        "violations": [],
    }


def _of(load: Sequence[int], dimension: int) -> int:
    return load[dimension] if dimension < len(load) else 0


def _place(entry: Mapping[str, Any], end: str) -> dict[str, Any]:
    place = {"location": entry[end]} if end in entry else {}
    return place | ({"location_index": entry[f"{end}_index"]} if f"{end}_index" in entry else {})
