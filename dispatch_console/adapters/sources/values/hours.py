"""Hours of a day as files write them: `10:00-12:00`, `11-1 PM`, `9 to 11 Uhr`, several with a comma between."""

import re

_HALF = r"(?:(a|p)\.?\s?m\.?)?"
_CLOCK = rf"(\d{{1,2}})(?:\s?[:.h]\s?(\d{{2}}))?(?::\d{{2}}(?:\.\d+)?)?\s?{_HALF}(?:\s?(?:uhr|h|hrs|o'clock)\b)?"
_BETWEEN = r"\s*(?:-|–|—|−|~|to|till|until|and|bis|und|à|au|et|a|al|y|e|do|til|klo)\s*"
_SPAN = re.compile(rf"(?:from|between|von|zwischen|de|entre|kl\.?|klo|at)?\s*{_CLOCK}{_BETWEEN}{_CLOCK}", re.I)
_FOUR = re.compile(r"(\d{2})(\d{2})\s*[-–—]\s*(\d{2})(\d{2})")
_ONE = re.compile(_CLOCK, re.I)
# where only `1-3` is written nobody is at the door at one in the night
EARLIEST_BARE_HOUR = 6
DAY = 24 * 60


class OneTime(ValueError):
    """A single time, where a span is wanted."""


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return begin and end of each span, in minutes after midnight; empty for an empty text.

    Errors: ValueError for what is no span, ends before it starts, or may mean morning or afternoon; OneTime.
    """
    return tuple(_span(part.strip(" .")) for part in re.split(r"[,;|/\n]| or ", text) if part.strip(" ."))


def clock(text: str) -> int:
    """Return the minutes after midnight of `9:30`, `9.30`, `09:30:00` or `9:30 PM`. Errors: ValueError."""
    match = _ONE.fullmatch(text.strip(" ."))
    if match is None:
        raise ValueError(text)
    return _minutes(match[1], match[2], match[3])


def _span(text: str) -> tuple[int, int]:
    four = _FOUR.fullmatch(text)
    if four:
        return _ordered(text, _minutes(four[1], four[2], None), _minutes(four[3], four[4], None))
    match = _SPAN.fullmatch(text)
    if match is None:
        if _ONE.fullmatch(text):
            raise OneTime(text)
        raise ValueError(text)
    hour, minute, half, other_hour, other_minute, other_half = match.groups()
    if not half and not other_half:
        begin, end = _minutes(hour, minute, None), _minutes(other_hour, other_minute, None)
        if begin < EARLIEST_BARE_HOUR * 60 and end <= DAY / 2 and not (hour + other_hour).startswith("0"):
            raise ValueError(text)
        return _ordered(text, begin, end)
    begin = _minutes(hour, minute, half or other_half)
    end = _minutes(other_hour, other_minute, other_half or half)
    if begin >= end and not (half and other_half):
        # `11-1 PM` begins in the morning, `10 AM-2` ends in the afternoon
        begin = begin if half else begin - DAY // 2
        end = end if other_half else end + DAY // 2
    return _ordered(text, begin, end)


def _ordered(text: str, begin: int, end: int) -> tuple[int, int]:
    if not 0 <= begin < end <= DAY:
        raise ValueError(text)
    return begin, end


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    value, minutes = int(hour), int(minute or 0)
    if minutes > 59 or value > (12 if half else 24) or (half and value == 0):
        raise ValueError(f"{hour}:{minute}")
    if half:
        value = value % 12 + (12 if half.lower() == "p" else 0)
    return value * 60 + minutes
