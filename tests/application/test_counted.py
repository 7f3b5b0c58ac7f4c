"""What the bench counts by itself is what the database says."""

import random
from dataclasses import replace

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.packing import bench, products, scanning, sealing, starting
from dispatch_console.domain.orders.incoming import IncomingLine
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, verify_whole

SKUS = ("A-1", "B-2", "C-3")


@pytest.mark.parametrize("seed", range(6))
def test_an_order_that_is_counted_on_the_screen_is_as_it_would_be_read(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    lines = tuple(IncomingLine(sku, sku, chance.randint(1, 4), 100) for sku in SKUS)
    desk.do_now(importing.take_reading, reading(replace(incoming(1), lines=lines)), "one.csv")
    for sku in SKUS[: chance.randint(0, 3)]:
        desk.do_now(products.keep_product, sku=sku, name=sku, weight_g=chance.randint(10, 900))
    verify_whole(desk, get(desk, "SO-1"))
    order_id = get(desk, "SO-1").id
    desk.do_now(starting.start, order_id)
    pieces = [line.sku for line in lines for _ in range(line.quantity)]
    chance.shuffle(pieces)
    shown, kept = desk.ask_now(bench.open_order, order_id, desk.clock()), 0
    for number, sku in enumerate(pieces):
        match = desk.do_now(scanning.scan, order_id, sku)
        counted = bench.counted(shown, match.line_id or 0, match.pieces)
        read = desk.ask_now(bench.open_order, order_id, desk.clock())
        if counted is not None:
            assert counted == read
            kept += 1
        shown = read
        # a box that is weighed, and a further one, have to be read
        act = chance.random()
        if act < 0.2:
            desk.do_now(sealing.weigh, order_id, 500)
        elif act < 0.4 and number < len(pieces) - 1:
            desk.do_now(starting.new_parcel, order_id)
        shown = desk.ask_now(bench.open_order, order_id, desk.clock())
    assert kept >= len(pieces) // 3
