"""Numbers as files write them: amounts of money, quantities, weights. A dot or a comma may stand before decimals.

`1.000` is a thousand in one country and one in another. So the sign is taken from all numbers of a file, else from the
country, and every number is read by it.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from dispatch_console.domain import field_bounds
from dispatch_console.domain.orders.incoming import Convention
from dispatch_console.domain.values import minor_digits
from dispatch_console.language import countries, tr

POINT, COMMA = ".", ","
# an amount may carry the sign or the letters of its currency, before or behind it
_MONEY = re.compile(
    r"(?P<sign>[+\-−(]?)\s*(?P<before>[^\d\s.,+\-−()]{1,6}\.?)?\s*(?P<inner>[+\-−]?)\s*"
    r"(?P<amount>\d[\d.,'’\s]*|[.,]\d+)\s*(?P<last>-?)\s*(?P<behind>[^\d.,+\-]{0,12})"
)
_NUMBER = re.compile(r"[+\-−]?\s*(\d[\d.,'’\s]*|[.,]\d+)")
_SPACES = re.compile(r"[\s'’]")
# thousands by threes, or in India first by twos
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{2,3})?(?:\1\d{2,3})*\1\d{3}|\d{1,3}[.,]\d{3}")
# one sign with three figures behind it: a thousand or one
_UNCLEAR = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")


class Fraction(ValueError):
    """A part of a piece."""


def decimal_sign(texts: Iterable[str], country: str, chosen: str = "", remembered: str = "") -> Convention | None:
    """Return the sign before decimals in a file's numbers; None where no number has one.

    Numbers that fit one sign only decide, the most of them; else what a person chose for such a file before, else the
    country. Empty where none does.
    """
    counts = {POINT: 0, COMMA: 0}
    unclear = ""
    for text in texts:
        number = _SPACES.sub("", text.strip())
        if _UNCLEAR.fullmatch(number):
            unclear = unclear or number
            continue
        sign = _only_sign(number)
        if sign:
            counts[sign] += 1
    if not unclear and not any(counts.values()):
        return None
    usual = countries.decimal_sign(country)
    if counts[POINT] != counts[COMMA]:
        value, sure = max(counts, key=lambda sign: counts[sign]), not all(counts.values())
    else:
        contradict = any(counts.values())
        value, sure = remembered or usual, not unclear or (bool(remembered) and not contradict)
    if chosen:
        value, sure = chosen, True
    others = tuple((sign, _spelled(unclear, sign)) for sign in counts if sign != value) if unclear else ()
    return Convention("decimal_sign", value, sure or not unclear, _spelled(unclear, value) if unclear else "", others)


@lru_cache(maxsize=8192)
def money(text: str, currency: str | None, sign: str) -> int | None:
    """Return minor units of `1,234.50`, `1 234,50 €` or `-5,00`; None when empty. Errors: ValueError."""
    if not text.strip():
        return None
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    named = (match["before"] or "", match["behind"].strip(" )"))
    if any(name and not countries.is_currency(name) for name in named):
        raise ValueError(text)
    amount = _value(match["amount"], sign) * 10 ** minor_digits(currency or "")
    signs = match["sign"] + match["inner"] + match["last"]
    minus = sum(one in "-−(" for one in signs) == 1
    return field_bounds.minor_units(int((-amount if minus else amount).to_integral_value()))


@lru_cache(maxsize=8192)
def quantity(text: str, sign: str) -> int:
    """Return a whole number of at least 1; `2.0` is two. Errors: ValueError; Fraction for a part of a piece."""
    if not _NUMBER.fullmatch(text.strip()) or text.strip()[0] in "-−":
        raise ValueError(text)
    number = _value(text.strip().lstrip("+"), sign)
    if number != number.to_integral_value():
        raise Fraction(text)
    if not 1 <= number <= field_bounds.MOST_PIECES:
        raise ValueError(text)
    return int(number)


def pieces(text: str, sign: str) -> int:
    """Return a whole number of 0 or more; 0 when empty. Errors: as `quantity`."""
    return 0 if not text.strip(" 0.,") else quantity(text, sign)


def grams(text: str, sign: str) -> int | None:
    """Return grams of `2500`; None when empty or 0. Errors: ValueError."""
    if not text.strip(" 0.,"):
        return None
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    return field_bounds.grams(float(_value(text.strip(), sign)) / 1000)


def kilograms(text: str, sign: str) -> int | None:
    """Return grams of `2,5` or `2.5 kg`; None when empty or 0. Errors: ValueError."""
    number = re.sub(r"\s*kgs?\.?$", "", text.strip(), flags=re.IGNORECASE)
    if not number.strip("0., "):
        return None
    if not _NUMBER.fullmatch(number):
        raise ValueError(text)
    return field_bounds.grams(float(_value(number, sign)))


def _value(text: str, sign: str) -> Decimal:
    """Return a number. Errors: ValueError, also for one that may be a thousand or one while `sign` is empty."""
    number = _SPACES.sub("", text)
    if _UNCLEAR.fullmatch(number) and not sign:
        raise ValueError(text)
    only = sign if _UNCLEAR.fullmatch(number) else _only_sign(number)
    whole, _, part = number.rpartition(only) if only and only in number else (number, "", "")
    if not part.isdecimal() and part:
        raise ValueError(text)
    if whole and not whole.isdecimal() and not _GROUPED.fullmatch(whole):
        raise ValueError(text)
    return Decimal(f"{re.sub('[.,]', '', whole) or '0'}.{part or '0'}")


def _only_sign(number: str) -> str:
    """Return the sign before decimals that a number shows by itself; empty where it shows none."""
    last = max(number.rfind(POINT), number.rfind(COMMA))
    if last < 0:
        return ""
    sign = number[last]
    other = COMMA if sign == POINT else POINT
    if other in number:
        return sign if number.count(sign) == 1 else ""
    return sign if number.count(sign) == 1 else ""


def _spelled(text: str, sign: str) -> str:
    value = _value(text, sign) if sign else None
    return text if value is None else tr("{text} is {number}", text=text, number=f"{value.normalize():f}")
