"""Starts the console: first the window, then everything that makes it work. Shut-down in the reverse order."""

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dispatch_console import texts
from dispatch_console.console.tabs import HEADS
from dispatch_console.domain.errors import DispatchError, Unavailable
from dispatch_console.private_files import make_private
from dispatch_console.settings import Settings
from dispatch_console.ui import theme
from dispatch_console.ui.map import scheme
from dispatch_console.ui.termination import Termination
from dispatch_console.ui.window import BEST, MainWindow

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch_console.console.console import Console

PICTURE_SETTLES_S, PICTURE_PATIENCE_S = 0.8, 10.0
Clock = Callable[[], "datetime"]


def start_qt(settings: Settings) -> QApplication:
    """Return the one QApplication of the process, in our colours."""
    # the map's scheme and its OpenGL context must be known before the application is made
    scheme.register()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([])
    app.setApplicationName("Dispatch Console")
    # the loop ends when everything is put away, which takes longer than closing the window
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app, settings.colour_scheme)
    return app


def show_window(settings: Settings) -> tuple[QApplication, MainWindow]:
    """Paint rail, empty tabs and status line first. Nothing of it needs the database."""
    app = start_qt(settings)
    window = MainWindow(HEADS)
    window.show()
    app.processEvents()
    return app, window


def run_console(settings: Settings, clock: Clock | None = None) -> int:
    """Open the console and stay until its window is closed. What goes wrong is said in the window."""
    make_private(settings.data_dir)
    logging.basicConfig(filename=settings.log_file, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    app, window = show_window(settings)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    shown = [window]
    termination = Termination(lambda: shown[0].close())
    try:
        with loop, ExitStack() as opened:
            loop.run_until_complete(_live(opened, app, shown, settings, clock))
    finally:
        termination.end()
    return 0


async def _live(
    opened: ExitStack, app: QApplication, shown: list[MainWindow], settings: Settings, clock: Clock | None
) -> None:
    """Run the console until its window is closed. `shown[0]` is the open window; new looks make a new one."""
    closed, reopen = asyncio.Event(), asyncio.Event()
    shown[0].closing.connect(closed.set)
    console = await open_console(opened, shown[0], settings, clock, closed)
    while console is not None:
        console.on_reopen = reopen.set
        await console.load()
        # what is loaded by now stays: a full collection would look at all of it while the window stands still
        gc.freeze()
        waits = [asyncio.ensure_future(event.wait()) for event in (closed, reopen)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await console.close()
        if closed.is_set():
            return
        reopen.clear()
        gc.unfreeze()
        shown[0].closing.disconnect(closed.set)
        console = _reopened(app, console)
        shown[0] = console.window
        shown[0].closing.connect(closed.set)


def _reopened(app: QApplication, console: "Console") -> "Console":
    """Open the same desk in a new window, in the colours and words that are set now."""
    before = console.window
    theme.apply(app, console.station.settings.colour_scheme)
    window = MainWindow(HEADS)
    window.restoreGeometry(before.saveGeometry())
    fresh = console.in_window(window)
    window.show()
    before.close()
    before.deleteLater()
    return fresh


async def open_console(
    opened: ExitStack, window: MainWindow, settings: Settings, clock: Clock | None, closed: asyncio.Event
) -> "Console | None":
    """Open the desk and put the tabs into the window; where that fails, say why and wait to be asked again.

    Returns None when the window was closed before the desk could be opened.
    """
    # a second of imports that must not delay the first paint
    from dispatch_console.console.console import Console
    from dispatch_console.station.program import open_desk
    from dispatch_console.station.window_number import station_of_window
    from dispatch_console.store.transaction import system_clock

    again = asyncio.Event()
    window.retry_wanted.connect(again.set)
    loop = asyncio.get_event_loop()
    while not closed.is_set():
        try:
            context = open_desk(settings, clock or system_clock)
            desk = await loop.run_in_executor(None, opened.enter_context, context)
            # two windows that pack as one station would count one order twice
            desk.actor = replace(desk.actor, station=opened.enter_context(station_of_window(settings)))
        except DispatchError as error:
            window.show_not_open(texts.explain(error))
            again.clear()
            waits = [asyncio.ensure_future(event.wait()) for event in (again, closed)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            window.banner.hide()
        else:
            return Console(desk, settings, window)
    return None


async def _maps_drawn(window: MainWindow) -> None:
    """Wait until visible maps have loaded fonts and streets. Each map has a longest wait."""
    from dispatch_console.ui.map.view import MapView

    for shown in window.findChildren(MapView):
        quiet = asyncio.Event()
        shown.quiet.connect(quiet.set)
        with suppress(TimeoutError):
            async with asyncio.timeout(PICTURE_PATIENCE_S):
                while shown.isVisible() and not shown.ask_quiet():
                    await asyncio.sleep(0.1)
                if shown.isVisible():
                    await quiet.wait()


def take_pictures(settings: Settings, clock: Clock, scheme_name: str, folder: Path) -> list[Path]:
    """Grab every tab of the real windows as `folder/scheme/tab.png`. Errors: Unavailable `picture.none`."""
    target = folder / scheme_name
    target.mkdir(parents=True, exist_ok=True)
    pictures: list[Path] = []
    app, window = show_window(replace(settings, colour_scheme=scheme_name))
    # a picture is as large as is good to look at, whatever screen there is or none
    window.resize(*BEST)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)

    async def look(opened: ExitStack) -> None:
        closed = asyncio.Event()
        # nobody is there to press Try again
        window.not_open.connect(closed.set)
        console = await open_console(opened, window, settings, clock, closed)
        if console is None:
            raise Unavailable("picture.none", reason=window.banner.accessibleName())
        await console.load()
        for key in (head.key for head in HEADS):
            await console.show(key)
            await asyncio.sleep(PICTURE_SETTLES_S)
            await _maps_drawn(window)
            pictures.append(target / f"{key}.png")
            window.grab().save(str(pictures[-1]))
        await console.close()

    with loop, ExitStack() as opened:
        loop.run_until_complete(look(opened))
    window.close()
    return pictures
