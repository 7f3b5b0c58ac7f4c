"""The lists beside the queue: by van, by who holds an order, and saved under a name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import holding, lists, queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.domain.errors import BadInput
from tests.builders.fleet import set_up_fleet
from tests.builders.received import incoming, reading, verify_first, wished

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def orders(desk: Desk) -> Desk:
    set_up_fleet(desk)
    made = [wished(1, NOON), wished(2, NOON), wished(3, NOON + timedelta(days=1)), incoming(4)]
    desk.do_now(importing.take_reading, reading(*made), "monday.csv")
    return desk


def test_orders_are_counted_by_the_van_that_they_leave_with(orders: Desk) -> None:
    vans = orders.ask_now(lists.lists).vans
    assert [one.count for one in vans] == [2, 1] and vans[0].leaves_at < vans[1].leaves_at
    assert orders.ask_now(queue.total, OrderFilter(work=True, leaves_at=vans[0].leaves_at)) == 2


def test_orders_are_counted_by_who_holds_them(orders: Desk) -> None:
    assert orders.ask_now(lists.lists).held == ()
    held = verify_first(orders)
    orders.do_now(holding.hold_for_me, held)
    (one,) = orders.ask_now(lists.lists).held
    assert (one.by, one.at, one.count) == (orders.actor.name, orders.actor.station, 1)
    _, rows = orders.ask_now(queue.first_page, OrderFilter(work=True, held_by=one.by, held_at=one.at), "number", False)
    assert [row.id for row in rows] == [held]
    assert orders.ask_now(queue.total, OrderFilter(held_by=one.by, held_at="elsewhere")) == 0


def test_a_list_is_saved_replaced_and_forgotten(orders: Desk) -> None:
    van = orders.ask_now(lists.lists).vans[1].leaves_at
    wanted = OrderFilter(work=True, leaves_at=van, day=van.date())
    orders.do_now(lists.save, " Tomorrow ", wanted)
    orders.do_now(lists.save, "Words", OrderFilter(text="customer 4"))
    tomorrow, words = orders.ask_now(lists.lists).saved
    assert (tomorrow.name, tomorrow.wanted, tomorrow.count) == ("Tomorrow", replace(wanted, day=None), 1)
    assert (words.wanted, words.count) == (OrderFilter(text="customer 4"), None)
    orders.do_now(lists.save, "Tomorrow", OrderFilter(without_pin=True))
    again = orders.ask_now(lists.lists).saved[0]
    assert (again.id, again.wanted) == (tomorrow.id, OrderFilter(without_pin=True))
    orders.do_now(lists.forget, again.id)
    orders.do_now(lists.forget, again.id)
    assert [one.name for one in orders.ask_now(lists.lists).saved] == ["Words"]


def test_a_list_needs_a_name(desk: Desk) -> None:
    with pytest.raises(BadInput) as refused:
        desk.do_now(lists.save, "  ", OrderFilter())
    assert refused.value.code == "list.no_name"
