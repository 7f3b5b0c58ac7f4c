"""Write messages in the transaction that causes them (steps 5 and 7 of the procedure)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_console.application.messages import hours, ways
from dispatch_console.application.site.notices import told_kinds
from dispatch_console.domain import moments
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.messages.due import SURVEY_CLOCK, MessageKind, reminder_due_at
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store import bulk
from dispatch_console.store.entities import Message, Order, Stop
from dispatch_console.store.transaction import Transaction

# a slip of the hand is taken back before the customer reads of it
ANSWER_WAITS = timedelta(seconds=30)


def plan_reminder(tx: Transaction, order: Order, stop: Stop) -> None:
    due_at = max(tx.now, reminder_due_at(stop.arrive_at, hours.hours(tx.session).lead))
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


def plan_evening(tx: Transaction, order: Order) -> None:
    """Tell the customer the evening before of a van whose reminder would come in the night."""
    _write(tx, order, MessageKind.EVENING, tx.now, promise_of(order))


def plan_on_the_way(tx: Transaction, order: Order) -> None:
    """Tell the customer that the van comes to him next."""
    if MessageKind.ON_THE_WAY in told_kinds(tx.session):
        _write(tx, order, MessageKind.ON_THE_WAY, tx.now)


def plan_survey(tx: Transaction, order: Order, zone: ZoneInfo) -> None:
    """Ask the customer the day after how it was. `zone`: whose clock he goes by."""
    if MessageKind.SURVEY in told_kinds(tx.session):
        morning = LocalDay(tx.now.astimezone(zone).date() + timedelta(days=1), zone).at(SURVEY_CLOCK)
        _write(tx, order, MessageKind.SURVEY, morning)


def plan_ask(tx: Transaction, order: Order, window: TimeWindow, *, instead: bool) -> None:
    """Ask the customer whether a window suits him. `instead`: another one was agreed before."""
    kind = MessageKind.MOVED if instead else MessageKind.ASK
    _write(tx, order, kind, tx.now, about_window(window))


def plan_delay(tx: Transaction, order: Order, told_eta: datetime) -> None:
    """Tell the customer that the van comes later than he was told."""
    _write(tx, order, MessageKind.DELAY, tx.now, moments.to_text(told_eta))


def plan_answer(tx: Transaction, order: Order, channel: str, text: str, about: str) -> None:
    """Send what somebody wrote to a customer, in a moment: until then it can be taken back. `about`: what keeps it from
    being sent twice.
    """
    _write(tx, order, MessageKind.ANSWER, tx.now + ANSWER_WAITS, about, channel=channel, body=text)


def second_way(tx: Transaction, order: Order, message: Message) -> bool:
    """Send by the other way what the first could not bring. Returns False where there is none."""
    channel = ways.other_way(tx.session, order, message.kind_of, message.channel)
    if not channel:
        return False
    kind = MessageKind(message.kind_of)
    _write(
        tx, order, kind, tx.now, message.about, channel=channel, body=message.body if kind is MessageKind.ANSWER else ""
    )
    return True


def about_window(window: TimeWindow) -> str:
    return f"{moments.to_text(window.start)}/{moments.to_text(window.end)}"


def promise_of(order: Order) -> str:
    """Return by what a promise is known: a reminder of another one is another reminder."""
    return order.promise_start.astimezone(UTC).isoformat(timespec="seconds") if order.promise_start is not None else ""


def _write(
    tx: Transaction,
    order: Order,
    kind: MessageKind,
    due_at: datetime,
    about: str = "",
    *,
    channel: str = "",
    body: str = "",
) -> None:
    """Add a message unless one of the same attempt, kind, channel and promise exists."""
    row = {
        "order_id": order.id,
        "attempt": order.attempt,
        "kind_of": kind.value,
        "channel": channel or ways.channel_for(tx.session, order, kind),
        "about": about,
        "state": "waiting",
        "created_at": tx.now,
        "due_at": due_at,
        "tries": 0,
        "reason": "",
        "provider_id": "",
        "sent_to": "",
        "subject": "",
        "body": body,
    }
    bulk.add_missing(tx.session, Message, [row])
