"""Water and railways of an extract: lines that nobody walks across from a door to the road beyond."""

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import osmium

from dispatch_console.region_files.road_graph import Floats

# longitudes and latitudes of one line
Wall = tuple["array[float]", "array[float]"]
WATER = frozenset(("water", "bay", "strait"))
RIVERS = frozenset(("river", "canal", "riverbank", "dock"))
RAILS = frozenset(("rail", "light_rail", "narrow_gauge", "subway"))
KEYS = ("natural", "waterway", "railway", "landuse")
# one walks round a garden pond: shorter shores in degrees of latitude, about 60 m, are no wall
LEAST_DEGREES = 0.00055


def shores(extract: Path) -> frozenset[int]:
    """Return the ways that are shores because a relation says so."""
    ways = set()
    for relation in osmium.FileProcessor(str(extract), osmium.osm.RELATION):
        if isinstance(relation, osmium.osm.Relation) and _is_water(dict(relation.tags)):
            ways |= {member.ref for member in relation.members if member.type == "w"}
    return frozenset(ways)


def wall_of(way: osmium.osm.Way, shores: frozenset[int]) -> Wall | None:
    """Return the line of a shore, a river or a railway on the ground; None of any other way."""
    if way.id not in shores and not any(key in way.tags for key in KEYS):
        return None
    tags = dict(way.tags)
    on_ground = tags.get("tunnel", "no") == "no" and tags.get("bridge", "no") == "no" and tags.get("covered") != "yes"
    bars = way.id in shores or _is_water(tags) or tags.get("waterway") in RIVERS or tags.get("railway") in RAILS
    if not bars or not on_ground or tags.get("intermittent") == "yes":
        return None
    inside = [node.location for node in way.nodes if node.location.valid()]
    if len(inside) < 2:
        return None
    lon = array("d", [location.lon for location in inside])
    lat = array("d", [location.lat for location in inside])
    is_pond = lon[0] == lon[-1] and lat[0] == lat[-1] and max(lat) - min(lat) < LEAST_DEGREES > max(lon) - min(lon)
    return None if is_pond else (lon, lat)


def _is_water(tags: dict[str, str]) -> bool:
    if tags.get("natural") in WATER:
        return tags.get("water") not in ("stream", "ditch", "drain", "fountain", "wastewater", "pond")
    return (
        tags.get("natural") == "coastline" or tags.get("landuse") == "reservoir" or tags.get("waterway") == "riverbank"
    )


def joined(walls: Sequence[Wall]) -> Floats:
    """Return all stretches of the lines, n x 4: longitude and latitude of both ends."""
    parts = [
        np.column_stack([np.array(lon[:-1]), np.array(lat[:-1]), np.array(lon[1:]), np.array(lat[1:])])
        for lon, lat in walls
    ]
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros((0, 4), np.float32)
