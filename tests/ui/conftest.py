"""One Qt application and one event loop for all screen tests."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from dispatch_console.app import start_qt
from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.settings import Settings
from dispatch_console.ui.window import MainWindow

Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(scope="session")
def qt_loop() -> Iterator[asyncio.AbstractEventLoop]:
    app = start_qt(Settings(data_dir=Path("unused"), colour_scheme="light"))
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        yield loop
    asyncio.set_event_loop(None)


@pytest.fixture
def run(qt_loop: asyncio.AbstractEventLoop) -> Run:
    # asyncio.run in another test takes the thread's loop away
    asyncio.set_event_loop(qt_loop)

    def until_done(work: Coroutine[Any, Any, None]) -> None:
        qt_loop.run_until_complete(asyncio.wait_for(work, 60))

    return until_done


@pytest.fixture(scope="session")
def _loaded() -> list[str]:
    """Return whether a console was opened in this run."""
    return []


@pytest.fixture
def open_console(run: Run, settings: Settings, _loaded: list[str]) -> Iterator[Callable[[Desk], Console]]:
    opened: list[Console] = []

    def open_one(desk: Desk, settings: Settings = settings) -> Console:
        window = MainWindow(HEADS)
        window.show()
        # keys of a window that is not active yet reach no shortcut
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window, 5000)
        console = Console(desk, settings, window, choose_file=lambda: None)
        opened.append(console)
        run(console.load())
        return console

    yield open_one
    for console in opened:
        run(console.close())
        console.window.close()
    # what never got a place in a window keeps its console, and every later test pays for it
    for shown in QApplication.topLevelWidgets():
        shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if opened and not _loaded:
        _loaded.append("console")
        opened.clear()
        del console
        # every module of the program is there now: no later collection looks at them again
        gc.collect()
        gc.freeze()


@pytest.fixture
def open_settings(open_console: Callable[..., Console], run: Run) -> Callable[..., Console]:
    """Return what opens a console at its settings, which are built and read when somebody first opens them."""

    def open_one(*given: Any) -> Console:
        console = open_console(*given)
        run(console.show("settings"))
        return console

    return open_one


async def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on a widget whose window takes keys: without a window manager a window that was shown and went away
    keeps them.
    """
    if not widget.isActiveWindow():
        widget.window().activateWindow()
        await until(widget.isActiveWindow)
    QTest.keyClick(widget, key, held)


def choose(combo: QComboBox, code: str) -> None:
    place = combo.findData(code)
    assert place >= 0
    combo.setCurrentIndex(place)


async def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for the screen to come to something."""
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the screen did not come to it in time")
