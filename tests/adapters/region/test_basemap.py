"""The street map of a region: from a real extract's objects to tiles that hold them; bad files leave nothing behind."""

from datetime import UTC, datetime
from pathlib import Path

import mapbox_vector_tile
import osmium
import pytest

from dispatch_console.adapters.documents.ground import Frame
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.domain.errors import BadInput, Refused, Unavailable
from dispatch_console.domain.geometry.mercator import mercator
from dispatch_console.settings import Settings
from dispatch_console.station import regions

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def write_extract(file: Path) -> Path:
    """Return a street in two pieces, a building, a park and a way whose end the extract has cut off."""
    points = {
        1: (24.940, 60.170), 2: (24.942, 60.170), 7: (24.945, 60.170),
        3: (24.941, 60.171), 4: (24.942, 60.171), 5: (24.942, 60.172), 6: (24.941, 60.172),
    }  # fmt: skip
    with osmium.SimpleWriter(str(file)) as writer:
        for number, place in points.items():
            writer.add_node(osmium.osm.mutable.Node(id=number, location=place))
        ways = (
            (10, [1, 2], {"highway": "residential", "name": "Kalevankatu"}),
            (11, [3, 4, 5, 6, 3], {"building": "yes"}),
            (12, [3, 4, 5, 6, 3], {"leisure": "park", "name": "Puisto"}),
            (13, [1, 99], {"highway": "primary", "name": "Cut off"}),
            (14, [7, 2], {"highway": "residential", "name": "Kalevankatu", "maxspeed": "30"}),
        )
        for number, nodes, tags in ways:
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags))
    return file


def test_an_extract_becomes_tiles_that_hold_its_streets(desk: Desk, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    region = regions.import_extract(desk, settings, write_extract(tmp_path / "small.osm.pbf"), "town", NOW)
    assert region.tiles > 0
    opened = regions.open_basemap(desk, settings)
    assert opened is not None
    x, y = mercator(60.1705, 24.9415)
    tile = opened[1].tile(14, int(x * 2**14), int(y * 2**14))
    assert tile is not None
    layers = mapbox_vector_tile.decode(tile)
    streets = layers["street"]["features"]
    assert [feature["properties"]["name"] for feature in streets] == ["Kalevankatu"], "its two pieces are one line"
    assert len(streets[0]["geometry"]["coordinates"]) == 3
    assert {"building", "park"} <= layers.keys()
    assert opened[1].tile(14, 0, 0) is None
    opened[1].close()


@pytest.mark.parametrize(("content", "code"), [(b"", "region.not_osm"), (b"%PDF-1.7 no map", "region.not_osm")])
def test_a_foreign_file_is_refused_and_the_old_region_stays(
    desk: Desk, tmp_path: Path, content: bytes, code: str
) -> None:
    settings = Settings(data_dir=tmp_path)
    regions.import_extract(desk, settings, write_extract(tmp_path / "small.osm.pbf"), "town", NOW)
    foreign = tmp_path / "foreign.osm.pbf"
    foreign.write_bytes(content)
    with pytest.raises(BadInput, match=code):
        regions.import_extract(desk, settings, foreign, "town", NOW)
    assert [region.file for region in regions.installed(settings)] == ["small.osm.pbf"]


def test_a_file_cut_in_the_middle_leaves_the_old_region(desk: Desk, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    whole = write_extract(tmp_path / "small.osm.pbf")
    regions.import_extract(desk, settings, whole, "town", NOW)
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(whole.read_bytes()[:-40])
    with pytest.raises(BadInput, match=r"region\.(broken|not_osm)"):
        regions.import_extract(desk, settings, cut, "town", NOW)
    assert [region.file for region in regions.installed(settings)] == ["small.osm.pbf"]
    assert not list(settings.regions_dir.glob(".*"))


def test_a_disk_that_fills_leaves_the_old_region(desk: Desk, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    whole = write_extract(tmp_path / "small.osm.pbf")
    regions.import_extract(desk, settings, whole, "town", NOW)
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, limits[1]))
    try:
        with pytest.raises(Unavailable, match=r"region\.disk"):
            regions.import_extract(desk, settings, whole, "town", NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [region.file for region in regions.installed(settings)] == ["small.osm.pbf"]
    assert not list(settings.regions_dir.glob(".*"))


def test_cancelling_leaves_the_old_region(desk: Desk, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    whole = write_extract(tmp_path / "small.osm.pbf")
    regions.import_extract(desk, settings, whole, "town", NOW)

    def told(step: str, count: int) -> None:
        if step == "addresses":
            raise LookupError

    with pytest.raises(LookupError):
        regions.import_extract(desk, settings, whole.rename(tmp_path / "new.osm.pbf"), "town", NOW, told)
    assert [region.file for region in regions.installed(settings)] == ["small.osm.pbf"]
    assert not list(settings.regions_dir.glob(".*"))


def test_only_what_lies_near_a_depot_is_taken(desk: Desk, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    file = tmp_path / "wide.osm.pbf"
    with osmium.SimpleWriter(str(file)) as writer:
        for number, place in {1: (24.94, 60.17), 2: (24.945, 60.17), 3: (25.4, 60.17), 4: (25.41, 60.17)}.items():
            writer.add_node(osmium.osm.mutable.Node(id=number, location=place))
        for number, (nodes, name) in enumerate((([1, 2], "Near"), ([2, 3], "Out of town"), ([3, 4], "Far")), 10):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags={"highway": "primary", "name": name}))
    with pytest.raises(Refused, match=r"region\.no_depot"):
        regions.import_extract(desk, settings, file, "town", NOW, within_km=5)
    desk.do_now(
        setting_up.set_up_depot,
        name="Kotivara",
        address="",
        lat=60.17,
        lon=24.94,
        zone="Europe/Helsinki",
        departures=(),
        slots=(),
    )
    region = regions.import_extract(desk, settings, file, "town", NOW, within_km=5)
    assert region.nodes == 4
    assert region.bounds is not None and region.bounds[2] < 25.1
    assert regions.import_extract(desk, settings, file, "town", NOW).nodes == 6


def test_a_frame_puts_metres_where_they_belong() -> None:
    frame = Frame.around([(60.0, 24.0), (60.01, 24.0)], (10, 20, 60, 100))
    x, y = frame.place(60.005, 24.0)
    assert (x, y) == pytest.approx((40, 70), abs=0.01)
    north, south = frame.place(60.01, 24.0)[1], frame.place(60.0, 24.0)[1]
    assert (south - north) / frame.metre() == pytest.approx(1113, rel=0.01)
