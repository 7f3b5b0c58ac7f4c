"""Sizes as people write them: `26 × 13 × 8`, centimetres."""

import re

# nothing that a van takes is longer, millimetres
LONGEST = 6_000
_PART = r"(\d{1,4}(?:[.,]\d)?)"
_SIZE = re.compile(rf"\s*{_PART}\s*[x×*/ ]\s*{_PART}\s*[x×*/ ]\s*{_PART}\s*(?:cm)?\s*", re.IGNORECASE)


def read_size(text: str) -> tuple[int, int, int] | None:
    """Return length, width and height in millimetres; None for a text that is no size."""
    found = _SIZE.fullmatch(text)
    if found is None:
        return None
    length, width, height = (round(float(part.replace(",", ".")) * 10) for part in found.groups())
    size = (length, width, height)
    return size if all(0 < long <= LONGEST for long in size) else None


def size_words(length_mm: int, width_mm: int, height_mm: int) -> str:
    """Return a size as people write it, in centimetres."""
    return " × ".join(f"{long / 10:g}" for long in (length_mm, width_mm, height_mm))
