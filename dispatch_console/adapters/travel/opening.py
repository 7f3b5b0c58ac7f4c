"""Which roads of a region are open to a van on its outing, and what of them hangs together."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dispatch_console.domain.planning.outing import Outing
from dispatch_console.region_files.road_graph import Ints, RoadGraph
from dispatch_console.region_files.road_rules.oneways import BACKWARD, FORWARD
from dispatch_console.region_files.road_rules.passage import Passage
from dispatch_console.region_files.road_rules.rules import strictest_of

Mask = NDArray[np.bool_]
Levels = NDArray[np.uint8]


class Opening:
    """The graph as one outing sees it. Two outings to which the same roads are open have the same `key`.

    `segments` is the passage of each segment.
    """

    def __init__(self, graph: RoadGraph, outing: Outing) -> None:
        self._graph = graph
        lon, lat = graph.points[0].tolist() if len(graph.points) else (0.0, 0.0)
        forward, backward, turns = (
            np.array([strictest_of(rules, outing, direction, (lat, lon)) for rules in graph.rules], np.uint8)
            for direction in (FORWARD, BACKWARD, "")
        )
        self.segments: Levels = np.where(graph.against, backward[graph.rule], forward[graph.rule])
        self._arcs: Levels = turns[graph.arc_rule]
        self.key = self.segments.tobytes() + self._arcs.tobytes()

    @cached_property
    def closed_arcs(self) -> Mask:
        levels = np.maximum(self._arcs, np.maximum(self.segments[self._graph.tail], self.segments[self._graph.head]))
        return np.asarray(levels == Passage.CLOSED)

    @cached_property
    def entries(self) -> NDArray[np.int64]:
        """Return how often an arc enters what is entered only to reach something inside."""
        inward = self.segments[self._graph.head] > self.segments[self._graph.tail]
        return inward.astype(np.int64) + (self._arcs > Passage.OPEN)

    @cached_property
    def turned(self) -> list[int]:
        """Return per segment the one that leads the other way, where it is open; -1 where there is none."""
        back = self._graph.reverse
        turned: list[int] = np.where((back >= 0) & (self.segments[back] < Passage.CLOSED), back, -1).tolist()
        return turned

    @cached_property
    def main(self) -> Mask:
        """Return the segments of the largest part in which every one reaches every other."""
        return largest_part(self._graph, ~self.closed_arcs) & (self._graph.copy_of < 0)


def largest_part(graph: RoadGraph, open_arcs: Mask) -> Mask:
    """Return the largest strongly connected part, found from some starts: what a start reaches and what reaches it."""
    tail, head = graph.tail[open_arcs], graph.head[open_arcs]
    onward, back = _followers(graph.size, tail, head), _followers(graph.size, head, tail)
    best = np.zeros(graph.size, np.bool_)
    tried = np.zeros(graph.size, np.bool_)
    for start in np.argsort(-graph.speed, kind="stable"):
        if tried[start] or best.sum() * 2 > graph.size:
            continue
        part = _reached(*onward, int(start)) & _reached(*back, int(start))
        tried |= part
        tried[start] = True
        if part.sum() > best.sum():
            best = part
        if tried.sum() * 2 > graph.size and best.sum() > graph.size - tried.sum():
            break
    return best


def _followers(size: int, tail: Ints, head: Ints) -> tuple[Ints, Ints]:
    """Return per segment where its followers begin in the list of all of them, and that list."""
    first = np.zeros(size + 1, np.int32)
    np.cumsum(np.bincount(tail, minlength=size), out=first[1:])
    return first, head[np.argsort(tail, kind="stable")]


def _reached(first: Ints, followers: Ints, start: int) -> Mask:
    """Return everything that can be driven to, in waves from the start."""
    seen = np.zeros(len(first) - 1, np.bool_)
    seen[start] = True
    wave = np.array([start])
    while len(wave):
        counts = first[wave + 1] - first[wave]
        begins = np.repeat(first[wave] - np.cumsum(counts) + counts, counts)
        reached = followers[begins + np.arange(counts.sum())]
        wave = np.unique(reached[~seen[reached]])
        seen[wave] = True
    return seen
