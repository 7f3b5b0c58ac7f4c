"""List what live systems were not told yet, and what they refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.store.entities import LiveSource, Order, WriteBackEntry
from dispatch_console.store.kinds import Kind

MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWriteBack:
    """An entry that is not done. `reason` and `facts`: why it waits or was refused, as an error's code and facts."""

    id: int
    source: str
    number: str
    order_id: int
    event: str
    at: datetime
    state: str
    tries: int
    reason: str
    facts: dict[str, Any]


@reads(Kind.WRITE_BACKS, Kind.ORDERS, Kind.SOURCES)
def open_write_backs(session: Session) -> tuple[OpenWriteBack, ...]:
    """Return what is not done, refused entries first, then the oldest."""
    query = (
        select(WriteBackEntry, Order.number, LiveSource.name)
        .join(Order, Order.id == WriteBackEntry.order_id)
        .join(LiveSource, LiveSource.id == WriteBackEntry.source_id)
        .where(WriteBackEntry.state.in_(("waiting", "sending", "refused")))
        .order_by(WriteBackEntry.state != "refused", WriteBackEntry.id)
        .limit(MOST_LISTED)
    )
    return tuple(
        OpenWriteBack(
            id=entry.id,
            source=source,
            number=number,
            order_id=entry.order_id,
            event=entry.event,
            at=entry.at,
            state=entry.state,
            tries=entry.tries,
            reason=entry.reason,
            facts=dict(entry.facts),
        )
        for entry, number, source in session.execute(query)
    )


def last_told(session: Session) -> dict[int, datetime]:
    """Return by source when it was told of an event last."""
    told = WriteBackEntry.done_at.is_not(None), WriteBackEntry.reason != "given_up"
    query = select(WriteBackEntry.source_id, func.max(WriteBackEntry.done_at)).where(*told)
    return {source: at for source, at in session.execute(query.group_by(WriteBackEntry.source_id)) if at is not None}


def untold(session: Session, source_id: int) -> list[WriteBackEntry]:
    """Return what a system was not told yet, locked until the transaction ends."""
    query = select(WriteBackEntry).where(WriteBackEntry.source_id == source_id, WriteBackEntry.state != "done")
    return list(session.scalars(query.order_by(WriteBackEntry.id).with_for_update()))


def open_counts(session: Session) -> dict[int, tuple[int, int]]:
    """Return by source how many write-backs wait and how many were refused."""
    query = (
        select(
            WriteBackEntry.source_id,
            func.count().filter(WriteBackEntry.state.in_(("waiting", "sending"))),
            func.count().filter(WriteBackEntry.state == "refused"),
        )
        .where(WriteBackEntry.state != "done")
        .group_by(WriteBackEntry.source_id)
    )
    return {source: (waiting, refused) for source, waiting, refused in session.execute(query)}
