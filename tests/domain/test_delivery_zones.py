"""Which zone a postcode lies in."""

import pytest

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.planning.delivery_zones import DeliveryZone, postcodes, zone_at, zones_of_van

CITY = DeliveryZone("City", ("001",), frozenset({1, 2}))
STATION = DeliveryZone("Station", ("00100-00102",), frozenset({3}), 180)
LONDON = DeliveryZone("Westminster", ("SW1A",))


@pytest.mark.parametrize(
    ("postcode", "name"),
    [
        ("00101", "Station"),
        ("00180", "City"),
        ("00200", None),
        ("sw1a 1aa", "Westminster"),
        ("SW1", None),
        ("", None),
    ],
)
def test_the_zone_that_names_it_most_exactly(postcode: str, name: str | None) -> None:
    found = zone_at((CITY, STATION, LONDON), postcode)
    assert (found.name if found else None) == name


def test_a_van_serves_the_zones_that_name_it_and_a_zone_without_vans_asks_for_none() -> None:
    assert zones_of_van((CITY, STATION, LONDON), 3) == STATION.needs
    assert not LONDON.needs


@pytest.mark.parametrize(
    ("text", "code"), [(" , ", "zone.empty"), ("00180-00100", "zone.span"), ("1-00100", "zone.span")]
)
def test_postcodes_that_are_none_are_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        postcodes(text)
    assert refused.value.code == code


def test_postcodes_are_read_as_people_write_them() -> None:
    assert postcodes("001, 00500–00580,sw1a ,001") == ("001", "00500-00580", "SW1A")
