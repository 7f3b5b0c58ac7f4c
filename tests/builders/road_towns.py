"""A small town of streets, written as an extract."""

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


def town(
    file: Path, extra: list[tuple[int, list[int], dict[str, str]]], restriction: str = "", size: int = 4
) -> RoadGraph:
    """Return a grid of `size` by `size` junctions, numbered row * 10 + column, two-way streets; `extra` ways replace
    by id.
    """
    along, street = range(size), {"highway": "residential"}
    ways = {100 + row: ([row * 10 + column for column in along], street) for row in along}
    ways |= {200 + column: ([row * 10 + column for row in along], street) for column in along}
    ways |= {number: (nodes, tags) for number, nodes, tags in extra}
    with osmium.SimpleWriter(str(file)) as writer:
        for row in along:
            for column in along:
                spot = place(column, row)
                node = osmium.osm.mutable.Node(id=row * 10 + column + 1, location=(spot.lon, spot.lat))
                writer.add_node(node)
        for number, (nodes, tags) in sorted(ways.items()):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=[node + 1 for node in nodes], tags=tags))
        if restriction:
            kind, start, via, end = restriction.split()
            over = [("w", int(via[1:]), "via")] if via.startswith("w") else [("n", int(via) + 1, "via")]
            members = [("w", int(start), "from"), *over, ("w", int(end), "to")]
            tags = {"type": "restriction", "restriction": kind}
            writer.add_relation(osmium.osm.mutable.Relation(id=1, members=members, tags=tags))
    return graph_building.build(road_ways.read(file))


def roads_of(folder: Path, graph: RoadGraph) -> Roads:
    graph.save(folder / roads.GRAPH)
    return Roads(folder)
