"""Pieces of a street map on their way into tiles, kept on disk: a city has more of them than memory."""

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pmtiles.tile import zxy_to_tileid

Tile = tuple[int, int, int]


@contextmanager
def opened(folder: Path) -> Iterator["Spool"]:
    """Open a spool in a file of this folder; the file is gone afterwards."""
    with tempfile.TemporaryFile(dir=folder) as file:
        yield Spool(file)


class Spool:
    """Takes pieces in any order, gives them back tile by tile. `put` them all, then iterate."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at: dict[int, array[int]] = {}

    def put(self, tile: Tile, layer: str, shape: bytes, properties: dict[str, str]) -> None:
        """Add a shape. `shape` is well-known binary in the tile's own coordinates."""
        self._at.setdefault(zxy_to_tileid(*tile), array("q")).append(self._file.tell())
        pickle.dump((layer, shape, properties), self._file, pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[tuple[int, dict[str, list[dict[str, object]]]]]:
        """Yield tile ids in the archive's order, each with its features by layer."""
        for number in sorted(self._at):
            layers: dict[str, list[dict[str, object]]] = {}
            for place in self._at[number]:
                self._file.seek(place)
                layer, shape, properties = pickle.load(self._file)
                layers.setdefault(layer, []).append({"geometry": shape, "properties": properties})
            yield number, layers
