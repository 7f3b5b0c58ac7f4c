"""What is known of a missed delivery when somebody decides what becomes of it, and the note to customer service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.customers import inbox
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import permissions
from dispatch_console.application.promises.another_attempt import MOST_ATTEMPTS
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.geometry.distance import distance_m
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.orders.permissions import Allowed, PermissionKind
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.values import Coordinate, Money
from dispatch_console.language import tr
from dispatch_console.store.entities import Handoff, IncomingMessage, Order, PhoneAct, PhonePhoto
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedCard:
    """Facts of one order. `off_m`: metres between phone and pin, None where either is not known or the phone is not
    that sure. `rang`: when the driver rang, and whether somebody answered; `note`: what he wrote of it. `excluded`:
    why a permission does not help, empty where it does. `last_word`: what the customer wrote last, and when.
    """

    attempt: int
    most_attempts: int
    arrived_at: datetime | None
    left_at: datetime | None
    off_m: int | None
    photos: int
    rang: tuple[tuple[datetime, bool], ...]
    note: str
    worth: Money | None
    needs: tuple[str, ...]
    allowed: Mapping[PermissionKind, Allowed]
    excluded: Mapping[PermissionKind, str]
    last_word: tuple[str, datetime] | None
    record_id: int | None
    refused: bool


@reads(
    Kind.ORDERS, Kind.OUTCOMES, Kind.DISPATCH, Kind.ADDRESSES, Kind.PHONES, Kind.INBOX, Kind.CUSTOMERS, Kind.SITE,
    Kind.MESSAGES,
)  # fmt: skip
def missed_card(session: Session, order_id: int, day: date) -> MissedCard:
    """Return what is known of an order that was missed on a day."""
    order = session.get_one(Order, order_id)
    standing = select(Handoff).where(
        Handoff.order_id == order_id, Handoff.attempt == order.attempt, Handoff.replaced_at.is_(None)
    )
    record = session.scalar(standing)
    photos = select(func.count()).select_from(PhonePhoto)
    photos = photos.where(PhonePhoto.order_id == order_id, PhonePhoto.picture.is_not(None))
    calls = select(PhoneAct).where(PhoneAct.order_id == order_id, PhoneAct.kind_of == "called")
    wrote = select(IncomingMessage).where(IncomingMessage.order_id == order_id, IncomingMessage.meaning != "machine")
    word = session.scalar(wrote.order_by(IncomingMessage.taken_at.desc()).limit(1))
    return MissedCard(
        attempt=order.attempt,
        most_attempts=MOST_ATTEMPTS,
        arrived_at=record.arrived_at if record is not None else None,
        left_at=record.acted_at if record is not None else None,
        off_m=_off(record, order) if record is not None else None,
        photos=session.scalar(photos) or 0,
        rang=tuple(
            (act.acted_at, act.said.get("data", {}).get("answered") is True)
            for act in session.scalars(calls.order_by(PhoneAct.acted_at))
        ),
        note=record.note if record is not None else "",
        worth=Money(order.total, order.currency) if order.total is not None and order.currency else None,
        needs=tuple(need for need in (Requirement.COLD, Requirement.AGE_18) if need in order.requirements),
        allowed=permissions.standing(session, order.address_id),
        excluded={kind: permissions.why_not(session, order, kind, day) for kind in PermissionKind},
        last_word=(word.said or word.body, word.taken_at) if word is not None and (word.said or word.body) else None,
        record_id=record.id if record is not None else None,
        refused=record is not None and record.outcome_code == "failed_refused",
    )


@operation("ask_support", roles.ROAD)
def ask_support(tx: Transaction, order_ids: Sequence[int]) -> None:
    """Ask customer service to ring about missed orders. Errors: Refused `attempt.none` where none was missed."""
    orders = [tx.session.get_one(Order, order_id) for order_id in sorted(order_ids)]
    missed = [order for order in orders if order.outcome in ("failed", "unattempted")]
    if not missed:
        raise Refused("attempt.none")
    for order in missed:
        text = tr("Attempt {number} was missed, and the dispatcher asks you to ring.", number=order.attempt)
        inbox.open_item(tx, ItemKind.RING, order, text, reason="missed")


def _off(record: Handoff, order: Order) -> int | None:
    """Return how far from the pin the phone was; None where nobody knows, or it is less than the phone is sure of."""
    place, pin = record.place, order.address
    if not place or pin.lat is None or pin.lon is None:
        return None
    metres = distance_m(Coordinate(place["lat"], place["lon"]), Coordinate(pin.lat, pin.lon))
    return round(metres) if metres > place["accuracy"] else None
