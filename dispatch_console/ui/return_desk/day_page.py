"""Close the day: what is open at all vans and what can be done about it, what came back, the cash, and the closing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.return_desk.day_list import DayList
from dispatch_console.ui.return_desk.day_rows import DayRow
from dispatch_console.ui.return_desk.day_side import CashLine, Check, DaySide
from dispatch_console.ui.return_desk.places_menu import PlacesMenu
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, key_of, label, paragraph, rule, surface
from dispatch_console.ui.widgets.layout import stacked, walk_keys
from dispatch_console.ui.widgets.sub_page_head import SubPageHead


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """All of the page but its list. `open`: how much is open, empty for nothing; `closed`: by whom and when it was
    closed, or that it was opened again. `doors`: how long stops took beside the plan; `can_adopt`: what they teach
    would make plans truer.
    """

    day: str
    summary: str
    open: str
    cash_said: str
    cash: Sequence[CashLine]
    checks: Sequence[Check]
    closed: str
    is_closed: bool
    can_close: bool
    doors: str
    can_adopt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenView:
    """What can be decided about the chosen thing. `waived`: somebody let it pass."""

    title: str
    can_waive: bool
    waived: bool


class DayPage(QWidget):
    """J and K walk the list, 1 to 3 do something about what is open, G says where goods go that came back, W lets a
    thing pass, Ctrl+F4 closes the day, Ctrl+P prints its report, Shift+T plans with the times that stops took.
    """

    row_chosen = Signal(str)
    act_wanted = Signal(str)
    place_wanted = Signal()
    reason_given = Signal()
    waive_wanted = Signal()
    close_wanted = Signal()
    reopen_wanted = Signal()
    put_down_wanted = Signal()
    adopt_wanted = Signal()
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._checks: dict[str, str] = {}
        column = stacked(self)
        head = SubPageHead(tr("Close the day"), tr("Put down"))
        self._title, self.put_down = head.title, head.put_down
        self.put_down.clicked.connect(self.put_down_wanted)
        self.print = head.add(button(tr("Print the report"), "printer", "Ctrl+P"))
        self.print.clicked.connect(self.print_wanted)
        column.addWidget(head)
        column.addWidget(rule())
        self.side = DaySide()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._left())
        splitter.addWidget(self.side)
        splitter.setSizes([1108, 404])
        splitter.setStretchFactor(0, 1)
        column.addWidget(splitter, 1)
        side = self.side
        side.led_to.connect(self.rows.choose)
        side.reason.returnPressed.connect(self.reason_given)
        side.reason.left.connect(self.rows.setFocus)
        side.waive.clicked.connect(self.waive_wanted)
        side.close_day.clicked.connect(self.close_wanted)
        side.reopen.clicked.connect(self.reopen_wanted)
        side.adopt.clicked.connect(self.adopt_wanted)
        self.places = PlacesMenu(self)
        walk_keys(self, self.rows.step)
        key_of(self, "G", tr("Change where it goes"), self.place_wanted.emit)

    def _left(self) -> QWidget:
        left = surface("panel")
        left.setMinimumWidth(480)
        column = stacked(left)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(10)
        head.addWidget(label(tr("Open"), 15, SEMIBOLD))
        self.open_said = label(tone="quiet")
        head.addWidget(self.open_said, 1)
        head.addWidget(label(tr("J K walk"), tone="faint"))
        column.addLayout(head)
        column.addWidget(rule())
        self._calm = paragraph(tr("Every stop, parcel, proof and coin is accounted for."), tone="faint")
        self._calm.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._calm)
        self.rows = DayList(tr("What is open, and what came back"))
        self.rows.chosen.connect(self.row_chosen)
        self.rows.act_wanted.connect(self.act_wanted)
        column.addWidget(self.rows, 1)
        return left

    def show_rows(self, rows: Sequence[DayRow], chosen: str) -> None:
        self.rows.show_rows(rows, chosen)
        self._calm.setVisible(not self.rows.open_rows)

    def show_day(self, view: DayView) -> None:
        side = self.side
        self._title.setText(", ".join(part for part in (view.day, view.summary) if part))
        self.open_said.setText(view.open or tr("nothing"))
        side.show_cash(view.cash_said, view.cash)
        self._checks = {check.words: check.state for check in view.checks}
        side.show_checks(view.checks, is_closed=view.is_closed, closed=view.closed)
        side.doors.setText(view.doors)
        side.adopt.setVisible(view.can_adopt)
        side.close_day.setEnabled(view.can_close)
        side.close_day.setVisible(not view.is_closed)
        side.reopen.setVisible(view.is_closed)

    def checks(self) -> dict[str, str]:
        """Return what stands in the list of what should be so: its words, and how far it is."""
        return dict(self._checks)

    def show_chosen(self, view: ChosenView | None, *, is_closed: bool) -> None:
        """Show what can be decided about the chosen thing. Without one the reason is that of opening the day again."""
        if view is None:
            of = tr("to open the day again") if is_closed else ""
            self.side.show_passing(of, "", can_waive=False, is_waived=False)
            self.side.waive.hide()
            return
        may = tr("A supervisor must let it pass. Money and signatures need a second person.")
        never = tr("Nobody can let this pass: the day would say what is not so.")
        self.side.show_passing(
            view.title, may if view.can_waive else never, can_waive=view.can_waive, is_waived=view.waived
        )

    def ask_reason(self, words: str) -> None:
        """Ask for a reason: `words` say for what."""
        self.side.say(words)
        self.side.reason.setFocus()
