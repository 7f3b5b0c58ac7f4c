"""What a scale says: a weight that stands still, or why it is none. Nothing is kilograms that does not say so.

Sources: Mettler-Toledo Standard Interface Command Set (MT-SICS), level 0; USB HID Usage Tables, Weighing Devices.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class ScaleState(StrEnum):
    """`NOT_ZERO`: the pan is empty and the scale shows another weight, a tare was left on."""

    STABLE = "stable"
    MOVING = "moving"
    OVERLOAD = "overload"
    UNDERLOAD = "underload"
    NOT_READY = "not_ready"
    FAULT = "fault"
    UNIT = "unit"
    SILENT = "silent"
    UNREADABLE = "unreadable"
    NOT_ZERO = "not_zero"
    NOT_EMPTIED = "not_emptied"


@dataclass(frozen=True, slots=True)
class Weighing:
    """One answer. `grams` only of a weight that stands still, or of one that is less than nothing."""

    state: ScaleState
    grams: int | None = None


# grams of each unit that a scale may send
_GRAMS = {"g": 1.0, "kg": 1000.0, "t": 1_000_000.0, "lb": 453.59237, "oz": 28.349523125}
_WEIGHT = re.compile(r"S (?P<state>[SD])\s+(?P<value>-?\d+(?:\.\d+)?) (?P<unit>[A-Za-z]{1,3})")
_NO_WEIGHT = {"S +": ScaleState.OVERLOAD, "S -": ScaleState.UNDERLOAD, "S I": ScaleState.NOT_READY}
_ERRORS = ("ES", "ET", "EL", "EI")
# of the report of a HID scale: what its second byte means, and grams by the unit in its third
_STATES = {
    1: ScaleState.FAULT, 2: ScaleState.STABLE, 3: ScaleState.MOVING, 4: ScaleState.STABLE, 5: ScaleState.UNDERLOAD,
    6: ScaleState.OVERLOAD, 7: ScaleState.FAULT, 8: ScaleState.NOT_ZERO,
}  # fmt: skip
_UNITS = {2: "g", 3: "kg", 8: "t", 11: "oz", 12: "lb"}
REPORT, UNDER_ZERO = 3, 5
# an empty pan may show so much
ZERO_G = 2


def read_sics(line: str) -> Weighing:
    """Return what a line of MT-SICS means."""
    text = line.strip()
    if not text:
        return Weighing(ScaleState.SILENT)
    if text in _NO_WEIGHT:
        return Weighing(_NO_WEIGHT[text])
    if text in _ERRORS:
        return Weighing(ScaleState.FAULT)
    match = _WEIGHT.fullmatch(text)
    if match is None:
        return Weighing(ScaleState.UNREADABLE)
    if match["state"] == "D":
        return Weighing(ScaleState.MOVING)
    unit = _GRAMS.get(match["unit"])
    return Weighing(ScaleState.UNIT) if unit is None else _standing(float(match["value"]) * unit)


def read_hid(report: bytes) -> Weighing:
    """Return what a report of a HID scale means: id, state, unit, exponent of ten, two bytes of weight."""
    if len(report) < 6 or not any(report):
        return Weighing(ScaleState.SILENT)
    if report[0] != REPORT or report[1] not in _STATES:
        return Weighing(ScaleState.UNREADABLE)
    state = _STATES[report[1]]
    if state not in (ScaleState.STABLE, ScaleState.UNDERLOAD):
        return Weighing(state)
    unit = _UNITS.get(report[2])
    if unit is None:
        return Weighing(ScaleState.UNIT)
    exponent = int.from_bytes(report[3:4], signed=True)
    grams = int.from_bytes(report[4:6], "little") * 10.0**exponent * _GRAMS[unit]
    # the number has no sign of its own
    return _standing(-grams if report[1] == UNDER_ZERO else grams)


def _standing(grams: float) -> Weighing:
    whole = round(grams)
    return Weighing(ScaleState.NOT_ZERO if whole < -ZERO_G else ScaleState.STABLE, whole)


class Pan:
    """Knows whether a weight can be believed: the empty pan has shown zero since the last one was taken."""

    def __init__(self) -> None:
        self._zero = False

    def see(self, weighing: Weighing) -> None:
        """Look at an answer of the scale, as often as it gives one."""
        if weighing.state is ScaleState.NOT_ZERO:
            self._zero = False
        elif weighing.grams is not None and abs(weighing.grams) <= ZERO_G:
            self._zero = True

    def take(self, weighing: Weighing) -> Weighing:
        """Return the weight, or why it is not taken."""
        self.see(weighing)
        if weighing.state is not ScaleState.STABLE or weighing.grams is None:
            return weighing
        if not self._zero:
            return Weighing(ScaleState.NOT_EMPTIED)
        if weighing.grams > ZERO_G:
            self._zero = False
        return weighing
