"""One round of the post: hear what customers answered, doubt what nobody confirmed, send what is due."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dispatch_console import texts
from dispatch_console.application.customers import receipts, replying
from dispatch_console.application.customers.actor import the_customer
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing import delays, nearing, sending, sms_parts
from dispatch_console.application.outgoing.reply_fetching import ReplyFetching
from dispatch_console.application.outgoing.sending import OutboxRun
from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.messages.receipts import Receipt
from dispatch_console.ports import HearsLive, IncomingText, ListsReplies, MessageSender, PartReceipt


class Post:
    """`silent`: channels of which some answers may be missing, because nobody keeps or gives a list of them."""

    def __init__(
        self,
        senders: Sequence[MessageSender],
        listeners: Sequence[ListsReplies],
        letterhead: Letterhead,
        workers: int = 1,
    ) -> None:
        """Keep what a round needs. `workers`: how many messages are on their way at once."""
        self._senders, self._listeners, self._letterhead = senders, listeners, letterhead
        self._workers = workers
        self._fetching = ReplyFetching()
        self.silent: tuple[str, ...] = ()

    async def close(self) -> None:
        """End the lines that are open."""
        for sender in self._senders:
            if isinstance(sender, HearsLive):
                await sender.close()

    async def _heard(self, desk: Desk, heard: IncomingText | PartReceipt) -> None:
        """Keep what came in over a line."""
        customers = desk.acting_as(the_customer(texts.plain("sms")))
        if isinstance(heard, PartReceipt):
            await customers.do(sms_parts.take_part_receipt, heard.provider_id, heard.number, Receipt(heard.said))
        else:
            await customers.do(replying.take_reply, heard)

    async def send_due(self, desk: Desk) -> OutboxRun:
        """Send what is due. A channel that must be heard first sends nothing while it cannot: a STOP may be there."""
        for sender in self._senders:
            if isinstance(sender, HearsLive):
                sender.hears = partial(self._heard, desk)
        deaf: dict[str, str] = {}
        silent: list[str] = []
        for listener in self._listeners:
            try:
                if not await self._fetching.fetch(desk, listener):
                    silent.append(listener.channel)
            except Unavailable as error:
                silent.append(listener.channel)
                if listener.must_be_heard:
                    deaf[listener.channel] = error.code
        self.silent = tuple(silent)
        await desk.do(receipts.doubt_silence)
        await desk.do(delays.note_delays)
        await desk.do(nearing.note_early_stops)
        await desk.do(nearing.note_on_the_way)
        senders = [sender for sender in self._senders if sender.channel not in deaf]
        one = partial(sending.run_outbox, desk, *senders, letterhead=self._letterhead)
        run = together(await asyncio.gather(*(one() for _ in range(self._workers))))
        return run if run.blocked or not deaf else replace(run, blocked=next(iter(deaf.values())))


def together(runs: Sequence[OutboxRun]) -> OutboxRun:
    """Return what several workers did in one round."""
    return OutboxRun(
        sum(run.sent for run in runs),
        sum(run.retried for run in runs),
        tuple(refusal for run in runs for refusal in run.refused),
        min(run.waiting for run in runs),
        next((run.blocked for run in runs if run.blocked), ""),
    )
