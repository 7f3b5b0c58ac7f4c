"""A square table from a server that answers blocks of it, with straight lines for places far from its roads."""

from array import array
from collections.abc import Callable, Sequence

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.domain.planning.problem import UNREACHABLE, Matrix
from dispatch_console.domain.values import Coordinate

FARTHEST_SNAP_M = 400.0
Cells = Sequence[Sequence[float | None]]
# sources and targets as numbers of places → seconds and metres, None where no way leads
Block = Callable[[Sequence[int], Sequence[int]], tuple[Cells, Cells]]


def square(places: Sequence[Coordinate], reachable: Sequence[int], side: int, block: Block) -> Matrix:
    """Return the matrix of all places.

    `reachable` are the places that have a road; blocks are at most `side` by `side`.
    """
    straight = GreatCircle().matrix(places) if len(reachable) < len(places) else None
    size = len(places)
    durations = [array("i", straight.durations[row] if straight else bytes(4 * size)) for row in range(size)]
    distances = [array("i", straight.distances[row] if straight else bytes(4 * size)) for row in range(size)]
    pieces = [reachable[at : at + side] for at in range(0, len(reachable), side)]
    for sources in pieces:
        for targets in pieces:
            seconds, metres = block(sources, targets)
            for i, source in enumerate(sources):
                for j, target in enumerate(targets):
                    if source != target:
                        durations[source][target] = _whole(seconds[i][j])
                        distances[source][target] = _whole(metres[i][j])
    return Matrix(tuple(durations), tuple(distances), estimate=straight is not None)


def _whole(value: float | None) -> int:
    return UNREACHABLE if value is None else round(value)
