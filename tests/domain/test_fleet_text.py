"""What is typed about hours, places and skills is read as it was meant, or refused with an example."""

import pytest

from dispatch_console.domain import fleet_text
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.planning.outing import VanSize


def test_hours_are_read_as_people_write_them() -> None:
    assert fleet_text.spans("departures", "13:00-16:30, 8:5 – 12.00") == (("08:05", "12:00"), ("13:00", "16:30"))
    assert fleet_text.spelled((("08:05", "12:00"),)) == "08:05-12:00"
    assert fleet_text.place("60,17; 24,95".replace(",", ".").replace(";", ",")) == (60.17, 24.95)
    assert fleet_text.number("weight", " 800,5 ", 1, 1000) == 800.5


@pytest.mark.parametrize(
    ("text", "code"),
    [("8-12-13", "field.span"), ("12:00-12:00", "field.span"), ("25:00-26:00", "field.clock"), ("8", "field.span"),
     ("08:00-12:00, 11:00-13:00", "field.overlap")],
)  # fmt: skip
def test_hours_that_cannot_be_say_so(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        fleet_text.spans("departures", text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("0, 0", "field.nowhere"), ("95, 10", "field.number"), ("60", "pin.unreadable"), ("a, b", "field.number")],
)
def test_places_that_cannot_be_say_so(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        fleet_text.place(text)
    assert refusal.value.code == code


def test_names_zones_and_skills_that_cannot_be_say_so() -> None:
    for wrong in (
        lambda: fleet_text.words("name", "   "),
        lambda: fleet_text.words("name", "x" * 300),
        lambda: fleet_text.zone("Mars/Olympus"),
        lambda: fleet_text.zone("../etc/passwd"),
        lambda: fleet_text.tags("fly", {"lift": "lift"}),
        lambda: fleet_text.number("weight", "heavy", 0, 1),
    ):
        with pytest.raises(BadInput):
            wrong()


@pytest.mark.parametrize(
    "typed", ["lift, two persons", " LIFT ,two_person,", "lift, Two Persons, lift", "lift, two person"]
)
def test_skills_are_typed_as_people_call_them_or_by_their_codes(typed: str) -> None:
    names = {"lift": "lift", "two_person": "two persons"}
    assert fleet_text.tags(typed, names) == ("lift", "two_person")
    with pytest.raises(BadInput, match=r"field\.skill") as refusal:
        fleet_text.tags("lift, Fly", names)
    assert refusal.value.facts == {"value": "Fly", "known": ("lift", "two persons")}


@pytest.mark.parametrize(("typed", "code"), [("", "field.empty"), ("  ", "field.empty"), ("heavy", "field.number")])
def test_an_empty_number_is_not_called_a_wrong_one(typed: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        fleet_text.number("weight", typed, 0, 1)
    assert refusal.value.code == code


@pytest.mark.parametrize(("mass_kg", "heavy"), [(3499, False), (3500, False), (3501, True)])
def test_a_van_is_heavy_above_three_and_a_half_tonnes(mass_kg: int, heavy: bool) -> None:
    assert VanSize(height_cm=270, width_cm=205, length_cm=600, mass_kg=mass_kg).is_heavy is heavy


@pytest.mark.parametrize(
    ("text", "rings"), [("", False), ("brak", False), ("1234", False), ("12345", True), ("+49 (30) 1-2.3/45", True)]
)
def test_what_can_be_rung(text: str, rings: bool) -> None:
    assert fleet_text.is_phone(text) is rings
