"""VROOM's JSON problems as planning problems (API of VROOM 1.14: jobs, shipments, vehicles, matrices).

What this console's optimiser does not know is refused by name, not ignored.
"""

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.planning import Break, Load, Matrix, Plan, PlanningProblem, Prices, Vehicle, Visit, Window
from dispatch_console.domain.timetable import timetable
from dispatch_console.domain.values import Coordinate

FOREVER = 1_000_000_000
# leaving one task out is worse than any route; a higher priority is worth more than all lower ones of a small problem
UNASSIGNED_PRICE = 10_000_000
UNKNOWN = {
    "vehicle": ("speed_factor", "max_travel_time", "max_distance"),
    "costs": ("per_km", "per_task_hour", "per_task_km"),
    "break": ("max_load",),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a visit was in the file: `job`, `pickup` or `delivery`, its id and place."""

    kind: str
    id: int
    entry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VroomProblem:
    """`tasks` by visit, `vehicles` by key, in the file's words. `offset` was taken off every time."""

    problem: PlanningProblem
    start: Plan | None
    tasks: Mapping[str, Task]
    vehicles: Mapping[str, Mapping[str, Any]]
    offset: int


def read(file: Path, matrix: Callable[[Sequence[Coordinate]], Matrix]) -> VroomProblem:
    """Read a file; `matrix` gives times where the file brings none. Errors: BadInput `solve.file`, `solve.unknown`."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return _Reader(data, matrix).read()
    except OSError as error:
        raise BadInput("solve.file", file=file.name, kind="vroom", detail=error.strerror) from error
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
        detail = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise BadInput("solve.file", file=file.name, kind="vroom", detail=detail) from error


class _Reader:
    def __init__(self, data: Mapping[str, Any], matrix: Callable[[Sequence[Coordinate]], Matrix]) -> None:
        self._data, self._ask = data, matrix
        self._places: dict[tuple[float, float], int] = {}
        self._main = min(self._profiles)
        self._given = self._matrices()
        self._offset = min(
            chain(
                (early for entry in self._entries() for early, _ in entry.get("time_windows", ())),
                (entry["time_window"][0] for entry in data.get("vehicles", ()) if "time_window" in entry),
            ),
            default=0,
        )

    def read(self) -> VroomProblem:
        tasks: dict[str, Task] = {}
        visits = []
        for entry in self._data.get("jobs", ()):
            key = f"job-{entry['id']}"
            tasks[key] = Task("job", entry["id"], entry)
            visits.append(self._visit(key, entry, entry, entry.get("delivery", ()), entry.get("pickup", ())))
        for shipment in self._data.get("shipments", ()):
            amount = shipment.get("amount", ())
            first, second = shipment["pickup"], shipment["delivery"]
            source, target = f"pickup-{first['id']}", f"delivery-{second['id']}"
            tasks[source], tasks[target] = Task("pickup", first["id"], first), Task("delivery", second["id"], second)
            visits.append(self._visit(source, first, shipment, (), amount))
            visits.append(self._visit(target, second, shipment, amount, (), source))
        vehicles = {f"{entry['id']}": entry for entry in self._data["vehicles"]}
        if not vehicles:
            raise ValueError("no vehicles")
        made = tuple(self._vehicle(key, entry) for key, entry in vehicles.items())
        prices = Prices(working=0, overtime=0, uneven=0, van=0, unplanned=UNASSIGNED_PRICE, priority=UNASSIGNED_PRICE)
        problem = PlanningProblem(tuple(visits), made, self._matrix(), balance=False, prices=prices, tables=self._given)
        return VroomProblem(problem, self._start(problem, vehicles, tasks), tasks, vehicles, self._offset)

    def _entries(self) -> list[Mapping[str, Any]]:
        shipments = [shipment[half] for shipment in self._data.get("shipments", ()) for half in ("pickup", "delivery")]
        breaks = [rest for vehicle in self._data.get("vehicles", ()) for rest in vehicle.get("breaks", ())]
        return [*self._data.get("jobs", ()), *shipments, *breaks]

    def _matrices(self) -> dict[str, Matrix]:
        """The tables of the file by profile; none where places are given as coordinates."""
        tables = dict(self._data.get("matrices", {}))
        if not tables and "matrix" in self._data:
            tables = {"car": {"durations": self._data["matrix"]}}
        if not tables:
            return {}
        return {name: self._table(tables[name]) for name in sorted(self._profiles)}

    @property
    def _profiles(self) -> set[str]:
        return {vehicle.get("profile", "car") for vehicle in self._data.get("vehicles", ())} or {"car"}

    def _table(self, table: Mapping[str, Any]) -> Matrix:
        if "costs" in table:
            raise BadInput("solve.unknown", what="matrices.costs")
        durations = tuple(array("i", row) for row in table["durations"])
        if any(len(row) != len(durations) for row in durations):
            raise ValueError("the matrix is not square")
        distances = tuple(array("i", row) for row in table["distances"]) if "distances" in table else durations
        return Matrix(durations, distances, estimate=False)

    def _matrix(self) -> Matrix:
        if self._given:
            return self._given[self._main]
        if len(self._profiles) > 1:
            raise BadInput("solve.unknown", what="several profiles without matrices")
        return self._ask([Coordinate(lat, lon) for lon, lat in self._places])

    def _place(self, entry: Mapping[str, Any], prefix: str = "") -> int | None:
        index = entry.get(f"{prefix}_index" if prefix else "location_index")
        if self._given:
            if index is None:
                return None
            if not 0 <= index < min(len(table.durations) for table in self._given.values()):
                raise ValueError(f"location_index {index} lies outside the matrix")
            return int(index)
        where = entry.get(prefix or "location")
        return None if where is None else self._places.setdefault((float(where[0]), float(where[1])), len(self._places))

    def _windows(self, entry: Mapping[str, Any]) -> tuple[Window, ...]:
        return tuple(
            (int(early) - self._offset, int(late) - self._offset) for early, late in entry.get("time_windows", ())
        )

    def _visit(
        self,
        key: str,
        entry: Mapping[str, Any],
        whole: Mapping[str, Any],
        delivery: Load,
        pickup: Load,
        after: str = "",
    ) -> Visit:
        place = self._place(entry)
        if place is None:
            raise KeyError(f"location of {key}")
        return Visit(
            key,
            place,
            self._windows(entry),
            int(entry.get("service", 0)),
            tuple(map(int, delivery)),
            frozenset(map(str, whole.get("skills", ()))),
            int(whole.get("priority", 0)),
            tuple(map(int, pickup)),
            int(entry.get("setup", 0)),
            after,
        )

    def _vehicle(self, key: str, entry: Mapping[str, Any]) -> Vehicle:
        for name in UNKNOWN["vehicle"]:
            if name in entry and not (name == "speed_factor" and entry[name] == 1):
                raise BadInput("solve.unknown", what=f"vehicles.{name}")
        costs = entry.get("costs", {})
        if any(costs.get(name) for name in UNKNOWN["costs"]) or costs.get("per_hour", 3600) != 3600:
            raise BadInput("solve.unknown", what="vehicles.costs")
        breaks = []
        for rest in entry.get("breaks", ()):
            if any(name in rest for name in UNKNOWN["break"]):
                raise BadInput("solve.unknown", what="breaks.max_load")
            breaks.append(Break(str(rest["id"]), self._windows(rest), int(rest.get("service", 0))))
        early, late = entry.get("time_window", (self._offset, self._offset + FOREVER))
        breaks.sort(key=lambda rest: min(rest.windows, default=(0, 0)))
        return Vehicle(
            key,
            key,
            self._place(entry, "start"),
            self._place(entry, "end"),
            int(early) - self._offset,
            int(late) - self._offset,
            tuple(map(int, entry.get("capacity", ()))),
            frozenset(map(str, entry.get("skills", ()))),
            tuple(breaks),
            max_stops=entry.get("max_tasks"),
            fixed_s=int(costs.get("fixed", 0)),
            times=profile if (profile := entry.get("profile", "car")) != self._main else "",
        )

    def _start(
        self, problem: PlanningProblem, vehicles: Mapping[str, Mapping[str, Any]], tasks: Mapping[str, Task]
    ) -> Plan | None:
        """The `steps` of the vehicles: a plan to begin with."""
        routes = []
        for key, entry in vehicles.items():
            keys = [f"{step['type']}-{step['id']}" for step in entry.get("steps", ()) if "id" in step]
            keys = [step for step in keys if not step.startswith("break-")]
            if any(step not in tasks for step in keys):
                raise ValueError(f"steps of vehicle {key} name an unknown task")
            if keys:
                routes.append(timetable(problem, problem.vehicle[key], keys))
        return Plan(tuple(routes), (), "given", problem.matrix.estimate) if routes else None
