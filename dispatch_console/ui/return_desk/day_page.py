"""Close the day: what is open at all vans, what can be done about each thing, the cash, and the closing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from dispatch_console.language import mark, tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rename, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.fields import choice
from dispatch_console.ui.widgets.layout import empty, panes, scrolled, stacked, walk_keys
from dispatch_console.ui.widgets.sub_page_head import SubPageHead

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CashLine:
    """The cash of a driver, in words. `tone` of the difference."""

    driver: str
    due: str
    counted: str
    difference: str
    tone: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that should be so when the day closes; `state` says how far it is. `tone`: wrong while it blocks,
    decide where somebody let it pass, empty where it is so.
    """

    words: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """The whole page beside its list. `closed`: by whom and when it was closed, or that it was opened again. `doors`:
    how long stops took beside the plan; `can_adopt`: what they teach would make plans truer.
    """

    title: str
    open_title: str
    cash: Sequence[CashLine]
    checks: Sequence[Check]
    closed: str
    is_closed: bool
    can_close: bool
    doors: str
    can_adopt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingView:
    """The chosen thing: what it is, and what can be done about it as code and words. `waived`: who let it pass."""

    title: str
    under: str
    acts: Sequence[tuple[str, str]]
    can_waive: bool
    waived: bool


class DayPage(QWidget):
    """J and K walk what is open, 1 to 3 do something about it, W lets it pass, Ctrl+F4 closes the day, Shift+T
    plans with the times that stops took.
    """

    thing_chosen = Signal(str)
    act_wanted = Signal(str)
    waive_wanted = Signal()
    close_wanted = Signal()
    reopen_wanted = Signal()
    put_down_wanted = Signal()
    adopt_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        head = SubPageHead(tr("Close the day"), tr("Put down"))
        self._title, self.put_down = head.title, head.put_down
        self.put_down.clicked.connect(self.put_down_wanted)
        column.addWidget(head)
        column.addWidget(rule())
        column.addWidget(panes(self._things(), self._chosen(), self._side(), [540, 500, 472]), 1)
        walk_keys(self, self.things.step)

    def _things(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(240)
        column = stacked(left)
        self._open_title = label("", 15, SEMIBOLD)
        self._open_title.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._open_title)
        column.addWidget(rule())
        self.things = CardList(tr("What is open"))
        self.things.chosen.connect(self.thing_chosen)
        column.addWidget(self.things, 1)
        self._calm = paragraph(tr("Every stop, parcel, proof and coin is accounted for."), tone="faint")
        self._calm.setContentsMargins(16, 16, 16, 16)
        self._calm.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._calm, 1)
        return left

    def _chosen(self) -> QWidget:
        self._said: list[tuple[str, str]] = []
        self._shown: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
        middle = surface("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self._thing, self._thing_under = paragraph("", 17, SEMIBOLD), paragraph("", tone="quiet")
        column.addWidget(self._thing)
        column.addWidget(self._thing_under)
        self._acts = QVBoxLayout()
        self._acts.setSpacing(8)
        column.addLayout(self._acts)
        column.addSpacing(12)
        self._waiving = QWidget()
        inner = QVBoxLayout(self._waiving)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(label(tr("Reason, or how you know"), 13, SEMIBOLD))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Reason, or how you know"))
        self.reason.setPlaceholderText(tr("in words; it goes into the report"))
        inner.addWidget(self.reason)
        self.until = choice(tr("Until when it passes"))
        for days, words in UNTIL:
            self.until.addItem(tr(words), days)
        self.until.setCurrentIndex(DEFAULT_UNTIL)
        until = QHBoxLayout()
        self._until_name = label(tr("Until when"), tone="quiet")
        self._until_name.setBuddy(self.until)
        until.addWidget(self._until_name)
        until.addWidget(self.until, 1)
        inner.addLayout(until)
        waiving = QHBoxLayout()
        self.waive = button(tr("Let it pass"), "", "W")
        self.waive.clicked.connect(self.waive_wanted)
        waiving.addWidget(self.waive)
        self._may = paragraph("", tone="quiet")
        waiving.addWidget(self._may, 1)
        inner.addLayout(waiving)
        column.addWidget(self._waiving)
        column.addStretch(1)
        return middle

    def _side(self) -> QWidget:
        right = surface("panel")
        right.setMinimumWidth(320)
        column = stacked(right)
        body = surface("panel")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addWidget(label(tr("Cash by driver"), 15, SEMIBOLD))
        self._cash = QGridLayout()
        self._cash.setHorizontalSpacing(12)
        self._cash.setVerticalSpacing(4)
        self._cash.setColumnStretch(0, 1)
        inner.addLayout(self._cash)
        inner.addSpacing(8)
        inner.addWidget(rule())
        self._head = label("", 15, SEMIBOLD)
        inner.addWidget(self._head)
        self._checks = QGridLayout()
        self._checks.setColumnStretch(1, 1)
        inner.addLayout(self._checks)
        self._closed = paragraph("", tone="quiet")
        inner.addWidget(self._closed)
        inner.addSpacing(8)
        inner.addWidget(rule())
        inner.addWidget(label(tr("Time at the door"), 15, SEMIBOLD))
        self.doors = paragraph("", tone="quiet")
        inner.addWidget(self.doors)
        self.adopt = button(tr("Plan with these times"), "", "Shift+T")
        self.adopt.clicked.connect(self.adopt_wanted)
        self.adopt.hide()
        inner.addWidget(self.adopt, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        column.addWidget(scrolled(body), 1)
        column.addWidget(rule())
        foot = surface("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        self.close_day = button(tr("Close the day"), "lock", "Ctrl+F4", "primary")
        self.close_day.clicked.connect(self.close_wanted)
        self.reopen = button(tr("Open it again"), "lock-open")
        self.reopen.clicked.connect(self.reopen_wanted)
        row.addWidget(self.close_day, 1)
        row.addWidget(self.reopen)
        column.addWidget(foot)
        return right

    def show_things(self, cards: Sequence[Card], chosen: str) -> None:
        self.things.show_cards(tuple(cards), chosen)
        self.things.setVisible(bool(cards))
        self._calm.setVisible(not cards)

    def show_thing(self, view: ThingView | None) -> None:
        self._thing.setText(view.title if view else tr("Nothing is chosen"))
        self._thing_under.setText(view.under if view else "")
        self._waiving.setVisible(view is not None)
        acts = tuple(view.acts) if view is not None else ()
        # a button that is being pressed must not be made anew by news from elsewhere
        if view is None or (view.title, acts) != self._shown:
            empty(self._acts)
            self._shown = "", ()
        if view is None:
            return
        self.waive.setEnabled(view.can_waive)
        for part in (self._until_name, self.until):
            part.setVisible(view.can_waive)
        may = tr("A supervisor must let it pass. Money and signatures need a second person.")
        self._may.setText(may if view.can_waive else tr("Nobody can let this pass: the day would say what is not so."))
        rename(self.waive, tr("Let it block again") if view.waived else tr("Let it pass"))
        if self._shown == (view.title, acts):
            return
        self._shown = view.title, acts
        for number, (code, words) in enumerate(view.acts, 1):
            act = QPushButton(f"{number}  {words}")
            act.setProperty("kind", "figure")
            act.setAccessibleName(words)
            act.setShortcut(str(number))
            act.clicked.connect(lambda _=False, code=code: self.act_wanted.emit(code))
            self._acts.addWidget(act)

    def checks(self) -> dict[str, str]:
        """Return what stands in the list of what should be so: its words, and how far it is."""
        return dict(self._said)

    def say_of_waiver(self, words: str) -> None:
        """Say beside the button what pressing it again does."""
        self._may.setText(words)

    def show_day(self, view: DayView) -> None:
        t = tokens()
        self._title.setText(view.title)
        self._open_title.setText(view.open_title)
        for layout in (self._cash, self._checks):
            empty(layout)
        for column, words in enumerate((tr("Driver"), tr("Taken"), tr("Counted"), tr("Difference"))):
            self._cash.addWidget(label(words, tone="quiet"), 0, column)
        row = 1
        for line in view.cash:
            self._cash.addWidget(Elided(line.driver), row, 0)
            self._cash.addWidget(label(line.due, tone="quiet"), row, 1)
            self._cash.addWidget(label(line.counted), row, 2)
            self._cash.addWidget(label(line.difference, 13, SEMIBOLD, line.tone), row, 3)
            row += 1
            if line.reason:
                self._cash.addWidget(paragraph(line.reason, tone="quiet"), row, 0, 1, 4)
                row += 1
        if not view.cash:
            self._cash.addWidget(label(tr("No cash was taken."), tone="faint"), 1, 0, 1, 4)
        fulfilled = sum(not check.tone for check in view.checks)
        passed = sum(check.tone == "decide" for check in view.checks)
        said = tr("{done} of {all} fulfilled", done=fulfilled, all=len(view.checks))
        if passed:
            said += ", " + tr("{count} with a remark", count=passed)
        self._head.setText(tr("The day is closed") if view.is_closed else said)
        self._said = [(check.words, check.state) for check in view.checks]
        for number, check in enumerate(view.checks):
            sign = QLabel()
            name, colour = {
                "": ("circle-check", t.grn), "decide": ("triangle-alert", t.amb), "wrong": ("circle-x", t.red),
            }[check.tone]  # fmt: skip
            sign.setPixmap(icons.pixmap(name, colour, 16, 2.0))
            self._checks.addWidget(sign, number, 0)
            self._checks.addWidget(label(check.words), number, 1)
            self._checks.addWidget(label(check.state, tone=check.tone), number, 2)
        self._closed.setText(view.closed)
        self._closed.setVisible(bool(view.closed))
        self.doors.setText(view.doors)
        self.adopt.setVisible(view.can_adopt)
        self.close_day.setEnabled(view.can_close)
        self.close_day.setVisible(not view.is_closed)
        self.reopen.setVisible(view.is_closed)
