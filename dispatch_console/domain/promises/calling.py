"""Why a customer is rung, when he is rung again, and who comes first: whoever loses most if nobody rings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dispatch_console.domain.local_day import LocalDay

# nobody is rung again sooner, as long as nothing else was agreed
RING_AGAIN = timedelta(minutes=45)
# an answer to a link is waited for that long
LINK_WAITS = timedelta(hours=4)
# after so many calls that nobody took the customer is written to, and rung again the next day
MOST_TRIES = 3
# of the customer's clock
EARLIEST, LATEST = time(8), time(20)
# a van that leaves within this time is what somebody may lose now
SOON = timedelta(hours=3)


class Result(StrEnum):
    """How a call ended that brought no window."""

    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    CALL_BACK = "call_back"
    LINK_SENT = "link_sent"
    # the customer knows what no message could tell him
    TOLD = "told"


UNANSWERED = frozenset({Result.VOICEMAIL, Result.NO_ANSWER})


class Reason(StrEnum):
    """Why somebody is rung."""

    LATE = "late"
    LEFT_BEHIND = "left_behind"
    NO_ROUTE = "no_route"
    # a message about a van that is still to come did not reach him
    NOT_TOLD = "not_told"
    DAY_CLOSED = "day_closed"
    MISSED = "missed"
    LAPSED = "lapsed"
    PROPOSED = "proposed"
    WISHED = "wished"
    NO_WINDOW = "no_window"


# a promise that breaks is told before it is broken
BROKEN = (Reason.LATE, Reason.LEFT_BEHIND, Reason.NO_ROUTE, Reason.DAY_CLOSED, Reason.NOT_TOLD)


@dataclass(frozen=True, slots=True)
class Tried:
    """A call of the ledger. `asked_at`: when the customer wants to be rung, where he said so."""

    result: Result
    at: datetime
    asked_at: datetime | None = None


def tries(calls: Sequence[Tried]) -> int:
    """Return how many calls in a row nobody took."""
    count = 0
    for call in reversed(calls):
        if call.result not in UNANSWERED:
            break
        count += 1
    return count


def next_call(calls: Sequence[Tried], zone: ZoneInfo) -> datetime | None:
    """Return when the customer is rung next after these calls, the newest last; None for now."""
    if not calls:
        return None
    last = calls[-1]
    if last.result is Result.CALL_BACK:
        return last.asked_at or last.at + RING_AGAIN
    if last.result is Result.LINK_SENT:
        return last.at + LINK_WAITS
    if last.result in UNANSWERED and tries(calls) % MOST_TRIES == 0:
        return LocalDay(last.at.astimezone(zone).date() + timedelta(days=1), zone).at(EARLIEST)
    return last.at + RING_AGAIN


def may_ring_at(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant from `at` on at which a customer may be rung, by his own clock."""
    local = at.astimezone(zone)
    today = LocalDay(local.date(), zone)
    if local.time() < EARLIEST:
        return today.at(EARLIEST)
    if local.time() >= LATEST:
        return LocalDay(local.date() + timedelta(days=1), zone).at(EARLIEST)
    return at


def urgency(
    reason: Reason, lost_at: datetime | None, due_at: datetime | None, now: datetime
) -> tuple[bool, int, bool, datetime]:
    """Return the key by which calls are sorted: those due now first, among them whoever loses most.

    `lost_at`: when what the call could still save is lost; None where nothing is lost yet.
    """
    is_later = due_at is not None and due_at > now
    if is_later and due_at is not None:
        return (True, 0, False, due_at)
    leaves_soon = lost_at is not None and lost_at - now <= SOON
    rank = 0 if reason in BROKEN else 1 if leaves_soon else 2 if reason is Reason.MISSED else 3
    return (False, rank, lost_at is None, lost_at or now)
