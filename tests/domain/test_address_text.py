"""Addresses in one shape."""

import pytest

from dispatch_console.domain.orders import address_text, search_text
from dispatch_console.domain.orders.requirements import OF_THE_VAN, SKILLS, Requirement, from_tags


@pytest.mark.parametrize(
    ("text", "shape"),
    (
        ("Städtle 28", "stadtle 28"), ("Landstr. 5", "landstrasse 5"), ("Hauptstraße", "hauptstrasse"),
        ("100 E Pratt St", "100 east pratt street"), ("5th Ave., N", "5th avenue north"),
        ("Rue de l'Église", "rue de l eglise"), ("Bulevardi  1,\tA", "bulevardi 1 a"),
    ),
)  # fmt: skip
def test_the_same_door_is_the_same_text(text: str, shape: str) -> None:
    assert address_text.normal(text) == shape


@pytest.mark.parametrize(
    ("line", "street", "number"),
    (
        ("Bulevardi 12 B", "Bulevardi", "12 B"), ("Liisankatu 27 A 12", "Liisankatu", "27 A"),
        ("12a Baker Street", "Baker Street", "12a"), ("Landstrasse 3-5", "Landstrasse", "3-5"),
        ("Kauppakeskus", "Kauppakeskus", ""), ("Rue 1, 5", "Rue", "1"), ("  Städtle   28  ", "Städtle", "28"),
    ),
)  # fmt: skip
def test_an_address_line_is_split(line: str, street: str, number: str) -> None:
    assert address_text.split(line) == (street, number)


def test_a_door_has_no_space_in_its_number() -> None:
    assert address_text.door("Bulevardi", "12 B") == "bulevardi 12b"
    assert address_text.door("Kauppakeskus", "") == "kauppakeskus"


@pytest.mark.parametrize(
    ("line", "rest"), (("Städtle 28, 9490 Vaduz", ", 9490 Vaduz"), ("12 Baker Street", ""), ("Kauppakeskus", ""))
)
def test_what_stands_behind_the_number(line: str, rest: str) -> None:
    assert address_text.behind(line) == rest


@pytest.mark.parametrize(
    ("text", "postcode", "city", "may"),
    (
        ("", "9490", "Vaduz", True), (", 9490 Vaduz", "9490", "Vaduz", True),
        (", 9491 Ruggell", "9490", "Vaduz", False),
        (", 9491", "9490", "Vaduz", False), (", 9491", "", "Vaduz", True), (" A 12", "9490", "Vaduz", True),
        (", Schaan", "9490", "Vaduz", False), (", Schaan", "9490", "", True), (" SW1A 1AA", "SW1A 1AA", "", True),
    ),
)  # fmt: skip
def test_a_missing_postcode_rules_nothing_out(text: str, postcode: str, city: str, may: bool) -> None:
    assert address_text.agrees(text, postcode, city) is may


@pytest.mark.parametrize(
    ("text", "digits"),
    (
        ("+358 40 555 0101", "358405550101"), ("040-555 0101", "405550101"), ("(0)40/555.0101", "405550101"),
        ("12345", ""), ("123456", "123456"), ("00123456", "123456"), ("Anna 040 5550101", ""), ("", ""),
    ),
)  # fmt: skip
def test_a_telephone_number_is_found_by_its_digits(text: str, digits: str) -> None:
    assert search_text.phone(text) == digits


def test_words_are_searched_without_accents() -> None:
    assert search_text.folded("Öhman Łódź Sørensen Weiß") == "ohman lodz sorensen weiss"
    assert search_text.of(("SO-1", "", "Öhman"), "040 5550101") == "so-1 ohman 405550101"
    assert search_text.of(("SO-1",), "none") == "so-1"


def test_tags_of_a_shop_name_requirements() -> None:
    assert from_tags("COD, gift; 18+ , Two_Person,cod") == ("cash_on_delivery", "age_18", "two_person")
    assert from_tags("") == ()
    assert from_tags("id, tail lift, chilled, this way up, signature, fragile") == (
        "id_check", "lift", "cold", "this_way_up", "signature", "fragile",
    )  # fmt: skip
    assert {Requirement.TWO_PERSON, Requirement.LIFT, Requirement.COLD} == SKILLS
    assert {"lift", "cold"} == OF_THE_VAN
