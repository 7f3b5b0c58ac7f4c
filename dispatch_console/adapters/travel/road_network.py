"""A road graph with its contraction hierarchy: where places meet the road, times, metres and ways between them.

Weights are milliseconds per arc. A second set of weights adds one millisecond per metre: the difference of both answers
is the length of a way that lies between the fastest one and one that is hardly slower, without unpacking any path.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import routingkit_cch as cch
import shapely
import shapely.ops
from numpy.typing import NDArray

from dispatch_console.adapters.travel import cells
from dispatch_console.adapters.travel.cells import Cells
from dispatch_console.adapters.travel.many_to_many import ManyToMany
from dispatch_console.adapters.travel.opening import Opening
from dispatch_console.adapters.travel.snapping import Ground, NoRoad, Plane, Snap, Snapping
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath
from dispatch_console.region_files.road_graph import CLASSES, FERRY, RoadGraph

# weightings kept at hand: each is some megabytes, and a day asks for two or three
MOST_WEIGHTS = 6
MOST_OUTINGS = 60
# entering what is entered only to reach something inside: longer than any drive, so that a way round it always wins
ENTRY_MS = 1 << 26
# the library's own infinity
NO_WAY_MS = (1 << 31) - 1
Numbers = NDArray[np.float64]
# a segment, and from which share of it to which it is driven
Stretch = tuple[int, float, float]


class Weights:
    """The graph at certain speeds, as it is open: milliseconds per segment and per arc, and the hierarchy weighted."""

    def __init__(
        self, graph: RoadGraph, hierarchy: cch.CCH, cells: Cells, opening: Opening, factors: Sequence[float]
    ) -> None:
        self._graph, self._cch, self._cells, self.opening = graph, hierarchy, cells, opening
        slower = np.array(factors)[graph.road_class]
        self.ms: Numbers = graph.length_m.astype(float) / (graph.speed.astype(float) / 3.6) * 1000 * slower
        turns = graph.turn_s.astype(float) * 1000
        self.arcs = np.maximum(1, np.rint(self.ms[graph.head] + turns)).astype(np.int64)
        self.fastest = self._metric(self.arcs)
        self.times = ManyToMany(self.fastest, cells)

    @cached_property
    def lengths(self) -> ManyToMany:
        longer = self.arcs + np.rint(self._graph.length_m.astype(float)[self._graph.head]).astype(np.int64)
        return ManyToMany(self._metric(longer), self._cells)

    def _metric(self, arcs: NDArray[np.int64]) -> cch.CCHMetric:
        priced = arcs + ENTRY_MS * self.opening.entries
        return cch.CCHMetric(self._cch, np.where(self.opening.closed_arcs, NO_WAY_MS, priced).tolist())


@dataclass(frozen=True, slots=True)
class Open:
    """What is open on an outing, and how places snap to it."""

    opening: Opening
    snapping: Snapping


class Network:
    """Built in a second or less, so only the graph is kept on disk. May be used by several threads."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph
        tail, head = graph.tail.tolist(), graph.head.tolist()
        middle = graph.points[(graph.first[:-1] + graph.first[1:] - 1) // 2].astype(float)
        order = cch.compute_order_inertial(graph.size, tail, head, middle[:, 1].tolist(), middle[:, 0].tolist())
        self._cch = cch.CCH(order, tail, head, False)
        self._m = graph.length_m.astype(float)
        self._weights: dict[tuple[bytes, tuple[float, ...]], Weights] = {}
        self._open: dict[Outing, Open] = {}
        self._lock = threading.Lock()
        self._plane = Plane(graph)
        self._ground = Ground(graph, self._plane)
        starts, ends = graph.points[graph.first[:-1]], graph.points[graph.first[1:] - 1]
        self._cells = cells.cut(graph, self._plane.flat(*starts.T), self._plane.flat(*ends.T))

    def opening(self, outing: Outing) -> Opening:
        """Return what is open on an outing; outings to which the same is open share one."""
        return self._opened(outing).opening

    def snap(self, places: Sequence[Coordinate], outing: Outing) -> list[Snap | NoRoad]:
        """Return where places meet the roads that are open on an outing."""
        return self._opened(outing).snapping.snap(places)

    def _opened(self, outing: Outing) -> Open:
        with self._lock:
            known = self._open.get(outing)
            if known is None:
                opening = Opening(self._graph, outing)
                alike = (other for other in self._open.values() if other.opening.key == opening.key)
                known = next(alike, None)
                if known is None:
                    known = Open(opening, Snapping(self._graph, opening, self._plane, self._ground))
                while len(self._open) >= MOST_OUTINGS:
                    del self._open[next(iter(self._open))]
                self._open[outing] = known
            return known

    def weights(self, factors: tuple[float, ...], outing: Outing) -> Weights:
        """Return the open graph with each road class so many times slower than free; made in some milliseconds."""
        opening = self.opening(outing)
        with self._lock:
            key = (opening.key, factors)
            weights = self._weights.get(key)
            if weights is None:
                while len(self._weights) >= MOST_WEIGHTS:
                    del self._weights[next(iter(self._weights))]
                weights = self._weights[key] = Weights(self._graph, self._cch, self._cells, opening, factors)
            return weights

    def _ends(self, snap: Snap, weights: Weights) -> list[tuple[int, float]]:
        """Return the segment in both directions where both are open, each with the share driven from its start."""
        back = weights.opening.turned[snap.segment]
        return [(snap.segment, snap.share)] if back < 0 else [(snap.segment, snap.share), (back, 1 - snap.share)]

    def _reached(self, snap: Snap, weights: Weights) -> list[tuple[int, float]]:
        """Return the same as `_ends`, with the copies by which one may come there."""
        return self._with_copies(self._ends(snap, weights))

    def _with_copies(self, ends: list[tuple[int, float]]) -> list[tuple[int, float]]:
        return ends + [(copy, share) for segment, share in ends for copy in self._copies.get(segment, ())]

    @cached_property
    def _copies(self) -> dict[int, list[int]]:
        copies: dict[int, list[int]] = {}
        for copy in np.flatnonzero(self._graph.copy_of >= 0).tolist():
            copies.setdefault(int(self._graph.copy_of[copy]), []).append(copy)
        return copies

    def times(self, snaps: Sequence[Snap], weights: Weights) -> Numbers:
        """Return milliseconds between all places."""
        times = self._table(snaps, weights, weights.times, weights.ms)
        for i, j in self._behind(times):
            times[i, j] = self._way(snaps[i], snaps[j], weights)[1] * 1000
        np.fill_diagonal(times, 0)
        table: Numbers = np.maximum(times, 0)
        return table

    def metres(self, snaps: Sequence[Snap], weights: Weights, times: Numbers) -> Numbers:
        """Return metres between all places, on the ways of `times`."""
        sums = self._table(snaps, weights, weights.lengths, weights.ms + self._m)
        for i, j in self._behind(sums):
            sums[i, j] = times[i, j] + self._metres_of(self._way(snaps[i], snaps[j], weights)[0])
        table: Numbers = np.maximum(sums - times, 0)
        np.fill_diagonal(table, 0)
        return table

    def _behind(self, table: Numbers) -> list[tuple[int, int]]:
        """Return the pairs on one segment whose target lies behind: to drive on to its end is no way to it."""
        return [(int(i), int(j)) for i, j in zip(*np.nonzero(table < -0.5), strict=True) if i != j]

    def _table(self, snaps: Sequence[Snap], weights: Weights, many: ManyToMany, cost: Numbers) -> Numbers:
        if not snaps:
            return np.zeros((0, 0))
        ends = [self._ends(snap, weights) for snap in snaps]
        sources = [[(s, round(float((1 - share) * cost[s]))) for s, share in ways] for ways in ends]
        arrivals = [self._with_copies(ways) for ways in ends]
        # places of one street share its segments
        targets, columns = np.unique(np.array([s for ways in arrivals for s, _ in ways], np.int64), return_inverse=True)
        unused = np.array([(1 - share) * cost[s] for ways in arrivals for s, share in ways])
        firsts = np.cumsum([0, *(len(ways) for ways in arrivals)])
        # inside the main part everything is reachable
        ways = many.distances(sources, targets)
        table: Numbers = np.take(ways, columns[firsts[:-1]], axis=1) - unused[firsts[:-1]]
        for more in range(1, max(map(len, arrivals))):
            # most have a second arrival, from the other side: the others repeat their first, and few have a third
            which = slice(None) if more == 1 else np.flatnonzero(np.diff(firsts) > more)
            at = np.minimum(firsts[:-1] + more, firsts[1:] - 1)[which]
            table[:, which] = np.minimum(table[:, which], np.take(ways, columns[at], axis=1) - unused[at])
        return _without_entries(table)

    def route(self, start: Snap, end: Snap, weights: Weights) -> DrivenPath:
        parts, seconds = self._way(start, end, weights)
        points = [point for part in parts for point in self._cut(*part)]
        return DrivenPath(tuple(dict.fromkeys(points)), self._metres_of(parts), seconds)

    def _metres_of(self, parts: Sequence[Stretch]) -> float:
        return sum(max(0.0, high - low) * float(self._m[segment]) for segment, low, high in parts)

    def _along(self, start: Snap, end: Snap, weights: Weights) -> Stretch | None:
        """Return the way from one place to another that lies ahead on the same segment."""
        begins = dict(self._ends(start, weights))
        for segment, share in self._reached(end, weights):
            if segment in begins and share >= begins[segment]:
                return segment, begins[segment], share
        return None

    def free_drive(self, start: Snap, end: Snap, weights: Weights) -> tuple[Mapping[str, float], float]:
        """Return seconds per road class along the fastest way, and what its turns take."""
        parts, seconds = self._way(start, end, weights)
        per_class: dict[str, float] = {}
        for segment, low, high in parts:
            name = CLASSES[int(self._graph.road_class[segment])]
            if name == FERRY:
                # nobody drives there: what it takes is not learnt as a speed
                continue
            per_class[name] = per_class.get(name, 0.0) + max(0.0, high - low) * float(weights.ms[segment]) / 1000
        return per_class, max(0.0, seconds - sum(per_class.values()))

    def _way(self, start: Snap, end: Snap, weights: Weights) -> tuple[list[Stretch], float]:
        """Return the stretches that are driven, and seconds."""
        along = self._along(start, end, weights)
        if along:
            return [along], (along[2] - along[1]) * float(weights.ms[along[0]]) / 1000
        targets = self._reached(end, weights)
        most = max(float(weights.ms[segment]) for segment, _ in targets)
        offsets = [(s, round(most - (1 - share) * float(weights.ms[s]))) for s, share in targets]
        begins = dict(self._ends(start, weights))
        sources = [(s, round((1 - share) * float(weights.ms[s]))) for s, share in begins.items()]
        if begins.keys() & {segment for segment, _ in targets}:
            sources = self._after(sources, weights)
        answer = cch.CCHQuery(weights.fastest).run_multi(sources, offsets)
        assert answer.distance is not None, "the main part is strongly connected"
        path = list(answer.node_path)
        if path[0] not in begins:
            path = [start.segment, *path]
        ends = dict(targets)
        parts = [
            (segment, begins[segment] if at == 0 else 0.0, ends[segment] if at == len(path) - 1 else 1.0)
            for at, segment in enumerate(path)
        ]
        return parts, float(_without_entries(np.array(answer.distance - most))) / 1000

    def _after(self, sources: list[tuple[int, int]], weights: Weights) -> list[tuple[int, int]]:
        """Return the segments that follow, so that the way leads round."""
        return [
            (int(self._graph.head[arc]), cost + int(weights.arcs[arc]))
            for segment, cost in sources
            for arc in self._onward.get(segment, ())
        ]

    @cached_property
    def _onward(self) -> dict[int, list[int]]:
        arcs: dict[int, list[int]] = {}
        for arc, tail in enumerate(self._graph.tail.tolist()):
            arcs.setdefault(tail, []).append(arc)
        return arcs

    def _cut(self, segment: int, low: float, high: float) -> tuple[tuple[float, float], ...]:
        """Return the points (lat, lon) of a part of a segment."""
        line = shapely.LineString(self._graph.line(segment).astype(float))
        part = shapely.ops.substring(line, low, high, normalized=True)
        return tuple((lat, lon) for lon, lat in part.coords)


def _without_entries(ms: Numbers) -> Numbers:
    """Return the driving times of priced ways; a little less than nothing where one ends just behind its start."""
    if ms.max(initial=0) < ENTRY_MS / 2:
        return ms
    times: Numbers = ms - np.rint(ms / ENTRY_MS) * ENTRY_MS
    return times
