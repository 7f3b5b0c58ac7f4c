"""Sends what is due, while this station is the one of its database that sends."""

import asyncio

from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing.post import Post
from dispatch_console.console.parts import Parts
from dispatch_console.station.senders import may_send, post_of
from dispatch_console.store.station_lock import StationLock

NOT_SET_UP = "smtp.not_set_up"


class DueSending:
    """`blocked` is the code of why nothing can be sent here, empty when it can."""

    def __init__(self, desk: Desk, parts: Parts) -> None:
        self._desk, self._parts = desk, parts
        self._lock = StationLock(desk.engine)
        self._sending = False
        self.blocked = ""
        self._post: Post | None = None
        # whose lines are still to be ended
        self._before: list[Post] = []
        self.settings_changed()

    @property
    def is_set_up(self) -> bool:
        """Return whether this station has a mail server or an SMS gateway."""
        return may_send(self._parts.settings)

    @property
    def silent(self) -> tuple[str, ...]:
        """Return the channels of which some answers may be missing."""
        return self._post.silent if self._post is not None else ()

    def settings_changed(self) -> None:
        self.blocked = "" if self.is_set_up else NOT_SET_UP
        self._before = [*self._before, self._post] if self._post is not None else []
        self._post = post_of(self._parts.settings)

    async def run(self) -> None:
        """Send what is due if no other station of the database does, and report why when it cannot."""
        if not self.is_set_up or self._sending:
            return
        self._sending = True
        try:
            await self._end_lines()
            mine = await asyncio.get_event_loop().run_in_executor(None, self._lock.mine)
            sent = await self._post.send_due(self._desk) if mine and self._post is not None else None
            self.blocked = sent.blocked if sent is not None else ""
        finally:
            self._sending = False

    async def _end_lines(self) -> None:
        """End the lines of settings that were changed."""
        ended, self._before = self._before, []
        for post in ended:
            await post.close()

    async def close(self) -> None:
        """Let another station send from now on."""
        await self._end_lines()
        if self._post is not None:
            await self._post.close()
        self._lock.release()
