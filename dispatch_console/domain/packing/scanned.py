"""What a scanner sent: a plain code, or the fields of GS1 and of ISO 15434. Nothing is guessed.

A field of open length ends with a separator. Scanners that drop it make one long lot of lot, expiry and serial: such a
text is read no further than it is sure, and says so. Source: GS1 General Specifications, section 3; ISO/IEC 15434.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dispatch_console.domain import field_bounds
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.packing import gtin

GS, RS, EOT = "\x1d", "\x1e", "\x04"
# what a scanner says of the kind of code that it read
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_OF_GS1 = ("]C1", "]d2", "]Q3", "]e0", "]J1")
# a text of more signs is no code of a product
LONGEST = 400
_ITEM, _LOT, _EXPIRY, _SERIAL, _COUNT = "01", "10", "17", "21", "37"
# digits of a field by its identifier; fields of other identifiers have an open length
_FIXED: Mapping[str, int] = {
    "00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2,
    "410": 13, "411": 13, "412": 13, "413": 13, "414": 13, "415": 13, "416": 13, "417": 13,
}  # fmt: skip
_OPEN: Mapping[str, int] = {
    "10": 20, "21": 20, "22": 20, "30": 8, "37": 8, "235": 28, "240": 30, "241": 30, "242": 6, "243": 20, "250": 30,
    "251": 30, "253": 30, "254": 20, "400": 30, "401": 30, "403": 30, "420": 20, "421": 15, "422": 3, "8005": 6,
}  # fmt: skip
_DATES = ("11", "12", "13", "15", "16", "17")
_ENVELOPE = re.compile(rf"\[\)>{RS}?06{GS}(?P<fields>.*?){RS}?{EOT}?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scan. `text`: the code without what the scanner says of it; `gtins`: the numbers that it may be, 14 digits.

    `pieces`: how many it says it stands for. `lost_separators`: a field that may be several.
    """

    text: str
    gtins: tuple[str, ...] = ()
    pieces: int = 1
    lot: str = ""
    serial: str = ""
    expires: date | None = None
    lost_separators: bool = False


def read(raw: str, separator: str = "") -> Scanned:
    """Return what a scanner sent. `separator`: the sign that this station's scanner sends instead of GS.

    Errors: BadInput `scan.long`.
    """
    text = raw.strip(" \t\r\n")
    if len(text) > LONGEST:
        raise BadInput("scan.long", most=LONGEST)
    symbology = _SYMBOLOGY.match(text)
    kind = symbology[0] if symbology else ""
    text = text[len(kind) :]
    if separator:
        text = text.replace(separator, GS)
    envelope = _ENVELOPE.fullmatch(text)
    if envelope:
        return _of_envelope(envelope["fields"])
    text = text.lstrip(GS).rstrip(GS + RS + EOT)
    fields = _elements(text)
    if fields is not None and _ITEM in fields and (kind in _OF_GS1 or len(text) > gtin.FULL):
        return _of_gs1(fields)
    return Scanned(_clean(text), gtin.readings(text))


def _of_envelope(text: str) -> Scanned:
    """Read fields of ISO 15434, format 06: `1P` is the item, `Q` how many, `S` a serial, `1T` a lot."""
    fields: dict[str, str] = {}
    for part in map(_clean, text.split(GS)):
        for name in ("1P", "1T", "Q", "S", "P"):
            if part.startswith(name) and name not in fields:
                fields[name] = part[len(name) :].strip()
                break
    code = fields.get("1P") or fields.get("P", "")
    count = fields.get("Q", "")
    return Scanned(
        code,
        gtin.readings(code),
        int(count) if count.isdecimal() and 0 < len(count) < 6 and int(count) else 1,
        fields.get("1T", ""),
        fields.get("S", ""),
    )


def _of_gs1(fields: Mapping[str, str]) -> Scanned:
    item = fields[_ITEM]
    return Scanned(
        item,
        (item,) if gtin.is_sound(item) else (),
        int(fields[_COUNT]) if fields.get(_COUNT, "").isdecimal() and int(fields[_COUNT]) else 1,
        _clean(fields.get(_LOT, "")),
        _clean(fields.get(_SERIAL, "")),
        _day(fields[_EXPIRY]) if _EXPIRY in fields else None,
        any(_hides_fields(fields[name]) for name in (_LOT, _SERIAL) if name in fields),
    )


def _elements(text: str) -> dict[str, str] | None:
    """Return the fields of a text by their identifiers; None where it is no such text."""
    fields: dict[str, str] = {}
    for name, value in _walk(text):
        if not name:
            return None
        fields.setdefault(name, value)
    return fields or None


def _walk(text: str) -> Iterator[tuple[str, str]]:
    """Yield identifier and value of each field; an empty identifier where the text goes on with none that we know."""
    rest = text
    while rest:
        name = next((rest[:size] for size in (4, 3, 2) if rest[:size] in _FIXED or rest[:size] in _OPEN), "")
        if name in _FIXED:
            value, rest = rest[len(name) : len(name) + _FIXED[name]], rest[len(name) + _FIXED[name] :]
            is_right = (
                len(value) == _FIXED[name] and value.isdecimal() and (name not in _DATES or _day(value) is not None)
            )
            rest = rest.removeprefix(GS)
        elif name:
            value, _, rest = rest[len(name) :].partition(GS)
            is_right = 0 < len(value) <= _OPEN[name]
        else:
            is_right, value = False, ""
        yield (name, value) if is_right else ("", rest)
        if not is_right:
            return


def _hides_fields(value: str) -> bool:
    """Return whether the end of a value of open length is made of whole fields: its separator may have been lost."""
    for begin in range(1, len(value) - 3):
        fields = list(_walk(value[begin:]))
        if all(name for name, _ in fields) and any(name in (_EXPIRY, _LOT, _SERIAL) for name, _ in fields):
            return True
    return False


def _clean(text: str) -> str:
    return field_bounds.printable(text).text


def _day(text: str) -> date | None:
    """Return the day of `YYMMDD`; day 00 means the last one of its month. None for a day that is none."""
    if len(text) != 6 or not text.isdecimal():
        return None
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:])
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None
