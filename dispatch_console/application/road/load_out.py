"""Scan parcels into a van, and release the van."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from dispatch_console.application.messages import writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.papers.label_truth import OldLabel, old_label
from dispatch_console.application.planning.off_route import take_off_route
from dispatch_console.application.promises import promising
from dispatch_console.application.road import day_end, goods_in
from dispatch_console.application.road.load_list import open_stop_before
from dispatch_console.application.routes.day_plan import current_stop, has_left
from dispatch_console.application.routes.van_place import place_in_van
from dispatch_console.application.shops.asking import ask_again
from dispatch_console.application.shops.noting import note_event
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders import guards
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.road.day_end import OpenKind, blocking
from dispatch_console.language import tr
from dispatch_console.store.entities import Parcel, Route, Stop
from dispatch_console.store.transaction import Transaction


class LoadResult(StrEnum):
    LOADED = "loaded"
    ALREADY_IN = "already_in"
    OTHER_VAN = "other_van"
    NOT_OURS = "not_ours"
    OLD_LABEL = "old_label"


@dataclass(frozen=True, slots=True)
class LoadScan:
    """What a scan at the van meant; `belongs_to` names the right route of a surplus parcel.

    `label`: what is wrong with its label. One that names another door, customer or number of parcels is not loaded.
    """

    result: LoadResult
    parcel_id: int | None = None
    belongs_to: str = ""
    label: OldLabel | None = None


@operation("load_parcel", DISPATCH.roles["load"])
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
    old = old_label(tx.session, code, parcel)
    if old is not None and not old.is_harmless:
        return LoadScan(LoadResult.OLD_LABEL, parcel.id, label=old)
    parcel.loaded_place = place_in_van(_stop_of(route, order.id), parcel).code
    parcel.loaded_route_id, parcel.loaded_at, parcel.missing = route.id, tx.now, False
    goods_in.seen_by_loading(tx, parcel.id)
    if all(entry.loaded_route_id == route.id for entry in order.parcels) and order.dispatch == "on_manifest":
        order.take("dispatch", "load", tx.now)
        ask_again(tx, order)
        writing.plan_reminder(tx, order, _stop_of(route, order.id))
    return LoadScan(LoadResult.LOADED, parcel.id, label=old)


@operation("mark_missing", DISPATCH.roles["load"])
def mark_missing(tx: Transaction, route_id: int, parcel_id: int) -> None:
    """Mark a parcel as missing."""
    _route(tx, route_id)
    parcel = tx.session.get_one(Parcel, parcel_id, with_for_update=True)
    if parcel.loaded_at is None:
        parcel.missing = True


@operation("look_again", DISPATCH.roles["load"])
def look_again(tx: Transaction, route_id: int, parcel_id: int) -> None:
    """Take back that a parcel is missing."""
    _route(tx, route_id)
    tx.session.get_one(Parcel, parcel_id, with_for_update=True).missing = False


@operation("leave_behind", DISPATCH.roles["leave_behind"])
def leave_behind(tx: Transaction, route_id: int, order_id: int) -> None:
    """Take an order off the route because a parcel is missing or it may not go."""
    route = _route(tx, route_id)
    order = locked(tx, order_id)
    for parcel in order.parcels:
        parcel.missing = parcel.loaded_at is None
    take_off_route(tx, route, order, "left_behind")
    promising.left_behind(tx, order)


@operation("depart", DISPATCH.roles["depart"])
def depart(tx: Transaction, route_id: int) -> None:
    """Release the van.

    Errors: Refused `load.unbalanced` with the missing codes, `load.held` where an order is on hold, cancelled or
    changed, `route.left`, `route.draft`, `route.not_back` while its earlier departure has open stops,
    `route.goods_open` while goods are to come back that it brought from an earlier one.
    """
    route = _route(tx, route_id)
    if route.published_at is None:
        raise Refused("route.draft", route=route.name)
    _require_back(tx.session, route)
    _require_emptied(tx.session, route)
    orders = [served.order for stop in route.stops for served in stop.served]
    held = [order.number for order in orders if order.verification != "verified" or order.closure != "open"]
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
        note_event(tx, order, WriteBack.OUT_FOR_DELIVERY)
        ask_again(tx, order)


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


def _require_emptied(session: Session, route: Route) -> None:
    """Require that nothing of its earlier departures is still in the van, or nowhere."""
    mine = [
        thing
        for thing in blocking(day_end.open_things(session, route.shift.day))
        if thing.kind is OpenKind.GOODS and thing.shift_id == route.shift_id
    ]
    if mine:
        raise Refused(
            "route.goods_open",
            van=route.shift.vehicle.name,
            count=len(mine),
            goods=", ".join(f"{thing.what} ({thing.customer})" for thing in mine[:4]),
        )


def _stop_of(route: Route, order_id: int) -> Stop:
    return next(stop for stop in route.stops if any(served.order_id == order_id for served in stop.served))


def _planned_on(session: Session, order_id: int) -> str:
    stop = current_stop(session, order_id)
    return tr("{route}, stop {sequence}", route=stop.route.name, sequence=stop.sequence) if stop else ""
