"""A dialog has an event loop of its own: it is never opened inside a task, which other tasks could not enter then."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from tests.builders.sample_orders import get, import_sample
from tests.ui.conftest import Run, until


def test_no_dialog_is_opened_inside_a_task(
    desk: Desk, tmp_path: Path, open_console: Callable[..., Console], run: Run
) -> None:
    import_sample(desk)
    console = open_console(desk)
    asked: list[tuple[str, bool]] = []

    def sheets() -> list[Path]:
        asked.append(("sheets", asyncio.current_task() is None))
        return []

    def target(name: str) -> Path | None:
        asked.append((Path(name).suffix, asyncio.current_task() is None))
        return None

    console.tracking.rooms.returns._sheets._choose = sheets
    console.schedule.choose_target = target
    console.customers.person.choose_target = target

    async def work() -> None:
        customers = console.customers
        console.window.show_tab("customers")
        await customers.open_order(get(desk, "1002").id)
        await until(lambda: customers._view is not None)
        for signal in (
            console.tracking.tab.returns.read_wanted,
            console.schedule.tab.export_wanted,
            customers.tab.customer.export_wanted,
        ):
            QTimer.singleShot(0, signal.emit)
        await until(lambda: len(asked) == 3)

    run(work())
    assert asked == [("sheets", True), (".ics", True), (".json", True)]
