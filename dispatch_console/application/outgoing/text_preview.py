"""What a text would say to a real order's customer, and which facts hold for it now."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from dispatch_console.application.messages import ways, wording
from dispatch_console.application.messages.texts import Text
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.operations.views import reads
from dispatch_console.application.outgoing import message_facts
from dispatch_console.domain.messages.due import ABOUT_THE_VAN, ASKING, MessageKind
from dispatch_console.domain.messages.links import OF_MESSAGE, address
from dispatch_console.domain.messages.segments import Segments, segments
from dispatch_console.domain.messages.truth import checks_of
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.kinds import Kind

# as many real orders are walked through
MOST_ORDERS = 50
# stands in the place of a link, as long as one of them
EXAMPLE_TOKEN = "7Q4M2Xk0example0000000x"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPreview:
    """A text as it would arrive. `checks`: the reason of each fact that must hold, and whether it does now."""

    number: str
    customer: str
    language: str
    subject: str
    body: str
    sms: Segments | None
    checks: tuple[tuple[str, bool], ...]


@reads(Kind.ORDERS, Kind.DISPATCH, Kind.OUTCOMES, Kind.PROMISES, Kind.VERIFICATION, Kind.CLOSURE)
def orders_for(session: Session, kind: str) -> tuple[int, ...]:
    """Return orders to which a kind of message belongs now, the newest first; any where there is none."""
    # those that a van has say the most
    newest = select(Order.id).order_by(Order.dispatch != "out", Order.id.desc()).limit(MOST_ORDERS)
    found = tuple(session.scalars(newest.where(*_fitting(MessageKind(kind)))))
    return found or tuple(session.scalars(newest))


def _fitting(kind: MessageKind) -> tuple[ColumnElement[bool], ...]:
    if kind in ABOUT_THE_VAN:
        return Order.dispatch.in_(("on_manifest", "loaded", "out")), Order.outcome == "none"
    if kind in ASKING:
        return Order.appointment.in_(("proposed", "moved")), Order.outcome == "none"
    if kind is MessageKind.CONFIRMED:
        return Order.appointment == "confirmed", Order.outcome == "none"
    if kind in (MessageKind.DELIVERED, MessageKind.SURVEY, MessageKind.CORRECTION):
        return (Order.outcome == "delivered",)
    if kind is MessageKind.MISSED:
        return (Order.outcome == "failed",)
    if kind in (MessageKind.ON_HOLD, MessageKind.REJECTED):
        return (Order.verification == kind.value,)
    if kind is MessageKind.PART:
        rest = aliased(Order)
        return (select(rest.id).where(rest.parent_id == Order.id).exists(),)
    return (Order.closure == "open",)


def text_preview(
    session: Session, order_id: int, kind: str, channel: str, text: Text, now: datetime, letterhead: Letterhead
) -> TextPreview:
    """Return what a text would say of an order. Nothing is written, and no link is made."""
    order = session.get_one(Order, order_id)
    about = message_facts.about_now(session, order, kind)
    draft = Message(order_id=order.id, attempt=order.attempt, kind_of=kind, channel=channel, about=about, body="")
    facts, occasion = message_facts.occasion_of(session, draft, order, now)
    link = address(letterhead.door, EXAMPLE_TOKEN) if letterhead.door and MessageKind(kind) in OF_MESSAGE else ""
    can_answer = letterhead.can_be_answered(channel)
    said = replace(occasion, link=link, can_answer=can_answer)
    worded = wording.render(session, said, letterhead.house, text)
    held: dict[str, bool] = {}
    for check in checks_of(MessageKind(kind)):
        held[check.code] = held.get(check.code, True) and check.holds(facts)
    return TextPreview(
        number=order.number,
        customer=order.customer_name,
        language=order.customer.language,
        subject=worded.subject,
        body=worded.body,
        sms=segments(worded.body) if channel == ways.SMS else None,
        checks=tuple(held.items()),
    )
