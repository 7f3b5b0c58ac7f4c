"""A window that a customer agrees to. Where a plan has his order already, the plan follows: no van comes today to
whoever moved his delivery to tomorrow.
"""

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.papers.renewing import renew_papers
from dispatch_console.application.planning.off_route import take_off_route
from dispatch_console.application.promises import call_claims, promising
from dispatch_console.application.promises.promising import Promised
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain import roles
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction


@operation("agree_on_call", roles.DESK)
def agree(tx: Transaction, order_id: int, window: TimeWindow, seen: Promised | None = None, waiver: str = "") -> None:
    """Record the window to which the customer agreed on the phone. `seen`, `waiver`: as `promising.confirm` has them.

    Errors: those of `promising.confirm`; Refused `call.claimed` while another desk has the customer on the line.
    """
    call_claims.require_mine_or_free(tx, order_id)
    agree_and_replan(tx, order_id, window, "call", seen=seen, waiver=waiver)


def agree_and_replan(
    tx: Transaction, order_id: int, window: TimeWindow, channel: str, *, seen: Promised | None = None, waiver: str = ""
) -> None:
    """Confirm a window, and let the order's route follow. Errors: those of `promising.confirm`."""
    promising.confirm(tx, order_id, window, channel, seen=seen, waiver=waiver)
    _settle_route(tx, tx.session.get_one(Order, order_id))


def _settle_route(tx: Transaction, order: Order) -> None:
    """Keep an order on its route while the van comes within the agreed window; else it waits for a plan again."""
    stop = current_stop(tx.session, order.id) if order.dispatch in ("planned", "on_manifest") else None
    if stop is None or order.promise_start is None or order.promise_end is None:
        return
    if not order.promise_start <= stop.start_at <= order.promise_end:
        take_off_route(tx, stop.route, order, "window_moved")
        return
    window = order.promise_start, order.promise_end
    if len(stop.served) == 1 and (stop.window_start, stop.window_end) != window:
        stop.window_start, stop.window_end = window
        renew_papers(tx, stop.route, "promise_changed")
