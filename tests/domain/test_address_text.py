"""Addresses in one shape."""

import pytest

from dispatch_console.domain.orders import address_text, search_text
from dispatch_console.domain.orders.address_parts import AddressParts, parted
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
    assert from_tags("COD, blue; 18+ , Two_Person,cod") == ("cash_on_delivery", "age_18", "two_person")
    assert from_tags("Gift") == ("gift",)
    assert from_tags("") == ()
    assert from_tags("id, tail lift, chilled, this way up, signature, fragile") == (
        "id_check", "lift", "cold", "this_way_up", "signature", "fragile",
    )  # fmt: skip
    assert {Requirement.TWO_PERSON, Requirement.LIFT, Requirement.COLD} == SKILLS
    assert {"lift", "cold"} == OF_THE_VAN


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("2040 E. Pratt St.", "2040 East Pratt Street"), ("N 3rd St", "North Third Street"),
        ("St Paul St", "Saint Paul Street"), ("12 St Marks Pl", "12 Saint Marks Place"),
        ("Mannerheimint. 5", "Mannerheimintie 5"), ("Av. Brasil", "Avenida Brasil"), ("ul. Żwirki 12", "Żwirki 12"),
        ("Hauptstr. 1", "Hauptstraße 1"),
    ),
)  # fmt: skip
def test_abbreviations_are_the_whole_words(one: str, other: str) -> None:
    assert address_text.normal(one) == address_text.normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    (("East Pratt Street", "West Pratt Street"), ("Rua A", "Rua B"), ("3rd Street", "13th Street"), ("A St", "E St")),
)
def test_streets_that_differ_stay_apart(one: str, other: str) -> None:
    assert address_text.normal(one) != address_text.normal(other)


@pytest.mark.parametrize(
    ("line", "door", "beside"),
    (
        ("2040 East Pratt Street Apt 3", "2040 East Pratt Street", ("Apt 3",)),
        ("2040 E Pratt St #3", "2040 E Pratt St", ("#3",)),
        ("2040 E. Pratt St., Unit 3B", "2040 E. Pratt St.", ("Unit 3B",)),
        ("Apt 3, 2040 East Pratt Street", "2040 East Pratt Street", ("Apt 3",)),
        ("c/o Holt, 2040 East Pratt Street", "2040 East Pratt Street", ("c/o Holt",)),
        ("2040 EAST PRATT STREET SUITE 100", "2040 EAST PRATT STREET", ("SUITE 100",)),
        ("Dorfstrasse 10, 2. Stock", "Dorfstrasse 10", ("2. Stock",)),
        ("Flat 2, 10 Downing Street", "10 Downing Street", ("Flat 2",)),
        ("6729 1/2 Railway Avenue", "6729½ Railway Avenue", ()),
        ("12 Floor Street", "12 Floor Street", ()), ("Top Street 5", "Top Street 5", ()),
        ("Lot Road 12", "Lot Road 12", ()), ("Bei der Mühle 3", "Bei der Mühle 3", ()),
        ("Unit 5 Industrial Park", "Unit 5 Industrial Park", ()), ("Hämeentie 12 A 4", "Hämeentie 12 A 4", ()),
    ),
)  # fmt: skip
def test_flats_and_care_of_are_parted_from_the_door(line: str, door: str, beside: tuple[str, ...]) -> None:
    assert parted(line) == AddressParts(door, beside)


@pytest.mark.parametrize("line", ("PO Box 2040", "P.O. Box 5", "Postfach 12", "PL 45", "Apartado 7", "B.P. 20"))
def test_a_box_is_no_door(line: str) -> None:
    assert (parted(line).line, parted(line).is_box) == ("", True)


def test_the_second_line_is_kept_beside() -> None:
    assert parted("Bulevardi 1, Apt 2", "ring twice").beside == ("Apt 2", "ring twice")


@pytest.mark.parametrize(
    ("number", "shape"), (("29 B", "29b"), ("6729 1/2", "6729h"), ("6729½", "6729h"), ("3-5", "35"), ("", ""))
)
def test_a_house_number_has_one_shape(number: str, shape: str) -> None:
    assert address_text.house_number(number) == shape


@pytest.mark.parametrize(
    ("postcode", "town", "country", "doubt", "whole", "ruled_out"),
    (
        ("9490", "Vaduz", "LI", "", True, False), ("9490", "", "", "", True, False), ("", "vaduz", "", "", True, False),
        ("", "", "", "town_unknown", False, False), ("9491", "", "", "postcode", False, True),
        ("", "Schaan", "LI", "town", False, True), ("9490", "Schaan", "LI", "town", False, False),
        ("9491", "Vaduz", "LI", "postcode", False, False), ("9490", "Vaduz", "CH", "country", False, False),
        ("8001", "Zürich", "CH", "country", False, True), ("", "", "CH", "country", False, True),
        ("", "Oberland", "LI", "", True, False),
    ),
)  # fmt: skip
def test_where_an_address_agrees_with_a_door(
    postcode: str, town: str, country: str, doubt: str, whole: bool, ruled_out: bool
) -> None:
    agreement = address_text.agreement(
        postcode, town, country, known_postcode="9490", known_towns=("Vaduz", "Oberland"), known_country="LI"
    )
    assert (agreement.doubt, agreement.is_whole, agreement.rules_out) == (doubt, whole, ruled_out)


def test_an_american_postcode_with_its_four_digits_more_is_the_same() -> None:
    def agrees(one: str, other: str) -> bool | None:
        found = address_text.agreement(one, "", "", known_postcode=other, known_towns=(), known_country="")
        return found.postcode

    assert agrees("21231-1234", "21231") and agrees("SW1A 1AA", "sw1a1aa")
    assert agrees("21231-1234", "21232") is False and agrees("2123", "21231") is False


@pytest.mark.parametrize(
    ("text", "parts"), ((", 9490 Vaduz", ("9490", "Vaduz")), (",Vaduz,,9490", ("9490", "Vaduz")), (" A 12", ("", "")))
)
def test_postcode_and_town_behind_a_door(text: str, parts: tuple[str, str]) -> None:
    assert address_text.postcode_and_town(text) == parts
