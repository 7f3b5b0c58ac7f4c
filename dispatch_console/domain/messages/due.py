"""Decide when a message is due, and whether it is still true when it is sent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

REMINDER_LEAD = timedelta(minutes=90)
LEAD_ALLOWED = (timedelta(minutes=60), timedelta(minutes=120))
QUIET = (time(21, 0), time(7, 0))
# a customer is told when his van comes so much later than he was told last
SLIP = timedelta(minutes=20)
# of the ETA that a customer is told
RANGE_BEFORE, RANGE_AFTER, ROUND_MIN = timedelta(minutes=15), timedelta(minutes=30), 5


class MessageKind(StrEnum):
    REMINDER = "reminder"
    DELIVERED = "delivered"
    MISSED = "missed"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    PART = "part"
    # a window is offered and waits for a yes
    ASK = "ask"
    # the van comes later than the customer was told
    DELAY = "delay"
    # somebody of the house wrote it
    ANSWER = "answer"


# what a decision here brings with it; a site sets of which of them its customers are told
OFFICE_KINDS = (MessageKind.ON_HOLD, MessageKind.REJECTED, MessageKind.CONFIRMED, MessageKind.PART)
# a decision that stands as long as the order is in that state
_STATES = (MessageKind.ON_HOLD, MessageKind.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """What is known of the order when the message is about to go. All instants have a time zone.

    `attempt_over`: a later attempt has begun since the message was written.
    """

    kind: MessageKind
    verification: str
    dispatch: str
    outcome: str
    eta_at: datetime | None
    promise: tuple[datetime, datetime] | None
    address: str
    opted_out: bool
    already_sent: bool
    attempt_over: bool
    now: datetime
    # another promise was made since the message was written; the order is not to come any more
    promise_moved: bool = False
    cancelled: bool = False
    appointment: str = "confirmed"
    # whether pieces of the order are still to come
    follows: bool = True
    # of an offer: until when it can be agreed to
    offered_until: datetime | None = None
    # the address or number belongs to somebody else
    wrong_number: bool = False
    # of a delay: what the customer was told before
    told_eta: datetime | None = None


def falsehood(facts: MessageFacts) -> str | None:
    """Return the code of the first fact that makes a message untrue or unwelcome; None when it may go."""
    if facts.already_sent:
        return "told_already"
    if facts.opted_out:
        return "opted_out"
    if facts.wrong_number:
        return "wrong_number"
    if not facts.address:
        return "no_address"
    if facts.cancelled and facts.kind not in (MessageKind.REJECTED, MessageKind.ANSWER):
        return "cancelled"
    if facts.kind is MessageKind.REMINDER:
        if facts.attempt_over:
            return "stop_passed"
        if facts.promise_moved:
            return "window_moved"
        if facts.dispatch not in ("loaded", "out"):
            return "not_loaded"
        if facts.outcome != "none":
            return "stop_done"
        if facts.eta_at is None or facts.eta_at <= facts.now:
            return "stop_passed"
        if facts.promise and not facts.promise[0] - timedelta(minutes=30) <= facts.eta_at <= facts.promise[1]:
            return "outside_promise"
    if facts.kind is MessageKind.DELIVERED and facts.outcome not in ("delivered", "picked_up"):
        return "not_delivered"
    if facts.kind in _STATES and facts.verification != facts.kind:
        return "decided_otherwise"
    if facts.kind is MessageKind.CONFIRMED and facts.outcome != "none":
        return "stop_done"
    if facts.kind is MessageKind.CONFIRMED and (facts.appointment != "confirmed" or facts.promise_moved):
        return "window_moved"
    if facts.kind is MessageKind.ASK:
        if facts.appointment not in ("proposed", "moved") or facts.promise_moved:
            return "window_moved"
        if facts.offered_until is None or facts.offered_until <= facts.now:
            return "offer_over"
    if facts.kind is MessageKind.DELAY:
        if facts.attempt_over or facts.outcome != "none" or facts.eta_at is None or facts.eta_at <= facts.now:
            return "stop_passed"
        if facts.told_eta is not None and facts.eta_at - facts.told_eta <= SLIP / 2:
            return "delay_over"
    if facts.kind is MessageKind.PART and not facts.follows:
        return "nothing_follows"
    # an attempt that was followed by another one was missed, whatever was agreed since
    if facts.kind is MessageKind.MISSED and facts.outcome != "failed" and not facts.attempt_over:
        return "not_missed"
    return None


def quiet(local: time, hours: tuple[time, time] = QUIET) -> bool:
    """Return whether messages are held back at this time of day. Hours that are the same are none."""
    begins, ends = hours
    if begins <= ends:
        return begins <= local < ends
    return local >= begins or local < ends


def told_range(
    eta_at: datetime, promise_start: datetime | None, promise_end: datetime | None
) -> tuple[datetime, datetime]:
    """Return from when until when a customer is told that the van comes: a quarter of an hour before the ETA until half
    an hour after it, on round minutes, and within what is promised as long as the ETA is.
    """
    start = _round(eta_at - RANGE_BEFORE, up=False)
    end = _round(eta_at + RANGE_AFTER, up=True)
    if promise_start is not None and promise_start <= eta_at:
        start = max(start, promise_start)
    if promise_end is not None and eta_at < promise_end:
        end = min(end, promise_end)
    return start, end


def _round(at: datetime, *, up: bool) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    over = whole.minute % ROUND_MIN
    if not over and whole == at:
        return whole
    return whole - timedelta(minutes=over) + (timedelta(minutes=ROUND_MIN) if up else timedelta(0))


def reminder_due_at(eta_at: datetime, lead: timedelta = REMINDER_LEAD) -> datetime:
    """Return when a reminder is due: its lead before the ETA, within the bounds of the procedure."""
    return eta_at - min(max(lead, LEAD_ALLOWED[0]), LEAD_ALLOWED[1])
