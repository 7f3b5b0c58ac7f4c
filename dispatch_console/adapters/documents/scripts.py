"""Words in any alphabet as runs of one font each, in the order in which they are drawn.

Arabic is joined and turned right to left here, because reportlab draws glyph after glyph as they come.
"""

from functools import lru_cache

import arabic_reshaper
from bidi import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_FAMILIES = ("NotoSansArabic", "NotoSansHebrew", "NotoSansArmenian", "NotoSansGeorgian")
_LAST = "DroidSansFallback"
FONTS = (*(f"{family}-{weight}" for family in _FAMILIES for weight in ("Regular", "Bold")), _LAST)
_RIGHT_TO_LEFT = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))


@lru_cache(maxsize=10_000)
def runs(words: str, font: str) -> tuple[tuple[str, str], ...]:
    """Return (font, words) one after the other. What no font can draw is a replacement sign, never a missing one."""
    parts: list[tuple[str, str]] = []
    for sign in _shaped(words):
        name = _font_of(sign, font)
        if name is None:
            name, sign = font, "?"
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + sign)
        else:
            parts.append((name, sign))
    return tuple(parts)


def width(words: str, size: float, font: str) -> float:
    """Return the width in pt."""
    return sum(float(pdfmetrics.stringWidth(part, name, size)) for name, part in runs(words, font))


def _shaped(words: str) -> str:
    """Return the text as it is read from left to right on the page."""
    if not any(low <= ord(sign) <= high for sign in words for low, high in _RIGHT_TO_LEFT):
        return words
    return str(get_display(arabic_reshaper.reshape(words)))


def _font_of(sign: str, font: str) -> str | None:
    weight = "Bold" if "Bold" in font else "Regular"
    others = (f"{family}-{weight}" for family in _FAMILIES)
    return next((name for name in (font, *others, _LAST) if _draws(name, ord(sign))), None)


@lru_cache(maxsize=20_000)
def _draws(font: str, code: int) -> bool:
    face = pdfmetrics.getFont(font)
    assert isinstance(face, TTFont)
    return code in face.face.charToGlyph
