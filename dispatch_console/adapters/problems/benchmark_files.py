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
from dispatch_console.domain.geometry.euclid import TENTHS, WHOLES, Euclid
from dispatch_console.domain.planning.problem import Matrix, Plan, PlanningProblem, Prices, Vehicle, Visit

FOREVER = 1_000_000_000
# vans beyond what the loads need, where the file leaves their number open
MORE_VANS = 1.15
# sections a file may hold; others would change the problem
KNOWN = frozenset(("node_coord", "demand", "depot", "time_window", "service_time", "edge_weight", "display_data"))


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`scale`: cost units per distance of the file."""

    problem: PlanningProblem
    scale: int

    def cost(self, plan: Plan) -> float:
        """Return the distance driven, in the file's unit."""
        total = sum(route.distance_m for route in plan.routes)
        return total / self.scale if self.scale > 1 else total


def read(file: Path, kind: str) -> Benchmark:
    """Read a benchmark problem.

    `kind` is `solomon` or `vrplib`; a visit's key is its number in the file. Errors: BadInput `solve.file`.
    """
    try:
        if kind == "solomon":
            data = vrplib.read_instance(file, instance_format="solomon", compute_edge_weights=False)
        else:
            data = vrplib.read_instance(file, compute_edge_weights=False)
        return _problem(data)
    except OSError as error:
        raise BadInput("solve.file", file=file.name, kind=kind, detail=error.strerror) from error
    except (KeyError, ValueError, IndexError, TypeError, RuntimeError, OverflowError) as error:
        raise BadInput("solve.file", file=file.name, kind=kind, detail=str(error)) from error


def _problem(data: dict[str, Any]) -> Benchmark:
    _require_known(data)
    windows = data.get("time_window")
    scale = TENTHS if windows is not None else WHOLES
    count = int(data.get("dimension", len(data["demand"])))
    _require_complete(data, count)
    demand = _numbers(data["demand"], count, WHOLES)
    capacity = int(data["capacity"])
    if capacity <= 0 or min(demand) < 0:
        raise ValueError("CAPACITY and demands must not be negative, nor CAPACITY 0")
    service = _numbers(data.get("service_time", 0), count, scale)
    service[0] = 0
    table = _table(data, scale, count)
    spans = [(0, FOREVER)] * count
    if windows is not None:
        begins, ends = (_numbers([pair[side] for pair in windows], count, scale) for side in (0, 1))
        spans = list(zip(begins, ends, strict=True))
    vans = int(data.get("vehicles") or max(1, sum(demand) / capacity * MORE_VANS + 8))
    visits = tuple(
        Visit(
            key=str(number),
            location=number,
            windows=(spans[number],) if windows is not None else (),
            service_s=service[number],
            delivery=(demand[number],),
        )
        for number in range(1, count)
    )
    longest = data.get("distance")
    vehicles = tuple(
        Vehicle(
            key=f"{number}",
            route=f"{number}",
            start_location=0,
            end_location=0,
            start_s=spans[0][0],
            end_s=spans[0][1],
            capacity=(capacity,),
            max_duration_s=int(longest * scale) if longest else None,
        )
        for number in range(1, vans + 1)
    )
    prices = Prices(driving=1, working=0, overtime=0, uneven=0, van=0, unplanned=10_000_000, priority=0)
    problem = PlanningProblem(visits, vehicles, Matrix(table, table, estimate=False), balance=False, prices=prices)
    return Benchmark(problem, scale)


def _require_known(data: dict[str, Any]) -> None:
    """Require that every section is known here and the depot is the first node: others would change the problem.
    Errors: ValueError.
    """
    sections = {name for name, value in data.items() if not isinstance(value, str | int | float)}
    unknown = sorted(sections - KNOWN)
    if unknown:
        raise ValueError(f"{unknown[0].upper()} is not known")
    depots = [int(number) for number in data.get("depot", [0])]
    if depots != [0]:
        names = ", ".join(str(number + 1) for number in depots)
        raise ValueError(f"the depot must be the first place and the only one, not {names}")


def _require_complete(data: dict[str, Any], count: int) -> None:
    for section in ("demand", "node_coord", "time_window"):
        rows = data.get(section)
        if rows is not None and len(rows) != count:
            raise ValueError(f"{section.upper()} has {len(rows)} rows, not {count}")


def _numbers(given: Any, count: int, scale: int) -> list[int]:
    """Return times in whole units of the scale, cut off as the DIMACS convention cuts distances."""
    try:
        numbers = [float(number) for number in given]
    except TypeError:
        numbers = [float(given)] * count
    if len(numbers) != count:
        raise ValueError(f"{len(numbers)} numbers for {count} places")
    # the reader of Solomon's files writes -1 for what it could not read
    if min(numbers, default=0) < 0:
        raise ValueError(f"{min(numbers):g} stands where nothing below 0 can, or a number that is not whole")
    return [int(round(number * scale, 6)) for number in numbers]


def _table(data: dict[str, Any], scale: int, count: int) -> Sequence[Sequence[int]]:
    if data.get("edge_weight_type", "EUC_2D") == "EXPLICIT":
        rows = data["edge_weight"]
        if len(rows) != count or any(len(row) != count for row in rows):
            raise ValueError(f"EDGE_WEIGHT_SECTION is not a table of {count} by {count}")
        return tuple(array("i", [int(number * scale) for number in row]) for row in rows)
    if data.get("edge_weight_type", "EUC_2D") != "EUC_2D":
        raise ValueError(f"EDGE_WEIGHT_TYPE {data['edge_weight_type']}")
    return Euclid(tuple((float(x), float(y)) for x, y in data["node_coord"]), scale)
