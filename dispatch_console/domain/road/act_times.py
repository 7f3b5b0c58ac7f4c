"""When something happened at a door: told later than it was, and never at a time at which it cannot have been."""

import re
from datetime import datetime, time, timedelta

from dispatch_console.domain.errors import BadInput, Refused

# clocks of two people are not the same
_SLACK = timedelta(minutes=2)
# a counter hands out what was recorded no longer ago than this
COUNTER_BACK = timedelta(days=1)


def require_possible(
    acted_at: datetime, *, arrived_at: datetime | None, left_depot_at: datetime | None, now: datetime, clock: str
) -> None:
    """Require that an act can have been then. `left_depot_at`: None where no van brought it; `clock`: the time as it
    was typed.

    Errors: Refused `act.ahead`, `act.before_departure`, `act.before_arrival`, `act.long_ago`.
    """
    if acted_at > now + _SLACK or (arrived_at is not None and arrived_at > now + _SLACK):
        raise Refused("act.ahead", clock=clock)
    if arrived_at is not None and arrived_at > acted_at:
        raise Refused("act.before_arrival", clock=clock)
    first = arrived_at if arrived_at is not None else acted_at
    if left_depot_at is not None and first < left_depot_at - _SLACK:
        raise Refused("act.before_departure", clock=clock)
    if left_depot_at is None and acted_at < now - COUNTER_BACK:
        raise Refused("act.long_ago", clock=clock)


def read_clock(text: str) -> time | None:
    """Return a time of day as it was typed: `10:46`, `10.46` or `1046`; None for nothing. Errors: BadInput
    `act.unread`.
    """
    typed = text.strip()
    if not typed:
        return None
    found = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})", typed)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadInput("act.unread", value=typed)
    return time(int(found[1]), int(found[2]))
