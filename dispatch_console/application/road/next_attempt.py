"""Prepare a missed order for its next attempt."""

from collections.abc import Sequence

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises import promising
from dispatch_console.application.routes.unloading import unload
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction


@operation("rebook", DISPATCH.roles["retry"])
def rebook(tx: Transaction, order_ids: Sequence[int], window: TimeWindow | None = None) -> None:
    """Let the missed orders of a stop try again, in a window that is yet to be agreed.

    `window` is what is planned with and offered; only the customer's word confirms it. Errors: Refused
    `attempts.used_up`, `window.past`, `lifecycle.illegal` where none was missed.
    """
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    for order in [order for order in orders if order.outcome in ("failed", "unattempted")] or orders:
        _try_again(tx, order)
        if window is not None:
            promising.offer(tx, order.id, window, "desk", plan_with=True)


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
    unload(order.parcels)
