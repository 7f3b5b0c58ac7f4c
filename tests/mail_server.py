"""A real mail server on loopback, which remembers what it was handed; it can be slow, and it can refuse."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailHandler
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailBox(MailHandler):
    """`takes_s`: how long it thinks about each mail. `answers`: what it says instead of taking one, by recipient."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []
        self.takes_s = 0.0
        self.answers: Callable[[str], str | None] = lambda _recipient: None
        self.offered: list[str] = []

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.offered.append(address)
        answer = self.answers(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.takes_s)
        return await super().handle_DATA(server, session, envelope)

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)

    @property
    def per_recipient(self) -> Counter[str]:
        return Counter(str(mail["To"]) for mail in self.mails)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[tuple[MailBox, int]]:
    """Return the server's memory and its port."""
    box, port = MailBox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box, port
    finally:
        server.stop()
