"""Reads the street map of a region. Light: every console opens it at its start."""

import gzip
from pathlib import Path

from pmtiles.reader import MmapSource, Reader

HIGHEST_ZOOM = 14


class Basemap:
    """Reads tiles of an archive. `close` it."""

    def __init__(self, archive: Path) -> None:
        self._handle = archive.open("rb")
        self._reader = Reader(MmapSource(self._handle))

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return the vector tile, unpacked; None where nothing is drawn."""
        packed = self._reader.get(zoom, x, y)
        return gzip.decompress(packed) if packed else None

    def close(self) -> None:
        self._handle.close()
