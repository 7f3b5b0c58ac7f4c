"""What the vector tiles of a region hold in a rectangle: plain lines by layer, for whoever draws a map himself."""

from collections.abc import Callable
from typing import Any

import mapbox_vector_tile

from dispatch_console.region_files.tiles import HIGHEST_ZOOM

TileReader = Callable[[int, int, int], bytes | None]
Drawn = tuple[list[list[tuple[float, float]]], dict[str, Any]]
EXTENT = 4096


def shapes_between(
    tiles: TileReader, west: float, north: float, east: float, south: float, zoom: int = HIGHEST_ZOOM
) -> dict[str, list[Drawn]]:
    """Return lines and properties of everything that lies in the rectangle, by layer. All in Mercator's unit square."""
    count = 2**zoom
    shapes: dict[str, list[Drawn]] = {}
    for column in range(int(west * count), int(east * count) + 1):
        for row in range(int(north * count), int(south * count) + 1):
            data = tiles(zoom, column, row)
            if not data:
                continue
            for layer, content in mapbox_vector_tile.decode(data, default_options={"y_coord_down": True}).items():
                for feature in content["features"]:
                    lines = [
                        [((column + px / EXTENT) / count, (row + py / EXTENT) / count) for px, py in line]
                        for line in _rings(feature["geometry"])
                    ]
                    shapes.setdefault(layer, []).append((lines, feature["properties"]))
    return shapes


def zoom_for(west: float, north: float, east: float, south: float, most_tiles: int) -> int:
    """Return the finest zoom at which a rectangle takes no more tiles than this."""
    zoom = HIGHEST_ZOOM
    while zoom > 0:
        count = 2**zoom
        wide, high = int(east * count) - int(west * count) + 1, int(south * count) - int(north * count) + 1
        if wide * high <= most_tiles:
            break
        zoom -= 1
    return zoom


def _rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        return [coordinates]
    if kind in ("Polygon", "MultiLineString"):
        return list(coordinates)
    return [ring for polygon in coordinates for ring in polygon] if kind == "MultiPolygon" else []
