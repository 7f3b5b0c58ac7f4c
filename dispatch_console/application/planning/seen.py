"""Refuse a plan that would overwrite what others changed since its maker looked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, not_, select
from sqlalchemy.orm import Session

from dispatch_console.domain.errors import Conflict
from dispatch_console.store.entities import DayPlan, PlanEdit, Route
from dispatch_console.store.transaction import Actor


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """The last act on the plan, and those that were taken back."""

    last_edit: int = 0
    undone: frozenset[int] = frozenset()


def plan_seen(session: Session, day: date) -> PlanSeen:
    last = session.scalar(select(func.max(PlanEdit.id)).where(PlanEdit.day == day)) or 0
    undone = select(PlanEdit.id).where(PlanEdit.day == day, PlanEdit.undone_at.is_not(None))
    return PlanSeen(last, frozenset(session.scalars(undone)))


def require_as_seen(
    session: Session, day: date, seen: PlanSeen, actor: Actor, zone: ZoneInfo, departures: Collection[tuple[int, int]]
) -> None:
    """Require that nobody else acted on the plan since, and that none of these departures (shift, number) was locked.

    What this person did at this station meanwhile is no news to him. Errors: Conflict `plan.changed_meanwhile` with
    who changed it last and when; `plan.locked_meanwhile` where a van was locked or an act was taken back.
    """
    others = others_edits(day, actor)
    newer = session.scalar(others.where(PlanEdit.id > seen.last_edit).order_by(PlanEdit.id.desc()).limit(1))
    undone = set(session.scalars(others.where(PlanEdit.undone_at.is_not(None)).with_only_columns(PlanEdit.id)))
    locked = select(Route.shift_id, Route.departure).join(DayPlan)
    locked = locked.where(DayPlan.day == day, Route.locked, Route.departed_at.is_(None))
    closed = {(shift, departure) for shift, departure in session.execute(locked)}
    if newer is None and undone <= seen.undone and not closed & set(departures):
        return
    if newer is None:
        raise Conflict("plan.locked_meanwhile")
    at = newer.at.astimezone(zone)
    raise Conflict("plan.changed_meanwhile", by=newer.by, station=newer.station, at=f"{at:%H:%M}")


def others_edits(day: date, actor: Actor) -> Select[PlanEdit]:
    """Return the query of a day's edits by anybody else, or by this person at another station."""
    mine = (PlanEdit.by == actor.name) & (PlanEdit.station == actor.station)
    return select(PlanEdit).where(PlanEdit.day == day, not_(mine))
