"""What is typed about vans and drivers and cannot be is refused, and nothing of it is kept."""

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from dispatch_console.domain.errors import BadInput, Refused
from tests.builders.fleet import DAY, second_van, set_up_fleet


@pytest.mark.parametrize("letter", ["", "7", "AB", "é1", "-"])
def test_a_driver_has_one_letter(desk: Desk, letter: str) -> None:
    set_up_fleet(desk)
    (driver,) = desk.ask_now(records.drivers)
    with pytest.raises(BadInput, match=r"field\.letter") as refusal:
        desk.do_now(records.keep_driver, driver.id, {**driver.fields, "letter": letter})
    assert refusal.value.facts == {"value": letter}
    assert desk.ask_now(records.drivers) == (driver,)


def test_a_letter_belongs_to_one_driver(desk: Desk) -> None:
    set_up_fleet(desk)
    (driver,) = desk.ask_now(records.drivers)
    fresh = {**driver.fields, "name": "Tuuli Koski", "letter": "e"}
    with pytest.raises(BadInput, match=r"field\.letter_taken") as refusal:
        desk.do_now(records.keep_driver, None, fresh)
    assert refusal.value.facts == {"letter": "E", "driver": "Sami Niemi"}
    desk.do_now(records.keep_driver, driver.id, {**driver.fields, "letter": " e "})
    desk.do_now(records.keep_driver, None, {**fresh, "letter": "f"})
    assert [one.fields["letter"] for one in desk.ask_now(records.drivers)] == ["E", "F"]


@pytest.mark.parametrize(("mass", "kept"), [("799", False), ("800", True), ("3500", True)])
def test_a_van_is_permitted_at_least_its_payload(desk: Desk, mass: str, kept: bool) -> None:
    set_up_fleet(desk)
    (van,) = desk.ask_now(records.vans)
    assert van.fields["weight"] == "800"
    if kept:
        desk.do_now(records.keep_van, van.id, {**van.fields, "mass": mass})
    else:
        with pytest.raises(BadInput, match=r"field\.mass") as refusal:
            desk.do_now(records.keep_van, van.id, {**van.fields, "mass": mass})
        assert refusal.value.facts == {"mass": mass, "payload": "800"}
    (after,) = desk.ask_now(records.vans)
    assert after.fields["mass"] == (mass if kept else van.fields["mass"])


def test_the_shifts_of_the_last_day_are_copied_once(desk: Desk) -> None:
    set_up_fleet(desk)
    after = DAY.replace(day=DAY.day + 2)
    assert desk.do_now(records.copy_shifts, after) == 1
    assert desk.do_now(records.copy_shifts, after) == 0
    (first,), (second,) = (desk.ask_now(records.shifts, day) for day in (DAY, after))
    assert (first.fields, first.title) == (second.fields, second.title)


def test_a_van_on_duty_stays_in_use(desk: Desk) -> None:
    set_up_fleet(desk)
    (van,) = desk.ask_now(records.vans)
    with pytest.raises(Refused, match=r"van\.on_duty") as refusal:
        desk.do_now(records.remove_van, van.id)
    assert refusal.value.facts == {"van": "Van 5", "day": DAY}
    assert desk.ask_now(records.vans) == (van,)


def test_two_vans_drivers_or_depots_never_have_one_name(desk: Desk) -> None:
    set_up_fleet(desk)
    desk.do_now(second_van)
    first, second = desk.ask_now(records.vans)
    with pytest.raises(BadInput, match=r"field\.taken") as refusal:
        desk.do_now(records.keep_van, second.id, {**second.fields, "name": "Van 5"})
    assert refusal.value.facts == {"name": "Van 5"}
    one, other = desk.ask_now(records.drivers)
    with pytest.raises(BadInput, match=r"field\.taken"):
        desk.do_now(records.keep_driver, other.id, {**other.fields, "name": one.fields["name"]})
    # its own name is free for each
    desk.do_now(records.keep_van, first.id, first.fields)
    desk.do_now(records.keep_driver, one.id, one.fields)
