"""Watches the database for an open console: is it there, what changed, what became of acts whose answer was lost."""

import asyncio
import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import tr
from dispatch_console.store.feed import Feed
from dispatch_console.store.station_clock import TOLERABLE, ahead
from dispatch_console.ui import words
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.window import MainWindow

REVIVE_PAUSE_S = 2.0

log = logging.getLogger(__name__)


class FeedSignals(QObject):
    """Carries the feed's news from its thread to the screens."""

    changed = Signal(object)
    connected = Signal(bool)


class DatabaseWatch:
    """`name` is what the status line calls the database. `signals.changed` brings a `Notice` of what changed."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        window: MainWindow,
        name: str,
    ) -> None:
        self._desk, self._tasks, self._window, self._name = desk, tasks, window, name
        # "away since" is shown in this zone until the database has named the depot's
        self.zone: ZoneInfo = desk.zone
        self._away, self._closing = False, False
        self.signals = FeedSignals(window)
        self.signals.connected.connect(self._show_connection)
        self.feed = Feed(desk.engine, self.signals.changed.emit, self.signals.connected.emit)
        # the line of the feed may stand while another one broke
        self._soon = QTimer(window)
        self._soon.setInterval(2000)
        self._soon.timeout.connect(lambda: tasks.start(self._settle(), background=True) if desk.is_unsure else None)

    def start(self) -> None:
        self.feed.start()
        self._soon.start()

    def stop(self) -> None:
        self._closing = True
        self._soon.stop()
        self.feed.stop()

    async def show_clock(self) -> None:
        """Show the time, and how far this computer's clock is off where that misleads."""
        off = await self._desk.ask(ahead)
        clock = words.clock(self._desk.clock(), self.zone)
        wrong = abs(off) > TOLERABLE
        self._window.status.show_time(f"{clock}, {words.clock_is_off(off)}" if wrong else clock, wrong=wrong)

    def _show_connection(self, connected: bool) -> None:
        since = words.clock(self._desk.clock(), self.zone)
        state = self._name if connected else tr("no database since {since}", since=since)
        self._window.status.show_database(state, away=not connected)
        lost, self._away = not connected and not self._away, not connected
        if lost and self._desk.revive is not None:
            self._tasks.start(self._revive(self._desk.revive), background=True)
        if connected:
            self._tasks.start(self._settle(), background=True)

    async def _settle(self) -> None:
        """Tell what became of the acts that were under way when the line broke."""
        loop = asyncio.get_event_loop()
        settled = await loop.run_in_executor(None, self._desk.settle)
        if settled:
            self._window.banner.say(words.settled(settled), wrong=not all(act.written for act in settled))

    async def _revive(self, revive: Callable[[], None]) -> None:
        """Start our own server again after it died, as often as it takes; the feed then finds it by itself."""
        loop = asyncio.get_event_loop()
        while self._away and not self._closing:
            try:
                await loop.run_in_executor(None, revive)
            except DispatchError as error:
                self._window.banner.say(texts.explain(error))
            except Exception:
                log.exception("the local server could not be started again")
            await asyncio.sleep(REVIVE_PAUSE_S)
