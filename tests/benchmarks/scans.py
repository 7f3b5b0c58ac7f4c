"""What a scan at the packing station asks of the database, on one console with every tab open."""

import asyncio
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispatch_console.console.console import Console
    from dispatch_console.ui.packing.tab import PackingTab

    Row = tuple[str, float, str, str]

PIECES = 6
QUIET_S = 1.5


async def scans(console: "Console", order_id: int, shown: str) -> "list[Row]":
    """Count the statements of each scan until the console is quiet again, and the time until it is painted."""
    counted = {"statements": 0, "transactions": 0}
    engine = console._desk.engine

    def statement(*_: object) -> None:
        counted["statements"] += 1

    def begin(*_: object) -> None:
        counted["transactions"] += 1

    console.window.show_tab(shown)
    await console.packing_station.open(order_id)
    if shown == "orders":
        await console.orders.show_order(order_id)
    await asyncio.sleep(QUIET_S)
    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "begin", begin)
    tab = console.packing_station.tab
    statements, transactions, took = [], [], []
    for _ in range(PIECES):
        counted.update(statements=0, transactions=0)
        begun, before = time.perf_counter(), tab._count.text()
        tab.scanned.emit("PAN")
        while tab._count.text() == before:
            await asyncio.sleep(0.002)
        took.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(QUIET_S)
        statements.append(counted["statements"])
        transactions.append(counted["transactions"])
    note = f"median of {PIECES} scans, one console that shows {shown}, 200 orders"
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "begin", begin)
    return [
        ("statements_per_scan", statistics.median(statements), "", f"{note}; most {max(statements)}"),
        ("transactions_per_scan", statistics.median(transactions), "", note),
        ("scan_to_screen", round(statistics.median(took)), "ms", note),
    ]


async def thousand(console: "Console", order_id: int) -> "list[Row]":
    """Scan a thousand pieces one after the other, and measure each until it stands on the screen."""
    console.window.show_tab("packing")
    await console.packing_station.open(order_id)
    await asyncio.sleep(QUIET_S)
    tab, took = console.packing_station.tab, []
    for number in range(1000):
        begun, before = time.perf_counter(), tab._count.text()
        tab.scanned.emit(f"777{number // 25:04d}")
        while tab._count.text() == before:
            await asyncio.sleep(0.001)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    note = "1,000 scans, an order of 40 lines, 10,000 orders in the database"
    return [
        ("scan_median", round(took[500], 1), "ms", note),
        ("scan_p95", round(took[950], 1), "ms", note),
        ("scan_most", round(took[-1], 1), "ms", note),
    ]


async def twenty(console: "Console", orders: "list[int]") -> "list[Row]":
    """Pack orders of three pieces by scans and keys alone, as fast as the console goes."""
    from sqlalchemy import func, select

    from dispatch_console.domain.papers.codes import Code, CodeKind
    from dispatch_console.store.entities import Sheet

    tab, keys = console.packing_station.tab, 0
    await console.packing_station._put_down()
    begun = time.perf_counter()
    for order_id in orders:
        await console.packing_station.open(order_id)
        for code in ("7770001", "7770001", "7770002"):
            before = tab._count.text()
            tab.scanned.emit(code)
            await _until(partial(_differs, tab, before))
        await _until(lambda: "packing slip in" in tab._last.text())
        slip = console._desk.ask_now(lambda session: session.scalars(select(func.max(Sheet.id))).one())
        tab.scanned.emit(str(Code(CodeKind.DOCUMENT, slip)))
        await _until(lambda: "paper" not in tab.side.missing.text())
        tab.side.inspected.emit()
        await _until(lambda: "look" not in tab.side.missing.text())
        tab.scanned.emit("0,45")
        await _until(tab.side.seal.isEnabled)
        tab.entered_nothing.emit()
        await _until(lambda: "Printed" in tab._last.text())
        # Enter takes it, F5, the weight with its Enter, Enter seals; scans are none of the hand
        keys += 1 + 1 + 5 + 1
    took = (time.perf_counter() - begun) / len(orders)
    note = f"{len(orders)} orders of three pieces, five scans each with the slip, without the time of hands"
    return [("order_packed", round(took, 2), "s", note), ("keys_per_order", keys / len(orders), "", note)]


def _differs(tab: "PackingTab", before: str) -> bool:
    return tab._count.text() != before


async def _until(true: "Callable[[], bool]") -> None:
    while not true():
        await asyncio.sleep(0.001)
