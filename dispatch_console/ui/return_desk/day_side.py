"""Beside the list at the end of a day: cash by driver, what should be so, times at the door, letting pass, closing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dispatch_console.language import mark, plural, tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import (
    MEDIUM,
    SEMIBOLD,
    Elided,
    button,
    label,
    paragraph,
    rename,
    rule,
    set_tone,
    surface,
)
from dispatch_console.ui.widgets.card_list import driver_square
from dispatch_console.ui.widgets.esc_field import EscField
from dispatch_console.ui.widgets.fields import choice
from dispatch_console.ui.widgets.layout import empty, scrolled, stacked

# days after the one that is closed; 0: for good
UNTIL = (
    (0, mark("passes for good")),
    (1, mark("passes until the next day")),
    (3, mark("passes for three days")),
    (7, mark("passes for a week")),
    (30, mark("passes for a month")),
)
# until the next day
DEFAULT_UNTIL = 1
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class CashLine:
    """The cash of a driver, of the counter (no `letter`), or of all (`is_sum`), in words.

    `tone` of the difference. `reason` stands below, `is_open` while nobody explained it; `has_remark`: the sum agrees,
    and at a door another one was due.
    """

    letter: str = ""
    driver: str
    due: str
    counted: str
    difference: str
    tone: str = ""
    reason: str = ""
    is_open: bool = False
    has_remark: bool = False
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that should be so when the day closes; `state` says how far it is. `tone`: wrong while it blocks,
    decide where somebody let it pass, empty where it is so. `leads_to`: the key of the first thing that is open.
    """

    words: str
    state: str
    tone: str
    leads_to: str = ""


class CheckLine(QPushButton):
    """A line of what should be so; pressed, it leads to what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "filter")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._sign, self._words, self._state = QLabel(), Elided(""), label(tone="quiet")
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self._state)
        for part in (self._sign, self._words, self._state):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(26)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.leads_to = ""

    def show_check(self, check: Check) -> None:
        t = tokens()
        name, colour = {
            "": ("circle-check", t.grn), "decide": ("triangle-alert", t.amb), "wrong": ("circle-x", t.red),
        }[check.tone]  # fmt: skip
        self._sign.setPixmap(icons.pixmap(name, colour, 16, 2.0))
        self._words.setText(check.words)
        self._state.setText(check.state)
        set_tone(self._state, check.tone or "quiet")
        self.setAccessibleName(f"{check.words}, {check.state}" if check.state else check.words)
        self.leads_to = check.leads_to
        self.setCursor(Qt.CursorShape.PointingHandCursor if check.leads_to else Qt.CursorShape.ArrowCursor)


class CashTable(QWidget):
    """Cash by driver, and the sum of all where there is more than one."""

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.addWidget(label(tr("Cash by driver"), 15, SEMIBOLD))
        self._said = label(tone="quiet")
        self._said.setAlignment(RIGHT)
        head.addWidget(self._said, 1)
        column.addLayout(head)
        column.addWidget(rule())
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 6, 16, 6)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)

    def show_cash(self, said: str, lines: Sequence[CashLine]) -> None:
        self._said.setText(said)
        empty(self._grid)
        if not lines:
            self._grid.addWidget(label(tr("No cash was taken."), tone="faint"), 0, 0, 1, 5)
            return
        self._grid.addWidget(label(tr("Driver"), tone="quiet"), 0, 0, 1, 2)
        for column, words in enumerate((tr("Taken"), tr("Counted"), tr("Difference")), 2):
            self._put(0, column, label(words, tone="quiet"))
        row = 1
        for line in lines:
            self._grid.addWidget(rule(), row, 0, 1, 5)
            row = self._show_line(line, row + 1)

    def _show_line(self, line: CashLine, row: int) -> int:
        """Show one line and what stands below it; returns the next free row."""
        weight = SEMIBOLD if line.is_sum else MEDIUM
        if line.is_sum:
            self._grid.addWidget(label(line.driver, 13, weight), row, 0, 1, 2)
        else:
            sign = QLabel()
            sign.setPixmap(driver_square(line.letter) if line.letter else icons.pixmap("store", tokens().tx2, 18, 2.0))
            self._grid.addWidget(sign, row, 0)
            self._grid.addWidget(Elided(line.driver), row, 1)
        self._put(row, 2, label(line.due, tone="" if line.is_sum else "quiet"))
        self._put(row, 3, label(line.counted, 13, weight))
        self._put(row, 4, label(line.difference, 13, weight, line.tone))
        row += 1
        if line.reason:
            under = QHBoxLayout()
            under.setSpacing(8)
            sign = QLabel()
            t = tokens()
            agrees = ("triangle-alert", t.amb) if line.has_remark else ("circle-check", t.grn)
            name, colour = ("circle-x", t.red) if line.is_open else agrees
            sign.setPixmap(icons.pixmap(name, colour, 16, 2.0))
            under.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            under.addWidget(paragraph(line.reason, tone="quiet"), 1)
            holder = QWidget()
            holder.setLayout(under)
            under.setContentsMargins(0, 0, 0, 2)
            self._grid.addWidget(holder, row, 1, 1, 4)
            row += 1
        return row

    def _put(self, row: int, column: int, number: QLabel) -> None:
        number.setAlignment(RIGHT)
        self._grid.addWidget(number, row, column)


class DaySide(QWidget):
    """W lets the chosen thing pass, Ctrl+F4 closes the day, Shift+T plans with the times that stops took."""

    led_to = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(380)
        column = stacked(self)
        body = surface("panel")
        inner = stacked(body)
        self._cash = CashTable()
        inner.addWidget(self._cash)
        inner.addWidget(rule())
        inner.addWidget(self._checks_part())
        inner.addWidget(rule())
        inner.addWidget(self._doors_part())
        inner.addStretch(1)
        column.addWidget(scrolled(body), 1)
        column.addWidget(self._pass_part())
        column.addWidget(rule())
        foot = surface("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        self.close_day = button(tr("Close the day"), "lock", "Ctrl+F4", "primary")
        self.reopen = button(tr("Open it again"), "lock-open")
        self.waive = button(tr("Let it pass"), "", "W")
        row.addWidget(self.close_day)
        row.addWidget(self.reopen)
        row.addStretch(1)
        row.addWidget(self.waive)
        column.addWidget(foot)

    def _checks_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(10)
        self._lock = QLabel()
        self.head, self.fulfilled = label("", 13, SEMIBOLD), label(tone="quiet")
        head.addWidget(self._lock)
        head.addWidget(self.head, 1)
        head.addWidget(self.fulfilled)
        column.addLayout(head)
        column.addSpacing(4)
        self._lines_at = QVBoxLayout()
        self._lines_at.setSpacing(0)
        self._lines: list[CheckLine] = []
        column.addLayout(self._lines_at)
        self._closed = paragraph("", tone="quiet")
        column.addWidget(self._closed)
        return part

    def _doors_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        column.addWidget(label(tr("Time at the door"), 13, SEMIBOLD))
        self.doors = paragraph("", tone="quiet")
        column.addWidget(self.doors)
        self.adopt = button(tr("Plan with these times"), "", "Shift+T")
        self.adopt.hide()
        column.addWidget(self.adopt, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _pass_part(self) -> QWidget:
        self._passing = QWidget()
        column = stacked(self._passing)
        column.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(tr("Reason, or how you know"), 13, SEMIBOLD))
        self._of = Elided("", tone="quiet")
        head.addWidget(self._of, 1)
        inner.addLayout(head)
        self.reason = EscField()
        self.reason.setAccessibleName(tr("Reason, or how you know"))
        self.reason.setPlaceholderText(tr("in words; it goes into the report"))
        inner.addWidget(self.reason)
        self.until = choice(tr("Until when it passes"))
        for days, words in UNTIL:
            self.until.addItem(tr(words), days)
        self.until.setCurrentIndex(DEFAULT_UNTIL)
        until = QHBoxLayout()
        until.setSpacing(8)
        self._until_name = label(tr("Until when"), tone="quiet")
        self._until_name.setBuddy(self.until)
        until.addWidget(self._until_name)
        until.addWidget(self.until, 1)
        inner.addLayout(until)
        self._may = paragraph("", tone="quiet")
        inner.addWidget(self._may)
        column.addLayout(inner)
        return self._passing

    def show_cash(self, said: str, lines: Sequence[CashLine]) -> None:
        self._cash.show_cash(said, lines)

    def show_checks(self, checks: Sequence[Check], *, is_closed: bool, closed: str) -> None:
        """Show what should be so. A line that is being pressed is not made anew by news."""
        t = tokens()
        left = sum(check.tone == "wrong" for check in checks)
        passed = sum(check.tone == "decide" for check in checks)
        said = tr("{done} of {all}", done=len(checks) - left - passed, all=len(checks))
        if passed:
            said += ", " + tr("{count} with a remark", count=passed)
        self.fulfilled.setText(said)
        may = tr("The day can close") if not left else tr("The day cannot close")
        self.head.setText(tr("The day is closed") if is_closed else may)
        sign, colour = ("lock-open", t.grn) if not left or is_closed else ("lock", t.red)
        self._lock.setPixmap(icons.pixmap("lock" if is_closed else sign, colour, 17, 2.0))
        while len(self._lines) < len(checks):
            line = CheckLine()
            line.clicked.connect(lambda _=False, line=line: self.led_to.emit(line.leads_to))
            self._lines.append(line)
            self._lines_at.addWidget(line)
        for line, check in zip(self._lines, checks, strict=True):
            line.show_check(check)
        self._closed.setText(closed)
        self._closed.setVisible(bool(closed))

    def show_passing(self, of: str, may: str, *, can_waive: bool, is_waived: bool) -> None:
        """Show what can be let pass; `of` names the chosen thing, empty hides it."""
        self._passing.setVisible(bool(of))
        self.waive.setVisible(bool(of))
        self.waive.setEnabled(can_waive)
        for part in (self._until_name, self.until):
            part.setVisible(can_waive and not is_waived)
        self._of.setText(of)
        self._may.setText(may)
        rename(self.waive, tr("Let it block again") if is_waived else tr("Let it pass"))

    def say(self, words: str) -> None:
        """Say below the reason what is still wanted."""
        self._may.setText(words)


def said_of_open(things: int, kinds: int) -> str:
    """Return how much is open, beside the head of the list."""
    said = plural("{count} thing", "{count} things", things)
    if kinds == 1:
        return said
    return said + " " + plural("of {count} kind", "of {count} kinds", kinds)
