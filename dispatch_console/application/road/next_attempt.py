"""Decide what becomes of a missed order: another attempt, or it comes back for good."""

from collections.abc import Sequence

from sqlalchemy import select

from dispatch_console.application.customers import inbox
from dispatch_console.application.messages import writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises import promising
from dispatch_console.application.promises.another_attempt import try_again
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.orders.admission import Payment
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.road.goods_back import STAYS, Destination
from dispatch_console.domain.values import Money, TimeWindow
from dispatch_console.language import money, tr
from dispatch_console.store.entities import GoodsBack, Order
from dispatch_console.store.transaction import Transaction


@operation("rebook", DISPATCH.roles["retry"])
def rebook(tx: Transaction, order_ids: Sequence[int], window: TimeWindow | None = None) -> None:
    """Let the missed orders of a stop try again, in a window that is yet to be agreed.

    `window` is what is planned with; the customer is asked by message whether it suits him, and only his word confirms
    it. Errors: Refused
    `attempts.used_up`, `window.past`, `lifecycle.illegal` where none was missed, `rebook.goods` where a parcel of it is
    not to go out again.
    """
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    for order in [order for order in orders if order.outcome in ("failed", "unattempted")] or orders:
        _require_goods(tx, order)
        missed = tr("attempt {number} was missed", number=order.attempt)
        try_again(tx, order)
        if window is not None:
            promising.offer(tx, order.id, window, "message", plan_with=True, note=missed)
            writing.plan_ask(tx, order, window, instead=False)


def _require_goods(tx: Transaction, order: Order) -> None:
    """Require that no parcel of an order lies where nobody takes it from for another attempt."""
    query = select(GoodsBack.goes_to).where(
        GoodsBack.order_id == order.id, GoodsBack.parcel_id.is_not(None), GoodsBack.void_at.is_(None),
        GoodsBack.goes_to.in_(STAYS),
    )  # fmt: skip
    if where := tx.session.scalar(query.limit(1)):
        raise Refused("rebook.goods", number=order.number, where=where)


@operation("give_up_attempts", DISPATCH.roles["plan"])
def give_up(tx: Transaction, order_ids: Sequence[int], why: str) -> None:
    """Let the missed orders of a stop come back for good: nobody tries again, their goods go to stock, and customer
    service has what was paid to settle.

    Errors: Refused `correct.words` without a reason, `attempt.none` where none was missed.
    """
    if not why.strip():
        raise Refused("correct.words")
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    missed = [order for order in orders if order.outcome in ("failed", "unattempted") and order.closure == "open"]
    if not missed:
        raise Refused("attempt.none")
    for order in missed:
        order.take("closure", "cancel", tx.now)
        rows = select(GoodsBack).where(GoodsBack.order_id == order.id, GoodsBack.void_at.is_(None))
        for row in tx.session.scalars(rows):
            if row.goes_to in ("", Destination.REBOOK):
                row.goes_to = Destination.STOCK.value if row.seen_at is not None else ""
        words = tr("Comes back for good: {why}.", why=why.strip())
        if order.payment == Payment.PAID and order.total:
            paid = money(Money(order.total, order.currency or ""))
            words += " " + tr("{money} of goods may be to give back.", money=paid)
        inbox.open_item(tx, ItemKind.WRONG, order, words, reason="given_up")
