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


async def scans(console: "Console", order_id: int) -> "list[Row]":
    """Count the statements of each scan until the console is quiet again, and the time until it is painted."""
    counted = {"statements": 0, "transactions": 0}
    engine = console._desk.engine

    def statement(*_: object) -> None:
        counted["statements"] += 1

    def begin(*_: object) -> None:
        counted["transactions"] += 1

    await console.packing_station.open(order_id)
    await asyncio.sleep(QUIET_S)
    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "begin", begin)
    tab = console.packing_station.tab
    statements, transactions, took = [], [], []
    for _ in range(PIECES):
        counted.update(statements=0, transactions=0)
        before, begun = tab._count.text(), time.perf_counter()
        tab.scanned.emit("PAN")
        while tab._count.text() == before:
            await asyncio.sleep(0.002)
        took.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(QUIET_S)
        statements.append(counted["statements"])
        transactions.append(counted["transactions"])
    note = f"median of {PIECES} scans, one console, 200 orders"
    return [
        ("statements_per_scan", statistics.median(statements), "", f"{note}; most {max(statements)}"),
        ("transactions_per_scan", statistics.median(transactions), "", note),
        ("scan_to_screen", round(statistics.median(took)), "ms", note),
    ]
