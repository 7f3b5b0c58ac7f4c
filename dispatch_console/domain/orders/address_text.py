"""Bring addresses into one shape, so that the same door is the same text however it was typed."""

import re
import unicodedata

_NUMBER = r"\d+\s?[a-zA-Z]?(?:\s?[-/]\s?\d+[a-zA-Z]?)?"
_NUMBER_LAST = re.compile(rf"^(?P<street>.*?\D)[\s,]+(?P<number>{_NUMBER})(?:[\s,].*)?$")
# before a street a lone letter belongs to the street: 100 E Pratt Street
_NUMBER_FIRST = re.compile(r"^(?P<number>\d+[a-zA-Z]?(?:[-/]\d+[a-zA-Z]?)?)[\s,]+(?P<street>\D.*)$")
# behind a house number: shorter ones are flats and stairs, `A 12`
LEAST_POSTCODE, LONGEST_FLAT = 4, 2
_SHORT = {
    "st": "street", "str": "strasse", "ave": "avenue", "av": "avenue", "rd": "road", "blvd": "boulevard", "dr": "drive",
    "ln": "lane", "pl": "place", "sq": "square", "n": "north", "s": "south", "e": "east", "w": "west",
}  # fmt: skip


def normal(text: str) -> str:
    """Return a text in lower case without accents and signs: `Städtle 28` is `stadtle 28`, `Landstr.` is
    `landstrasse`.
    """
    bare = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    bare = re.sub(r"str\.(?=\s|$)", "strasse", bare)
    words = re.sub(r"[^\w\s]", " ", bare).split()
    return " ".join(_SHORT.get(word, word) for word in words)


def door(street: str, number: str) -> str:
    """Return street and number in the shape in which doors are compared."""
    return f"{normal(street)} {normal(number).replace(' ', '')}".strip()


def behind(line: str) -> str:
    """Return what stands behind street and house number: flat, postcode, town."""
    text = " ".join(line.split())
    match = None if _NUMBER_FIRST.match(text) else _NUMBER_LAST.match(text)
    return text[match.end("number") :] if match else ""


def agrees(text: str, postcode: str, city: str) -> bool:
    """Return whether the text beside a door may mean this postcode and town. A missing postcode neither supports nor
    rules out a match.
    """
    words = normal(text).split()
    codes = [word for word in words if len(word) >= LEAST_POSTCODE and any(sign.isdigit() for sign in word)]
    if codes and postcode and normal(postcode).replace(" ", "") not in "".join(words):
        return False
    names = [word for word in words if word.isalpha() and len(word) > LONGEST_FLAT]
    return not names or not city or any(name in normal(city).split() for name in names)


def split(line: str) -> tuple[str, str]:
    """Return street and house number of an address line; the number is empty where there is none.

    A flat after a comma, or after the number, is left out.
    """
    text = " ".join(line.split())
    match = _NUMBER_FIRST.match(text) or _NUMBER_LAST.match(text)
    if match is None:
        return text, ""
    return match["street"].strip(" ,"), match["number"].strip()
