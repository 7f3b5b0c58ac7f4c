"""Somebody of the house writes to a customer, tries a refused message again, or drops it."""

from uuid import uuid4

from sqlalchemy import select

from dispatch_console.application.customers import inbox
from dispatch_console.application.messages import opt_outs, ways, writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import detail
from dispatch_console.application.orders.holding import locked
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.inbox import LONGEST_TEXT, ItemKind
from dispatch_console.store.entities import InboxItem, Message, Order
from dispatch_console.store.transaction import Transaction


@operation("answer_customer", roles.DESK)
def answer_customer(
    tx: Transaction, order_id: int, channel: str, text: str, item_id: int | None = None, key: str = ""
) -> None:
    """Write to the customer of an order; the item that it answers is closed with it. `key`: the same text sent twice by
    one press goes once.

    Errors: BadInput `answer.empty`, `text.long`; Refused `answer.no_contact`, `answer.wants_none`; those of
    `inbox.close_item`.
    """
    said = text.strip()
    if not said:
        raise BadInput("answer.empty")
    if len(said) > LONGEST_TEXT:
        raise BadInput("text.long", most=LONGEST_TEXT)
    order = locked(tx, order_id)
    contact = ways.contact_of(order, channel)
    if not contact:
        raise Refused("answer.no_contact", number=order.number)
    if order.customer.opted_out or opt_outs.standing(tx.session, channel, contact) is not None:
        raise Refused("answer.wants_none", contact=contact)
    writing.plan_answer(tx, order, channel, said, key or uuid4().hex)
    if item_id is not None:
        inbox.close_item(tx, item_id, said)


@operation("take_back_answer", roles.DESK)
def take_back_answer(tx: Transaction, order_id: int, key: str, item_id: int | None = None) -> str:
    """Take an answer back that is not sent yet, and return its text; the item that it closed waits again.

    Errors: Refused `answer.sent`; then the item waits again all the same, but nothing is unsaid.
    """
    query = select(Message).where(Message.order_id == order_id, Message.kind_of == "answer", Message.about == key)
    message = tx.session.scalar(query.with_for_update())
    if message is None or message.state != "waiting":
        raise Refused("answer.sent")
    message.state, message.reason = "refused", "taken_back"
    if item_id is not None:
        inbox.open_item_again(tx, item_id)
    return message.body


@operation("send_again", roles.DESK)
def send_again(tx: Transaction, message_id: int) -> None:
    """Try a refused message once more: it is written and checked anew, with the facts of then.

    Errors: Refused `message.not_refused`.
    """
    message = tx.session.get(Message, message_id, with_for_update=True)
    if message is None or (message.state != "refused" and not message.reason):
        raise Refused("message.not_refused")
    message.state, message.tries, message.due_at, message.reason = "waiting", 0, tx.now, ""
    message.receipt, message.receipt_at = "", None
    query = select(InboxItem.id).where(InboxItem.message_id == message_id, InboxItem.done_at.is_(None))
    for item_id in tx.session.scalars(query).all():
        inbox.close_item(tx, item_id)


@operation("assign_item", roles.DESK)
def assign_item(tx: Transaction, item_id: int, number: str) -> int:
    """Say which order a query is about. Returns the order's id.

    Errors: BadInput `order.unknown`, `order.ambiguous`; as `inbox.take_item`.
    """
    order = tx.session.get_one(Order, detail.id_of(tx.session, number))
    item = inbox.opened(tx, item_id)
    item.order_id, item.customer_id = order.id, order.customer_id
    return order.id


@operation("note_on_customer", roles.DESK)
def note_on_customer(tx: Transaction, order_id: int, text: str) -> None:
    """Keep a note among what was said with a customer. Errors: BadInput `answer.empty`, `text.long`."""
    if not text.strip():
        raise BadInput("answer.empty")
    item = inbox.open_item(tx, ItemKind.NOTE, locked(tx, order_id), text)
    item.said_by, item.owner = tx.actor.name, tx.actor.name
    item.done_at, item.done_by = tx.now, tx.actor.name
