"""A time as somebody types it while he listens: when a customer wants to be rung."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch_console.domain.local_day import LocalDay

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?")
_MINUTES = re.compile(r"(?:in\s+)?(\d{1,3})\s*min\.?")
ROUND_MIN = 5
USUAL = timedelta(hours=1)


def usual(now: datetime) -> datetime:
    """Return an hour from now, on a round minute."""
    at = (now + USUAL).replace(second=0, microsecond=0)
    return at + timedelta(minutes=-at.minute % ROUND_MIN)


def read_call_time(text: str, now: datetime, zone: ZoneInfo, weekdays: Sequence[str]) -> datetime | None:
    """Return the instant that `14:30`, `Tue 9`, `tomorrow`'s `9.15` or `20 min` means; None for other texts.

    `weekdays`: the short names of the week, Monday first. A clock that is over today is tomorrow's, and a weekday the
    next one of that name.
    """
    text = text.strip().lower()
    in_minutes = _MINUTES.fullmatch(text)
    if in_minutes:
        return now + timedelta(minutes=int(in_minutes[1]))
    *before, last = text.split() or [""]
    clock = _CLOCK.fullmatch(last)
    if clock is None or len(before) > 1 or int(clock[1]) > 23 or int(clock[2] or 0) > 59:
        return None
    local = now.astimezone(zone)
    day = local.date()
    if before:
        names = [name.lower().strip(".") for name in weekdays]
        wanted = before[0].strip(".")
        number = next((number for number, name in enumerate(names) if name and wanted.startswith(name[:2])), -1)
        if number < 0:
            return None
        day += timedelta(days=(number - day.weekday()) % 7 or 7)
    hour, minute = int(clock[1]), int(clock[2] or 0)
    shown = time(hour, minute)
    at = LocalDay(day, zone).at(shown)
    return at if at > now or before else LocalDay(day + timedelta(days=1), zone).at(shown)
