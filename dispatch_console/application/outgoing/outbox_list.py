"""What stands in the outbox, why each message waits or was not sent, and what it would say now."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch_console.application.messages import ways, wording
from dispatch_console.application.messages.never import never
from dispatch_console.application.operations.views import reads
from dispatch_console.application.outgoing import message_facts, sending
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.segments import segments
from dispatch_console.domain.messages.truth import falsehood
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.kinds import Kind

MOST_LISTED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A message. `state`: waiting, sending, refused or sent; `reason`: why it was not sent, or the last try failed.

    `untrue`: why a waiting one would not be sent if it were due now, empty where it would.
    """

    message_id: int
    order_id: int
    kind: str
    channel: str
    number: str
    customer: str
    to: str
    state: str
    due_at: datetime
    tries: int
    reason: str
    untrue: str


@reads(Kind.MESSAGES, Kind.ORDERS, Kind.OUTCOMES, Kind.DISPATCH, Kind.PROMISES, Kind.CLOSURE, Kind.VERIFICATION,
       Kind.CUSTOMERS, Kind.PLANS, Kind.ROAD)  # fmt: skip
def outbox_rows(session: Session, since: datetime, now: datetime) -> tuple[OutboxRow, ...]:
    """Return what was not sent since an instant, newest first, then what waits, the next one first."""
    query = select(Message).order_by(Message.due_at, Message.id).limit(MOST_LISTED)
    waiting = session.scalars(query.where(Message.state.in_(("waiting", "sending")))).all()
    refused = session.scalars(
        select(Message)
        .where(Message.state == "refused", Message.claimed_at >= since)
        .order_by(Message.claimed_at.desc(), Message.id.desc())
        .limit(MOST_LISTED)
    ).all()
    rows = [*refused, *waiting]
    ids = {row.order_id for row in rows}
    loaded = select(Order).where(Order.id.in_(ids)).options(joinedload(Order.customer), joinedload(Order.address))
    orders = {order.id: order for order in session.scalars(loaded)} if ids else {}
    return tuple(_row(session, row, orders[row.order_id], now) for row in rows)


def _row(session: Session, message: Message, order: Order, now: datetime) -> OutboxRow:
    untrue = ""
    if message.state == "waiting":
        untrue = why_not(session, message, order, now) if message.due_at <= now else never(message, order)
    return OutboxRow(
        message_id=message.id,
        order_id=order.id,
        kind=message.kind_of,
        channel=message.channel,
        number=order.number,
        customer=order.customer_name,
        to=message.sent_to or ways.contact_of(order, message.channel),
        state=message.state,
        due_at=message.due_at,
        tries=message.tries,
        reason=message.reason,
        untrue=untrue,
    )


def why_not(session: Session, message: Message, order: Order, now: datetime) -> str:
    """Return why a message would not be sent now; empty where it would."""
    facts, _ = message_facts.occasion_of(session, message, order, now)
    return falsehood(facts) or sending.bad_contact(message.channel, facts.address)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a message would say now, and why it would not be sent; `reason` is empty where it would."""

    subject: str
    text: str
    reason: str
    segments: int | None = None


def preview(
    session: Session, order_id: int, kind: str, now: datetime, house: Sender, channel: str, language: str = ""
) -> Preview:
    """Return what a kind of message would say to an order's customer now, in his language or another one."""
    order = session.get_one(Order, order_id)
    kind = MessageKind(kind).value
    about = message_facts.about_now(session, order, kind)
    draft = Message(order_id=order.id, attempt=order.attempt, kind_of=kind, channel=channel, about=about, body="")
    return _would_say(session, draft, order, now, house, language)


def preview_of(session: Session, message_id: int, now: datetime, house: Sender) -> Preview:
    """Return what a message of the outbox would say now."""
    message = session.get_one(Message, message_id)
    return _would_say(session, message, session.get_one(Order, message.order_id), now, house, "")


def _would_say(
    session: Session, message: Message, order: Order, now: datetime, house: Sender, language: str
) -> Preview:
    facts, occasion = message_facts.occasion_of(session, message, order, now)
    worded = wording.render(session, replace(occasion, language=language), house)
    subject, text = worded.subject, worded.body
    reason = falsehood(facts) or sending.bad_contact(message.channel, facts.address)
    return Preview(subject, text, reason, segments(text).count if message.channel == ways.SMS else None)
