"""Lock an order for a transaction, or hold it for a station."""

from datetime import timedelta

from sqlalchemy import func, select

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.shops.asking import ask_again
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.store.entities import JournalEntry, Operation, Order
from dispatch_console.store.transaction import Transaction

# a station that does nothing with an order for so long has left it
IDLE = timedelta(minutes=15)


def locked(tx: Transaction, order_id: int) -> Order:
    """Return an order, locked until the transaction ends. Errors: BadInput `order.unknown`."""
    order = tx.session.get(Order, order_id, with_for_update={"of": Order})
    if order is None:
        raise BadInput("order.unknown", number=order_id)
    return order


@operation("hold_for_me", roles.PACKING)
def hold_for_me(tx: Transaction, order_id: int, *, take_over: bool = False) -> None:
    """Hold an order for this station; nobody else works on it meanwhile. A station that did nothing with it for a
    while holds it no more.

    Errors: Refused `order.held` with who and where.
    """
    order = locked(tx, order_id)
    mine = (tx.actor.name, tx.actor.station)
    is_other = bool(order.held_by) and (order.held_by, order.held_at) != mine
    if is_other and not take_over and not _is_idle(tx, order):
        raise Refused("order.held", number=order.number, by=order.held_by, station=order.held_at)
    order.held_by, order.held_at, order.held_since = tx.actor.name, tx.actor.station, tx.now
    order.handed_from = ""
    ask_again(tx, order)


def _is_idle(tx: Transaction, order: Order) -> bool:
    """Return whether whoever holds an order did nothing with it for a while: what a station does is in the journal."""
    acts = select(func.max(Operation.at)).join(JournalEntry, JournalEntry.operation_id == Operation.id)
    acted = tx.session.scalar(acts.where(JournalEntry.order_id == order.id, Operation.station == order.held_at))
    last = max((at for at in (acted, order.held_since) if at is not None), default=None)
    return last is None or tx.now - last >= IDLE


@operation("hand_over_order", roles.PACKING)
def hand_over_order(tx: Transaction, order_id: int) -> None:
    """Put an order down for a colleague: it comes first in every queue, with who hands it over. Errors: Refused
    `order.not_mine`.
    """
    order = locked(tx, order_id)
    if (order.held_by, order.held_at) != (tx.actor.name, tx.actor.station):
        raise Refused("order.not_mine", number=order.number)
    order.held_by, order.held_at, order.held_since = "", "", None
    order.handed_from = f"{tx.actor.name}, {tx.actor.station}"


@operation("put_down", roles.PACKING)
def put_down(tx: Transaction, order_id: int) -> None:
    """Free an order that this station holds."""
    order = locked(tx, order_id)
    if (order.held_by, order.held_at) == (tx.actor.name, tx.actor.station):
        order.held_by, order.held_at, order.held_since = "", "", None
