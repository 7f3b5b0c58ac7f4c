"""Reads live order systems and tells them what is due, while this station is the one of its database that does."""

import asyncio
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.console.parts import Parts
from dispatch_console.domain.errors import Unavailable
from dispatch_console.language import plural, tr
from dispatch_console.station import live_sources
from dispatch_console.station.live_sources import SourceRead
from dispatch_console.store.kinds import Kind
from dispatch_console.store.notices import Notice
from dispatch_console.store.station_lock import READER_KEY, StationLock

TICK_MS = 5_000
# an edit at a shop shows here within a minute
EVERY = timedelta(seconds=30)


class LiveReading:
    """`start` begins to look. A system that is away is said once, and stays in the status line."""

    def __init__(self, desk: Desk, parts: Parts, owner: QObject) -> None:
        self._desk, self._parts = desk, parts
        self._lock = StationLock(desk.engine, READER_KEY)
        self._looked: dict[int, datetime] = {}
        self._away: set[int] = set()
        # hints came while a look was going on
        self._reading = self._hinted = False
        self._timer = QTimer(owner)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(lambda: parts.tasks.start(self.look(), background=True))

    def start(self) -> None:
        self._timer.start()

    def close(self) -> None:
        """Let another station read from now on."""
        self._timer.stop()
        self._lock.release()

    def heard(self, notice: Notice) -> None:
        """Ask for single orders at once where a system rang or an order met a gate."""
        if Kind.HINTS in notice.kinds and self._timer.isActive():
            self._parts.tasks.start(self.follow_hints(), background=True)

    async def follow_hints(self) -> None:
        """Ask every system for the orders that there are hints of. A look that goes on follows them itself."""
        if self._reading:
            self._hinted = True
            return
        self._reading = True
        loop = asyncio.get_event_loop()
        try:
            if not await loop.run_in_executor(None, lambda: bool(self._lock.mine())):
                return
            now = self._desk.clock()
            for source in await loop.run_in_executor(None, live_sources.hinted, self._desk, now):
                read = await loop.run_in_executor(
                    None, live_sources.follow_hints, self._desk, self._parts.settings, source
                )
                self._say(source, read)
        except Unavailable:
            # the status line says that the database is away
            return
        finally:
            self._done()

    def _done(self) -> None:
        """Let others read; follow the hints that came meanwhile."""
        self._reading = False
        if self._hinted:
            self._hinted = False
            self._parts.tasks.start(self.follow_hints(), background=True)

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
            self._done()

    async def read(self, source: LiveSourceView) -> SourceRead:
        """Look at one system now, and say what came of it where somebody should know."""
        self._looked[source.id] = self._desk.clock()
        loop = asyncio.get_event_loop()
        read = await loop.run_in_executor(None, live_sources.look, self._desk, self._parts.settings, source)
        self._say(source, read)
        return read

    def _say(self, source: LiveSourceView, read: SourceRead) -> None:
        if read.away and source.id not in self._away:
            self._away.add(source.id)
            self._parts.say(tr("{source} cannot be read. Settings, Sources says why.", source=source.name))
        elif not read.away:
            self._away.discard(source.id)
        if read.new or read.changed:
            new = plural("{count} new order", "{count} new orders", len(read.new))
            changed = plural("{count} changed", "{count} changed", len(read.changed))
            self._parts.say(tr("{source}: {new}, {changed}.", source=source.name, new=new, changed=changed))
