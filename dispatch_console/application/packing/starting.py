"""Open an order at a bench, and begin parcels."""

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import hold_for_me, locked, put_down
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.store.entities import Order, Parcel
from dispatch_console.store.transaction import Transaction


@operation("start", roles.PACKING)
def start(tx: Transaction, order_id: int, *, take_over: bool = False, instead_of: int | None = None) -> None:
    """Take an order to this station; the one that was open here is put down with it.

    Errors: Refused `pack.not_verified`, `pack.packed`, `pack.closed`, `order.held`.
    """
    if instead_of is not None and instead_of != order_id:
        put_down(tx, instead_of)
    order = locked(tx, order_id)
    if order.closure != "open" or order.outcome != "none":
        raise Refused("pack.closed", number=order.number)
    if order.packing == "packed":
        raise Refused("pack.packed", number=order.number, count=len(order.parcels))
    if order.verification != "verified":
        raise Refused("pack.not_verified", number=order.number)
    hold_for_me(tx, order_id, take_over=take_over)
    if order.packing in ("waiting", "reopened"):
        order.take("packing", "start", tx.now)
    if not [parcel for parcel in order.parcels if parcel.sealed_at is None]:
        _add_parcel(order)


@operation("new_parcel", roles.PACKING)
def new_parcel(tx: Transaction, order_id: int, box: str = "M") -> None:
    """Close the open box and begin another. Errors: Refused `pack.box_empty`."""
    order = require_on_my_bench(tx, order_id)
    if order.parcels and not order.parcels[-1].contents:
        raise Refused("pack.box_empty")
    _add_parcel(order, box)
    # a box weighs something too
    order.weighed_g = None


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


def _add_parcel(order: Order, box: str = "M") -> None:
    order.parcels.append(Parcel(position=len(order.parcels) + 1, box=box, contents={}))
