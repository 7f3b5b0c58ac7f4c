"""Open an order at a bench, and begin parcels."""

from datetime import datetime, timedelta

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import hold_for_me, locked, put_down
from dispatch_console.application.packing import boxes
from dispatch_console.application.packing.progress import open_box
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.store.entities import Order, Parcel
from dispatch_console.store.transaction import Transaction


@operation("start", roles.PACKING)
def start(tx: Transaction, order_id: int, *, take_over: bool = False, instead_of: int | None = None) -> None:
    """Take an order to this station; the one that was open here is put down with it.

    Errors: Refused `pack.not_verified`, `pack.on_hold`, `pack.packed`, `pack.closed`, `order.held`.
    """
    if instead_of is not None and instead_of != order_id:
        put_down(tx, instead_of)
    order = locked(tx, order_id)
    if order.closure != "open" or order.outcome != "none":
        raise Refused("pack.closed", number=order.number)
    if order.packing == "packed":
        raise Refused("pack.packed", number=order.number, count=len(order.parcels))
    if order.verification == "on_hold":
        raise Refused("pack.on_hold", number=order.number, reason=order.hold_reason)
    if order.verification != "verified":
        raise Refused("pack.not_verified", number=order.number)
    hold_for_me(tx, order_id, take_over=take_over)
    if order.packing in ("waiting", "reopened"):
        order.take("packing", "start", tx.now)
    if not [parcel for parcel in order.parcels if parcel.sealed_at is None]:
        suggested = boxes.suggestion(tx.session, order)
        _add_parcel(tx, order, suggested[0] if suggested else boxes.usual(tx.session))


@operation("new_parcel", roles.PACKING)
def new_parcel(tx: Transaction, order_id: int, box: str = "") -> None:
    """Close the open box and begin another; without a name one of the same kind. Errors: Refused `pack.box_empty`."""
    order = require_on_my_bench(tx, order_id)
    opened = open_box(order)
    if opened is not None and not opened.contents:
        raise Refused("pack.box_empty")
    _add_parcel(tx, order, box or (opened.box if opened is not None else boxes.usual(tx.session)))
    order.weighed_g = None


@operation("open_parcel", roles.PACKING)
def open_parcel(tx: Transaction, order_id: int, position: int) -> None:
    """Fill another box of the order again. Errors: BadInput `box.unknown`."""
    order = require_on_my_bench(tx, order_id)
    _parcel(order, position).opened_at = _later(tx, order)


@operation("choose_box", roles.PACKING)
def choose_box(tx: Transaction, order_id: int, position: int, box: str) -> None:
    """Take another kind of box; what was weighed with the old one is true no more. Errors: BadInput `box.unknown`."""
    order = require_on_my_bench(tx, order_id)
    parcel = _parcel(order, position)
    if box not in boxes.names(tx.session):
        raise BadInput("box.unknown", box=box)
    if parcel.box != box:
        parcel.box, parcel.weight_g, order.weighed_g = box, None, None


def _parcel(order: Order, position: int) -> Parcel:
    found = next((parcel for parcel in order.parcels if parcel.position == position), None)
    if found is None:
        raise BadInput("box.unknown", box=position)
    return found


def require_on_my_bench(tx: Transaction, order_id: int) -> Order:
    """Return the order, locked. Errors: Refused `pack.not_open`, `pack.not_verified`, `order.held`."""
    order = locked(tx, order_id)
    if order.packing != "in_progress":
        raise Refused("pack.not_open", number=order.number)
    if order.verification != "verified":
        raise Refused("pack.not_verified", number=order.number)
    if (order.held_by, order.held_at) != (tx.actor.name, tx.actor.station):
        raise Refused("order.held", number=order.number, by=order.held_by or "–", station=order.held_at or "–")
    return order


def _add_parcel(tx: Transaction, order: Order, box: str) -> None:
    at = _later(tx, order)
    order.parcels.append(Parcel(position=len(order.parcels) + 1, box=box, contents={}, opened_at=at))


def _later(tx: Transaction, order: Order) -> datetime:
    """Return an instant after every other box was opened, whatever the clock says."""
    opened = [parcel.opened_at + timedelta(microseconds=1) for parcel in order.parcels if parcel.opened_at is not None]
    return max([tx.now, *opened])
