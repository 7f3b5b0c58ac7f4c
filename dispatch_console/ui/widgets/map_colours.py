"""Colours of the street map and of the drivers. A driver's colour never stands without the letter."""

from dataclasses import dataclass

from dispatch_console.ui.theme import tokens


@dataclass(frozen=True, slots=True, kw_only=True)
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
_LIGHT_GROUND = {
    "land": "#F2F1ED",
    "building": "#E5E3DD",
    "park": "#DAE7D0",
    "water": "#C6DBE7",
    "street": "#FFFFFF",
    "casing": "#D3D0C8",
    "label": "#565C64",
    "halo": "#F7F6F3",
}
_DARK_GROUND = {
    "land": "#1A1E23",
    "building": "#22272D",
    "park": "#1C2820",
    "water": "#13222D",
    "street": "#323941",
    "casing": "#16191D",
    "label": "#A3ADB8",
    "halo": "#1A1E23",
}


def map_colours() -> MapColours:
    t = tokens()
    return MapColours(
        **(_DARK_GROUND if t.dark else _LIGHT_GROUND),
        panel=t.panel,
        line=t.line3,
        text=t.tx,
        quiet=t.tx2,
        accent=t.acc,
        red=t.red,
        amber=t.amb,
        letter="#0D1116" if t.dark else "#FFFFFF",
    )


def driver_colours(letter: str) -> DriverColours:
    """Return one of six colours; the seventh driver begins again, told apart by the letter."""
    number = (ord(letter[:1].upper() or "A") - ord("A")) % len(_LIGHT_FILLS)
    if tokens().dark:
        return DriverColours(_DARK_FILLS[number], _DARK_TINTS[number], "#0D1116")
    return DriverColours(_LIGHT_FILLS[number], _LIGHT_TINTS[number], "#FFFFFF")
