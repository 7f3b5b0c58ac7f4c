"""Messages and the server that takes them."""

import email.message

from sqlalchemy import select

from dispatch_console.adapters.senders.smtp import SmtpSender
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import writing
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Transaction
from tests.builders.received import incoming, reading

DELIVERED = 8


def thank(desk: Desk, count: int = DELIVERED) -> None:
    """So many customers are to be thanked, at noon."""
    desk.do_now(importing.take_reading, reading(*(incoming(number) for number in range(count))), "f")

    def write(tx: Transaction) -> None:
        for order in tx.session.scalars(select(Order).order_by(Order.id)):
            for axis, action in (("verification", "verify"), ("packing", "start"), ("packing", "close"),
                                 ("dispatch", "finish"), ("outcome", "pick_up")):  # fmt: skip
                order.take(axis, action, tx.now)
            writing.plan_confirmation(tx, order)

    desk.do_now(write)


def smtp(settings: Settings, port: int) -> SmtpSender:
    return SmtpSender(Settings(data_dir=settings.data_dir, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False))


def states(desk: Desk) -> dict[str, int]:
    found: dict[str, int] = {}
    for message in desk.ask_now(lambda session: session.scalars(select(Message)).all()):
        found[message.state] = found.get(message.state, 0) + 1
    return found


def body(mail: email.message.Message) -> str:
    """Return the text of a mail on one line."""
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    return " ".join(text.decode().split())
