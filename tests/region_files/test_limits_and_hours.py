"""Limits of size, conditions by the hour, one-way streets and turn restrictions, as they are written."""

from datetime import date

import pytest

from dispatch_console.domain.planning.outing import ANY_TIME, LARGE_VAN, Outing, VanSize
from dispatch_console.region_files.road_rules import conditions, sizes
from dispatch_console.region_files.road_rules.passage import Passage
from dispatch_console.region_files.road_rules.rules import TURN, WAY, Rule, always_holds, decode, encode, strictest

OPEN, INSIDE, PRIVATE, CLOSED = Passage
SMALL = Outing(VanSize(height_cm=185, width_cm=170, length_cm=420, mass_kg=2000))
LORRY = Outing(VanSize(height_cm=340, width_cm=250, length_cm=900, mass_kg=12_000))
MORNINGS = {"motor_vehicle": "no", "motor_vehicle:conditional": "yes @ (delivery AND 06:00-10:00)"}
TIDAL = {"oneway": "reversible", "oneway:conditional": "yes @ (06:00-12:00); -1 @ (12:00-20:00)"}
TUESDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 29)


def passage(tags: dict[str, str], outing: Outing = ANY_TIME, direction: str = "forward", kind: str = WAY) -> Passage:
    return strictest(Rule(kind, tuple(tags.items())), outing, "" if kind == TURN else direction)


def van(day: date, *hours: int) -> Outing:
    return Outing(LARGE_VAN, day, hours)


@pytest.mark.parametrize(
    ("measure", "text", "expected"),
    [
        ("height", "1.9", 190),
        ("height", "2,1 m", 210),
        ("height", "210 cm", 210),
        ("height", "11'6\"", 351),
        ("height", "11 ft 6 in", 351),
        ("height", "9'", 274),
        ("height", "below_default", 400),
        ("height", "default", None),
        ("height", "none", None),
        ("height", "low", None),
        ("width", "2", 200),
        ("length", "7.5 m", 750),
        ("weight", "3.5", 3500),
        ("weight", "3.5 t", 3500),
        ("weight", "7500 kg", 7500),
        ("weight", "10 st", 9072),
        ("weight", "8 lt", 8128),
        ("weight", "10000 lbs", 4536),
        ("weight", "heavy", None),
    ],
)
def test_limits_are_read_as_they_are_written(measure: str, text: str, expected: int | None) -> None:
    assert sizes.limit(measure, text) == expected


@pytest.mark.parametrize(
    ("tags", "small", "large", "lorry"),
    [
        ({"maxheight": "1.9"}, OPEN, CLOSED, CLOSED),
        ({"maxheight": "2.7"}, OPEN, OPEN, CLOSED),
        ({"maxheight:physical": "2.5"}, OPEN, CLOSED, CLOSED),
        ({"maxwidth": "2"}, OPEN, CLOSED, CLOSED),
        ({"maxwidth:physical": "2.3"}, OPEN, OPEN, CLOSED),
        ({"maxlength": "5"}, OPEN, CLOSED, CLOSED),
        ({"maxweight": "3.5"}, OPEN, OPEN, CLOSED),
        ({"maxweight": "2.8"}, OPEN, CLOSED, CLOSED),
        ({"maxweightrating": "7.5"}, OPEN, OPEN, CLOSED),
        ({"maxweight:hgv": "1"}, OPEN, OPEN, CLOSED),
        ({"maxweightrating:hgv": "7.5"}, OPEN, OPEN, CLOSED),
        ({"maxlength:hgv": "8"}, OPEN, OPEN, CLOSED),
        ({"maxheight": "no_sign"}, OPEN, OPEN, OPEN),
        ({"maxweight": "7.5", "maxweight:conditional": "none @ delivery"}, OPEN, OPEN, INSIDE),
        ({"maxheight:forward": "2"}, OPEN, CLOSED, CLOSED),
        ({"maxheight:backward": "2"}, OPEN, OPEN, OPEN),
    ],
)
def test_a_van_that_is_too_large_is_kept_out(
    tags: dict[str, str], small: Passage, large: Passage, lorry: Passage
) -> None:
    assert [passage(tags, outing) for outing in (SMALL, ANY_TIME, LORRY)] == [small, large, lorry]


@pytest.mark.parametrize(
    ("tags", "outing", "expected"),
    [
        ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, van(TUESDAY, 8), CLOSED),
        ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, van(TUESDAY, 9), OPEN),
        ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, van(SUNDAY, 8), OPEN),
        # out from six to noon, so it may come there at eight
        ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, van(TUESDAY, 6, 7, 8, 9, 10, 11), CLOSED),
        ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:30-07:40)"}, van(TUESDAY, 7), CLOSED),
        # nobody has said when
        ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, ANY_TIME, CLOSED),
        ({"access": "no", "motor_vehicle:conditional": "delivery @ (06:00-11:00)"}, van(TUESDAY, 8), INSIDE),
        ({"access": "no", "motor_vehicle:conditional": "delivery @ (06:00-11:00)"}, van(TUESDAY, 10, 11), CLOSED),
        ({"access": "no", "motor_vehicle:conditional": "delivery @ (06:00-11:00)"}, ANY_TIME, CLOSED),
        # the last one that holds decides
        ({"access:conditional": "no @ (08:00-18:00); yes @ (10:00-11:00)"}, van(TUESDAY, 10), OPEN),
        ({"access:conditional": "no @ (08:00-18:00); yes @ (10:00-11:00)"}, van(TUESDAY, 12), CLOSED),
        # hours with semicolons of their own
        ({"access:conditional": "no @ (Mo-Fr 07:00-09:00; Su 10:00-12:00)"}, van(SUNDAY, 10), CLOSED),
        ({"access:conditional": "no @ 22:00-06:00"}, van(TUESDAY, 23), CLOSED),
        ({"access:conditional": "no @ 22:00-06:00"}, van(TUESDAY, 12), OPEN),
        # two conditions at once
        ({"access:conditional": "no @ (07:00-09:00 AND weight>3.5)"}, van(TUESDAY, 8), OPEN),
        ({"access:conditional": "no @ (07:00-09:00 AND weight>3)"}, van(TUESDAY, 8), CLOSED),
        ({"access:conditional": "no @ (length>7)"}, ANY_TIME, OPEN),
        ({"access:conditional": "no @ (height>=2.7)"}, ANY_TIME, CLOSED),
        # who has an errand there
        ({"motor_vehicle": "no", "motor_vehicle:conditional": "yes @ destination"}, ANY_TIME, INSIDE),
        (MORNINGS, van(TUESDAY, 8), INSIDE),
        (MORNINGS, van(TUESDAY, 12), CLOSED),
        ({"motor_vehicle": "no", "motor_vehicle:conditional": "yes @ permit"}, ANY_TIME, CLOSED),
        ({"access:conditional": "no @ trailer"}, ANY_TIME, OPEN),
        # not understood: as strict as it may be
        ({"access:conditional": "no @ (when the river is high)"}, van(TUESDAY, 12), CLOSED),
        ({"access": "no", "access:conditional": "yes @ (when the river is low)"}, van(TUESDAY, 12), CLOSED),
        ({"maxheight:conditional": "2 @ (07:00-09:00)"}, van(TUESDAY, 8), CLOSED),
        ({"maxheight:conditional": "2 @ (07:00-09:00)"}, van(TUESDAY, 12), OPEN),
    ],
)  # fmt: skip
def test_a_condition_holds_at_its_hours(tags: dict[str, str], outing: Outing, expected: Passage) -> None:
    assert passage(tags, outing) is expected


def test_a_public_holiday_is_that_of_the_country() -> None:
    rule = Rule(WAY, (("motor_vehicle:conditional", "no @ (PH 07:00-20:00)"),))
    mid_august = van(date(2026, 8, 15), 10)
    vaduz, helsinki = (47.14, 9.52), (60.17, 24.94)
    assert strictest(rule, mid_august, "forward", vaduz) is CLOSED
    assert strictest(rule, mid_august, "forward", helsinki) is OPEN


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("no @ (Mo-Fr 07:00-09:00)", True),
        ("no @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00); destination @ (weight>7.5)", True),
        ("none @ delivery", True),
        ("no @ (Apr-Oct)", True),
        ("no @ (wet)", False),
        ("no @ (weight>heavy)", False),
        ("no", False),
    ],
)
def test_a_condition_that_is_not_understood_is_known_as_such(text: str, understood: bool) -> None:
    assert conditions.is_understood(text) is understood


@pytest.mark.parametrize(
    ("tags", "outing", "forward", "backward"),
    [
        ({"oneway": "yes"}, ANY_TIME, OPEN, CLOSED),
        ({"oneway": "-1"}, ANY_TIME, CLOSED, OPEN),
        ({"oneway": "no"}, ANY_TIME, OPEN, OPEN),
        ({"oneway": "alternating"}, ANY_TIME, OPEN, OPEN),
        ({"oneway": "reversible"}, ANY_TIME, CLOSED, CLOSED),
        ({"junction": "roundabout"}, ANY_TIME, OPEN, CLOSED),
        ({"junction": "roundabout", "oneway": "no"}, ANY_TIME, OPEN, OPEN),
        ({"highway": "motorway"}, ANY_TIME, OPEN, CLOSED),
        ({"oneway": "yes", "oneway:bicycle": "no"}, ANY_TIME, OPEN, CLOSED),
        ({"oneway": "yes", "oneway:motor_vehicle": "no"}, ANY_TIME, OPEN, OPEN),
        ({"oneway": "no", "oneway:goods": "yes"}, ANY_TIME, OPEN, CLOSED),
        ({"oneway": "no", "oneway:hgv": "yes"}, ANY_TIME, OPEN, OPEN),
        ({"oneway": "no", "oneway:hgv": "yes"}, LORRY, OPEN, CLOSED),
        ({"oneway:conditional": "yes @ (07:00-09:00)"}, van(TUESDAY, 8), OPEN, CLOSED),
        ({"oneway:conditional": "yes @ (07:00-09:00)"}, van(TUESDAY, 12), OPEN, OPEN),
        ({"oneway:conditional": "yes @ (07:00-09:00)"}, ANY_TIME, OPEN, CLOSED),
        (TIDAL, van(TUESDAY, 8), OPEN, CLOSED),
        (TIDAL, van(TUESDAY, 14), CLOSED, OPEN),
        (TIDAL, van(TUESDAY, 11, 12), CLOSED, CLOSED),
    ],
)  # fmt: skip
def test_directions_of_a_way(tags: dict[str, str], outing: Outing, forward: Passage, backward: Passage) -> None:
    assert (passage(tags, outing), passage(tags, outing, "backward")) == (forward, backward)


@pytest.mark.parametrize(
    ("tags", "outing", "forbidden", "always"),
    [
        ({"restriction": "no_left_turn"}, ANY_TIME, True, True),
        ({"restriction": "only_straight_on"}, ANY_TIME, True, True),
        ({"restriction": "no_left_turn", "except": "bicycle;bus"}, ANY_TIME, True, True),
        ({"restriction": "no_left_turn", "except": "bicycle;motorcar"}, ANY_TIME, False, False),
        ({"restriction": "no_left_turn", "except": "goods"}, ANY_TIME, False, False),
        ({"restriction": "no_left_turn", "except": "goods"}, LORRY, True, False),
        ({"restriction": "no_left_turn", "except": "motor_vehicle"}, ANY_TIME, False, False),
        ({"restriction:hgv": "no_left_turn"}, ANY_TIME, False, False),
        ({"restriction:hgv": "no_left_turn"}, LORRY, True, False),
        ({"restriction:bicycle": "no_left_turn"}, ANY_TIME, False, False),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, van(TUESDAY, 8), True, False),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, van(TUESDAY, 12), False, False),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, ANY_TIME, True, False),
    ],
)
def test_turn_restrictions_by_vehicle_and_hour(
    tags: dict[str, str], outing: Outing, forbidden: bool, always: bool
) -> None:
    assert passage(tags, outing, kind=TURN) is (CLOSED if forbidden else OPEN)
    assert always_holds(Rule(TURN, tuple(tags.items()))) is always


def test_rules_are_kept_as_they_were() -> None:
    rules = ((), (Rule(WAY, (("access", "no"),)), Rule(TURN, (("restriction", "no_u_turn"), ("except", "bus")))))
    assert decode(encode(rules)) == rules
