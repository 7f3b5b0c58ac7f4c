"""In which municipality and country a place lies, by the administrative boundaries of an extract.

Source: wiki.openstreetmap.org/wiki/Tag:boundary=administrative; level 2 is a country, level 8 in most of them a
municipality.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import osmium
import shapely
from osmium.geom import WKBFactory
from shapely.geometry.base import BaseGeometry

COUNTRY, MUNICIPALITY = "2", "8"
_CODES = ("ISO3166-1:alpha2", "ISO3166-1", "country_code_iso3166_1_alpha_2")


@dataclass(frozen=True, slots=True)
class Around:
    """Municipality and ISO code of the country; empty where no boundary of the extract is whole."""

    municipality: str = ""
    country: str = ""


class Boundaries:
    """Areas by what they are, found by place."""

    def __init__(self, areas: Sequence[tuple[BaseGeometry, str, str]]) -> None:
        self._kinds = [(level, name) for _, level, name in areas]
        self._areas = [area for area, _, _ in areas]
        self._tree = shapely.STRtree(self._areas)
        for area in self._areas:
            shapely.prepare(area)

    @classmethod
    def of(cls, extract: Path) -> "Boundaries":
        """Read the boundaries whose outline the extract holds whole."""
        factory = WKBFactory()
        areas = []
        wanted = osmium.filter.TagFilter(("boundary", "administrative"))
        for element in osmium.FileProcessor(str(extract)).with_areas(wanted).with_filter(wanted):
            if not isinstance(element, osmium.osm.Area):
                continue
            level = element.tags.get("admin_level") or ""
            code = next((text for key in _CODES if (text := element.tags.get(key))), "")
            name = code if level == COUNTRY else element.tags.get("name") or ""
            if level in (COUNTRY, MUNICIPALITY) and name:
                areas.append((shapely.from_wkb(bytes.fromhex(factory.create_multipolygon(element))), level, name))
        return cls(areas)

    def around(self, lat: float, lon: float) -> Around:
        """Return what a place lies in."""
        spot = shapely.Point(lon, lat)
        inside = {self._kinds[n][0]: self._kinds[n][1] for n in self._tree.query(spot) if self._areas[n].covers(spot)}
        return Around(inside.get(MUNICIPALITY, ""), inside.get(COUNTRY, ""))
