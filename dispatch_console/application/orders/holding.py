"""Lock an order for a transaction, or hold it for a station."""

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.shops.asking import ask_again
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction


def locked(tx: Transaction, order_id: int) -> Order:
    """Return an order, locked until the transaction ends. Errors: BadInput `order.unknown`."""
    order = tx.session.get(Order, order_id, with_for_update={"of": Order})
    if order is None:
        raise BadInput("order.unknown", number=order_id)
    return order


@operation("hold_for_me", roles.PACKING)
def hold_for_me(tx: Transaction, order_id: int, *, take_over: bool = False) -> None:
    """Hold an order for this station; nobody else works on it meanwhile. Errors: Refused `order.held` with who and
    where.
    """
    order = locked(tx, order_id)
    mine = (tx.actor.name, tx.actor.station)
    if order.held_by and (order.held_by, order.held_at) != mine and not take_over:
        raise Refused("order.held", number=order.number, by=order.held_by, station=order.held_at)
    order.held_by, order.held_at, order.held_since = tx.actor.name, tx.actor.station, tx.now
    ask_again(tx, order)


@operation("put_down", roles.PACKING)
def put_down(tx: Transaction, order_id: int) -> None:
    """Free an order that this station holds."""
    order = locked(tx, order_id)
    if (order.held_by, order.held_at) == (tx.actor.name, tx.actor.station):
        order.held_by, order.held_at, order.held_since = "", "", None
