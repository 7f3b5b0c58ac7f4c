"""Addresses of a region: an import pins what stands there, and says how sure it is of what it guessed."""

from dataclasses import replace

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


def order(number: str, line: str, postcode: str, city: str = "Helsinki") -> IncomingOrder:
    address = IncomingAddress(line1=line, line2="", postcode=postcode, city=city)
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
        order("C", "Kirkkokatu 1", ""), order("D", "Kirkkokatu 1", "90100", "Oulu"), order("E", "Nowhere 5", "00100"),
        order("F", "Kirkkokatu 1", "90100"),
    ))  # fmt: skip
    desk.do_now(importing.take_reading, reading, "f")
    pins = {number: get(desk, number).address for number in "ABCDEF"}
    assert (pins["A"].lat, pins["A"].quality) == (60.17, "exact")
    assert (pins["B"].lat, pins["B"].quality) == (60.17, "street")
    assert (pins["B"].doubt, pins["A"].doubt) == ("spelling", "")
    assert (pins["C"].quality, pins["C"].lat) == ("exact", 60.171)
    assert pins["D"].lat == 65.01
    assert (pins["E"].lat, pins["E"].quality) == (None, "none")
    # the postcode says one town, the name another
    assert (pins["F"].lat, pins["F"].quality) == (None, "none")


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
        ("Städtle 28", "street"),
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


@pytest.mark.parametrize(
    ("line", "postcode", "city", "country", "quality", "doubt"),
    [
        ("2040 East Pratt Street", "21231", "Baltimore", "US", "exact", ""),
        ("2040 E. Pratt St., Unit 3B", "21231", "", "", "exact", ""),
        ("Apt 3, 2040 East Pratt Street", "", "Baltimore", "", "exact", ""),
        ("2040 East Pratt Street", "21231-1234", "", "United States", "exact", ""),
        ("2040 East Pratt Street", "", "", "", "street", "town_unknown"),
        ("2040 East Pratt Street", "21231", "Springfield", "", "street", "town"),
        ("2040 East Pratt Street", "21231", "Baltimore", "DE", "street", "country"),
        ("2040 East Prat Street", "21231", "Baltimore", "", "street", "spelling"),
        ("2044 East Pratt Street", "21231", "Baltimore", "", "street", "interpolated"),
        ("2040 East Pratt Street, 21231 Baltimore", "", "", "", "exact", ""),
        # another door, another town, no door
        ("2040 West Pratt Street", "21223", "Baltimore", "", "none", ""),
        ("2042 East Pratt Street", "21231", "Baltimore", "", "none", ""),
        ("2040 East Pratt Street", "62704", "Springfield", "", "none", ""),
        ("PO Box 2040", "21231", "Baltimore", "", "none", ""),
        ("East Pratt Street", "21231", "Baltimore", "", "none", ""),
    ],
)
def test_exact_needs_the_door_and_an_agreeing_place(
    desk: Desk, line: str, postcode: str, city: str, country: str, quality: str, doubt: str
) -> None:
    known = KnownAddress("East Pratt Street", "2040", "21231", "Baltimore", 39.29, -76.587, country="US")
    between = replace(known, number="2044", lat=39.2901, interpolated=True)
    desk.do_now(geocoding.replace_region, "us", [known, between])
    address = IncomingAddress(line1=line, postcode=postcode, city=city, country=country)
    wanted = IncomingOrder("A", "A", 2, "Ana", address, (IncomingLine("MUG", "Mug", 1),))
    desk.do_now(importing.take_reading, Reading("t", (wanted,)), "f")
    found = get(desk, "A").address
    assert (found.quality, found.doubt) == (quality, doubt)
    assert (found.lat is None) == (quality == "none")


def test_the_town_of_a_door_may_be_its_municipality(desk: Desk) -> None:
    door = KnownAddress("Dorfstrasse", "24", "", "", 47.1, 9.5, municipality="Triesen", country="LI")
    desk.do_now(geocoding.replace_region, "li", [door, replace(door, municipality="Mauren", lat=47.2)])
    wanted = {town: geocoding.Wanted("Dorfstrasse 24", "", town, "LI") for town in ("Triesen", "Mauren", "Balzers", "")}
    located = desk.ask_now(geocoding.locate, wanted.values())
    assert [located[wanted[town]].place.lat for town in ("Triesen", "Mauren")] == [47.1, 47.2]
    assert wanted["Balzers"] not in located and wanted[""] not in located
