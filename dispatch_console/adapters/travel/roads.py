"""Driving times on the region's own road graph, by customizable contraction hierarchies.

Weights are milliseconds per arc. A second set of weights adds one millisecond per metre: the difference of both answers
is the length of a way that lies between the fastest one and one that is hardly slower, without unpacking any path.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
import routingkit_cch as cch
import shapely
import shapely.ops
from numpy.typing import NDArray

from dispatch_console.adapters.region import road_graph, road_ways
from dispatch_console.adapters.region.road_graph import RoadGraph
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.domain.planning import Matrix
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath

FARTHEST_SNAP_M = 400.0
GRAPH = "roads.npz"
TRACK = road_ways.CLASSES.index("track")
# doors stand at streets: a track is taken for one only where it is so much nearer
TRACK_ON_TOP_M = 150.0
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place meets the road: a directed segment, how far along it (0 to 1), and how far away."""

    segment: int
    share: float
    away_m: float


class Roads:
    """Entry point `roads`. Places far from every road of the region get straight-line estimates."""

    estimate: ClassVar[bool] = False

    def __init__(self, region: Path | None, server: str = "") -> None:
        if region is None or not (region / GRAPH).is_file():
            raise FileNotFoundError(f"no road graph in {region}")
        self._file = region / GRAPH

    def matrix(self, places: Sequence[Coordinate]) -> Matrix:
        """Seconds and metres, rounded. `estimate` when a place had to be reached in a straight line."""
        net = _network(str(self._file), self._file.stat().st_mtime_ns)
        snaps = net.snap(places)
        held = [number for number, snap in enumerate(snaps) if snap is not None]
        if len(held) == len(places):
            return _matrix(*net.table([snap for snap in snaps if snap is not None]), estimate=False)
        straight = GreatCircle().matrix(places)
        durations, distances = np.array(straight.durations, float), np.array(straight.distances, float)
        if held:
            driven = net.table([snap for snap in snaps if snap is not None])
            for whole, part in zip((durations, distances), driven, strict=True):
                whole[np.ix_(held, held)] = part
        return _matrix(durations, distances, estimate=True)

    def snapped(self, places: Sequence[Coordinate]) -> tuple[float | None, ...]:
        """Metres from each place to its road; None where no road is near."""
        net = _network(str(self._file), self._file.stat().st_mtime_ns)
        return tuple(snap.away_m if snap else None for snap in net.snap(places))

    def path(self, start: Coordinate, end: Coordinate) -> DrivenPath:
        """The fastest way with its points; a straight line where one of the places has no road near."""
        return _path(str(self._file), self._file.stat().st_mtime_ns, start, end)


@lru_cache(maxsize=20_000)
def _path(file: str, changed: int, start: Coordinate, end: Coordinate) -> DrivenPath:
    net = _network(file, changed)
    one, two = net.snap((start, end))
    if one is None or two is None:
        return GreatCircle().path(start, end)
    return net.route(one, two)


@lru_cache(maxsize=2)
def _network(file: str, changed: int) -> "_Network":
    return _Network(road_graph.load(Path(file)))


class _Network:
    """The graph with its hierarchy; built in a second or less, so only the graph is kept on disk."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph
        tail, head = graph.tail.tolist(), graph.head.tolist()
        middle = graph.points[(graph.first[:-1] + graph.first[1:] - 1) // 2].astype(float)
        order = cch.compute_order_inertial(graph.size, tail, head, middle[:, 1].tolist(), middle[:, 0].tolist())
        self._cch = cch.CCH(order, tail, head, False)
        self._ms = graph.length_m.astype(float) / (graph.speed.astype(float) / 3.6) * 1000
        self._m = graph.length_m.astype(float)
        arcs = np.maximum(1, np.rint(self._ms[graph.head] + graph.turn_s * 1000)).astype(np.int64)
        longer = arcs + np.rint(self._m[graph.head]).astype(np.int64)
        self._fastest = cch.CCHMetric(self._cch, arcs.tolist())
        self._lengths = cch.CCHMetric(self._cch, longer.tolist())
        self._onward: dict[int, list[int]] = {}
        self._arcs = arcs
        self._tree_of_streets()

    def _tree_of_streets(self) -> None:
        """One line per street that belongs to the main part, in metres around its own latitude."""
        graph = self._graph
        numbers = np.flatnonzero(graph.main & ((graph.reverse < 0) | (np.arange(graph.size) < graph.reverse)))
        self._latitude = float(np.median(graph.points[:, 1])) if len(graph.points) else 0.0
        flat = self._flat(graph.points[:, 0], graph.points[:, 1])
        self._lines = [shapely.LineString(flat[graph.first[n] : graph.first[n + 1]]) for n in numbers]
        self._segments = numbers
        streets = np.flatnonzero(graph.road_class[numbers] != TRACK)
        self._trees = [
            (shapely.STRtree([self._lines[line] for line in lines.tolist()]), lines, on_top)
            for lines, on_top in ((streets, 0.0), (np.setdiff1d(np.arange(len(numbers)), streets), TRACK_ON_TOP_M))
            if len(lines)
        ]

    def _flat(self, lon: NDArray[np.float32] | Numbers, lat: NDArray[np.float32] | Numbers) -> Numbers:
        scale = np.radians(1) * road_graph.EARTH_M
        east = np.asarray(lon, float) * scale * np.cos(np.radians(self._latitude))
        return np.column_stack([east, np.asarray(lat, float) * scale])

    def snap(self, places: Sequence[Coordinate]) -> list[Snap | None]:
        if not self._lines:
            return [None] * len(places)
        flat = self._flat(np.array([place.lon for place in places]), np.array([place.lat for place in places]))
        found: list[Snap | None] = []
        for x, y in flat.tolist():
            point = shapely.Point(x, y)
            nearest = [(int(lines[int(tree.nearest(point))]), on_top) for tree, lines, on_top in self._trees]
            index, _ = min(nearest, key=lambda found: float(self._lines[found[0]].distance(point)) + found[1])
            line = self._lines[index]
            away = float(line.distance(point))
            share = float(line.project(point, normalized=True))
            found.append(Snap(int(self._segments[index]), share, away) if away <= FARTHEST_SNAP_M else None)
        return found

    def _ends(self, snap: Snap) -> list[tuple[int, float]]:
        """The segment in both directions where both are allowed, each with the share driven from its start."""
        back = int(self._graph.reverse[snap.segment])
        return [(snap.segment, snap.share), *([(back, 1 - snap.share)] if back >= 0 else [])]

    def _sources(self, snap: Snap, *, lengths: bool) -> list[tuple[int, int]]:
        """What is left of the segment counts from the place on."""
        return [(s, round((1 - share) * self._cost(s, lengths=lengths))) for s, share in self._ends(snap)]

    def _cost(self, segment: int, *, lengths: bool) -> float:
        return float(self._ms[segment] + (self._m[segment] if lengths else 0.0))

    def table(self, snaps: Sequence[Snap]) -> tuple[Numbers, Numbers]:
        """Seconds and metres between all places."""
        ends = [self._ends(snap) for snap in snaps]
        pinned = [part for pair in ends for part in (pair[0], pair[-1])]
        answers = []
        for metric, lengths in ((self._fastest, False), (self._lengths, True)):
            sweep = cch.CCHOneToMany(metric, [segment for segment, _ in pinned])
            unused = np.array([(1 - share) * self._cost(s, lengths=lengths) for s, share in pinned])
            rows = [sweep.distances_from_multi(self._sources(snap, lengths=lengths)) for snap in snaps]
            # inside the main part everything is reachable
            raw = np.array(rows, float) - unused
            answers.append(raw)
        times = self._best(answers[0])
        sums = self._best(answers[1])
        for i, j in zip(*np.nonzero(times < -0.5), strict=True):
            times[i, j], sums[i, j] = self._around(snaps[i], snaps[j])
        np.fill_diagonal(times, 0)
        np.fill_diagonal(sums, 0)
        return np.maximum(times, 0) / 1000, np.maximum(sums - times, 0)

    def _best(self, raw: Numbers) -> Numbers:
        found: Numbers = np.minimum(raw[:, 0::2], raw[:, 1::2])
        return found

    def _around(self, start: Snap, end: Snap) -> tuple[float, float]:
        """The place lies behind on a one-way street: out of the segment and round to its start again."""
        path = self.route(start, end)
        return path.seconds * 1000, path.seconds * 1000 + path.metres

    def route(self, start: Snap, end: Snap) -> DrivenPath:
        targets = self._ends(end)
        most = max(self._cost(segment, lengths=False) for segment, _ in targets)
        offsets = [(s, round(most - (1 - share) * self._cost(s, lengths=False))) for s, share in targets]
        direct = self._direct(start, end)
        if direct is not None:
            return direct
        sources = self._sources(start, lengths=False)
        if {segment for segment, _ in sources} & {segment for segment, _ in targets}:
            sources = self._after(sources)
        query = cch.CCHQuery(self._fastest)
        answer = query.run_multi(sources, offsets)
        assert answer.distance is not None, "the main part is strongly connected"
        seconds = (answer.distance - most) / 1000
        return self._drawn(start, end, list(answer.node_path), seconds)

    def _direct(self, start: Snap, end: Snap) -> DrivenPath | None:
        """Both places on one segment, the second ahead of the first."""
        ends = dict(self._ends(end))
        for segment, share in self._ends(start):
            if segment in ends and ends[segment] >= share:
                part = ends[segment] - share
                points = self._cut(segment, share, ends[segment])
                return DrivenPath(points, float(part * self._m[segment]), float(part * self._ms[segment] / 1000))
        return None

    def _after(self, sources: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The segments that follow, so that the way leads round."""
        if not self._onward:
            for arc, tail in enumerate(self._graph.tail.tolist()):
                self._onward.setdefault(tail, []).append(arc)
        return [
            (int(self._graph.head[arc]), cost + int(self._arcs[arc]))
            for segment, cost in sources
            for arc in self._onward.get(segment, ())
        ]

    def _drawn(self, start: Snap, end: Snap, path: list[int], seconds: float) -> DrivenPath:
        begins, ends = dict(self._ends(start)), dict(self._ends(end))
        if path[0] not in begins:
            path = [start.segment, *path]
        points: list[tuple[float, float]] = []
        metres = 0.0
        for place, segment in enumerate(path):
            low = begins[segment] if place == 0 else 0.0
            high = ends[segment] if place == len(path) - 1 else 1.0
            metres += max(0.0, high - low) * float(self._m[segment])
            points += self._cut(segment, low, high)
        return DrivenPath(tuple(dict.fromkeys(points)), metres, seconds)

    def _cut(self, segment: int, low: float, high: float) -> tuple[tuple[float, float], ...]:
        """The points (lat, lon) of a part of a segment."""
        line = shapely.LineString(self._graph.line(segment).astype(float))
        part = shapely.ops.substring(line, low, high, normalized=True)
        return tuple((lat, lon) for lon, lat in part.coords)


def _matrix(durations: Numbers, distances: Numbers, *, estimate: bool) -> Matrix:
    rows = [tuple(np.rint(table).astype(int).tolist()) for table in (durations, distances)]
    return Matrix(tuple(map(tuple, rows[0])), tuple(map(tuple, rows[1])), estimate)
