"""Solomon's and VRPLIB's files as planning problems.

Costs are distances only: with time windows Euclid cut off to tenths (the DIMACS convention, everything here in
tenths), without windows TSPLIB's EUC_2D, rounded to wholes.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vrplib

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.euclid import TENTHS, WHOLES, Euclid
from dispatch_console.domain.planning import Matrix, Plan, PlanningProblem, Prices, Vehicle, Visit

FOREVER = 1_000_000_000
# vans beyond what the loads need, where the file leaves their number open
MORE_VANS = 1.15


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`scale`: cost units per distance of the file."""

    problem: PlanningProblem
    scale: int

    def cost(self, plan: Plan) -> float:
        """Distance driven, in the file's unit."""
        total = sum(route.distance_m for route in plan.routes)
        return total / self.scale if self.scale > 1 else total


def read(file: Path, kind: str) -> Benchmark:
    """`kind` is `solomon` or `vrplib`; a visit's key is its number in the file. Errors: BadInput `solve.file`."""
    try:
        if kind == "solomon":
            data = vrplib.read_instance(file, instance_format="solomon", compute_edge_weights=False)
        else:
            data = vrplib.read_instance(file, compute_edge_weights=False)
        return _problem(data)
    except OSError as error:
        raise BadInput("solve.file", file=file.name, kind=kind, detail=error.strerror) from error
    except (KeyError, ValueError, IndexError, TypeError, RuntimeError) as error:
        raise BadInput("solve.file", file=file.name, kind=kind, detail=str(error)) from error


def _problem(data: dict[str, Any]) -> Benchmark:
    windows = data.get("time_window")
    scale = TENTHS if windows is not None else WHOLES
    demand = [int(number) for number in data["demand"]]
    count = len(demand)
    service = _numbers(data.get("service_time", 0), count, scale)
    service[0] = 0
    table = _table(data, scale)
    spans = [(0, FOREVER)] * count if windows is None else [(int(a) * scale, int(b) * scale) for a, b in windows]
    capacity = int(data["capacity"])
    vans = int(data.get("vehicles") or max(1, sum(demand) / capacity * MORE_VANS + 8))
    visits = tuple(
        Visit(str(number), number, (spans[number],) if windows is not None else (), service[number], (demand[number],))
        for number in range(1, count)
    )
    longest = data.get("distance")
    vehicles = tuple(
        Vehicle(f"{number}", f"{number}", 0, 0, *spans[0], (capacity,),
                max_duration_s=int(longest * scale) if longest else None)
        for number in range(1, vans + 1)
    )  # fmt: skip
    prices = Prices(driving=1, working=0, overtime=0, uneven=0, van=0, unplanned=10_000_000, priority=0)
    problem = PlanningProblem(visits, vehicles, Matrix(table, table, estimate=False), balance=False, prices=prices)
    return Benchmark(problem, scale)


def _numbers(given: Any, count: int, scale: int) -> list[int]:
    try:
        return [int(number) * scale for number in given]
    except TypeError:
        return [int(given) * scale] * count


def _table(data: dict[str, Any], scale: int) -> Sequence[Sequence[int]]:
    if data.get("edge_weight_type", "EUC_2D") == "EXPLICIT":
        return tuple(array("i", [int(number) * scale for number in row]) for row in data["edge_weight"])
    if data.get("edge_weight_type", "EUC_2D") != "EUC_2D":
        raise ValueError(f"EDGE_WEIGHT_TYPE {data['edge_weight_type']}")
    return Euclid(tuple((float(x), float(y)) for x, y in data["node_coord"]), scale)
