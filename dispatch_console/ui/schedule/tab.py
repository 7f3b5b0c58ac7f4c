"""Widgets of the Schedule tab: who is to be rung, the week, and the call with its keys."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.language import mark, tr
from dispatch_console.ui.schedule.week import WeekGrid
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, Figure, button, header, label, paragraph, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.day_header import EARLIER, LATER, arrow
from dispatch_console.ui.widgets.layout import panes, stacked

RESULTS = (
    ("voicemail", mark("Voicemail"), "V"),
    ("no_answer", mark("No answer"), "N"),
    ("call_back", mark("Call back"), "C"),
    ("wrong_number", mark("Wrong no."), "W"),
    ("refused", mark("Refused"), "R"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """The customer on the phone. `slots` are the windows on offer, in words, with what they hold."""

    number: str
    customer: str
    phone: str
    about: str
    script: str
    slots: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]
    ledger: tuple[str, ...]


class ScheduleTab(QWidget):
    """Emits calls, chosen slots and results; knows no rule."""

    call_chosen = Signal(int)
    next_wanted = Signal()
    slot_chosen = Signal(int)
    confirm_wanted = Signal()
    result_given = Signal(str)
    week_moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        column.addWidget(self._header())
        column.addWidget(rule())
        self.week = WeekGrid()
        column.addWidget(panes(self._calls(), self.week, self._call(), [268, 820, 424]), 1)
        self._slot_buttons: list[QPushButton] = []
        for key in range(1, 6):
            shortcut = QShortcut(QKeySequence(str(key)), self)
            shortcut.activated.connect(lambda number=key - 1: self._press(number))
        self.show_call(None)

    def _header(self) -> QWidget:
        head, row = header(tr("Schedule"))
        earlier, later = arrow("‹", tr("Earlier days"), EARLIER), arrow("›", tr("Later days"), LATER)
        earlier.clicked.connect(lambda: self.week_moved.emit(-5))
        later.clicked.connect(lambda: self.week_moved.emit(5))
        self._span = label(tone="quiet")
        for part in (earlier, self._span, later):
            row.addWidget(part)
        row.addSpacing(16)
        self.to_call = Figure("to_call", tr("to call"))
        row.addWidget(self.to_call)
        row.addStretch(1)
        return head

    def _calls(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        title = label(tr("Call desk, in this order"), 15, SEMIBOLD)
        title.setContentsMargins(16, 12, 16, 12)
        column.addWidget(title)
        column.addWidget(rule())
        self.calls = CardList(tr("Calls to make"))
        self.calls.chosen.connect(lambda key: self.call_chosen.emit(int(key)))
        column.addWidget(self.calls, 1)
        self._nobody = label(tr("Nobody to ring. Verified orders without a confirmed window come here."), tone="faint")
        self._nobody.setWordWrap(True)
        self._nobody.setContentsMargins(16, 16, 16, 0)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._nobody, 1)
        following = button(tr("Next call"), "phone", "F4")
        following.clicked.connect(self.next_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 0)
        foot.addWidget(following)
        foot.addStretch(1)
        column.addLayout(foot)
        return left

    def _call(self) -> QWidget:
        right = surface("panel")
        right.setMinimumWidth(320)
        column = stacked(right)
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._body, 1)
        column.addWidget(rule())
        foot = surface("sunk")
        grid = QGridLayout(foot)
        grid.setContentsMargins(16, 12, 16, 12)
        self.confirm = button(tr("Confirm"), "check", "Ctrl+Return", "primary")
        self.confirm.clicked.connect(self.confirm_wanted)
        grid.addWidget(self.confirm, 0, 0, 1, 3)
        self._results: list[QPushButton] = []
        for number, (code, words, key) in enumerate(RESULTS):
            result_button = button(tr(words), key=key)
            result_button.clicked.connect(lambda _=False, code=code: self.result_given.emit(code))
            grid.addWidget(result_button, 1 + number // 3, number % 3)
            self._results.append(result_button)
        column.addWidget(foot)
        return right

    def show_span(self, words: str) -> None:
        self._span.setText(words)

    def show_calls(self, cards: tuple[Card, ...], open_call: str) -> None:
        self.to_call.show_number(len(cards))
        self.calls.show_cards(cards, open_call)
        self._nobody.setVisible(not cards)
        self.calls.setVisible(bool(cards))

    def show_call(self, view: CallView | None, chosen: int | None = None) -> None:
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(6)
        self._slot_buttons = []
        for act in (self.confirm, *self._results):
            act.setEnabled(view is not None)
        self.confirm.setEnabled(view is not None and chosen is not None)
        if view is None:
            column.addWidget(label(tr("Choose a call, or press F4."), tone="faint"))
        else:
            self._fill(column, view, chosen)
        column.addStretch(1)
        self._body.setWidget(body)

    def _fill(self, column: QVBoxLayout, view: CallView, chosen: int | None) -> None:
        head = QHBoxLayout()
        head.addWidget(Elided(view.customer), 1)
        head.addWidget(label(view.number, tone="quiet"))
        column.addLayout(head)
        column.addWidget(label(view.phone or tr("no phone number"), 20, SEMIBOLD))
        about = paragraph(view.about, tone="quiet")
        column.addWidget(about)
        self._section(column, tr("Say"))
        script = paragraph(view.script)
        column.addWidget(script)
        self._section(column, tr("Slots"))
        group = QButtonGroup(self)
        for number, (words, holds) in enumerate(view.slots):
            key = str(number + 1) if number < 5 else " "
            slot_button = QPushButton(f"{key}   {words}   {holds}")
            slot_button.setProperty("kind", "figure")
            slot_button.setCheckable(True)
            slot_button.setChecked(number == chosen)
            slot_button.setAccessibleName(tr("Slot {words}, {holds}", words=words, holds=holds))
            slot_button.clicked.connect(lambda _=False, number=number: self.slot_chosen.emit(number))
            group.addButton(slot_button)
            self._slot_buttons.append(slot_button)
            column.addWidget(slot_button)
        self._section(column, tr("Times"))
        for title, words in view.times:
            row = QHBoxLayout()
            name = label(title, tone="quiet")
            name.setFixedWidth(80)
            row.addWidget(name)
            row.addWidget(label(words), 1)
            column.addLayout(row)
        self._section(column, tr("Promise ledger"))
        for entry in view.ledger:
            column.addWidget(Elided(entry, tone="quiet"))

    def _section(self, column: QVBoxLayout, title: str) -> None:
        column.addSpacing(6)
        column.addWidget(rule())
        column.addSpacing(2)
        column.addWidget(label(title, 13, SEMIBOLD))

    def _press(self, number: int) -> None:
        if number < len(self._slot_buttons):
            self.slot_chosen.emit(number)
