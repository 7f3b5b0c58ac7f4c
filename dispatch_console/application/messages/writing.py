"""Write messages in the transaction that causes them (steps 5 and 7 of the procedure)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

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
# who turned everything down at the door knows that nothing was handed over
REFUSED = "failed_refused"
# why a message did not go whose matter was put right before
WITHDRAWN = "withdrawn"
# it may be with the customer already
_IS_TOLD = or_(Message.state == "sending", and_(Message.state == "sent", Message.reason == ""))


def plan_reminder(tx: Transaction, order: Order, stop: Stop) -> None:
    due_at = max(tx.now, reminder_due_at(stop.arrive_at, hours.hours(tx.session).lead))
    _write(tx, order, MessageKind.REMINDER, due_at, promise_of(order))


def plan_confirmation(tx: Transaction, order: Order, about: str = "") -> None:
    """Thank the customer. `about`: the record that was put right, as text; empty for the first one of an attempt."""
    _write(tx, order, MessageKind.DELIVERED, tx.now, about)


def plan_missed(tx: Transaction, order: Order, about: str = "") -> None:
    """Tell the customer that he was missed, unless he refused it himself. `about` as for `plan_confirmation`."""
    if order.outcome_code == REFUSED:
        return
    _write(tx, order, MessageKind.MISSED, tx.now, about)


def plan_correction(tx: Transaction, order: Order, channel: str, about: str) -> None:
    """Tell the customer that the last message was wrong, by the way on which it came. `about`: the record that stands
    now, or the one that was taken back, with a minus before it.
    """
    _write(tx, order, MessageKind.CORRECTION, tx.now, about, channel=channel)


def told_by(tx: Transaction, order_id: int, attempt: int, kinds: Sequence[MessageKind]) -> tuple[str, ...]:
    """Return the ways by which the customer was told, or is being told right now."""
    query = select(Message.channel).where(*_of_attempt(order_id, attempt, kinds)).where(_IS_TOLD).distinct()
    return tuple(sorted(tx.session.scalars(query)))


def withdraw(tx: Transaction, order_id: int, attempt: int, kinds: Sequence[MessageKind]) -> None:
    """Take messages back that nobody has sent yet: what they say is not so."""
    query = select(Message).where(*_of_attempt(order_id, attempt, kinds), Message.state == "waiting")
    for message in tx.session.scalars(query.with_for_update()):
        message.state, message.reason = "refused", WITHDRAWN


def _of_attempt(order_id: int, attempt: int, kinds: Sequence[MessageKind]) -> tuple[ColumnElement[bool], ...]:
    return (
        Message.order_id == order_id,
        Message.attempt == attempt,
        Message.kind_of.in_([kind.value for kind in kinds]),
    )


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


def plan_survey(tx: Transaction, order: Order, zone: ZoneInfo, about: str = "") -> None:
    """Ask the customer the day after how it was. `zone`: whose clock he goes by; `about` as for `plan_confirmation`."""
    if MessageKind.SURVEY in told_kinds(tx.session):
        morning = LocalDay(tx.now.astimezone(zone).date() + timedelta(days=1), zone).at(SURVEY_CLOCK)
        _write(tx, order, MessageKind.SURVEY, morning, about)


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
