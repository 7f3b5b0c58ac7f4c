"""What an address line holds: the door, and what is kept beside it (flat, floor, c/o). A PO box is no door."""

import re
from dataclasses import dataclass

_BOX = re.compile(
    r"\b(p\.?\s?o\.?\s?box|post office box|postfach|postilokero|pl\s?\d+$|postbus|bo[iî]te postale|b\.?p\.?\s\d+|"
    r"apartado|casilla|caixa postal|casella postale|skrytka|postboks|pobox)\b",
    re.IGNORECASE,
)
_CARE_OF = re.compile(r"^\s*(c/o|c\.o\.|care of|attn?\.?:?|z\.?\s?hd\.?|a la attn?\.?)\s", re.IGNORECASE)
_UNIT_WORD = (
    r"(?:apt|apartment|unit|suite|ste|flat|floor|fl|room|rm|lot|bldg|building|dept|penthouse|ph|wohnung|whg|stock|og|"
    r"etage|top|stiege|zimmer|app?t?o|piso|puerta|esc|bloque|lok|lokal|mieszkanie|m|kerros|rappu|as|krs)"
)
# a word for a flat with what it is called, `Apt 3`, `#3B`, `2. Stock`, `Suite 100`
_UNIT = re.compile(
    rf"(?:\b{_UNIT_WORD}\b\.?\s*#?\s*(?:[\w-]*\d[\w-]*|[A-Za-z]\b)|#\s*[\w-]+|\b\d+(?:st|nd|rd|th|\.)?\s*{_UNIT_WORD}\b\.?)",
    re.IGNORECASE,
)
_UNIT_ALONE = re.compile(rf"^\s*(?:{_UNIT.pattern})\s*$", re.IGNORECASE)
_UNIT_AT_END = re.compile(rf"[\s,]+({_UNIT.pattern})\s*$", re.IGNORECASE)
_HALF = re.compile(r"^(\d+)\s+(1/2|½)\s+(\D.*)$")


@dataclass(frozen=True, slots=True)
class AddressParts:
    """`line` is street and house number as typed; `beside` what was parted from it, in its order."""

    line: str
    beside: tuple[str, ...] = ()
    is_box: bool = False


def parted(line1: str, line2: str = "") -> AddressParts:
    """Part an address into its door and what stands beside it. A box without a door has an empty line."""
    segments = [part.strip() for part in re.split(r",|\n", line1) if part.strip()]
    beside: list[str] = []
    door: list[str] = []
    for segment in segments:
        (beside if _CARE_OF.match(segment) or _UNIT_ALONE.match(segment) else door).append(segment)
    line = ", ".join(door)
    unit = _UNIT_AT_END.search(line)
    while unit is not None and any(sign.isdigit() for sign in line[: unit.start()]):
        beside.append(unit[1].strip())
        line = line[: unit.start()].rstrip(" ,")
        unit = _UNIT_AT_END.search(line)
    if line2.strip():
        beside.append(line2.strip())
    if _BOX.search(line):
        return AddressParts("", tuple(beside), is_box=True)
    half = _HALF.match(line)
    # the half belongs to the number, not to the street
    return AddressParts(f"{half[1]}½ {half[3]}" if half else line, tuple(beside))
