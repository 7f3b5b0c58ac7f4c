"""A scanner is known by its speed, anywhere in the window: no act hears it, no field keeps it, no layout bends it."""

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from dispatch_console.ui.widgets.scanner import GAP_MS, SUFFIX_MS, Scanner, ScanPlace, _now
from tests.ui.conftest import Run, until

PARCEL = "DCP0041832229"
GS, RS, EOT = "\x1d", "\x1e", "\x04"
# where keys lie on a US keyboard, by the scan codes of the first set
_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'"), (44, "zxcvbnm,./"))
CODES = {sign: code for first, row in _ROWS for code, sign in enumerate(row, first)}


class Bench:
    """A window with a field for scans, a field for a note, a button of `1`, and what became of each."""

    def __init__(self) -> None:
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        self.screen, self.field, self.note = QWidget(), QLineEdit(), QLineEdit()
        self.button = QPushButton("Outcome 1")
        self.button.setShortcut(QKeySequence("1"))
        inner = QVBoxLayout(self.screen)
        for part in (self.field, self.button):
            inner.addWidget(part)
        column.addWidget(self.screen)
        column.addWidget(self.note)
        self.acts: list[str] = []
        self.button.clicked.connect(lambda: self.acts.append("1"))
        for keys in ("Ctrl+D", "Ctrl+6", "Ctrl+]", "2", "Return"):
            QShortcut(QKeySequence(keys), self.window).activated.connect(lambda keys=keys: self.acts.append(keys))
        self.taken: list[str] = []
        self.late: list[list[str]] = []
        self.stray: list[str] = []
        self.place = ScanPlace(self.screen, lambda: self.field, self.taken.append, self.late.append)
        self.window.show()
        self.window.activateWindow()
        self.scanner = Scanner.of(self.window)
        self.scanner.stray.connect(self.stray.append)
        self._clock = 1_000

    async def press(
        self, key: Qt.Key, text: str, *, gap: int, code: int = 0, with_: str = "", again: bool = False
    ) -> None:
        """Press a key as the system sends it: first as a shortcut that somebody may hold back, then as a key. `again`:
        the system takes it for a key that is held down.
        """
        self._clock += gap
        modifier = {"ctrl": Qt.KeyboardModifier.ControlModifier, "shift": Qt.KeyboardModifier.ShiftModifier,
                    "alt": Qt.KeyboardModifier.AltModifier}.get(with_, Qt.KeyboardModifier.NoModifier)  # fmt: skip
        handle = self.window.windowHandle()
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, modifier, code, 0, 0, text, again)
            event.setTimestamp(self._clock)
            event.setAccepted(False)
            held = QGuiApplication.sendEvent(handle, event) and event.isAccepted()
            if kind is QEvent.Type.ShortcutOverride and not held and self._shortcut(event):
                return
        if gap > GAP_MS:
            await asyncio.sleep(1.5 * GAP_MS / 1000)

    def _shortcut(self, event: QKeyEvent) -> bool:
        keys = QKeySequence(event.keyCombination())
        for shortcut in self.window.findChildren(QShortcut):
            if shortcut.key() == keys:
                shortcut.activated.emit()
                return True
        return False

    async def type(self, text: str, *, gap: int = 3, enters: int = 1, layout: dict[str, str] | None = None) -> None:
        for sign in text:
            await self._sign(sign, gap, layout or {})
        for _ in range(enters):
            await self.press(Qt.Key.Key_Return, "\r", gap=3)

    async def _sign(self, sign: str, gap: int, layout: dict[str, str]) -> None:
        controls = {GS: Qt.Key.Key_BracketRight, RS: Qt.Key.Key_6, EOT: Qt.Key.Key_D}
        if sign in controls:
            await self.press(controls[sign], "", gap=gap, with_="ctrl")
            return
        code = CODES.get(sign.lower(), 0) + self.ahead if layout else 0
        typed = layout.get(sign, sign)
        await self.press(Qt.Key(ord(sign.upper())), typed, gap=gap, code=code, with_="shift" if sign.isupper() else "")

    @property
    def ahead(self) -> int:
        return 8 if QGuiApplication.platformName() in ("xcb", "wayland") else 0

    async def settled(self) -> None:
        await asyncio.sleep(0.1)


@pytest.fixture
def bench(run: Run) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.mark.parametrize("focus", ["note", "field", "button"])
def test_a_scan_is_taken_whole_wherever_the_cursor_stands(bench: Bench, run: Run, focus: str) -> None:
    async def scan() -> None:
        getattr(bench, focus).setFocus()
        await bench.type("4006381333931")
        await bench.settled()
        assert (bench.taken, bench.note.text(), bench.field.text(), bench.acts) == (["4006381333931"], "", "", [])

    run(scan())


def test_a_digit_twice_in_a_millisecond_is_no_key_that_is_held_down(bench: Bench, run: Run) -> None:
    async def scan() -> None:
        bench.field.setFocus()
        before = ""
        for sign in "0000000494":
            await bench.press(Qt.Key(ord(sign)), sign, gap=1, again=sign == before)
            before = sign
        await bench.press(Qt.Key.Key_Return, "\r", gap=1)
        await bench.settled()
        assert (bench.taken, bench.field.text()) == (["0000000494"], "")

    run(scan())


def test_digits_of_a_scan_take_no_outcome_where_no_screen_takes_scans(bench: Bench, run: Run) -> None:
    async def scan() -> None:
        bench.screen.hide()
        bench.note.setFocus()
        await bench.type("12126381333931")
        await bench.settled()
        assert (bench.stray, bench.taken, bench.acts, bench.note.text()) == (["12126381333931"], [], [], "")

    run(scan())


def test_what_is_typed_by_hand_goes_its_way(bench: Bench, run: Run) -> None:
    async def work() -> None:
        bench.note.setFocus()
        await bench.type("1 at noon", gap=90, enters=0)
        await bench.settled()
        assert (bench.note.text(), bench.acts) == ("1 at noon", [])
        bench.button.setFocus()
        await bench.type("12", gap=90, enters=0)
        await until(lambda: bench.acts == ["2", "1"] or bench.acts == ["1", "2"])
        await bench.type("x7", gap=90, enters=0)
        await bench.settled()
        assert bench.field.text() == "x7", "on a screen for scans signs that do nothing are a code that is typed"
        # two keys that roll over each other are no scanner
        bench.note.setFocus()
        bench.note.clear()
        await bench.press(Qt.Key.Key_T, "t", gap=90)
        await bench.press(Qt.Key.Key_H, "h", gap=8)
        await bench.settled()
        assert bench.note.text() == "th" and bench.taken == []

    run(work())


@pytest.mark.parametrize("keys", [1, 2])
def test_a_scan_whose_first_keys_were_let_go_by_a_busy_window_is_mended(bench: Bench, run: Run, keys: int) -> None:
    async def scan() -> None:
        bench.field.setFocus()
        # the window had let them go as typed before the rest came
        for sign in "MUG-350"[:keys]:
            await bench.press(Qt.Key(ord(sign)), sign, gap=3)
        await asyncio.sleep(2 * GAP_MS / 1000)
        assert bench.field.text() == "MUG-350"[:keys]
        await bench.press(Qt.Key(ord("MUG-350"[keys])), "MUG-350"[keys], gap=2 * GAP_MS)
        bench.scanner._hold.start()
        await bench.type("MUG-350"[keys + 1 :])
        await bench.settled()
        assert (bench.taken, bench.field.text()) == (["MUG-350"], "")

    run(scan())


def test_a_window_that_was_busy_hears_the_next_key_before_it_lets_the_first_one_go(bench: Bench, run: Run) -> None:
    async def scan() -> None:
        bench.note.setFocus()
        await bench.press(Qt.Key.Key_4, "4", gap=3)
        # the window is busy: the time of the first key is over, and the second one waits in the queue
        time.sleep(4 * GAP_MS / 1000)
        await asyncio.sleep(0.001)
        await bench.type("006381333931")
        await bench.settled()
        assert (bench.taken, bench.note.text()) == (["4006381333931"], "")

    run(scan())


def test_what_was_typed_long_before_a_scan_stays(bench: Bench, run: Run) -> None:
    async def scan() -> None:
        bench.field.setFocus()
        await bench.press(Qt.Key.Key_7, "7", gap=100)
        await bench.press(Qt.Key.Key_4, "4", gap=400)
        bench.scanner._hold.start()
        await bench.type("006381333931")
        await bench.settled()
        assert (bench.taken, bench.field.text()) == (["4006381333931"], "7")

    run(scan())


def test_separators_are_kept_and_no_shortcut_hears_them(bench: Bench, run: Run) -> None:
    async def scan() -> None:
        await bench.type(f"[)>{RS}06{GS}1PMUG-RED{GS}Q6{RS}{EOT}")
        await bench.settled()
        assert bench.taken == [f"[)>{RS}06{GS}1PMUG-RED{GS}Q6{RS}{EOT}"] and bench.acts == []
        # by hand they act
        await bench.press(Qt.Key.Key_D, "", gap=500, with_="ctrl")
        await bench.settled()
        assert bench.acts == ["Ctrl+D"]

    run(scan())


def test_a_second_enter_of_the_suffix_presses_nothing_and_a_later_one_does(bench: Bench, run: Run) -> None:
    async def scan() -> None:
        await bench.type(PARCEL, enters=2)
        await bench.settled()
        assert (bench.taken, bench.acts) == ([PARCEL], [])
        await bench.press(Qt.Key.Key_Return, "\r", gap=SUFFIX_MS + 200)
        assert bench.acts == ["Return"]

    run(scan())


def test_ten_scans_of_one_code_are_ten_and_stored_ones_are_asked_about(bench: Bench, run: Run) -> None:
    async def scan() -> None:
        for _ in range(10):
            await bench.type("4006381333931")
            await asyncio.sleep(0.12)
            bench._clock += 120
        assert bench.taken == ["4006381333931"] * 10 and bench.late == []
        stored = [f"400638133{number:04d}" for number in range(12)]
        for code in stored:
            await bench.type(code)
        await bench.settled()
        assert bench.late == [stored] and len(bench.taken) == 10

    run(scan())


def test_a_scan_is_read_by_where_its_keys_lie_unless_the_layout_is_proved_right(bench: Bench, run: Run) -> None:
    french = dict(zip("1234567890qwaz", "&é\"'(-è_çàazqw", strict=True))
    german = {"y": "z", "z": "y", "Y": "Z", "Z": "Y", "-": "ß"}

    async def scan() -> None:
        await bench.type(PARCEL, layout=french)
        await bench.settled()
        await bench.type("SZY4-1", layout=german)
        await bench.settled()
        assert bench.taken == [PARCEL, "SZY4-1"]
        # a scanner that is set up as the computer is: what it types is right, where its keys lie is not
        turned = {"9": "0", "0": "9"}
        await bench.type("4996381333031", layout=turned)
        await bench.settled()
        assert bench.taken[-1] == "4006381333931"

    run(scan())


def test_a_key_that_is_held_down_is_no_scanner(bench: Bench, run: Run) -> None:
    async def hold() -> None:
        bench.note.setFocus()
        for _ in range(20):
            event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True)
            QApplication.sendEvent(bench.window.windowHandle(), event)
        await bench.press(Qt.Key.Key_Return, "\r", gap=3)
        await bench.settled()
        assert bench.taken == [] and bench.note.text() == "a" * 20

    run(hold())


def test_a_scanner_without_a_system_clock_is_timed_by_ours() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    event.setTimestamp(0)
    assert _now(event) > 0


def test_a_code_waits_no_longer_than_it_takes_to_know_that_none_follows(bench: Bench, run: Run) -> None:
    done: list[Callable[[], None]] = []

    async def scan() -> None:
        QTimer.singleShot(0, lambda: done.append(lambda: None))
        await bench.type("4006381333931")
        assert bench.taken == []
        await until(lambda: bench.taken == ["4006381333931"], 1)

    run(scan())


def test_a_key_is_heard_where_the_field_that_had_the_cursor_is_hidden(bench: Bench, run: Run) -> None:
    async def work() -> None:
        bench.note.setFocus()
        bench.note.clearFocus()
        bench.note.hide()
        assert QApplication.focusWidget() is None
        await bench.type("2", gap=90, enters=0)
        await until(lambda: bench.acts == ["2"])

    run(work())
