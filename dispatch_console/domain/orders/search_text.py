"""What an order is found by: words without their accents, and telephone numbers without their signs."""

import re
import unicodedata
from collections.abc import Iterable

# fewer digits are a house number or a part of an order's
LEAST_PHONE = 6


def folded(text: str) -> str:
    """`Öhman` → `ohman`."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def phone(text: str) -> str:
    """The digits of a number after country code signs and the zero of the trunk; empty where it is no number."""
    if not re.fullmatch(r"[+\d\s()/.-]+", text):
        return ""
    digits = re.sub(r"\D", "", text).lstrip("0")
    return digits if len(digits) >= LEAST_PHONE else ""


def of(parts: Iterable[str], number: str) -> str:
    return " ".join([*(folded(part) for part in parts if part), phone(number)]).strip()
