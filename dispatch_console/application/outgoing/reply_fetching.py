"""Fetch the answers of customers before anything is sent: a STOP of the night is heard before the first message."""

from datetime import timedelta

from dispatch_console import texts
from dispatch_console.application.customers import receipts, replying
from dispatch_console.application.customers.actor import the_customer
from dispatch_console.application.desk import Desk
from dispatch_console.ports import Bounce, ListsReplies

EVERY = timedelta(hours=1)
# a mail box is asked more often: nobody rings when a mail comes in
OFTEN = timedelta(minutes=2)


class ReplyFetching:
    """Asks each channel at the start, and then again and again."""

    def __init__(self) -> None:
        self._asked: set[str] = set()

    async def fetch(self, desk: Desk, listener: ListsReplies) -> bool:
        """Take what came in by a channel. Returns False where it keeps no list, so that answers may be missing.

        Errors: Unavailable where it could not be asked.
        """
        now = desk.clock()
        last = await desk.ask(replying.last_look, listener.channel)
        every = EVERY if listener.must_be_heard else OFTEN
        if listener.channel in self._asked and last is not None and now - last < every:
            return True
        found = await listener.replies_since(await desk.ask(replying.read_until, listener.channel, now))
        customers = desk.acting_as(the_customer(texts.plain(listener.channel)))
        for one in found or ():
            if isinstance(one, Bounce):
                await customers.do(receipts.take_bounce, one)
            else:
                await customers.do(replying.take_reply, one)
        await desk.do(replying.mark_replies_read, listener.channel, now, has_list=found is not None)
        self._asked.add(listener.channel)
        return found is not None
