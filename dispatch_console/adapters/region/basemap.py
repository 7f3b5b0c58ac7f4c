"""The street map of a region: features cut into vector tiles, kept in one PMTiles archive."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path

import mapbox_vector_tile
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.affinity import affine_transform

from dispatch_console.adapters.region.features import HIGHEST_ZOOM, Feature

LEAST_ZOOM = 8
EXTENT = 4096
MARGIN = 80 / EXTENT

Tile = tuple[int, int, int]


def build(found: Iterable[Feature], target: Path, on_progress: Callable[[int], None] | None = None) -> int:
    """Write the archive in one go. Returns how many tiles it holds."""
    held: dict[Tile, dict[str, list[dict[str, object]]]] = {}
    for number, feature in enumerate(found):
        for zoom in range(max(LEAST_ZOOM, feature.least_zoom), HIGHEST_ZOOM + 1):
            _cut(held, feature, zoom)
        if on_progress and number % 5000 == 0:
            on_progress(number)
    with target.open("wb") as handle:
        writer = Writer(handle)
        try:
            for tile in sorted(held, key=lambda tile: zxy_to_tileid(*tile)):
                layers = [{"name": name, "features": entries} for name, entries in held[tile].items()]
                data = mapbox_vector_tile.encode(layers, default_options={"extents": EXTENT, "y_coord_down": True})
                writer.write_tile(zxy_to_tileid(*tile), gzip.compress(data, 6, mtime=0))
            writer.finalize(
                {
                    "tile_type": TileType.MVT,
                    "tile_compression": Compression.GZIP,
                    "min_zoom": LEAST_ZOOM,
                    "max_zoom": HIGHEST_ZOOM,
                },
                {"attribution": "© OpenStreetMap contributors"},
            )
        finally:
            # its temporary file, which nobody closes where the disk is full
            writer.tile_f.close()
    return len(held)


def _cut(held: dict[Tile, dict[str, list[dict[str, object]]]], feature: Feature, zoom: int) -> None:
    scale = 2**zoom
    west, north, east, south = feature.shape.bounds
    # a unit of the tile is the finest that is drawn
    slim = feature.shape if zoom == HIGHEST_ZOOM else feature.shape.simplify(1 / scale / EXTENT * 4)
    for x in range(int(west * scale - MARGIN), int(east * scale + MARGIN) + 1):
        for y in range(int(north * scale - MARGIN), int(south * scale + MARGIN) + 1):
            frame = ((x - MARGIN) / scale, (y - MARGIN) / scale, (x + 1 + MARGIN) / scale, (y + 1 + MARGIN) / scale)
            part = shapely.clip_by_rect(slim, *frame)
            if part.is_empty:
                continue
            local = affine_transform(part, [scale * EXTENT, 0, 0, scale * EXTENT, -x * EXTENT, -y * EXTENT])
            held.setdefault((zoom, x, y), {}).setdefault(feature.layer, []).append(
                {"geometry": local, "properties": feature.properties}
            )
