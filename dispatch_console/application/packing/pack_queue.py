"""List orders that wait at the benches, and find the order of a scanned slip or label."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import detail
from dispatch_console.application.packing import kit
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.store.entities import Address, Finding, Order, OrderLine, Parcel, Sheet
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PackQueueRow:
    """An order that waits at the packing stations. `is_part`: some of its pieces are missing or damaged;
    `packed`: the pieces that are in, of one that was put down.
    """

    id: int
    number: str
    customer: str
    address: str
    leaves_at: datetime | None
    pieces: int
    held_by: str
    held_at: str
    handed_from: str
    changed: bool
    is_part: bool
    packed: int = 0


@reads(
    Kind.ORDERS,
    Kind.VERIFICATION,
    Kind.PACKING,
    Kind.HOLDING,
    Kind.PROMISES,
    Kind.OUTCOMES,
    Kind.CLOSURE,
    Kind.ADDRESSES,
)
def waiting_orders(session: Session) -> tuple[PackQueueRow, ...]:
    """Return at most 500 orders: what a colleague handed over first, then what leaves soonest."""
    found = select(Finding.id).where(Finding.order_id == Order.id, Finding.settled_at.is_(None)).exists()
    # of what somebody packs the screens of that bench tell; of what nobody began nothing is in
    summed = select(func.coalesce(func.sum(OrderLine.packed), 0)).where(OrderLine.order_id == Order.id)
    packed = case((or_(Order.packing == "waiting", Order.held_by != ""), 0), else_=summed.scalar_subquery())
    query = (
        select(Order, Address, Order.source_change.is_not(None), found, packed)
        .join(Address, Address.id == Order.address_id)
        .where(
            Order.verification == "verified",
            Order.packing != "packed",
            Order.closure == "open",
            Order.outcome == "none",
        )
        .order_by(Order.handed_from == "", Order.leaves_at.asc().nulls_last(), Order.id)
        .limit(500)
    )
    return tuple(
        PackQueueRow(
            id=order.id,
            number=order.number,
            customer=order.customer_name,
            address=address.one_line,
            leaves_at=order.leaves_at,
            pieces=order.pieces,
            held_by=order.held_by,
            held_at=order.held_at,
            handed_from=order.handed_from,
            changed=changed,
            is_part=is_part,
            packed=packed,
        )
        for order, address, changed, is_part, packed in session.execute(query)
    )


def order_of_scan(session: Session, text: str) -> int | None:
    """Return the id of the order that a scanned code or typed number means, or None.

    Of several orders of that number it is the one that waits here. Errors: BadInput `code.damaged`,
    `order.ambiguous`.
    """
    code = codes.parse(text)
    if code is not None:
        parcel = session.get(Parcel, code.number) if code.kind is CodeKind.PARCEL else None
        sheet = session.get(Sheet, code.number) if code.kind is CodeKind.DOCUMENT else None
        return parcel.order_id if parcel else sheet.order_id if sheet else None
    # a scanner with Caps Lock on, and a hand, write a number as they like
    spelled = [f"{before}{one}" for one in {text, text.upper()} for before in ("", "SO-", "#")]
    query = select(Order).where(Order.number.in_(spelled))
    matches = session.scalars(query.order_by(Order.id.desc()).limit(detail.MOST_NAMED)).all()
    here = [order for order in matches if _waits_here(order)] or matches
    if len(here) > 1:
        raise detail.ambiguous(text, here)
    return here[0].id if here else None


def true_paper(session: Session, document: int) -> str:
    """Return the paper of the kit that a printed paper is; empty where it no longer says what is so, or is none."""
    sheet = session.get(Sheet, document)
    if sheet is None or sheet.stale_since is not None:
        return ""
    return {"slip": kit.SLIP, "invoice": kit.INVOICE}.get(sheet.kind_of, "")


def number_of(session: Session, order_id: int) -> str:
    """Return the number of an order. Errors: NoResultFound for an id that no order has."""
    return session.get_one(Order, order_id).number


def _waits_here(order: Order) -> bool:
    return (order.verification, order.closure, order.outcome) == ("verified", "open", "none") and (
        order.packing != "packed"
    )
