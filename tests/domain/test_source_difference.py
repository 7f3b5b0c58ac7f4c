"""Every field that a source can change is told, and nothing that it did not change."""

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder
from dispatch_console.domain.orders.source_difference import differences, goods, goods_key
from dispatch_console.domain.values import TimeWindow

HELSINKI = ZoneInfo("Europe/Helsinki")
TWO_LINES = (IncomingLine("MUG", "Mug", 3, 1200), IncomingLine("MUG", "Mug", 2, 1200))
ORDER = IncomingOrder(
    "SO-1",
    "1",
    2,
    "Minna",
    IncomingAddress(line1="Bulevardi 1", line2="", postcode="00120", city="Helsinki", region="", country="FI"),
    TWO_LINES,
    currency="EUR",
    total=6000,
    due_on_delivery=6000,
    placed_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
    windows=(TimeWindow(datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)),),
    attributes={"gift": "no"},
    payment="on_delivery",
)
# one other value for every field of an order, an address and a line
CHANGES: dict[str, Any] = {
    "number": "SO-2", "source_ref": "2", "customer_name": "Maija", "phone": "+358401", "email": "m@example.com",
    "placed_at": datetime(2026, 11, 20, 8, 0, 1, tzinfo=UTC), "currency": "SEK", "total": 6100,
    "due_on_delivery": None, "instructions": "ring twice", "requirements": ("fragile",), "wish": "Tuesday",
    "windows": (TimeWindow(datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 25, 10, tzinfo=UTC)),),
    "left_out": "left.cancelled", "handover": "collection", "payment": "paid", "remarks": ("not_paid",),
    "financial_status": "paid", "attributes": {"gift": "yes"},
}  # fmt: skip
LINE_CHANGES: dict[str, Any] = {
    "sku": "CUP", "name": "Large mug", "quantity": 9, "unit_price": 1300, "needs_delivery": False, "barcode": "4006381",
    "weight_g": 300,
}  # fmt: skip
ADDRESS_CHANGES: dict[str, Any] = {
    "line1": "Bulevardi 2", "line2": "A 4", "postcode": "00121", "city": "Espoo", "region": "Uusimaa", "country": "SE",
    "company": "Oy Ab", "lat": 60.1, "lon": 24.9, "gate_code": "4417#",
}  # fmt: skip


def told(order: IncomingOrder) -> list[tuple[str, str, str]]:
    return [(what, ours, theirs) for what, ours, theirs in differences(ORDER, order, HELSINKI)]


def test_every_field_has_a_case_here() -> None:
    assert {entry.name for entry in fields(IncomingOrder)} - {"row", "address", "lines"} == CHANGES.keys()
    # `ref` is the name that the shop gives a line: it changes nothing that a person packs
    assert {entry.name for entry in fields(IncomingLine)} - {"ref"} == LINE_CHANGES.keys()
    assert {entry.name for entry in fields(IncomingAddress)} == ADDRESS_CHANGES.keys()


@pytest.mark.parametrize("name", CHANGES)
def test_a_field_of_the_order_that_changes_is_told(name: str) -> None:
    found = told(replace(ORDER, **{name: CHANGES[name]}))
    assert found and all(ours != theirs for _, ours, theirs in found)


@pytest.mark.parametrize("name", LINE_CHANGES)
@pytest.mark.parametrize("index", (0, 1))
def test_a_field_of_either_line_of_one_sku_is_told(name: str, index: int) -> None:
    lines = [*TWO_LINES]
    lines[index] = replace(lines[index], **{name: LINE_CHANGES[name]})
    found = told(replace(ORDER, lines=tuple(lines)))
    assert found and all(ours != theirs for _, ours, theirs in found)


@pytest.mark.parametrize("name", ADDRESS_CHANGES)
def test_a_field_of_the_address_is_told(name: str) -> None:
    places = {"lat": 60.1, "lon": 24.9} if name in ("lat", "lon") else {name: ADDRESS_CHANGES[name]}
    found = told(replace(ORDER, address=replace(ORDER.address, **places)))
    assert found and all(ours != theirs for _, ours, theirs in found)


def test_two_lines_of_one_sku_are_told_as_they_stand() -> None:
    nine = replace(TWO_LINES[0], quantity=9)
    assert told(replace(ORDER, lines=(nine, TWO_LINES[1]))) == [("MUG", "3 + 2", "9 + 2")]
    assert told(replace(ORDER, lines=TWO_LINES[:1])) == [("MUG", "3 + 2", "3")]


def test_lines_in_another_order_and_the_same_moment_in_another_zone_are_no_difference() -> None:
    assert told(replace(ORDER, lines=TWO_LINES[::-1], row=99)) == []
    assert ORDER.placed_at is not None
    assert told(replace(ORDER, placed_at=ORDER.placed_at.astimezone(HELSINKI))) == []


def test_cash_at_the_door_is_told_as_money() -> None:
    assert told(replace(ORDER, due_on_delivery=2500)) == [("cash on delivery", "60.00 EUR", "25.00 EUR")]


def test_goods_are_the_pieces_to_deliver_of_each_sku() -> None:
    lines = (
        IncomingLine("MUG", "Mug", 2), IncomingLine("GIFT", "Wrapping", 1, needs_delivery=False),
        IncomingLine("MUG", "Mug, gift", 3),
    )  # fmt: skip
    assert goods(replace(ORDER, lines=lines)) == {"MUG": 5}
    assert goods_key([("MUG", 2), ("PAN", 1), ("MUG", 3)]) == goods_key([("PAN", 1), ("MUG", 5)])
    assert goods_key([("MUG", 5)]) != goods_key([("MUG", 4)]) != goods_key([])
    assert goods_key([]) == hashlib.md5(b"", usedforsecurity=False).hexdigest()


def test_yes_no_nothing_and_a_moment_are_told_in_words() -> None:
    line = replace(TWO_LINES[0], needs_delivery=False, barcode="4006381")
    assert told(replace(ORDER, lines=(line, TWO_LINES[1]))) == [
        ("MUG, to be delivered", "yes", "no"),
        ("MUG, barcode", "–", "4006381"),
    ]
    later = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert told(replace(ORDER, placed_at=later)) == [("placed at", "2026-11-20 10:00", "2026-11-20 11:30")]
    assert told(replace(ORDER, placed_at=None)) == [("placed at", "2026-11-20 10:00", "–")]


def test_codes_of_a_source_are_told_in_words() -> None:
    changed = replace(ORDER, handover="pick_up", payment="unpaid", remarks=("not_paid",), left_out="left.refunded")
    assert told(changed) == [
        ("handover", "delivery", "pick up"),
        ("ended at the source", "–", "refunded"),
        ("payment", "on delivery", "unpaid"),
        ("to look at", "–", "not paid"),
    ]


def test_of_an_order_from_before_payments_were_kept_the_payment_does_not_differ() -> None:
    old = replace(ORDER, payment=None)
    assert differences(old, ORDER, HELSINKI) == ()
