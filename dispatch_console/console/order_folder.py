"""Looks into the folder of order files, where this station has one, and says what came of it."""

import asyncio
from datetime import datetime

from PySide6.QtCore import QTimer

from dispatch_console.application.desk import Desk
from dispatch_console.console.parts import Parts
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.language import tr
from dispatch_console.station.watched_folder import Taken, WatchedFolder
from dispatch_console.ui.window import MainWindow

LOOK_MS = 4000


class OrderFolder:
    """`start` begins to look; a folder that is away is said once, not at every look."""

    def __init__(self, desk: Desk, parts: Parts, window: MainWindow) -> None:
        self._desk, self._parts, self._window = desk, parts, window
        self._folder, self._looking, self._said = WatchedFolder(), False, ""
        self._timer = QTimer(window)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(lambda: parts.tasks.start(self.look(), background=True))

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    async def look(self) -> None:
        """Take what lies there. Nothing is done while the last look goes on, or while the database is away."""
        if not self._parts.settings.orders_folder or self._looking:
            return
        self._looking = True
        now: datetime = self._desk.clock()
        try:
            taken = await asyncio.get_event_loop().run_in_executor(
                None, self._folder.look, self._desk, self._parts.settings, now.date()
            )
        except Unavailable:
            return
        except BadInput as error:
            if str(error.facts) != self._said:
                self._said = str(error.facts)
                raise
            return
        finally:
            self._looking = False
        self._said = ""
        if taken:
            aside = [one for one in taken if one.count is None]
            self._window.banner.say(" ".join(map(_words, taken)), wrong=bool(aside))


def _words(taken: Taken) -> str:
    if taken.count is None:
        return tr("{file} needs a look: {reason}", file=taken.file, reason=taken.reason)
    return tr(
        "{file} from the folder: {new} new, {changed} changed, {wait} wait, {left_out} left out.",
        file=taken.file,
        new=len(taken.count.new),
        changed=len(taken.count.changed),
        wait=len(taken.count.quarantined),
        left_out=len(taken.count.left_out),
    )
