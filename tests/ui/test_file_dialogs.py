"""Dialogs for files: each has an event loop of its own, in which no task can go on."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.settings import Settings
from dispatch_console.ui.settings.products_presenter import ProductsPresenter
from dispatch_console.ui.window import MainWindow
from tests.ui.conftest import Run, until


class Dialogs:
    """Note in which task each dialog is opened, and choose nothing."""

    def __init__(self) -> None:
        self.opened_in: list[asyncio.Task[object] | None] = []

    def choose(self) -> Path | None:
        self.opened_in.append(asyncio.current_task())
        return None

    def choose_target(self, _name: str) -> Path | None:
        return self.choose()


@pytest.fixture
def dialogs() -> Dialogs:
    return Dialogs()


@pytest.fixture
def console(desk: Desk, settings: Settings, run: Run, dialogs: Dialogs) -> Iterator[Console]:
    window = MainWindow(HEADS)
    window.show()
    choose = dialogs.choose
    opened = Console(
        desk,
        settings,
        window,
        choose_file=choose,
        choose_extract=choose,
        choose_photo=choose,
        choose_target=dialogs.choose_target,
    )
    run(opened.load())
    yield opened
    run(opened.close())
    window.close()
    window.deleteLater()


def test_no_dialog_for_a_file_is_opened_inside_a_task(console: Console, dialogs: Dialogs, run: Run) -> None:
    asks = {
        "orders to import": console.orders.tab.import_wanted.emit,
        "rows that wait": console.orders.tab.waiting_page.export_wanted.emit,
        "a photo": lambda: console.packing_station.tab.part_page.photo_wanted.emit(1),
        "products": console._presenter(ProductsPresenter).read.click,
        "a region": lambda: console.regions._begin(""),
    }

    async def open_each() -> None:
        for name, ask in asks.items():
            dialogs.opened_in.clear()
            # a key comes from the event loop, in no task
            QTimer.singleShot(0, ask)
            await until(lambda: bool(dialogs.opened_in))
            assert dialogs.opened_in == [None], name

    run(open_each())
