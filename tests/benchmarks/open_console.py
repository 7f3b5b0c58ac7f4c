"""A console in a process of its own, measured from the process's start. Called by `windows.py`."""

import asyncio
import json
import sys
import time
from pathlib import Path

import psutil
import qasync
from PySide6.QtCore import QEvent, QObject

from dispatch_console.app import Console, start_qt
from dispatch_console.application import verifying
from dispatch_console.application.desk import Desk
from dispatch_console.program import open_desk
from dispatch_console.settings import Settings
from dispatch_console.store.engine import connect
from dispatch_console.store.transaction import Actor

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


def main(folder: str, what: str) -> list[Row]:
    begun = psutil.Process().create_time()
    settings = Settings(Path(folder), colour_scheme="light")
    app = start_qt(settings)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    found: list[Row] = []
    with open_desk(settings) as desk, loop:
        console = Console(desk, settings)
        window, table = Paints(), Paints()
        console.window.installEventFilter(window)
        console.orders.tab.table.viewport().installEventFilter(table)
        console.window.show()

        async def look() -> None:
            await console.load()
            while console.orders.model.rowCount() == 0 or table.first is None:
                await asyncio.sleep(0.01)
            loaded = time.time()
            if what == "paint":
                await asyncio.sleep(5)
                found.append(
                    ("first_paint", round((window.first or 0) - begun, 2), "s", "from the start of the process")
                )
                found.append(("first_rows", round(loaded - begun, 2), "s", "every tab loaded, 10,000 orders"))
                found.extend(memory())
            else:
                found.append(await news(console, desk, table))
            await console.close()

        loop.run_until_complete(look())
        console.window.close()
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


async def news(console: Console, desk: Desk, table: Paints) -> Row:
    """Ten changes by another desk on the same database, one after the other."""
    other = Desk(connect(desk.engine.url.render_as_string(hide_password=False)), Actor("Noor", "order_processor", "2"))
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
    other.close()
    return (
        "notify_to_repaint",
        round(sorted(took)[5]),
        "ms",
        f"median of ten at 10,000 orders; slowest {max(took):.0f}",
    )


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2])))
