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
from dispatch_console.application.road import day_end, goods_in, van_checks
from dispatch_console.application.road.load_list import open_stop_before
from dispatch_console.application.routes import unloading
from dispatch_console.application.routes.day_plan import has_left
from dispatch_console.application.routes.van_place import place_in_van
from dispatch_console.application.shops.asking import ask_again
from dispatch_console.application.shops.noting import note_event
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders import gates, guards
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.road.day_end import OpenKind, blocking
from dispatch_console.store.entities import Order, Parcel, Route, Stop, SurplusParcel
from dispatch_console.store.transaction import Transaction

# more than this is no code; it is kept to be shown
LONGEST_CODE = 60


class LoadResult(StrEnum):
    LOADED = "loaded"
    ALREADY_IN = "already_in"
    OTHER_VAN = "other_van"
    NOT_OURS = "not_ours"
    OLD_LABEL = "old_label"


@dataclass(frozen=True, slots=True)
class LoadScan:
    """What a scan at the van meant. A parcel that does not belong there is surplus until it is carried away.

    `label`: what is wrong with its label. One that names another door, customer or number of parcels is not loaded.
    """

    result: LoadResult
    parcel_id: int | None = None
    label: OldLabel | None = None


@operation("load_parcel", DISPATCH.roles["load"])
def load_parcel(tx: Transaction, route_id: int, text: str) -> LoadScan:
    """Scan a parcel into the van. Errors: BadInput `code.damaged`; Refused `load.not_packed`, `route.left`."""
    route = _route(tx, route_id)
    code = codes.parse_typed(CodeKind.PARCEL, text)
    known = code is not None and code.kind is CodeKind.PARCEL
    parcel = tx.session.get(Parcel, code.number, with_for_update=True) if code is not None and known else None
    if code is None or parcel is None:
        return _surplus(tx, route, text, LoadResult.NOT_OURS)
    orders = {served.order_id: served.order for stop in route.stops for served in stop.served}
    if parcel.order_id not in orders:
        return _surplus(tx, route, text, LoadResult.OTHER_VAN, parcel)
    if parcel.loaded_route_id == route.id:
        return LoadScan(LoadResult.ALREADY_IN, parcel.id)
    order = locked(tx, parcel.order_id)
    guards.require_packed_for_load(order.axes, number=order.number)
    old = old_label(tx.session, code, parcel)
    if old is not None and not old.is_harmless:
        return _surplus(tx, route, text, LoadResult.OLD_LABEL, parcel, old)
    _put_in(tx, route, order, parcel)
    return LoadScan(LoadResult.LOADED, parcel.id, label=old)


def _put_in(tx: Transaction, route: Route, order: Order, parcel: Parcel) -> None:
    parcel.loaded_place = place_in_van(_stop_of(route, order.id), parcel).code
    parcel.loaded_route_id, parcel.loaded_at, parcel.missing = route.id, tx.now, False
    goods_in.seen_by_loading(tx, parcel.id)
    unloading.gone(tx, parcel.id)
    if all(entry.loaded_route_id == route.id for entry in order.parcels) and order.dispatch == "on_manifest":
        order.take("dispatch", "load", tx.now)
        ask_again(tx, order)
        writing.plan_reminder(tx, order, _stop_of(route, order.id))


def _surplus(
    tx: Transaction,
    route: Route,
    text: str,
    why: LoadResult,
    parcel: Parcel | None = None,
    label: OldLabel | None = None,
) -> LoadScan:
    found = SurplusParcel(
        shift_id=route.shift_id,
        parcel_id=parcel.id if parcel is not None else None,
        code=(str(parcel.code) if parcel is not None else text.strip())[:LONGEST_CODE],
        why=why.value,
        changed=(label.changed or label.reason) if label is not None else "",
    )
    unloading.add_surplus(tx, found)
    return LoadScan(why, found.parcel_id, label)


@operation("carry_away", DISPATCH.roles["load"])
def carry_away(tx: Transaction, surplus_id: int) -> None:
    """Note that a parcel which does not belong into a van was carried away from it."""
    row = tx.session.get_one(SurplusParcel, surplus_id, with_for_update=True)
    if row.gone_at is None:
        row.gone_at, row.gone_by = tx.now, tx.actor.name


@operation("check_van", DISPATCH.roles["load"])
def check_van(tx: Transaction, route_id: int, odometer: int, fuel: str, damage: str, *, papers: bool) -> None:
    """Keep what a driver says of his van at the dock; on the road his phone says it. `odometer` in kilometres.

    Errors: BadInput `van.odometer`.
    """
    shift = _route(tx, route_id).shift
    van_checks.keep(tx, shift, van_checks.OUT, odometer, fuel=fuel, damage=damage, papers=papers, at=tx.now)


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
def depart(tx: Transaction, route_id: int, waiver: str = "") -> None:
    """Release the van. `waiver`: why a supervisor lets it go with parcels that nobody scanned into it, which then count
    as loaded, or with some that nobody carried away.

    Errors: Refused `load.unbalanced` with the missing codes, `load.surplus`, `load.held` where an order is on hold,
    cancelled or changed, `load.not_packed`, `route.left`, `route.draft`, `route.not_back` while its earlier departure
    has open stops, `route.goods_open` while goods are to come back that it brought from an earlier one, `waiver.role`,
    `waiver.reason`.
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
    _require_balance(tx, route, orders, waiver)
    route.departed_at, route.released_by = tx.now, tx.actor.name
    for order in sorted(orders, key=lambda order: order.id):
        order.take("dispatch", "depart", tx.now)
        note_event(tx, order, WriteBack.OUT_FOR_DELIVERY)
        ask_again(tx, order)


def _require_balance(tx: Transaction, route: Route, orders: list[Order], waiver: str) -> None:
    missing = [(order, one) for order in orders for one in order.parcels if one.loaded_route_id != route.id]
    unpacked = [order for order in orders if not order.parcels]
    surplus = unloading.surplus_of(tx.session, route.shift_id)
    if not waiver.strip() or not (missing or surplus):
        names = (*(parcel.code.spaced for _, parcel in missing), *(order.number for order in unpacked))
        guards.require_load_balanced(missing=names, surplus=tuple(row.code for row in surplus))
        return
    gates.require_waiver_right(tx.actor.role, waiver)
    for order in (*unpacked, *(order for order, _ in missing)):
        # what was never packed is in no van, whoever says so
        guards.require_packed_for_load(order.axes, number=order.number)
    route.release_waiver = waiver.strip()
    for order, parcel in missing:
        _put_in(tx, route, order, parcel)
    for row in surplus:
        row.gone_at, row.gone_by = tx.now, tx.actor.name


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
