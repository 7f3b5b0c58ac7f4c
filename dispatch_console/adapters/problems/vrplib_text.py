"""VRPLIB's files: specifications, then sections. What is not known here would change the problem and is refused."""

from collections.abc import Sequence
from decimal import Decimal

from dispatch_console.adapters.problems import edge_weights, rows
from dispatch_console.adapters.problems.edge_weights import Weights
from dispatch_console.adapters.problems.instance import Instance, Place

TYPES = frozenset(("", "VRP", "CVRP", "DVRP", "DCVRP", "VRPTW", "CVRPTW"))
SPECIFICATIONS = frozenset(
    ("NAME", "COMMENT", "TYPE", "DIMENSION", "CAPACITY", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE",
     "DISPLAY_DATA_TYPE", "VEHICLES", "DISTANCE", "SERVICE_TIME")
)  # fmt: skip
# how many numbers a row has, its own with them; None: read otherwise, or only drawn by others
SECTIONS = {
    "NODE_COORD": 3, "DEMAND": 2, "TIME_WINDOW": 3, "SERVICE_TIME": 2, "DEPOT": None, "EDGE_WEIGHT": None,
    "DISPLAY_DATA": None,
}  # fmt: skip


def read(text: str) -> Instance:
    """Return what the file says. Errors: ValueError with the place."""
    given, sections = _grouped(text)
    _require_known(given, sections)
    read_ = {name: rows.in_order(sections[name], f"{name}_SECTION", width, 1)
             for name, width in SECTIONS.items() if width and name in sections}  # fmt: skip
    if "DEMAND" not in read_ or "CAPACITY" not in given:
        raise ValueError(f"{'CAPACITY' if 'DEMAND' in read_ else 'DEMAND_SECTION'} is missing")
    count = int(given.get("DIMENSION", len(read_["DEMAND"])))
    for name, section in read_.items():
        if len(section) != count:
            raise ValueError(f"{name} has {len(section)} rows, not {count}")
    everywhere = rows.number(given["SERVICE_TIME"], "SERVICE_TIME") if "SERVICE_TIME" in given else Decimal()
    windows = read_.get("TIME_WINDOW")
    services = read_.get("SERVICE_TIME")
    places = [
        Place(
            demand=read_["DEMAND"][at][0],
            service=Decimal() if at == 0 else services[at][0] if services else everywhere,
            window=(windows[at][0], windows[at][1]) if windows else None,
        )
        for at in range(count)
    ]
    return Instance(
        places=places,
        capacity=rows.number(given["CAPACITY"], "CAPACITY"),
        weights=_weights(given, sections, read_.get("NODE_COORD", ()), count),
        vehicles=int(given["VEHICLES"]) if "VEHICLES" in given else None,
        longest=rows.number(given["DISTANCE"], "DISTANCE") if "DISTANCE" in given else None,
    )


def _grouped(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the specifications, and the rows of the sections. Errors: ValueError."""
    given: dict[str, str] = {}
    sections: dict[str, list[str]] = {}
    rows_of: list[str] | None = None
    for line in rows.lines_of(text):
        name = line.strip(" :").upper()
        if name == "EOF":
            break
        if name.endswith("_SECTION"):
            name = name.removesuffix("_SECTION")
            if name in sections:
                raise ValueError(f"{name}_SECTION stands twice")
            rows_of = sections[name] = []
        elif ":" in line:
            key, _, value = line.partition(":")
            if key.strip().upper() in given:
                raise ValueError(f"{key.strip()} stands twice")
            given[key.strip().upper()] = value.strip()
            rows_of = None
        elif rows_of is None:
            raise ValueError(f"{line!r} is neither `KEY : VALUE` nor a row of a section")
        else:
            rows_of.append(line)
    return given, sections


def _require_known(given: dict[str, str], sections: dict[str, list[str]]) -> None:
    """Require that every key is known here, and that the depot is the first place. Errors: ValueError."""
    for names, known in ((given, SPECIFICATIONS), (sections, SECTIONS)):
        for name in names:
            if name not in known:
                raise ValueError(f"{name} is not known")
    both = sections.keys() & given.keys()
    if both:
        raise ValueError(f"{min(both)} stands twice")
    if given.get("TYPE", "").upper() not in TYPES:
        raise ValueError(f"TYPE {given['TYPE']} is not known")
    depots = [cell for line in sections.get("DEPOT", ["1"]) for cell in line.split() if cell != "-1"]
    if depots != ["1"]:
        raise ValueError(f"the depot must be the first place and the only one, not {', '.join(depots)}")


def _weights(
    given: dict[str, str], sections: dict[str, list[str]], coordinates: Sequence[Sequence[Decimal]], count: int
) -> Weights:
    kind = given.get("EDGE_WEIGHT_TYPE", "EUC_2D").upper()
    if kind != "EXPLICIT":
        if "EDGE_WEIGHT" in sections:
            raise ValueError(f"EDGE_WEIGHT_TYPE is {kind}, and an EDGE_WEIGHT_SECTION stands beside it")
        return Weights(kind, [(float(x), float(y)) for x, y in coordinates])
    cells = [
        rows.number(cell, f"EDGE_WEIGHT_SECTION, row {at}")
        for at, line in enumerate(sections.get("EDGE_WEIGHT", ()), 1)
        for cell in line.split()
    ]
    if min(cells, default=Decimal()) < 0:
        raise ValueError(f"EDGE_WEIGHT_SECTION holds {min(cells)}")
    form = given.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX").upper()
    return Weights(kind, rows=edge_weights.whole_table(cells, form, count))
