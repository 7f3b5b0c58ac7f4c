"""Bring addresses into one shape, so that the same door is the same text however it was typed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = r"\d+½?\s?[a-zA-Z]?(?:\s?[-/]\s?\d+[a-zA-Z]?)?"
_NUMBER_LAST = re.compile(rf"^(?P<street>.*?\D)[\s,]+(?P<number>{_NUMBER})(?:[\s,].*)?$")
# before a street a lone letter belongs to the street: 100 E Pratt Street
_NUMBER_FIRST = re.compile(r"^(?P<number>\d+½?[a-zA-Z]?(?:[-/]\d+[a-zA-Z]?)?)[\s,]+(?P<street>\D.*)$")
# behind a house number: shorter ones are flats and stairs, `A 12`
LEAST_POSTCODE, LONGEST_FLAT = 4, 2
_SHORT = {
    "st": "street", "str": "strasse", "ave": "avenue", "av": "avenue", "avenida": "avenue", "rd": "road",
    "blvd": "boulevard", "bd": "boulevard", "dr": "drive", "ln": "lane", "pl": "place", "sq": "square", "ct": "court",
    "cir": "circle", "hwy": "highway", "pkwy": "parkway", "ter": "terrace", "trl": "trail", "aly": "alley",
    "r": "rua", "n": "north", "s": "south", "e": "east", "w": "west", "ne": "northeast", "nw": "northwest",
    "se": "southeast", "sw": "southwest", "mt": "mount", "ft": "fort", "ul": "", "ulica": "",
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip
# where an ending is cut in the languages of our sites
_CUT = (
    (re.compile(r"str\.(?=\s|$)"), "strasse"), (re.compile(r"(?<=\w{4})k\.(?=\s|$)"), "katu"),
    (re.compile(r"(?<=\w{4})t\.(?=\s|$)"), "tie"), (re.compile(r"(?<=\w{4})g\.(?=\s|$)"), "gatan"),
    (re.compile(r"(?<=\w{4})pl\.(?=\s|$)"), "platz"), (re.compile(r"^c/\s*"), "calle "),
)  # fmt: skip
_DIRECTIONS = frozenset(("north", "south", "east", "west"))


def normal(text: str) -> str:
    """Return a text in lower case without accents and signs: `Städtle 28` is `stadtle 28`, `Landstr.` is
    `landstrasse`.
    """
    bare = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    for cut, whole in _CUT:
        bare = cut.sub(whole, bare)
    words = re.sub(r"[^\w\s]", " ", bare).split()
    return " ".join(word for place in range(len(words)) if (word := _whole(words, place)))


def _whole(words: list[str], place: int) -> str:
    """Return a word in full: `st` is a street, and a saint before a name."""
    word = words[place]
    before = [_SHORT.get(one, one) for one in words[:place]]
    if word == "st" and place < len(words) - 1 and (not before or before[-1] in _DIRECTIONS or before[-1].isdigit()):
        return "saint"
    return _SHORT.get(word, word)


def house_number(text: str) -> str:
    """Return a house number in one shape: `29 B` is `29b`, `6729 1/2` is `6729h`."""
    return normal(re.sub(r"\s*(?:½|\b1/2)", "h", text.strip())).replace(" ", "")


def door(street: str, number: str) -> str:
    """Return street and number in the shape in which doors are compared."""
    return f"{normal(street)} {house_number(number)}".strip()


def behind(line: str) -> str:
    """Return what stands behind street and house number: flat, postcode, town."""
    text = " ".join(line.split())
    if _NUMBER_FIRST.match(text):
        return text[text.index(",") :] if "," in text else ""
    match = _NUMBER_LAST.match(text)
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


def postcode_and_town(text: str) -> tuple[str, str]:
    """Return postcode and town of what stands behind a door; empty where there is none."""
    words = [word for word in re.split(r"[\s,]+", text) if word]
    codes = [word for word in words if len(word) >= LEAST_POSTCODE and any(sign.isdigit() for sign in word)]
    names = [word for word in words if word.isalpha() and len(word) > LONGEST_FLAT]
    return "".join(codes[:1]), " ".join(names)


def split(line: str) -> tuple[str, str]:
    """Return street and house number of an address line; the number is empty where there is none.

    A flat after a comma, or after the number, is left out.
    """
    text = " ".join(line.split())
    match = _NUMBER_FIRST.match(text) or _NUMBER_LAST.match(text)
    if match is None:
        return text, ""
    street = match["street"].partition(",")[0] if match.re is _NUMBER_FIRST else match["street"]
    return street.strip(" ,"), match["number"].strip()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether postcode, town and country of two addresses agree; None where one of them is silent."""

    postcode: bool | None
    town: bool | None
    country: bool | None

    @property
    def is_whole(self) -> bool:
        """Return whether a town or postcode agrees and nothing contradicts."""
        parts = (self.postcode, self.town, self.country)
        return False not in parts and (self.postcode is True or self.town is True)

    @property
    def doubt(self) -> str:
        """Return what does not agree, or is not known: `country`, `town`, `postcode`, `town_unknown`, or nothing."""
        for name in ("country", "town", "postcode"):
            if getattr(self, name) is False:
                return name
        return "" if self.postcode or self.town else "town_unknown"

    @property
    def rules_out(self) -> bool:
        """Return whether it is another place: something contradicts, and neither town nor postcode agrees."""
        agrees = True in (self.postcode, self.town)
        return not agrees and False in (self.postcode, self.town, self.country)


def agreement(
    postcode: str, town: str, country: str, *, known_postcode: str, known_towns: Iterable[str], known_country: str
) -> Agreement:
    """Return whether an address agrees with a known door. Countries are ISO codes; `known_towns` its names."""
    towns = [known for known in known_towns if known]
    return Agreement(
        _same_postcode(postcode, known_postcode) if postcode and known_postcode else None,
        any(_same_town(town, known) for known in towns) if town and towns else None,
        country.upper() == known_country.upper() if country and known_country else None,
    )


def _same_postcode(one: str, other: str) -> bool:
    a, b = (re.sub(r"[^0-9a-z]", "", code.lower()) for code in (one, other))
    # 21231-1234 is a part of 21231
    zip_code = re.compile(r"\d{5}(?:\d{4})?")
    return a == b or (a[:5] == b[:5] and all(zip_code.fullmatch(code) is not None for code in (a, b)))


def _same_town(one: str, other: str) -> bool:
    a, b = set(normal(one).split()), set(normal(other).split())
    return bool(a and b) and (a <= b or b <= a)
