"""Which encoding a text file is in. What cannot be told from the file and the country is asked, with a preview.

Spreadsheets write the code page of their country without naming it. A wrong guess turns letters of names into others,
and nothing fails. So each reading is tested: are its letters those of one language?
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dispatch_console.adapters.sources.files.alphabets import LATIN, NEVER_IN_A_WORD, OTHER_PAGES, SCRIPTS, SIGNS
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Convention
from dispatch_console.language import countries

# lines with letters beyond ASCII that are looked at, and signs of a preview
MOST_LINES, MOST_SHOWN = 2000, 60
# letters of UTF-8 that are right for one that is broken: then it is UTF-8 with a damage
RIGHT_FOR_ONE_WRONG = 3
LAST_LATIN = "\u024f"
REPLACED = "\ufffd"
_BEYOND = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_GREEK_ACCENTS = frozenset("άέήίόύώΐΰ")
_SHOWN = re.compile(r"[^\s,;|]*[^\x00-\x7f][^\s,;|]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and the encoding that it was read in."""

    text: str
    encoding: Convention


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the lines of a file. `languages`: those that have all letters in them."""

    encoding: str
    lines: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def sample(self) -> str:
        words = dict.fromkeys(word.strip("\"'") for line in self.lines for word in _SHOWN.findall(line))
        return " ".join(list(words)[:6])[:MOST_SHOWN]


def decode(raw: bytes, name: str, country: str, chosen: str = "") -> Decoded:
    """Return the text of a file. Signs that its encoding does not know become U+FFFD.

    Errors: BadInput `file.encoding` where the file is not in the encoding that it or a person names;
    `file.encoding_unknown` for the name of no encoding; `file.encoding_ask` with `readings` where it may be several.
    """
    if chosen:
        return _as_chosen(raw, name, chosen)
    encoding = is_wide(raw) or ("utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "")
    if encoding:
        return Decoded(_strict(raw, encoding, name), Convention("encoding", encoding.removesuffix("-sig")))
    try:
        return Decoded(raw.decode("utf-8"), Convention("encoding", "utf-8"))
    except UnicodeDecodeError:
        text = raw.decode("utf-8", errors="replace")
    wrong = text.count(REPLACED)
    if sum(letter > "\x7f" for letter in text) - wrong >= RIGHT_FOR_ONE_WRONG * wrong:
        return Decoded(text, Convention("encoding", "utf-8"))
    return _of_country(raw, name, country)


def _as_chosen(raw: bytes, name: str, chosen: str) -> Decoded:
    try:
        encoding = codecs.lookup(chosen).name
        raw[:0].decode(encoding)
    except (LookupError, UnicodeError) as error:
        raise BadInput("file.encoding_unknown", encoding=chosen) from error
    if encoding == "utf-8":
        encoding = "utf-8-sig"
    return Decoded(raw.decode(encoding, errors="replace"), Convention("encoding", encoding.removesuffix("-sig")))


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput("file.encoding", file=name, encoding=encoding.upper(), byte=error.start) from error


def is_wide(raw: bytes) -> str:
    """Return the kind of UTF-16 that a file is in; empty for none.

    Without a mark it shows by its bytes: every other one is zero.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    beginning = raw[:4096]
    even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
    enough = max(4, 0.3 * len(beginning))
    return "utf-16-le" if odd > enough and not even else "utf-16-be" if even > enough and not odd else ""


def _of_country(raw: bytes, name: str, country: str) -> Decoded:
    lines = tuple(line for line in raw.splitlines() if _BEYOND.search(line))[:MOST_LINES]
    # what Macs and old terminals write counts where no code page of Windows makes words of it
    readings = _readings(lines, (*LATIN, *SCRIPTS)) or _readings(lines, OTHER_PAGES)
    spoken = set(countries.languages(country))
    here = {page for page, alphabets in LATIN.items() if spoken & alphabets.keys()}
    if any(reading.languages for reading in readings):
        # letters of several languages at once are likely only in the country's own code page
        readings = [reading for reading in readings if reading.languages or reading.encoding in here]
    # one text that several code pages give is one reading
    distinct = {reading.lines: reading for reading in reversed(readings)}
    ours = {reading.lines: reading for reading in reversed(readings) if spoken & set(reading.languages)}
    only = ours if len(ours) == 1 else distinct if len(distinct) == 1 else {}
    chosen = next(iter(only.values()), None)
    if chosen is None:
        shown = tuple((reading.encoding, reading.sample) for reading in reversed(distinct.values()))
        raise BadInput("file.encoding_ask", file=name, readings=shown or _any(lines))
    others = tuple((one.encoding, one.sample) for one in reversed(distinct.values()) if one is not chosen)
    convention = Convention("encoding", chosen.encoding, sure=not others, sample=chosen.sample, others=others)
    return Decoded(raw.decode(chosen.encoding, errors="replace"), convention)


def _readings(lines: tuple[bytes, ...], pages: Iterable[str]) -> list[_Reading]:
    return [reading for page in pages if (reading := _read(lines, page)) is not None]


def _read(lines: tuple[bytes, ...], page: str) -> _Reading | None:
    """Return how a code page reads the lines; None where its letters make no words of any of its languages."""
    try:
        texts = tuple(line.decode(page) for line in lines)
    except UnicodeDecodeError:
        return None
    if not all(_may_be_words(text) for text in texts):
        return None
    letters = {letter for text in texts for letter in text.lower() if letter > "\x7f" and letter not in SIGNS}
    if page in SCRIPTS:
        languages, spans = SCRIPTS[page]
        known = all(any(first <= letter <= last for first, last in spans) for letter in letters)
        return _Reading(page, texts, languages) if known else None
    alphabets = LATIN[OTHER_PAGES.get(page, page)]
    having = tuple(language for language, alphabet in alphabets.items() if letters <= set(alphabet))
    return _Reading(page, texts, having) if letters <= set("".join(alphabets.values())) else None


def _may_be_words(text: str) -> bool:
    """Return whether no sign stands inside a word, and no word has a capital behind a small letter, small letters of
    two scripts, or two Greek accents.
    """
    for place, sign in enumerate(text):
        if sign <= "\x7f":
            continue
        if sign < "\xa0" or (sign in NEVER_IN_A_WORD and text[place + 1 : place + 2].isalpha()):
            return False
    return all(_may_be_word(word) for word in _WORD.findall(text) if not word.isascii())


def _may_be_word(word: str) -> bool:
    for one, other in pairwise(word):
        if one.islower() and other.isupper() and not (one.isascii() and other.isascii()):
            return False
        small = one if one.isascii() else other
        if small.isascii() and small.islower() and (one > LAST_LATIN or other > LAST_LATIN):
            return False
    return sum(letter in _GREEK_ACCENTS for letter in word.lower()) < 2


def _any(lines: tuple[bytes, ...]) -> tuple[tuple[str, str], ...]:
    """Return readings in the usual code pages where none of them makes words."""
    pages = ("cp1252", "cp1250", "cp1251")
    texts = (tuple(line.decode(page, errors="replace") for line in lines) for page in pages)
    return tuple((page, _Reading(page, text, ()).sample) for page, text in zip(pages, texts, strict=True))
