"""The language that a customer reads, as a shop says it beside an order."""

import re
from collections.abc import Mapping

# what shops, their extensions and spreadsheets call it, without capitals and signs
_NAMES = frozenset(
    {
        "language", "lang", "locale", "languagecode", "customerlocale", "customerlanguage", "wpmllanguage",
        "trplanguage", "polylanglanguage", "sprache", "kieli", "sprak", "langue", "idioma", "lingua", "taal",
    }
)  # fmt: skip
_TAG = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?")


def language_of(attributes: Mapping[str, str]) -> str:
    """Return the tag of the language, as `de` or `pt_BR`; empty where the order says none, or says it in words."""
    for name, value in attributes.items():
        plain = "".join(sign for sign in name.lower() if sign.isalpha())
        if plain in _NAMES:
            return tag_of(value)
    return ""


def tag_of(text: str) -> str:
    """Return the tag that a text is, in the usual letters; empty for other texts."""
    found = _TAG.fullmatch(text.strip())
    if found is None:
        return ""
    language, place = found[1].lower(), found[2] or ""
    return f"{language}_{place.upper()}" if len(place) == 2 else language
