"""The street map of a region: features cut into vector tiles, kept in one PMTiles archive."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path

import mapbox_vector_tile
import numpy as np
import shapely
from numpy.typing import NDArray
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from dispatch_console.adapters.region import spool
from dispatch_console.adapters.region.features import Feature
from dispatch_console.adapters.region.spool import Spool
from dispatch_console.region_files.tiles import HIGHEST_ZOOM

LEAST_ZOOM = 8
EXTENT = 4096
MARGIN = 80 / EXTENT
ENCODED = {"extents": EXTENT, "y_coord_down": True}


def build(features: Iterable[Feature], target: Path, on_progress: Callable[[int], None] | None = None) -> int:
    """Write the archive in one go. Returns how many tiles it holds."""
    with spool.opened(target.parent) as pieces:
        for number, feature in enumerate(features):
            for zoom in range(max(LEAST_ZOOM, feature.least_zoom), HIGHEST_ZOOM + 1):
                _cut(pieces, feature, zoom)
            if on_progress and number % 5000 == 0:
                on_progress(number)
        with target.open("wb") as handle:
            _write(pieces, Writer(handle), on_progress)
        return len(pieces)


def _write(pieces: Spool, writer: Writer, on_progress: Callable[[int], None] | None) -> None:
    try:
        for number, (tile, layers) in enumerate(pieces):
            if "street" in layers:
                layers["street"] = _joined(layers["street"])
            named = [{"name": name, "features": entries} for name, entries in layers.items()]
            writer.write_tile(
                tile, gzip.compress(mapbox_vector_tile.encode(named, default_options=ENCODED), 6, mtime=0)
            )
            if on_progress and number % 500 == 0:
                # nothing new is counted, but whoever waits may cancel
                on_progress(number)
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


def _joined(streets: list[dict[str, object]]) -> list[dict[str, object]]:
    """Join pieces of one name and kind into long lines: the source cuts a street at each change of a tag."""
    alike: dict[tuple[tuple[str, str], ...], list[bytes]] = {}
    for entry in streets:
        properties, shape = entry["properties"], entry["geometry"]
        assert isinstance(properties, dict) and isinstance(shape, bytes)
        alike.setdefault(tuple(sorted(properties.items())), []).append(shape)
    merged_lines: list[dict[str, object]] = []
    for properties_, shapes in alike.items():
        parts = shapely.get_parts(shapely.from_wkb(shapes))
        lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
        if not len(lines):
            # only a corner of it touched the tile
            continue
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
        merged_lines += ({"geometry": shape, "properties": dict(properties_)} for shape in shapely.to_wkb(merged))
    return merged_lines


def _cut(pieces: Spool, feature: Feature, zoom: int) -> None:
    scale = 2**zoom
    west, north, east, south = feature.shape.bounds
    # a unit of the tile is the finest that is drawn
    slim = feature.shape if zoom == HIGHEST_ZOOM else feature.shape.simplify(1 / scale / EXTENT * 4)
    columns = range(int(west * scale - MARGIN), int(east * scale + MARGIN) + 1)
    rows = range(int(north * scale - MARGIN), int(south * scale + MARGIN) + 1)
    for x in columns:
        for y in rows:
            part = slim
            if len(columns) > 1 or len(rows) > 1:
                low, high = (
                    ((x - MARGIN) / scale, (y - MARGIN) / scale),
                    ((x + 1 + MARGIN) / scale, (y + 1 + MARGIN) / scale),
                )
                part = shapely.clip_by_rect(slim, *low, *high)
            if part.is_empty:
                continue
            corner = np.array([x, y])

            def local(points: NDArray[np.float64], corner: NDArray[np.int64] = corner) -> NDArray[np.float64]:
                placed: NDArray[np.float64] = (points * scale - corner) * EXTENT
                return placed

            pieces.put((zoom, x, y), feature.layer, shapely.to_wkb(shapely.transform(part, local)), feature.properties)
