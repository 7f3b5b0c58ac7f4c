"""Every row of the tables of access and barriers, and the hierarchy between its keys."""

from datetime import date

import pytest

from dispatch_console.domain.planning.outing import ANY_TIME, LARGE_VAN, Outing, VanSize
from dispatch_console.region_files.road_rules import access, barriers
from dispatch_console.region_files.road_rules.passage import Passage
from dispatch_console.region_files.road_rules.rules import NODE, WAY, Rule, mildest, strictest

OPEN, INSIDE, PRIVATE, CLOSED = Passage
LORRY = VanSize(height_cm=340, width_cm=250, length_cm=900, mass_kg=12_000)
TUESDAY = date(2026, 11, 24)


def passage(tags: dict[str, str], outing: Outing = ANY_TIME, direction: str = "forward", kind: str = WAY) -> Passage:
    return strictest(Rule(kind, tuple(tags.items())), outing, "" if kind == NODE else direction)


VALUES = [
    ("yes", OPEN), ("permissive", OPEN), ("designated", OPEN), ("official", OPEN), ("public", OPEN), ("allowed", OPEN),
    ("discouraged", OPEN), ("unknown", OPEN),
    ("destination", INSIDE), ("delivery", INSIDE), ("customers", INSIDE), ("visitors", INSIDE),
    ("private", PRIVATE), ("permit", PRIVATE), ("residents", PRIVATE), ("resident", PRIVATE), ("employees", PRIVATE),
    ("staff", PRIVATE), ("members", PRIVATE),
    ("no", CLOSED), ("agricultural", CLOSED), ("forestry", CLOSED), ("military", CLOSED), ("emergency", CLOSED),
    ("psv", CLOSED), ("bus", CLOSED), ("hov", CLOSED), ("school", CLOSED), ("use_sidepath", CLOSED),
    ("dismount", CLOSED),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), VALUES)
@pytest.mark.parametrize("key", ["access", "vehicle", "motor_vehicle", "motorcar", "goods"])
def test_each_value_of_each_key(key: str, value: str, expected: Passage) -> None:
    assert passage({key: value}) is expected


def test_every_row_of_the_tables_is_tested() -> None:
    assert {value for value, _ in VALUES} == set(access.VALUES)
    assert {kind for kind, _ in BARRIERS} == set(barriers.DEFAULTS)


@pytest.mark.parametrize(
    ("tags", "van", "lorry"),
    [
        ({}, OPEN, OPEN),
        ({"access": "no", "vehicle": "yes"}, OPEN, OPEN),
        ({"vehicle": "no", "motor_vehicle": "yes"}, OPEN, OPEN),
        ({"vehicle": "no", "motor_vehicle": "destination"}, INSIDE, INSIDE),
        ({"motor_vehicle": "no", "motorcar": "yes"}, OPEN, CLOSED),
        ({"access": "no", "motorcar": "yes"}, OPEN, CLOSED),
        ({"motorcar": "no", "goods": "yes"}, OPEN, CLOSED),
        ({"motorcar": "no"}, CLOSED, CLOSED),
        ({"motorcar": "no", "hgv": "yes"}, CLOSED, OPEN),
        ({"motorcar": "yes", "goods": "no"}, CLOSED, OPEN),
        ({"hgv": "no"}, OPEN, CLOSED),
        ({"hgv": "destination"}, OPEN, INSIDE),
        ({"hgv": "delivery", "motor_vehicle": "no"}, CLOSED, INSIDE),
        ({"access": "yes", "motor_vehicle": "private"}, PRIVATE, PRIVATE),
        ({"bus": "yes", "access": "no"}, CLOSED, CLOSED),
        ({"bicycle": "no", "foot": "no"}, OPEN, OPEN),
        # a list lets in whom any of its parts lets in
        ({"motor_vehicle": "agricultural;forestry"}, CLOSED, CLOSED),
        ({"motor_vehicle": "agricultural; delivery"}, INSIDE, INSIDE),
        ({"motor_vehicle": "private;yes"}, OPEN, OPEN),
        # what nobody has written down is no way through, and reached all the same
        ({"access": "some_guild"}, PRIVATE, PRIVATE),
        ({"access": "NO"}, CLOSED, CLOSED),
    ],
)
def test_the_most_specific_key_decides(tags: dict[str, str], van: Passage, lorry: Passage) -> None:
    assert passage(tags) is van
    assert passage(tags, Outing(LORRY)) is lorry


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({"motor_vehicle:forward": "no"}, CLOSED, OPEN),
        ({"vehicle:backward": "destination"}, OPEN, INSIDE),
        ({"access": "no", "access:backward": "yes"}, CLOSED, OPEN),
        # a more specific vehicle counts more than a direction
        ({"access:forward": "no", "motor_vehicle": "yes"}, OPEN, OPEN),
    ],
)
def test_a_direction_has_its_own_access(tags: dict[str, str], forward: Passage, backward: Passage) -> None:
    assert (passage(tags), passage(tags, direction="backward")) == (forward, backward)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "pedestrian"}, CLOSED),
        ({"highway": "pedestrian", "access": "yes"}, CLOSED),
        ({"highway": "footway", "vehicle": "yes"}, CLOSED),
        ({"highway": "pedestrian", "motor_vehicle": "delivery"}, INSIDE),
        ({"highway": "cycleway", "motorcar": "yes"}, OPEN),
        ({"highway": "path", "goods": "yes"}, OPEN),
        ({"highway": "bridleway", "motor_vehicle": "no"}, CLOSED),
        ({"service": "emergency_access"}, CLOSED),
        ({"service": "emergency_access", "motor_vehicle": "yes"}, OPEN),
        ({"service": "driveway"}, OPEN),
        ({"impassable": "yes"}, CLOSED),
        ({"smoothness": "impassable"}, CLOSED),
        ({"smoothness": "bad"}, OPEN),
        ({"hov": "designated"}, CLOSED),
        ({"hov": "only"}, CLOSED),
        ({"hov": "lane"}, OPEN),
        ({"route": "ferry"}, CLOSED),
        ({"route": "ferry", "motor_vehicle": "yes"}, OPEN),
    ],
)
def test_a_way_has_a_default_where_no_key_speaks(tags: dict[str, str], expected: Passage) -> None:
    assert passage(tags) is expected


BARRIERS = [
    ("gate", OPEN), ("lift_gate", OPEN), ("swing_gate", OPEN), ("sliding_gate", OPEN), ("hampshire_gate", OPEN),
    ("bump_gate", OPEN), ("cattle_grid", OPEN), ("toll_booth", OPEN), ("border_control", OPEN), ("checkpoint", OPEN),
    ("sally_port", OPEN), ("entrance", OPEN), ("arch", OPEN), ("coupure", OPEN), ("kerb", OPEN),
    ("height_restrictor", OPEN), ("width_restrictor", OPEN), ("no", OPEN),
    ("bollard", CLOSED), ("block", CLOSED), ("jersey_barrier", CLOSED), ("cycle_barrier", CLOSED),
    ("motorcycle_barrier", CLOSED), ("bus_trap", CLOSED), ("sump_buster", CLOSED), ("chain", CLOSED),
    ("rope", CLOSED), ("planter", CLOSED), ("log", CLOSED), ("debris", CLOSED), ("spikes", CLOSED),
    ("wedge", CLOSED), ("stile", CLOSED), ("kissing_gate", CLOSED), ("wicket_gate", CLOSED), ("turnstile", CLOSED),
    ("full-height_turnstile", CLOSED), ("horse_stile", CLOSED), ("swing_barrier", CLOSED), ("sliding_beam", CLOSED),
    ("fence", CLOSED), ("wall", CLOSED), ("hedge", CLOSED), ("ditch", CLOSED), ("guard_rail", CLOSED),
    ("retaining_wall", CLOSED), ("yes", CLOSED),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "expected"), BARRIERS)
def test_each_barrier_by_default(kind: str, expected: Passage) -> None:
    assert passage({"barrier": kind}, kind=NODE) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"barrier": "gate", "access": "private"}, PRIVATE),
        ({"barrier": "gate", "access": "no"}, CLOSED),
        ({"barrier": "gate", "access": "no", "motorcar": "yes"}, OPEN),
        ({"barrier": "gate", "locked": "yes"}, CLOSED),
        ({"barrier": "gate", "locked": "yes", "motor_vehicle": "delivery"}, INSIDE),
        ({"barrier": "lift_gate", "motorcar": "no", "bicycle": "yes"}, CLOSED),
        ({"barrier": "bollard", "foot": "yes", "bicycle": "yes"}, CLOSED),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, OPEN),
        ({"barrier": "bollard", "access": "yes"}, OPEN),
        ({"barrier": "bollard", "bollard": "rising", "motor_vehicle": "permit"}, PRIVATE),
        ({"barrier": "cycle_barrier", "vehicle": "no"}, CLOSED),
        ({"barrier": "height_restrictor", "maxheight": "2.1"}, CLOSED),
        ({"barrier": "height_restrictor", "maxheight": "3.1"}, OPEN),
        ({"barrier": "a_thing_of_tomorrow"}, CLOSED),
        ({"maxheight": "2"}, CLOSED),
    ],
)
def test_a_barrier_with_access_or_a_limit(tags: dict[str, str], expected: Passage) -> None:
    assert passage(tags, kind=NODE) is expected


def test_what_any_van_may_ever_drive_is_laid() -> None:
    def laid(**tags: str) -> Passage:
        return mildest(Rule(WAY, tuple(tags.items())), "forward")

    assert laid(motor_vehicle="no") is CLOSED
    assert laid(motor_vehicle="no", hgv="yes") is OPEN
    assert laid(maxheight="1.2") is OPEN
    assert laid(**{"access": "no", "motor_vehicle:conditional": "delivery @ (06:00-11:00)"}) is INSIDE


def test_hours_that_run_over_midnight_are_those_of_the_next_day() -> None:
    moments = list(Outing(LARGE_VAN, TUESDAY, (23, 0)).moments)
    assert [f"{moment:%d %H:%M}" for moment in moments][3:5] == ["24 23:45", "25 00:00"]
    assert list(Outing(LARGE_VAN, None, (8,)).moments) == []
