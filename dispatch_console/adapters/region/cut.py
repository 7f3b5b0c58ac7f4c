"""The part of an extract that lies around some places: a country's file for a town's vans."""

import math
from collections.abc import Sequence
from pathlib import Path

import osmium

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.values import Coordinate

Bounds = tuple[float, float, float, float]
METRES_PER_DEGREE = 111_195.0
KEPT_RELATIONS = frozenset(("multipolygon", "boundary", "restriction"))


def around(place: Coordinate, reach_m: float) -> Bounds:
    """Return west, south, east, north of a square around a place."""
    north = reach_m / METRES_PER_DEGREE
    east = north / max(0.01, math.cos(math.radians(place.lat)))
    return place.lon - east, place.lat - north, place.lon + east, place.lat + north


def whole(squares: Sequence[Bounds]) -> Bounds:
    """Return the rectangle that holds them all."""
    west, south, east, north = zip(*squares, strict=True)
    return min(west), min(south), max(east), max(north)


def cut(extract: Path, target: Path, squares: Sequence[Bounds]) -> None:
    """Write what touches one of the squares, ways and areas whole. Memory: one bit per node.

    Errors: BadInput `region.broken`, `region.not_osm`.
    """
    inside, ways = osmium.IdTracker(), osmium.IdTracker()
    try:
        with osmium.BackReferenceWriter(str(target), str(extract), remove_tags=False) as writer:
            for element in osmium.FileProcessor(str(extract)):
                if isinstance(element, osmium.osm.Node):
                    lon, lat = element.location.lon, element.location.lat
                    if any(west <= lon <= east and south <= lat <= north for west, south, east, north in squares):
                        inside.add_node(element.id)
                        if element.tags:
                            writer.add_node(element)
                elif isinstance(element, osmium.osm.Way):
                    if inside.contains_any_references(element):
                        ways.add_way(element.id)
                        writer.add_way(element)
                elif element.tags.get("type") in KEPT_RELATIONS and ways.contains_any_references(element):
                    writer.add_relation(element)
    except RuntimeError as error:
        raise BadInput("region.broken", file=extract.name, reason=str(error)) from error
