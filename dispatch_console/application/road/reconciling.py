"""Close delivered orders."""

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import CLOSURE
from dispatch_console.store.transaction import Transaction


@operation("reconcile", CLOSURE.roles["reconcile"])
def reconcile(tx: Transaction, order_id: int) -> None:
    """Close a delivered order: all of it is accounted for. Errors: Refused `reconcile.open`."""
    order = locked(tx, order_id)
    if order.outcome not in ("delivered", "picked_up"):
        raise Refused("reconcile.open", number=order.number)
    order.take("closure", "reconcile", tx.now)
