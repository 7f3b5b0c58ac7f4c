"""Delivery windows: a day and hours, in one cell or in several."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from dispatch_console.adapters.sources.values import days, hours
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.values import TimeWindow

MOST_WINDOWS = 3
_MIDNIGHT = re.compile(r"(?<!\d)T?0?0:00(?::00(?:\.0+)?)?(?!\d)")
_WEEKDAY = re.compile(r"[^\W\d_]+\.?,?")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")


class Impossible(ValueError):
    """Hours that clocks skip on that day, hours of two days, or more windows than an order has."""


@lru_cache(maxsize=4096)
def read(day_text: str, hours_text: str, order: str, zone: str) -> tuple[TimeWindow, ...]:
    """Return the windows of a day and its hours; none where either is missing. Both may stand in either text.

    Errors: ValueError as `days` and `hours`; Impossible.
    """
    named, rest = _parted(day_text, order)
    others, more = _parted(hours_text, order)
    rest = _WEEKDAY.sub("", _MIDNIGHT.sub("", rest)).strip(" ,.") if named else rest.strip()
    if rest and more.strip() and rest != more.strip():
        raise ValueError(day_text)
    spans = hours.spans(more.strip() or rest)
    if len({*named, *others}) > 1 or len(spans) > MOST_WINDOWS:
        raise Impossible(hours_text or day_text)
    return tuple(_window(day, span, zone) for day in {*named, *others} for span in spans)


def between(day_text: str, begin: str, end: str, order: str, zone: str) -> tuple[TimeWindow, ...]:
    """Return the window of a day between two cells, which may hold clock times or whole instants.

    None where one of them is empty. Errors: as `read`.
    """
    if not begin.strip() or not end.strip():
        return ()
    instants = _instant(begin), _instant(end)
    if instants[0] is not None and instants[1] is not None:
        if instants[0] >= instants[1]:
            raise Impossible(end)
        return (TimeWindow(instants[0], instants[1]),)
    return read(day_text, f"{begin.strip()} - {end.strip()}", order, zone)


def _window(day: date, span: tuple[int, int], zone: str) -> TimeWindow:
    ends = LocalDay(day, ZoneInfo(zone)).span(*(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in span))
    if ends is None:
        raise Impossible(str(span))
    return TimeWindow(*ends)


def _parted(text: str, order: str) -> tuple[list[date], str]:
    """Return the days in a text, and the text without them."""
    named = []
    while (match := days.find(text, order)) is not None:
        named.append(match.day)
        text = re.sub(r"(?<![^\s])T(?=\d)", "", match.rest)
    return named, text


def _instant(text: str) -> datetime | None:
    if _INSTANT.fullmatch(text.strip()):
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    if _EPOCH.fullmatch(text.strip()):
        number = int(text)
        return datetime.fromtimestamp(number / 1000 if number > 10**11 else number, UTC)
    return None
