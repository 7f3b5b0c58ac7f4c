"""The addresses that an OpenStreetMap extract holds: `addr:*` on nodes, and on the outlines of buildings."""

from collections.abc import Iterator
from pathlib import Path

import osmium

from dispatch_console.domain.errors import BadInput
from dispatch_console.ports import KnownAddress


def read(extract: Path) -> Iterator[KnownAddress]:
    """Yield every address with street and number. Errors: BadInput `region.broken`."""
    try:
        wanted = osmium.filter.KeyFilter("addr:housenumber")
        for element in osmium.FileProcessor(str(extract)).with_locations().with_filter(wanted):
            street = element.tags.get("addr:street") or element.tags.get("addr:place")
            place = _place(element)
            if not street or place is None:
                continue
            postcode, city = element.tags.get("addr:postcode", ""), element.tags.get("addr:city", "")
            # one building may carry several numbers
            for number in element.tags["addr:housenumber"].replace(",", ";").split(";"):
                if number.strip():
                    yield KnownAddress(street, number.strip(), postcode or "", city or "", *place)
    except (RuntimeError, OSError) as error:
        raise BadInput("region.broken", file=extract.name, reason=str(error)) from error


def _place(element: object) -> tuple[float, float] | None:
    """Return the node, or the middle of a building's outline."""
    if isinstance(element, osmium.osm.Node):
        return element.location.lat, element.location.lon
    if isinstance(element, osmium.osm.Way):
        places = [node.location for node in element.nodes if node.location.valid()]
        if places:
            return sum(p.lat for p in places) / len(places), sum(p.lon for p in places) / len(places)
    return None
