"""The keys of a VROOM problem (API 1.15). Any other key is refused by name, because it would be ignored."""

from collections.abc import Iterable, Mapping
from typing import Any

from dispatch_console.domain.errors import BadInput

_PLACED = frozenset(("id", "description", "location", "location_index"))
_SERVED = _PLACED | {"setup", "service", "setup_per_type", "service_per_type", "time_windows"}
ROOT = frozenset(("jobs", "shipments", "vehicles", "matrices", "matrix"))
JOB = _SERVED | {"delivery", "pickup", "skills", "priority"}
SHIPMENT = frozenset(("pickup", "delivery", "amount", "skills", "priority"))
HALF = _SERVED
VEHICLE = frozenset(
    ("id", "profile", "description", "start", "start_index", "end", "end_index", "capacity", "costs", "skills", "type",
     "time_window", "breaks", "speed_factor", "max_tasks", "max_travel_time", "max_distance", "steps")
)  # fmt: skip
COSTS = frozenset(("fixed", "per_hour", "per_km", "per_task_hour"))
BREAK = frozenset(("id", "description", "time_windows", "service", "max_load"))
# times at which a step must be served stand here too in VROOM; no plan of ours would keep them
STEP = frozenset(("type", "id", "description"))
TABLES = frozenset(("durations", "distances"))


def require_known(data: Mapping[str, Any]) -> None:
    """Require that every key of the file is one of these. Errors: BadInput `solve.unknown` with its place."""
    _known(data, ROOT, "")
    for at, job in enumerate(data.get("jobs", ())):
        _known(job, JOB, f"jobs[{at}].")
    for at, shipment in enumerate(data.get("shipments", ())):
        _known(shipment, SHIPMENT, f"shipments[{at}].")
        for half in ("pickup", "delivery"):
            _known(shipment.get(half, {}), HALF, f"shipments[{at}].{half}.")
    for at, vehicle in enumerate(data.get("vehicles", ())):
        where = f"vehicles[{at}]."
        _known(vehicle, VEHICLE, where)
        _known(vehicle.get("costs", {}), COSTS, f"{where}costs.")
        for name, known in (("breaks", BREAK), ("steps", STEP)):
            for number, entry in enumerate(vehicle.get(name, ())):
                _known(entry, known, f"{where}{name}[{number}].")
    for name, table in data.get("matrices", {}).items():
        _known(table, TABLES, f"matrices.{name}.")


def _known(given: Iterable[str], known: frozenset[str], where: str) -> None:
    for name in given:
        if name not in known:
            raise BadInput("solve.unknown", what=f"{where}{name}")
