"""Small problems for the solvers."""

from dataclasses import replace
from typing import Any

from dispatch_console.domain.planning.problem import (
    Matrix,
    PlanningProblem,
    Vehicle,
    Visit,
)

# places along one street, minutes from the depot; a minute is a kilometre
STREET = (0, 10, 20, 30, -10, -20)
MINUTE, HOUR = 60, 3600


def table(unit: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(abs(a - b) * unit for b in STREET) for a in STREET)


MATRIX = Matrix(table(MINUTE), table(1000), estimate=False)
A, B, C, D, E = (
    Visit(key=key, location=place, windows=(), service_s=5 * MINUTE, delivery=(10, 10))
    for place, key in enumerate("abcde", 1)
)
VAN = Vehicle(
    key="V1", route="V", start_location=0, end_location=0, start_s=8 * HOUR, end_s=16 * HOUR, capacity=(100, 100)
)
OTHER = replace(VAN, key="W1", route="W")


def day(*visits: Visit, vans: tuple[Vehicle, ...] = (VAN,), **changes: Any) -> PlanningProblem:
    return PlanningProblem(visits, vans, MATRIX, balance=changes.pop("balance", False), **changes)
