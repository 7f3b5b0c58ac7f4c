"""Name who moved an order, for a person whose act came second."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.errors import Refused
from dispatch_console.store.entities import JournalEntry, Operation


def with_who(session: Session, refused: Refused) -> Refused:
    """Return the refusal with the person and local time of the last move on its axis."""
    query = (
        select(Operation.actor, Operation.at)
        .join(JournalEntry, JournalEntry.operation_id == Operation.id)
        .where(
            JournalEntry.order_id == refused.facts.get("order"),
            JournalEntry.entity == "orders",
            JournalEntry.change == "changed",
            JournalEntry.after.has_key(str(refused.facts.get("axis"))),
        )
        .order_by(Operation.place.desc())
        .limit(1)
    )
    move = session.execute(query).first()
    if move is None:
        return refused
    at = f"{move.at.astimezone(zone_of(session)):%H:%M}"
    return Refused(refused.code, **{**refused.facts, "by": move.actor, "at": at})
