"""The kinds of messages, and when each is due."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dispatch_console.domain.local_day import LocalDay

REMINDER_LEAD = timedelta(minutes=90)
LEAD_ALLOWED = (timedelta(minutes=60), timedelta(minutes=120))
QUIET = (time(21, 0), time(7, 0))
# a customer is told when his van comes so much later than he was told last
SLIP = timedelta(minutes=20)
# when a survey goes on the day after the delivery, by the reader's clock; a week later nobody is asked any more
SURVEY_CLOCK, SURVEY_LASTS = time(10), timedelta(days=7)
# this long before the quiet hours begin, a customer is told of a van that comes in or soon after them
EVENING_BEFORE = timedelta(hours=3)
# a customer that is told later than this before the van comes is told nothing of use
LATEST_BEFORE = timedelta(minutes=20)
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
    # the same, where another window was agreed before
    MOVED = "moved"
    # told the evening before, because the reminder would come in the night
    EVENING = "evening"
    # the van comes to him next, or soon
    ON_THE_WAY = "on_the_way"
    # the van comes later than the customer was told
    DELAY = "delay"
    # what was told of a handoff was wrong
    CORRECTION = "correction"
    # how it was, once the day is accounted for
    SURVEY = "survey"
    # somebody of the house wrote it
    ANSWER = "answer"


# a site sets of which of these its customers are told
BY_CHOICE = (
    MessageKind.ON_HOLD,
    MessageKind.REJECTED,
    MessageKind.CONFIRMED,
    MessageKind.PART,
    MessageKind.ON_THE_WAY,
    MessageKind.SURVEY,
)
# nobody is rung because one of these did not go
UNNEEDED = (MessageKind.ON_THE_WAY, MessageKind.SURVEY)
# they ask for a yes to the window that is offered
ASKING = (MessageKind.ASK, MessageKind.MOVED)
# they say when the van comes
ABOUT_THE_VAN = (MessageKind.EVENING, MessageKind.REMINDER, MessageKind.ON_THE_WAY, MessageKind.DELAY)
# it goes by the way of another kind, of which a site has set one
WAY_LIKE = {
    MessageKind.EVENING: MessageKind.REMINDER,
    MessageKind.MOVED: MessageKind.ASK,
    MessageKind.CORRECTION: MessageKind.DELIVERED,
}


def quiet(local: time, hours: tuple[time, time] = QUIET) -> bool:
    """Return whether messages are held back at this time of day. Hours that are the same are none."""
    begins, ends = hours
    if begins <= ends:
        return begins <= local < ends
    return local >= begins or local < ends


def night(at: datetime, zone: ZoneInfo, hours: tuple[time, time] = QUIET) -> tuple[datetime, datetime] | None:
    """Return from when until when nobody is written to around an instant; None where somebody may be."""
    local = at.astimezone(zone)
    if not quiet(local.time(), hours):
        return None
    begins, ends = hours
    before_midnight = begins > ends and local.time() >= begins
    last = local.date() + timedelta(days=1) if before_midnight else local.date()
    first = last - timedelta(days=1) if begins > ends else last
    return LocalDay(first, zone).at(begins), LocalDay(last, zone).at(ends)


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
