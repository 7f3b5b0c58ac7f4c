"""Write a plan, or a part of it, as the day's plan; what left or is being loaded stays."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.papers import ledger
from dispatch_console.application.planning import promises_of_plan
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.planning.publishing import publish as publishing
from dispatch_console.application.planning.seen import PlanSeen, require_as_seen
from dispatch_console.application.routes.unloading import unload_from
from dispatch_console.domain import moments, roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning import problem
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.planning.unplanned import out_of_reach
from dispatch_console.store.entities import DayPlan, Order, PlanEdit, Route, Shift, Stop, StopOrder
from dispatch_console.store.transaction import Transaction

# `shift:departure` → order ids stop by stop
Laid = dict[str, list[list[int]]]


@operation("keep_plan", roles.DISPATCH)
def keep_plan(
    tx: Transaction,
    prepared: DayProblem,
    plan: Plan,
    what: str = "optimise",
    *,
    publish: bool = False,
    seen: PlanSeen | None = None,
) -> int:
    """Make this the day's plan, and publish it where asked. Returns the plan's id.

    What left, was cancelled or loaded since `prepared` was read stays as it is. Departures whose stops and times are
    the same stay untouched, so that their papers stay true. Whoever it makes late stands on the call desk with it.

    `seen` is what the plan was when its calculation began, where `prepared` was read later. Errors: Conflict
    `plan.changed_meanwhile` where somebody else edited the plan since, or locked a van of it.
    """
    day_plan = locked_plan(tx, prepared.day, create=True)
    assert day_plan is not None
    open_ = prepared.shifts.keys() - prepared.problem.closed
    replanned = {prepared.shifts[key] for key in open_}
    require_as_seen(tx.session, prepared.day, seen or prepared.seen, tx.actor, prepared.local.zone, replanned)
    day_plan.solver, day_plan.estimate, day_plan.planned_at = plan.solver, plan.estimate, tx.now
    edit = lay(tx, day_plan, prepared, plan, open_, what)
    promises_of_plan.settle(tx, prepared, plan, open_, edit)
    if publish:
        publishing(tx, prepared.day)
    return day_plan.id


def locked_plan(tx: Transaction, day: date, *, create: bool = False) -> DayPlan | None:
    """Return the day's plan, locked for this transaction."""
    day_plan = tx.session.scalar(select(DayPlan).where(DayPlan.day == day).with_for_update(of=DayPlan))
    if day_plan is None and create:
        day_plan = DayPlan(day=day, planned_at=tx.now, solver="", estimate=True, revision=0)
        tx.session.add(day_plan)
    return day_plan


def lay(
    tx: Transaction, day_plan: DayPlan, prepared: DayProblem, plan: Plan, vehicles: Collection[str], what: str
) -> PlanEdit | None:
    """Rewrite the departures that differ from the plan, and record what they were. Returns the edit, None without a
    change.
    """
    planned = {route.vehicle: route for route in plan.routes}
    standing = {(route.shift_id, route.departure): route for route in day_plan.routes}
    changed = {}
    for key in vehicles:
        old = standing.get(prepared.shifts[key])
        if old is not None and old.departed_at is not None:
            continue
        if not _same(prepared, old, planned.get(key)):
            changed[key] = old
    _require_roads(tx.session, prepared, [planned[key] for key in changed if key in planned])
    before = {prepared.place(key): stop_order_ids(old) for key, old in changed.items()}
    published = {prepared.place(key): on_paper(old) for key, old in changed.items() if old and old.published_at}
    touched = {order_id for old in changed.values() if old for order_id in order_ids(old)}
    locked_stops = {ids: True for old in changed.values() if old for ids in _locked_stops(old)}
    locks = {key: old.locked for key, old in changed.items() if old}
    for old in changed.values():
        if old is not None:
            ledger.make_stale(tx, ledger.departure_key(old), "route_changed")
            day_plan.routes.remove(old)
    tx.session.flush()
    wanted = {order_id for key in changed if key in planned for stop in planned[key].stops
              for order_id in prepared.orders[stop.visit]}  # fmt: skip
    ready = _still_ready(tx.session, sorted(wanted | touched))
    elsewhere = {order_id for route in day_plan.routes for order_id in order_ids(route)}
    free = ready.keys() - elsewhere
    # read before anything is added: a query in between would flush, and insert departure by departure
    wanted_shifts = select(Shift).where(Shift.id.in_({prepared.shifts[key][0] for key in changed}))
    shifts = {shift.id: shift for shift in tx.session.scalars(wanted_shifts.options(selectinload(Shift.driver)))}
    after: Laid = {}
    for key in sorted(changed, key=lambda key: prepared.shifts[key]):
        after[prepared.place(key)] = []
        if key in planned:
            fresh = _route(shifts[prepared.shifts[key][0]], prepared, planned[key], free, locked_stops)
            fresh.locked = locks.get(key, False)
            after[prepared.place(key)] = stop_order_ids(fresh)
            if fresh.stops:
                day_plan.routes.append(fresh)
    placed = {order_id for stops in after.values() for ids in stops for order_id in ids}
    for order in ready.values():
        if order.id in placed and order.dispatch in ("unplanned", "on_manifest"):
            order.take("dispatch", "plan", tx.now)
        elif order.id not in placed | elsewhere and order.dispatch in ("planned", "on_manifest"):
            order.take("dispatch", "unplan", tx.now)
    tx.session.flush()
    _keep_loaded(tx, ready.values(), changed, day_plan)
    for route in _number(day_plan):
        # the stop numbers on a printed paper would name other doors now
        place = f"{route.shift_id}:{route.departure}"
        before[place] = after[place] = stop_order_ids(route)
        published[place] = on_paper(route)
        _draft_again(tx, route)
    if before == after:
        return None
    edit = PlanEdit(day=prepared.day, what=what, by=tx.actor.name, station=tx.actor.station, at=tx.now,
                    before=before, after=after, published=published)  # fmt: skip
    tx.session.add(edit)
    tx.session.flush()
    return edit


def _require_roads(session: Session, prepared: DayProblem, routes: Iterable[problem.PlannedRoute]) -> None:
    """Require that an open road leads to every stop. Errors: Refused `plan.no_road` with the orders and the van."""
    for route in routes:
        vehicle = prepared.problem.vehicle[route.vehicle]
        cut_off = [stop.visit for stop in route.stops if out_of_reach(prepared.problem, vehicle, stop.visit)]
        if cut_off:
            ids = [order_id for visit in cut_off for order_id in prepared.orders[visit]]
            numbers = session.scalars(select(Order.number).where(Order.id.in_(ids)).order_by(Order.number))
            raise Refused("plan.no_road", orders=", ".join(numbers), departure=route.vehicle)


def on_paper(route: Route) -> dict[str, Any]:
    return {
        "revision": route.revision,
        "published_at": route.published_at.isoformat() if route.published_at else "",
        "arrivals": _arrivals(route),
    }


def _arrivals(route: Route) -> list[str]:
    return [stop.arrive_at.astimezone(UTC).isoformat() for stop in route.stops]


def publish_again(tx: Transaction, day_plan: DayPlan, edit: PlanEdit) -> None:
    """Give departures that an undo made as published their revision and papers back.

    Not where an order or an address on them was changed meanwhile: then papers are printed anew.
    """
    standing = {f"{route.shift_id}:{route.departure}": route for route in day_plan.routes}
    for place, was in edit.published.items():
        route = standing.get(place)
        if route is None or stop_order_ids(route) != edit.before[place] or _arrivals(route) != was["arrivals"]:
            continue
        if ledger.changed_since(tx.session, order_ids(route), edit.at):
            continue
        route.revision, route.published_at = was["revision"], moments.from_text(was["published_at"])
        for stop in route.stops:
            for served in stop.served:
                if served.order.dispatch == "planned":
                    served.order.take("dispatch", "publish", tx.now)
        ledger.make_true_again(tx, ledger.departure_key(route), route.revision, edit.at)


def stop_order_ids(route: Route | None) -> list[list[int]]:
    """Return the order ids of a route, stop by stop."""
    return [[served.order_id for served in stop.served] for stop in route.stops] if route else []


def order_ids(route: Route) -> list[int]:
    return [served.order_id for stop in route.stops for served in stop.served]


def _same(prepared: DayProblem, old: Route | None, new: problem.PlannedRoute | None) -> bool:
    """Return whether a departure would be driven as it stands: same stops at the same times."""
    stops = new.stops if new else ()
    if old is None or not old.stops:
        return not stops
    if len(old.stops) != len(stops):
        return False
    return all(
        [served.order_id for served in was.served] == list(prepared.orders[stop.visit])
        and was.start_at == prepared.local.instant(stop.start_s)
        and was.arrive_at == prepared.local.instant(stop.arrive_s)
        for was, stop in zip(old.stops, stops, strict=True)
    )


def _locked_stops(route: Route) -> Iterable[tuple[int, ...]]:
    return (tuple(served.order_id for served in stop.served) for stop in route.stops if stop.locked)


def _still_ready(session: Session, ids: list[int]) -> dict[int, Order]:
    """Return the planned orders that nobody cancelled, loaded or took out meanwhile; locked."""
    query = select(Order).where(Order.id.in_(ids)).order_by(Order.id).with_for_update(of=Order)
    return {
        order.id: order
        for order in session.scalars(query)
        if order.closure == "open"
        and order.outcome == "none"
        and order.dispatch in ("unplanned", "planned", "on_manifest")
    }


def _keep_loaded(
    tx: Transaction, orders: Iterable[Order], before: Mapping[str, Route | None], day_plan: DayPlan
) -> None:
    """Keep a parcel in its van when its order stays on that departure; else it is unloaded."""
    was = {old.id: (old.shift_id, old.departure) for old in before.values() if old}
    now = {order_id: route for route in day_plan.routes for order_id in order_ids(route)}
    for order in orders:
        route = now.get(order.id)
        for parcel in order.parcels:
            if parcel.loaded_route_id not in was:
                continue
            if route is not None and was[parcel.loaded_route_id] == (route.shift_id, route.departure):
                parcel.loaded_route_id = route.id
            else:
                unload_from(tx, parcel, was[parcel.loaded_route_id][0])


def _number(day_plan: DayPlan) -> list[Route]:
    """Count a driver's stops through the day, so that a number means one door.

    What is on paper keeps its numbers while no departure before it has one of them. Returns the published departures
    that had to get others.
    """
    used: dict[int, set[int]] = {}
    renumbered = []
    for route in sorted(day_plan.routes, key=lambda route: (route.shift_id, route.departure)):
        if not route.stops:
            continue
        before = used.setdefault(route.shift_id, set())
        on_its_paper = route.published_at is not None and before.isdisjoint(stop.sequence for stop in route.stops)
        if route.departed_at is None and not on_its_paper:
            if route.published_at is not None:
                renumbered.append(route)
            for number, stop in enumerate(route.stops, max(before, default=0) + 1):
                if stop.sequence != number:
                    stop.sequence = number
        before.update(stop.sequence for stop in route.stops)
    return renumbered


def _draft_again(tx: Transaction, route: Route) -> None:
    """Make a published departure a draft: its papers are false."""
    ledger.make_stale(tx, ledger.departure_key(route), "route_changed")
    route.published_at = None
    for stop in route.stops:
        for served in stop.served:
            if served.order.dispatch == "on_manifest":
                served.order.take("dispatch", "plan", tx.now)


def _route(
    shift: Shift,
    prepared: DayProblem,
    planned: problem.PlannedRoute,
    ready: Collection[int],
    locked: Mapping[tuple[int, ...], bool],
) -> Route:
    _, departure = prepared.shifts[planned.vehicle]
    leaves, back = shift.departures[departure]
    at = prepared.local.instant
    ready_orders = {stop.visit: [order_id for order_id in prepared.orders[stop.visit] if order_id in ready]
            for stop in planned.stops}  # fmt: skip
    stops = [
        Stop(
            sequence=sequence,
            address_id=prepared.addresses[stop.visit],
            arrive_at=at(stop.arrive_s),
            start_at=at(stop.start_s),
            leave_at=at(stop.leave_s),
            window_start=at(stop.window[0]) if stop.window else None,
            window_end=at(stop.window[1]) if stop.window else None,
            distance_m=stop.distance_m,
            driving_s=stop.driving_s,
            locked=locked.get(tuple(ready_orders[stop.visit]), False),
            served=[StopOrder(order_id=order_id) for order_id in ready_orders[stop.visit]],
        )
        for sequence, stop in enumerate((stop for stop in planned.stops if ready_orders[stop.visit]), 1)
    ]
    return Route(
        shift_id=shift.id,
        departure=departure,
        name=f"{shift.driver.letter} {leaves}",
        start_at=at(planned.start_s),
        finish_at=at(planned.finish_s),
        back_by=prepared.local.at(back, last=True),
        distance_m=planned.distance_m,
        driving_s=planned.driving_s,
        revision=0,
        stops=stops,
        breaks=[
            {"start": at(rest.start_s).isoformat(), "end": at(rest.end_s).isoformat(), "after": rest.after_stops}
            for rest in planned.breaks
        ],
    )
