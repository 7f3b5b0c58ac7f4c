"""Distances from many sources to many segments, on all cores.

The library answers one source at a time and goes through everything that lies above all targets. In a large table it
is asked only within the cells and along their hubs; what lies between is put together from that, to the same number.
"""

import os
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
import routingkit_cch as cch
from numpy.typing import NDArray

from dispatch_console.adapters.travel.cells import Cells

# segments with what it costs to reach their ends
Source = list[tuple[int, int]]
Distances = NDArray[np.int32]
Result = TypeVar("Result")
# farther than any way; the sum of three of them is still a number
FAR = 1 << 29
# the hubs have to be swept too
SOURCES_PER_HUB = 2


class ManyToMany:
    """Of one weighting. May be used by several threads."""

    def __init__(self, metric: cch.CCHMetric, cells: Cells) -> None:
        self._metric, self._cells = metric, cells

    def distances(self, sources: Sequence[Source], targets: NDArray[np.int64]) -> Distances:
        """Return sources x targets; `FAR` or more where there is no way."""
        if len(sources) < SOURCES_PER_HUB * len(self._cells.hubs):
            return self._straight(sources, targets)
        return self._over_hubs(sources, targets)

    def _straight(self, sources: Sequence[Source], targets: NDArray[np.int64]) -> Distances:
        size = max(1, -(-len(sources) // _workers(len(sources))))
        parts = _on_all_cores(
            lambda at: self._swept(sources[at : at + size], targets), range(0, len(sources), size), len(sources)
        )
        return np.concatenate(parts) if parts else np.zeros((0, len(targets)), np.int32)

    def _swept(self, sources: Sequence[Source], targets: NDArray[np.int64]) -> Distances:
        if not len(targets):
            return np.empty((len(sources), 0), np.int32)
        # a sweep belongs to the thread that made it
        sweep = cch.CCHOneToMany(self._metric, targets.tolist())
        raw = b"".join(_numbers(sweep.distances_from_multi(source)) for source in sources)
        return np.frombuffer(raw, np.int64).reshape(len(sources), len(targets)).astype(np.int32)

    @cached_property
    def _between(self) -> Distances:
        """Return hubs x hubs."""
        hubs = self._cells.hubs
        return self._straight([[(hub, 0)] for hub in hubs.tolist()], hubs)

    def _over_hubs(self, sources: Sequence[Source], targets: NDArray[np.int64]) -> Distances:
        cells, between = self._cells, self._between
        # a source at the seam starts in two cells: one row for each, the better counts
        parts = [
            (row, cell, [end for end in source if cells.of[end[0]] == cell])
            for row, source in enumerate(sources)
            for cell in sorted({int(cells.of[segment]) for segment, _ in source})
        ]
        begins = np.array([cell for _, cell, _ in parts])
        ends = cells.of[targets]
        table = np.empty((len(parts), len(targets)), np.int32)
        to_hubs = np.empty((len(parts), len(cells.hubs)), np.int32)
        from_hubs: dict[int, Distances] = {}

        def within(cell: int) -> None:
            rows, columns = np.flatnonzero(begins == cell), np.flatnonzero(ends == cell)
            exits, entries = cells.exits[cell], cells.entries[cell]
            starts = [parts[row][2] for row in rows] + [[(hub, 0)] for hub in cells.hubs[entries].tolist()]
            swept = self._swept(starts, np.concatenate([targets[columns], cells.hubs[exits]]))
            table[np.ix_(rows, columns)] = swept[: len(rows), : len(columns)]
            from_hubs[cell] = swept[len(rows) :, : len(columns)]
            to_hubs[rows] = _least_sums(swept[: len(rows), len(columns) :], between[exits])

        def across(cell: int) -> None:
            rows, columns = np.flatnonzero(begins != cell), np.flatnonzero(ends == cell)
            entries = cells.entries[cell]
            table[np.ix_(rows, columns)] = _least_sums(to_hubs[np.ix_(rows, entries)], from_hubs[cell])

        used = range(len(cells.exits))
        _on_all_cores(within, used, len(sources))
        _on_all_cores(across, used, len(sources))
        of = np.array([row for row, _, _ in parts])
        firsts, counts = np.unique(of, return_index=True, return_counts=True)[1:]
        for row in np.flatnonzero(counts > 1):
            table[firsts[row]] = table[firsts[row] : firsts[row] + counts[row]].min(axis=0)
        return table[firsts]


def _numbers(distances: list[int | None]) -> "array[int]":
    try:
        return array("q", cast("list[int]", distances))
    except TypeError:
        return array("q", [FAR if distance is None else distance for distance in distances])


def _least_sums(left: Distances, right: Distances) -> Distances:
    """Return for each pair the shortest way over any of the hubs between: the least of the sums of both halves."""
    sums = np.full((len(left), right.shape[1]), FAR, np.int32)
    over = np.empty_like(sums)
    for to, onward in zip(np.ascontiguousarray(left.T), right, strict=True):
        np.add(to[:, None], onward[None, :], out=over)
        np.minimum(sums, over, out=sums)
    return sums


def _workers(rows: int) -> int:
    return min(os.cpu_count() or 1, max(1, rows // 50))


def _on_all_cores(task: Callable[[int], Result], items: Sequence[int], rows: int) -> list[Result]:
    with ThreadPoolExecutor(_workers(rows)) as pool:
        return list(pool.map(task, items))
