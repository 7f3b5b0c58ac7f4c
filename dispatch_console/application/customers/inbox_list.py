"""What waits in the inbox, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.store.entities import Customer, InboxItem, Message, Order
from dispatch_console.store.kinds import Kind

MOST_LISTED = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """An item that is open. `who`: the customer, or the number or address that wrote where nobody knows whose it is.

    `message_kind`: of a message that failed. `rating`: of a case from a survey.
    """

    item_id: int
    kind: str
    reason: str
    text: str
    who: str
    number: str
    order_id: int | None
    customer_id: int | None
    message_id: int | None
    message_kind: str
    rating: int | None
    owner: str
    opened_at: datetime
    due_at: datetime
    snoozed_until: datetime | None


@reads(Kind.INBOX, Kind.ORDERS, Kind.CUSTOMERS, Kind.MESSAGES)
def inbox_rows(session: Session, now: datetime) -> tuple[InboxRow, ...]:
    """Return what is open: what is due first, and what was put away last."""
    query = (
        select(InboxItem, Order.number, Order.customer_name, Customer.name, Message.kind_of)
        .outerjoin(Order, Order.id == InboxItem.order_id)
        .outerjoin(Customer, Customer.id == InboxItem.customer_id)
        .outerjoin(Message, Message.id == InboxItem.message_id)
        .where(InboxItem.done_at.is_(None))
        .order_by(InboxItem.due_at, InboxItem.id)
        .limit(MOST_LISTED)
    )
    rows = [_row(item, number, name or customer, kind) for item, number, name, customer, kind in session.execute(query)]
    return tuple(sorted(rows, key=lambda row: row.snoozed_until is not None and row.snoozed_until > now))


def _row(item: InboxItem, number: str | None, name: str | None, kind: str | None) -> InboxRow:
    rating = item.facts.get("rating")
    return InboxRow(
        item_id=item.id,
        kind=item.kind_of,
        reason=item.reason,
        text=item.text,
        who=name or item.said_by,
        number=number or "",
        order_id=item.order_id,
        customer_id=item.customer_id,
        message_id=item.message_id,
        message_kind=kind or "",
        rating=rating if isinstance(rating, int) else None,
        owner=item.owner,
        opened_at=item.opened_at,
        due_at=item.due_at,
        snoozed_until=item.snoozed_until,
    )


@reads(Kind.INBOX)
def waiting_items(session: Session) -> int:
    """Return how many items wait for an answer."""
    return session.scalar(select(func.count()).select_from(InboxItem).where(InboxItem.done_at.is_(None))) or 0
