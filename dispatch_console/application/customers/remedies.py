"""Close a case with its cause and what becomes of it: nothing more, money back, or goods once more."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.customers import inbox
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.copying import copy_order
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.messages.inbox import CASES
from dispatch_console.domain.messages.remedies import LEAST_CAUSE, Remedy
from dispatch_console.store.entities import InboxItem, Order
from dispatch_console.store.transaction import Transaction

SOURCE = "redelivery"


def ordered_goods(session: Session, order_id: int) -> dict[str, int]:
    """Return what an order was to deliver, as pieces by SKU."""
    pieces: dict[str, int] = {}
    for line in session.get_one(Order, order_id).delivery_lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return pieces


@operation("settle_case", roles.DESK)
def settle_case(
    tx: Transaction, item_id: int, remedy: Remedy, cause: str, goods: Mapping[str, int] | None = None
) -> str:
    """Close a case. Goods that come once more become an order of their own, for which nothing is to pay; it is verified
    and rung for like any other. Returns its number, empty for none. Money goes back at the shop, by hand.

    Errors: Refused `case.none` for an item that is no case, `inbox.gone`; BadInput `remedy.unread`, `remedy.goods`;
    Conflict `inbox.done`.
    """
    item = inbox.opened(tx, item_id)
    if item.kind_of not in CASES or item.order_id is None:
        raise Refused("case.none")
    if len(cause.strip()) < LEAST_CAUSE:
        raise BadInput("remedy.unread")
    number = ""
    if remedy is Remedy.REDELIVERY:
        number = _bring_again(tx, tx.session.get_one(Order, item.order_id), goods or {})
    item.facts = item.facts | {"remedy": remedy.value, "cause": cause.strip(), "again": number}
    item.done_at, item.done_by, item.answer = tx.now, tx.actor.name, cause.strip()
    item.owner = item.owner or tx.actor.name
    return number


def _bring_again(tx: Transaction, order: Order, goods: Mapping[str, int]) -> str:
    ordered = ordered_goods(tx.session, order.id)
    if not goods or any(not 1 <= count <= ordered.get(sku, 0) for sku, count in goods.items()):
        raise BadInput("remedy.goods", value=", ".join(goods))
    # a parent is an order whose own goods come later; these come in addition
    before = (
        select(func.count())
        .select_from(Order)
        .where(Order.source == SOURCE, Order.source_ref.startswith(f"{order.id}/", autoescape=True))
    )
    place = (tx.session.scalar(before) or 0) + 1
    new = copy_order(
        tx, order, number=f"{order.number}-R{place}", source=SOURCE, ref=f"{order.id}/{place}", goods=goods,
        payment="paid",
    )  # fmt: skip
    return new.number


@operation("take_back_case", roles.DESK)
def take_back_case(tx: Transaction, item_id: int) -> str:
    """Take back how a case was closed. Goods that were to come once more come no more, unless somebody began with them.
    Returns the number of the order that was cancelled for that, empty for none.

    Errors: Refused `inbox.gone`, `inbox.open`; Conflict `case.begun`.
    """
    item = tx.session.get(InboxItem, item_id, with_for_update=True)
    number = str(item.facts.get("again", "")) if item is not None else ""
    if number:
        new = tx.session.scalars(select(Order).where(Order.source == SOURCE, Order.number == number)).one()
        if new.verification != "new" or new.packing != "waiting" or new.dispatch != "unplanned":
            raise Conflict("case.begun", number=number)
        if new.closure == "open":
            new.take("closure", "cancel", tx.now)
    inbox.open_item_again(tx, item_id)
    if item is not None:
        item.facts = {key: value for key, value in item.facts.items() if key not in ("remedy", "cause", "again")}
    return number
