"""Bringing addresses into one shape, so that the same door is the same text however it was typed."""

import re
import unicodedata

_NUMBER = r"\d+\s?[a-zA-Z]?(?:\s?[-/]\s?\d+[a-zA-Z]?)?"
_NUMBER_LAST = re.compile(rf"^(?P<street>.*?\D)[\s,]+(?P<number>{_NUMBER})(?:[\s,].*)?$")
# before a street a lone letter belongs to the street: 100 E Pratt Street
_NUMBER_FIRST = re.compile(r"^(?P<number>\d+[a-zA-Z]?(?:[-/]\d+[a-zA-Z]?)?)[\s,]+(?P<street>\D.*)$")
_SHORT = {
    "st": "street", "str": "strasse", "ave": "avenue", "av": "avenue", "rd": "road", "blvd": "boulevard", "dr": "drive",
    "ln": "lane", "pl": "place", "sq": "square", "n": "north", "s": "south", "e": "east", "w": "west",
}  # fmt: skip


def normal(text: str) -> str:
    """Lower case without accents and signs: `Städtle 28` → `stadtle 28`, `Landstr.` → `landstrasse`."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    bare = re.sub(r"str\.(?=\s|$)", "strasse", bare)
    words = re.sub(r"[^\w\s]", " ", bare).split()
    return " ".join(_SHORT.get(word, word) for word in words)


def door(street: str, number: str) -> str:
    """What is compared: the street and the number without its spaces."""
    return f"{normal(street)} {normal(number).replace(' ', '')}".strip()


def split(line: str) -> tuple[str, str]:
    """Street and house number of an address line; the number is empty where none stands there.

    A flat after a comma, or after the number, is left out.
    """
    text = " ".join(line.split())
    found = _NUMBER_FIRST.match(text) or _NUMBER_LAST.match(text)
    if found is None:
        return text, ""
    return found["street"].strip(" ,"), found["number"].strip()
