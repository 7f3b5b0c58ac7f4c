"""Measure how far this computer's clock is from the database's."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

# nearer than this nobody is misled
TOLERABLE = timedelta(minutes=1)


def station_now() -> datetime:
    """Return this computer's time, whatever the desk's clock says: a demo day has its own."""
    return datetime.now(UTC)


def ahead(session: Session) -> timedelta:
    """Return how far this computer's clock is ahead of the database's; negative where it is behind."""
    asked = station_now()
    theirs: datetime = session.scalars(select(func.clock_timestamp())).one()
    answered = station_now()
    return asked + (answered - asked) / 2 - theirs
