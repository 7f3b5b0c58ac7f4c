"""Where a parcel stands in the van."""

import pytest

from dispatch_console.domain.road.vanload import Place, place_for


@pytest.mark.parametrize(
    ("position", "total", "depth", "side"),
    (
        (1, 9, "back", "right"), (3, 9, "back", "right"), (4, 9, "middle", "left"), (6, 9, "middle", "left"),
        (7, 9, "front", "right"), (9, 9, "front", "right"), (1, 1, "back", "right"), (2, 2, "middle", "left"),
        (1, 0, "back", "right"), (5, 2, "front", "right"),
    ),
)  # fmt: skip
def test_the_first_stop_stands_at_the_doors(position: int, total: int, depth: str, side: str) -> None:
    assert place_for(position, total, 1000) == Place(side, depth, "shelf")


def test_what_weighs_five_kilograms_stands_on_the_floor() -> None:
    assert place_for(1, 1, 4999).level == "shelf"
    assert place_for(1, 1, 5000).level == "floor"


def test_a_place_is_read_as_it_was_stored() -> None:
    place = Place("left", "middle", "floor")
    assert place.code == "left/middle/floor"
    assert Place.from_code(place.code) == place
