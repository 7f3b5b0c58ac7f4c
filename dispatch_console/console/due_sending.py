"""Sends what is due, while this station is the one of its database that sends."""

import asyncio

from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing import sending
from dispatch_console.console.parts import Parts
from dispatch_console.station.letterhead import sender_of
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
        """Return whether this station has a mail server."""
        return bool(self._parts.settings.smtp_host)

    def settings_changed(self) -> None:
        self.blocked = "" if self.is_set_up else NOT_SET_UP

    async def run(self) -> None:
        """Send what is due if no other station of the database does, and report why when it cannot."""
        if not self.is_set_up or self._sending:
            return
        self._sending = True
        try:
            mine = await asyncio.get_event_loop().run_in_executor(None, self._lock.mine)
            settings = self._parts.settings
            house, door = sender_of(settings), settings.door_address
            channel = self._parts.mail_channel()
            sent = await sending.run_outbox(self._desk, channel, house=house, door=door) if mine else None
            self.blocked = sent.blocked if sent is not None else ""
        finally:
            self._sending = False

    def close(self) -> None:
        """Let another station send from now on."""
        self._lock.release()
