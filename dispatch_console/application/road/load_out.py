"""Load-out and the road: scanning parcels into the van, release, the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import writing
from dispatch_console.application.operations.rights import allowed
from dispatch_console.application.orders.verifying import locked
from dispatch_console.application.planning.off_route import take_off_route
from dispatch_console.application.promises import promising
from dispatch_console.application.road.load_list import open_stop_before
from dispatch_console.application.routes.day_plan import current_stop, has_left
from dispatch_console.application.routes.van_place import place_in_van
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.orders import guards
from dispatch_console.domain.orders.lifecycle import CLOSURE, DISPATCH
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.road import proof
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Handoff, Order, Parcel, Route, Stop
from dispatch_console.store.transaction import Transaction


class LoadResult(StrEnum):
    LOADED = "loaded"
    ALREADY_IN = "already_in"
    OTHER_VAN = "other_van"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class LoadScan:
    """What a scan at the van meant; `belongs_to` names the right route of a surplus parcel."""

    result: LoadResult
    parcel_id: int | None = None
    belongs_to: str = ""


@allowed(DISPATCH.roles["load"])
def load_parcel(tx: Transaction, route_id: int, text: str) -> LoadScan:
    """Scan a parcel into the van. Errors: BadInput `code.damaged`; Refused `load.not_packed`, `route.left`."""
    route = _route(tx, route_id)
    code = codes.parse_typed(CodeKind.PARCEL, text)
    if code is None or code.kind is not CodeKind.PARCEL:
        return LoadScan(LoadResult.NOT_OURS)
    parcel = tx.session.get(Parcel, code.number, with_for_update=True)
    if parcel is None:
        return LoadScan(LoadResult.NOT_OURS)
    orders = {served.order_id: served.order for stop in route.stops for served in stop.served}
    if parcel.order_id not in orders:
        return LoadScan(LoadResult.OTHER_VAN, parcel.id, _planned_on(tx.session, parcel.order_id))
    if parcel.loaded_route_id == route.id:
        return LoadScan(LoadResult.ALREADY_IN, parcel.id)
    order = locked(tx, parcel.order_id)
    guards.require_packed_for_load(order.axes, number=order.number)
    parcel.loaded_place = place_in_van(_stop_of(route, order.id), parcel).code
    parcel.loaded_route_id, parcel.loaded_at, parcel.missing = route.id, tx.now, False
    if all(entry.loaded_route_id == route.id for entry in order.parcels) and order.dispatch == "on_manifest":
        order.take("dispatch", "load", tx.now)
        writing.plan_reminder(tx, order, _stop_of(route, order.id))
    return LoadScan(LoadResult.LOADED, parcel.id)


@allowed(DISPATCH.roles["load"])
def mark_missing(tx: Transaction, route_id: int, parcel_id: int) -> None:
    """The loader cannot find a parcel: it is looked for, or its order is left behind."""
    _route(tx, route_id)
    parcel = tx.session.get_one(Parcel, parcel_id, with_for_update=True)
    if parcel.loaded_at is None:
        parcel.missing = True


@allowed(DISPATCH.roles["load"])
def look_again(tx: Transaction, route_id: int, parcel_id: int) -> None:
    """A parcel that was called missing is searched for once more."""
    _route(tx, route_id)
    tx.session.get_one(Parcel, parcel_id, with_for_update=True).missing = False


@allowed(DISPATCH.roles["leave_behind"])
def leave_behind(tx: Transaction, route_id: int, order_id: int) -> None:
    """A parcel is not there, or its order may not go: it leaves the route and waits for a new plan."""
    route = _route(tx, route_id)
    order = locked(tx, order_id)
    for parcel in order.parcels:
        parcel.missing = parcel.loaded_at is None
    take_off_route(tx, route, order, "left_behind")


@allowed(DISPATCH.roles["depart"])
def depart(tx: Transaction, route_id: int) -> None:
    """Release the van.

    Errors: Refused `load.unbalanced` with the missing codes, `load.held` where an order is on hold or was changed,
    `route.left`, `route.draft`, `route.not_back` while its earlier departure has open stops.
    """
    route = _route(tx, route_id)
    if route.published_at is None:
        raise Refused("route.draft", route=route.name)
    _require_back(tx.session, route)
    orders = [served.order for stop in route.stops for served in stop.served]
    held = tuple(order.number for order in orders if order.verification != "verified")
    if held:
        raise Refused("load.held", numbers=", ".join(held))
    missing = tuple(
        parcel.code.spaced for order in orders for parcel in order.parcels if parcel.loaded_route_id != route.id
    )
    unpacked = tuple(order.number for order in orders if not order.parcels)
    guards.require_load_balanced(missing=(*missing, *unpacked), surplus=())
    route.departed_at, route.released_by = tx.now, tx.actor.name
    for order in sorted(orders, key=lambda order: order.id):
        order.take("dispatch", "depart", tx.now)


@allowed(DISPATCH.roles["arrive"])
def arrive(tx: Transaction, order_ids: Sequence[int]) -> None:
    """The van stands at the door of a stop with these orders; those that are on the road arrive.

    Errors: Refused `lifecycle.illegal` when none is.
    """
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    for order in [order for order in orders if order.dispatch == "out"] or orders:
        order.take("dispatch", "arrive", tx.now)
        stop = current_stop(tx.session, order.id)
        if stop is not None and stop.arrived_at is None:
            stop.arrived_at = tx.now


@allowed(DISPATCH.roles["finish"])
def hand_over(
    tx: Transaction, order_id: int, facts: HandoffFacts, *, through: str, signature: bytes | None, note: str = ""
) -> int:
    """Record what happened at the door. Returns the record's id.

    Errors: Refused `handoff.missing` with the proofs that are open, `lifecycle.illegal`; Conflict `handoff.recorded`
    where another station was first.
    """
    order = locked(tx, order_id)
    _require_no_record(tx, order)
    due = order.due_on_delivery or 0
    proof.require_proof(facts, order.requirements, due=due, permitted=bool(order.address.safe_place))
    outcome = OUTCOMES[facts.outcome]
    counter = order.dispatch in ("unplanned",)
    if counter and outcome.action != "pick_up":
        raise Refused("handoff.not_out", number=order.number)
    if counter and order.packing != "packed":
        raise Refused("load.not_packed", number=order.number)
    stop = None if counter else current_stop(tx.session, order_id)
    order.take("dispatch", "finish", tx.now)
    order.take("outcome", outcome.action, tx.now)
    order.outcome_code = outcome.code
    handed = outcome.action in ("deliver", "pick_up")
    record = Handoff(
        order_id=order.id,
        stop_id=stop.id if stop else None,
        route_name=stop.route.name if stop else "",
        stop_sequence=stop.sequence if stop else None,
        driver=stop.route.shift.driver.name if stop else tx.actor.name,
        vehicle=stop.route.shift.vehicle.name if stop else "",
        attempt=order.attempt,
        reported_through=through,
        outcome_code=outcome.code,
        recipient=facts.recipient.strip(),
        relation=facts.relation if handed else "",
        said_name=facts.said_name,
        said_number=facts.said_number,
        id_kind=facts.id_kind,
        of_age=facts.of_age,
        due=due,
        collected=facts.collected,
        items_accepted=order.pieces if handed else 0,
        items_refused=0,
        signature=signature,
        note=note,
        acted_at=tx.now,
        recorded_at=tx.now,
        recorded_by=tx.actor.name,
    )
    tx.session.add(record)
    if stop is not None:
        stop.arrived_at, stop.left_at = stop.arrived_at or tx.now, tx.now
    if handed:
        order.delivered_at, order.recipient = tx.now, facts.recipient.strip() or None
        writing.plan_confirmation(tx, order)
    else:
        order.address.failures += 1
        writing.plan_missed(tx, order)
    tx.session.flush()
    return record.id


@allowed(DISPATCH.roles["retry"])
def rebook(tx: Transaction, order_ids: Sequence[int], window: TimeWindow | None = None) -> None:
    """The missed orders of a stop try again, in a window that is yet to be agreed.

    `window` is what is planned with and offered; only the customer's word confirms it.
    Errors: Refused `attempts.used_up`, `window.past`, `lifecycle.illegal` where none was missed.
    """
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    for order in [order for order in orders if order.outcome in ("failed", "unattempted")] or orders:
        _try_again(tx, order)
        if window is not None:
            promising.offer(tx, order.id, window, "desk", plan_with=True)


def _require_no_record(tx: Transaction, order: Order) -> None:
    if order.outcome == "none":
        return
    query = select(Handoff).where(Handoff.order_id == order.id).order_by(Handoff.id.desc()).limit(1)
    record = tx.session.scalar(query)
    if record is not None:
        zone = zone_of(tx.session)
        raise Conflict(
            "handoff.recorded",
            number=order.number,
            by=record.recorded_by,
            at=f"{record.recorded_at.astimezone(zone):%H:%M}",
            outcome=record.outcome_code,
        )


def _try_again(tx: Transaction, order: Order) -> None:
    if order.attempt >= 3:
        raise Refused("attempts.used_up", number=order.number)
    order.take("outcome", "retry", tx.now)
    order.take("dispatch", "retry", tx.now)
    if order.appointment in ("confirmed", "moved", "proposed"):
        order.take("appointment", "lapse", tx.now)
    # what was promised for the attempt that failed is promised no more
    order.promise_start = order.promise_end = None
    order.attempt += 1
    order.outcome_code = ""
    for parcel in order.parcels:
        parcel.loaded_at = parcel.loaded_route_id = None
        parcel.loaded_place = ""


@allowed(CLOSURE.roles["reconcile"])
def reconcile(tx: Transaction, order_id: int) -> None:
    """Close a delivered order: parcels, signature and money are accounted for. Errors: Refused `reconcile.open`."""
    order = locked(tx, order_id)
    if order.outcome not in ("delivered", "picked_up"):
        raise Refused("reconcile.open", number=order.number)
    order.take("closure", "reconcile", tx.now)


def _route(tx: Transaction, route_id: int) -> Route:
    route = tx.session.get(Route, route_id, with_for_update={"of": Route})
    if route is None:
        raise BadInput("route.unknown", route=route_id)
    if route.departed_at is not None:
        raise has_left(tx.session, route)
    return route


def _require_back(session: Session, route: Route) -> None:
    waiting = open_stop_before(session, route)
    if waiting is not None:
        van, before = route.shift.vehicle.name, waiting.route.name
        raise Refused("route.not_back", van=van, route=before, stop=waiting.sequence)


def _stop_of(route: Route, order_id: int) -> Stop:
    return next(stop for stop in route.stops if any(served.order_id == order_id for served in stop.served))


def _planned_on(session: Session, order_id: int) -> str:
    stop = current_stop(session, order_id)
    return f"{stop.route.name}, stop {stop.sequence}" if stop else ""
