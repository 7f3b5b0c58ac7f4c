"""Links to customers' pages: made with a message or by hand, found by whoever opens one, and taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.fleet_text import digits_of
from dispatch_console.domain.messages import links
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.store.entities import CustomerLink, Message, Order
from dispatch_console.store.transaction import Transaction


def of_message(tx: Transaction, message: Message, kind: LinkKind, sent_to: str) -> str:
    """Return the token of the link that a message carries; the same one however often it is tried."""
    known = tx.session.scalar(select(CustomerLink).where(CustomerLink.message_id == message.id))
    if known is None:
        known = _made(tx, message.order_id, kind, sent_to)
        known.message_id = message.id
    known.sent_to = sent_to
    return known.token


@operation("make_link", roles.DESK)
def make_link(tx: Transaction, order_id: int, kind: LinkKind) -> tuple[str, datetime]:
    """Make a link that somebody gives to the customer himself. Returns its token and until when it holds."""
    link = _made(tx, tx.session.get_one(Order, order_id).id, kind, "")
    return link.token, link.expires_at


def _made(tx: Transaction, order_id: int, kind: LinkKind, sent_to: str) -> CustomerLink:
    link = CustomerLink(
        token=links.new_token(),
        order_id=order_id,
        kind_of=kind.value,
        sent_to=sent_to,
        made_at=tx.now,
        expires_at=links.expires_at(tx.now),
    )
    tx.session.add(link)
    tx.session.flush()
    return link


def living(session: Session, token: str, now: datetime) -> CustomerLink:
    """Return the link of a token. Errors: Refused `link.dead` for one that never was, has expired or was taken back."""
    link = session.scalar(select(CustomerLink).where(CustomerLink.token == token))
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise Refused("link.dead")
    return link


@operation("revoke_link", roles.DESK)
def revoke_link(tx: Transaction, token: str) -> None:
    """Take a link back: it shows nothing any more. Errors: Refused `link.dead`."""
    living(tx.session, token, tx.now).revoked_at = tx.now


def revoke_of_number(tx: Transaction, phone: str) -> None:
    """Take back every link that was sent to a number: it is somebody else's."""
    digits = digits_of(phone)
    sent_there = func.right(func.regexp_replace(CustomerLink.sent_to, r"\D", "", "g"), len(digits)) == digits
    is_number = CustomerLink.sent_to.not_like("%@%")
    _revoke(tx, CustomerLink.sent_to != "", is_number, sent_there)


def revoke_of_order(tx: Transaction, order_id: int, kinds: Sequence[LinkKind]) -> None:
    """Take back the links of an order that are for these kinds of pages."""
    _revoke(tx, CustomerLink.order_id == order_id, CustomerLink.kind_of.in_(kinds))


def _revoke(tx: Transaction, *which: ColumnElement[bool]) -> None:
    for link in tx.session.scalars(select(CustomerLink).where(CustomerLink.revoked_at.is_(None), *which)):
        link.revoked_at = tx.now
