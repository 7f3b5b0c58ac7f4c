"""Customer service finds an order by what the caller says."""

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from tests.builders.days import ready_orders
from tests.builders.sample_orders import get

CALLER = IncomingOrder(
    "SO-7", "7", 2, "Östen Åström", IncomingAddress(line1="Yrjönkatu 9", line2="", postcode="00120", city="Helsinki"),
    (IncomingLine("MUG", "Mug", 1),), phone="+358 40 555 0058",
)  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        "040 555 0058", "0405550058", "+358405550058", "00358 40 5550058", "5550058", "astrom", "ÅSTRÖM",
        "osten yrjonkatu", "Yrjönkatu 9", "so-7",
    ],
)  # fmt: skip
def test_an_order_is_found_however_it_is_told(desk: Desk, told: str) -> None:
    other = IncomingOrder(
        "SO-8", "8", 3, "Ana", IncomingAddress(line1="Kirkkokatu 1"), CALLER.lines, phone="+358 50 111 2222"
    )
    desk.do_now(importing.take_reading, Reading("t", (CALLER, other)), "f")
    assert [row.number for row in desk.ask_now(queue.page, OrderFilter(text=told), "number")] == ["SO-7"]


def test_the_code_of_a_label_finds_its_order(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    code = get(desk, "1004").parcels[0].code
    for told in (str(code), code.spaced.removeprefix("DCP ")):
        assert [row.number for row in desk.ask_now(queue.page, OrderFilter(text=told), "number")] == [
            get(desk, "1004").number
        ]
