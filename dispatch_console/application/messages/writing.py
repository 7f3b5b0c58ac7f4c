"""Steps 5 and 7 of the procedure: messages are written with what caused them, checked when sent, sent once."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.domain.messages.due import MessageFacts, MessageKind, reminder_due_at
from dispatch_console.paths import RESOURCES
from dispatch_console.store import bulk
from dispatch_console.store.entities import Message, Order, Stop
from dispatch_console.store.transaction import Transaction


def overdue(session: Session, now: datetime) -> int:
    """Messages that should have gone by now and wait on."""
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


def plan_reminder(tx: Transaction, order: Order, stop: Stop) -> None:
    _write(tx, order, MessageKind.REMINDER, max(tx.now, reminder_due_at(stop.arrive_at)))


def plan_confirmation(tx: Transaction, order: Order) -> None:
    _write(tx, order, MessageKind.DELIVERED, tx.now)


def plan_missed(tx: Transaction, order: Order) -> None:
    _write(tx, order, MessageKind.MISSED, tx.now)


def _write(tx: Transaction, order: Order, kind: MessageKind, due_at: datetime) -> None:
    """Once per attempt, kind and channel, however often it is caused."""
    row = {
        "order_id": order.id,
        "attempt": order.attempt,
        "kind_of": kind.value,
        "channel": "email",
        "state": "waiting",
        "created_at": tx.now,
        "due_at": due_at,
        "tries": 0,
        "reason": "",
        "provider_id": "",
        "sent_to": "",
        "subject": "",
        "body": "",
    }
    bulk.add_missing(tx.session, Message, [row])


def waiting(session: Session) -> int:
    query = select(func.count()).select_from(Message).where(Message.state.in_(("waiting", "sending")))
    return session.scalar(query) or 0


def unsent(session: Session, since: datetime) -> tuple[Unsent, ...]:
    """Messages that were refused since then, newest first: somebody has to ring."""
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


def render(kind: str, order: Order, stop: Stop | None, eta: datetime | None, zone: ZoneInfo) -> tuple[str, str]:
    """What a customer is told of his order: subject and body. `eta` is the board's."""
    return rendered(
        kind,
        name=order.customer_name,
        number=order.number,
        eta=eta.astimezone(zone).strftime("%H:%M") if eta else "",
        eta_until=stop.window_end.astimezone(zone).strftime("%H:%M") if stop and stop.window_end else "",
        driver=stop.route.shift.driver.name if stop else "",
        driver_phone=stop.route.shift.driver.phone if stop else "",
        recipient=order.recipient or "",
        time=order.delivered_at.astimezone(zone).strftime("%H:%M") if order.delivered_at else "",
        address=order.address.one_line,
    )


def rendered(kind: str, **facts: object) -> tuple[str, str]:
    """Subject (one line, whatever a name holds) and body of a template."""
    source = (RESOURCES / "templates" / f"{kind}.en.txt").read_text(encoding="utf-8")
    template = SandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True).from_string(source)
    text = template.render(facts)
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def facts_of(message: Message, order: Order, eta: datetime | None, now: datetime) -> MessageFacts:
    """What must be true of a message when it goes."""
    promise = (order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None
    return MessageFacts(
        MessageKind(message.kind_of),
        order.dispatch,
        order.outcome,
        eta,
        promise,
        order.email,
        order.customer.opted_out,
        False,
        message.attempt < order.attempt,
        now,
    )
