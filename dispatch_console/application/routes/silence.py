"""Whether a van's phone is heard, and from where: what nobody hears of may have happened, and silence is not
lateness.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dispatch_console.application.routes import live_eta
from dispatch_console.domain.values import Coordinate
from dispatch_console.store.entities import DriverLink, DriverPhone, Route, Stop

SILENT_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SeenAt:
    """Where a van's phone was, to within so many metres, and when."""

    place: Coordinate
    accuracy_m: int
    at: datetime


def silent_since(session: Session, shift_id: int, now: datetime) -> datetime | None:
    """Return since when the phone that has a shift's route is not heard; None where it is, or where there is none."""
    phone = session.execute(_phone(shift_id)).first()
    return phone.heard_at if phone is not None and phone.heard_at < now - SILENT_AFTER else None


def seen_at(session: Session, shift_id: int) -> SeenAt | None:
    """Return where a van that is out was seen last; None where its phone does not say it."""
    phone = session.execute(_phone(shift_id)).first()
    if phone is None or phone.place_at is None or not is_out(session, shift_id):
        return None
    place = phone.place
    return SeenAt(Coordinate(place["lat"], place["lon"]), round(place["accuracy"]), phone.place_at)


def is_out(session: Session, shift_id: int) -> bool:
    """Return whether a van left and has stops before it."""
    query = select(Stop.id).join(Route, Route.id == Stop.route_id)
    out = query.where(Route.shift_id == shift_id, Route.departed_at.is_not(None), Stop.left_at.is_(None))
    return session.scalar(out.limit(1)) is not None


def _phone(shift_id: int) -> Select[tuple[datetime, dict[str, Any], datetime | None]]:
    """Ask the phone that has a shift's route."""
    return (
        select(DriverPhone.heard_at, DriverPhone.place, DriverPhone.place_at)
        .join(DriverLink, DriverLink.id == DriverPhone.link_id)
        .where(DriverLink.shift_id == shift_id, DriverLink.revoked_at.is_(None), DriverPhone.ended_at.is_(None))
    )


def may_be_done(session: Session, stop: Stop, now: datetime) -> bool:
    """Return whether a van whose phone is silent may have been at a stop already, by what was known when it fell
    silent.
    """
    if stop.route.departed_at is None or stop.left_at is not None:
        return False
    since = silent_since(session, stop.route.shift_id, now)
    return since is not None and live_eta.eta_of(session, stop, since).eta <= now
