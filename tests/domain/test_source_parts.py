"""Parts of an order are taken from its source one by one, and nothing is in two of them."""

from dataclasses import fields, replace
from zoneinfo import ZoneInfo

import pytest

from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder
from dispatch_console.domain.orders.source_parts import FIELDS, Part, merged, part_differences

UTC = ZoneInfo("UTC")
OURS = IncomingOrder(
    "SO-1",
    "1",
    1,
    "Kasper Holmström",
    IncomingAddress(line1="Aleksanterinkatu 13", city="Helsinki"),
    (IncomingLine("MUG", "Mug", 1, 6400),),
    phone="+358505550138",
    total=6400,
    currency="EUR",
)
THEIRS = replace(
    OURS,
    address=IncomingAddress(line1="Unioninkatu 24", city="Helsinki"),
    lines=(IncomingLine("MUG", "Mug", 3, 6400),),
    phone="+358505550139",
    total=19200,
)


def test_every_field_but_the_row_is_in_one_part() -> None:
    named = [name for part in Part for name in FIELDS[part]]
    assert sorted(named) == sorted(entry.name for entry in fields(IncomingOrder) if entry.name != "row")


def test_what_differs_is_said_part_by_part() -> None:
    found = {one.part: [each.what for each in one.differences] for one in part_differences(OURS, THEIRS, UTC)}
    assert found == {
        Part.LINES: ["MUG"],
        Part.ADDRESS: ["address"],
        Part.PAYMENT: ["total"],
        Part.PHONE: ["phone"],
    }


@pytest.mark.parametrize("part", [Part.LINES, Part.ADDRESS, Part.PAYMENT, Part.PHONE])
def test_a_part_that_is_taken_brings_its_fields_and_no_others(part: Part) -> None:
    taken = merged(OURS, THEIRS, {part})
    for name in (entry.name for entry in fields(IncomingOrder)):
        source = THEIRS if name in FIELDS[part] else OURS
        assert getattr(taken, name) == getattr(source, name)


def test_all_parts_make_the_version_of_the_source_and_none_makes_ours() -> None:
    assert merged(OURS, THEIRS, set(Part)) == THEIRS
    assert merged(OURS, THEIRS, ()) == OURS
