"""Generated VROOM problems that use everything its API has, small enough to be solved well in a moment."""

import random
from typing import Any

TYPES = ("bike", "van", "truck")
Problem = dict[str, Any]


def rich_problem(seed: int) -> Problem:
    """Return 6 to 30 places with jobs, shipments, two windows, skills, priorities, times per type, limits, costs and
    breaks that need an emptier van; often more than its vehicles can do.
    """
    dice = random.Random(seed)
    size = dice.randint(7, 31)
    dimensions = dice.randint(1, 2)
    places = list(range(1, size))
    dice.shuffle(places)
    shipments = [_shipment(dice, number, places, dimensions) for number in range(1, dice.randint(0, size // 4) + 1)]
    jobs = [_job(dice, number, place, dimensions) for number, place in enumerate(places, 1)]
    vehicles = [_vehicle(dice, number, dimensions) for number in range(1, dice.randint(1, 4) + 1)]
    return {"jobs": jobs, "shipments": shipments, "vehicles": vehicles, "matrices": {"car": _tables(dice, size)}}


def _tables(dice: random.Random, size: int) -> Problem:
    spots = [(dice.uniform(0, 10_000), dice.uniform(0, 10_000)) for _ in range(size)]
    metres = [[int(1.3 * ((a - c) ** 2 + (b - d) ** 2) ** 0.5) for c, d in spots] for a, b in spots]
    seconds = [[int(way / dice.uniform(7, 11)) for way in row] for row in metres]
    return {"durations": seconds, "distances": metres}


def _shipment(dice: random.Random, number: int, places: list[int], dimensions: int) -> Problem:
    halves = {half: _served(dice, number, places.pop()) for half in ("pickup", "delivery")}
    shipment = {"amount": [dice.randint(1, 3) for _ in range(dimensions)], **halves}
    return shipment | ({"priority": dice.randint(0, 20)} if dice.random() < 0.3 else {})


def _job(dice: random.Random, number: int, place: int, dimensions: int) -> Problem:
    job = _served(dice, number, place)
    job[dice.choice(("delivery", "delivery", "pickup"))] = [dice.randint(1, 4) for _ in range(dimensions)]
    if dice.random() < 0.3:
        job["priority"] = dice.randint(0, 50)
    if dice.random() < 0.2:
        job["skills"] = [dice.randint(1, 2)]
    return job


def _served(dice: random.Random, number: int, place: int) -> Problem:
    entry: Problem = {"id": number, "location_index": place, "service": dice.choice((0, 120, 300))}
    if dice.random() < 0.5:
        entry["setup"] = dice.choice((60, 180))
    if dice.random() < 0.4:
        entry["service_per_type"] = {kind: dice.choice((30, 240, 600)) for kind in dice.sample(TYPES, 2)}
    if dice.random() < 0.3:
        entry["setup_per_type"] = {dice.choice(TYPES): dice.choice((10, 400))}
    if dice.random() < 0.5:
        opens = dice.randrange(0, 20_000)
        entry["time_windows"] = [[opens, opens + dice.choice((1800, 3600, 7200))]]
        if dice.random() < 0.3:
            entry["time_windows"].append([opens + 10_000, opens + 12_000])
    return entry


def _vehicle(dice: random.Random, number: int, dimensions: int) -> Problem:
    entry: Problem = {
        "id": number,
        "start_index": 0,
        "end_index": 0,
        "type": dice.choice(TYPES),
        "capacity": [dice.randint(6, 16) for _ in range(dimensions)],
        "time_window": [dice.randrange(0, 4000), dice.randint(15_000, 30_000)],
        "skills": [skill for skill in (1, 2) if dice.random() < 0.6],
    }
    for name, share, least, most in (
        ("max_travel_time", 0.4, 3000, 9000), ("max_distance", 0.4, 25_000, 80_000), ("max_tasks", 0.3, 3, 10),
    ):  # fmt: skip
        if dice.random() < share:
            entry[name] = dice.randint(least, most)
    if dice.random() < 0.3:
        entry["speed_factor"] = dice.choice((0.8, 1.25))
    if dice.random() < 0.5:
        entry["costs"] = {
            "fixed": dice.choice((0, 500)),
            "per_hour": dice.choice((3600, 1200, 20)),
            "per_km": dice.choice((0, 50, 120)),
            "per_task_hour": dice.choice((0, 0, 900)),
        }
    if dice.random() < 0.5:
        opens = dice.randrange(4000, 10_000)
        rest = {"id": 1, "service": dice.choice((600, 1800)), "time_windows": [[opens, opens + 4000]]}
        entry["breaks"] = [
            rest | ({"max_load": [dice.randint(2, 8) for _ in range(dimensions)]} if dice.random() < 0.5 else {})
        ]
    if dice.random() < 0.2:
        del entry["end_index"]
    return entry
