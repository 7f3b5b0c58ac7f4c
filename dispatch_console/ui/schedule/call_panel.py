"""The customer on the line: number, what to say, slots with their price, times, ledger, and how the call ends."""

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.language import mark, tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Elided,
    button,
    label,
    paragraph,
    rename,
    rule,
    set_tone,
    sign,
    surface,
)
from dispatch_console.ui.widgets.esc_field import EscField
from dispatch_console.ui.widgets.layout import stacked

RESULTS = (
    ("voicemail", mark("Voicemail"), "V"),
    ("no_answer", mark("No answer"), "N"),
    ("call_back", mark("Call back"), "C"),
    ("wrong_number", mark("Wrong no."), "W"),
    ("refused", mark("Refused"), "R"),
    ("link_sent", mark("Send link"), "L"),
    ("told", mark("Told"), "G"),
)
KEYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """A slot on offer: its words, what it does to the plan with a tone, the minutes it brings."""

    words: str
    says: str = ""
    tone: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """The customer on the phone. `broken`: whose promises the chosen slot breaks; `confirm`: what Enter does."""

    order_id: int
    number: str
    customer: str
    phone: str
    speaks: str
    about: str
    # other orders of the same customer for which somebody would ring
    also: str
    script: str
    slots: tuple[SlotLine, ...]
    chosen: int | None
    broken: str
    times: tuple[tuple[str, str], ...]
    ledger: tuple[tuple[str, str, str], ...]
    confirm: str


class CallPanel(QWidget):
    """Emits chosen slots and results; knows no rule."""

    slot_chosen = Signal(int)
    confirm_wanted = Signal()
    result_given = Signal(str)
    # a time, as typed
    call_back_at = Signal(str)
    number_given = Signal(str)
    reason_given = Signal(str)
    dial_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(320)
        self.slot_buttons: list[QPushButton] = []
        self._order: int | None = None
        self._can_confirm = False
        self._since = QElapsedTimer()
        # a part of the body, which is made anew with every change
        self._clock: QLabel | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_clock)
        column = stacked(self)
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._body, 1)
        column.addWidget(rule())
        column.addWidget(self._foot())
        for key in range(1, KEYS + 1):
            shortcut = QShortcut(QKeySequence(str(key)), self)
            shortcut.activated.connect(lambda number=key - 1: self._press(number))
        self.show_call(None)

    def _foot(self) -> QWidget:
        foot = surface("sunk")
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        # asked in the place where the hands are
        self._asking = QWidget()
        asked = QHBoxLayout(self._asking)
        asked.setContentsMargins(0, 0, 0, 0)
        self._ask_words, self.field = label(""), EscField()
        self.field.setAccessibleName(tr("Answer"))
        self.field.returnPressed.connect(self._entered)
        self.field.left.connect(self.end_asking)
        asked.addWidget(self._ask_words)
        asked.addWidget(self.field, 1)
        column.addWidget(self._asking)
        self._asking.hide()
        self._asks = ""
        self.confirm = button(tr("Confirm"), "check", "Return", "primary")
        self.confirm.clicked.connect(self.confirm_wanted)
        column.addWidget(self.confirm)
        grid = QGridLayout()
        grid.setSpacing(6)
        self._results: list[QPushButton] = []
        for number, (code, words, key) in enumerate(RESULTS):
            result = button(tr(words), key=key)
            result.clicked.connect(lambda _=False, code=code: self._given(code))
            grid.addWidget(result, number // 3, number % 3)
            self._results.append(result)
        column.addLayout(grid)
        return foot

    def show_call(self, view: CallView | None) -> None:
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(6)
        self.slot_buttons, self._clock = [], None
        at = self._body.verticalScrollBar().value()
        is_asking = not self._asking.isHidden()
        if view is None or view.order_id != self._order:
            self.end_asking()
            is_asking, at = False, 0
            self._order = view.order_id if view is not None else None
            self._since.restart()
        for act in self._results:
            act.setEnabled(view is not None and not is_asking)
        self._can_confirm = view is not None and view.chosen is not None and bool(view.confirm)
        self.confirm.setEnabled(self._can_confirm and not is_asking)
        rename(self.confirm, view.confirm if view is not None and view.confirm else tr("Confirm"))
        if view is None:
            column.addWidget(label(tr("Choose a call, or press F4."), tone="faint"))
            self._tick.stop()
        else:
            self._fill(column, view)
            self._tick.start()
        column.addStretch(1)
        self._body.setWidget(body)
        self._body.verticalScrollBar().setValue(at)

    def _fill(self, column: QVBoxLayout, view: CallView) -> None:
        head = QHBoxLayout()
        name = Elided(view.customer, "", 15, SEMIBOLD)
        head.addWidget(name, 1)
        head.addWidget(label(view.number, tone="quiet"))
        self._clock = label("", 13, SEMIBOLD, "accent")
        self._show_clock()
        head.addWidget(self._clock)
        column.addLayout(head)
        numbers = QHBoxLayout()
        numbers.addWidget(label(view.phone or tr("no phone number"), 20, SEMIBOLD, "" if view.phone else "decide"))
        if view.phone:
            dial = sign(tr("Dial"), "phone-call", "D")
            dial.clicked.connect(self.dial_wanted)
            numbers.addWidget(dial)
        numbers.addStretch(1)
        if view.speaks:
            numbers.addWidget(label(view.speaks, tone="quiet"))
        column.addLayout(numbers)
        column.addWidget(paragraph(view.about, tone="quiet"))
        if view.also:
            column.addWidget(paragraph(view.also, tone="decide"))
        self._section(column, tr("Say"))
        column.addWidget(paragraph(view.script))
        self._section(column, tr("Slots, priced against the plan"))
        for number, line in enumerate(view.slots):
            column.addWidget(self._slot(number, line, is_chosen=number == view.chosen))
        if not view.slots:
            column.addWidget(
                paragraph(tr("No slot can be offered: see Shifts, Slots and Closed days in Settings."), tone="faint")
            )
        if view.broken:
            column.addWidget(paragraph(view.broken, tone="wrong"))
        self._section(column, tr("Times"))
        for title, words in view.times:
            row = QHBoxLayout()
            caption = label(title, tone="quiet")
            caption.setFixedWidth(80)
            row.addWidget(caption)
            row.addWidget(Elided(words), 1)
            column.addLayout(row)
        self._section(column, tr("Promise ledger"))
        for at, what, rest in view.ledger:
            row = QHBoxLayout()
            row.setSpacing(10)
            when = label(at, tone="quiet")
            when.setMinimumWidth(70)
            row.addWidget(when)
            row.addWidget(label(what))
            row.addWidget(Elided(rest, "quiet"), 1)
            column.addLayout(row)

    def _slot(self, number: int, line: SlotLine, *, is_chosen: bool) -> QPushButton:
        slot = QPushButton()
        slot.setProperty("kind", "figure")
        slot.setCheckable(True)
        slot.setChecked(is_chosen)
        slot.setFixedHeight(36)
        row = QHBoxLayout(slot)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        key = label(str(number + 1) if number < KEYS else "", tone="quiet")
        key.setFixedWidth(14)
        parts: list[QWidget] = [key, label(line.words)]
        if line.tone in ("good", "wrong"):
            picture = label("")
            colour = tokens().grn if line.tone == "good" else tokens().red
            picture.setPixmap(icons.pixmap("circle-check" if line.tone == "good" else "circle-x", colour, 16, 1.5))
            parts.append(picture)
        for part in parts:
            row.addWidget(part)
        row.addWidget(Elided(line.says, line.tone), 1)
        row.addWidget(label(line.more))
        for child in slot.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        said = ", ".join(part for part in (line.says, line.more) if part)
        slot.setAccessibleName(tr("Slot {words}, {says}", words=line.words, says=said))
        slot.clicked.connect(lambda _=False: self.slot_chosen.emit(number))
        self.slot_buttons.append(slot)
        return slot

    def _section(self, column: QVBoxLayout, title: str) -> None:
        column.addSpacing(6)
        column.addWidget(rule())
        column.addSpacing(2)
        column.addWidget(label(title, 13, SEMIBOLD))

    def _press(self, number: int) -> None:
        if number < len(self.slot_buttons) and self._asking.isHidden():
            self.slot_chosen.emit(number)

    def _show_clock(self) -> None:
        seconds = self._since.elapsed() // 1000 if self._since.isValid() else 0
        if self._clock is not None:
            self._clock.setText(f"{seconds // 60}:{seconds % 60:02}")

    def _given(self, code: str) -> None:
        self.result_given.emit(code)

    def ask(self, what: str, words: str, text: str) -> None:
        """Ask for a time (`call_back`) or a number (`phone`); Enter gives it, Esc gives nothing."""
        self._asks = what
        self._ask_words.setText(words)
        self.field.setText(text)
        self.field.setAccessibleName(words)
        self._asking.show()
        for act in (self.confirm, *self._results):
            act.setEnabled(False)
        self.field.setFocus()
        self.field.selectAll()

    @property
    def is_asking(self) -> bool:
        return not self._asking.isHidden()

    @property
    def open_ms(self) -> int:
        """Return for how long the call is open."""
        return self._since.elapsed() if self._since.isValid() else 0

    def end_asking(self) -> None:
        """Take the question back: the keys mean the call again."""
        if not self._asking.isHidden():
            self._asking.hide()
            for act in self._results:
                act.setEnabled(self._order is not None)
            self.confirm.setEnabled(self._can_confirm)
            self.setFocus()

    def say_wrong(self, wrong: bool) -> None:
        """Mark what was typed as not understood."""
        set_tone(self._ask_words, "wrong" if wrong else "")

    def _entered(self) -> None:
        text = self.field.text().strip()
        answers = {"call_back": self.call_back_at, "reason": self.reason_given}
        answers.get(self._asks, self.number_given).emit(text)
