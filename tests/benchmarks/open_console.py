"""A console in a process of its own, measured from the process's start. Called by `windows.py`."""

import asyncio
import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import qasync
from PySide6.QtCore import QEvent, QObject

from dispatch_console.app import open_console, show_window
from dispatch_console.settings import Settings

if TYPE_CHECKING:
    from dispatch_console.console.console import Console

Row = tuple[str, float, str, str]


class Paints(QObject):
    """When a widget was painted last and first, in seconds of the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.first: float | None = None
        self.last = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.last = time.time()
            self.first = self.first or self.last
        return False


def main(folder: str, what: str, orders: str = "0") -> list[Row]:
    begun = psutil.Process().create_time()
    settings = Settings(Path(folder), colour_scheme="light")
    app, window = show_window(settings)
    painted = round(time.time() - begun, 2)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    found: list[Row] = []

    async def look(opened: ExitStack) -> None:
        console = await open_console(opened, window, settings, None, asyncio.Event())
        assert console is not None
        table = Paints()
        console.orders.tab.table.viewport().installEventFilter(table)
        await console.load()
        while console.orders.model.rowCount() == 0 or table.first is None:
            await asyncio.sleep(0.01)
        loaded = time.time()
        if what == "paint":
            await asyncio.sleep(5)
            found.append(("first_paint", painted, "s", "window with rail and status, from the start of the process"))
            found.append(("first_rows", round(loaded - begun, 2), "s", "every tab loaded, 10,000 orders"))
            found.extend(memory())
        elif what == "scan":
            # what only scans need is no part of the first paint
            from tests.benchmarks.scans import scans

            for shown in ("packing", "orders"):
                found.extend(await scans(console, int(orders), shown))
        elif what == "thousand":
            from tests.benchmarks.scans import thousand, twenty

            first, *others = (int(one) for one in orders.split(","))
            found.extend(await thousand(console, first))
            found.extend(await twenty(console, others))
        else:
            found.append(await news(console, settings, table))
        await console.close()

    with loop, ExitStack() as opened:
        loop.run_until_complete(look(opened))
    window.close()
    return found


def memory() -> list[Row]:
    process = psutil.Process()
    own = process.memory_info().rss / 1e6
    children = process.children(recursive=True)
    pages = sum(child.memory_info().rss for child in children if "postgres" not in child.name()) / 1e6
    return [
        ("memory_console", round(own), "MB", "resident, idle, five tabs"),
        (
            "memory_pages",
            round(pages),
            "MB",
            "resident in the helper processes of the map on the open tab, shared pages counted",
        ),
    ]


async def news(console: "Console", settings: Settings, table: Paints) -> Row:
    """Ten changes by another desk on the same database, one after the other."""
    from dispatch_console.application.orders import verifying
    from dispatch_console.station.program import open_desk

    stack = ExitStack()
    other = stack.enter_context(open_desk(settings))
    took = []
    for _ in range(10):
        await asyncio.sleep(0.5)
        row = console.orders.model.row(0)
        assert row is not None
        held = row.stage == "needs_attention"
        begin = time.time()
        if held:
            await other.do(verifying.release, row.id)
        else:
            await other.do(verifying.hold, row.id, "benchmark")
        while True:
            await asyncio.sleep(0.002)
            fresh = console.orders.model.row(0)
            if fresh is not None and (fresh.id != row.id or fresh.stage != row.stage) and table.last > begin:
                break
        took.append((time.time() - begin) * 1000)
    stack.close()
    return (
        "notify_to_repaint",
        round(sorted(took)[5]),
        "ms",
        f"median of ten at 10,000 orders; slowest {max(took):.0f}",
    )


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
