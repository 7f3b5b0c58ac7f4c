"""Everything that was said to a customer and by him, over all ways, with what was promised between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages.never import never
from dispatch_console.application.operations.views import reads
from dispatch_console.store.entities import (
    InboxItem,
    IncomingMessage,
    Message,
    OptOut,
    Order,
    PromiseEntry,
    SurveyAnswer,
)
from dispatch_console.store.kinds import Kind

MOST_SHOWN = 80
# of one customer so many orders are looked at, the newest first
MOST_ORDERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One entry. `what`: `in` from the customer, `out` to him, `promise`, `item` of the inbox, `rating`, `wish` for
    no messages or for messages again.

    `state` and `reason`: of a message; `start` and `end`: of a window. `facts`: of a case.
    """

    at: datetime
    what: str
    kind: str = ""
    who: str = ""
    channel: str = ""
    number: str = ""
    text: str = ""
    state: str = ""
    reason: str = ""
    receipt: str = ""
    receipt_at: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    message_id: int | None = None
    item_id: int | None = None
    done_at: datetime | None = None
    facts: Mapping[str, Any] | None = None
    # why a message that waits will not go any more
    never: str = ""


@reads(Kind.INBOX, Kind.MESSAGES, Kind.PROMISES, Kind.CUSTOMERS, Kind.ORDERS)
def conversation(session: Session, customer_id: int | None, item_id: int | None) -> tuple[Said, ...]:
    """Return what was said, oldest first: with a customer, or with whoever wrote an item that is nobody's."""
    if customer_id is None:
        return _of_unknown(session, item_id)
    query = select(Order.id, Order.number).where(Order.customer_id == customer_id).order_by(Order.id.desc())
    numbers = dict(session.execute(query.limit(MOST_ORDERS)).all())
    entries = [
        *_incoming(session, customer_id, numbers),
        *_outgoing(session, numbers),
        *_promises(session, numbers),
        *_items(session, customer_id, numbers),
        *_ratings(session, numbers),
        *_opt_outs(session, customer_id),
    ]
    return tuple(sorted(entries, key=lambda said: said.at)[-MOST_SHOWN:])


def _of_unknown(session: Session, item_id: int | None) -> tuple[Said, ...]:
    item = session.get(InboxItem, item_id) if item_id is not None else None
    if item is None:
        return ()
    query = select(IncomingMessage).where(IncomingMessage.sent_from == item.said_by)
    texts = session.scalars(query.order_by(IncomingMessage.id.desc()).limit(MOST_SHOWN)).all()
    return tuple(sorted(map(_one_in, texts), key=lambda said: said.at)) or (_one_item(item, ""),)


def _incoming(session: Session, customer_id: int, numbers: Mapping[int, str]) -> Iterator[Said]:
    theirs = or_(IncomingMessage.customer_id == customer_id, IncomingMessage.order_id.in_(numbers))
    query = select(IncomingMessage).where(theirs).order_by(IncomingMessage.id.desc()).limit(MOST_SHOWN)
    for text in session.scalars(query):
        yield _one_in(text, numbers.get(text.order_id or 0, ""))


def _one_in(text: IncomingMessage, number: str = "") -> Said:
    return Said(
        at=text.taken_at,
        what="in",
        kind=text.meaning,
        who=text.sent_from,
        channel=text.channel,
        number=number,
        text=text.said or text.body,
    )


def _outgoing(session: Session, numbers: Mapping[int, str]) -> Iterator[Said]:
    query = select(Message).where(Message.order_id.in_(numbers)).order_by(Message.id.desc()).limit(MOST_SHOWN)
    orders = {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(numbers)))}
    for message in session.scalars(query):
        yield Said(
            at=message.sent_at or (message.claimed_at if message.state == "refused" else None) or message.due_at,
            what="out",
            kind=message.kind_of,
            who=message.sent_to,
            channel=message.channel,
            number=numbers[message.order_id],
            text=message.body,
            state=message.state,
            reason=message.reason,
            receipt=message.receipt,
            receipt_at=message.receipt_at,
            message_id=message.id,
            never=never(message, orders[message.order_id]) if message.state == "waiting" else "",
        )


def _promises(session: Session, numbers: Mapping[int, str]) -> Iterator[Said]:
    query = select(PromiseEntry).where(PromiseEntry.order_id.in_(numbers))
    for entry in session.scalars(query.order_by(PromiseEntry.id.desc()).limit(MOST_SHOWN)):
        yield Said(
            at=entry.at,
            what="promise",
            kind=entry.what,
            who=entry.by,
            channel=entry.channel,
            number=numbers[entry.order_id],
            text=entry.note,
            start=entry.start_at,
            end=entry.end_at,
        )


def _items(session: Session, customer_id: int, numbers: Mapping[int, str]) -> Iterator[Said]:
    # a query stands there as what the customer wrote
    kinds = InboxItem.kind_of.in_(("ring", "rating", "wrong", "note"))
    query = select(InboxItem).where(InboxItem.customer_id == customer_id, kinds)
    for item in session.scalars(query.order_by(InboxItem.id.desc()).limit(MOST_SHOWN)):
        yield _one_item(item, numbers.get(item.order_id or 0, ""))


def _one_item(item: InboxItem, number: str) -> Said:
    return Said(
        at=item.opened_at,
        what="item",
        kind=item.kind_of,
        who=item.said_by,
        number=number,
        text=item.text,
        reason=item.reason,
        item_id=item.id,
        done_at=item.done_at,
        facts=dict(item.facts),
    )


def _ratings(session: Session, numbers: Mapping[int, str]) -> Iterator[Said]:
    query = select(SurveyAnswer).where(SurveyAnswer.order_id.in_(numbers), SurveyAnswer.rating > 2)
    for answer in session.scalars(query.order_by(SurveyAnswer.id.desc()).limit(MOST_SHOWN)):
        yield Said(
            at=answer.at, what="rating", kind=str(answer.rating), number=numbers[answer.order_id], text=answer.text
        )


def _opt_outs(session: Session, customer_id: int) -> Iterator[Said]:
    """Yield when messages to a number or an address of the customer were stopped, and allowed again."""
    query = select(Order.phone, Order.email).where(Order.customer_id == customer_id).order_by(Order.id.desc())
    rows = session.execute(query.limit(MOST_ORDERS)).all()
    contacts = {contact for row in rows for contact in row if contact}
    for wish in session.scalars(select(OptOut).where(OptOut.shown.in_(contacts)).order_by(OptOut.id)):
        yield Said(at=wish.at, what="wish", kind="stop", who=wish.by, channel=wish.channel, text=wish.said)
        if wish.ended_at is not None:
            yield Said(at=wish.ended_at, what="wish", kind="allow", who="", channel=wish.channel)
