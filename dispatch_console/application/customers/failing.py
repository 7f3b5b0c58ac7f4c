"""Give a message that did not reach its customer to a person; at once where the van is still to come."""

from sqlalchemy import and_, or_, select

from dispatch_console.application.customers import inbox
from dispatch_console.domain.messages.due import UNNEEDED
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.store.entities import InboxItem, Message, Order
from dispatch_console.store.transaction import Transaction

# the way is at fault, not what is said: another one may do
OF_THE_WAY = frozenset(
    {"no_address", "bad_address", "came_back", "opted_out", "wrong_number", "cannot_be_answered", "smtp.recipient",
     "smtp.refused", "push.away", "push.sign_in", "push.busy", "push.refused", "push.not_set_up",
     "sms.landline", "sms.premium", "sms.number", "sms.wants_none", "sms.refused", "sms.unsure", "half_sent",
     "undelivered", "expired", "no_receipt", "bounced", "relay_refused"}
)  # fmt: skip
# a gateway that says so knows of a wish that we did not hear
WANTS_NONE = frozenset({"sms.wants_none"})
# nobody need be rung because of these: the customer knows, or it was decided otherwise
NEEDS_NOBODY = frozenset(
    {"told_already", "at_door", "taken_back", "cancelled", "stop_done", "decided_otherwise", "nothing_follows",
     "not_missed", "delay_over"}
)  # fmt: skip


def to_a_person(tx: Transaction, message: Message, order: Order) -> None:
    """Put a message that was refused into the inbox. Several that failed for one reason are one thing to do."""
    if message.reason in NEEDS_NOBODY or message.kind_of in UNNEEDED:
        return
    same = and_(InboxItem.order_id == order.id, InboxItem.reason == message.reason)
    known = select(InboxItem.id).where(
        InboxItem.kind_of == ItemKind.FAILED.value,
        InboxItem.done_at.is_(None),
        or_(InboxItem.message_id == message.id, same),
    )
    if tx.session.scalar(known.limit(1)) is not None:
        return
    item = inbox.open_item(tx, ItemKind.FAILED, order, "", reason=message.reason)
    item.message_id = message.id
    if order.dispatch in ("loaded", "out") and order.outcome == "none":
        item.due_at = tx.now
