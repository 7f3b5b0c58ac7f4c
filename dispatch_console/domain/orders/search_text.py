"""Build the text in which an order is searched: words without accents, telephone numbers without signs."""

import re
import unicodedata
from collections.abc import Iterable

# fewer digits are a house number or a part of an order's
LEAST_PHONE = 6


def folded(text: str) -> str:
    """Return a text without accents in lower case: `Öhman` is `ohman`."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def phone(text: str) -> str:
    """Return the digits of a number after country code and trunk zero; empty where it is no number."""
    if not re.fullmatch(r"[+\d\s()/.-]+", text):
        return ""
    digits = re.sub(r"\D", "", text).lstrip("0")
    return digits if len(digits) >= LEAST_PHONE else ""


def of(parts: Iterable[str], number: str) -> str:
    return " ".join([*(folded(part) for part in parts if part), phone(number)]).strip()
