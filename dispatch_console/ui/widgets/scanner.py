"""A scanner is a keyboard: it is known by its speed, anywhere in a window.

Keys are held for a moment. What goes on at a scanner's speed and ends with Enter is one scan: no shortcut hears it, no
field keeps its signs, and the screen that takes scans gets it whole. What was typed by hand goes on its way. Codes that
follow each other faster than a hand can aim come from a scanner that stored them: nothing is done with them unasked.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.packing import gtin
from dispatch_console.domain.papers import codes
from dispatch_console.ui.widgets import scanner_keys
from dispatch_console.ui.widgets.key_replay import replay

# between two keys of a scanner; a hand is slower
GAP_MS = 30
# a code has so many signs at least: two keys may follow each other as fast by hand
LEAST = 4
# so long a code waits for another behind it: nobody aims and pulls in that time
LATE_MS = 25
# a second Enter of the scanner's suffix comes in that time
SUFFIX_MS = 60
# a busy computer hears the first keys of a scan late, and lets them go as typed by hand: so soon before a scan and so
# few they belong to it
TORN_MS, TORN = 250, 3
# signs that are held; a key that is stuck is no scanner
MOST = 4096
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)
_ACTS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class _Held:
    """A key that may belong to a scan: the event, and its sign as the computer and as the scanner see it."""

    event: QKeyEvent
    typed: str
    position: str


class Scanner(QObject):
    """Watches the keys of one window. `stray`: a scan that no screen took."""

    stray = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._handle: QObject | None = None
        self._places: list[ScanPlace] = []
        self._held: list[_Held] = []
        # digits of Alt+029, whole codes that wait for another behind them, when the last key and the last code ended
        self._alt = ""
        self._codes: list[str] = []
        self._at = self._ended = self._begun = -1_000_000.0
        # what was let go last, and when its last key was pressed
        self._torn: list[_Held] = []
        self._torn_at = -1_000_000.0
        self._armed = 0.0
        self._by_position = True
        self._hold, self._late = QTimer(self), QTimer(self)
        for timer, wait, act in ((self._hold, GAP_MS, self._hold_over), (self._late, LATE_MS, self._deliver)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(act)

    @staticmethod
    def of(window: QWidget) -> "Scanner":
        """Return the scanner of a window; each has one."""
        known = window.findChild(Scanner, options=Qt.FindChildOption.FindDirectChildrenOnly)
        scanner = known if isinstance(known, Scanner) else Scanner(window)
        scanner.watch()
        return scanner

    def watch(self) -> None:
        """Watch the keys at the window, before they come to shortcuts and to the widget that has the focus."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    def add(self, place: "ScanPlace") -> None:
        if place not in self._places:
            self._places.append(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_ours(event):
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        elif kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt:
            self._end_alt()
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Return whether a key is held when it comes: a sign may begin a scan, anything may go on with one."""
        if event.key() in _MODIFIERS:
            return False
        if self._runs(event):
            # a sign twice within a millisecond looks like a key that is held down; that repeats slower
            return True
        if event.isAutoRepeat():
            return False
        if event.key() in _ENTER:
            return _now(event) - self._ended <= SUFFIX_MS
        return _is_sign(event) and not event.modifiers() & _ACTS

    def _runs(self, event: QKeyEvent) -> bool:
        return bool(self._held) and _now(event) - self._at <= GAP_MS

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        now = _now(event)
        if event.key() in _ENTER:
            return self._enter(event, now)
        if not self._is_ours(event):
            self._give_back()
            return False
        if not self._runs(event):
            self._give_back()
            self._begun = now
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.text().isdecimal():
            self._alt += event.text()
        else:
            is_act = bool(event.modifiers() & _ACTS)
            typed = scanner_keys.control(event) if is_act else event.text()
            self._held.append(
                _Held(event.clone(), typed, typed if is_act else scanner_keys.by_position(event) or typed)
            )
        self._at = now
        if len(self._held) > MOST:
            self._give_back()
        self._late.stop()
        self._arm()
        return True

    def _arm(self) -> None:
        self._armed = time.monotonic() * 1000
        self._hold.start()

    def _hold_over(self) -> None:
        """Let go of what was held, unless this window was too busy to hear the next key: then it gets a turn first."""
        was_busy = time.monotonic() * 1000 - self._armed > 2 * GAP_MS
        if was_busy:
            self._arm()
        else:
            self._give_back()

    def _end_alt(self) -> None:
        """Add the sign that a scanner typed by its number: `Alt+029`."""
        if self._alt and self._held:
            sign = chr(int(self._alt) % 0x80)
            self._held.append(_Held(self._held[-1].event, sign, sign))
        self._alt = ""

    def _enter(self, event: QKeyEvent, now: float) -> bool:
        if self._runs(event) and len(self._held) >= LEAST:
            self._hold.stop()
            self._mend()
            self._codes.append(self._read())
            self._held, self._ended = [], now
            self._late.start()
            return True
        by_hand = self._runs(event)
        self._give_back()
        if by_hand:
            # its shortcut was held back with it
            replay(self._window, event.clone(), self._field())
        # CR and LF, or two Enters: the second one presses no button
        return by_hand or now - self._ended <= SUFFIX_MS

    def _give_back(self) -> None:
        """Let what was typed by hand go on its way."""
        self._hold.stop()
        held, self._held, self._alt = self._held, [], ""
        if held:
            is_more = self._begun - self._torn_at <= TORN_MS
            self._torn, self._torn_at = [*(self._torn if is_more else ()), *held], self._at
        for key in held:
            replay(self._window, key.event, self._field())
        if self._codes:
            self._late.start()

    def _mend(self) -> None:
        """Put the first keys of a scan before it that were let go too soon, and take them out of the field."""
        torn, self._torn = self._torn, []
        typed = "".join(key.typed for key in torn)
        field = self._field()
        if not 0 < len(torn) <= TORN or self._begun - self._torn_at > TORN_MS or field is None:
            return
        if field.text().endswith(typed):
            field.setText(field.text().removesuffix(typed))
            self._held = [*torn, *self._held]

    def _field(self) -> QLineEdit | None:
        place = self._place()
        return place.field() if place is not None else None

    def _place(self) -> "ScanPlace | None":
        return next((place for place in self._places if place.screen.isVisible()), None)

    def _read(self) -> str:
        """Return the code. Where key positions and the computer's layout say different things, the one with right check
        digits is meant, and is remembered; else the one that was right before, a US keyboard's at first.
        """
        typed = "".join(key.typed for key in self._held)
        position = "".join(key.position for key in self._held)
        if typed != position:
            if _is_sound(position):
                self._by_position = True
            elif _is_sound(typed):
                self._by_position = False
        return position if self._by_position else typed

    def _deliver(self) -> None:
        found, self._codes = self._codes, []
        place = self._place()
        if place is None:
            self.stray.emit(", ".join(found[:3]))
        elif len(found) > 1:
            place.late(found)
        elif found:
            place.taken(found[0])


class ScanPlace(QObject):
    """A screen that takes scans while it can be seen. `field` is where a code is typed by hand; `late` gets codes that
    a scanner had stored.
    """

    def __init__(
        self,
        screen: QWidget,
        field: Callable[[], QLineEdit],
        taken: Callable[[str], None],
        late: Callable[[list[str]], None],
    ) -> None:
        super().__init__(screen)
        self.screen, self.field, self.taken, self.late = screen, field, taken, late
        screen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            Scanner.of(self.screen.window()).add(self)
        return False


def _is_sign(event: QKeyEvent) -> bool:
    text = event.text() or scanner_keys.by_position(event)
    return bool(text.strip()) and text.isprintable()


def _is_sound(text: str) -> bool:
    """Return whether a code checks itself: one of our own, or a trade item number."""
    try:
        return codes.parse(text) is not None or bool(gtin.readings(text))
    except BadInput:
        return False


def _now(event: QKeyEvent) -> float:
    """Return when a key was pressed, in milliseconds, as the system says: a busy window hears it later."""
    return float(event.timestamp() or time.monotonic() * 1000)
