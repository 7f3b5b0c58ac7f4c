"""What a person saw of a day's plan when he began: another plan in its place must not wipe out what came since."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.domain.errors import Conflict
from dispatch_console.store.entities import DayPlan, PlanEdit, Route


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """The last act on the plan, how many were taken back, and which departures (shift, number) were locked."""

    last_edit: int = 0
    undone: int = 0
    locked: frozenset[tuple[int, int]] = frozenset()


def plan_seen(session: Session, day: date) -> PlanSeen:
    last, undone = session.execute(
        select(func.coalesce(func.max(PlanEdit.id), 0), func.count(PlanEdit.undone_at)).where(PlanEdit.day == day)
    ).one()
    locked = (
        select(Route.shift_id, Route.departure)
        .join(DayPlan)
        .where(DayPlan.day == day, Route.locked, Route.departed_at.is_(None))
    )
    return PlanSeen(last, undone, frozenset((shift, departure) for shift, departure in session.execute(locked)))


def require_as_seen(session: Session, day: date, seen: PlanSeen, zone: ZoneInfo) -> None:
    """Errors: Conflict `plan.changed_meanwhile` with who changed it last and when, where that is known."""
    if plan_seen(session, day) == seen:
        return
    last = session.scalar(select(PlanEdit).where(PlanEdit.day == day).order_by(PlanEdit.id.desc()).limit(1))
    newer = last is not None and last.id > seen.last_edit
    raise Conflict(
        "plan.changed_meanwhile",
        changer=last.by if last and newer else "Somebody",
        where=f" at {last.station}" if last and newer else "",
        when=f" at {last.at.astimezone(zone):%H:%M}" if last and newer else "",
    )
