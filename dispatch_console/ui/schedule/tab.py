"""Widgets of the Schedule tab: who is to be rung, the week, and the customer on the line."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.schedule.call_panel import CallPanel
from dispatch_console.ui.schedule.call_words import rules
from dispatch_console.ui.schedule.close_card import CloseCard
from dispatch_console.ui.schedule.day import DayGrid
from dispatch_console.ui.schedule.week import WeekGrid
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Figure,
    button,
    header,
    key_of,
    label,
    rule,
    shown_plain,
    surface,
)
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.day_header import EARLIER, LATER, arrow
from dispatch_console.ui.widgets.figures import one_at_a_time
from dispatch_console.ui.widgets.layout import panes, put_scrolled, stacked


class ScheduleTab(QWidget):
    """Emits calls, filters and days; the panel at the right emits what becomes of a call."""

    call_chosen = Signal(int)
    next_wanted = Signal()
    week_moved = Signal(int)
    today_wanted = Signal()
    take_back_wanted = Signal()
    take_over_wanted = Signal()
    # day or week
    view_wanted = Signal(str)
    close_slot_wanted = Signal()
    export_wanted = Signal()
    # the chosen slot goes so many days and rows on
    slot_stepped = Signal(int, int)
    # without_window, late, waiting; empty for all
    filtered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        column.addWidget(self._header())
        column.addWidget(rule())
        self.week, self.day = WeekGrid(), DayGrid()
        self._views = QStackedWidget()
        for view in (self.week, self.day):
            put_scrolled(self._views, view)
        self.panel = CallPanel()
        self._work = panes(self._calls(), self._views, self.panel, [268, 820, 424])
        column.addWidget(self._work, 1)
        self.close_card = CloseCard(self)
        self.close_card.closed.connect(self.end_card)
        self.close_card.agreed.connect(self.end_card)
        key_of(self, "Ctrl+Z", tr("Take back how the last call was noted"), self.take_back_wanted.emit)
        for key, columns, rows, words in (
            ("Left", -1, 0, tr("Choose the slot a day before")),
            ("Right", 1, 0, tr("Choose the slot a day after")),
            ("Up", 0, -1, tr("Choose the slot before")),
            ("Down", 0, 1, tr("Choose the slot after")),
        ):
            key_of(self, f"Alt+{key}", words, partial(self.slot_stepped.emit, columns, rows))
        key_of(self, "X", tr("Close the chosen slot, or open it again"), self._close_or_open)
        key_of(self, "F6", tr("Take over a call of another desk"), self.take_over_wanted.emit)

    def _header(self) -> QWidget:
        head, row = header(tr("Schedule"))
        earlier, later = arrow("‹", tr("Earlier days"), EARLIER), arrow("›", tr("Later days"), LATER)
        earlier.clicked.connect(lambda: self.week_moved.emit(-self._step))
        later.clicked.connect(lambda: self.week_moved.emit(self._step))
        self._span = label(tone="quiet")
        for part in (earlier, self._span, later):
            row.addWidget(part)
        row.addSpacing(16)
        self.to_call = Figure("to_call", tr("to call"))
        self.without, self.late = (
            Figure("without", tr("without a window")),
            Figure("late", tr("late, not agreed"), "wrong"),
        )
        self.waiting = Figure("waiting", tr("wished or offered, not agreed"))
        self._figures = (self.to_call, self.without, self.late, self.waiting)
        for figure in self._figures:
            row.addWidget(figure)
        one_at_a_time(self._figures, self.to_call, self.filtered.emit)
        row.addStretch(1)
        self._choices: dict[str, QPushButton] = {}
        group = QButtonGroup(head)
        for code, words in (("day", tr("Day")), ("week", tr("Week"))):
            choice = QPushButton(words)
            choice.setProperty("kind", "filter")
            choice.setCheckable(True)
            choice.setChecked(code == "week")
            choice.setAccessibleName(words)
            choice.setToolTip(shown_plain(tr("{view} (Ctrl+D changes)", view=words)))
            choice.clicked.connect(lambda _=False, code=code: self.view_wanted.emit(code))
            group.addButton(choice)
            row.addWidget(choice)
            self._choices[code] = choice
        key_of(self, "Ctrl+D", tr("Day or week"), lambda: self.view_wanted.emit("week" if self.shows_day else "day"))
        export = button(tr("Calendar file…"), "download", "E")
        export.clicked.connect(self.export_wanted)
        row.addWidget(export)
        today = button(tr("Today"), "calendar", "T")
        today.clicked.connect(self.today_wanted)
        row.addWidget(today)
        return head

    def _calls(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.addWidget(label(tr("Call desk"), 15, SEMIBOLD))
        self._shown = label(tone="quiet")
        head.addSpacing(6)
        head.addWidget(self._shown)
        head.addStretch(1)
        head.addWidget(label(tr("in this order"), tone="quiet"))
        column.addLayout(head)
        column.addWidget(rule())
        self.calls = CardList(tr("Calls to make"), draggable=True)
        self.calls.chosen.connect(lambda key: self.call_chosen.emit(int(key)))
        column.addWidget(self.calls, 1)
        self._nobody = label(tr("Nobody to ring. Verified orders without a confirmed window come here."), tone="faint")
        self._nobody.setWordWrap(True)
        self._nobody.setContentsMargins(16, 16, 16, 0)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._nobody, 1)
        rules_label = label(rules(), tone="faint")
        rules_label.setWordWrap(True)
        rules_label.setContentsMargins(16, 8, 16, 8)
        column.addWidget(rules_label)
        following = button(tr("Next call"), "phone", "F4")
        following.clicked.connect(self.next_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 0)
        foot.addWidget(following)
        foot.addStretch(1)
        column.addLayout(foot)
        return left

    def _close_or_open(self) -> None:
        # the question stands: a second X asks nothing more
        if not self.close_card.isVisible():
            self.close_slot_wanted.emit()

    def begin_card(self) -> None:
        """Let the keys mean the card alone, while it asks."""
        self._work.setEnabled(False)

    def end_card(self) -> None:
        self._work.setEnabled(True)
        self.week.setFocus()

    @property
    def shows_day(self) -> bool:
        return self._views.currentIndex() == 1

    @property
    def _step(self) -> int:
        return 1 if self.shows_day else 5

    def show_view(self, code: str) -> None:
        self._views.setCurrentIndex(1 if code == "day" else 0)
        self._choices[code].setChecked(True)

    def show_span(self, words: str) -> None:
        self._span.setText(words)

    def show_counts(self, to_call: int, without: int, late: int, waiting: int) -> None:
        counts = (to_call, without, late, waiting)
        for figure, count in zip(self._figures, counts, strict=True):
            figure.show_number(count)

    def show_calls(self, cards: tuple[Card, ...], open_call: str) -> None:
        self._shown.setText(str(len(cards)))
        self.calls.show_cards(cards, open_call)
        self._nobody.setVisible(not cards)
        self.calls.setVisible(bool(cards))
