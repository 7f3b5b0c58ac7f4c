"""VROOM's JSON problems as planning problems (API of VROOM 1.15: jobs, shipments, vehicles, matrices).

What this console's optimiser does not know is refused by name, not ignored.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dispatch_console.adapters.problems import vroom_costs, vroom_keys
from dispatch_console.adapters.problems import vroom_fields as checked
from dispatch_console.adapters.problems.vroom_costs import VehicleCosts
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.planning.plan_check import check_route
from dispatch_console.domain.planning.problem import Break, Load, Matrix, Plan, PlanningProblem, Prices, Vehicle, Visit
from dispatch_console.domain.planning.timetable import timetable
from dispatch_console.domain.values import Coordinate

FOREVER = 1_000_000_000
# seconds since 1970 and the like are counted from the first window on
LATE = 500_000_000
# leaving one task out is worse than any route
UNASSIGNED_PRICE = 10_000_000
# metres that a second of driving covers at most, where drives are paid by the metre
FASTEST_M_S = 50


@dataclass(frozen=True, slots=True)
class Task:
    """What a visit was in the file: `job`, `pickup` or `delivery`, its id and place."""

    kind: str
    id: int
    entry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VroomProblem:
    """`tasks` by visit, `vehicles` by key, in the file's words. `offset` was taken off every time.

    `measured`: distances are metres, not the durations again. `costs` by vehicle.
    """

    problem: PlanningProblem
    start: Plan | None
    tasks: Mapping[str, Task]
    vehicles: Mapping[str, Mapping[str, Any]]
    costs: Mapping[str, VehicleCosts]
    offset: int
    measured: bool


def read(file: Path, matrix: Callable[[Sequence[Coordinate]], Matrix]) -> VroomProblem:
    """Read a file; `matrix` gives times where the file brings none. Errors: BadInput `solve.file`, `solve.unknown`."""
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
        if not isinstance(data, dict):
            raise ValueError("it is not a JSON object")
        return _Reader(data, matrix).read()
    except OSError as error:
        raise BadInput("solve.file", file=file.name, kind="vroom", detail=error.strerror) from error
    except (KeyError, ValueError, IndexError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        detail = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise BadInput("solve.file", file=file.name, kind="vroom", detail=detail) from error


class _Reader:
    def __init__(self, data: Mapping[str, Any], matrix: Callable[[Sequence[Coordinate]], Matrix]) -> None:
        self._data, self._ask = data, matrix
        self._jobs, self._shipments, self._vehicles = (
            self._list(name) for name in ("jobs", "shipments", "vehicles")
        )  # fmt: skip
        self._places: dict[tuple[float, float], int] = {}
        self._speeds: dict[str, tuple[str, float]] = {}
        vroom_keys.require_known(data)
        self._main = min(self._profiles)
        self._given = self._matrices()
        self._width = self._dimensions()
        begins = self._begins()
        self._offset = min(begins) if max(begins, default=0) > LATE else 0

    def _list(self, name: str) -> list[Mapping[str, Any]]:
        entries = self._data.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ValueError(f"{name} is not a list of objects")
        return entries

    def read(self) -> VroomProblem:
        tasks: dict[str, Task] = {}
        visits = []
        self._ids_stand_once()
        for at, entry in enumerate(self._jobs):
            key, where = f"job-{entry['id']}", f"jobs[{at}]"
            tasks[key] = Task("job", entry["id"], entry)
            delivery, pickup = (checked.load(entry, name, where, self._width) for name in ("delivery", "pickup"))
            visits.append(self._visit(key, where, entry, entry, delivery, pickup))
        nothing = (0,) * self._width
        for at, shipment in enumerate(self._shipments):
            where = f"shipments[{at}]"
            amount = checked.load(shipment, "amount", where, self._width)
            first, second = shipment["pickup"], shipment["delivery"]
            source, target = f"pickup-{first['id']}", f"delivery-{second['id']}"
            tasks[source], tasks[target] = Task("pickup", first["id"], first), Task("delivery", second["id"], second)
            visits.append(self._visit(source, f"{where}.pickup", first, shipment, nothing, amount))
            visits.append(self._visit(target, f"{where}.delivery", second, shipment, amount, nothing, source))
        if not self._vehicles:
            raise ValueError("no vehicles")
        for dimension in range(self._width):
            if sum(visit.delivery[dimension] + visit.pickup[dimension] for visit in visits) > 2 * checked.MOST:
                raise ValueError(f"the amounts of dimension {dimension} add up to more than {2 * checked.MOST}")
        vehicles = {f"{entry['id']}": entry for entry in self._vehicles}
        departures = tuple(
            self._vehicle(key, f"vehicles[{at}]", entry) for at, (key, entry) in enumerate(vehicles.items())
        )
        main = self._matrix()
        tables = self._tables(main)
        costs = {key: vroom_costs.read(entry, f"vehicles[{at}]") for at, (key, entry) in enumerate(vehicles.items())}
        size = vroom_costs.units(tuple(costs.values()), (main, *tables.values()))
        departures = tuple(_priced(vehicle, costs[vehicle.key], size) for vehicle in departures)
        # one of a priority counts more than all of lower ones, as in VROOM
        dearest = max((van.rates.driving + van.rates.metre * FASTEST_M_S for van in departures if van.rates), default=1)
        unassigned = UNASSIGNED_PRICE * max(1, dearest)
        weight = unassigned * (len(visits) + 1)
        prices = Prices(working=0, overtime=0, uneven=0, van=0, unplanned=unassigned, priority=weight)
        problem = PlanningProblem(tuple(visits), departures, main, balance=False, prices=prices, tables=tables)
        return VroomProblem(
            problem=problem,
            start=self._start(problem, vehicles, tasks),
            tasks=tasks,
            vehicles=vehicles,
            costs=costs,
            offset=self._offset,
            measured=self._measured,
        )

    def _ids_stand_once(self) -> None:
        checked.once((entry["id"] for entry in self._jobs), "jobs")
        for half in ("pickup", "delivery"):
            checked.once((shipment[half]["id"] for shipment in self._shipments), f"shipments.{half}")
        checked.once((entry["id"] for entry in self._vehicles), "vehicles")
        for at, entry in enumerate(self._vehicles):
            checked.once((rest["id"] for rest in entry.get("breaks", ())), f"vehicles[{at}].breaks")

    def _dimensions(self) -> int:
        """Return how many numbers an amount has: as many as the first one."""
        named = [(self._jobs, ("delivery", "pickup")), (self._shipments, ("amount",)), (self._vehicles, ("capacity",))]
        loads = [entry[name] for entries, names in named for entry in entries for name in names if name in entry]
        return len(loads[0]) if loads else 0

    @property
    def _measured(self) -> bool:
        return all(table.distances is not table.durations for table in self._given.values())

    def _begins(self) -> list[int]:
        halves = [shipment[half] for shipment in self._shipments for half in ("pickup", "delivery")]
        rests = [rest for entry in self._vehicles for rest in entry.get("breaks", ())]
        windows = [window for entry in [*self._jobs, *halves, *rests] for window in entry.get("time_windows", ())]
        windows += [entry["time_window"] for entry in self._vehicles if "time_window" in entry]
        return [int(early) for early, _ in windows if isinstance(early, int)]

    def _matrices(self) -> dict[str, Matrix]:
        """Return the tables of the file by profile; none where places are given as coordinates."""
        tables = dict(self._data.get("matrices", {}))
        if not tables and "matrix" in self._data:
            tables = {"car": {"durations": self._data["matrix"]}}
        if not tables:
            return {}
        return {name: self._table(tables[name], f"matrices.{name}") for name in sorted(self._profiles)}

    @property
    def _profiles(self) -> set[str]:
        return {vehicle.get("profile", "car") for vehicle in self._vehicles} or {"car"}

    def _table(self, table: Mapping[str, Any], where: str) -> Matrix:
        size = len(table["durations"])
        durations = checked.table(table["durations"], size, f"{where}.durations")
        distances = durations
        if "distances" in table:
            distances = checked.table(table["distances"], size, f"{where}.distances")
        return Matrix(durations, distances, estimate=False)

    def _matrix(self) -> Matrix:
        if self._given:
            return self._given[self._main]
        if len(self._profiles) > 1:
            raise BadInput("solve.unknown", what="several profiles without matrices")
        return self._ask([Coordinate(lat, lon) for lon, lat in self._places])

    def _place(self, entry: Mapping[str, Any], where: str, prefix: str = "") -> int | None:
        by_index = f"{prefix}_index" if prefix else "location_index"
        index, place = entry.get(by_index), entry.get(prefix or "location")
        if self._given:
            if index is None:
                if place is not None:
                    raise ValueError(f"{where}.{by_index} is missing: the file brings a matrix")
                return None
            size = min(len(table.durations) for table in self._given.values())
            if checked.whole(index, f"{where}.{by_index}") >= size:
                raise ValueError(f"{where}.{by_index} {index} lies outside the matrix")
            return int(index)
        if place is None:
            if index is not None:
                raise ValueError(f"{where}.{by_index} stands for a row of a matrix, and the file brings none")
            return None
        lon, lat = (float(number) for number in place)
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise ValueError(f"{where} lies at {place!r}, which is not [longitude, latitude]")
        return self._places.setdefault((lon, lat), len(self._places))

    def _visit(
        self,
        key: str,
        where: str,
        entry: Mapping[str, Any],
        whole: Mapping[str, Any],
        delivery: Load,
        pickup: Load,
        after: str = "",
    ) -> Visit:
        service, setup = checked.field(entry, "service", where), checked.field(entry, "setup", where)
        place = self._place(entry, where)
        if place is None:
            raise ValueError(f"{where} has no location")
        return Visit(
            key=key,
            location=place,
            windows=checked.windows(entry, where, self._offset),
            service_s=service,
            delivery=delivery,
            skills=frozenset(map(str, whole.get("skills", ()))),
            priority=checked.whole(whole.get("priority", 0), f"{where}.priority", 100),
            pickup=pickup,
            setup_s=setup,
            after=after,
            by_kind=checked.by_type(entry, where, setup, service),
        )

    def _vehicle(self, key: str, where: str, entry: Mapping[str, Any]) -> Vehicle:
        self._require_distances(entry, where)
        # without hours it may leave at any time since zero
        early, late = -min(self._offset, FOREVER), FOREVER
        if "time_window" in entry:
            early, late = checked.window(entry["time_window"], f"{where}.time_window", self._offset)
        most_tasks, most_driving, most_metres = (
            None if entry.get(name) is None else checked.field(entry, name, where)
            for name in ("max_tasks", "max_travel_time", "max_distance")
        )
        return Vehicle(
            key=key,
            route=key,
            start_location=self._place(entry, where, "start"),
            end_location=self._place(entry, where, "end"),
            start_s=early,
            end_s=late,
            capacity=checked.load(entry, "capacity", where, self._width),
            skills=frozenset(map(str, entry.get("skills", ()))),
            breaks=self._breaks(entry, where),
            max_stops=most_tasks,
            times=self._times(entry, where),
            kind=str(entry.get("type", "")),
            max_driving_s=most_driving,
            max_distance_m=most_metres,
        )

    def _require_distances(self, entry: Mapping[str, Any], where: str) -> None:
        """Require metres where a vehicle is limited or paid by them. Errors: ValueError."""
        by_metres = "max_distance" if "max_distance" in entry else "costs.per_km" if _per_km(entry) else ""
        profile = entry.get("profile", "car")
        table = self._given.get(profile)
        if by_metres and table is not None and table.distances is table.durations:
            raise ValueError(f"matrices.{profile}.distances is missing: {where}.{by_metres} needs it")

    def _times(self, entry: Mapping[str, Any], where: str) -> str:
        """Return the name of the table of a vehicle's profile and speed; empty for the problem's own."""
        profile, factor = entry.get("profile", "car"), checked.factor(entry, "speed_factor", where)
        if factor == 1:
            return "" if profile == self._main else str(profile)
        name = f"{profile} x {factor:g}"
        self._speeds[name] = profile, factor
        return name

    def _tables(self, main: Matrix) -> dict[str, Matrix]:
        """Return the tables of other profiles and other speeds."""
        faster = {
            name: checked.faster(self._given.get(profile, main), factor)
            for name, (profile, factor) in self._speeds.items()
        }
        return self._given | faster

    def _breaks(self, entry: Mapping[str, Any], where: str) -> tuple[Break, ...]:
        breaks = []
        for at, rest in enumerate(entry.get("breaks", ())):
            place = f"{where}.breaks[{at}]"
            most = checked.load(rest, "max_load", place, self._width) if "max_load" in rest else None
            windows = checked.windows(rest, place, self._offset)
            service = checked.field(rest, "service", place)
            breaks.append(Break(f"{rest['id']}", windows, service, always=True, most=most))
        return tuple(sorted(breaks, key=lambda rest: min(rest.windows, default=(0, 0))))

    def _start(
        self, problem: PlanningProblem, vehicles: Mapping[str, Mapping[str, Any]], tasks: Mapping[str, Task]
    ) -> Plan | None:
        """Return the plan to begin with: the `steps` of the vehicles."""
        routes = []
        for key, entry in vehicles.items():
            keys = [f"{step['type']}-{step['id']}" for step in entry.get("steps", ()) if "id" in step]
            keys = [step for step in keys if not step.startswith("break-")]
            if any(step not in tasks for step in keys):
                raise ValueError(f"steps of vehicle {key} name an unknown task")
            if not keys:
                continue
            route = timetable(problem, problem.vehicle[key], keys)
            broken = next(check_route(problem, problem.vehicle[key], keys, route), None)
            if broken:
                raise ValueError(f"the steps of vehicle {key} cannot be driven: {broken.code} at {broken.visit}")
            routes.append(route)
        return Plan(tuple(routes), (), "given", problem.matrix.estimate) if routes else None


def _per_km(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("costs", {}).get("per_km"))


def _priced(vehicle: Vehicle, costs: VehicleCosts, size: int) -> Vehicle:
    """Return the vehicle with its prices. All of its breaks are taken, so what their time costs is fixed."""
    rates = vroom_costs.rates(costs, size)
    breaks = rates.task * sum(rest.duration_s for rest in vehicle.breaks)
    plain = size == 1 and rates == vroom_costs.rates(VehicleCosts(), 1)
    return replace(vehicle, fixed_s=costs.fixed * size + breaks, rates=None if plain else rates)
