"""Sends what is due, while this station is the one of its database that sends."""

import asyncio

from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing.post import Post
from dispatch_console.console.parts import Parts
from dispatch_console.station.senders import letterhead_of, listeners_of, may_send, senders_of
from dispatch_console.store.station_lock import StationLock

NOT_SET_UP = "smtp.not_set_up"


class DueSending:
    """`blocked` is the code of why nothing can be sent here, empty when it can."""

    def __init__(self, desk: Desk, parts: Parts) -> None:
        self._desk, self._parts = desk, parts
        self._lock = StationLock(desk.engine)
        self._sending = False
        self.blocked = ""
        self.settings_changed()

    @property
    def is_set_up(self) -> bool:
        """Return whether this station has a mail server or an SMS gateway."""
        return may_send(self._parts.settings)

    @property
    def silent(self) -> tuple[str, ...]:
        """Return the channels of which some answers may be missing."""
        return self._post.silent

    def settings_changed(self) -> None:
        self.blocked = "" if self.is_set_up else NOT_SET_UP
        settings = self._parts.settings
        self._post = Post(senders_of(settings), listeners_of(settings), letterhead_of(settings))

    async def run(self) -> None:
        """Send what is due if no other station of the database does, and report why when it cannot."""
        if not self.is_set_up or self._sending:
            return
        self._sending = True
        try:
            mine = await asyncio.get_event_loop().run_in_executor(None, self._lock.mine)
            sent = await self._post.send_due(self._desk) if mine else None
            self.blocked = sent.blocked if sent is not None else ""
        finally:
            self._sending = False

    def close(self) -> None:
        """Let another station send from now on."""
        self._lock.release()
