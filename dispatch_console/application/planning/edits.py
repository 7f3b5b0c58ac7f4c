"""Change a plan by hand, and undo such changes until somebody else changed the same departures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.papers import ledger
from dispatch_console.application.planning import keeping, promises_of_plan
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.planning.keeping import stop_order_ids
from dispatch_console.application.planning.seen import others_edits
from dispatch_console.application.routes.day_plan import has_left
from dispatch_console.application.routes.unloading import gone, unload
from dispatch_console.application.routes.van_place import place_in_van
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.planning.pricing import effect, resequenced
from dispatch_console.store.entities import DayPlan, Parcel, PlanEdit, Route, Shift, Stop, StopOrder
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Actor, Transaction

CALL_OFF = "call_off"
Sequences = Mapping[str, Sequence[str]]
# how an order comes off its route, by where it stands
_FREEING = {
    "planned": "unplan",
    "on_manifest": "unplan",
    "loaded": "leave_behind",
    "out": "recall",
    "at_door": "recall",
}


@dataclass(frozen=True, slots=True)
class CalledOff:
    """How many orders wait for another van, and how many of their parcels stand in this one."""

    waiting: int
    aboard: int


@dataclass(frozen=True, slots=True)
class Undoable:
    """What undo and redo would do next, empty where there is nothing. `shift`: of a call-off that would be undone."""

    undo: str = ""
    redo: str = ""
    shift: int = 0


@operation("edit", roles.DISPATCH)
def edit(tx: Transaction, prepared: DayProblem, sequences: Sequences, what: str) -> tuple[str, ...]:
    """Give some departures other sequences of visits, as seen in `prepared`.

    Whoever it makes late stands on the call desk with it; who is in time again, and was not spoken to since, leaves it.
    Returns the visits that it makes late. Errors: Conflict `plan.changed` where one of the departures is not what it
    was; Refused `route.left`, `route.closed`.
    """
    day_plan = keeping.locked_plan(tx, prepared.day, create=True)
    assert day_plan is not None
    _require_unchanged(tx, day_plan, prepared, sequences)
    plan = resequenced(prepared.problem, prepared.standing, sequences)
    # a later departure of the same van may leave later now
    vans = {prepared.problem.vehicle[key].route for key in sequences}
    touched = [
        van.key for van in prepared.problem.vehicles if van.route in vans and van.key not in prepared.problem.closed
    ]
    edit = keeping.lay(tx, day_plan, prepared, plan, touched, what)
    promises_of_plan.settle(tx, prepared, plan, touched, edit)
    broken = effect(prepared.problem, prepared.standing, sequences).broken
    return tuple(one.visit for one in broken if one.code == "late" and one.visit)


@operation("undo", roles.DISPATCH)
def undo(tx: Transaction, prepared: DayProblem) -> str:
    """Take back the last act of this person at this station. Returns what it was.

    A driver who was called off is on duty again; `prepared` counts him in (`back_on_duty`). A promise that the act
    broke holds again, unless the customer was spoken to since.
    Errors: Refused `undo.nothing`; Conflict `plan.changed`.
    """
    last = _last(tx.session, prepared.day, tx.actor)
    if last is None:
        raise Refused("undo.nothing")
    if last.what == CALL_OFF:
        call_back(tx, _shift_of(last))
    day_plan = _put(tx, prepared, last, last.after, last.before)
    keeping.publish_again(tx, day_plan, last)
    _load_again(tx, day_plan, last)
    promises_of_plan.hold(tx, last.day, last.broke)
    promises_of_plan.ring(tx, last.kept)
    last.undone_at = tx.now
    return last.what


@operation("redo", roles.DISPATCH)
def redo(tx: Transaction, prepared: DayProblem) -> str:
    """Repeat the act that was undone last. Errors: Refused `redo.nothing`; Conflict `plan.changed`."""
    first = _undone(tx.session, prepared.day, tx.actor)
    if first is None:
        raise Refused("redo.nothing")
    _put(tx, prepared, first, first.before, first.after)
    first.broke = promises_of_plan.ring(tx, first.broke)
    first.kept = promises_of_plan.hold(tx, first.day, first.kept)
    first.undone_at = None
    return first.what


@reads(Kind.PLANS, Kind.ROAD)
def undoable(session: Session, day: date, actor: Actor) -> Undoable:
    last, first = _last(session, day, actor), _undone(session, day, actor)
    called_off = _shift_of(last) if last and last.what == CALL_OFF else 0
    return Undoable(last.what if last else "", first.what if first else "", called_off)


def _shift_of(call_off: PlanEdit) -> int:
    return int(next(iter(call_off.before)).split(":")[0])


@operation("lock_stop", roles.DISPATCH)
def lock_stop(tx: Transaction, day: date, order_id: int, locked: bool) -> None:
    """Lock a stop to its van, or unlock it. Errors: Refused `stop.none`."""
    query = (
        select(Stop)
        .join(StopOrder)
        .join(Route, Route.id == Stop.route_id)
        .join(DayPlan)
        .where(DayPlan.day == day, StopOrder.order_id == order_id)
    )
    stop = tx.session.scalar(query)
    if stop is None:
        raise Refused("stop.none")
    stop.locked = locked


@operation("lock_routes", roles.DISPATCH)
def lock_routes(tx: Transaction, day: date, shift_id: int, locked: bool) -> None:
    """Lock or unlock the departures of a van that have not left."""
    query = select(Route).join(DayPlan).where(
        DayPlan.day == day, Route.shift_id == shift_id, Route.departed_at.is_(None)
    )  # fmt: skip
    for route in tx.session.scalars(query):
        route.locked = locked


@operation("call_off", roles.DISPATCH)
def call_off(tx: Transaction, shift_id: int, reason: str) -> CalledOff:
    """Take a driver or van off duty for today: its open stops wait for a new plan.

    It can be undone: then departures that had not left have their stops again, and what lay in the van lies in it.
    Errors: Refused `shift.called_off`.
    """
    shift = tx.session.get_one(Shift, shift_id, with_for_update=True)
    if shift.called_off_at is not None:
        raise Refused("shift.called_off", driver=shift.driver.name)
    shift.called_off_at, shift.called_off_for = tx.now, reason
    day_plan = keeping.locked_plan(tx, shift.day)
    waiting = aboard = 0
    routes = [route for route in (day_plan.routes if day_plan else ()) if route.shift_id == shift_id]
    _note_call_off(tx, shift, [route for route in routes if route.departed_at is None])
    for route in routes:
        ledger.make_stale(tx, ledger.departure_key(route), "called_off")
        for stop in list(route.stops):
            if stop.left_at is None:
                aboard += sum(
                    parcel.loaded_route_id == route.id for served in stop.served for parcel in served.order.parcels
                )
                waiting += _set_free(tx, stop)
                route.stops.remove(stop)
        if day_plan and not route.stops and route.departed_at is None:
            day_plan.routes.remove(route)
    return CalledOff(waiting, aboard)


@operation("call_back", roles.DISPATCH)
def call_back(tx: Transaction, shift_id: int) -> None:
    """Put a shift back on duty."""
    shift = tx.session.get_one(Shift, shift_id, with_for_update=True)
    shift.called_off_at, shift.called_off_for = None, ""


def _note_call_off(tx: Transaction, shift: Shift, routes: Sequence[Route]) -> None:
    """Record what a call-off takes away, so that it can be undone."""
    place_of = {route.id: f"{shift.id}:{route.departure}" for route in routes}
    edit = PlanEdit(
        day=shift.day,
        what=CALL_OFF,
        by=tx.actor.name,
        station=tx.actor.station,
        at=tx.now,
        before={place_of[route.id]: stop_order_ids(route) for route in routes},
        after={place: [] for place in place_of.values()},
        published={
            place_of[route.id]: keeping.on_paper(route) | {"loaded": [parcel.id for parcel in _aboard(route)]}
            for route in routes
            if route.published_at
        },
    )
    if routes:
        tx.session.add(edit)


def _aboard(route: Route) -> list[Parcel]:
    parcels = [parcel for stop in route.stops for served in stop.served for parcel in served.order.parcels]
    return [parcel for parcel in parcels if parcel.loaded_route_id == route.id]


def _load_again(tx: Transaction, day_plan: DayPlan, edit: PlanEdit) -> None:
    """Put back into the van what lay in it when its driver was called off; nobody has taken it out since."""
    standing = {f"{route.shift_id}:{route.departure}": route for route in day_plan.routes}
    for place, was in edit.published.items():
        route = standing.get(place)
        for stop in route.stops if route else ():
            for order in (served.order for served in stop.served if served.order.dispatch == "on_manifest"):
                inside = [parcel for parcel in order.parcels if parcel.id in was.get("loaded", ())]
                for parcel in inside:
                    parcel.loaded_place = place_in_van(stop, parcel).code
                    parcel.loaded_route_id, parcel.loaded_at = stop.route_id, tx.now
                    gone(tx, parcel.id)
                if inside and len(inside) == len(order.parcels):
                    order.take("dispatch", "load", tx.now)


def _set_free(tx: Transaction, stop: Stop) -> int:
    for served in stop.served:
        order = served.order
        action = _FREEING.get(order.dispatch)
        if action:
            order.take("dispatch", action, tx.now)
        unload(tx, order.parcels)
    return len(stop.served)


def _require_unchanged(tx: Transaction, day_plan: DayPlan, prepared: DayProblem, sequences: Sequences) -> None:
    standing = {(route.shift_id, route.departure): route for route in day_plan.routes}
    for key in sequences:
        route = standing.get(prepared.shifts[key])
        if route is not None and route.departed_at is not None:
            raise has_left(tx.session, route)
        if key in prepared.problem.closed or (route is not None and route.locked):
            raise Refused("route.closed", route=route.name if route else key)
        if prepared.visits_of(stop_order_ids(route)) != prepared.visits_of_departure.get(key, ()):
            raise changed_by(tx.session, prepared, key, prepared.seen.last_edit, tx.actor)


def changed_by(session: Session, prepared: DayProblem, key: str, since: int, actor: Actor) -> Conflict:
    """Return the conflict that names who else changed this departure last, after an edit, and when.

    `plan.changed_otherwise` where nobody else did: an order was cancelled, loaded or handed over, by whomever.
    """
    others = others_edits(prepared.day, actor).where(PlanEdit.id > since).order_by(PlanEdit.id.desc())
    place = prepared.place(key)
    who = next((other for other in session.scalars(others.limit(50)) if place in other.before), None)
    if who is None:
        return Conflict("plan.changed_otherwise", route=key)
    at = who.at.astimezone(prepared.local.zone)
    return Conflict("plan.changed", route=key, by=who.by, station=who.station, at=f"{at:%H:%M}")


def _put(tx: Transaction, prepared: DayProblem, act: PlanEdit, now: Mapping[str, list[list[int]]],
         wanted: Mapping[str, list[list[int]]]) -> DayPlan:  # fmt: skip
    """Bring some departures from one state to the other, if they still are in the first. Returns the day's plan."""
    day_plan = keeping.locked_plan(tx, prepared.day, create=True)
    assert day_plan is not None
    place = {prepared.place(key): key for key in prepared.shifts}
    standing = {f"{route.shift_id}:{route.departure}": route for route in day_plan.routes}
    sequences = {}
    for name in now:
        route = standing.get(name)
        if name not in place or (route is not None and route.departed_at is not None):
            raise Refused("undo.left", what=act.what)
        if sorted(stop_order_ids(route)) != sorted(now[name]) or stop_order_ids(route) != now[name]:
            raise changed_by(tx.session, prepared, place[name], act.id, tx.actor)
        sequences[place[name]] = prepared.visits_of(wanted.get(name, []))
    plan = resequenced(prepared.problem, prepared.standing, sequences)
    own_edit = keeping.lay(tx, day_plan, prepared, plan, list(sequences), act.what)
    if own_edit is not None:
        # an undo is no new act: the one that it takes back is marked
        tx.session.delete(own_edit)
    return day_plan


def _last(session: Session, day: date, actor: Actor) -> PlanEdit | None:
    query = (
        select(PlanEdit)
        .where(PlanEdit.day == day, PlanEdit.by == actor.name, PlanEdit.station == actor.station)
        .where(PlanEdit.undone_at.is_(None))
        .order_by(PlanEdit.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def _undone(session: Session, day: date, actor: Actor) -> PlanEdit | None:
    """Return the earliest undone act after the last one that stands; a driver is called off again by its own key."""
    last = _last(session, day, actor)
    query = (
        select(PlanEdit)
        .where(PlanEdit.day == day, PlanEdit.by == actor.name, PlanEdit.station == actor.station)
        .where(PlanEdit.undone_at.is_not(None), PlanEdit.id > (last.id if last else 0), PlanEdit.what != CALL_OFF)
        .order_by(PlanEdit.id)
        .limit(1)
    )
    return session.scalar(query)
