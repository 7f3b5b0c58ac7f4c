"""Prepare a missed order for its next attempt."""

from collections.abc import Sequence

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises import promising
from dispatch_console.application.promises.another_attempt import try_again
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.transaction import Transaction


@operation("rebook", DISPATCH.roles["retry"])
def rebook(tx: Transaction, order_ids: Sequence[int], window: TimeWindow | None = None) -> None:
    """Let the missed orders of a stop try again, in a window that is yet to be agreed.

    `window` is what is planned with and offered; only the customer's word confirms it. Errors: Refused
    `attempts.used_up`, `window.past`, `lifecycle.illegal` where none was missed.
    """
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    for order in [order for order in orders if order.outcome in ("failed", "unattempted")] or orders:
        try_again(tx, order)
        if window is not None:
            promising.offer(tx, order.id, window, "desk", plan_with=True)
