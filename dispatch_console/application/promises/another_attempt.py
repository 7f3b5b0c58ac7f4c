"""Let an order that was missed try again."""

from dispatch_console.application.routes.unloading import unload
from dispatch_console.domain.errors import Refused
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction

MOST_ATTEMPTS = 3


def try_again(tx: Transaction, order: Order) -> None:
    """Begin the next attempt; what was promised for the one that failed is promised no more. Errors: Refused
    `attempts.used_up`.
    """
    if order.attempt >= MOST_ATTEMPTS:
        raise Refused("attempts.used_up", number=order.number)
    order.take("outcome", "retry", tx.now)
    order.take("dispatch", "retry", tx.now)
    if order.appointment in ("confirmed", "moved", "proposed"):
        order.take("appointment", "lapse", tx.now)
    order.promise_start = order.promise_end = None
    order.attempt += 1
    order.outcome_code = ""
    unload(tx, order.parcels)
