"""Phone numbers in any shape, kept as E.164 where they can be understood."""

from functools import lru_cache

import phonenumbers


def is_readable(normalised_text: str, country: str) -> bool:
    """Return whether a number was understood; without a country one of a country's own cannot be told."""
    return not normalised_text or normalised_text.startswith("+") or not country


@lru_cache(maxsize=8192)
def normalised(text: str, country: str) -> str:
    """Return the number as E.164, or the text as it was typed when it is not a valid number."""
    text = text.strip().lstrip("'")
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
