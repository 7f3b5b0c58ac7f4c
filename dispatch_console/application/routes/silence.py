"""Whether a van's phone is heard: what nobody hears of may have happened, and silence is not lateness."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.routes import live_eta
from dispatch_console.store.entities import DriverLink, DriverPhone, Stop

SILENT_AFTER = timedelta(minutes=10)


def silent_since(session: Session, shift_id: int, now: datetime) -> datetime | None:
    """Return since when the phone that has a shift's route is not heard; None where it is, or where there is none."""
    query = (
        select(DriverPhone.heard_at)
        .join(DriverLink, DriverLink.id == DriverPhone.link_id)
        .where(DriverLink.shift_id == shift_id, DriverLink.revoked_at.is_(None), DriverPhone.ended_at.is_(None))
    )
    heard = session.scalar(query)
    return heard if heard is not None and heard < now - SILENT_AFTER else None


def may_be_done(session: Session, stop: Stop, now: datetime) -> bool:
    """Return whether a van whose phone is silent may have been at a stop already, by what was known when it fell
    silent.
    """
    if stop.route.departed_at is None or stop.left_at is not None:
        return False
    since = silent_since(session, stop.route.shift_id, now)
    return since is not None and live_eta.eta_of(session, stop, since).eta <= now
