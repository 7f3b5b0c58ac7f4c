"""Send due messages: each is claimed, checked, sent and settled by itself."""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dispatch_console.application.customers import failing, receipts
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import backlog, hours, links, opt_outs, stopping, ways, wording, writing
from dispatch_console.application.messages.hours import Hours
from dispatch_console.application.messages.wording import BLANK, Letterhead, Occasion
from dispatch_console.application.operations.mail_address import bad_address
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.outgoing import sms_parts
from dispatch_console.application.outgoing.message_facts import occasion_of, was_told_in_the_evening
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.messages import senders
from dispatch_console.domain.messages.due import (
    ABOUT_THE_VAN,
    ASKING,
    LATEST_BEFORE,
    SLIP,
    SURVEY_CLOCK,
    MessageKind,
    night,
    reminder_due_at,
)
from dispatch_console.domain.messages.links import address, link_of
from dispatch_console.domain.messages.segments import segments
from dispatch_console.domain.messages.truth import MessageFacts, falsehood
from dispatch_console.ports import MessageSender, OutgoingMessage
from dispatch_console.store import outbox
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Transaction

MAX_TRIES = 6
# well within a claim: whoever needs longer has not sent it
SEND_WITHIN_S = 120.0
# the channel is at fault, not the message: it keeps its tries, and no other of it is tried in this run
CHANNEL_AWAY = frozenset(
    {"smtp.away", "smtp.not_set_up", "smtp.sign_in", "smtp.sender", "secret.away", "secret.missing", "sms.away",
     "sms.not_set_up", "sms.sign_in", "sms.sender", "sms.account", "sms.busy", "sms.answer_lost"}
)  # fmt: skip
CHANNEL_PAUSE = timedelta(minutes=1)
# a reminder may go this much before its lead: the clock of a run is coarse
SLACK = timedelta(minutes=2)

# how errors of a channel begin
AWAY_OF = {"email": "smtp", "sms": "sms", "push": "push"}
# nobody waits for a server that only spares another way
TRIES_OF = {"push": 2}

Refusal = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class OutboxRun:
    """What one run of the outbox did; `refused` as (id, kind, order number, channel, reason). `blocked`: the code of
    why nothing can be sent by one of the channels, empty when all work.
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
    # channels by which nothing can be sent in this run
    away: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in a worker's hand. `outgoing` is None for one that does not go now; then `refused` may say why."""

    message_id: int
    claim: int
    kind: str
    number: str
    channel: str
    outgoing: OutgoingMessage | None = None
    refused: str = ""


@operation("claim_message", roles.EVERYBODY)
def take_next(
    tx: Transaction,
    lasts: timedelta = outbox.CLAIM_LASTS,
    letterhead: Letterhead = BLANK,
    channels: Collection[str] = ways.CHANNELS,
) -> Claimed | None:
    """Claim the next message of some channels that is due, check that it is still true, and render it; None when
    nothing is due.

    A message that is no longer true is refused with its reason, and the desk sees it. One that would come at night, or
    too early because the van is late, keeps waiting; that does not count as a try.
    """
    if stopping.stopped(tx.session) is not None:
        return None
    message = outbox.claim(tx.session, tx.now, lasts, channels)
    if message is None:
        return None
    order = tx.session.get_one(Order, message.order_id)
    claimed = Claimed(message.id, message.claim, message.kind_of, order.number, message.channel)
    facts, occasion = occasion_of(tx.session, message, order, tx.now)
    later = _not_before(message, facts, occasion, hours.hours(tx.session))
    reason = falsehood(facts) or bad_contact(message.channel, facts.address)
    if not reason and later is not None and _too_late(message, occasion.eta, later):
        # a van that comes before the customer may be told is told by no message
        reason = "told_already" if _known_since_evening(tx, order, occasion) else "quiet_hours"
    if reason:
        refuse(tx, message, order, reason)
        return replace(claimed, refused=reason)
    if later is not None:
        message.state, message.due_at = "waiting", later
        return claimed
    message.sent_to = facts.address
    link = _link(tx, message, letterhead.door)
    can_answer = letterhead.can_be_answered(message.channel)
    said = replace(occasion, link=link, can_answer=can_answer)
    before = message.body
    worded = wording.render(tx.session, said, letterhead.house)
    message.subject, message.body = worded.subject, worded.body
    message.text_language, message.text_version = worded.text.language, worded.text.version
    if not can_answer and message.kind_of in ASKING and not senders.leads_somewhere(message.body):
        refuse(tx, message, order, "cannot_be_answered")
        return replace(claimed, refused="cannot_be_answered")
    if message.channel == ways.SMS and message.body != before and sms_parts.parts_of(tx.session, message.id):
        # half of another text lies at the customer already
        refuse(tx, message, order, "half_sent")
        return replace(claimed, refused="half_sent")
    message.tries += 1
    message.valid_until, message.told_eta = _valid_until(message, occasion), occasion.eta
    message.segments = segments(message.body).count if message.channel == ways.SMS else 0
    outgoing = OutgoingMessage(
        f"dispatch-{message.id}",
        facts.address,
        message.subject,
        message.body,
        valid_s=_seconds_left(message.valid_until, tx.now),
        again=message.claim > 1,
        stop_address=f"{link}/stop" if link and message.channel == ways.EMAIL else "",
    )
    return replace(claimed, outgoing=outgoing)


def refuse(tx: Transaction, message: Message, order: Order, reason: str) -> None:
    """Give a message up. Where its way failed, it is sent by the second one; otherwise a person gets it."""
    message.state, message.reason = "refused", reason
    if reason in failing.OF_THE_WAY and writing.second_way(tx, order, message):
        return
    failing.to_a_person(tx, message, order)


def bad_contact(channel: str, contact: str) -> str:
    """Return why nothing can go to an address; of numbers their gateway knows."""
    return (bad_address(contact) or "") if channel == ways.EMAIL else ""


def _valid_until(message: Message, occasion: Occasion) -> datetime | None:
    """Return when what a message says is over: a telephone that was off must not say it the next day."""
    if message.kind_of not in (*ABOUT_THE_VAN, *ASKING):
        return None
    return occasion.offered.start if occasion.offered is not None else occasion.told[1]


def _seconds_left(until: datetime | None, now: datetime) -> int | None:
    return max(1, int((until - now).total_seconds())) if until is not None else None


def _link(tx: Transaction, message: Message, door: str) -> str:
    kind = link_of(MessageKind(message.kind_of), tx.session.get_one(Order, message.order_id).outcome)
    return address(door, links.of_message(tx, message, kind, message.sent_to)) if door and kind is not None else ""


def _too_late(message: Message, eta: datetime | None, later: datetime) -> bool:
    return message.kind_of in ABOUT_THE_VAN and eta is not None and later > eta - LATEST_BEFORE


def _known_since_evening(tx: Transaction, order: Order, occasion: Occasion) -> bool:
    told = was_told_in_the_evening(tx.session, order)
    return told is not None and occasion.eta is not None and abs(occasion.eta - told) <= SLIP


def _not_before(message: Message, facts: MessageFacts, occasion: Occasion, site: Hours) -> datetime | None:
    """Return when a message goes that is too early now; None when it may go. It is the reader's night that counts."""
    eta, zone, now = occasion.eta, occasion.zone, facts.now
    if message.kind_of == MessageKind.REMINDER and eta is not None and reminder_due_at(eta, site.lead) > now + SLACK:
        return reminder_due_at(eta, site.lead)
    local = now.astimezone(zone)
    if message.kind_of == MessageKind.SURVEY and (occasion.order.closure == "open" or facts.case_open):
        # how it was is asked when all of the day is accounted for
        return LocalDay(local.date() + timedelta(days=1), zone).at(SURVEY_CLOCK)
    asleep = night(now, zone, site.quiet)
    return asleep[1] if asleep is not None else None


@operation("settle_message", roles.EVERYBODY)
def settle(tx: Transaction, claimed: Claimed, provider_id: str) -> bool:
    """Mark a message as sent. Returns False to a worker whose claim was lost meanwhile."""
    message = outbox.of_claim(tx.session, claimed.message_id, claimed.claim)
    if message is not None:
        message.state, message.provider_id, message.sent_at, message.reason = "sent", provider_id, tx.now, ""
        # its receipt was faster
        receipts.told_of_failure(tx, message)
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
    if not final and message.tries < TRIES_OF.get(message.channel, MAX_TRIES):
        message.state, message.reason, message.due_at = "waiting", reason, outbox.retry_at(message.tries, tx.now)
        return True
    order = tx.session.get_one(Order, message.order_id)
    if reason in failing.WANTS_NONE:
        opt_outs.note(tx, message.channel, message.sent_to, reason)
    refuse(tx, message, order, reason)
    return False


async def run_outbox(
    desk: Desk, *senders_of: MessageSender, lasts: timedelta = outbox.CLAIM_LASTS, letterhead: Letterhead = BLANK
) -> OutboxRun:
    """Send every due message by its channel in the name of the house; no transaction is open while one is on its way.

    Messages of a channel without a sender keep waiting.
    """
    tally, by_channel = _Tally(), {sender.channel: sender for sender in senders_of}
    while open_channels := [channel for channel in by_channel if channel not in tally.away]:
        claimed = await desk.do(take_next, lasts, letterhead, open_channels)
        if claimed is None:
            break
        if claimed.refused:
            tally.refused.append(_refusal(claimed, claimed.refused))
        elif claimed.outgoing is not None:
            parts = sms_parts.DeskParts(desk, claimed.message_id) if claimed.channel == ways.SMS else None
            await _send(desk, by_channel[claimed.channel], claimed, replace(claimed.outgoing, parts=parts), tally)
    waiting, stop = await desk.ask(backlog.waiting), await desk.ask(stopping.stopped)
    blocked = stopping.CODE if stop is not None else tally.blocked
    return OutboxRun(tally.sent, tally.retried, tuple(tally.refused), waiting, blocked)


def _refusal(claimed: Claimed, reason: str) -> Refusal:
    return (claimed.message_id, claimed.kind, claimed.number, claimed.channel, reason)


async def _send(desk: Desk, sender: MessageSender, claimed: Claimed, outgoing: OutgoingMessage, tally: _Tally) -> None:
    try:
        async with asyncio.timeout(SEND_WITHIN_S):
            provider_id = await sender.send(outgoing)
    except (Unavailable, TimeoutError) as error:
        code = error.code if isinstance(error, Unavailable) else f"{AWAY_OF[claimed.channel]}.away"
        if code in CHANNEL_AWAY:
            tally.blocked = code
            tally.away.add(claimed.channel)
        if await desk.do(put_back, claimed, code, final=False):
            tally.retried += 1
        else:
            tally.refused.append(_refusal(claimed, code))
    except BadInput as error:
        await desk.do(put_back, claimed, error.code, final=True)
        tally.refused.append(_refusal(claimed, error.code))
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
