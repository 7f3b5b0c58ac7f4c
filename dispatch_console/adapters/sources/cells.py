"""What single cells mean: money, quantities, instants, windows, yes and no, apostrophes that spreadsheets leave."""

import re
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from dispatch_console.domain import field_bounds
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

# an amount may carry the sign or the letters of its currency, before or behind it
_MONEY = re.compile(r"[^\d\s.,+\-]{0,6}\.?\s*(?P<sign>[+\-]?)\s*(?P<amount>[\d.,'’ \s]*\d[.,]?)\s*-?[^\d.,+\-]{0,12}")


def unapostrophed(text: str) -> str:
    """Return 9490 for `'9490`, as spreadsheets write it to keep a leading zero."""
    text = text.strip()
    return text[1:] if text.startswith("'") else text


def money(text: str, currency: str | None) -> int | None:
    """Return minor units of `1,234.50`, `1 234,50 €` or `1234.5`; None when empty. Errors: ValueError."""
    if not text.strip():
        return None
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    cleaned = match["sign"] + re.sub(r"[^\d,.]", "", match["amount"])
    last = max(cleaned.rfind(","), cleaned.rfind("."))
    if last >= 0 and len(cleaned) - last - 1 != 3:
        cleaned = re.sub(r"[,.]", "", cleaned[:last]) + "." + cleaned[last + 1 :]
    elif cleaned.count(",") + cleaned.count(".") == 1 and cleaned[last] == "." and minor_digits(currency or "") == 3:
        pass
    else:
        cleaned = re.sub(r"[,.]", "", cleaned)
    try:
        amount = (Decimal(cleaned) * 10 ** minor_digits(currency or "")).to_integral_value()
    except ArithmeticError as error:
        raise ValueError(text) from error
    return field_bounds.minor_units(int(amount))


def quantity(text: str) -> int:
    """Return a whole number of at least 1; `2.0` is two. Errors: ValueError."""
    try:
        number = Decimal(text.strip().replace(",", "."))
        whole = number == number.to_integral_value() and 1 <= number <= field_bounds.MOST_PIECES
    except ArithmeticError as error:
        raise ValueError(text) from error
    if not whole:
        raise ValueError(text)
    return int(number)


def kilograms(text: str) -> int | None:
    """Return grams of `2,5` kilograms; None when empty. Errors: ValueError."""
    return field_bounds.grams(float(text.strip().replace(",", "."))) if text.strip() else None


def instant(text: str, zone: str) -> datetime | None:
    """Return an aware instant; times without an offset are in `zone`. None when empty. Errors: ValueError."""
    text = text.strip()
    if not text:
        return None
    moment = _read_instant(text)
    return field_bounds.moment(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))


def _read_instant(text: str) -> datetime:
    for pattern in _INSTANTS:
        try:
            return datetime.strptime(text.replace("Z", "+0000") if "%z" in pattern else text, pattern)  # noqa: DTZ007
        except ValueError:
            continue
    return datetime.fromisoformat(text)


def yes(text: str, default: bool = True) -> bool:
    """Return whether a cell says `true`, `yes` or `1`; `default` when empty."""
    text = text.strip().lower()
    return default if not text else text in ("true", "yes", "1", "y", "x", "kyllä", "ja")


def window(day: str, span: str, zone: str) -> TimeWindow | None:
    """Return the window of a day and `10:00-12:00` or `2 pm to 4 pm`; None when either is not there.

    Errors: ValueError when it ends before it starts or the day does not exist.
    """
    day_match, span_match = _DAY.search(day) or _DAY.search(span), _SPAN.search(_DAY.sub("", span))
    if not day_match or not span_match:
        return None
    date = instant(day_match[1].replace("/", "."), zone) if "." in day_match[1] or "/" in day_match[1] else None
    date = date or instant(day_match[1], zone)
    if date is None:
        return None
    start = _minutes(span_match[1], span_match[2], span_match[3] or span_match[6])
    end = _minutes(span_match[4], span_match[5], span_match[6])
    place = ZoneInfo(zone)
    local = LocalDay.of(date, place)
    if end <= start:
        raise ValueError("the window ends before it starts")
    local_span = local.span(_clock(start), _clock(end))
    if local_span is None:
        raise ValueError("the clocks skip this window")
    return TimeWindow(*local_span)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    value = int(hour)
    if half:
        value = value % 12 + (12 if half.lower() == "pm" else 0)
    return value * 60 + int(minute or 0)
