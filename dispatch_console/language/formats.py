"""Write dates, numbers and money as the spoken language does.

Clocks are always `14:05`: a board that is read across a hall has one way to write a time. The order of day, month and
year is a pattern of the catalogue, so that a translation may turn it round.
"""

from collections.abc import Sequence
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from dispatch_console.domain.values import Money
from dispatch_console.language.catalogue import spoken, tr


def language_name(code: str) -> str:
    """Return a language as its speakers call it: `suomi`; the code where nobody knows it."""
    try:
        return Locale.parse(code).get_language_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


def weekday(day: date) -> str:
    """Return `Mon`."""
    return _written(day, "EEE")


def week_names() -> list[str]:
    """Return the short names of the week, Monday first."""
    # the first of June 2026 is a Monday
    return [weekday(date(2026, 6, number)) for number in range(1, 8)]


def day_month(day: date) -> str:
    """Return `23 Nov`."""
    return _written(day, tr("d MMM"))


def short_date(day: date) -> str:
    """Return `23 Nov 2026`."""
    return _written(day, tr("d MMM y"))


def weekday_month(day: date) -> str:
    """Return `Mon 23 Nov`."""
    return _written(day, tr("EEE d MMM"))


def long_day(day: date) -> str:
    """Return `Mon 23 Nov 2026`."""
    return _written(day, tr("EEE d MMM y"))


def whole_day(day: date, *, with_year: bool = True) -> str:
    """Return `Monday 23 November 2026`."""
    return _written(day, tr("EEEE d MMMM y") if with_year else tr("EEEE d MMMM"))


def _written(day: date, pattern: str) -> str:
    """Write a date by a pattern of Unicode's letters (UTS 35)."""
    return format_date(day, pattern, locale=spoken().locale)


def listed(parts: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return tr("{others} and {last}", others=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else "".join(parts)


def decimal(number: float, places: int) -> str:
    """Return `12.4`, or `12,4` where a comma is usual."""
    return f"{number:.{places}f}".replace(".", get_decimal_symbol(spoken().locale))


def signed(number: float, places: int) -> str:
    """Return `+12.4`, `−3.0`: the sign always, and a minus as wide as a plus."""
    return f"{'−' if number < 0 else '+'}{decimal(abs(number), places)}"


def thousands(number: int) -> str:
    """Return `1 284`, with a space that does not break."""
    return f"{number:,}".replace(",", "\u00a0")


def money(amount: Money) -> str:
    """Return `48.00 EUR`: the amount first, then the ISO code, which no two currencies share."""
    return str(amount).replace(".", get_decimal_symbol(spoken().locale))
