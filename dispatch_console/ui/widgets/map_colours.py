"""Colours of the street map and of the drivers. A driver's colour never stands without the letter."""

from dataclasses import dataclass

from dispatch_console.ui.theme import tokens


@dataclass(frozen=True, slots=True)
class MapColours:
    land: str
    building: str
    park: str
    water: str
    street: str
    casing: str
    label: str
    halo: str
    panel: str
    line: str
    text: str
    quiet: str
    accent: str
    red: str
    amber: str
    letter: str


@dataclass(frozen=True, slots=True)
class DriverColours:
    """`fill` with the letter's colour on it; `tint` for what is done."""

    fill: str
    tint: str
    letter: str


_LIGHT_FILLS = ("#0C8379", "#6430C2", "#6A4A12", "#B3269B", "#557703", "#3A4657")
_LIGHT_TINTS = ("#D9ECEA", "#E5DDF6", "#E8E1D3", "#F4DCEF", "#E4EAD3", "#DDE1E6")
_DARK_FILLS = ("#57CDC2", "#B48BF2", "#E6C795", "#EE86D8", "#A5C357", "#8D98A8")
_DARK_TINTS = ("#1B3836", "#312846", "#3A3326", "#402A3C", "#2E361E", "#2A3038")


def map_colours() -> MapColours:
    t = tokens()
    if t.dark:
        base = ("#1A1E23", "#22272D", "#1C2820", "#13222D", "#323941", "#16191D", "#A3ADB8", "#1A1E23")
    else:
        base = ("#F2F1ED", "#E5E3DD", "#DAE7D0", "#C6DBE7", "#FFFFFF", "#D3D0C8", "#565C64", "#F7F6F3")
    return MapColours(*base, t.panel, t.line3, t.tx, t.tx2, t.acc, t.red, t.amb, "#0D1116" if t.dark else "#FFFFFF")


def driver_colours(letter: str) -> DriverColours:
    """Six colours; the seventh driver begins again, told apart by the letter."""
    number = (ord(letter[:1].upper() or "A") - ord("A")) % len(_LIGHT_FILLS)
    if tokens().dark:
        return DriverColours(_DARK_FILLS[number], _DARK_TINTS[number], "#0D1116")
    return DriverColours(_LIGHT_FILLS[number], _LIGHT_TINTS[number], "#FFFFFF")
