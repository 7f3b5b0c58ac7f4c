"""Ids of SMS parts, as an SMS centre gives them and as its receipts tell them: hexadecimal, decimal, without zeros."""

import re
from collections.abc import Iterable

_HEX, _DECIMAL = re.compile(r"[0-9a-f]+"), re.compile(r"[0-9]+")


def plain(provider_id: str) -> str:
    return provider_id.strip().lower().lstrip("0") or "0"


def _numbers(provider_id: str) -> set[int]:
    """Return the numbers that an id may mean."""
    text = plain(provider_id)
    found = {int(text, 16)} if _HEX.fullmatch(text) else set()
    return found | ({int(text)} if _DECIMAL.fullmatch(text) else set())


def meant(told: str, known: Iterable[str]) -> str | None:
    """Return which of the known ids a receipt means; None where none, or where it may be several.

    One that is the same but for zeros and case goes before one that is the same number written otherwise.
    """
    ids = list(dict.fromkeys(known))
    same = [one for one in ids if plain(one) == plain(told)]
    if same:
        return same[0] if len(same) == 1 else None
    like = [one for one in ids if _numbers(one) & _numbers(told)]
    return like[0] if len(like) == 1 else None
