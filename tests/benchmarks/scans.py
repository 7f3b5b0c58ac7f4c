"""What a scan at the packing station asks of the database, on one console with every tab open."""

import asyncio
import statistics
import time
from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from dispatch_console.console.console import Console

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
