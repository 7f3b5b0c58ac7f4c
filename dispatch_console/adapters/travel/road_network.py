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
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath
from dispatch_console.region_files.road_graph import CLASSES, EARTH_M, RoadGraph

FARTHEST_SNAP_M = 400.0
TRACK = CLASSES.index("track")
# doors stand at streets: a track is taken for one only where it is so much nearer
TRACK_ON_TOP_M = 150.0
# weightings kept at hand: each is some megabytes, and a day asks for two or three
MOST_WEIGHTS = 6
Numbers = NDArray[np.float64]
# a segment, and from which share of it to which it is driven
Stretch = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place meets the road: a directed segment, how far along it (0 to 1), and how far away."""

    segment: int
    share: float
    away_m: float


class Weights:
    """The graph at certain speeds: milliseconds per segment and per arc, and the hierarchy weighted with them."""

    def __init__(self, graph: RoadGraph, hierarchy: cch.CCH, cells: Cells, factors: Sequence[float]) -> None:
        self._graph, self._cch, self._cells = graph, hierarchy, cells
        slower = np.array(factors)[graph.road_class]
        self.ms: Numbers = graph.length_m.astype(float) / (graph.speed.astype(float) / 3.6) * 1000 * slower
        turns = graph.turn_s.astype(float) * 1000
        self.arcs = np.maximum(1, np.rint(self.ms[graph.head] + turns)).astype(np.int64)
        self.fastest = cch.CCHMetric(hierarchy, self.arcs.tolist())
        self.times = ManyToMany(self.fastest, cells)

    @cached_property
    def lengths(self) -> ManyToMany:
        longer = self.arcs + np.rint(self._graph.length_m.astype(float)[self._graph.head]).astype(np.int64)
        return ManyToMany(cch.CCHMetric(self._cch, longer.tolist()), self._cells)


class Network:
    """Built in a second or less, so only the graph is kept on disk. May be used by several threads."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph
        tail, head = graph.tail.tolist(), graph.head.tolist()
        middle = graph.points[(graph.first[:-1] + graph.first[1:] - 1) // 2].astype(float)
        order = cch.compute_order_inertial(graph.size, tail, head, middle[:, 1].tolist(), middle[:, 0].tolist())
        self._cch = cch.CCH(order, tail, head, False)
        self._m = graph.length_m.astype(float)
        self._weights: dict[tuple[float, ...], Weights] = {}
        self._lock = threading.Lock()
        self._tree_of_streets()
        starts, ends = graph.points[graph.first[:-1]], graph.points[graph.first[1:] - 1]
        self._cells = cells.cut(graph, self._flat(*starts.T), self._flat(*ends.T))

    def weights(self, factors: tuple[float, ...]) -> Weights:
        """Return the graph with each road class so many times slower than free; made once, in some milliseconds."""
        with self._lock:
            weights = self._weights.get(factors)
            if weights is None:
                while len(self._weights) >= MOST_WEIGHTS:
                    del self._weights[next(iter(self._weights))]
                weights = self._weights[factors] = Weights(self._graph, self._cch, self._cells, factors)
            return weights

    def _tree_of_streets(self) -> None:
        """Return a tree with one line per street of the main part, in metres around its own latitude."""
        graph = self._graph
        numbers = np.flatnonzero(graph.main & ((graph.reverse < 0) | (np.arange(graph.size) < graph.reverse)))
        self._latitude = float(np.median(graph.points[:, 1])) if len(graph.points) else 0.0
        flat = self._flat(graph.points[:, 0], graph.points[:, 1])
        counts = graph.first[1:] - graph.first[:-1]
        owner = np.repeat(np.arange(graph.size), counts)
        line_of = np.full(graph.size, -1)
        line_of[numbers] = np.arange(len(numbers))
        kept = line_of[owner] >= 0
        self._lines = np.asarray(shapely.linestrings(flat[kept], indices=line_of[owner][kept]))
        self._segments = numbers
        streets = np.flatnonzero(graph.road_class[numbers] != TRACK)
        self._trees = [
            (shapely.STRtree(self._lines[lines]), lines, on_top)
            for lines, on_top in ((streets, 0.0), (np.setdiff1d(np.arange(len(numbers)), streets), TRACK_ON_TOP_M))
            if len(lines)
        ]

    def _flat(self, lon: NDArray[np.float32] | Numbers, lat: NDArray[np.float32] | Numbers) -> Numbers:
        scale = np.radians(1) * EARTH_M
        east = np.asarray(lon, float) * scale * np.cos(np.radians(self._latitude))
        return np.column_stack([east, np.asarray(lat, float) * scale])

    def snap(self, places: Sequence[Coordinate]) -> list[Snap | None]:
        if not len(self._lines) or not places:
            return [None] * len(places)
        flat = self._flat(np.array([place.lon for place in places]), np.array([place.lat for place in places]))
        points = shapely.points(flat)
        best = np.full(len(places), np.inf)
        chosen = np.zeros(len(places), np.int64)
        for tree, lines, on_top in self._trees:
            index = lines[tree.nearest(points)]
            away = shapely.distance(self._lines[index], points) + on_top
            chosen = np.where(away < best, index, chosen)
            best = np.minimum(away, best)
        away = shapely.distance(self._lines[chosen], points)
        share = shapely.line_locate_point(self._lines[chosen], points, normalized=True)
        return [
            Snap(int(self._segments[line]), float(part), float(metres)) if metres <= FARTHEST_SNAP_M else None
            for line, part, metres in zip(chosen, share, away, strict=True)
        ]

    def _ends(self, snap: Snap) -> list[tuple[int, float]]:
        """Return the segment in both directions where both are allowed, each with the share driven from its start."""
        back = int(self._graph.reverse[snap.segment])
        return [(snap.segment, snap.share), *([(back, 1 - snap.share)] if back >= 0 else [])]

    def _reached(self, snap: Snap) -> list[tuple[int, float]]:
        """Return the same as `_ends`, with the copies by which one may come there."""
        ends = self._ends(snap)
        return ends + [(copy, share) for segment, share in ends for copy in self._copies.get(segment, ())]

    @cached_property
    def _copies(self) -> dict[int, list[int]]:
        copies: dict[int, list[int]] = {}
        for copy in np.flatnonzero(self._graph.copy_of >= 0).tolist():
            copies.setdefault(int(self._graph.copy_of[copy]), []).append(copy)
        return copies

    def times(self, snaps: Sequence[Snap], weights: Weights) -> Numbers:
        """Return milliseconds between all places."""
        times = self._table(snaps, weights.times, weights.ms)
        for i, j in self._behind(times):
            times[i, j] = self._way(snaps[i], snaps[j], weights)[1] * 1000
        np.fill_diagonal(times, 0)
        table: Numbers = np.maximum(times, 0)
        return table

    def metres(self, snaps: Sequence[Snap], weights: Weights, times: Numbers) -> Numbers:
        """Return metres between all places, on the ways of `times`."""
        sums = self._table(snaps, weights.lengths, weights.ms + self._m)
        for i, j in self._behind(sums):
            sums[i, j] = times[i, j] + self._metres_of(self._way(snaps[i], snaps[j], weights)[0])
        table: Numbers = np.maximum(sums - times, 0)
        np.fill_diagonal(table, 0)
        return table

    def _behind(self, table: Numbers) -> list[tuple[int, int]]:
        """Return the pairs on one segment whose target lies behind: to drive on to its end is no way to it."""
        return [(int(i), int(j)) for i, j in zip(*np.nonzero(table < -0.5), strict=True) if i != j]

    def _table(self, snaps: Sequence[Snap], many: ManyToMany, cost: Numbers) -> Numbers:
        reached = [self._reached(snap) for snap in snaps]
        firsts = np.cumsum([0, *(len(ways) for ways in reached)])[:-1]
        pinned = [part for ways in reached for part in ways]
        unused = np.array([(1 - share) * cost[segment] for segment, share in pinned])
        # places of one street share its segments
        targets, at = np.unique(np.array([segment for segment, _ in pinned], np.int64), return_inverse=True)
        sources = [[(s, round(float((1 - share) * cost[s]))) for s, share in self._ends(snap)] for snap in snaps]
        # inside the main part everything is reachable
        ways = many.distances(sources, targets)[:, at] - unused
        table: Numbers = np.minimum.reduceat(ways, firsts, axis=1) if snaps else np.zeros((0, 0))
        return table

    def route(self, start: Snap, end: Snap, weights: Weights) -> DrivenPath:
        parts, seconds = self._way(start, end, weights)
        points = [point for part in parts for point in self._cut(*part)]
        return DrivenPath(tuple(dict.fromkeys(points)), self._metres_of(parts), seconds)

    def _metres_of(self, parts: Sequence[Stretch]) -> float:
        return sum(max(0.0, high - low) * float(self._m[segment]) for segment, low, high in parts)

    def _along(self, start: Snap, end: Snap) -> Stretch | None:
        """Return the way from one place to another that lies ahead on the same segment."""
        begins = dict(self._ends(start))
        for segment, share in self._reached(end):
            if segment in begins and share >= begins[segment]:
                return segment, begins[segment], share
        return None

    def free_drive(self, start: Snap, end: Snap, weights: Weights) -> tuple[Mapping[str, float], float]:
        """Return seconds per road class along the fastest way, and what its turns take."""
        parts, seconds = self._way(start, end, weights)
        per_class: dict[str, float] = {}
        for segment, low, high in parts:
            name = CLASSES[int(self._graph.road_class[segment])]
            per_class[name] = per_class.get(name, 0.0) + max(0.0, high - low) * float(weights.ms[segment]) / 1000
        return per_class, max(0.0, seconds - sum(per_class.values()))

    def _way(self, start: Snap, end: Snap, weights: Weights) -> tuple[list[Stretch], float]:
        """Return the stretches that are driven, and seconds."""
        along = self._along(start, end)
        if along:
            return [along], (along[2] - along[1]) * float(weights.ms[along[0]]) / 1000
        targets = self._reached(end)
        most = max(float(weights.ms[segment]) for segment, _ in targets)
        offsets = [(s, round(most - (1 - share) * float(weights.ms[s]))) for s, share in targets]
        begins = dict(self._ends(start))
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
        return parts, (answer.distance - most) / 1000

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
