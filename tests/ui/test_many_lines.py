"""An order of thousands of lines at the packing station: a scan reads and draws one of them."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from sqlalchemy import event

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import detail
from dispatch_console.application.packing import scanning, sealing, starting
from dispatch_console.console.console import Console
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from tests.builders.sample_orders import verify_whole
from tests.builders.screens import enter
from tests.ui.conftest import Run, until

LINES = 2_000


def large_order(desk: Desk) -> int:
    lines = tuple(IncomingLine(f"SKU-{number}", f"Mug {number}", 2, 1200) for number in range(LINES))
    told = IncomingOrder(
        number="BIG-1",
        source_ref="1",
        row=1,
        customer_name="Anna Virtanen",
        lines=lines,
        currency="EUR",
        total=1,
        address=IncomingAddress(
            line1="Bulevardi 1", line2="", postcode="00120", city="Helsinki", region="", country="FI"
        ),
    )
    desk.do_now(importing.take_reading, Reading("test", (told,), (), 1), "big.csv")
    order = desk.ask_now(detail.by_number, "BIG-1")
    verify_whole(desk, order)
    return order.id


def test_a_scan_draws_one_row_and_reads_no_other_line(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    order_id = large_order(desk)
    console = open_console(desk)
    tab, drawn, resets = console.packing_station.tab, [0], [0]

    def count(first: QModelIndex, last: QModelIndex) -> None:
        drawn[0] += last.row() - first.row() + 1

    async def scan() -> None:
        console.window.show_tab("packing")
        await console.packing_station.open(order_id)
        model = tab.lines.model()
        model.dataChanged.connect(count)
        model.modelReset.connect(lambda: resets.__setitem__(0, resets[0] + 1))
        enter(tab.scan, "SKU-1000")
        await until(lambda: tab._count.text() == f"1 of {2 * LINES}")
        await console.news.caught_up()

    run(scan())
    assert (drawn, resets, tab.lines.lines[1000].packed) == ([1], [0], 1)


def test_a_scan_reads_the_lines_that_it_may_mean(desk: Desk) -> None:
    order_id = large_order(desk)
    desk.do_now(starting.start, order_id)
    fetched = [0]

    def count(_connection: object, cursor: object, *_: object) -> None:
        fetched[0] += max(0, getattr(cursor, "rowcount", 0))

    event.listen(desk.engine, "after_cursor_execute", count)
    desk.do_now(scanning.scan, order_id, "sku-7")
    event.remove(desk.engine, "after_cursor_execute", count)
    assert 0 < fetched[0] < 30


def test_another_station_s_change_is_seen_at_once(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    order_id = large_order(desk)
    console = open_console(desk)

    async def see() -> None:
        console.window.show_tab("packing")
        await console.packing_station.open(order_id)
        desk.do_now(scanning.scan, order_id, "SKU-3")
        await until(lambda: console.packing_station.tab._count.text() == f"1 of {2 * LINES}")
        desk.do_now(sealing.tick_paper, order_id, "packing_slip")
        await until(lambda: "paper" not in console.packing_station.tab.side.missing.text())

    run(see())
