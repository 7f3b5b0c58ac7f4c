"""Count cash: notes and coins against what is due, with a reason for a difference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rename, set_tone
from dispatch_console.ui.widgets.layout import empty


@dataclass(frozen=True, slots=True, kw_only=True)
class CashView:
    """What was taken in one currency. `off`: where that is not what was to be collected; `notes`: minor units and name
    of each; `others`: currencies beside it.
    """

    key: str
    title: str
    due: str
    off: str
    notes: Sequence[tuple[int, str]]
    pieces: dict[int, int]
    loose: str
    reason: str
    others: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CashEntered:
    """What stands in the form; `loose` as typed."""

    key: str
    pieces: dict[int, int]
    loose: str
    reason: str


class CashForm(QWidget):
    """Figures are counts of notes. Ctrl+S keeps the count."""

    changed = Signal()
    kept = Signal()
    another_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        self._title, self._due = label("", 13, SEMIBOLD), label("", 13, SEMIBOLD)
        head.addWidget(self._title, 1)
        head.addWidget(self._due)
        column.addLayout(head)
        self._off = label("", tone="decide")
        self._off.setWordWrap(True)
        column.addWidget(self._off)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnStretch(5, 1)
        column.addLayout(self._grid)
        self._loose = QLineEdit()
        self._loose.setAccessibleName(tr("Coins, as an amount"))
        self._loose.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._loose.setFixedWidth(84)
        self._loose.textChanged.connect(self.changed)
        coins = QHBoxLayout()
        coins.addWidget(label(tr("Coins"), tone="quiet"))
        coins.addWidget(self._loose)
        coins.addStretch(1)
        self._sum = label("", 13, SEMIBOLD)
        coins.addWidget(self._sum)
        column.addLayout(coins)
        self._difference = label("")
        self._difference.setWordWrap(True)
        column.addWidget(self._difference)
        self.another = button(tr("Another currency"), key="Ctrl+T")
        self.another.clicked.connect(self.another_wanted)
        column.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeft)
        last = QHBoxLayout()
        self._reason = QLineEdit()
        self._reason.setAccessibleName(tr("Why the cash differs"))
        self._reason.setPlaceholderText(tr("why it differs"))
        self.keep = button(tr("Keep the count"), key="Ctrl+S")
        self.keep.clicked.connect(self.kept)
        last.addWidget(self._reason, 1)
        last.addWidget(self.keep)
        column.addLayout(last)
        self._counts: dict[int, QLineEdit] = {}
        self._key = ""
        # typed and not kept yet, by what it is the cash of: another van may be looked at in between
        self._begun: dict[str, CashEntered] = {}

    def show_cash(self, view: CashView | None) -> None:
        """Show what is due. What is being typed stays, also while the cash of another van is shown."""
        if self._key and (view is None or view.key != self._key):
            self._begun[self._key] = self.entered()
        self.setVisible(view is not None)
        if view is None:
            self._key = ""
            return
        self._title.setText(view.title)
        self._due.setText(view.due)
        self._off.setText(view.off)
        self._off.setVisible(bool(view.off))
        self.another.setVisible(bool(view.others))
        rename(self.another, tr("Show {currencies}", currencies=", ".join(view.others)))
        if view.key != self._key:
            self._key = view.key
            begun = self._begun.pop(view.key, None)
            self._build(replace(view, pieces=begun.pieces, loose=begun.loose, reason=begun.reason) if begun else view)
        self.changed.emit()

    def _build(self, view: CashView) -> None:
        empty(self._grid)
        self._counts = {}
        half = (len(view.notes) + 1) // 2
        for place, (note, name) in enumerate(view.notes):
            row, column = place % half, 3 * (place // half)
            field = QLineEdit()
            field.setAccessibleName(tr("How many of {note}", note=name))
            field.setValidator(QIntValidator(0, 9999, field))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setFixedWidth(56)
            count = view.pieces.get(note, 0)
            field.setText(str(count) if count else "")
            field.textChanged.connect(self.changed)
            named = label(name, tone="quiet")
            named.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(named, row, column)
            self._grid.addWidget(field, row, column + 1)
            self._counts[note] = field
        in_turn = [*self._counts.values(), self._loose, self._reason, self.keep]
        for before, after in pairwise(in_turn):
            QWidget.setTabOrder(before, after)
        self._loose.setText(view.loose)
        self._reason.setText(view.reason)

    def entered(self) -> CashEntered:
        pieces = {note: int(field.text()) for note, field in self._counts.items() if field.text().isdigit()}
        return CashEntered(key=self._key, pieces=pieces, loose=self._loose.text(), reason=self._reason.text())

    def show_sum(self, total: str, difference: str, tone: str, *, asks: bool, can: bool) -> None:
        """Show what lies on the table. `asks`: it differs, so a reason is wanted."""
        self._sum.setText(total)
        self._difference.setText(difference)
        set_tone(self._difference, tone)
        self._difference.setVisible(bool(difference))
        self._reason.setVisible(asks)
        self.keep.setEnabled(can)

    def begin(self) -> None:
        """Begin with the largest note."""
        first: QWidget = next(iter(self._counts.values()), self._loose)
        first.setFocus()


def quiet_line(text: str) -> QLabel:
    """Return a line that wraps."""
    line = label(text, tone="quiet")
    line.setWordWrap(True)
    return line
