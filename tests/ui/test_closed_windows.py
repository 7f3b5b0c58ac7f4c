"""A window that was closed lets go of everything: a timer or a card without a parent would keep all of it."""

import asyncio
import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.settings import Settings
from dispatch_console.ui.window import MainWindow
from tests.ui.conftest import Run


def test_a_closed_window_is_gone_with_its_screens(desk: Desk, settings: Settings, run: Run) -> None:
    window = MainWindow(HEADS)
    window.show()
    console = Console(desk, settings, window, choose_file=lambda: None)
    run(console.load())
    left = [weakref.ref(screen) for screen in (console, console.tracking, console.schedule)]
    run(console.close())
    window.close()
    window.deleteLater()
    del console, window
    run(asyncio.sleep(0))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [found() for found in left] == [None, None, None]
