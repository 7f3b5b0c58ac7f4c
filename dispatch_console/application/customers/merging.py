"""Two rows of one person become one. What either does not want, the person does not want."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import opt_outs, ways
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.store.entities import Customer, InboxItem, IncomingMessage, Order
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge would do. `wants_none`: numbers and addresses to which nothing is sent afterwards."""

    kept: str
    other: str
    other_contact: str
    orders: int
    wants_none: tuple[str, ...]


@reads(Kind.CUSTOMERS, Kind.ORDERS)
def what_follows(session: Session, keep_id: int, other_id: int) -> Merge:
    """Return what a merge would do. Errors: Refused `merge.same`."""
    if keep_id == other_id:
        raise Refused("merge.same")
    kept, other = session.get_one(Customer, keep_id), session.get_one(Customer, other_id)
    count = session.scalar(select(func.count()).select_from(Order).where(Order.customer_id == other_id)) or 0
    contacts = [(ways.SMS, one.phone) for one in (kept, other)] + [(ways.EMAIL, one.email) for one in (kept, other)]
    none = [contact for way, contact in contacts if contact and opt_outs.standing(session, way, contact) is not None]
    if kept.opted_out or other.opted_out:
        none = [contact for _, contact in contacts if contact]
    contact = ", ".join(part for part in (other.phone, other.email) if part)
    return Merge(kept.name, other.name, contact, count, tuple(dict.fromkeys(none)))


@operation("merge_customers", roles.DESK)
def merge_customers(tx: Transaction, keep_id: int, other_id: int) -> None:
    """Give the orders and messages of one customer to another: it is the same person, and his next orders follow.

    Errors: Refused `merge.same`, `merge.done`.
    """
    if keep_id == other_id:
        raise Refused("merge.same")
    rows = {
        one.id: one
        for one in tx.session.scalars(
            select(Customer).where(Customer.id.in_((keep_id, other_id))).order_by(Customer.id).with_for_update()
        )
    }
    kept, other = rows[keep_id], rows[other_id]
    if kept.merged_into is not None or other.merged_into is not None:
        raise Refused("merge.done")
    orders = tx.session.scalars(select(Order).where(Order.customer_id == other_id).with_for_update()).all()
    for order in orders:
        order.customer_id = keep_id
    other.merged_into, other.merged_orders = keep_id, [order.id for order in orders]
    # whoever was merged into the other follows
    for earlier in tx.session.scalars(select(Customer).where(Customer.merged_into == other_id)):
        earlier.merged_into = keep_id
    _move_messages(tx, other_id, keep_id, [order.id for order in orders])
    # the stricter wish counts: numbers and addresses keep their own, by which messages are refused
    kept.opted_out = kept.opted_out or other.opted_out
    kept.language = kept.language or other.language
    kept.phone, kept.email = kept.phone or other.phone, kept.email or other.email


@operation("part_customers", roles.DESK)
def part_customers(tx: Transaction, other_id: int) -> None:
    """Take a merge back: each has his own orders again. Errors: Refused `merge.none`."""
    other = tx.session.get_one(Customer, other_id, with_for_update=True)
    if other.merged_into is None:
        raise Refused("merge.none")
    kept_id, ids = other.merged_into, [int(one) for one in other.merged_orders]
    for order in tx.session.scalars(select(Order).where(Order.id.in_(ids)).with_for_update()):
        order.customer_id = other_id
    _move_messages(tx, kept_id, other_id, ids)
    other.merged_into, other.merged_orders = None, []


def _move_messages(tx: Transaction, from_id: int, to_id: int, orders: list[int]) -> None:
    """Give what was said about some orders to another customer."""
    items = select(InboxItem).where(InboxItem.customer_id == from_id, InboxItem.order_id.in_(orders))
    written = select(IncomingMessage).where(
        IncomingMessage.customer_id == from_id, IncomingMessage.order_id.in_(orders)
    )
    for row in (*tx.session.scalars(items), *tx.session.scalars(written)):
        row.customer_id = to_id
