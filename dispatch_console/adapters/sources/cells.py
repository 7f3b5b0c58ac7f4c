"""What single cells mean: money, quantities, instants, windows, yes and no, apostrophes that spreadsheets leave."""

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.values import TimeWindow, minor_digits

_INSTANTS = (
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
)
_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})")
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.I)


def unapostrophed(text: str) -> str:
    """`'9490` as spreadsheets write it to keep a leading zero, is 9490."""
    text = text.strip()
    return text[1:] if text.startswith("'") else text


def money(text: str, currency: str | None) -> int | None:
    """Minor units of `1,234.50`, `1 234,50 €` or `1234.5`; None when empty. Errors: ValueError."""
    cleaned = re.sub(r"[^\d,.\-]", "", text)
    if not cleaned:
        if text.strip():
            raise ValueError(text)
        return None
    last = max(cleaned.rfind(","), cleaned.rfind("."))
    if last >= 0 and len(cleaned) - last - 1 != 3:
        cleaned = re.sub(r"[,.]", "", cleaned[:last]) + "." + cleaned[last + 1 :]
    elif cleaned.count(",") + cleaned.count(".") == 1 and cleaned[last] == "." and minor_digits(currency or "") == 3:
        pass
    else:
        cleaned = re.sub(r"[,.]", "", cleaned)
    try:
        return int((Decimal(cleaned) * 10 ** minor_digits(currency or "")).to_integral_value())
    except InvalidOperation as error:
        raise ValueError(text) from error


def quantity(text: str) -> int:
    """A whole number of at least 1; `2.0` is two. Errors: ValueError."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if number != number.to_integral_value() or not 1 <= number <= 100_000:
        raise ValueError(text)
    return int(number)


def instant(text: str, zone: str) -> datetime | None:
    """An aware instant; times without an offset are in `zone`. None when empty. Errors: ValueError."""
    text = text.strip()
    if not text:
        return None
    for pattern in _INSTANTS:
        try:
            if "%z" in pattern:
                return datetime.strptime(text.replace("Z", "+0000"), pattern).astimezone(UTC)
            return datetime.strptime(text, pattern).replace(tzinfo=ZoneInfo(zone))
        except ValueError:
            continue
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def yes(text: str, default: bool = True) -> bool:
    """`true`, `yes`, `1`; `default` when empty."""
    text = text.strip().lower()
    return default if not text else text in ("true", "yes", "1", "y", "x", "kyllä", "ja")


def window(day: str, span: str, zone: str) -> TimeWindow | None:
    """The window of a day and `10:00-12:00` or `2 pm to 4 pm`; None when either is not there.

    Errors: ValueError when it ends before it starts or the day does not exist.
    """
    found_day, found_span = _DAY.search(day) or _DAY.search(span), _SPAN.search(_DAY.sub("", span))
    if not found_day or not found_span:
        return None
    date = instant(found_day[1].replace("/", "."), zone) if "." in found_day[1] or "/" in found_day[1] else None
    date = date or instant(found_day[1], zone)
    if date is None:
        return None
    start = _minutes(found_span[1], found_span[2], found_span[3] or found_span[6])
    end = _minutes(found_span[4], found_span[5], found_span[6])
    place = ZoneInfo(zone)
    local = LocalDay.of(date, place)
    if end <= start:
        raise ValueError("the window ends before it starts")
    found = local.span(_clock(start), _clock(end))
    if found is None:
        raise ValueError("the clocks skip this window")
    return TimeWindow(*found)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    value = int(hour)
    if half:
        value = value % 12 + (12 if half.lower() == "pm" else 0)
    return value * 60 + int(minute or 0)
