"""An order that somebody types is read like a row of a file, and goes in only where nothing of it is wrong."""

from pathlib import Path

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import products
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.admission import Payment
from dispatch_console.settings import Settings
from dispatch_console.station import intake
from dispatch_console.store.entities import Order, OrderLine

TYPED = {
    "name": "Aino Mäkelä", "phone": "040 123 4567", "line1": "Bulevardi 7", "postcode": "00120", "city": "Helsinki",
    "delivery_day": "2026-12-24", "window": "10-12", "payment_state": "paid", "currency": "EUR",
}  # fmt: skip
LINES = [{"quantity": "2", "sku": "MUG", "item": "Mug", "unit_price": "12,50"}, {"quantity": "1", "item": "Pan"}]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, zone="Europe/Helsinki", country="FI")


def stored(desk: Desk, number: str) -> Order:
    return desk.ask_now(lambda session: session.scalars(select(Order).where(Order.number == number)).unique().one())


def test_a_typed_order_gets_a_number_and_opens_at_verify(desk: Desk, settings: Settings) -> None:
    count, problems = intake.take_by_hand(desk, settings, TYPED, LINES)
    assert problems == () and count is not None
    (number,) = count.new
    order = stored(desk, number)
    assert number.startswith("H-") and order.source == intake.BY_HAND
    assert (order.stage, order.phone, order.payment) == ("verify", "+358401234567", Payment.PAID)
    assert order.wish_windows[0][0].startswith("2026-12-24T08:00")
    columns = OrderLine.sku, OrderLine.name, OrderLine.quantity, OrderLine.unit_price
    query = select(*columns).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
    lines = desk.ask_now(lambda session: [tuple(row) for row in session.execute(query)])
    assert lines == [("MUG", "Mug", 2, 1250), ("", "Pan", 1, None)]


def test_two_typed_orders_have_two_numbers_and_a_given_one_is_taken_once(desk: Desk, settings: Settings) -> None:
    first, _ = intake.take_by_hand(desk, settings, TYPED, LINES)
    second, _ = intake.take_by_hand(desk, settings, TYPED, LINES)
    assert first is not None and second is not None and first.new != second.new
    given, _ = intake.take_by_hand(desk, settings, TYPED | {"number": "T-1"}, LINES)
    assert given is not None and given.new == ("T-1",)
    with pytest.raises(Refused) as refused:
        intake.take_by_hand(desk, settings, TYPED | {"number": "T-1", "name": "Somebody else"}, LINES)
    assert refused.value.code == "hand.known"
    assert stored(desk, "T-1").customer_name == "Aino Mäkelä"


def test_cash_at_the_door_is_due(desk: Desk, settings: Settings) -> None:
    typed = {key: text for key, text in TYPED.items() if key != "payment_state"}
    cash = typed | {"due_on_delivery": "45,00", "payment_method": "cash on delivery"}
    count, problems = intake.take_by_hand(desk, settings, cash, LINES)
    assert problems == () and count is not None
    order = stored(desk, count.new[0])
    assert (order.due_on_delivery, order.payment) == (4500, Payment.ON_DELIVERY)
    count, _ = intake.take_by_hand(desk, settings, typed | {"terms": "invoice"}, LINES)
    assert count is not None and stored(desk, count.new[0]).payment == Payment.TERMS


@pytest.mark.parametrize(
    ("typed", "lines", "field"),
    [
        ({"line1": ""}, LINES, "line1"),
        ({"name": ""}, LINES, "name"),
        ({"delivery_day": "31.2.2026"}, LINES, "delivery_day"),
        ({"window": "soon"}, LINES, "window"),
        ({"phone": "ring me"}, LINES, "phone"),
        ({"email": "not an address"}, LINES, "email"),
        ({}, [{"quantity": "two", "item": "Mug"}], "quantity"),
        ({}, [], "item"),
        ({}, [{"quantity": "2"}], "item"),
        ({}, [{"quantity": "2", "sku": "NOBODY-KNOWS"}], "item"),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_nothing_goes_in(
    desk: Desk, settings: Settings, typed: dict[str, str], lines: list[dict[str, str]], field: str
) -> None:
    count, problems = intake.take_by_hand(desk, settings, TYPED | typed, lines)
    assert count is None
    assert field in {problem.column for problem in problems}
    assert desk.ask_now(lambda session: session.scalars(select(Order.id)).all()) == []


def test_a_known_product_is_named_by_its_sku(desk: Desk, settings: Settings) -> None:
    desk.do_now(products.keep_product, sku="MUG", name="Blue mug")
    count, problems = intake.take_by_hand(desk, settings, TYPED, [{"quantity": "2", "sku": "MUG"}])
    assert problems == () and count is not None
    names = select(OrderLine.name)
    assert desk.ask_now(lambda session: list(session.scalars(names))) == ["Blue mug"]


@pytest.mark.parametrize(("field", "text"), [("window", "12-10"), ("window", "soon"), ("delivery_day", "24.12.")])
def test_the_page_says_what_to_type(desk: Desk, settings: Settings, field: str, text: str) -> None:
    _, problems = intake.take_by_hand(desk, settings, TYPED | {field: text}, LINES)
    assert {problem.code for problem in problems} <= {"hand.hours", "hand.day"} and problems
