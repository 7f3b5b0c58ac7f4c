"""Send due messages: each is claimed, checked, sent and settled by itself."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import backlog, links, wording, writing
from dispatch_console.application.operations.mail_address import bad_address
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import rests
from dispatch_console.application.routes import live_eta
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.messages.due import QUIET, MessageFacts, MessageKind, falsehood, quiet, reminder_due_at
from dispatch_console.domain.messages.links import OF_MESSAGE, address
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.ports import MessageSender, OutgoingMessage
from dispatch_console.store import outbox
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Transaction

MAX_TRIES = 6
# well within a claim: whoever needs longer has not sent it
SEND_WITHIN_S = 120.0
# the channel is at fault, not the message: it keeps its tries, and no other is tried in this run
CHANNEL_AWAY = frozenset(
    {"smtp.away", "smtp.not_set_up", "smtp.sign_in", "smtp.sender", "secret.away", "secret.missing"}
)
CHANNEL_PAUSE = timedelta(minutes=1)
# a reminder may go this much before its lead: the clock of a run is coarse
SLACK = timedelta(minutes=2)

Refusal = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class OutboxRun:
    """What one run of the outbox did; `refused` as (id, kind, order number, reason). `blocked`: the code of why nothing
    can be sent at all, empty when it can.
    """

    sent: int
    retried: int
    refused: tuple[Refusal, ...]
    waiting: int
    blocked: str = ""


@dataclass(slots=True)
class _Tally:
    sent: int = 0
    retried: int = 0
    refused: list[Refusal] = field(default_factory=list)
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in a worker's hand. `outgoing` is None for one that does not go now; then `refused` may say why."""

    message_id: int
    claim: int
    kind: str
    number: str
    outgoing: OutgoingMessage | None = None
    refused: str = ""


@operation("claim_message", roles.EVERYBODY)
def take_next(
    tx: Transaction, lasts: timedelta = outbox.CLAIM_LASTS, house: Sender = wording.NOBODY, door: str = ""
) -> Claimed | None:
    """Claim the next message that is due, check that it is still true, and render it; None when nothing is due.

    `door`: how phones reach the customers' pages; without it no message has a link.

    A message that is no longer true is refused with its reason, and the desk sees it. One that would come at night, or
    too early because the van is late, keeps waiting; that does not count as a try.
    """
    message = outbox.claim(tx.session, tx.now, lasts)
    if message is None:
        return None
    order = tx.session.get_one(Order, message.order_id)
    stop = current_stop(tx.session, order.id)
    eta = live_eta.eta_of(tx.session, stop, tx.now).eta if stop is not None else None
    claimed = Claimed(message.id, message.claim, message.kind_of, order.number)
    items = items_of(tx.session, message)
    reason = falsehood(facts_of(message, order, eta, tx.now, bool(items))) or bad_address(order.email)
    if reason:
        message.state, message.reason = "refused", reason
        return Claimed(claimed.message_id, claimed.claim, claimed.kind, claimed.number, refused=reason)
    zone = zone_of(tx.session)
    later = _not_before(message, eta, tx.now, zone)
    if later is not None:
        message.state, message.due_at = "waiting", later
        return claimed
    message.tries += 1
    message.sent_to = order.email
    link = _link(tx, message, door)
    text = wording.render(message.kind_of, order, stop, eta, zone, house, items=items, link=link)
    message.subject, message.body = text
    outgoing = OutgoingMessage(f"dispatch-{message.id}", order.email, message.subject, message.body)
    return Claimed(claimed.message_id, claimed.claim, claimed.kind, claimed.number, outgoing)


def _link(tx: Transaction, message: Message, door: str) -> str:
    kind = OF_MESSAGE.get(MessageKind(message.kind_of))
    return address(door, links.of_message(tx, message, kind, message.sent_to)) if door and kind is not None else ""


def _not_before(message: Message, eta: datetime | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when a message goes that is too early now; None when it may go."""
    if message.kind_of == MessageKind.REMINDER and eta is not None and reminder_due_at(eta) > now + SLACK:
        return reminder_due_at(eta)
    local = now.astimezone(zone)
    if not quiet(local.time()):
        return None
    today = LocalDay(local.date(), zone)
    morning = today.at(QUIET[1])
    return morning if morning > now else LocalDay(local.date() + timedelta(days=1), zone).at(QUIET[1])


@operation("settle_message", roles.EVERYBODY)
def settle(tx: Transaction, claimed: Claimed, provider_id: str) -> bool:
    """Mark a message as sent. Returns False to a worker whose claim was lost meanwhile."""
    message = outbox.of_claim(tx.session, claimed.message_id, claimed.claim)
    if message is not None:
        message.state, message.provider_id, message.sent_at, message.reason = "sent", provider_id, tx.now, ""
    return message is not None


@operation("put_back_message", roles.EVERYBODY)
def put_back(tx: Transaction, claimed: Claimed, reason: str, *, final: bool) -> bool:
    """Schedule another try, or give the message up. Returns whether it will be tried again."""
    message = outbox.of_claim(tx.session, claimed.message_id, claimed.claim)
    if message is None:
        return True
    if reason in CHANNEL_AWAY:
        message.tries -= 1
        message.state, message.reason, message.due_at = "waiting", reason, tx.now + CHANNEL_PAUSE
        return True
    again = not final and message.tries < MAX_TRIES
    message.state = "waiting" if again else "refused"
    message.reason, message.due_at = reason, outbox.retry_at(message.tries, tx.now)
    return again


async def run_outbox(
    desk: Desk,
    sender: MessageSender,
    lasts: timedelta = outbox.CLAIM_LASTS,
    house: Sender = wording.NOBODY,
    door: str = "",
) -> OutboxRun:
    """Send every due message in the name of the house; no transaction is open while a message is on its way."""
    tally = _Tally()
    while not tally.blocked:
        claimed = await desk.do(take_next, lasts, house, door)
        if claimed is None:
            break
        if claimed.refused:
            tally.refused.append((claimed.message_id, claimed.kind, claimed.number, claimed.refused))
        elif claimed.outgoing is not None:
            await _send(desk, sender, claimed, claimed.outgoing, tally)
    return OutboxRun(tally.sent, tally.retried, tuple(tally.refused), await desk.ask(backlog.waiting), tally.blocked)


async def _send(desk: Desk, sender: MessageSender, claimed: Claimed, outgoing: OutgoingMessage, tally: _Tally) -> None:
    try:
        async with asyncio.timeout(SEND_WITHIN_S):
            provider_id = await sender.send(outgoing)
    except (Unavailable, TimeoutError) as error:
        code = error.code if isinstance(error, Unavailable) else "smtp.away"
        tally.blocked = code if code in CHANNEL_AWAY else ""
        if await desk.do(put_back, claimed, code, final=False):
            tally.retried += 1
        else:
            tally.refused.append((claimed.message_id, claimed.kind, claimed.number, code))
    except BadInput as error:
        await desk.do(put_back, claimed, error.code, final=True)
        tally.refused.append((claimed.message_id, claimed.kind, claimed.number, error.code))
    else:
        tally.sent += await _settle_surely(desk, claimed, provider_id)


async def _settle_surely(desk: Desk, claimed: Claimed, provider_id: str) -> bool:
    """Mark a sent message as sent, trying again while the database is away and the claim lasts."""
    give_up = time.monotonic() + (outbox.CLAIM_LASTS.total_seconds() - SEND_WITHIN_S)
    while True:
        try:
            return await desk.do(settle, claimed, provider_id)
        except Unavailable:
            if time.monotonic() > give_up:
                raise
            await asyncio.sleep(1.0)


def items_of(session: Session, message: Message) -> list[tuple[int, str]]:
    """Return what of an order is still to come with the order that a message is about, as pieces and name."""
    if message.kind_of != MessageKind.PART or not message.about:
        return []
    return [(line.quantity, line.name) for line in rests.coming(session, int(message.about))]


def facts_of(message: Message, order: Order, eta: datetime | None, now: datetime, follows: bool = True) -> MessageFacts:
    """Return the facts that must hold when a message is sent."""
    promise = (order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None
    return MessageFacts(
        kind=MessageKind(message.kind_of),
        verification=order.verification,
        dispatch=order.dispatch,
        outcome=order.outcome,
        eta_at=eta,
        promise=promise,
        address=order.email,
        opted_out=order.customer.opted_out,
        already_sent=False,
        attempt_over=message.attempt < order.attempt,
        now=now,
        promise_moved=bool(message.about) and message.about != writing.promise_of(order),
        cancelled=order.closure == "cancelled",
        appointment=order.appointment,
        follows=follows,
    )
