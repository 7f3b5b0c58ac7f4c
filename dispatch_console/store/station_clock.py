"""How far this computer's clock is from the database's: times that stations write stand side by side."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

# nearer than this nobody is misled
TOLERABLE = timedelta(minutes=1)


def station_now() -> datetime:
    """This computer's clock, whatever the desk's says: a demo day has its own."""
    return datetime.now(UTC)


def ahead(session: Session) -> timedelta:
    """Of the database's clock, or behind it where it is negative; half the way of question and answer is off."""
    asked = station_now()
    theirs: datetime = session.scalars(select(func.clock_timestamp())).one()
    answered = station_now()
    return asked + (answered - asked) / 2 - theirs
