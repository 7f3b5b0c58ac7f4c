"""Doors of an extract: on nodes, outlines and relations, counted between two of them, and in which town they lie."""

from pathlib import Path

import osmium

from dispatch_console.adapters.region import addresses
from dispatch_console.ports import KnownAddress

STREET = {"addr:street": "East Pratt Street"}


def extract(file: Path) -> Path:
    """Write a square town with three numbered nodes, one building, a relation, and a way that counts between nodes."""
    corners = {1: (0.0, 0.0), 2: (0.0, 1.0), 3: (1.0, 1.0), 4: (1.0, 0.0)}
    house = {20: (0.60, 0.60), 21: (0.60, 0.61), 22: (0.61, 0.61), 23: (0.61, 0.60)}
    court = {30: (0.70, 0.70), 31: (0.70, 0.71), 32: (0.71, 0.71), 33: (0.71, 0.70)}
    doors: dict[int, tuple[tuple[float, float], dict[str, str]]] = {
        10: ((0.10, 0.10), {**STREET, "addr:housenumber": "2040", "addr:postcode": "21231", "addr:city": "Baltimore"}),
        11: ((0.10, 0.14), {**STREET, "addr:housenumber": "2048"}),
        12: ((5.0, 5.0), {**STREET, "addr:housenumber": "1", "addr:country": "us"}),
    }
    with osmium.SimpleWriter(str(file)) as writer:
        plain: dict[str, str] = {}
        nodes = {**{n: (at, plain) for n, at in {**corners, **house, **court}.items()}, **doors}
        for number, ((lat, lon), tags) in sorted(nodes.items()):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat), tags=tags))
        ways = {
            100: ([1, 2, 3, 4, 1], {}),
            101: ([20, 21, 22, 23, 20], {**STREET, "addr:housenumber": "7;9"}),
            102: ([10, 11], {"addr:interpolation": "even"}),
            103: ([30, 31, 32, 33, 30], {}),
        }
        for number, (members, tags) in ways.items():
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=members, tags=tags))
        town = {"type": "boundary", "boundary": "administrative", "admin_level": "8", "name": "Fells Point"}
        country = {"type": "boundary", "boundary": "administrative", "admin_level": "2", "ISO3166-1:alpha2": "US"}
        court_tags = {"type": "multipolygon", **STREET, "addr:housenumber": "11"}
        for number, (way, tags) in enumerate(((100, town), (100, country), (103, court_tags)), 1):
            writer.add_relation(osmium.osm.mutable.Relation(id=number, members=[("w", way, "outer")], tags=tags))
    return file


def test_every_door_is_read_with_its_town_and_country(tmp_path: Path) -> None:
    doors = {door.number: door for door in addresses.read(extract(tmp_path / "t.osm.pbf"))}
    assert doors.keys() == {"2040", "2042", "2044", "2046", "2048", "1", "7", "9", "11"}
    assert doors["2040"] == KnownAddress(
        "East Pratt Street", "2040", "21231", "Baltimore", 0.10, 0.10, "Fells Point", "US"
    )
    assert (doors["7"].municipality, doors["11"].country) == ("Fells Point", "US")
    assert 0.60 < doors["9"].lat < 0.61 and 0.70 < doors["11"].lat < 0.71
    # outside of both boundaries its own tag says the country
    assert (doors["1"].municipality, doors["1"].country) == ("", "US")


def test_doors_between_two_others_are_counted_and_marked(tmp_path: Path) -> None:
    doors = {door.number: door for door in addresses.read(extract(tmp_path / "t.osm.pbf"))}
    assert [number for number, door in doors.items() if door.interpolated] == ["2042", "2044", "2046"]
    assert round(doors["2044"].lon, 6) == 0.12
    assert (doors["2044"].postcode, doors["2044"].city) == ("21231", "Baltimore")
