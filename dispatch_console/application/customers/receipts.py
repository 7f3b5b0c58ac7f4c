"""What a gateway says became of a message: late, twice, and in any order."""

from datetime import timedelta

from sqlalchemy import select

from dispatch_console.application.customers import failing
from dispatch_console.application.messages import opt_outs, writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.messages import receipts
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.receipts import FAILED, Receipt
from dispatch_console.ports import Bounce
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Transaction

# a reminder of which nothing is known by then was not told
MUST_BE_KNOWN = timedelta(minutes=45)
# a receipt takes its time
TAKES = timedelta(minutes=5)
# security and policy: the relay is refused, not the address
OF_OUR_RELAY = "5.7"


@operation("take_receipt", roles.HEARD)
def take_receipt(tx: Transaction, channel: str, provider_id: str, said: Receipt, *, wants_none: bool = False) -> bool:
    """Take a receipt. Returns False where no message of ours has this id. `wants_none`: the gateway knows of a STOP
    that we did not hear.
    """
    query = select(Message).where(Message.channel == channel, Message.provider_id == provider_id)
    message = tx.session.scalar(query.with_for_update())
    if message is None or not provider_id:
        return False
    if wants_none:
        opt_outs.note(tx, channel, message.sent_to, "sms.wants_none")
    hold(tx, message, said)
    return True


def hold(tx: Transaction, message: Message, said: Receipt) -> None:
    """Keep what is known of a message now; one that failed is told to a person, or goes the other way."""
    known = Receipt(message.receipt)
    holds = receipts.later(known, said)
    if holds is known:
        return
    message.receipt, message.receipt_at = holds.value, tx.now
    told_of_failure(tx, message)


def told_of_failure(tx: Transaction, message: Message) -> None:
    """Let somebody know of a message that was sent and whose receipt says that it did not arrive."""
    if message.receipt in FAILED and message.state == "sent":
        _not_told(tx, message, message.receipt)


def _not_told(tx: Transaction, message: Message, reason: str) -> None:
    """Let somebody know that a message did not arrive, unless it goes the other way."""
    message.reason = reason
    order = tx.session.get_one(Order, message.order_id)
    if not writing.second_way(tx, order, message):
        failing.to_a_person(tx, message, order)


@operation("take_bounce", roles.HEARD)
def take_bounce(tx: Transaction, bounce: Bounce) -> bool:
    """Take what a mail server says of a mail of ours: what is only delayed changes nothing, what was refused because of
    our own relay blames no address. Returns False where no mail of ours is meant.
    """
    query = select(Message).where(Message.channel == "email", Message.provider_id == bounce.about)
    message = tx.session.scalar(query.with_for_update())
    if message is None or not bounce.about:
        return False
    if not bounce.is_final or message.receipt == Receipt.UNDELIVERED:
        return True
    message.receipt, message.receipt_at = Receipt.UNDELIVERED.value, tx.now
    _not_told(tx, message, "relay_refused" if bounce.status.startswith(OF_OUR_RELAY) else "bounced")
    return True


@operation("doubt_silence", roles.EVERYBODY)
def doubt_silence(tx: Transaction) -> int:
    """Put reminders into the inbox whose van comes soon and which no gateway reported as delivered. Returns how
    many.
    """
    query = (
        select(Message)
        .join(Order, Order.id == Message.order_id)
        .where(
            Message.channel == "sms",
            Message.kind_of.in_((MessageKind.EVENING, MessageKind.REMINDER)),
            Message.state == "sent",
        )
        .where(
            Message.reason == "",
            Message.sent_at <= tx.now - TAKES,
            Message.receipt.in_((Receipt.NONE.value, Receipt.ON_ITS_WAY.value)),
            Message.told_eta.between(tx.now, tx.now + MUST_BE_KNOWN),
            Order.outcome == "none",
            Order.attempt == Message.attempt,
        )
        .order_by(Message.id)
    )
    silent = tx.session.scalars(query.with_for_update(of=Message)).all()
    for message in silent:
        message.reason = "no_receipt"
        failing.to_a_person(tx, message, tx.session.get_one(Order, message.order_id))
    return len(silent)
