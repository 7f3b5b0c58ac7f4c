"""`region`: drives of a van at an hour, places that are not connected, and what of the map was not understood."""

import json
from pathlib import Path

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from tests.builders.commands import call
from tests.builders.road_towns import place, town

STREET = {"highway": "residential"}
SHORT, ROUND = pytest.approx(133, abs=4), pytest.approx(578, abs=4)


@pytest.fixture
def folder(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the data folder of a station that has imported a town."""
    street = {**STREET, "maxheight": "3", "motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}
    ways = [(100, [0, 1], STREET), (110, [1, 2], street), (120, [2, 3], {**STREET, "access": "some_guild"})]
    island = [(300, [90, 91, 92, 90], STREET), (301, [93, 94], {"natural": "coastline"})]
    spots = {90: (1.0, 5.0), 91: (2.0, 5.0), 92: (1.5, 5.5), 93: (-1.0, 4.0), 94: (5.0, 4.0)}
    town(tmp_path / "town.osm.pbf", [*ways, *island], spots=spots)
    code, out, _ = call(database_url, tmp_path, capsys, "region", "import", str(tmp_path / "town.osm.pbf"), "--json")
    answer = json.loads(out)
    assert code == 0 and answer["closed"] == 2 and answer["not_understood"] == ["access=some_guild"]
    return tmp_path


def spot(column: float, row: float) -> str:
    at = place(column, row)
    return f"{at.lat},{at.lon}"


@pytest.mark.parametrize(
    ("options", "metres"),
    [
        ((), ROUND),
        (("--at", "2026-11-24T08:10"), ROUND),
        (("--at", "2026-11-24T12:00"), SHORT),
        (("--at", "2026-11-24T12:00", "--van", "Lorry"), ROUND),
    ],
)
def test_a_drive_depends_on_van_and_hour(
    folder: Path, desk: Desk, database_url: str, capsys: pytest.CaptureFixture[str], options: list[str], metres: float
) -> None:
    lorry = {"name": "Lorry", "plate": "", "weight": "1500", "volume": "40", "skills": "", "height": "3.4"}
    desk.do_now(records.keep_van, None, lorry)
    drive = (spot(0.9, 0), spot(2.1, 0))
    code, out, _ = call(database_url, folder, capsys, "region", "route", *drive, *options, "--json")
    assert code == 0 and json.loads(out)["distance"] == metres
    file = folder / "places.json"
    file.write_text(json.dumps([[float(part) for part in text.split(",")] for text in drive]))
    code, out, _ = call(database_url, folder, capsys, "region", "matrix", str(file), *options, "--json")
    assert code == 0 and json.loads(out)["distances"][0][1] == metres


def test_what_is_not_connected_is_refused_by_its_place(
    folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    near, island = spot(0.9, 0), spot(1.5, 4.8)
    code, out, err = call(database_url, folder, capsys, "region", "route", near, island, "--json")
    assert code == 1 and json.loads(out)["error"]["code"] == "region.not_connected" and island in err
    file = folder / "places.json"
    file.write_text(json.dumps([[float(part) for part in text.split(",")] for text in (near, island)]))
    answer = json.loads(call(database_url, folder, capsys, "region", "matrix", str(file), "--json")[1])
    assert answer["durations"] == [[0, None], [None, None]] and answer["snap"][1] is None
    code, out, _ = call(database_url, folder, capsys, "region", "route", near, near, "--van", "Van 99", "--json")
    assert code == 1 and json.loads(out)["error"]["code"] == "van.unknown"


def test_the_list_names_what_was_not_understood(
    folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "access=some_guild" in call(database_url, folder, capsys, "region", "list")[1]
    facts = next(folder.rglob("region.json"))
    older = {key: value for key, value in json.loads(facts.read_text()).items() if key != "closed"}
    facts.write_text(json.dumps(older))
    assert "Built by an older program" in call(database_url, folder, capsys, "region", "list")[1]
