"""Keys of a scanner by where they lie: most scanners type as a US keyboard does, whatever the computer's layout is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

# signs of a US keyboard, plain and with Shift, by scan code of the first set; evdev counts the same
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_KEYPAD = {71: "7", 72: "8", 73: "9", 75: "4", 76: "5", 77: "6", 79: "1", 80: "2", 81: "3", 82: "0"}
_BY_CODE = {
    first + place: (plain, shifted)
    for first, row, above in _ROWS
    for place, (plain, shifted) in enumerate(zip(row, above, strict=True))
}
# how far the numbers of a windowing system lie from these
_AHEAD = {"xcb": 8, "wayland": 8}


def by_position(event: QKeyEvent) -> str:
    """Return the sign that a US keyboard has where this key lies; empty where the system does not tell."""
    code = event.nativeScanCode() - _AHEAD.get(QGuiApplication.platformName(), 0)
    if code in _KEYPAD and event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return _KEYPAD[code]
    signs = _BY_CODE.get(code)
    if signs is None:
        return ""
    return signs[1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0]


def control(event: QKeyEvent) -> str:
    """Return the control character that Ctrl and this key make: a scanner sends `Ctrl+]` for a separator of GS1."""
    sign = by_position(event) or chr(event.key()) if event.key() < 128 else by_position(event)
    sign = {"6": "^", "-": "_"}.get(sign, sign).upper()
    return chr(ord(sign) & 0x1F) if len(sign) == 1 and "@" <= sign <= "_" else ""
