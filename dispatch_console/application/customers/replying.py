"""Take what customers answer: a plain yes confirms an offer, STOP ends messages, everything else is a query.

The same answer counts once, whether it came by itself or was fetched from the gateway's list.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.customers import inbox
from dispatch_console.application.customers.page import choosable
from dispatch_console.application.messages import hours, opt_outs
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.planning import agreeing
from dispatch_console.application.promises import call_results, promising
from dispatch_console.domain import roles
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.fleet_text import digits_of
from dispatch_console.domain.messages import replies
from dispatch_console.domain.messages.inbox import LONGEST_TEXT, ItemKind
from dispatch_console.domain.messages.replies import Meaning, Reply
from dispatch_console.ports import IncomingText
from dispatch_console.store import turns
from dispatch_console.store.entities import Customer, IncomingMessage, Message, Order, ReplyMark
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# an answer belongs to what was written to its sender within this time
ANSWERS_WITHIN = timedelta(days=14)
# before the first look nobody can have answered
FIRST_LOOK = timedelta(days=2)
# of what is fetched again, so that nothing is missed at the edge
OVERLAP = timedelta(hours=1)
MOST_KEPT = 20_000


@operation("take_reply", roles.HEARD)
def take_reply(tx: Transaction, text: IncomingText) -> bool:
    """Take what came in. Returns False for what was taken before."""
    orders = _orders_of(tx.session, text, tx.now)
    about = orders[0] if orders else None
    words = hours.hours(tx.session).stop_words
    reply = replies.read(text.body[:MOST_KEPT], mail=text.channel == "email", stop_words=words)
    if not _keep(tx, text, reply, about):
        return False
    if text.machine:
        return True
    match reply.meaning:
        case Meaning.CONFIRM:
            _confirm(tx, text, reply, orders)
        case Meaning.STOP:
            opt_outs.note(tx, text.channel, text.sent_from, reply.said)
            if reply.may_cancel and about is not None:
                _query(tx, text, reply, about, "may_cancel")
        case Meaning.WRONG_NUMBER if text.channel == "sms":
            call_results.strike_number(tx, text.sent_from)
            _query(tx, text, reply, about, "wrong_number")
        case Meaning.REACTION | Meaning.EMPTY:
            _query(tx, text, reply, about, reply.meaning.value)
        case _:
            _query(tx, text, reply, about, "may_stop" if reply.may_stop else "" if about else "unknown_sender")
    return True


def _keep(tx: Transaction, text: IncomingText, reply: Reply, about: Order | None) -> bool:
    # the gateway tells it, and its list does: one after the other, and the second sees the first
    turns.wait_for_turn(tx.session, turns.REPLIES)
    known = select(IncomingMessage.id).where(
        IncomingMessage.channel == text.channel, IncomingMessage.provider_id == text.provider_id
    )
    if tx.session.scalar(known) is not None:
        return False
    row = {
        "channel": text.channel,
        "provider_id": text.provider_id,
        "sent_from": text.sent_from,
        "sent_to": text.sent_to,
        "subject": text.subject[:LONGEST_TEXT],
        "body": text.body[:MOST_KEPT],
        "said": reply.said,
        "meaning": "machine" if text.machine else reply.meaning.value,
        "customer_id": about.customer_id if about is not None else _customer(tx.session, text),
        "order_id": about.id if about is not None else None,
        "sent_at": text.sent_at,
        "taken_at": tx.now,
    }
    tx.session.add(IncomingMessage(**row))
    tx.session.flush()
    return True


def _customer(session: Session, text: IncomingText) -> int | None:
    """Return the one customer who has a number or an address; None where there is none, or more than one."""
    if text.channel == "email":
        query = select(Customer.id).where(func.lower(Customer.email) == text.sent_from.lower())
    else:
        digits = digits_of(text.sent_from)
        query = select(Customer.id).where(
            Customer.phone != "", func.right(func.regexp_replace(Customer.phone, r"\D", "", "g"), len(digits)) == digits
        )
    found = session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _orders_of(session: Session, text: IncomingText, now: datetime) -> list[Order]:
    """Return the orders that an answer may be about, what was written about last first.

    A number in its text proves nothing: what counts is the message that it answers, or what we wrote to its sender.
    """
    query = select(Message).where(Message.channel == text.channel, Message.state == "sent")
    if text.answers:
        query = query.where(Message.provider_id.in_(text.answers))
    elif text.channel == "sms":
        digits = digits_of(text.sent_from)
        same = func.right(func.regexp_replace(Message.sent_to, r"\D", "", "g"), len(digits)) == digits
        query = query.where(Message.sent_at >= now - ANSWERS_WITHIN, same)
    else:
        known = func.lower(Message.sent_to) == text.sent_from.lower()
        query = query.where(Message.sent_at >= now - ANSWERS_WITHIN, known)
    ids = dict.fromkeys(message.order_id for message in session.scalars(query.order_by(Message.sent_at.desc())))
    return [session.get_one(Order, order_id) for order_id in ids] or _by_contact(session, text)


def _by_contact(session: Session, text: IncomingText) -> list[Order]:
    """Return the open orders of a sender to whom nothing was written, where they are all of one customer."""
    if text.channel == "email":
        same = func.lower(Order.email) == text.sent_from.lower()
    else:
        digits = digits_of(text.sent_from)
        same = func.right(func.regexp_replace(Order.phone, r"\D", "", "g"), len(digits)) == digits
        same = (Order.phone != "") & same
    query = select(Order).where(Order.closure == "open", same).order_by(Order.leaves_at.nulls_last(), Order.id)
    orders = list(session.scalars(query.limit(20)))
    return orders if len({order.customer_id for order in orders}) == 1 else []


def _confirm(tx: Transaction, text: IncomingText, reply: Reply, orders: Sequence[Order]) -> None:
    """Confirm the one offer that was sent to this sender and waits; a yes to anything else is read by a person."""
    waiting = [order for order in orders if _asked_by(tx.session, order, text)]
    if len(waiting) != 1:
        about = waiting[0] if waiting else orders[0] if orders else None
        _query(tx, text, reply, about, "several_offers" if waiting else "no_offer" if about else "unknown_sender")
        return
    # the same turn as at the customer's page: one last place is given once
    turns.wait_for_turn(tx.session, turns.SLOTS)
    order = locked(tx, waiting[0].id)
    window = promising.offered(order)
    if window is None or window not in choosable(tx.session, order, tx.now):
        _query(tx, text, reply, order, "offer_lapsed")
        return
    try:
        with tx.session.begin_nested():
            agreeing.agree_and_replan(tx, order.id, window, text.channel)
    except DispatchError as error:
        _query(tx, text, reply, order, error.code)


def _asked_by(session: Session, order: Order, text: IncomingText) -> bool:
    """Return whether an order waits for the answer to an offer that went this way to this sender."""
    if promising.offered(order) is None:
        return False
    query = select(Message.sent_to).where(
        Message.order_id == order.id,
        Message.attempt == order.attempt,
        Message.kind_of == "ask",
        Message.channel == text.channel,
        Message.state == "sent",
    )
    sent_to = session.scalars(query).all()
    if text.channel == "email":
        return any(one.lower() == text.sent_from.lower() for one in sent_to)
    return any(digits_of(one) == digits_of(text.sent_from) for one in sent_to)


def _query(tx: Transaction, text: IncomingText, reply: Reply, about: Order | None, reason: str) -> None:
    said = reply.said or text.body
    if about is not None:
        item = inbox.open_item(tx, ItemKind.QUERY, about, said[:LONGEST_TEXT], reason=reason)
    else:
        item = inbox.open_unknown(tx, _customer(tx.session, text), text.sent_from, said[:LONGEST_TEXT], reason)
    item.facts = {"channel": text.channel, "from": text.sent_from}


@reads(Kind.MESSAGES)
def read_until(session: Session, channel: str, now: datetime) -> datetime:
    """Return from when on answers of a channel have to be fetched."""
    mark = session.scalar(select(ReplyMark.read_until).where(ReplyMark.channel == channel))
    return (mark or now - FIRST_LOOK) - OVERLAP


@reads(Kind.MESSAGES)
def last_heard(session: Session, channel: str) -> datetime | None:
    """Return until when all answers of a channel were read; None where none ever was."""
    query = select(ReplyMark.read_until).where(ReplyMark.channel == channel, ReplyMark.has_list)
    return session.scalar(query)


@reads(Kind.MESSAGES)
def last_look(session: Session, channel: str) -> datetime | None:
    """Return when the answers of a channel were fetched last."""
    return session.scalar(select(ReplyMark.asked_at).where(ReplyMark.channel == channel))


@operation("mark_replies_read", roles.EVERYBODY)
def mark_replies_read(tx: Transaction, channel: str, until: datetime, *, has_list: bool) -> None:
    """Note that all answers of a channel until an instant were fetched, or that its gateway lists none."""
    mark = tx.session.scalar(select(ReplyMark).where(ReplyMark.channel == channel).with_for_update())
    if mark is None:
        mark = ReplyMark(channel=channel, read_until=until)
        tx.session.add(mark)
    if has_list:
        mark.read_until = max(mark.read_until, until)
    mark.asked_at, mark.has_list = tx.now, has_list
