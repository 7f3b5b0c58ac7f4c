"""Instants as files write them: a day and a time of day, with an offset or in the site's zone."""

import re
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from dispatch_console.adapters.sources.values import days, hours
from dispatch_console.domain import field_bounds

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(Z|UTC|[+-]\d{2}:?\d{2})?")
_OFFSET = re.compile(r"\s*(?:GMT|UTC)?\s*([+-])(\d{2}):?(\d{2})$")


def read(text: str, order: str, zone: str) -> datetime | None:
    """Return an aware instant; times without an offset are in `zone`. None when empty.

    `order`: `dmy` or `mdy`, for days in figures. Errors: ValueError.
    """
    text = text.strip()
    if not text:
        return None
    iso = _ISO.fullmatch(text)
    if iso:
        offset = (iso[3] or "").replace("UTC", "+00:00").replace("Z", "+00:00")
        moment = datetime.fromisoformat(f"{iso[1]}T{iso[2]}{offset}")
        return field_bounds.moment(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))
    offset_match = _OFFSET.search(text)
    match = days.find(text[: offset_match.start()] if offset_match else text, order)
    if match is None:
        raise ValueError(text)
    rest = re.sub(r"^[^\W\d_]+,?\s+(?=\d)|(?<![^\s])T(?=\d)", "", match.rest.strip(" ,")).strip(" ,")
    minutes = hours.clock(rest) if rest else 0
    if offset_match is None:
        return field_bounds.moment(datetime.combine(match.day, time(minutes // 60 % 24, minutes % 60), ZoneInfo(zone)))
    sign = 1 if offset_match[1] == "+" else -1
    ahead = timedelta(hours=sign * int(offset_match[2]), minutes=sign * int(offset_match[3]))
    return field_bounds.moment(datetime.combine(match.day, time(minutes // 60 % 24, minutes % 60), timezone(ahead)))
