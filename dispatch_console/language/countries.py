"""What is usual in a country, from Unicode's CLDR: its languages, the order of a date, the sign before decimals."""

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages
from babel.localedata import locale_identifiers
from babel.numbers import get_decimal_symbol, list_currencies

# languages whose month names are read in files, whatever is spoken here
_WRITTEN = (
    "en", "de", "fr", "es", "pt", "it", "nl", "da", "nb", "sv", "fi", "et", "lv", "lt", "pl", "cs", "sk", "hu", "ro",
    "hr", "sl", "el", "tr", "ru", "uk", "bg", "is", "ga", "ca",
)  # fmt: skip

# how prices are written beside the symbols of CLDR
_SHORT_NAMES = frozenset(("euro", "euros", "kr", "fr", "sfr", "rs", "tl", "lei", "руб", "us$", "usd$", "zl", "kc"))


@lru_cache(maxsize=64)
def languages(country: str) -> tuple[str, ...]:
    """Return the languages of a country (ISO 3166, `FI`) as `fi`, the most usual first; none where it is unknown."""
    # of all languages only Chinese has a code page for each of its scripts
    codes = get_official_languages(country.upper(), de_facto=True)
    return tuple(code if code.startswith("zh") else code.split("_")[0] for code in codes)


@lru_cache(maxsize=64)
def zones(country: str) -> tuple[str, ...]:
    """Return the time zones of a country by their IANA names; none where it is unknown."""
    return tuple(sorted(name for name, place in get_global("zone_territories").items() if place == country.upper()))


@lru_cache(maxsize=64)
def day_order(country: str) -> str:
    """Return `dmy`, `mdy` or `ymd`: how a country writes a date in figures; empty where it is unknown."""
    locale = _locale(country)
    if locale is None:
        return ""
    letters = [letter.lower() for letter in locale.date_formats["short"].pattern if letter in "dMy"]
    return "".join(dict.fromkeys(letters))


@lru_cache(maxsize=64)
def decimal_sign(country: str) -> str:
    """Return `.` or `,`; empty where the country is unknown."""
    locale = _locale(country)
    return get_decimal_symbol(locale) if locale is not None else ""


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Return names of months in lower case, whole and short, without a dot at the end → 1 to 12.

    A name that means two months in two languages is left out.
    """
    names: dict[str, set[int]] = {}
    known = set(locale_identifiers())
    for language in (code for code in _WRITTEN if code in known):
        locale = Locale(language)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    names.setdefault(name.lower().strip(". "), set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in names.items() if len(numbers) == 1 and not name.isdigit()}


@lru_cache(maxsize=512)
def code_of(text: str) -> str:
    """Return the ISO 3166 code of a country, written as code or as its name in a usual language; empty if unknown."""
    name = text.strip().lower()
    return name.upper() if name.upper() in _territories().values() else _territories().get(name, "")


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    """Return country codes by name in lower case."""
    names: dict[str, str] = {"usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "england": "GB",
                             "scotland": "GB", "wales": "GB", "holland": "NL"}  # fmt: skip
    for language in _WRITTEN:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(name.lower(), code)
    return names


@lru_cache(maxsize=512)
def is_currency(text: str) -> bool:
    """Return whether a text names a currency: `EUR`, `€`, `R$`, `kr`."""
    bare = text.strip(" .").lower()
    return bare in _currencies() or (bool(bare) and all(unicodedata.category(sign) == "Sc" for sign in bare))


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    names = {code.lower() for code in list_currencies()}
    for language in _WRITTEN:
        names.update(symbol.strip(" .").lower() for symbol in Locale(language).currency_symbols.values())
    return frozenset(names | _SHORT_NAMES)


def _locale(country: str) -> Locale | None:
    try:
        return Locale.parse(f"und_{country.upper()}") if country else None
    except (UnknownLocaleError, ValueError):
        return None
