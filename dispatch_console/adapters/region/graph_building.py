"""Builds the road graph of a region from its ways: cut at junctions, both directions laid, turns connected."""

import math
from array import array

import numpy as np
from numpy.typing import NDArray

from dispatch_console.adapters.region import long_turns
from dispatch_console.adapters.region.road_ways import RoadFacts, RoadWay
from dispatch_console.adapters.region.segments import Segment, metres
from dispatch_console.region_files.road_graph import Ints, RoadGraph

TURN_S = {"straight": 0.0, "right": 1.5, "left": 4.0, "back": 25.0}
SIGNAL_S = 6.0


def build(facts: RoadFacts) -> RoadGraph:
    """Cut ways at junctions, lay both directions, connect what may be driven one after the other."""
    segments = _segments(facts.ways)
    leaving: dict[int, list[int]] = {}
    for number, segment in enumerate(segments):
        leaving.setdefault(segment.start, []).append(number)
    turns = [_turns(facts, segments, leaving, segment) for segment in segments]
    long_turns.lay(facts, segments, turns)
    first = np.cumsum([0, *(abs(segment.last - segment.first) + 1 for segment in segments)], dtype=np.int32)
    points = np.empty((first[-1], 2), np.float32)
    for number, segment in enumerate(segments):
        points[first[number] : first[number + 1]] = segment.points
    graph = RoadGraph(
        length_m=np.array([segment.length_m for segment in segments], np.float32),
        speed=np.array([segment.way.speed for segment in segments], np.float32),
        road_class=np.array([segment.way.road_class for segment in segments], np.int32),
        reverse=_reverses(segments),
        first=first,
        points=points,
        tail=np.repeat(np.arange(len(segments), dtype=np.int32), [len(followers) for followers in turns]),
        head=np.array([head for followers in turns for head in followers], np.int32),
        turn_s=np.array([cost for followers in turns for cost in followers.values()], np.float32),
        main=np.zeros(len(segments), np.bool_),
        copy_of=np.array([segment.copy_of for segment in segments], np.int32),
    )
    graph.main = _largest_part(graph) & (graph.copy_of < 0)
    return graph


def _turns(
    facts: RoadFacts, segments: list[Segment], leaving: dict[int, list[int]], segment: Segment
) -> dict[int, float]:
    """Return what may be driven after a segment, and the seconds that the turn takes."""
    followers = leaving.get(segment.end, ())
    only = facts.only.get((segment.way.way_id, segment.end))
    seconds = {}
    for following in followers:
        after = segments[following]
        if (segment.way.way_id, segment.end, after.way.way_id) in facts.forbidden:
            continue
        if only is not None and after.way.way_id != only:
            continue
        signal = SIGNAL_S if segment.end in facts.signals else 0.0
        seconds[following] = TURN_S[_turn(segment, after, alone=len(followers) == 1)] + signal
    return seconds


def _segments(ways: list[RoadWay]) -> list[Segment]:
    junctions = _junctions(ways)
    segments: list[Segment] = []
    for way in ways:
        start, last = 0, len(way.nodes) - 1
        length = 0.0
        for place in range(1, last + 1):
            length += metres((way.lon[place - 1], way.lat[place - 1]), (way.lon[place], way.lat[place]))
            if place < last and way.nodes[place] not in junctions:
                continue
            a, b = way.nodes[start], way.nodes[place]
            if way.forward:
                segments.append(Segment(a, b, way, start, place, length))
            if way.backward:
                segments.append(Segment(b, a, way, place, start, length))
            start, length = place, 0.0
    return segments


def _junctions(ways: list[RoadWay]) -> frozenset[int]:
    """Return the nodes that two ways share or one passes twice; the ends of a way are junctions for whoever continues
    there.
    """
    every = [*(way.nodes for way in ways), *(array("q", (way.nodes[0], way.nodes[-1])) for way in ways)]
    if not every:
        return frozenset()
    numbers, counts = np.unique(np.concatenate(every), return_counts=True)
    return frozenset(numbers[counts > 1].tolist())


def _reverses(segments: list[Segment]) -> Ints:
    """Return the other direction of each segment: both directions of a street stand next to each other."""
    reverse = np.full(len(segments), -1, np.int32)
    for number in range(len(segments) - 1):
        one, two = segments[number], segments[number + 1]
        if two.backward and one.turns_back(two):
            reverse[number], reverse[number + 1] = number + 1, number
    return reverse


def _turn(before: Segment, after: Segment, *, alone: bool) -> str:
    if before.turns_back(after):
        return "back"
    if alone:
        return "straight"
    angle = _bearing(after.point(0), after.point(1)) - _bearing(before.point(-2), before.point(-1))
    angle = (angle + 180) % 360 - 180
    if abs(angle) < 35:
        return "straight"
    return "back" if abs(angle) > 165 else "right" if angle > 0 else "left"


def _bearing(a: tuple[float, float], b: tuple[float, float]) -> float:
    east = (b[0] - a[0]) * math.cos(math.radians(a[1]))
    return math.degrees(math.atan2(east, b[1] - a[1]))


def _largest_part(graph: RoadGraph) -> NDArray[np.bool_]:
    """Return the largest strongly connected part, found from some starts: what a start reaches and what reaches it."""
    onward, back = _followers(graph.size, graph.tail, graph.head), _followers(graph.size, graph.head, graph.tail)
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


def _reached(first: Ints, followers: Ints, start: int) -> NDArray[np.bool_]:
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
