"""Days as files write them: in figures of any order, with names of months, within other text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dispatch_console.domain.orders.incoming import Convention
from dispatch_console.language import countries, formats, tr

DMY, MDY = "dmy", "mdy"
ORDERS = (DMY, MDY)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})(?:([-/])(\d{1,2})\2|(\.) ?(\d{1,2})\. ?)(\d{4}|\d{2})(?!\d)")
_PACKED = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*")
_NAME = r"(?P<month>[^\W\d_]{3,}(?: [^\W\d_]+)?)"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s\-/]*(?:of |de )?{_NAME}\.?,?"
    r"[\s\-/]*(?:de )?(?P<year>\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"{_NAME}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)")
_WEEKDAY = re.compile(r"^[^\W\d_]+\.?,?\s*$")


class Unclear(ValueError):
    """A day in figures of which nobody says whether day or month comes first."""


@dataclass(frozen=True, slots=True)
class Match:
    """A day in a text, and the text without it."""

    day: date
    rest: str


def find(text: str, order: str) -> Match | None:
    """Return the first day in a text; None where there is none.

    `order`: `dmy` or `mdy`, for days in figures. Errors: ValueError for a day that does not exist; Unclear.
    """
    for look in (_year_first, _by_name, _figures):
        match = look(text, order)
        if match is not None:
            return match
    return None


def read(text: str, order: str) -> date | None:
    """Return the day that a cell holds; None when it is empty. Errors: ValueError, also for text beside the day."""
    if not text.strip():
        return None
    match = find(text, order)
    if match is None or (match.rest.strip(" ,.") and not _WEEKDAY.match(match.rest.strip())):
        raise ValueError(text)
    return match.day


def order_of(
    texts: Iterable[str], country: str, column: str, chosen: str = "", remembered: str = ""
) -> Convention | None:
    """Return in which order the days of one column are read; None where no day in figures needs one.

    Days that fit one order only decide; else what a person chose for such a file before, else the country. The value
    is empty where none does.
    """
    pairs: dict[tuple[int, int], str] = {}
    for text in texts:
        match = _FIGURES.search(text) if not _YEAR_FIRST.search(text) else None
        if match is not None and match[2]:
            pairs.setdefault((int(match[1]), int(match[3])), match[0])
    if not pairs:
        return None
    month_second, month_first = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    unclear = [text for (a, b), text in pairs.items() if a <= 12 and b <= 12 and a != b]
    if month_second != month_first:
        value, sure = (DMY if month_second else MDY), True
    else:
        usual = remembered or countries.day_order(country)
        # both ways in one column contradict what was chosen before as well
        value, sure = (usual if usual in ORDERS else ""), (bool(remembered) or not unclear) and not month_first
    named = re.search(r"(d+)[./-]m+|(m+)[./-]d+", column.lower())
    if chosen or named:
        value, sure = chosen or (DMY if named and named[1] else MDY), True
    sample = unclear[0] if unclear else next(iter(pairs.values()))
    others = tuple((order, spelled(sample, order)) for order in ORDERS if order != value) if unclear else ()
    return Convention("day_order", value, sure, spelled(sample, value), others, column)


def spelled(text: str, order: str) -> str:
    """Return `12/01/2026 is 1 December 2026`; the text alone where it is no day in that order."""
    try:
        match = find(text, order)
    except ValueError:
        match = None
    return tr("{text} is {day}", text=text, day=formats.whole_day(match.day)) if match else text


def _year_first(text: str, order: str) -> Match | None:
    match = _YEAR_FIRST.search(text)
    if match is not None:
        return _match(text, match, match[1], match[3], match[4])
    packed = _PACKED.fullmatch(text)
    return _match(text, packed, *packed.groups()) if packed else None


def _by_name(text: str, order: str) -> Match | None:
    names = countries.month_names()
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text.lower()):
            words = match["month"].split()
            month = names.get(match["month"]) or names.get(words[0]) or names.get(words[-1])
            if month is not None:
                return _match(text, match, match["year"], month, match["day"])
    return None


def _figures(text: str, order: str) -> Match | None:
    match = _FIGURES.search(text)
    if match is None:
        return None
    first, second = int(match[1]), int(match[3] or match[5])
    if match[4] or first == second:
        # a dot stands behind the day of the month, in every country that writes one
        order = DMY
    if not order:
        if first <= 12 and second <= 12:
            raise Unclear(text)
        order = DMY if first > 12 else MDY
    day, month = (first, second) if order == DMY else (second, first)
    year = int(match[6])
    return _match(text, match, year if year > 99 else 2000 + year, month, day)


def _match(text: str, match: re.Match[str], year: str | int, month: str | int, day: str | int) -> Match:
    return Match(date(int(year), int(month), int(day)), f"{text[: match.start()]} {text[match.end() :]}")
