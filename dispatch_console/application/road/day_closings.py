"""Which days are closed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.site.depot import zone_of
from dispatch_console.store.entities import DayClosing


def is_closed(session: Session, at: datetime) -> bool:
    """Return whether the day on which an instant lies is closed, by the depot's clock."""
    day = at.astimezone(zone_of(session)).date()
    query = select(DayClosing.id).where(DayClosing.day == day, DayClosing.reopened_at.is_(None))
    return session.scalar(query) is not None
