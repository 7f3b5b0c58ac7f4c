"""A small town of streets, written as an extract."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium

from dispatch_console.adapters.region import graph_building, road_ways
from dispatch_console.adapters.travel import roads
from dispatch_console.adapters.travel.roads import Roads
from dispatch_console.domain.values import Coordinate
from dispatch_console.region_files.road_graph import RoadGraph

STEP = 0.002


def place(column: float, row: float) -> Coordinate:
    return Coordinate(60 + row * STEP, 24 + column * STEP)


Tags = dict[str, str]
Ways = Sequence[tuple[int, list[int], Tags]]


def town(
    file: Path,
    extra: Ways,
    restriction: str | Tags = "",
    size: int = 4,
    *,
    further: Sequence[str | Tags] = (),
    nodes: Mapping[int, Tags] | None = None,
    spots: Mapping[int, tuple[float, float]] | None = None,
    water: Sequence[tuple[int, ...]] = (),
) -> RoadGraph:
    """Return a grid of `size` by `size` junctions, numbered row * 10 + column, two-way streets.

    `extra` ways replace by id. `restriction` is `no_left_turn 101 11 201`, over a way `no_left_turn 101 w204 201`, with
    more than one way `101,102`; as tags they need a key `members` with the numbers. `further` are more of them. `nodes`
    are tags of nodes; `spots` further ones, by column and row.
    `water` are the outer rings of one lake.
    """
    along, street = range(size), {"highway": "residential"}
    ways = {100 + row: ([row * 10 + column for column in along], street) for row in along}
    ways |= {200 + column: ([row * 10 + column for row in along], street) for column in along}
    ways |= {number: (numbers, tags) for number, numbers, tags in extra}
    places = {row * 10 + column: (float(column), float(row)) for row in along for column in along} | dict(spots or {})
    with osmium.SimpleWriter(str(file)) as writer:
        for number, (column, row) in sorted(places.items()):
            spot, tags = place(column, row), (nodes or {}).get(number, {})
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=(spot.lon, spot.lat), tags=tags))
        for number, (numbers, tags) in sorted(ways.items()):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=[node + 1 for node in numbers], tags=tags))
        for number, written in enumerate((*((restriction,) if restriction else ()), *further)):
            writer.add_relation(_restriction(number + 10, written))
        if water:
            members = [("w", way, "outer") for ring in water for way in ring]
            tags = {"type": "multipolygon", "natural": "water"}
            writer.add_relation(osmium.osm.mutable.Relation(id=2, members=members, tags=tags))
    return graph_building.build(road_ways.read(file))


def _restriction(number: int, written: str | Tags) -> osmium.osm.mutable.Relation:
    tags = dict(written) if isinstance(written, dict) else {"restriction": written.split()[0]}
    starts, via, ends = (tags.pop("members") if isinstance(written, dict) else written.split(" ", 1)[1]).split()
    over = [
        ("w", int(part[1:]), "via") if part.startswith("w") else ("n", int(part) + 1, "via") for part in via.split(",")
    ]
    members = [
        *(("w", int(way), "from") for way in starts.split(",")),
        *over,
        *(("w", int(way), "to") for way in ends.split(",")),
    ]
    return osmium.osm.mutable.Relation(id=number, members=members, tags={"type": "restriction", **tags})


def roads_of(folder: Path, graph: RoadGraph) -> Roads:
    folder.mkdir(exist_ok=True)
    graph.save(folder / roads.GRAPH)
    return Roads(folder)
