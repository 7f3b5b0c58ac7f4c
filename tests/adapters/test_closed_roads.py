"""Which way is driven where some roads are closed: by tags, at a barrier, for a large van, at an hour."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dispatch_console.adapters.region import road_ways
from dispatch_console.adapters.travel.roads import GRAPH, Roads
from dispatch_console.adapters.travel.snapping import NoRoad, Snap
from dispatch_console.domain.planning.outing import ANY_TIME, LARGE_VAN, Outing, VanSize
from dispatch_console.domain.planning.problem import UNREACHABLE
from tests.builders.road_towns import STEP, Tags, Ways, place, roads_of, town

STREET = {"highway": "residential"}
# of a town of four by four: 110 m to the east, 222 m to the north
EAST_M, NORTH_M = 111.2, 222.4
# along the lowest street, from before its second junction to behind its third
WEST, EAST = place(0.9, 0), place(2.1, 0)
SHORT_M, ROUND_M = 1.2 * EAST_M, 1.2 * EAST_M + 2 * NORTH_M
TUESDAY = date(2026, 11, 24)
LORRY = Outing(VanSize(height_cm=340, width_cm=250, length_cm=900, mass_kg=12_000))


def lowest(tags: Tags) -> Ways:
    """Return the lowest street in three parts, the middle one with these tags."""
    return [(100, [0, 1], STREET), (110, [1, 2], {**STREET, **tags}), (120, [2, 3], STREET)]


def driven(roads: Roads, outing: Outing = ANY_TIME) -> float:
    """Return the metres from west to east, on which path and table agree."""
    path, table = roads.path(WEST, EAST, outing), roads.matrix([WEST, EAST], outing)
    assert table.distances[0][1] == pytest.approx(path.metres, abs=3)
    assert table.durations[0][1] == pytest.approx(path.seconds, abs=1)
    assert not path.estimate and not table.estimate
    return path.metres


@pytest.mark.parametrize(
    ("tags", "metres"),
    [
        ({}, SHORT_M),
        ({"motor_vehicle": "no"}, ROUND_M),
        ({"access": "destination"}, ROUND_M),
        ({"access": "private"}, ROUND_M),
        ({"access": "no", "motor_vehicle": "yes"}, SHORT_M),
        ({"maxheight": "2.2"}, ROUND_M),
        ({"oneway": "reversible"}, ROUND_M),
        ({"motor_vehicle:forward": "no"}, ROUND_M),
        ({"motor_vehicle:backward": "no"}, SHORT_M),
    ],
)
def test_a_closed_street_is_driven_round(tmp_path: Path, tags: Tags, metres: float) -> None:
    roads = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", lowest(tags)))
    assert driven(roads) == pytest.approx(metres, abs=4)


@pytest.mark.parametrize(
    ("tags", "metres"),
    [
        ({"barrier": "bollard"}, ROUND_M),
        ({"barrier": "gate"}, SHORT_M),
        ({"barrier": "gate", "access": "private"}, ROUND_M),
        ({"barrier": "lift_gate", "motor_vehicle": "destination"}, ROUND_M),
    ],
)
def test_a_barrier_in_a_street_is_driven_round(tmp_path: Path, tags: Tags, metres: float) -> None:
    street = [(100, [0, 1, 90, 2, 3], STREET)]
    graph = town(tmp_path / "t.osm.pbf", street, nodes={90: tags}, spots={90: (1.5, 0)})
    assert driven(roads_of(tmp_path, graph)) == pytest.approx(metres, abs=4)


def test_both_sides_of_a_bollard_are_reached_each_from_its_own(tmp_path: Path) -> None:
    street = [(100, [0, 1, 90, 2, 3], STREET)]
    graph = town(tmp_path / "t.osm.pbf", street, nodes={90: {"barrier": "bollard"}}, spots={90: (1.5, 0)})
    roads = roads_of(tmp_path, graph)
    assert roads.path(WEST, place(1.4, 0)).metres == pytest.approx(0.5 * EAST_M, abs=3)
    assert roads.path(WEST, place(1.6, 0)).metres == pytest.approx(
        0.1 * EAST_M + EAST_M + 2 * NORTH_M + 0.4 * EAST_M, abs=5
    )
    # a gate is opened: the way is the same, and takes longer
    gate = town(tmp_path / "g.osm.pbf", street, nodes={90: {"barrier": "gate"}}, spots={90: (1.5, 0)})
    free = roads_of(tmp_path / "free", town(tmp_path / "f.osm.pbf", []))
    assert roads_of(tmp_path / "gate", gate).path(WEST, EAST).seconds - free.path(WEST, EAST).seconds >= 10


def test_what_is_for_residents_is_entered_to_reach_a_door_inside(tmp_path: Path) -> None:
    roads = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", lowest({"access": "destination"})))
    inside = place(1.5, 0)
    assert roads.path(WEST, inside).metres == pytest.approx(0.6 * EAST_M, abs=3)
    assert roads.path(inside, EAST).metres == pytest.approx(0.6 * EAST_M, abs=3)
    table = roads.matrix([WEST, inside, EAST])
    assert [table.distances[0][1], table.distances[1][2]] == [pytest.approx(0.6 * EAST_M, abs=3)] * 2
    assert table.durations[0][1] < 120


def test_a_place_behind_two_gates_keeps_its_time(tmp_path: Path) -> None:
    private = {"highway": "service", "access": "private"}
    ways = [(300, [3, 90, 91], {**STREET, "access": "destination"}), (301, [91, 92], private)]
    spots = {90: (4.0, 0.0), 91: (5.0, 0.0), 92: (6.0, 0.0)}
    graph = town(tmp_path / "t.osm.pbf", ways, nodes={90: {"barrier": "gate", "access": "private"}}, spots=spots)
    roads = roads_of(tmp_path, graph)
    there, back = roads.path(WEST, place(5.9, 0)), roads.path(place(5.9, 0), WEST)
    assert there.metres == pytest.approx(5 * EAST_M, abs=4) and back.metres == pytest.approx(5 * EAST_M, abs=4)
    assert there.seconds < 200
    assert roads.matrix([WEST, place(5.9, 0)]).durations[0][1] == pytest.approx(there.seconds, abs=1)


def test_a_door_behind_its_own_drive_is_reached_over_it(tmp_path: Path) -> None:
    drive = (300, [1, 90], {"highway": "service", "service": "driveway", "access": "private"})
    lane = (301, [91, 92], {"highway": "track"})
    spots = {90: (1.0, -0.6), 91: (0.0, -0.75), 92: (3.0, -0.75), 93: (0.0, -0.1)}
    link = (302, [0, 91], {"highway": "residential"})
    graph = town(tmp_path / "t.osm.pbf", [drive, lane, link, (303, [3, 92], STREET)], spots=spots)
    (snap,) = roads_of(tmp_path, graph).snapped([place(1.05, -0.55)])
    assert isinstance(snap, Snap) and snap.away_m == pytest.approx(5.6, abs=1)
    # in front of the house the street is nearer than the neighbour's drive by less than the drive is worth
    (front,) = roads_of(tmp_path, graph).snapped([place(1.13, -0.08)])
    assert isinstance(front, Snap) and front.away_m == pytest.approx(17.8, abs=1)


@pytest.mark.parametrize(
    ("tags", "metres"),
    [
        ({"highway": "pedestrian"}, ROUND_M),
        ({"highway": "pedestrian", "access": "yes"}, ROUND_M),
        ({"highway": "pedestrian", "motor_vehicle": "private"}, ROUND_M),
        ({"highway": "cycleway", "motor_vehicle": "yes"}, SHORT_M),
        ({"highway": "footway", "goods:conditional": "yes @ (06:00-10:00)"}, ROUND_M),
    ],
)
def test_a_way_for_people_on_foot_is_driven_where_a_sign_lets_vans_in(
    tmp_path: Path, tags: Tags, metres: float
) -> None:
    roads = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", lowest(tags)))
    assert driven(roads) == pytest.approx(metres, abs=4)
    if "goods:conditional" in tags:
        assert driven(roads, Outing(LARGE_VAN, TUESDAY, (7, 8))) == pytest.approx(SHORT_M, abs=4)


def test_vans_of_unlike_size_drive_unlike_ways(tmp_path: Path) -> None:
    roads = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", lowest({"maxweight": "7.5", "maxheight": "3"})))
    assert driven(roads, ANY_TIME) == pytest.approx(SHORT_M, abs=4)
    assert driven(roads, LORRY) == pytest.approx(ROUND_M, abs=4)
    assert roads.varies(ANY_TIME, LORRY)
    smaller = Outing(VanSize(height_cm=200, width_cm=180, length_cm=450, mass_kg=2000))
    assert not roads.varies(ANY_TIME, smaller)


def test_the_hours_of_a_departure_open_and_close_a_street(tmp_path: Path) -> None:
    school = {"motor_vehicle:conditional": "no @ (Mo-Fr 07:30-08:15)"}
    roads = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", lowest(school)))
    morning, noon = Outing(LARGE_VAN, TUESDAY, (7, 8, 9)), Outing(LARGE_VAN, TUESDAY, (12, 13))
    sunday = Outing(LARGE_VAN, date(2026, 11, 29), (7, 8, 9))
    assert driven(roads, morning) == pytest.approx(ROUND_M, abs=4)
    assert driven(roads, noon) == pytest.approx(SHORT_M, abs=4)
    assert roads.varies(morning, noon) and not roads.varies(noon, sunday)


@pytest.mark.parametrize(
    ("restriction", "outing", "metres"),
    [
        ({"restriction": "no_straight_on", "members": "100 1 110"}, ANY_TIME, ROUND_M),
        ({"restriction": "no_entry", "members": "100,201 1 110"}, ANY_TIME, ROUND_M),
        ({"restriction": "no_exit", "members": "100 1 110,201"}, ANY_TIME, 3 * EAST_M + 2 * NORTH_M),
        ({"restriction": "only_left_turn", "members": "100 1 201"}, ANY_TIME, ROUND_M),
        ({"restriction": "no_straight_on", "except": "motorcar", "members": "100 1 110"}, ANY_TIME, SHORT_M),
        ({"restriction:hgv": "no_straight_on", "members": "100 1 110"}, ANY_TIME, SHORT_M),
        ({"restriction:hgv": "no_straight_on", "members": "100 1 110"}, LORRY, ROUND_M),
        ({"restriction:hgv": "only_left_turn", "members": "100 1 201"}, LORRY, ROUND_M),
        ({"restriction:conditional": "no_straight_on @ (07:00-09:00)", "members": "100 1 110"}, ANY_TIME, ROUND_M),
        (
            {"restriction:conditional": "no_straight_on @ (07:00-09:00)", "members": "100 1 110"},
            Outing(LARGE_VAN, TUESDAY, (10,)),
            SHORT_M,
        ),
        ({"restriction": "no_straight_on", "members": "100 w110 120"}, ANY_TIME, ROUND_M),
        ({"restriction": "no_straight_on", "except": "motorcar", "members": "100 w110 120"}, ANY_TIME, SHORT_M),
        ({"restriction": "only_left_turn", "members": "100 w110 202"}, ANY_TIME, ROUND_M),
        ({"restriction:hgv": "no_straight_on", "members": "100 w110 120"}, ANY_TIME, SHORT_M),
        ({"restriction:hgv": "no_straight_on", "members": "100 w110 120"}, LORRY, ROUND_M),
        ({"restriction:hgv": "only_left_turn", "members": "100 w110 202"}, LORRY, ROUND_M),
        ({"restriction:conditional": "no_straight_on @ (07:00-09:00)", "members": "100 w110 120"}, ANY_TIME, ROUND_M),
        (
            {"restriction:conditional": "no_straight_on @ (07:00-09:00)", "members": "100 w110 120"},
            Outing(LARGE_VAN, TUESDAY, (10,)),
            SHORT_M,
        ),
        (
            {"restriction:conditional": "no_straight_on @ (07:00-09:00)", "members": "100 w110 120"},
            Outing(LARGE_VAN, TUESDAY, (8,)),
            ROUND_M,
        ),
        (
            {"restriction:conditional": "only_left_turn @ (07:00-09:00)", "members": "100 w110 202"},
            Outing(LARGE_VAN, TUESDAY, (8,)),
            ROUND_M,
        ),
    ],
)
def test_turns_are_forbidden_to_those_they_name(
    tmp_path: Path, restriction: Tags, outing: Outing, metres: float
) -> None:
    graph = town(tmp_path / "t.osm.pbf", lowest({}), restriction)
    assert driven(roads_of(tmp_path, graph), outing) == pytest.approx(metres, abs=6)


@pytest.mark.parametrize(
    ("restrictions", "metres"),
    [
        # two over the same street, the second of which is in the way
        (["no_left_turn 100 w110 202", "no_straight_on 100 w110 120"], ROUND_M),
        (["no_straight_on 100 w110 120", "no_left_turn 100 w110 202"], ROUND_M),
        ([{"restriction": "no_exit", "members": "100 w110 202,120"}], ROUND_M),
        # one begins in the street of the other, whichever is read first
        (["no_left_turn 100 w110 202", "no_straight_on 110 w120 130"], 2.2 * EAST_M + 2 * NORTH_M),
        (["no_straight_on 110 w120 130", "no_left_turn 100 w110 202"], 2.2 * EAST_M + 2 * NORTH_M),
    ],
)
def test_restrictions_over_the_same_streets_all_hold(
    tmp_path: Path, restrictions: list[str | Tags], metres: float
) -> None:
    street = [(way, [way // 10 - 10, way // 10 - 9], STREET) for way in (110, 120, 130)]
    graph = town(tmp_path / "t.osm.pbf", [(100, [0, 1], STREET), *street], size=5, further=restrictions)
    roads = roads_of(tmp_path, graph)
    goal = place(3.1, 0) if metres > ROUND_M else EAST
    path, table = roads.path(WEST, goal), roads.matrix([WEST, goal])
    assert path.metres == pytest.approx(metres, abs=6)
    assert table.distances[0][1] == pytest.approx(metres, abs=6)


def test_no_u_turn_on_one_way_leaves_it_open_straight_on(tmp_path: Path) -> None:
    graph = town(tmp_path / "t.osm.pbf", [], {"restriction": "no_u_turn", "members": "100 1 100"})
    assert driven(roads_of(tmp_path, graph)) == pytest.approx(SHORT_M, abs=4)


ISLAND = [(300, [90, 91], STREET), (301, [91, 92, 90], STREET)]
ISLAND_SPOTS = {90: (1.0, 5.0), 91: (2.0, 5.0), 92: (1.5, 5.5)}
# a strait between town and island
STRAIT = (302, [93, 94], {"natural": "coastline"})
STRAIT_SPOTS = {93: (-1.0, 4.0), 94: (5.0, 4.0)}


def test_an_island_without_a_ferry_is_not_connected(tmp_path: Path) -> None:
    graph = town(tmp_path / "t.osm.pbf", [*ISLAND, STRAIT], spots={**ISLAND_SPOTS, **STRAIT_SPOTS})
    roads = roads_of(tmp_path, graph)
    shore, island, away = place(1.2, 2.9), place(1.5, 4.8), place(60, 60)
    assert roads.snapped([shore, island, away])[1:] == (NoRoad.NOT_CONNECTED, NoRoad.OUTSIDE)
    table = roads.matrix([shore, island])
    assert table.durations[0][1] == table.durations[1][0] == table.distances[0][1] == UNREACHABLE
    assert table.durations[1][1] == 0 and not table.estimate
    both = roads.matrix([shore, island, away])
    assert both.estimate and both.durations[0][2] > 1800 and both.durations[2][1] == UNREACHABLE
    assert roads.path(shore, island).estimate


@pytest.mark.parametrize(
    ("tags", "seconds"),
    [
        ({"route": "ferry", "motor_vehicle": "yes", "duration": "00:25"}, 1500),
        ({"route": "ferry", "motorcar": "yes", "duration": "PT1H"}, 3600),
        ({"route": "ferry", "motorcar": "yes", "duration": "90"}, 5400),
        ({"route": "ferry", "motorcar": "yes"}, 2 * NORTH_M / (12 / 3.6)),
    ],
)
def test_a_ferry_takes_a_van_across_in_its_time(tmp_path: Path, tags: Tags, seconds: float) -> None:
    ferry = (303, [31, 90], tags)
    graph = town(tmp_path / "t.osm.pbf", [*ISLAND, STRAIT, ferry], spots={**ISLAND_SPOTS, **STRAIT_SPOTS})
    path = roads_of(tmp_path, graph).path(place(1, 2.9), place(1, 5.01))
    assert path.seconds == pytest.approx(seconds, abs=25) and not path.estimate
    # nobody is delivered to on the water
    (snap,) = roads_of(tmp_path, graph).snapped([place(1.3, 3.9)])
    assert isinstance(snap, Snap) and snap.away_m > 100


@pytest.mark.parametrize(
    "tags", [{"route": "ferry"}, {"route": "ferry", "foot": "yes"}, {"route": "ferry", "access": "yes"}]
)
def test_a_ferry_for_people_takes_no_van(tmp_path: Path, tags: Tags) -> None:
    ferry = (303, [31, 90], tags)
    graph = town(tmp_path / "t.osm.pbf", [*ISLAND, STRAIT, ferry], spots={**ISLAND_SPOTS, **STRAIT_SPOTS})
    assert roads_of(tmp_path, graph).snapped([place(1.5, 4.9)]) == (NoRoad.NOT_CONNECTED,)


@pytest.mark.parametrize(
    ("tags", "rows"),
    [
        ({"railway": "rail"}, 0.75),
        ({"waterway": "river"}, 0.75),
        ({"natural": "coastline"}, 0.75),
        ({"railway": "tram"}, 0.25),
        ({"waterway": "stream"}, 0.25),
        ({"railway": "rail", "tunnel": "yes"}, 0.25),
        ({"railway": "rail", "bridge": "yes"}, 0.25),
        ({"railway": "abandoned"}, 0.25),
    ],
)
def test_a_snap_does_not_cross_water_or_a_railway(tmp_path: Path, tags: Tags, rows: float) -> None:
    # the nearest street is the second one from below, and what is mapped lies just above it
    line = (300, [90, 91], tags)
    columns = [
        (200 + column, [column, 10 + column, 20 + column, 30 + column], {"highway": "steps"}) for column in (1, 2)
    ]
    graph = town(tmp_path / "t.osm.pbf", [line, *columns], spots={90: (0.1, 1.15), 91: (2.9, 1.15)})
    (snap,) = roads_of(tmp_path, graph).snapped([place(1.5, 1.25)])
    assert isinstance(snap, Snap) and snap.away_m == pytest.approx(rows * NORTH_M, abs=2)


def test_a_lake_is_one_by_its_relation_and_a_pond_is_walked_round(tmp_path: Path) -> None:
    ring: tuple[int, list[int], Tags] = (300, [90, 91, 92, 93, 90], {})
    pond = (301, [94, 95, 96, 94], {"natural": "water"})
    lake_spots = {90: (1.1, 0.1), 91: (1.9, 0.1), 92: (1.9, 0.9), 93: (1.1, 0.9)}
    pond_spots = {94: (1.4, 2.1), 95: (1.6, 2.1), 96: (1.5, 2.2)}
    graph = town(tmp_path / "t.osm.pbf", [ring, pond], spots={**lake_spots, **pond_spots}, water=[(300,)])
    roads = roads_of(tmp_path, graph)
    on_the_island, behind_the_pond = place(1.5, 0.5), place(1.5, 2.25)
    assert roads.snapped([on_the_island]) == (NoRoad.NOT_CONNECTED,)
    (snap,) = roads.snapped([behind_the_pond])
    assert isinstance(snap, Snap) and snap.away_m == pytest.approx(0.25 * NORTH_M, abs=3)


def test_what_no_table_knows_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "t.osm.pbf"
    tags = {"access": "some_guild", "maxheight": "low", "motor_vehicle:conditional": "no @ (wet)"}
    town(file, lowest(tags), nodes={1: {"barrier": "a_thing_of_tomorrow"}})
    expected = {"access=some_guild", "maxheight=low", "motor_vehicle:conditional=no @ (wet)"}
    assert set(road_ways.read(file).not_understood) == expected | {"barrier=a_thing_of_tomorrow"}


def test_a_graph_of_an_older_program_is_driven_as_it_was(tmp_path: Path) -> None:
    graph = town(tmp_path / "t.osm.pbf", lowest({"maxheight": "2"}))
    roads = roads_of(tmp_path, graph)
    assert driven(roads) == pytest.approx(ROUND_M, abs=4)
    known = ("length_m", "speed", "road_class", "reverse", "first", "points", "tail", "head", "turn_s", "copy_of")
    (tmp_path / "old").mkdir()
    np.savez_compressed(tmp_path / "old" / GRAPH, **{name: getattr(graph, name) for name in known})
    assert driven(Roads(tmp_path / "old")) == pytest.approx(SHORT_M, abs=4)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("25", 1500),
        ("00:25", 1500),
        ("1:10:30", 4230),
        ("PT1H10M", 4200),
        ("PT45M", 2700),
        ("soon", None),
        ("", None),
        ("0", None),
    ],
)
def test_durations_of_ferries(text: str, seconds: float | None) -> None:
    assert road_ways.duration_s(text) == seconds


def test_a_street_is_one_step_long() -> None:
    assert pytest.approx(NORTH_M, abs=0.1) == STEP * 111_195
