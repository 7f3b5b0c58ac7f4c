"""Builds the road graph of a region from its ways: cut at junctions, both directions laid, turns connected."""

from array import array

import numpy as np

from dispatch_console.adapters.region import long_turns, turns_at_nodes, walls
from dispatch_console.adapters.region.road_ways import RoadFacts, RoadWay
from dispatch_console.adapters.region.segments import RuleSets, Segment, metres
from dispatch_console.region_files.road_graph import Ints, RoadGraph


def build(facts: RoadFacts) -> RoadGraph:
    """Cut ways at junctions, lay both directions, connect what may be driven one after the other."""
    rules = RuleSets()
    segments = _segments(facts)
    leaving: dict[int, list[int]] = {}
    for number, segment in enumerate(segments):
        leaving.setdefault(segment.start, []).append(number)
    turns = [turns_at_nodes.turns(facts, rules, segments, leaving, segment) for segment in segments]
    long_turns.lay(facts.turns, rules, segments, turns)
    first = np.cumsum([0, *(abs(segment.last - segment.first) + 1 for segment in segments)], dtype=np.int32)
    points = np.empty((first[-1], 2), np.float32)
    for number, segment in enumerate(segments):
        points[first[number] : first[number + 1]] = segment.points
    return RoadGraph(
        length_m=np.array([segment.length_m for segment in segments], np.float32),
        speed=np.array(_speeds(segments), np.float32),
        road_class=np.array([segment.way.road_class for segment in segments], np.int32),
        reverse=_reverses(segments),
        first=first,
        points=points,
        tail=np.repeat(np.arange(len(segments), dtype=np.int32), [len(followers) for followers in turns]),
        head=np.array([head for followers in turns for head in followers], np.int32),
        turn_s=np.array([arc.seconds for followers in turns for arc in followers.values()], np.float32),
        copy_of=np.array([segment.copy_of for segment in segments], np.int32),
        against=np.array([segment.backward for segment in segments], np.bool_),
        rule=np.array([rules.number(*segment.way.rules) for segment in segments], np.int32),
        arc_rule=np.array([arc.rules for followers in turns for arc in followers.values()], np.int32),
        rules=rules.known,
        walls=walls.joined(facts.walls),
    )


def _speeds(segments: list[Segment]) -> list[float]:
    """Return km/h; of a ferry so that it takes as long as it says."""
    lengths: dict[int, float] = {}
    for segment in segments:
        if segment.way.lasts_s is not None and not segment.backward:
            lengths[segment.way.way_id] = lengths.get(segment.way.way_id, 0.0) + segment.length_m
    return [
        3.6 * lengths[segment.way.way_id] / segment.way.lasts_s
        if segment.way.lasts_s and segment.way.way_id in lengths
        else segment.way.speed
        for segment in segments
    ]


def _segments(facts: RoadFacts) -> list[Segment]:
    junctions = _junctions(facts.ways) | facts.node_rules.keys()
    segments: list[Segment] = []
    for way in facts.ways:
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
