"""What must be true when a message is sent: one table of facts per kind, asked in the transaction that sends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch_console.domain.messages.due import SLIP, SURVEY_LASTS, MessageKind

# a van may be this much before its promise; the customer is told
EARLY = timedelta(minutes=30)


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
    # a mail to this address came back, because nobody has it
    came_back: bool = False
    # of a delay: what the customer was told before
    told_eta: datetime | None = None
    # the customer has said how it was; a case of his is open
    rated: bool = False
    case_open: bool = False
    written_at: datetime | None = None
    # of a correction: another one was made since
    corrected_again: bool = False
    # nobody hears the driver's phone, and the van may have been there already
    phone_silent: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A fact that must hold; `code` is the reason for which a message is refused while it does not."""

    code: str
    holds: Callable[[MessageFacts], bool]


def _ahead(facts: MessageFacts) -> bool:
    return facts.eta_at is not None and facts.eta_at > facts.now


def _inside(facts: MessageFacts) -> bool:
    if facts.promise is None or facts.eta_at is None:
        return True
    return facts.promise[0] - EARLY <= facts.eta_at <= facts.promise[1]


def _slipped(facts: MessageFacts) -> bool:
    if facts.told_eta is None or facts.eta_at is None:
        return True
    return facts.eta_at - facts.told_eta > SLIP / 2


def _missed(facts: MessageFacts) -> bool:
    # an attempt that was followed by another one was missed, whatever was agreed since
    return facts.outcome == "failed" or facts.attempt_over


def _still_fresh(facts: MessageFacts) -> bool:
    return facts.written_at is None or facts.now - facts.written_at <= SURVEY_LASTS


def _as_decided(facts: MessageFacts) -> bool:
    return facts.verification == facts.kind


def _on_way(code: str, *states: str) -> Check:
    return Check(code, lambda facts: facts.dispatch in states)


_THIS_ATTEMPT = Check("stop_passed", lambda facts: not facts.attempt_over)
_STOP_AHEAD = Check("stop_passed", _ahead)
_NOT_DONE = Check("stop_done", lambda facts: facts.outcome == "none")
_ON_ROAD = Check("at_door", lambda facts: facts.dispatch != "at_door")
_PUBLISHED = _on_way("not_on_route", "on_manifest", "loaded", "out")
_SAME_WINDOW = Check("window_moved", lambda facts: not facts.promise_moved)
_INSIDE = Check("outside_promise", _inside)
_STANDS = Check("window_moved", lambda facts: facts.appointment == "confirmed" and not facts.promise_moved)
_DELIVERED = Check("not_delivered", lambda facts: facts.outcome in ("delivered", "picked_up"))
# of every message that says when the van comes
_COMING = (_THIS_ATTEMPT, _NOT_DONE, _ON_ROAD, Check("phone_silent", lambda facts: not facts.phone_silent))
_OFFER = (
    Check("window_moved", lambda facts: facts.appointment in ("proposed", "moved") and not facts.promise_moved),
    Check("offer_over", lambda facts: facts.offered_until is not None and facts.offered_until > facts.now),
)

# of every message
_WELCOME = (
    Check("told_already", lambda facts: not facts.already_sent),
    Check("opted_out", lambda facts: not facts.opted_out),
    Check("wrong_number", lambda facts: not facts.wrong_number),
    Check("no_address", lambda facts: bool(facts.address)),
    Check("came_back", lambda facts: not facts.came_back),
)
_NOT_CANCELLED = Check("cancelled", lambda facts: not facts.cancelled)
_OF_KIND: Mapping[MessageKind, tuple[Check, ...]] = {
    MessageKind.ASK: _OFFER,
    MessageKind.MOVED: _OFFER,
    MessageKind.CONFIRMED: (_NOT_DONE, _STANDS),
    MessageKind.EVENING: (
        *_COMING,
        _STANDS,
        _PUBLISHED,
        _STOP_AHEAD,
        _INSIDE,
    ),
    MessageKind.REMINDER: (*_COMING, _SAME_WINDOW, _on_way("not_loaded", "loaded", "out"), _STOP_AHEAD, _INSIDE),
    MessageKind.ON_THE_WAY: (*_COMING, _on_way("not_loaded", "out"), _STOP_AHEAD),
    MessageKind.DELAY: (*_COMING, _STOP_AHEAD, Check("delay_over", _slipped)),
    MessageKind.DELIVERED: (_DELIVERED,),
    MessageKind.MISSED: (Check("not_missed", _missed),),
    MessageKind.CORRECTION: (Check("corrected_again", lambda facts: not facts.corrected_again),),
    MessageKind.SURVEY: (
        _DELIVERED,
        Check("too_old", _still_fresh),
        Check("rated_already", lambda facts: not facts.rated),
    ),
    MessageKind.PART: (Check("nothing_follows", lambda facts: facts.follows),),
    MessageKind.ON_HOLD: (Check("decided_otherwise", _as_decided),),
    MessageKind.REJECTED: (Check("decided_otherwise", _as_decided),),
    MessageKind.ANSWER: (),
}
# they say that it is cancelled, or what somebody wrote himself
_OF_CANCELLED = (MessageKind.REJECTED, MessageKind.ANSWER)


def checks_of(kind: MessageKind) -> tuple[Check, ...]:
    """Return what must hold when a message of a kind is sent, in the order in which it is asked."""
    cancelled = () if kind in _OF_CANCELLED else (_NOT_CANCELLED,)
    return (*_WELCOME, *cancelled, *_OF_KIND[kind])


def unwelcome(facts: MessageFacts) -> str | None:
    """Return the code of the first thing that keeps any message from a customer; None where he may be written to."""
    return next((check.code for check in _WELCOME if not check.holds(facts)), None)


def falsehood(facts: MessageFacts) -> str | None:
    """Return the code of the first fact that makes a message untrue or unwelcome; None when it may go."""
    return next((check.code for check in checks_of(facts.kind) if not check.holds(facts)), None)
