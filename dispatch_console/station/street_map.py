"""The street map of a station while its console is open: it may be another one after a region was imported."""

from typing import TYPE_CHECKING

from dispatch_console.application.desk import Desk
from dispatch_console.domain.values import Coordinate
from dispatch_console.region_files.tiles import Basemap
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from dispatch_console.station.regions import Region

if TYPE_CHECKING:
    from dispatch_console.region_files.map_shapes import Drawn

# where the map opens while nothing is known: the middle of Europe
ANYWHERE = Coordinate(50, 10)
# a small map is drawn from so many tiles at most, which takes a second or so
MOST_TILES = 16


class StreetMap:
    """Tiles of the region around the depot; none where there is no region. `open` it again after a change."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk, self._settings = desk, settings
        self._opened: tuple[Region, Basemap] | None = None
        self.open()

    def open(self) -> None:
        before, self._opened = self._opened, regions.open_basemap(self._desk, self._settings)
        if before:
            before[1].close()

    def close(self) -> None:
        opened, self._opened = self._opened, None
        if opened:
            opened[1].close()

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        return self._opened[1].tile(zoom, x, y) if self._opened else None

    def shapes(self, west: float, north: float, east: float, south: float) -> dict[str, list["Drawn"]]:
        """Return what lies in a rectangle of Mercator's unit square, as fine as a small map needs it."""
        # the decoder is not needed before the first small map
        from dispatch_console.region_files.map_shapes import shapes_between, zoom_for

        zoom = zoom_for(west, north, east, south, MOST_TILES)
        return shapes_between(self.tile, west, north, east, south, zoom)

    @property
    def name(self) -> str:
        return self._opened[0].name if self._opened else ""

    @property
    def centre(self) -> Coordinate:
        """The middle of the region."""
        bounds = self._opened[0].bounds if self._opened else None
        return Coordinate((bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2) if bounds else ANYWHERE
