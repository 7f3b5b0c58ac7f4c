"""OSRM and Valhalla behind the same port as our own roads: real servers, one small town."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dispatch_console.adapters.travel.osrm import Osrm
from dispatch_console.adapters.travel.valhalla import Valhalla
from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import TravelTimes
from tests import road_servers
from tests.builders.road_towns import place, roads_of, town

pytestmark = pytest.mark.skipif(
    not (road_servers.MADE_FOR_HERE or road_servers.available()), reason="the road servers are not made for this system"
)
ONE_WAY = (100, [0, 1, 2, 3], {"highway": "residential", "oneway": "yes", "name": "Low Street"})
Server = tuple[Callable[[Path, Path], AbstractContextManager[str]], type[Osrm] | type[Valhalla]]
SERVERS: dict[str, Server] = {"osrm": (road_servers.osrm, Osrm), "valhalla": (road_servers.valhalla, Valhalla)}


@pytest.fixture(scope="module", params=SERVERS)
def travel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TravelTimes]:
    folder = tmp_path_factory.mktemp("roads")
    town(folder / "town.osm.pbf", [ONE_WAY])
    serve, client = SERVERS[request.param]
    with serve(folder / "town.osm.pbf", folder / "data") as address:
        yield client(None, address)


def test_times_and_metres_follow_the_streets(travel: TravelTimes, tmp_path: Path) -> None:
    places = [place(0.2, 0), place(2.8, 0), place(1, 2.5)]
    table = travel.matrix(places)
    ours = roads_of(tmp_path, town(tmp_path / "t.osm.pbf", [ONE_WAY])).matrix(places)
    assert not table.estimate
    assert table.distances[1][0] > table.distances[0][1] + 300
    for row, own in zip(table.distances, ours.distances, strict=True):
        assert list(row) == pytest.approx(list(own), rel=0.05, abs=30)
    assert all(table.durations[i][i] == 0 for i in range(3))


def test_the_way_is_drawn(travel: TravelTimes) -> None:
    path = travel.path(place(2.8, 0), place(0.2, 0))
    assert not path.estimate and len(path.points) >= 4
    assert path.points[0] == pytest.approx((place(2.8, 0).lat, place(2.8, 0).lon), abs=1e-4)
    assert path.metres == pytest.approx(travel.matrix([place(2.8, 0), place(0.2, 0)]).distances[0][1], rel=0.05)


def test_a_place_far_from_every_road_is_an_estimate(travel: TravelTimes) -> None:
    away = Coordinate(60.2, 24.3)
    table = travel.matrix([place(0, 0), away, place(3, 3)])
    assert table.estimate and table.durations[0][1] > 0 and table.durations[1][2] > 0
    assert table.distances[0][2] == travel.matrix([place(0, 0), place(3, 3)]).distances[0][1]
    assert travel.path(place(0, 0), away).estimate


def test_more_places_than_the_server_answers_at_once(travel: TravelTimes) -> None:
    places = [place(number % 16 / 5, number // 16 / 5) for number in range(128)]
    table = travel.matrix(places)
    assert len(table.durations) == 128 and not table.estimate
    few = travel.matrix([places[3], places[120]])
    assert table.durations[3][120] == pytest.approx(few.durations[0][1], abs=1)


@pytest.mark.parametrize("client", [Osrm, Valhalla])
@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "127.0.0.1", "file:///etc/passwd", ""])
def test_a_server_that_is_away_says_so(client: type[Osrm] | type[Valhalla], address: str) -> None:
    with pytest.raises(Unavailable) as away:
        client(None, address).matrix([place(0, 0), place(1, 1)])
    assert away.value.code == "roads.away"
