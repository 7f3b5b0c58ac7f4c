"""The inbox of customer service: items are opened by what customers say and do, and closed by a person."""

from datetime import datetime, timedelta
from typing import Any

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.messages.inbox import LONGEST_TEXT, ItemKind, answer_by
from dispatch_console.store.entities import InboxItem, Order
from dispatch_console.store.transaction import Transaction

LONGEST_SNOOZE = timedelta(days=30)


def open_item(
    tx: Transaction, kind: ItemKind, order: Order, text: str, facts: dict[str, Any] | None = None, reason: str = ""
) -> InboxItem:
    """Add something to answer about an order. Errors: BadInput `text.long`."""
    if len(text) > LONGEST_TEXT:
        raise BadInput("text.long", most=LONGEST_TEXT)
    item = InboxItem(
        kind_of=kind.value,
        customer_id=order.customer_id,
        order_id=order.id,
        said_by=order.customer_name,
        text=text.strip(),
        reason=reason,
        facts=facts or {},
        opened_at=tx.now,
        due_at=answer_by(kind, tx.now, zone_of(tx.session)),
    )
    tx.session.add(item)
    tx.session.flush()
    return item


def open_unknown(tx: Transaction, customer_id: int | None, said_by: str, text: str, reason: str) -> InboxItem:
    """Add a query that belongs to no order."""
    item = InboxItem(
        kind_of=ItemKind.QUERY.value,
        customer_id=customer_id,
        said_by=said_by,
        text=text.strip(),
        reason=reason,
        facts={},
        opened_at=tx.now,
        due_at=answer_by(ItemKind.QUERY, tx.now, zone_of(tx.session)),
    )
    tx.session.add(item)
    tx.session.flush()
    return item


def opened(tx: Transaction, item_id: int) -> InboxItem:
    """Return an open item, locked. Errors: Refused `inbox.gone`; Conflict `inbox.done`."""
    item = tx.session.get(InboxItem, item_id, with_for_update=True)
    if item is None:
        raise Refused("inbox.gone")
    if item.done_at is not None:
        raise Conflict("inbox.done", by=item.done_by, at=f"{item.done_at.astimezone(zone_of(tx.session)):%H:%M}")
    return item


@operation("take_item", roles.DESK)
def take_item(tx: Transaction, item_id: int, seen_owner: str = "") -> None:
    """Make an item one's own. `seen_owner`: whose it was on the screen.

    Errors: Refused `inbox.gone`; Conflict `inbox.taken`, `inbox.done`.
    """
    item = opened(tx, item_id)
    if item.owner not in (seen_owner, tx.actor.name):
        raise Conflict("inbox.taken", by=item.owner)
    item.owner = tx.actor.name


@operation("snooze_item", roles.DESK)
def snooze_item(tx: Transaction, item_id: int, until: datetime) -> None:
    """Put an item away until an instant. It is due then at the earliest. Errors: BadInput `inbox.snooze`; as
    `take_item`.
    """
    if not tx.now < until <= tx.now + LONGEST_SNOOZE:
        raise BadInput("inbox.snooze")
    item = opened(tx, item_id)
    item.snoozed_until, item.due_at = until, max(item.due_at, until)
    item.owner = item.owner or tx.actor.name


@operation("wake_item", roles.DESK)
def wake_item(tx: Transaction, item_id: int, due_at: datetime) -> None:
    """Take back that an item was put away: it is due as before. Errors: as `take_item`."""
    item = opened(tx, item_id)
    item.snoozed_until, item.due_at = None, due_at


@operation("close_item", roles.DESK)
def close_item(tx: Transaction, item_id: int, answer: str = "") -> None:
    """Mark an item as answered, with what was said. Errors: as `take_item`; BadInput `text.long`."""
    if len(answer) > LONGEST_TEXT:
        raise BadInput("text.long", most=LONGEST_TEXT)
    item = opened(tx, item_id)
    item.done_at, item.done_by, item.answer = tx.now, tx.actor.name, answer.strip()
    item.owner = item.owner or tx.actor.name


@operation("open_item_again", roles.DESK)
def open_item_again(tx: Transaction, item_id: int) -> None:
    """Take back that an item was closed. Errors: Refused `inbox.gone`, `inbox.open`."""
    item = tx.session.get(InboxItem, item_id, with_for_update=True)
    if item is None:
        raise Refused("inbox.gone")
    if item.done_at is None:
        raise Refused("inbox.open")
    item.done_at, item.done_by = None, ""
