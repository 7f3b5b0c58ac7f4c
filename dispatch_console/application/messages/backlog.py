"""Count messages that wait, and list those that were never sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.kinds import Kind


def overdue(session: Session, now: datetime) -> int:
    """Count messages that are due and still wait."""
    query = select(func.count()).select_from(Message).where(Message.state == "waiting", Message.due_at <= now)
    return session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that never went, and the code of why not."""

    message_id: int
    kind: str
    order_id: int
    number: str
    customer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Today:
    """How many messages went since the morning, of how many it is known that they arrived, how many did not go, and how
    many are due and still wait.
    """

    sent: int
    arrived: int
    refused: int
    due: int


@reads(Kind.MESSAGES)
def of_today(session: Session, since: datetime, now: datetime) -> Today:
    """Return what became of messages since an instant."""
    sent, arrived = session.execute(
        select(func.count(), func.count().filter(Message.receipt == "delivered")).where(
            Message.state == "sent", Message.sent_at >= since
        )
    ).one()
    refused = select(func.count()).select_from(Message)
    refused = refused.where(Message.state == "refused", Message.claimed_at >= since)
    return Today(sent, arrived, session.scalar(refused) or 0, overdue(session, now))


@reads(Kind.MESSAGES)
def waiting(session: Session) -> int:
    query = select(func.count()).select_from(Message).where(Message.state.in_(("waiting", "sending")))
    return session.scalar(query) or 0


@reads(Kind.MESSAGES, Kind.ORDERS)
def unsent(session: Session, since: datetime) -> tuple[Unsent, ...]:
    """Return messages that were refused since an instant, newest first: somebody has to ring."""
    query = (
        select(Message, Order)
        .join(Order, Order.id == Message.order_id)
        .where(Message.state == "refused", Message.claimed_at >= since)
        .order_by(Message.claimed_at.desc(), Message.id.desc())
    )
    return tuple(
        Unsent(message.id, message.kind_of, order.id, order.number, order.customer_name, message.reason)
        for message, order in session.execute(query)
    )
