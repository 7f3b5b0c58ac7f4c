"""Gather what must be true of an order when a message is sent, and what the message says of it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import opt_outs, ways, writing
from dispatch_console.application.messages.reader_zone import zone_of_reader
from dispatch_console.application.messages.wording import Items, Occasion
from dispatch_console.application.orders import pins, rests
from dispatch_console.application.promises import promising, wrong_numbers
from dispatch_console.application.routes import live_eta, silence
from dispatch_console.application.routes.accepted import goods_at_door
from dispatch_console.application.routes.day_plan import current_stop, stops_ahead
from dispatch_console.domain.messages.due import ASKING, MessageKind
from dispatch_console.domain.messages.inbox import CASES
from dispatch_console.domain.messages.truth import MessageFacts
from dispatch_console.domain.moments import from_text
from dispatch_console.store.entities import Handoff, InboxItem, IncomingMessage, Message, Order, OrderLine, SurveyAnswer

# nobody is written to so long at an address that nobody had
CAME_BACK_LASTS = timedelta(days=90)
# what a message of such a kind says is true of one promise alone
_OF_A_PROMISE = (MessageKind.REMINDER, MessageKind.CONFIRMED, MessageKind.EVENING)


def about_now(session: Session, order: Order, kind: str) -> str:
    """Return what a message of a kind would be about now: a promise, an offer, or the order that brings the rest."""
    if kind in _OF_A_PROMISE:
        return writing.promise_of(order)
    if kind in ASKING:
        window = promising.offered(order)
        return writing.about_window(window) if window is not None else ""
    if kind != MessageKind.PART:
        return ""
    newest = select(Order.id).where(Order.parent_id == order.id).order_by(Order.id.desc()).limit(1)
    return str(session.scalar(newest) or "")


def occasion_of(session: Session, message: Message, order: Order, now: datetime) -> tuple[MessageFacts, Occasion]:
    """Return the facts that must hold when a message is sent, and what it is about."""
    kind = MessageKind(message.kind_of)
    stop = current_stop(session, order.id)
    eta = live_eta.eta_of(session, stop, now).eta if stop is not None else None
    items, still_open = _items(session, message, order)
    facts = facts_of(session, message, order, eta, now, bool(items))
    facts = replace(facts, phone_silent=stop is not None and silence.may_be_done(session, stop, now))
    occasion = Occasion(
        kind=message.kind_of,
        order=order,
        stop=stop,
        eta=eta,
        zone=zone_of_reader(session, order, now),
        channel=message.channel,
        items=items,
        not_taken=goods_at_door(session, order)[1] if kind in (MessageKind.DELIVERED, MessageKind.CORRECTION) else (),
        still_open=still_open,
        offered=promising.offered(order) if kind in ASKING else None,
        before=promising.agreed_last(order) if kind is MessageKind.MOVED else None,
        ahead=stops_ahead(session, stop) if stop is not None and kind is MessageKind.ON_THE_WAY else 0,
        asks_pin=bool(pins.pin_for(session, order)),
        text=message.body if kind is MessageKind.ANSWER else "",
    )
    return facts, occasion


def facts_of(
    session: Session, message: Message, order: Order, eta: datetime | None, now: datetime, follows: bool = True
) -> MessageFacts:
    """Return the facts that must hold when a message is sent."""
    kind = MessageKind(message.kind_of)
    promise = (order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None
    contact = ways.contact_of(order, message.channel)
    offered = promising.offered(order)
    bound = kind in _OF_A_PROMISE or kind in ASKING
    opted_out = order.customer.opted_out or opt_outs.standing(session, message.channel, contact) is not None
    return MessageFacts(
        kind=kind,
        verification=order.verification,
        dispatch=order.dispatch,
        outcome=order.outcome,
        eta_at=eta,
        promise=promise,
        address=contact,
        opted_out=opted_out,
        already_sent=False,
        attempt_over=message.attempt < order.attempt,
        now=now,
        promise_moved=bound and bool(message.about) and message.about != about_now(session, order, kind),
        cancelled=order.closure == "cancelled",
        appointment=order.appointment,
        follows=follows,
        offered_until=offered.start if offered is not None else None,
        told_eta=from_text(message.about) if kind is MessageKind.DELAY and message.about else None,
        wrong_number=message.channel == ways.SMS and not contact and wrong_numbers.was_struck(session, order.id),
        came_back=message.channel == ways.EMAIL and _came_back(session, contact, now),
        rated=kind is MessageKind.SURVEY and _is_rated(session, order),
        case_open=kind is MessageKind.SURVEY and _has_case(session, order),
        written_at=message.created_at,
        corrected_again=kind is MessageKind.CORRECTION and _is_corrected_again(session, message.about),
    )


def _came_back(session: Session, address: str, now: datetime) -> bool:
    """Return whether a mail to this address came back of late, because nobody has it. Whoever wrote from it since has
    it.
    """
    if not address:
        return False
    back = select(func.max(Message.receipt_at)).where(
        Message.channel == ways.EMAIL, Message.sent_to == address, Message.reason == "bounced"
    )
    at = session.scalar(back)
    if at is None or at < now - CAME_BACK_LASTS:
        return False
    wrote = select(IncomingMessage.id).where(
        IncomingMessage.channel == ways.EMAIL,
        func.lower(IncomingMessage.sent_from) == address.lower(),
        IncomingMessage.taken_at > at,
        IncomingMessage.meaning != "machine",
    )
    return session.scalar(wrote.limit(1)) is None


def was_told_in_the_evening(session: Session, order: Order) -> datetime | None:
    """Return the time of the van that the customer was told the evening before, of the promise that stands."""
    query = select(Message.told_eta).where(
        Message.order_id == order.id,
        Message.attempt == order.attempt,
        Message.kind_of == MessageKind.EVENING.value,
        Message.about == writing.promise_of(order),
        Message.state == "sent",
        Message.reason == "",
    )
    return session.scalar(query.order_by(Message.id.desc()).limit(1))


def _is_corrected_again(session: Session, about: str) -> bool:
    """Return whether the record that a correction tells of is none any more, or one stands that was taken back."""
    if not about:
        return False
    record = session.get(Handoff, abs(int(about)))
    if record is None:
        return True
    if not about.startswith("-"):
        return record.replaced_at is not None
    newer = select(Handoff.id).where(
        Handoff.order_id == record.order_id, Handoff.attempt == record.attempt, Handoff.replaced_at.is_(None)
    )
    return session.scalar(newer.limit(1)) is not None


def _items(session: Session, message: Message, order: Order) -> tuple[Items, Items]:
    """Return the goods that a message names, and those that are still to come after it."""
    if message.kind_of == MessageKind.PART:
        return _named(rests.coming(session, int(message.about))) if message.about else (), ()
    if message.kind_of in (MessageKind.DELIVERED, MessageKind.CORRECTION):
        return goods_at_door(session, order)[0], _named(rests.all_coming(session, order.id))
    return (), ()


def _named(lines: list[OrderLine]) -> Items:
    return tuple((line.quantity, line.name) for line in lines)


def _is_rated(session: Session, order: Order) -> bool:
    query = select(SurveyAnswer.id).where(SurveyAnswer.order_id == order.id, SurveyAnswer.attempt == order.attempt)
    return session.scalar(query.limit(1)) is not None


def _has_case(session: Session, order: Order) -> bool:
    query = select(InboxItem.id).where(
        InboxItem.order_id == order.id, InboxItem.kind_of.in_(CASES), InboxItem.done_at.is_(None)
    )
    return session.scalar(query.limit(1)) is not None
