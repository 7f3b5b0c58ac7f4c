"""Addresses of a region: an import pins what stands there, and says how sure it is of what it guessed."""

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import geocoding
from dispatch_console.domain.orders import address_text
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from dispatch_console.ports import KnownAddress
from tests.builders.sample_orders import get

KNOWN = (
    KnownAddress("Mannerheimintie", "29 B", "00100", "Helsinki", 60.17, 24.93),
    KnownAddress("Kirkkokatu", "1", "00170", "Helsinki", 60.171, 24.951),
    KnownAddress("Kirkkokatu", "1", "90100", "Oulu", 65.01, 25.47),
    KnownAddress("Städtle", "28", "9490", "Vaduz", 47.139, 9.522),
)


def order(number: str, line: str, postcode: str) -> IncomingOrder:
    address = IncomingAddress(line1=line, line2="", postcode=postcode, city="Helsinki")
    return IncomingOrder(number, number, 2, "Ana", address, (IncomingLine("MUG", "Mug", 1),))


@pytest.mark.parametrize(
    ("line", "street", "number"),
    [
        ("Mannerheimintie 29 B", "Mannerheimintie", "29 B"),
        ("100 E Pratt St", "E Pratt St", "100"),
        ("Kirkkokatu 1, 3rd floor", "Kirkkokatu", "1"),
        ("Bulevardi", "Bulevardi", ""),
        ("", "", ""),
    ],
)
def test_street_and_number_are_told_apart(line: str, street: str, number: str) -> None:
    assert address_text.split(line) == (street, number)


def test_an_import_pins_exact_addresses_and_grades_what_it_guessed(desk: Desk) -> None:
    assert desk.do_now(geocoding.replace_region, "fi", KNOWN) == 4
    reading = Reading("t", (
        order("A", "mannerheimintie 29b", "00100"), order("B", "Mannerhemintie 29 B", "00100"),
        order("C", "Kirkkokatu 1", ""), order("D", "Kirkkokatu 1", "90100"), order("E", "Nowhere 5", "00100"),
    ))  # fmt: skip
    desk.do_now(importing.take_reading, reading, "f")
    pins = {number: get(desk, number).address for number in "ABCDE"}
    assert (pins["A"].lat, pins["A"].quality) == (60.17, "exact")
    assert (pins["B"].lat, pins["B"].quality) == (60.17, "street")
    assert pins["C"].quality == "street"
    assert pins["D"].lat == 65.01
    assert (pins["E"].lat, pins["E"].quality) == (None, "none")


def test_a_pin_set_by_hand_is_not_moved_by_the_next_import(desk: Desk) -> None:
    desk.do_now(importing.take_reading, Reading("t", (order("A", "Mannerheimintie 29 B", "00100"),)), "f")
    assert get(desk, "A").address.quality == "none"
    desk.do_now(geocoding.replace_region, "fi", KNOWN)
    again = order("B", "Mannerheimintie 29 B", "00100")
    desk.do_now(importing.take_reading, Reading("t", (again,)), "g")
    assert get(desk, "B").address_id == get(desk, "A").address_id


def test_one_typo_in_each_is_found_at_the_first_rank(desk: Desk) -> None:
    desk.do_now(geocoding.replace_region, "fi", KNOWN)
    for typed in ("Mannerhiemintie 29 B", "Stadtle 28", "Kirkokatu 1"):
        assert desk.ask_now(geocoding.find, typed, 1)[0].text.split(",")[0].split()[0] in ("Mannerheimintie", "Städtle",
                                                                                          "Kirkkokatu")  # fmt: skip
    assert desk.ask_now(geocoding.find, "%_' or 1=1", 5) == ()


@pytest.mark.parametrize(
    ("typed", "quality"),
    [
        ("Städtle 28", "exact"),
        ("Städtle 28, 9490 Vaduz", "exact"),
        ("Städtle 28, A 12, Vaduz", "exact"),
        ("Städtle 28, 10115 Berlin", "street"),
        ("Städtle 28, Berlin", "street"),
        ("Städtle 28, 10115", "street"),
    ],
)
def test_a_door_of_another_town_is_no_exact_match(desk: Desk, typed: str, quality: str) -> None:
    desk.do_now(geocoding.replace_region, "li", [KnownAddress("Städtle", "28", "9490", "Vaduz", 47.14, 9.52)])
    assert desk.ask_now(geocoding.find, typed, 1)[0].quality == quality


def test_an_import_does_not_pin_an_address_in_another_town(desk: Desk) -> None:
    desk.do_now(geocoding.replace_region, "li", [KnownAddress("Städtle", "28", "9490", "Vaduz", 47.14, 9.52)])
    desk.do_now(importing.take_reading, Reading("t", (order("A", "Städtle 28", "10115"),)), "f")
    assert get(desk, "A").address.quality == "none"
