"""Claim and settle messages. Claims are short transactions; sending happens between them, outside any.

A claim counts by the database's clock, so that a station whose own clock is off takes nothing from another. It
carries a number: a worker that slept over its claim cannot settle what somebody else sends by then.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch_console.store.entities.messages import Message

# longer than one message may take, whatever the server does (`SEND_WITHIN_S` of the workflow)
CLAIM_LASTS = timedelta(minutes=5)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def claim(
    session: Session, now: datetime, lasts: timedelta = CLAIM_LASTS, channels: Collection[str] = ("email",)
) -> Message | None:
    """Claim the next message of some channels that is due at `now`, or that a dead worker left behind; other workers
    skip it.
    """
    abandoned = (Message.state == "sending") & (Message.claimed_at < func.now() - lasts)
    due = (Message.state == "waiting") & (Message.due_at <= now)
    query = (
        select(Message)
        .where(or_(due, abandoned), Message.channel.in_(channels))
        .order_by(Message.due_at, Message.id)
        .limit(1)
    )
    message = session.scalar(query.with_for_update(skip_locked=True))
    if message is not None:
        message.state, message.claim = "sending", message.claim + 1
        message.claimed_at = session.scalar(select(func.now()))
    return message


def of_claim(session: Session, message_id: int, claim: int) -> Message | None:
    """Return the message, locked, as long as this claim is still the last one on it."""
    message = session.get(Message, message_id, with_for_update=True)
    if message is None or message.state != "sending" or message.claim != claim:
        return None
    return message


def retry_at(tries: int, now: datetime) -> datetime:
    """Return when a message is tried again after some tries, at least one."""
    return now + BACK_OFF[min(tries, len(BACK_OFF)) - 1]
