"""Fetch the answers of customers before anything is sent: a STOP of the night is heard before the first message."""

from collections.abc import Sequence
from datetime import timedelta

from dispatch_console import texts
from dispatch_console.application.customers import replying
from dispatch_console.application.customers.actor import the_customer
from dispatch_console.application.desk import Desk
from dispatch_console.ports import ListsReplies, MessageSender

EVERY = timedelta(hours=1)


class ReplyFetching:
    """Asks each channel at the start and then hourly."""

    def __init__(self) -> None:
        self._asked: set[str] = set()

    async def fetch(self, desk: Desk, senders: Sequence[MessageSender]) -> tuple[str, ...]:
        """Take what came in. Returns the channels of which nobody knows whether answers are missing.

        Errors: Unavailable of a channel that could not be asked; then nothing should be sent by it.
        """
        silent = []
        for sender in senders:
            if isinstance(sender, ListsReplies) and not await self._fetch_one(desk, sender):
                silent.append(sender.channel)
        return tuple(silent)

    async def _fetch_one(self, desk: Desk, sender: ListsReplies) -> bool:
        now = desk.clock()
        last = await desk.ask(replying.last_look, sender.channel)
        if sender.channel in self._asked and last is not None and now - last < EVERY:
            return True
        found = await sender.replies_since(await desk.ask(replying.read_until, sender.channel, now))
        customers = desk.acting_as(the_customer(texts.plain(sender.channel)))
        for text in found or ():
            await customers.do(replying.take_reply, text)
        await desk.do(replying.mark_replies_read, sender.channel, now, has_list=found is not None)
        self._asked.add(sender.channel)
        return found is not None
