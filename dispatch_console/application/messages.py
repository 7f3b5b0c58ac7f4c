"""Steps 5 and 7 of the procedure: messages are written with what caused them, checked when sent, sent once."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.mail_address import bad_address
from dispatch_console.application.planning import current_stop, zone_of
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.messages import MessageFacts, MessageKind, falsehood, reminder_due_at
from dispatch_console.paths import RESOURCES
from dispatch_console.ports import MessageSender, OutgoingMessage
from dispatch_console.store import bulk, outbox
from dispatch_console.store.entities import Message, Order, Stop
from dispatch_console.store.transaction import Transaction

MAX_TRIES = 6


@dataclass(frozen=True, slots=True)
class OutboxRun:
    """What one run of the outbox did; `refused` as (id, kind, order number, reason)."""

    sent: int
    retried: int
    refused: tuple[tuple[int, str, str, str], ...]
    waiting: int


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


@dataclass(frozen=True, slots=True)
class _Ready:
    message_id: int
    outgoing: OutgoingMessage


def prepare_batch(tx: Transaction) -> tuple[tuple[_Ready, ...], tuple[tuple[int, str, str, str], ...]]:
    """Claim what is due, check that it is still true, render it. What is false goes to the desk with its reason."""
    zone = zone_of(tx.session)
    ready, refused = [], []
    for message in outbox.claim(tx.session, tx.now):
        order = tx.session.get_one(Order, message.order_id)
        stop = current_stop(tx.session, order.id)
        reason = falsehood(_facts(message, order, stop, tx.now, zone)) or bad_address(order.email)
        if reason == "quiet_hours":
            message.state, message.due_at = "waiting", outbox.retry_at(4, tx.now)
            continue
        if reason:
            message.state, message.reason = "refused", reason
            refused.append((message.id, message.kind_of, order.number, reason))
            continue
        subject, body = render(message.kind_of, order, stop, zone)
        message.subject, message.body, message.sent_to = subject, body, order.email
        ready.append(_Ready(message.id, OutgoingMessage(f"dispatch-{message.id}", order.email, subject, body)))
    return tuple(ready), tuple(refused)


def settle(tx: Transaction, message_id: int, provider_id: str) -> None:
    message = tx.session.get_one(Message, message_id)
    message.state, message.provider_id, message.sent_at = "sent", provider_id, tx.now


def put_back(tx: Transaction, message_id: int, reason: str, *, final: bool) -> bool:
    """Try again later, or give up. Returns whether it will be tried again."""
    message = tx.session.get_one(Message, message_id)
    again = not final and message.tries < MAX_TRIES
    message.state = "waiting" if again else "refused"
    message.reason, message.due_at = reason, outbox.retry_at(message.tries, tx.now)
    return again


async def run_outbox(desk: Desk, sender: MessageSender) -> OutboxRun:
    """Send everything that is due. Nothing is held in the database while a message is on its way."""
    sent = retried = 0
    refused: list[tuple[int, str, str, str]] = []
    while True:
        ready, false = await desk.do(prepare_batch)
        refused += false
        if not ready and not false:
            break
        for entry in ready:
            try:
                provider_id = await sender.send(entry.outgoing)
            except Unavailable as error:
                retried += await desk.do(put_back, entry.message_id, error.code, final=False)
            except BadInput as error:
                await desk.do(put_back, entry.message_id, error.code, final=True)
                refused.append((entry.message_id, "", "", error.code))
            else:
                await desk.do(settle, entry.message_id, provider_id)
                sent += 1
    return OutboxRun(sent, retried, tuple(refused), await desk.ask(waiting))


def render(kind: str, order: Order, stop: Stop | None, zone: ZoneInfo) -> tuple[str, str]:
    """What a customer is told of his order: subject and body."""
    return rendered(
        kind,
        name=order.customer_name,
        number=order.number,
        eta=stop.arrive_at.astimezone(zone).strftime("%H:%M") if stop else "",
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


def _facts(message: Message, order: Order, stop: Stop | None, now: datetime, zone: ZoneInfo) -> MessageFacts:
    promise = (order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None
    return MessageFacts(
        MessageKind(message.kind_of),
        order.dispatch,
        order.outcome,
        stop.arrive_at if stop else None,
        promise,
        order.email,
        order.customer.opted_out,
        False,
        now,
        now.astimezone(zone).time(),
    )
