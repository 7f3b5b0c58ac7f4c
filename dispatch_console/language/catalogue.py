"""Look up sentences in the catalogue of the language that is spoken.

`tr` and `plural` translate where they are called; `mark` names a sentence that stands in a table of the code and is
translated when it is read, by `Words` or `tr`. `make catalogue` collects all three into `console.pot`.
"""

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from babel import Locale, UnknownLocaleError

from dispatch_console.paths import RESOURCES

Code = TypeVar("Code")

DOMAIN = "console"
# what customers read: there may be more languages of it than of the screens
CUSTOMERS = "customers"
ENGLISH = "en"
FOLDER = RESOURCES / "translations"


@dataclass(frozen=True, slots=True)
class Language:
    """Catalogue and formats of one language, as `de` or `de_CH`."""

    locale: Locale
    sentences: gettext.NullTranslations
    folder: Path

    @property
    def tag(self) -> str:
        return str(self.locale)


@cache
def _language(tag: str, folder: Path) -> Language:
    locale = Locale.parse(tag, sep="-" if "-" in tag else "_")
    # en is the language of the code; its variants differ in formats alone
    names = [str(locale), locale.language]
    sentences = gettext.translation(DOMAIN, folder, names, fallback=True)
    sentences.add_fallback(gettext.translation(CUSTOMERS, folder, names, fallback=True))
    return Language(locale, sentences, folder)


_everywhere = _language(ENGLISH, FOLDER)
_here: ContextVar[Language | None] = ContextVar("language", default=None)


def spoken() -> Language:
    """Return the language of this task, else that of the program."""
    return _here.get() or _everywhere


def check(tag: str) -> None:
    """Require a tag that names a language. Errors: ValueError."""
    try:
        Locale.parse(tag, sep="-" if "-" in tag else "_")
    except UnknownLocaleError as error:
        raise ValueError(f"no language: {tag}") from error


def use(tag: str, folder: Path = FOLDER) -> None:
    """Speak a language in the whole program from now on. Errors: ValueError for a tag that names no language."""
    global _everywhere
    check(tag)
    _everywhere = _language(tag, folder)


@contextmanager
def speaking(tag: str, folder: Path | None = None) -> Iterator[None]:
    """Speak another language in one task or thread: that of a paper that is compared, of a customer, of a test."""
    token = _here.set(_language(tag, folder or spoken().folder))
    try:
        yield
    finally:
        _here.reset(token)


def available(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the languages that have a catalogue, English first."""
    translated = sorted(file.parts[-3] for file in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (ENGLISH, *translated)


def for_customers(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the languages in which customers can be written to, English first."""
    translated = {file.parts[-3] for name in (DOMAIN, CUSTOMERS) for file in folder.glob(f"*/LC_MESSAGES/{name}.mo")}
    return (ENGLISH, *sorted(translated))


def tr(sentence: str, /, **blanks: object) -> str:
    """Translate a sentence and fill its `{blanks}`."""
    # gettext answers the empty text with the head of its catalogue
    translated = spoken().sentences.gettext(sentence) if sentence else ""
    return _filled(translated, sentence, blanks) if blanks else translated


def plural(one: str, many: str, count: int, /, **blanks: object) -> str:
    """Translate a sentence that counts, in the form its language has for this `{count}`."""
    translated = spoken().sentences.ngettext(one, many, count)
    return _filled(translated, one if count == 1 else many, {"count": count} | blanks)


def _filled(translated: str, english: str, blanks: Mapping[str, object]) -> str:
    try:
        return translated.format_map(blanks)
    except (KeyError, IndexError, ValueError, AttributeError):
        # a slip of a translator must not stop the bench: the English sentence is true as well
        return english.format_map(blanks)


def mark(sentence: str) -> str:
    """Name a sentence for the catalogue; it is translated where it is shown."""
    return sentence


class Words(Mapping[Code, str], Generic[Code]):
    """A table of marked words by code, translated when it is read."""

    __slots__ = ("_marked",)

    def __init__(self, marked: Mapping[Code, str]) -> None:
        self._marked = dict(marked)

    def __getitem__(self, code: Code) -> str:
        return tr(self._marked[code])

    def __iter__(self) -> Iterator[Code]:
        return iter(self._marked)

    def __len__(self) -> int:
        return len(self._marked)
