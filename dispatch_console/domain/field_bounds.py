"""Bounds of values from outside: which characters, how long, how large. Every reader, form and command asks here.

The limits are what a person in this trade writes, well within what database, paper and screen can hold.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

# by field of an order, an address or a line; attributes are what a shop adds of its own
LONGEST: Mapping[str, int] = {
    "number": 64, "source_ref": 128, "customer_name": 200, "phone": 64, "email": 254, "currency": 8,
    "instructions": 4000, "wish": 500, "financial_status": 64,
    "line1": 200, "line2": 200, "postcode": 32, "city": 120, "region": 120, "country": 80, "company": 200,
    "gate_code": 60,
    "sku": 100, "name": 300, "barcode": 100,
    "attribute": 4000, "attribute_name": 200,
}  # fmt: skip
MOST_LINES, MOST_ATTRIBUTES = 2000, 200
MOST_PIECES = 100_000
MOST_MINOR = 2_000_000_000
HEAVIEST_G = 2_000_000
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# controls but for tab and line feeds, halves of surrogate pairs, and what is no character at all
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_RETURNS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


class Text(NamedTuple):
    """A text that can be stored, printed and shown. `cleaned`: characters were left out of it."""

    text: str
    cleaned: bool


def printable(text: str) -> Text:
    """Return a text without characters that nothing can show; every kind of line end becomes a line feed."""
    lines = _RETURNS.sub("\n", text)
    cleaned = _UNPRINTABLE.sub("", lines)
    return Text(cleaned, cleaned != lines)


def is_printable(text: str) -> bool:
    """Return whether every character of a text can be shown."""
    return _UNPRINTABLE.search(text) is None


def too_long(field: str, text: str) -> int | None:
    """Return the most characters that a field holds, if this text has more; else None."""
    most = LONGEST[field]
    return most if len(text) > most else None


def minor_units(amount: int) -> int:
    """Return an amount of money in minor units. Errors: ValueError."""
    if not -MOST_MINOR <= amount <= MOST_MINOR:
        raise ValueError(f"{amount} is beyond any order")
    return amount


def grams(kilograms: float) -> int:
    """Return a weight in grams. Errors: ValueError for what is no weight: nothing, less, or more than two tonnes."""
    # nan compares as false
    if not 0 < kilograms * 1000 <= HEAVIEST_G:
        raise ValueError(f"{kilograms} kg is not a weight")
    return max(1, round(kilograms * 1000))


def moment(instant: datetime) -> datetime:
    """Return an instant in UTC, if it lies in the years that orders have. Errors: ValueError."""
    try:
        utc = instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error
    if not FIRST <= utc < LAST:
        raise ValueError(f"{utc:%Y} is not a year of an order")
    return utc
