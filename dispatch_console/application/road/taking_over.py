"""Parcels that go from van to van on the road: each is in one van at any moment, whatever the plan says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.papers.renewing import renew_papers
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.store.entities import GoodsBack, Order, Parcel, Route, Shift, Stop
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


class TakeResult(StrEnum):
    """`other_route`: its stop is not on the route of the van that scans it."""

    TAKEN = "taken"
    ALREADY = "already"
    OTHER_ROUTE = "other_route"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A parcel whose stop is on one van's route while it still lies in another van."""

    parcel_id: int
    order_id: int
    code: str
    spaced: str
    vehicle: str
    driver: str


@reads(Kind.PLANS, Kind.ROAD, Kind.FLEET, Kind.LOADING, Kind.PACKING)
def elsewhere(session: Session, order_ids: Sequence[int]) -> tuple[Elsewhere, ...]:
    """Return the parcels of some orders that another van than the one which is to deliver them still has."""
    query = (
        select(GoodsBack, Parcel, Shift)
        .join(Parcel, Parcel.id == GoodsBack.parcel_id)
        .join(Shift, Shift.id == GoodsBack.shift_id)
        .where(GoodsBack.order_id.in_(order_ids), GoodsBack.handoff_id.is_(None))
        .where(GoodsBack.seen_at.is_(None), GoodsBack.void_at.is_(None))
        .order_by(GoodsBack.order_id, Parcel.position)
    )
    return tuple(
        Elsewhere(
            parcel.id, parcel.order_id, str(parcel.code), parcel.code.spaced, shift.vehicle.name, shift.driver.name
        )
        for _, parcel, shift in session.execute(query)
    )


@operation("take_over", DISPATCH.roles["arrive"])
def take_over(tx: Transaction, shift_id: int, text: str, at: datetime | None = None) -> TakeResult:
    """Scan a parcel out of another van into one on the road: from then on it is in this one. Errors: BadInput
    `code.damaged`.
    """
    code = codes.parse_typed(CodeKind.PARCEL, text)
    parcel = tx.session.get(Parcel, code.number) if code is not None and code.kind is CodeKind.PARCEL else None
    if parcel is None:
        return TakeResult.NOT_OURS
    order = locked(tx, parcel.order_id)
    stop = current_stop(tx.session, order.id)
    if stop is None or stop.route.shift_id != shift_id or stop.route.departed_at is None:
        return TakeResult.OTHER_ROUTE
    if parcel.loaded_route_id == stop.route_id:
        return TakeResult.ALREADY
    _take(tx, parcel, stop, at or tx.now)
    return TakeResult.TAKEN


@operation("take_over_all", DISPATCH.roles["arrive"])
def take_over_all(tx: Transaction, order_ids: Sequence[int]) -> int:
    """Note that the vans which are to deliver some orders have taken their parcels over. Returns how many parcels."""
    taken = 0
    for order in [locked(tx, order_id) for order_id in sorted(order_ids)]:
        stop = current_stop(tx.session, order.id)
        if stop is not None and stop.route.departed_at is not None:
            taken += len(taken_with(tx, order, stop, tx.now))
    return taken


def taken_with(tx: Transaction, order: Order, stop: Stop, at: datetime) -> tuple[Elsewhere, ...]:
    """Note that a van had the parcels which it gave a customer: whoever gives them had taken them over. Returns those
    that nobody had scanned over.
    """
    held = {one.parcel_id: one for one in elsewhere(tx.session, (order.id,))}
    for parcel in order.parcels:
        if parcel.id in held:
            _take(tx, parcel, stop, at)
    return tuple(held.values())


def _take(tx: Transaction, parcel: Parcel, stop: Stop, at: datetime) -> None:
    for row in _open_rows(tx, parcel.order_id):
        if row.parcel_id == parcel.id:
            row.seen_at, row.seen_by, row.goes_to = at, tx.actor.name, Destination.OTHER_VAN.value
    parcel.loaded_route_id, parcel.loaded_at, parcel.loaded_place = stop.route_id, at, ""


def give_back(tx: Transaction, order: Order, shift_id: int) -> bool:
    """Give a stop back to the van that has its parcels, because its driver was there: the plan follows what happened.

    Returns whether that van had them.
    """
    rows = [row for row in _open_rows(tx, order.id) if row.shift_id == shift_id]
    stop = current_stop(tx.session, order.id)
    held = [parcel for parcel in order.parcels if parcel.id in {row.parcel_id for row in rows}]
    if not held or stop is None or order.dispatch not in ("out", "at_door"):
        return False
    route = tx.session.get(Route, held[0].loaded_route_id) if held[0].loaded_route_id is not None else None
    if route is None or route.shift_id != shift_id:
        return False
    other = stop.route
    last = tx.session.scalar(select(func.max(Stop.sequence)).where(Stop.route_id == route.id))
    stop.route_id, stop.sequence = route.id, (last or 0) + 1
    for row in rows:
        row.void_at = tx.now
    tx.session.flush()
    for changed in (other, route):
        tx.session.expire(changed, ["stops"])
    tx.session.expire(stop, ["route"])
    renew_papers(tx, other, "route_changed")
    return True


def require_here(tx: Transaction, order: Order) -> None:
    """Require that no van has a parcel of an order still. Errors: Refused `goods.in_van` with the van."""
    row = next((row for row in _open_rows(tx, order.id) if row.shift_id is not None), None)
    if row is not None:
        shift = tx.session.get_one(Shift, row.shift_id)
        raise Refused("goods.in_van", number=order.number, van=shift.vehicle.name, driver=shift.driver.name)


def _open_rows(tx: Transaction, order_id: int) -> list[GoodsBack]:
    """Return the parcels of an order that a van has and is to bring back, as far as they are not here."""
    query = select(GoodsBack).where(
        GoodsBack.order_id == order_id,
        GoodsBack.parcel_id.is_not(None),
        GoodsBack.seen_at.is_(None),
        GoodsBack.void_at.is_(None),
    )
    return list(tx.session.scalars(query.with_for_update()))
