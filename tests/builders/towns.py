"""Invented towns of many stops."""

import random

from dispatch_console.domain.geometry.euclid import TENTHS, Euclid
from dispatch_console.domain.planning.problem import Matrix, PlanningProblem, Prices, Vehicle, Visit


def town(stops: int, seed: int = 1) -> PlanningProblem:
    """Return stops with windows anywhere in a square; each van leaves twice."""
    dice = random.Random(seed)
    points = [(dice.uniform(0, 100), dice.uniform(0, 100)) for _ in range(stops + 1)]
    table = Euclid(tuple(points), TENTHS)
    visits = []
    for number in range(1, stops + 1):
        opens = dice.randrange(0, 16_000, 100)
        visits.append(
            Visit(
                key=f"{number}",
                location=number,
                windows=((opens, opens + 4000),),
                service_s=100,
                delivery=(dice.randint(1, 9),),
            )
        )
    vans = [
        Vehicle(
            key=f"{route}-{turn}",
            route=f"{route}",
            start_location=0,
            end_location=0,
            start_s=turn * 10_000,
            end_s=turn * 10_000 + 12_000,
            capacity=(60,),
        )
        for route in range(stops // 12)
        for turn in (0, 1)
    ]
    prices = Prices(working=0, overtime=0, uneven=0, van=0)
    return PlanningProblem(tuple(visits), tuple(vans), Matrix(table, table, False), balance=False, prices=prices)
