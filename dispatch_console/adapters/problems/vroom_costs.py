"""What the vehicles of a VROOM problem cost. Costs are counted in units so small that every rate is a whole number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dispatch_console.adapters.problems import vroom_fields as checked
from dispatch_console.domain.planning.problem import UNREACHABLE, Matrix, PlannedRoute, Rates

HOUR_S, KM = 3600, 1000
# in units of an 18,000th of a cost every rate per hour and per kilometre is whole
FINEST = 18_000
# a drive between two places costs at most this many units
MOST_UNITS = 500_000_000


@dataclass(frozen=True, slots=True)
class VehicleCosts:
    """Costs per vehicle, per hour of driving, per kilometre, and per hour of service, setting up and breaks."""

    fixed: int = 0
    per_hour: int = HOUR_S
    per_km: int = 0
    per_task_hour: int = 0

    def of(self, route: PlannedRoute, served_s: int) -> int:
        """Return what a route costs, as VROOM counts: cut off to a whole number. `served_s`: with setups and breaks."""
        hours = self.per_hour * route.driving_s + self.per_task_hour * served_s
        return self.fixed + (hours * KM + self.per_km * route.distance_m * HOUR_S) // (HOUR_S * KM)


def read(entry: Mapping[str, Any], where: str) -> VehicleCosts:
    """Return the costs of a vehicle. Errors: ValueError."""
    costs = entry.get("costs", {})
    names = ("fixed", "per_hour", "per_km", "per_task_hour")
    defaults = (0, HOUR_S, 0, 0)
    given = (checked.field(costs, name, f"{where}.costs", usual) for name, usual in zip(names, defaults, strict=True))
    return VehicleCosts(*given)


def units(costs: Sequence[VehicleCosts], tables: Sequence[Matrix]) -> int:
    """Return how many units a cost of 1 has: as few as make all rates whole, fewer where drives would cost too much."""
    plain = VehicleCosts()
    if all((one.per_hour, one.per_km, one.per_task_hour) == (plain.per_hour, 0, 0) for one in costs):
        return 1
    longest = max((_most(table.durations) for table in tables), default=0)
    farthest = max((_most(table.distances) for table in tables), default=0)
    dearest = max(one.per_hour * longest / HOUR_S + one.per_km * farthest / KM for one in costs)
    sizes = [size for size in range(1, FINEST + 1) if FINEST % size == 0 and size * dearest <= MOST_UNITS] or [1]
    return next((size for size in sizes if all(_is_whole(one, size) for one in costs)), sizes[-1])


def _is_whole(one: VehicleCosts, size: int) -> bool:
    hourly = all(rate * size % HOUR_S == 0 for rate in (one.per_hour, one.per_task_hour))
    return hourly and one.per_km * size % KM == 0


def _most(table: Sequence[Sequence[int]]) -> int:
    return max((cell for row in table for cell in row if cell < UNREACHABLE), default=0)


def rates(one: VehicleCosts, size: int) -> Rates:
    """Return the rates in units; rounded where they are not whole."""
    return Rates(
        driving=round(one.per_hour * size / HOUR_S),
        metre=round(one.per_km * size / KM),
        task=round(one.per_task_hour * size / HOUR_S),
    )
