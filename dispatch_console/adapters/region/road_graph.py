"""The road graph of a region: directed segments between junctions, and the turns between them.

A node of the routed graph is a directed segment, an arc a permitted turn; so one-way streets, turn restrictions and the
cost of a turn are all part of it. Kept as one `.npz`.
"""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_console.adapters.region.road_ways import RoadFacts, RoadWay

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
TURN_S = {"straight": 0.0, "right": 1.5, "left": 4.0, "back": 25.0}
SIGNAL_S = 6.0
EARTH_M = 6_371_000.0


@dataclass(slots=True)
class RoadGraph:
    """Per directed segment: length in metres, speed in km/h, class, and its points; per arc: tail, head, seconds.

    `reverse` is the same street in the other direction, -1 where that is forbidden; `main` marks the largest part in
    which every segment reaches every other.
    """

    length_m: Floats
    speed: Floats
    road_class: Ints
    reverse: Ints
    first: Ints
    points: Floats
    tail: Ints
    head: Ints
    turn_s: Floats
    main: NDArray[np.bool_]

    @property
    def size(self) -> int:
        return len(self.length_m)

    def line(self, segment: int) -> Floats:
        """The points of a segment as (lon, lat) in driving direction."""
        found: Floats = self.points[self.first[segment] : self.first[segment + 1]]
        return found

    def save(self, file: Path) -> None:
        np.savez_compressed(file, **{name: getattr(self, name) for name in self.__slots__})


def load(file: Path) -> RoadGraph:
    with np.load(file) as held:
        return RoadGraph(**{name: held[name] for name in RoadGraph.__slots__})


@dataclass(slots=True)
class _Segment:
    start: int
    end: int
    way: RoadWay
    points: tuple[tuple[float, float], ...]
    length_m: float
    backward: bool


def build(facts: RoadFacts) -> RoadGraph:
    """Cut ways at junctions, lay both directions, connect what may be driven one after the other."""
    segments = _segments(facts.ways)
    leaving: dict[int, list[int]] = {}
    for number, segment in enumerate(segments):
        leaving.setdefault(segment.start, []).append(number)
    tail: list[int] = []
    head: list[int] = []
    cost: list[float] = []
    for number, segment in enumerate(segments):
        followers = leaving.get(segment.end, ())
        only = facts.only.get((segment.way.way_id, segment.end))
        for following in followers:
            after = segments[following]
            if (segment.way.way_id, segment.end, after.way.way_id) in facts.forbidden:
                continue
            if only is not None and after.way.way_id != only:
                continue
            turn = _turn(segment, after, alone=len(followers) == 1)
            signal = SIGNAL_S if segment.end in facts.signals else 0.0
            tail.append(number)
            head.append(following)
            cost.append(TURN_S[turn] + signal)
    points = [point for segment in segments for point in segment.points]
    first = np.cumsum([0, *(len(segment.points) for segment in segments)], dtype=np.int32)
    graph = RoadGraph(
        np.array([segment.length_m for segment in segments], np.float32),
        np.array([segment.way.speed for segment in segments], np.float32),
        np.array([segment.way.road_class for segment in segments], np.int32),
        _reverses(segments),
        first,
        np.array(points, np.float32).reshape(-1, 2),
        np.array(tail, np.int32),
        np.array(head, np.int32),
        np.array(cost, np.float32),
        np.zeros(len(segments), np.bool_),
    )
    graph.main = _largest_part(graph)
    return graph


def _segments(ways: list[RoadWay]) -> list[_Segment]:
    used: Counter[int] = Counter()
    for way in ways:
        used.update(way.nodes)
        # the ends of a way are junctions for whoever continues there
        used.update((way.nodes[0], way.nodes[-1]))
    found: list[_Segment] = []
    for way in ways:
        start = 0
        for place in range(1, len(way.nodes)):
            if used[way.nodes[place]] < 2 and place < len(way.nodes) - 1:
                continue
            points = way.points[start : place + 1]
            length = sum(metres(a, b) for a, b in pairwise(points))
            a, b = way.nodes[start], way.nodes[place]
            if way.forward:
                found.append(_Segment(a, b, way, points, length, False))
            if way.backward:
                found.append(_Segment(b, a, way, points[::-1], length, True))
            start = place
    return found


def _reverses(segments: list[_Segment]) -> Ints:
    """Both directions of a street stand next to each other."""
    found = np.full(len(segments), -1, np.int32)
    for number in range(len(segments) - 1):
        one, two = segments[number], segments[number + 1]
        if two.backward and not one.backward and one.way is two.way and one.points == two.points[::-1]:
            found[number], found[number + 1] = number + 1, number
    return found


def _turn(before: _Segment, after: _Segment, *, alone: bool) -> str:
    if after.end == before.start and after.way is before.way and after.points == before.points[::-1]:
        return "back"
    if alone:
        return "straight"
    angle = _bearing(after.points[0], after.points[1]) - _bearing(before.points[-2], before.points[-1])
    angle = (angle + 180) % 360 - 180
    if abs(angle) < 35:
        return "straight"
    return "back" if abs(angle) > 165 else "right" if angle > 0 else "left"


def _bearing(a: tuple[float, float], b: tuple[float, float]) -> float:
    east = (b[0] - a[0]) * math.cos(math.radians(a[1]))
    return math.degrees(math.atan2(east, b[1] - a[1]))


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Between two (lon, lat) points that lie near each other."""
    east = math.radians(b[0] - a[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return EARTH_M * math.hypot(east, math.radians(b[1] - a[1]))


def _largest_part(graph: RoadGraph) -> NDArray[np.bool_]:
    """The strongly connected part of the best of some starts: what a start reaches and what reaches it."""
    onward, back = _lists(graph.size, graph.tail, graph.head), _lists(graph.size, graph.head, graph.tail)
    best = np.zeros(graph.size, np.bool_)
    tried = np.zeros(graph.size, np.bool_)
    for start in np.argsort(-graph.speed, kind="stable"):
        if tried[start] or best.sum() * 2 > graph.size:
            continue
        part = _reached(onward, int(start)) & _reached(back, int(start))
        tried |= part
        tried[start] = True
        if part.sum() > best.sum():
            best = part
        if tried.sum() * 2 > graph.size and best.sum() > graph.size - tried.sum():
            break
    return best


def _lists(size: int, tail: Ints, head: Ints) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(size)]
    for a, b in zip(tail.tolist(), head.tolist(), strict=True):
        found[a].append(b)
    return found


def _reached(lists: list[list[int]], start: int) -> NDArray[np.bool_]:
    seen = np.zeros(len(lists), np.bool_)
    seen[start] = True
    waiting = [start]
    while waiting:
        for following in lists[waiting.pop()]:
            if not seen[following]:
                seen[following] = True
                waiting.append(following)
    return seen
