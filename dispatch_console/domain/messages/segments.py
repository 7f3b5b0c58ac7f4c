"""How many parts an SMS takes, by the alphabet that it needs (3GPP TS 23.038)."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# these take two places
_EXTENDED = frozenset("^{}\\[~]|€\f")
# places in one SMS, and in each part of a longer one
_GSM, _UNICODE = (160, 153), (70, 67)


@dataclass(frozen=True, slots=True)
class Segments:
    """`others`: the signs for which the whole text needs the larger alphabet."""

    count: int
    unicode: bool
    others: tuple[str, ...] = ()


def segments(text: str) -> Segments:
    """Return how many parts a text is sent in."""
    others = tuple(dict.fromkeys(sign for sign in text if sign not in _BASIC and sign not in _EXTENDED))
    if others:
        # a sign beyond the basic plane takes two places
        length, (single, part) = len(text.encode("utf-16-be")) // 2, _UNICODE
    else:
        length, (single, part) = len(text) + sum(sign in _EXTENDED for sign in text), _GSM
    return Segments(1 if length <= single else -(-length // part), bool(others), others)
