"""The road router on a small town of our own: one-way streets, forbidden turns, snapping; against plain Dijkstra."""

import heapq
import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dispatch_console.adapters.region import road_ways
from dispatch_console.adapters.travel import many_to_many, roads
from dispatch_console.adapters.travel.road_network import Network
from dispatch_console.adapters.travel.roads import Roads
from dispatch_console.adapters.travel.snapping import NoRoad, Snap
from dispatch_console.domain.planning.outing import ANY_TIME, Outing
from dispatch_console.domain.planning.speeds import FREE, SpeedProfile
from dispatch_console.domain.values import Coordinate
from dispatch_console.region_files.road_graph import CLASSES, RoadGraph
from tests.builders.road_towns import STEP, place, roads_of, town


def test_a_one_way_street_is_driven_round_in_the_other_direction(tmp_path: Path) -> None:
    one_way = (100, [0, 1, 2, 3], {"highway": "residential", "oneway": "yes"})
    travel = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", [one_way]))
    there = travel.path(place(0.2, 0), place(2.8, 0))
    back = travel.path(place(2.8, 0), place(0.2, 0))
    assert back.metres > there.metres + 300
    table = travel.matrix([place(0.2, 0), place(2.8, 0)])
    assert table.durations[0][1] == pytest.approx(there.seconds, abs=1)
    assert table.durations[1][0] == pytest.approx(back.seconds, abs=1)
    assert not table.estimate


def test_behind_on_the_same_one_way_street_means_once_round_the_block(tmp_path: Path) -> None:
    one_way = (100, [0, 1, 2, 3], {"highway": "residential", "oneway": "yes"})
    travel = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", [one_way]))
    ahead, behind = place(1.7, 0), place(1.3, 0)
    table = travel.matrix([behind, ahead])
    assert 0 < table.durations[0][1] < 15
    assert table.durations[1][0] > 60
    assert travel.path(ahead, behind).seconds == pytest.approx(table.durations[1][0], abs=1)


def test_neighbours_on_one_street_are_driven_to_straight_either_way(tmp_path: Path) -> None:
    travel = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", []))
    table = travel.matrix([place(1.2, 0), place(1.5, 0), place(1.8, 0), place(1.5, 0)])
    for here, there, parts in ((0, 1, 1), (1, 2, 1), (0, 2, 2), (1, 3, 0)):
        for one, other in ((here, there), (there, here)):
            assert table.distances[one][other] == pytest.approx(parts * 0.3 * STEP * 55_800, abs=2)
            assert table.durations[one][other] == pytest.approx(parts * table.durations[0][2] / 2, abs=1)


def test_a_forbidden_turn_is_not_taken(tmp_path: Path) -> None:
    free = roads_of(tmp_path, town(tmp_path / "a.osm.pbf", []))
    direct = free.path(place(1, 0.5), place(1.5, 1)).seconds
    folder = tmp_path / "second"
    folder.mkdir()
    barred = roads_of(folder, town(tmp_path / "b.osm.pbf", [], "no_right_turn 201 11 101"))
    assert barred.path(place(1, 0.5), place(1.5, 1)).seconds > direct + 10


def test_a_turn_forbidden_over_a_way_is_not_taken_by_who_comes_from_there(tmp_path: Path) -> None:
    """From the street at the bottom over the one that leads up, and back on the next street: only from there."""
    up = (201, [1, 11, 21, 31], {"highway": "residential"})
    first = (301, [0, 1], {"highway": "residential", "oneway": "yes"})
    rest = (100, [1, 2, 3], {"highway": "residential"})
    middle = (302, [10, 11], {"highway": "residential"})
    others = (101, [11, 12, 13], {"highway": "residential"})
    ways = [up, first, rest, middle, others]
    start, end, over = place(0.3, 0), place(0.3, 1), place(1, 0.5)
    free = roads_of(tmp_path, town(tmp_path / "free.osm.pbf", ways))
    straight, aside = free.path(start, end).metres, free.path(place(1.7, 0), end).metres
    between, up_the_street = free.path(start, over), free.path(start, place(1, 1.7)).metres
    held = roads_of(tmp_path, town(tmp_path / "held.osm.pbf", ways, "no_left_turn 301 w201 302"))
    assert held.path(start, end).metres > straight + 100
    assert held.path(place(1.7, 0), end).metres == pytest.approx(aside)
    # the street between is reached as before, and its places lie where they lay
    assert held.path(start, over).metres == pytest.approx(between.metres)
    table = held.matrix([start, end, over])
    assert table.durations[0][1] == pytest.approx(held.path(start, end).seconds, abs=1)
    assert table.durations[0][2] == pytest.approx(between.seconds, abs=1)
    only = roads_of(tmp_path, town(tmp_path / "only.osm.pbf", ways, "only_left_turn 301 w201 302"))
    assert only.path(start, end).metres == pytest.approx(straight)
    assert only.path(start, place(1, 1.7)).metres > up_the_street + 100


def test_private_and_foot_ways_are_not_driven(tmp_path: Path) -> None:
    foot = (100, [0, 1, 2, 3], {"highway": "footway"})
    private = (103, [30, 31, 32, 33], {"highway": "service", "access": "private"})
    travel = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", [foot, private]))
    whole = roads_of(tmp_path / "whole", town(tmp_path / "u.osm.pbf", []))
    for row in (0, 3):
        along = place(0, row + 0.02 * (1 - row)), place(3, row)
        assert whole.path(*along).metres == pytest.approx(340, abs=20)
        assert travel.path(*along).metres > 600


def test_far_places_are_estimates(tmp_path: Path) -> None:
    travel = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", []))
    near, far = place(0.5, 0.02), Coordinate(61, 25)
    snaps = travel.snapped([near, far])
    assert isinstance(snaps[0], Snap) and snaps[0].away_m == pytest.approx(4.5, abs=1)
    assert snaps[1] is NoRoad.OUTSIDE
    table = travel.matrix([near, place(2, 2), far])
    assert table.estimate
    assert table.durations[0][2] > 3600


def test_a_track_is_snapped_to_only_where_no_street_is_near(tmp_path: Path) -> None:
    tracks = [(200 + column, [row * 10 + column for row in range(4)], {"highway": "track"}) for column in range(4)]
    middle = (101, [10, 11, 12, 13], {"highway": "track"})
    travel = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", [*tracks, middle]))
    near, far = travel.snapped([place(0.5, 0.6), place(0.5, 1)])
    assert isinstance(near, Snap) and near.away_m == pytest.approx(133, abs=3)
    assert isinstance(far, Snap) and far.away_m == pytest.approx(0, abs=1)


@pytest.mark.parametrize(
    ("text", "speed"),
    [("50", 50), ("30 mph", 48.28), ("FI:urban", 50), ("walk", 6), ("none", None), ("", None), ("50;30", 50)],
)
def test_posted_speeds_are_read_as_they_are_written(text: str, speed: float | None) -> None:
    assert road_ways.posted_speed(text) == (None if speed is None else pytest.approx(speed, abs=0.01))


def test_slow_hours_are_driven_slowly_and_metres_stay(tmp_path: Path) -> None:
    graph = town(tmp_path / "t.osm.pbf", [])
    graph.save(tmp_path / roads.GRAPH)
    speeds = SpeedProfile({("residential", 8): 2.0, ("residential", 9): 1.5})
    travel = Roads(tmp_path, "", speeds)
    places = [place(0.2, 0), place(2.8, 3)]
    free, slow, both = (travel.matrix(places, at(*hours)) for hours in ((12,), (8,), (8, 9)))
    turns = 2 * free.durations[0][1] - slow.durations[0][1]
    assert turns in range(10)
    assert both.durations[0][1] == pytest.approx((slow.durations[0][1] + 1.5 * free.durations[0][1]) / 2, abs=5)
    assert slow.distances[0][1] == pytest.approx(free.distances[0][1], abs=15)
    assert travel.varies(at(8), at(12)) and not travel.varies(at(13, 14), at(15))


def at(*hours: int) -> Outing:
    return Outing(day=date(2026, 11, 24), hours=hours)


def test_the_table_agrees_with_dijkstra_on_a_town_with_random_one_ways(tmp_path: Path) -> None:
    dice = random.Random(7)
    extra = [
        (number, nodes, {"highway": dice.choice(("road", "primary")), "oneway": dice.choice(("yes", "no", "-1"))})
        for number, nodes in ((101, [10, 11, 12, 13]), (102, [20, 21, 22, 23]), (201, [1, 11, 21, 31]))
    ]  # fmt: skip
    graph = town(tmp_path / "t.osm.pbf", extra)
    network = Network(graph)
    free = network.weights(FREE.over(CLASSES), ANY_TIME)
    spots = [place(dice.uniform(0, 3), dice.uniform(0, 3)) for _ in range(30)]
    snaps = [snap for snap in network.snap(spots, ANY_TIME) if isinstance(snap, Snap)]
    times = network.times(snaps, free)
    metres = network.metres(snaps, free, times)
    for i, start in enumerate(snaps):
        exact = dijkstra(graph, network._ends(start, free))
        for j, end in enumerate(snaps):
            best = min(
                exact[segment] - (1 - share) * cost(graph, segment) for segment, share in network._ends(end, free)
            )
            if i != j and best > 0:
                assert times[i, j] / 1000 == pytest.approx(best, abs=0.05)
                path = network.route(start, end, free)
                assert path.seconds == pytest.approx(best, abs=0.05)
                assert metres[i, j] == pytest.approx(path.metres, rel=0.1, abs=12)


def test_a_large_table_over_the_hubs_is_the_one_that_is_swept_straight(tmp_path: Path) -> None:
    dice = random.Random(3)
    lines = (103, range(30, 39), "-1"), (204, range(4, 85, 10), "yes")
    one_ways = [(number, list(nodes), {"highway": "primary", "oneway": way}) for number, nodes, way in lines]
    restriction = "no_left_turn 105 w205 106"
    network = Network(town(tmp_path / "t.osm.pbf", one_ways, restriction, size=9))
    many, cells = network.weights(FREE.over(CLASSES), ANY_TIME).times, network._cells
    segments = np.flatnonzero(network.opening(ANY_TIME).main)
    backs = network._graph.reverse
    sources = [
        [(segment, dice.randint(0, 5000)), *([(int(backs[segment]), 700)] if backs[segment] >= 0 else [])]
        for segment in dice.choices(segments.tolist(), k=400)
    ]
    assert any(len({int(cells.of[segment]) for segment, _ in source}) > 1 for source in sources)
    assert len(cells.hubs) * many_to_many.SOURCES_PER_HUB <= len(sources)
    whole = many.distances(sources, segments)
    few = len(cells.hubs)
    straight = np.concatenate([many.distances(sources[at : at + few], segments) for at in range(0, 400, few)])
    assert np.array_equal(whole, straight)
    assert whole.max() < many_to_many.FAR


def cost(graph: RoadGraph, segment: int) -> float:
    return float(graph.length_m[segment] / (graph.speed[segment] / 3.6))


def dijkstra(graph: RoadGraph, ends: list[tuple[int, float]]) -> dict[int, float]:
    """Seconds to the end of every segment."""
    onward: dict[int, list[tuple[int, float]]] = {}
    for tail, head, turn in zip(graph.tail.tolist(), graph.head.tolist(), graph.turn_s.tolist(), strict=True):
        onward.setdefault(tail, []).append((head, turn + cost(graph, head)))
    waiting = [((1 - share) * cost(graph, segment), segment) for segment, share in ends]
    heapq.heapify(waiting)
    found: dict[int, float] = {}
    while waiting:
        so_far, segment = heapq.heappop(waiting)
        if segment in found:
            continue
        found[segment] = so_far
        for following, more in onward.get(segment, ()):
            heapq.heappush(waiting, (so_far + more, following))
    return found
