"""What of an OpenStreetMap extract is drawn on the street map, read feature by feature."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray
from osmium.geom import WKBFactory
from shapely.geometry.base import BaseGeometry

from dispatch_console.domain.errors import BadInput

STREETS = {
    "motorway": ("major", 6), "trunk": ("major", 7), "primary": ("major", 8), "secondary": ("medium", 10),
    "tertiary": ("medium", 11), "unclassified": ("minor", 12), "residential": ("minor", 12),
    "living_street": ("minor", 13), "pedestrian": ("minor", 13), "service": ("service", 14),
    "footway": ("path", 14), "path": ("path", 14), "cycleway": ("path", 14), "steps": ("path", 14),
    "track": ("path", 14),
}  # fmt: skip
GREEN = {
    "leisure": {"park", "garden", "pitch", "playground", "golf_course", "nature_reserve"},
    "landuse": {"grass", "forest", "cemetery", "meadow", "recreation_ground", "village_green"},
    "natural": {"wood", "scrub", "grassland", "heath"},
}
PLACES = {"city": 5, "town": 8, "suburb": 12, "village": 11, "quarter": 13, "neighbourhood": 14, "hamlet": 13}


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map in Web Mercator, both axes 0 to 1 with the origin in the north-west."""

    layer: str
    shape: BaseGeometry
    properties: dict[str, str]
    least_zoom: int


@dataclass(frozen=True, slots=True)
class ExtractFacts:
    """`bounds` is west, south, east, north in degrees; `date` of the data, empty when the file does not say."""

    bounds: tuple[float, float, float, float] | None
    date: str


def facts(extract: Path) -> ExtractFacts:
    """Return what the file says of itself. Errors: BadInput `region.not_osm`."""
    try:
        with osmium.io.Reader(str(extract)) as reader:
            head = reader.header()
            box = head.box()
            stamp = head.get("osmosis_replication_timestamp") or head.get("timestamp") or ""
    except (RuntimeError, OSError) as error:
        raise BadInput("region.not_osm", file=extract.name) from error
    corners = (box.bottom_left, box.top_right) if box.valid() else None
    bounds = (corners[0].lon, corners[0].lat, corners[1].lon, corners[1].lat) if corners else None
    return ExtractFacts(bounds, stamp[:10])


def features(extract: Path) -> Iterator[Feature]:
    """Yield everything that is drawn, in the file's order. Errors: BadInput `region.broken` in the middle of a bad
    file.
    """
    factory = WKBFactory()
    try:
        for element in osmium.FileProcessor(str(extract)).with_locations().with_areas():
            kind = _kind(element.tags, element.type_str())
            if kind is None:
                continue
            try:
                raw = _geometry(factory, element)
            except (RuntimeError, osmium.InvalidLocationError):
                # a way that the extract's edge cut short
                continue
            layer, properties, zoom = kind
            yield Feature(layer, shapely.transform(shapely.from_wkb(raw), mercator), properties, zoom)
    except (RuntimeError, OSError) as error:
        raise BadInput("region.broken", file=extract.name, reason=str(error)) from error


def _geometry(factory: WKBFactory, element: object) -> str:
    if isinstance(element, osmium.osm.Node):
        return factory.create_point(element)
    if isinstance(element, osmium.osm.Way):
        return factory.create_linestring(element)
    assert isinstance(element, osmium.osm.Area)
    return factory.create_multipolygon(element)


def mercator(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude in columns as places in the unit square."""
    east = degrees[:, 0] / 360 + 0.5
    bent = np.arcsinh(np.tan(np.radians(np.clip(degrees[:, 1], -85.05, 85.05))))
    return np.column_stack([east, 0.5 - bent / (2 * np.pi)])


def _kind(tags: "osmium.osm.TagList", origin: str) -> tuple[str, dict[str, str], int] | None:
    if origin == "n":
        place, name = tags.get("place"), tags.get("name")
        return ("place", {"name": name, "kind": place}, PLACES[place]) if name and place in PLACES else None
    if origin == "w":
        highway = tags.get("highway")
        if highway is not None and tags.get("area") != "yes":
            street = STREETS.get(highway.removesuffix("_link"))
            if street is None or tags.get("tunnel") == "yes":
                return None
            properties = {"kind": street[0]}
            if street[0] in ("major", "medium", "minor") and tags.get("name"):
                properties["name"] = tags["name"]
            return "street", properties, street[1]
        if tags.get("railway") == "rail" and tags.get("tunnel") != "yes":
            return "rail", {}, 12
        return None
    if origin == "a":
        if tags.get("building", "no") != "no":
            return "building", {}, 14
        if tags.get("natural") == "water" or tags.get("waterway") in ("riverbank", "dock"):
            return "water", {}, 8
        for key, values in GREEN.items():
            if tags.get(key) in values:
                name = tags.get("name") if key == "leisure" else None
                return "park", {"name": name} if name else {}, 11
        if tags.get("highway") in ("pedestrian", "footway"):
            return "square", {}, 14
    return None
