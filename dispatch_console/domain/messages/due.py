"""Decide when a message is due, and whether it is still true when it is sent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

REMINDER_LEAD = timedelta(minutes=90)
LEAD_ALLOWED = (timedelta(minutes=60), timedelta(minutes=120))
QUIET = (time(21, 0), time(7, 0))


class MessageKind(StrEnum):
    REMINDER = "reminder"
    DELIVERED = "delivered"
    MISSED = "missed"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"


# what a person in the office decides; a site sets of which of them its customers are told
OFFICE_KINDS = (MessageKind.ON_HOLD, MessageKind.REJECTED)


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


def falsehood(facts: MessageFacts) -> str | None:
    """Return the code of the first fact that makes a message untrue or unwelcome; None when it may go."""
    if facts.already_sent:
        return "told_already"
    if facts.opted_out:
        return "opted_out"
    if not facts.address:
        return "no_address"
    if facts.kind is MessageKind.REMINDER:
        if facts.attempt_over:
            return "stop_passed"
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
    if facts.kind in OFFICE_KINDS and facts.verification != facts.kind:
        return "decided_otherwise"
    # an attempt that was followed by another one was missed, whatever was agreed since
    if facts.kind is MessageKind.MISSED and facts.outcome != "failed" and not facts.attempt_over:
        return "not_missed"
    return None


def quiet(local: time) -> bool:
    """Return whether messages are held back at this time of day."""
    return local >= QUIET[0] or local < QUIET[1]


def reminder_due_at(eta_at: datetime, lead: timedelta = REMINDER_LEAD) -> datetime:
    """Return when a reminder is due: its lead before the ETA, within the bounds of the procedure."""
    return eta_at - min(max(lead, LEAD_ALLOWED[0]), LEAD_ALLOWED[1])
