"""Reads live order systems and tells them what is due, while this station is the one of its database that does."""

import asyncio
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.console.parts import Parts
from dispatch_console.domain.errors import Unavailable
from dispatch_console.language import plural, tr
from dispatch_console.station import live_sources
from dispatch_console.station.live_sources import SourceRead
from dispatch_console.store.station_lock import READER_KEY, StationLock

TICK_MS = 5_000
# an edit at a shop shows here within a minute
EVERY = timedelta(seconds=30)


class LiveReading:
    """`start` begins to look. A system that is away is said once, and stays in the status line."""

    def __init__(self, desk: Desk, parts: Parts) -> None:
        self._desk, self._parts = desk, parts
        self._lock = StationLock(desk.engine, READER_KEY)
        self._looked: dict[int, datetime] = {}
        self._away: set[int] = set()
        self._reading = False
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(lambda: parts.tasks.start(self.look(), background=True))

    def start(self) -> None:
        self._timer.start()

    def close(self) -> None:
        """Let another station read from now on."""
        self._timer.stop()
        self._lock.release()

    async def look(self) -> None:
        """Look at every system whose time has come. Nothing is done while the last look goes on."""
        if self._reading:
            return
        self._reading = True
        loop = asyncio.get_event_loop()
        try:
            now = self._desk.clock()
            wanted = await loop.run_in_executor(None, live_sources.due, self._desk, now)
            due = tuple(one for one in wanted if now - self._looked.get(one.id, now - EVERY) >= EVERY)
            is_mine = bool(due) and await loop.run_in_executor(None, lambda: bool(self._lock.mine()))
            if is_mine:
                for source in due:
                    await self.read(source)
        except Unavailable:
            # the status line says that the database is away
            return
        finally:
            self._reading = False

    async def read(self, source: LiveSourceView) -> SourceRead:
        """Look at one system now, and say what came of it where somebody should know."""
        self._looked[source.id] = self._desk.clock()
        loop = asyncio.get_event_loop()
        read = await loop.run_in_executor(None, live_sources.look, self._desk, self._parts.settings, source)
        if read.away and source.id not in self._away:
            self._away.add(source.id)
            self._parts.say(tr("{source} cannot be read. Settings, Sources says why.", source=source.name))
        elif not read.away:
            self._away.discard(source.id)
        if read.new or read.changed:
            new = plural("{count} new order", "{count} new orders", len(read.new))
            changed = plural("{count} changed", "{count} changed", len(read.changed))
            self._parts.say(tr("{source}: {new}, {changed}.", source=source.name, new=new, changed=changed))
        return read
