"""Close vans and days: only when everything is accounted for; what comes later opens a day again, and says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.road import day_end
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.road.day_end import require_closable, require_waivable
from dispatch_console.store.entities import CloseWaiver, DayClosing, DayPlan, Handoff, Order, Route, Shift, VanClosing
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Closing:
    """When a day was closed and by whom; `reopened_at`: when it was opened again, None while it stands; `why`: a code,
    or a person's words.
    """

    closed_at: datetime
    closed_by: str
    reopened_at: datetime | None
    reopened_by: str
    why: str


def standing(session: Session, day: date) -> DayClosing | None:
    """Return the closing of a day that stands."""
    return session.scalar(select(DayClosing).where(DayClosing.day == day, DayClosing.reopened_at.is_(None)))


@reads(Kind.ROAD)
def closing_of(session: Session, day: date) -> Closing | None:
    """Return the last closing of a day, also one that was opened again; None where there was none."""
    row = session.scalar(select(DayClosing).where(DayClosing.day == day).order_by(DayClosing.id.desc()).limit(1))
    return Closing(row.closed_at, row.closed_by, row.reopened_at, row.reopened_by, row.why) if row else None


def is_closed(session: Session, at: datetime) -> bool:
    """Return whether the day on which an instant lies is closed, by the depot's clock."""
    return standing(session, at.astimezone(zone_of(session)).date()) is not None


def reopen_for(tx: Transaction, at: datetime, why: str, shift_id: int | None) -> None:
    """Open the day of an instant again, if it is closed, and its van: what was closed is not true any more.

    `why`: `late_act` or `corrected`. `shift_id` is None at the counter.
    """
    row = standing(tx.session, at.astimezone(zone_of(tx.session)).date())
    if row is not None:
        row.reopened_at, row.reopened_by, row.why = tx.now, tx.actor.name, why
    closing = select(VanClosing).where(VanClosing.shift_id == shift_id).with_for_update()
    if shift_id is not None and (van := tx.session.scalar(closing)) is not None:
        tx.session.delete(van)


@operation("waive_open", roles.SUPERVISOR)
def waive(tx: Transaction, day: date, key: str, reason: str, until: date | None = None) -> None:
    """Let an open thing pass: for good, or `until` a day, after which it blocks the days that follow.

    Errors: Refused `close.gone`, `close.reason`, `close.never`, `close.second_person`; BadInput `close.until`.
    """
    if until is not None and until <= day:
        raise BadInput("close.until")
    thing = next((thing for thing in day_end.open_things(tx.session, day) if thing.key == key), None)
    if thing is None:
        raise Refused("close.gone")
    require_waivable(thing, reason, actor=tx.actor.name, role=tx.actor.role)
    row = tx.session.scalar(select(CloseWaiver).where(CloseWaiver.day == day, CloseWaiver.key == key))
    if row is None:
        row = CloseWaiver(day=day, key=key)
        tx.session.add(row)
    row.reason, row.waived_at, row.waived_by = reason.strip(), tx.now, tx.actor.name
    row.until, row.settled_at = until, None
    # what an earlier day said of it counts no more
    for earlier in _earlier(tx, day, key):
        earlier.settled_at = tx.now


@operation("unwaive_open", roles.SUPERVISOR)
def unwaive(tx: Transaction, day: date, key: str) -> None:
    """Delete the waiver of a day. An earlier one that still runs applies again until its last day."""
    row = tx.session.scalar(select(CloseWaiver).where(CloseWaiver.day == day, CloseWaiver.key == key))
    if row is not None:
        tx.session.delete(row)
        for earlier in _earlier(tx, day, key):
            earlier.settled_at = None


def _earlier(tx: Transaction, day: date, key: str) -> list[CloseWaiver]:
    query = select(CloseWaiver).where(CloseWaiver.day < day, CloseWaiver.key == key, CloseWaiver.until.is_not(None))
    return list(tx.session.scalars(query.order_by(CloseWaiver.day.desc()).limit(1)))


@operation("close_van", roles.DISPATCH)
def close_van(tx: Transaction, shift_id: int) -> None:
    """Close a van that is back. Errors: Refused `close.open`; Conflict `close.closed`."""
    shift = tx.session.get_one(Shift, shift_id, with_for_update={"of": Shift})
    known = tx.session.scalar(select(VanClosing).where(VanClosing.shift_id == shift_id))
    if known is not None:
        at = f"{known.closed_at.astimezone(zone_of(tx.session)):%H:%M}"
        raise Conflict("close.closed", by=known.closed_by, at=at)
    require_closable(thing for thing in day_end.open_things(tx.session, shift.day) if thing.shift_id == shift_id)
    tx.session.add(VanClosing(shift_id=shift_id, closed_at=tx.now, closed_by=tx.actor.name))


@operation("reopen_van", roles.DISPATCH)
def reopen_van(tx: Transaction, shift_id: int) -> None:
    """Open a van again. Errors: Refused `close.day_closed`."""
    shift = tx.session.get_one(Shift, shift_id)
    if standing(tx.session, shift.day) is not None:
        raise Refused("close.day_closed")
    known = tx.session.scalar(select(VanClosing).where(VanClosing.shift_id == shift_id).with_for_update())
    if known is not None:
        tx.session.delete(known)


@operation("close_day", roles.DISPATCH)
def close_day(tx: Transaction, day: date) -> int:
    """Close a day, and with it the vans that nobody closed before: its delivered orders are accounted for. Returns how
    many. Errors: Refused `close.open`, `close.early`; Conflict `close.closed`.
    """
    known = standing(tx.session, day)
    if known is not None:
        at = f"{known.closed_at.astimezone(zone_of(tx.session)):%H:%M}"
        raise Conflict("close.closed", by=known.closed_by, at=at)
    if day > tx.now.astimezone(zone_of(tx.session)).date():
        raise Refused("close.early")
    things = day_end.open_things(tx.session, day)
    require_closable(things)
    local = day_end.local_day(tx.session, day)
    query = (
        select(Order)
        .join(Handoff, Handoff.order_id == Order.id)
        .where(Handoff.acted_at >= local.begins, Handoff.acted_at < local.ends, Handoff.replaced_at.is_(None))
        .where(Order.closure == "open", Order.outcome.in_(("delivered", "picked_up")))
        .order_by(Order.id)
        .with_for_update(of=Order)
    )
    done = list(tx.session.scalars(query).unique())
    for order in done:
        order.take("closure", "reconcile", tx.now)
    facts = day_end.figures(tx.session, day) | {
        "waived": [{"key": thing.key, "by": thing.waived_by, "reason": thing.reason} for thing in things]
    }
    still = {thing.key for thing in things}
    passed = select(CloseWaiver).where(
        CloseWaiver.day < day, CloseWaiver.until.is_not(None), CloseWaiver.settled_at.is_(None)
    )
    for row in tx.session.scalars(passed):
        if row.key not in still:
            row.settled_at = tx.now
    for shift_id in _not_closed(tx, day):
        tx.session.add(VanClosing(shift_id=shift_id, closed_at=tx.now, closed_by=tx.actor.name))
    tx.session.add(DayClosing(day=day, closed_at=tx.now, closed_by=tx.actor.name, facts=facts))
    return len(done)


def _not_closed(tx: Transaction, day: date) -> Sequence[int]:
    """Return the shifts of the vans that left on a day and are not closed yet."""
    query = (
        select(Route.shift_id)
        .join(DayPlan, DayPlan.id == Route.plan_id)
        .where(DayPlan.day == day, Route.departed_at.is_not(None), Route.shift_id.not_in(select(VanClosing.shift_id)))
        .distinct()
        .order_by(Route.shift_id)
    )
    return tx.session.scalars(query).all()


@operation("reopen_day", roles.SUPERVISOR)
def reopen_day(tx: Transaction, day: date, why: str) -> None:
    """Open a closed day again. Errors: Refused `close.not_closed`, `correct.words`."""
    if not why.strip():
        raise Refused("correct.words")
    row = standing(tx.session, day)
    if row is None:
        raise Refused("close.not_closed")
    row.reopened_at, row.reopened_by, row.why = tx.now, tx.actor.name, why.strip()
