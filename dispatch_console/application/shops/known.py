"""Which live systems are in use, looked up once in a transaction."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.store.entities import LiveSource


def system_of(session: Session, source: str) -> int | None:
    """Return the id of the live system of this name; None for files and for systems that are used no more."""
    known: dict[str, int] | None = session.info.get(system_of)
    if known is None:
        query = select(LiveSource.name, LiveSource.id).where(LiveSource.retired_at.is_(None))
        known = dict(session.execute(query).all())
        session.info[system_of] = known
    return known.get(source)
