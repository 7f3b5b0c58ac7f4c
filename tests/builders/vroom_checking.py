"""Checks an answer in VROOM's format against its problem, with nothing of the program: what an answer may not do."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Entry = Mapping[str, Any]


def faults(problem: Entry, answer: Entry) -> list[str]:
    """Return what is wrong with an answer, in words."""
    vehicles = {vehicle["id"]: vehicle for vehicle in problem["vehicles"]}
    entries = _entries(problem)
    found: list[str] = []
    seen = [(task["type"], task["id"]) for task in answer["unassigned"]]
    for route in answer["routes"]:
        found += [f"vehicle {route['vehicle']}: {fault}" for fault in _route(problem, entries, vehicles, route)]
        seen += [(step["type"], step["id"]) for step in route["steps"] if (step["type"], step.get("id")) in entries]
    if sorted(seen) != sorted(entries):
        found.append("tasks are lost or done twice")
    return found


def left_out(problem: Entry, answer: Entry) -> tuple[int, int]:
    """Return the priorities of what is left out, added up, and how many tasks that are."""
    entries = _entries(problem)
    unassigned = [(task["type"], task["id"]) for task in answer["unassigned"]]
    return sum(entries[task][1].get("priority", 0) for task in unassigned), len(unassigned)


def _entries(problem: Entry) -> dict[tuple[str, int], tuple[Entry, Entry]]:
    """Return per task its place and times, and what carries its amounts, skills and priority."""
    entries = {("job", job["id"]): (job, job) for job in problem["jobs"]}
    for shipment in problem["shipments"]:
        for half in ("pickup", "delivery"):
            entries[half, shipment[half]["id"]] = shipment[half], shipment
    return entries


def _route(
    problem: Entry, entries: Mapping[tuple[str, int], tuple[Entry, Entry]], vehicles: Mapping[int, Entry], route: Entry
) -> Iterator[str]:
    vehicle, steps = vehicles[route["vehicle"]], route["steps"]
    tables = problem["matrices"]["car"]
    done = [entries[step["type"], step["id"]] for step in steps if (step["type"], step.get("id")) in entries]
    load = [sum(of.get("delivery", [0] * 9)[at] for entry, of in done if entry is of) for at in range(_width(vehicle))]
    clock, place, driven, metres, busy = steps[0]["arrival"], vehicle["start_index"], 0, 0, 0
    open_shipments: set[int] = set()
    for before, step in pairwise([steps[0], *steps]):
        there = step.get("location_index", place)
        driven += _seconds(vehicle, tables, place, there)
        metres += tables["distances"][place][there]
        begins = step["arrival"] + step["waiting_time"]
        if step["arrival"] < clock + step["duration"] - before["duration"]:
            yield f"{step['type']} {step.get('id')} begins before the van can be there"
        if step["duration"] != driven and step["type"] != "break":
            yield f"{step['type']} {step.get('id')} after {step['duration']} s of driving, not {driven}"
        if step["type"] == "break":
            rest = next(rest for rest in vehicle["breaks"] if rest["id"] == step["id"])
            yield from _inside(rest, begins, step)
            if step["service"] != rest["service"]:
                yield "a break that is too short"
            if any(held > most for held, most in zip(load, rest.get("max_load", load), strict=True)):
                yield f"a break with {load} on board"
        elif step["type"] not in ("start", "end"):
            entry, of = entries[step["type"], step["id"]]
            yield from _inside(entry, begins, step)
            setup = _by_type(entry, "setup", vehicle) if there != place else 0
            if (step["setup"], step["service"]) != (setup, _by_type(entry, "service", vehicle)):
                yield f"{step['type']} {step['id']} takes {step['setup']} and {step['service']} s"
            if not set(of.get("skills", ())) <= set(vehicle["skills"]):
                yield f"{step['type']} {step['id']} needs a skill"
            load = _loaded(step["type"], of, load)
            if step["type"] == "pickup":
                open_shipments.add(step["id"])
            if step["type"] == "delivery" and step["id"] not in open_shipments:
                yield f"delivery {step['id']} before its pickup"
            if step["type"] == "delivery":
                open_shipments.discard(step["id"])
        if step["load"] != load:
            yield f"{step['type']} {step.get('id')} leaves with {step['load']} on board, not {load}"
        if any(held > most for held, most in zip(load, vehicle["capacity"], strict=True)):
            yield f"{load} on board"
        clock, place = begins + step["setup"] + step["service"], there
        busy += step["setup"] + step["service"]
    if open_shipments:
        yield "a shipment is not brought"
    yield from _limits(vehicle, route, driven, metres, busy, len(done))


def _limits(vehicle: Entry, route: Entry, driven: int, metres: int, busy: int, tasks: int) -> Iterator[str]:
    steps = route["steps"]
    for name, value in (("max_travel_time", driven), ("max_distance", metres), ("max_tasks", tasks)):
        if value > vehicle.get(name, value):
            yield f"{name}: {value}"
    begins, ends = vehicle["time_window"]
    last = steps[-1]
    back = last["arrival"] + last["waiting_time"] + last["setup"] + last["service"]
    if steps[0]["arrival"] < begins or back > ends:
        yield f"out from {steps[0]['arrival']} to {back}"
    if sum(step["type"] == "break" for step in steps) != len(vehicle.get("breaks", ())):
        yield "a break is missing"
    costs = {"fixed": 0, "per_hour": 3600, "per_km": 0, "per_task_hour": 0} | vehicle.get("costs", {})
    cost = costs["fixed"] + (costs["per_hour"] * driven + costs["per_task_hour"] * busy) / 3600
    cost += costs["per_km"] * metres / 1000
    # each of our whole seconds is rounded where VROOM counts hundredths
    if abs(route["cost"] - cost) > 1:
        yield f"costs {route['cost']}, not {cost:.2f}"


def _seconds(vehicle: Entry, tables: Entry, start: int, end: int) -> int:
    seconds: int = tables["durations"][start][end]
    factor: float = vehicle.get("speed_factor", 1)
    return round(seconds / factor)


def _inside(entry: Entry, begins: int, step: Entry) -> Iterator[str]:
    windows = entry.get("time_windows", [[0, 10**9]])
    if not any(early <= begins <= late for early, late in windows):
        yield f"{step['type']} {step.get('id')} begins at {begins}, not in {windows}"


def _by_type(entry: Entry, name: str, vehicle: Entry) -> int:
    return int(entry.get(f"{name}_per_type", {}).get(vehicle["type"], entry.get(name, 0)))


def _loaded(kind: str, of: Entry, load: Sequence[int]) -> list[int]:
    if kind == "job":
        nothing = [0] * len(load)
        taken, brought = of.get("pickup", nothing), of.get("delivery", nothing)
        return [held + more - less for held, more, less in zip(load, taken, brought, strict=True)]
    sign = 1 if kind == "pickup" else -1
    return [held + sign * amount for held, amount in zip(load, of["amount"], strict=True)]


def _width(vehicle: Entry) -> int:
    return len(vehicle["capacity"])
