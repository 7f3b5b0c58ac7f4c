"""Write messages in the transaction that causes them (steps 5 and 7 of the procedure)."""

from datetime import UTC, datetime, timedelta

from dispatch_console.application.site.notices import told_kinds
from dispatch_console.domain.messages.due import MessageKind, reminder_due_at
from dispatch_console.store import bulk
from dispatch_console.store.entities import Message, Order, Stop
from dispatch_console.store.transaction import Transaction


def plan_reminder(tx: Transaction, order: Order, stop: Stop) -> None:
    due_at = max(tx.now, reminder_due_at(stop.arrive_at))
    _write(tx, order, MessageKind.REMINDER, due_at, promise_of(order))


def plan_confirmation(tx: Transaction, order: Order) -> None:
    _write(tx, order, MessageKind.DELIVERED, tx.now)


def plan_missed(tx: Transaction, order: Order) -> None:
    _write(tx, order, MessageKind.MISSED, tx.now)


def plan_notice(
    tx: Transaction, order: Order, kind: MessageKind, about: str = "", after: timedelta | None = None
) -> None:
    """Tell the customer what was decided, where the site tells of it. `after`: how long it waits before it is sent."""
    if kind in told_kinds(tx.session):
        _write(tx, order, kind, tx.now + (after or timedelta(0)), about)


def promise_of(order: Order) -> str:
    """Return by what a promise is known: a reminder of another one is another reminder."""
    return order.promise_start.astimezone(UTC).isoformat(timespec="seconds") if order.promise_start is not None else ""


def _write(tx: Transaction, order: Order, kind: MessageKind, due_at: datetime, about: str = "") -> None:
    """Add a message unless one of the same attempt, kind, channel and promise exists."""
    row = {
        "order_id": order.id,
        "attempt": order.attempt,
        "kind_of": kind.value,
        "channel": "email",
        "about": about,
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
