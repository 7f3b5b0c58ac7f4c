"""The addresses that an OpenStreetMap extract holds: `addr:*` on nodes, on outlines of buildings and on relations, and
the numbers between two of them on a way of `addr:interpolation`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import osmium
import shapely

from dispatch_console.adapters.region.boundaries import Boundaries
from dispatch_console.domain.errors import BadInput
from dispatch_console.ports import KnownAddress

STEPS = {"odd": 2, "even": 2, "all": 1}
# a way with more numbers between its ends is a mistake of the map
MOST_BETWEEN = 500
_DIGITS = re.compile(r"\d+")


def read(extract: Path) -> Iterator[KnownAddress]:
    """Yield every address with street and number. Errors: BadInput `region.broken`."""
    try:
        boundaries = Boundaries.of(extract)
        numbered: dict[int, KnownAddress] = {}
        wanted = osmium.filter.KeyFilter("addr:housenumber", "addr:interpolation")
        processor = osmium.FileProcessor(str(extract)).with_locations().with_areas(_relations()).with_filter(wanted)
        for element in processor:
            if isinstance(element, osmium.osm.Way) and "addr:interpolation" in element.tags:
                yield from _between(element, numbered)
                continue
            for address in _addresses(element, boundaries):
                if isinstance(element, osmium.osm.Node):
                    numbered[element.id] = address
                yield address
    except (RuntimeError, OSError) as error:
        raise BadInput("region.broken", file=extract.name, reason=str(error)) from error


def _relations() -> osmium.filter.KeyFilter:
    return osmium.filter.KeyFilter("addr:housenumber")


def _addresses(element: object, boundaries: Boundaries) -> Iterator[KnownAddress]:
    """Yield the addresses of a node or an outline: one building may carry several numbers."""
    if not isinstance(element, osmium.osm.Node | osmium.osm.Way | osmium.osm.Area):
        return
    if isinstance(element, osmium.osm.Area) and element.from_way():
        # the way itself was read
        return
    street = element.tags.get("addr:street") or element.tags.get("addr:place")
    numbers = element.tags.get("addr:housenumber")
    place = _place(element)
    if not street or not numbers or place is None:
        return
    around = boundaries.around(*place)
    for number in numbers.replace(",", ";").split(";"):
        if number.strip():
            yield KnownAddress(
                street=street,
                number=number.strip(),
                postcode=element.tags.get("addr:postcode") or "",
                city=element.tags.get("addr:city") or "",
                lat=place[0],
                lon=place[1],
                municipality=around.municipality,
                country=(element.tags.get("addr:country") or around.country).upper(),
            )


def _place(element: "osmium.osm.Node | osmium.osm.Way | osmium.osm.Area") -> tuple[float, float] | None:
    """Return the node, or the middle of an outline."""
    if isinstance(element, osmium.osm.Node):
        return (element.location.lat, element.location.lon) if element.location.valid() else None
    rings = [element.nodes] if isinstance(element, osmium.osm.Way) else list(element.outer_rings())
    places = [node.location for ring in rings for node in ring if node.location.valid()]
    if not places:
        return None
    return sum(place.lat for place in places) / len(places), sum(place.lon for place in places) / len(places)


def _between(way: osmium.osm.Way, numbered: dict[int, KnownAddress]) -> Iterator[KnownAddress]:
    """Yield the doors between two numbered nodes of a way, where the map says in which steps they count."""
    step = STEPS.get(way.tags.get("addr:interpolation") or "")
    if step is None:
        return
    nodes = [node for node in way.nodes if node.location.valid()]
    ends = [place for place, node in enumerate(nodes) if node.ref in numbered]
    for first, last in pairwise(ends):
        one, other = numbered[nodes[first].ref], numbered[nodes[last].ref]
        if one.street != other.street or not (_DIGITS.fullmatch(one.number) and _DIGITS.fullmatch(other.number)):
            continue
        a, b = int(one.number), int(other.number)
        if (b - a) % step or abs(b - a) > MOST_BETWEEN:
            continue
        line = shapely.LineString([(node.location.lon, node.location.lat) for node in nodes[first : last + 1]])
        counted = range(a + step, b, step) if a < b else range(a - step, b, -step)
        for number in counted:
            spot = line.interpolate(abs(number - a) / abs(b - a), normalized=True)
            yield replace(one, number=str(number), lat=spot.y, lon=spot.x, interpolated=True)
