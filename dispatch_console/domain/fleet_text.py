"""Read what people type about vans, drivers and hours; refuse what cannot be, with place and example."""

import re
from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dispatch_console.domain.errors import BadInput

# of a telephone number
LEAST_FIGURES = 5

Span = tuple[str, str]


def words(field: str, text: str, *, most: int = 120) -> str:
    """Read a name. Errors: BadInput `field.empty`, `field.long`."""
    joined = " ".join(text.split())
    if not joined:
        raise BadInput("field.empty", field=field)
    if len(joined) > most:
        raise BadInput("field.long", field=field, most=most)
    return joined


def phone(text: str) -> str:
    """Read a telephone number, or nothing. Errors: BadInput `field.phone`."""
    number = " ".join(text.split())
    if number and not is_phone(number):
        raise BadInput("field.phone", value=text)
    return number


def digits_of(phone: str) -> str:
    """Return the figures by which a number is known however it is written: its last nine."""
    return "".join(sign for sign in phone if sign.isdigit())[-9:]


def is_phone(text: str) -> bool:
    """Return whether a text can be rung: figures and the signs between them, at least five figures."""
    return sum(sign.isdigit() for sign in text) >= LEAST_FIGURES and all(sign in "+0123456789 ()-./" for sign in text)


def number(field: str, text: str, least: float, most: float) -> float:
    """Read a number between two bounds. Errors: BadInput `field.empty`, `field.number` with what is possible."""
    if not text.strip():
        raise BadInput("field.empty", field=field)
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError as error:
        raise BadInput("field.number", field=field, value=text, least=least, most=most) from error
    if not least <= value <= most:
        raise BadInput("field.number", field=field, value=text, least=least, most=most)
    return value


def clock(field: str, text: str) -> str:
    """Read a time of day: `8:5` is `08:05`. Errors: BadInput `field.clock`."""
    match = re.fullmatch(r"\s*(\d{1,2})[:.](\d{1,2})\s*", text)
    try:
        hour, minute = (int(part) for part in match.groups()) if match else (99, 99)
        return f"{time(hour, minute):%H:%M}"
    except ValueError as error:
        raise BadInput("field.clock", field=field, value=text) from error


def spans(field: str, text: str) -> tuple[Span, ...]:
    """Read spans of time in their order: `8:00-12:00, 13:00-16:30`.

    Errors: BadInput `field.span` for a part that is none or ends before it begins, `field.overlap`.
    """
    intervals = []
    for part in (part for part in text.replace("–", "-").split(",") if part.strip()):
        ends = part.split("-")
        if len(ends) != 2:
            raise BadInput("field.span", field=field, value=part.strip())
        begin, end = (clock(field, one) for one in ends)
        if begin >= end:
            raise BadInput("field.span", field=field, value=part.strip())
        intervals.append((begin, end))
    intervals.sort()
    for (_, end), (begin, _) in pairwise(intervals):
        if begin < end:
            raise BadInput("field.overlap", field=field, value=text)
    return tuple(intervals)


def spelled(spans: tuple[Span, ...]) -> str:
    """Spell spans of time as `spans` reads them."""
    return ", ".join(f"{begin}-{end}" for begin, end in spans)


def place(text: str) -> tuple[float, float]:
    """Read latitude and longitude: `60.17, 24.95`. Errors: BadInput `pin.unreadable`, `field.nowhere` for (0, 0)."""
    parts = text.replace(";", ",").split(",")
    if len(parts) != 2:
        raise BadInput("pin.unreadable")
    lat, lon = number("latitude", parts[0], -85, 85), number("longitude", parts[1], -180, 180)
    if lat == lon == 0:
        raise BadInput("field.nowhere")
    return lat, lon


def zone(text: str) -> str:
    """Read the name of a time zone. Errors: BadInput `field.zone`."""
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("field.zone", value=text) from error


def tags(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Read skills: `lift, two persons`, or their codes. `names` is what people call each code.

    Errors: BadInput `field.skill`.
    """
    codes = {name.lower(): code for code, name in names.items()} | {code.replace("_", " "): code for code in names}
    parts = [part.strip() for part in text.split(",") if part.strip()]
    tags = [codes.get(part.lower().replace("_", " "), "") for part in parts]
    for part, tag in zip(parts, tags, strict=True):
        if not tag:
            raise BadInput("field.skill", value=part, known=tuple(sorted(names.values())))
    return tuple(dict.fromkeys(tags))
