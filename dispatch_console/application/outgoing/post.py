"""One round of the post: hear what customers answered, doubt what nobody confirmed, send what is due."""

from collections.abc import Sequence
from dataclasses import replace

from dispatch_console.application.customers import receipts
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing import delays, sending
from dispatch_console.application.outgoing.reply_fetching import ReplyFetching
from dispatch_console.application.outgoing.sending import OutboxRun
from dispatch_console.domain.errors import Unavailable
from dispatch_console.ports import ListsReplies, MessageSender


class Post:
    """`silent`: channels whose gateway lists no answers, so that some may be missing."""

    def __init__(self, senders: Sequence[MessageSender], letterhead: Letterhead) -> None:
        self._senders, self._letterhead = senders, letterhead
        self._fetching = ReplyFetching()
        self.silent: tuple[str, ...] = ()

    async def send_due(self, desk: Desk) -> OutboxRun:
        """Send what is due. A channel whose answers could not be fetched sends nothing: a STOP may be among them."""
        deaf, open_senders = "", []
        for sender in self._senders:
            try:
                self.silent = await self._heard(desk, sender)
                open_senders.append(sender)
            except Unavailable as error:
                if not isinstance(sender, ListsReplies) or error.code == "sms.not_set_up":
                    open_senders.append(sender)
                else:
                    deaf = error.code
        await desk.do(receipts.doubt_silence)
        await desk.do(delays.note_delays)
        run = await sending.run_outbox(desk, *open_senders, letterhead=self._letterhead)
        return run if run.blocked or not deaf else replace(run, blocked=deaf)

    async def _heard(self, desk: Desk, sender: MessageSender) -> tuple[str, ...]:
        silent = await self._fetching.fetch(desk, [sender])
        others = tuple(channel for channel in self.silent if channel != sender.channel)
        return (*others, *silent)
