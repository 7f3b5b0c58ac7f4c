"""What a customer's answer means. Only a whole message that is a known word means something by itself; a person reads
everything else.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dispatch_console.domain.errors import BadInput

# by language: the whole message, whatever its case and the signs around it
CONFIRM_WORDS = {"en": ("yes",), "de": ("ja",), "fi": ("kyllä", "kylla"), "sv": ("ja",)}
STOP_WORDS = {
    "en": ("stop", "stopall", "stop all", "unsubscribe", "optout", "opt out", "end", "quit", "cancel"),
    "de": ("stop", "stopp", "abmelden", "ende"),
    "fi": ("stop", "lopeta", "ei viestejä"),
    "sv": ("stop", "stopp", "sluta", "avsluta"),
}
WRONG_NUMBER_WORDS = {
    "en": ("wrong number",), "de": ("falsche nummer",), "fi": ("väärä numero",), "sv": ("fel nummer",)
}  # fmt: skip
# gateways take it for "no more messages"; a customer may mean his order
_MAY_CANCEL = frozenset({"cancel"})
# part of a sentence: the customer wants no more messages, and says it in his own words
_NO_MORE = re.compile(
    r"\b(keine?\b.{0,20}\b(sms|nachrichten|mails?)|no more\b.{0,20}\b(sms|texts?|messages?|e?-?mails?)|"
    r"unsubscribe|stop (texting|messaging|writing|sending)|ei enää viestejä|inga fler (sms|meddelanden))\b",
    re.IGNORECASE,
)
LONGEST_WORD = 40
_QUOTES = "\"'“”„«»‘’"
# a telephone tells of a reaction by a few words and the text it is about, in quotation marks
_REACTION = re.compile(rf"^\W*(\w+\W+){{1,4}}[{_QUOTES}].*[{_QUOTES}]\s*$", re.DOTALL)
# where a mail program begins to quote
_QUOTED = re.compile(
    r"^\s*(-{2,}\s*(original|ursprüngliche|alkuperäinen|ursprungligt)|_{5,}|(on|am|den|el|le)\b.{3,120}"
    r"(wrote|schrieb|skrev|kirjoitti|escribió|a écrit)\b.*:\s*$|.{3,120}\b(kirjoitti|skrev)\b.*:\s*$|"
    r"(from|von|från|lähettäjä):\s.*@)",
    re.IGNORECASE,
)


class Meaning(StrEnum):
    CONFIRM = "confirm"
    STOP = "stop"
    WRONG_NUMBER = "wrong_number"
    REACTION = "reaction"
    # a picture alone, or nothing
    EMPTY = "empty"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reply:
    """`said` is what the customer wrote himself, without what was quoted. `may_cancel`: he may mean his order with the
    word; `may_stop`: he seems to want no more messages.
    """

    meaning: Meaning
    said: str
    may_cancel: bool = False
    may_stop: bool = False


def read(body: str, *, mail: bool = False, stop_words: Collection[str] = ()) -> Reply:
    """Return what an answer means. Out of a `mail` what its program quoted is left out first. `stop_words`: the site's
    own, as `own_stop_words` reads them.
    """
    said = own_words(body) if mail else body.strip()
    word = _word(said)
    if _is(word, CONFIRM_WORDS):
        return Reply(Meaning.CONFIRM, said)
    if _is(word, STOP_WORDS) or word in stop_words:
        return Reply(Meaning.STOP, said, may_cancel=word in _MAY_CANCEL)
    if _is(word, WRONG_NUMBER_WORDS):
        return Reply(Meaning.WRONG_NUMBER, said)
    if not said:
        return Reply(Meaning.EMPTY, said)
    if not any(sign.isalnum() for sign in said) or _REACTION.match(said):
        return Reply(Meaning.REACTION, said)
    return Reply(Meaning.OTHER, said, may_stop=bool(_NO_MORE.search(said)))


def own_stop_words(text: str) -> tuple[str, ...]:
    """Read a site's own words that end messages, with commas between.

    Errors: BadInput `stop_words.meaning` for one that means something else already.
    """
    words = tuple(dict.fromkeys(word for part in text.split(",") if (word := _word(part))))
    for word in words:
        if _is(word, CONFIRM_WORDS) or _is(word, WRONG_NUMBER_WORDS) or len(word) > LONGEST_WORD:
            raise BadInput("stop_words.meaning", word=word)
    return words


def own_words(body: str) -> str:
    """Return a mail without what its writer quoted; what stands between and below quoted lines is his."""
    lines = body.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            continue
        if _QUOTED.match(line):
            if any(later.lstrip().startswith(">") for later in lines[number + 1 :]):
                continue
            break
        kept.append(line)
    return "\n".join(kept).strip()


def _word(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!,;:" + _QUOTES)


def _is(word: str, words: Mapping[str, Collection[str]]) -> bool:
    return any(word in known for known in words.values())
