"""Claiming and settling messages. Claims are short transactions; sending happens between them, outside any."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch_console.store.entities.messages import Message

BATCH = 20
CLAIM_LASTS = timedelta(minutes=5)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def claim(session: Session, now: datetime, limit: int = BATCH) -> list[Message]:
    """Take messages that are due, or that a dead sender left behind; other workers skip them."""
    abandoned = (Message.state == "sending") & (Message.claimed_at < now - CLAIM_LASTS)
    due = (Message.state == "waiting") & (Message.due_at <= now)
    query = select(Message).where(or_(due, abandoned)).order_by(Message.id).limit(limit)
    claimed = list(session.scalars(query.with_for_update(skip_locked=True)))
    for message in claimed:
        message.state, message.claimed_at, message.tries = "sending", now, message.tries + 1
    return claimed


def retry_at(tries: int, now: datetime) -> datetime:
    return now + BACK_OFF[min(tries, len(BACK_OFF)) - 1]
