"""Until when a window may be promised: cut-off, lead, closed days. One function decides, at the moment of writing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.values import TimeWindow

_PLACE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?((?:\+[a-z]+)*)")


@dataclass(frozen=True, slots=True)
class Holidays:
    """Whose public holidays count: a country, part of it, and kinds beside the public ones, as `DE-BY+catholic`."""

    country: str
    part: str = ""
    kinds: tuple[str, ...] = ()


def read_holidays(text: str) -> Holidays | None:
    """Read `FI` or `DE-BY+catholic`; None for an empty text. Errors: BadInput `holidays.unknown`."""
    text = text.strip()
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    if found is None:
        raise BadInput("holidays.unknown", value=text)
    return Holidays(found[1], found[2] or "", tuple(part for part in found[3].split("+") if part))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRules:
    """What holds for the windows of one day. `cutoff`: a local clock so many days before; `lead`: time before the
    window begins.
    """

    slots: tuple[str, ...] = ()
    cutoff: time | None = None
    cutoff_days: int = 0
    lead: timedelta = timedelta(0)
    holidays: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a day is closed, from when on and until when; None for its beginning and its end."""

    reason: str
    begins: time | None = None
    ends: time | None = None

    def covers(self, window: TimeWindow, zone: ZoneInfo) -> bool:
        """Return whether a part of a window of this day lies in the closed part of it."""
        day = LocalDay(window.start.astimezone(zone).date(), zone)
        after_its_beginning = self.begins is None or window.end > day.at(self.begins)
        return after_its_beginning and (self.ends is None or window.start < day.at(self.ends))


def closing_of(
    own: Sequence[tuple[bool, str, str, str]],
    holiday: Callable[[], str],
    window: TimeWindow | None = None,
    zone: ZoneInfo | None = None,
) -> Closing | None:
    """Return how a day is closed, or what closes a window of it. `own`: (is open, closed from, closed until, reason) of
    the site's own days, which win over the calendar of holidays. What ends within the day closes windows, not the day.
    """
    for is_open, begins, ends, reason in own:
        if is_open:
            return None
        closing = Closing(reason, *(time.fromisoformat(clock) if clock else None for clock in (begins, ends)))
        if closing.ends is None or (window is not None and zone is not None and closing.covers(window, zone)):
            return closing
    name = holiday()
    return Closing(name) if name else None


def refusal(
    window: TimeWindow, now: datetime, zone: ZoneInfo, rules: SlotRules, closing: Closing | None
) -> tuple[str, dict[str, object]] | None:
    """Return why a window may not be promised any more, as a code with its facts; None where it may.

    `zone` is that of the depot that serves the window: a cut-off at four is four there, whoever asks from wherever.
    """
    day = window.start.astimezone(zone).date()
    if closing is not None and closing.covers(window, zone):
        # one slot of a day, or all of it
        code = "slot.closed" if closing.ends is None else "slot.closed_by_hand"
        return code, {"reason": closing.reason, "day": day.isoformat()}
    if rules.cutoff is not None:
        until = LocalDay(day - timedelta(days=rules.cutoff_days), zone).at(rules.cutoff)
        if now >= until:
            return "slot.cut_off", {"until": until}
    if rules.lead and window.start - now < rules.lead:
        return "slot.too_soon", {"hours": rules.lead / timedelta(hours=1)}
    return None


def weekdays(text: str, names: Sequence[str]) -> list[int]:
    """Read `Mon-Fri` or `Tue, Thu`; every day where it is empty. `names`: of the week, Monday first.

    Errors: BadInput `field.weekdays`.
    """
    plain = [name.lower().strip(".")[:2] for name in names]

    def number(name: str) -> int:
        short = name.strip().lower()[:2]
        if short not in plain:
            raise BadInput("field.weekdays", value=text)
        return plain.index(short)

    found: list[int] = []
    for part in (part for part in text.replace("–", "-").split(",") if part.strip()):
        first, _, last = part.partition("-")
        begin, end = number(first), number(last) if last.strip() else number(first)
        found += [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]
    return sorted(set(found)) or list(range(7))


def day_of(text: str) -> date:
    """Read a day as `2026-12-24` or `24.12.2026`. Errors: BadInput `field.day`."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip())
    if found is None:
        raise BadInput("field.day", value=text)
    year, month, day = (int(part) for part in (found[1] or found[6], found[2] or found[5], found[3] or found[4]))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadInput("field.day", value=text) from error
