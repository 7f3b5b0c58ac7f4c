"""Limits of height, width, length and mass, as they are written on signs, against the size of a van.

Source: wiki.openstreetmap.org/wiki/Key:maxheight, Key:maxweight, Map features/Units.
"""

import re
from collections.abc import Callable, Mapping

from dispatch_console.domain.planning.outing import VanSize

# what a limit is compared with, in centimetres or kilograms; mass as it is permitted, so that a full van is safe
OF_SIZE: Mapping[str, Callable[[VanSize], int]] = {
    "height": lambda size: size.height_cm,
    "width": lambda size: size.width_cm,
    "length": lambda size: size.length_cm,
    "weight": lambda size: size.mass_kg,
    "weightrating": lambda size: size.mass_kg,
    "maxweightrating": lambda size: size.mass_kg,
}
# keys of ways and nodes, and the measure that each limits
LIMITS: Mapping[str, str] = {
    "maxheight": "height",
    "maxheight:physical": "height",
    "maxwidth": "width",
    "maxwidth:physical": "width",
    "maxlength": "length",
    "maxweight": "weight",
    "maxweightrating": "weight",
}
# signs for heavy vehicles alone
HEAVY_LIMITS: Mapping[str, str] = {
    "maxweight:hgv": "weight",
    "maxweightrating:hgv": "weight",
    "maxlength:hgv": "length",
}
NO_LIMIT = frozenset(("none", "default", "no_sign", "unsigned", "no_indications", "unlimited", "no", "signals"))
# lower than the lowest height that a country lets go without a sign
BELOW_DEFAULT_CM = 400
CENTIMETRES = {
    "": 100.0,
    "m": 100.0,
    "metre": 100.0,
    "metres": 100.0,
    "cm": 1.0,
    "ft": 30.48,
    "feet": 30.48,
    "in": 2.54,
}
POUND, SHORT_TON, LONG_TON = 0.45359237, 907.18474, 1016.0469088
KILOGRAMS = {"": 1000.0, "t": 1000.0, "kg": 1.0, "st": SHORT_TON, "lt": LONG_TON, "lbs": POUND, "lb": POUND}
_FEET = re.compile(r"(\d+)\s*(?:'|’|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|”|''|in)?)?")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)")


def limit(measure: str, text: str) -> int | None:
    """Return centimetres or kilograms; None where nothing is limited or the text is not understood.

    `3.5`, `3.5 t`, `7500 kg`, `10 st`, `2.1 m`, `210 cm`, `11'6"`, `below_default`.
    """
    text = text.strip().lower()
    if text == "below_default" and measure == "height":
        return BELOW_DEFAULT_CM
    feet = _FEET.fullmatch(text)
    if feet and "weight" not in measure:
        return round(int(feet.group(1)) * 30.48 + float(feet.group(2) or 0) * 2.54)
    number = _NUMBER.fullmatch(text)
    units = KILOGRAMS if "weight" in measure else CENTIMETRES
    if number is None or number.group(2) not in units:
        return None
    return round(float(number.group(1).replace(",", ".")) * units[number.group(2)])


def is_understood(key: str, text: str) -> bool:
    """Return whether the value of one of the keys of `LIMITS` is read."""
    measure = {**LIMITS, **HEAVY_LIMITS}[key]
    return text.strip().lower() in NO_LIMIT or limit(measure, text) is not None


def exceeds(size: VanSize, key: str, text: str | None) -> bool:
    """Return whether a van is too large for a limit."""
    measure = {**LIMITS, **HEAVY_LIMITS}[key]
    most = limit(measure, text) if text else None
    return most is not None and OF_SIZE[measure](size) > most
