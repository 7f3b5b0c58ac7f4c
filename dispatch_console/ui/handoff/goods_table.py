"""What came to the door, line by line: accepted, refused, damaged, and what was done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dispatch_console.domain.road.handed import DAMAGED
from dispatch_console.language import tr
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, label
from dispatch_console.ui.widgets.fields import choice, label_of
from dispatch_console.ui.widgets.layout import empty

# code and words
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One line of goods; `sent` pieces came."""

    line_id: int
    name: str
    sku: str
    sent: int


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """Pieces of a line that were not accepted, with the codes of why and of what was done."""

    line_id: int
    refused: int
    damaged: int
    issue: str
    done: str


class GoodsTable(QWidget):
    """Everything is accepted until a number is changed; then the line asks what was wrong and what was done."""

    changed = Signal()

    def __init__(self, issues: Choices, done: Choices) -> None:
        super().__init__()
        self._issues, self._done = issues, done
        self._rows: list[_Row] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        self._asked = QVBoxLayout()
        self._asked.setSpacing(4)
        column.addLayout(self._asked)

    def show_lines(self, lines: Sequence[GoodsLine], turned: Sequence[TurnedLine] = ()) -> None:
        """Show the goods of an order; `turned`: what was not accepted, as it was begun or recorded."""
        for layout in (self._grid, self._asked):
            empty(layout)
        self._rows = []
        heads = (tr("Item"), tr("SKU"), tr("Sent"), tr("Accepted"), tr("Refused"), tr("Damaged"))
        for place, words in enumerate(heads):
            right = place >= 2
            head = label(words, tone="quiet")
            head.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(head, 0, place)
        by_line = {entry.line_id: entry for entry in turned}
        for number, line in enumerate(lines, 1):
            row = _Row(line, self._issues, self._done)
            row.place(self._grid, number)
            self._asked.addWidget(row.asked)
            row.fill(by_line.get(line.line_id))
            row.watch(self._row_changed)
            self._rows.append(row)

    def turned(self) -> tuple[TurnedLine, ...]:
        """Return the lines of which not all was accepted."""
        return tuple(row.turned() for row in self._rows if row.pieces)

    def _row_changed(self) -> None:
        self.changed.emit()


class _Row:
    """The three numbers of a line, and the two questions below the table."""

    def __init__(self, line: GoodsLine, issues: Choices, done: Choices) -> None:
        self.line = line
        self._accepted = _number(tr("{name}: accepted", name=line.name), line.sent)
        self._refused = _number(tr("{name}: refused", name=line.name), line.sent)
        self._damaged = _number(tr("{name}: damaged", name=line.name), line.sent)
        self._name = Elided(line.name)
        self.asked = QWidget()
        row = QHBoxLayout(self.asked)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = Elided(line.name, "", 13, SEMIBOLD)
        name.setMinimumWidth(120)
        row.addWidget(name, 1)
        self._issue = _choice(tr("{name}: what was wrong", name=line.name), issues)
        self._done = _choice(tr("{name}: what was done", name=line.name), done)
        for words, combo in ((tr("What"), self._issue), (tr("Done"), self._done)):
            row.addWidget(label_of(combo, words))
            row.addWidget(combo)
        self.asked.hide()

    def place(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(self._name, row, 0)
        grid.addWidget(label(self.line.sku, tone="quiet"), row, 1)
        sent = label(str(self.line.sent))
        sent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(sent, row, 2)
        for column, field in enumerate((self._accepted, self._refused, self._damaged), 3):
            grid.addWidget(field, row, column)

    def fill(self, turned: TurnedLine | None) -> None:
        self._refused.setText(str(turned.refused if turned else 0))
        self._damaged.setText(str(turned.damaged if turned else 0))
        if turned is not None:
            for combo, code in ((self._issue, turned.issue), (self._done, turned.done)):
                combo.setCurrentIndex(max(0, combo.findData(code)))
        self._settle()

    def watch(self, act: Callable[[], None]) -> None:
        def settle() -> None:
            self._settle()
            act()

        self._refused.textEdited.connect(settle)
        self._damaged.textEdited.connect(self._take_damaged)
        self._damaged.textEdited.connect(settle)
        self._accepted.textEdited.connect(self._take_accepted)
        self._accepted.textEdited.connect(settle)
        for combo in (self._issue, self._done):
            combo.currentIndexChanged.connect(settle)

    def _take_accepted(self) -> None:
        """Take what was not accepted, and not damaged, as refused."""
        left = self.line.sent - _value(self._accepted) - _value(self._damaged)
        self._refused.setText(str(max(0, left)))

    def _take_damaged(self) -> None:
        """Take what is damaged as what is wrong with the line, as long as nothing else was said."""
        if _value(self._damaged) and not self._issue.currentData():
            self._issue.setCurrentIndex(max(0, self._issue.findData(DAMAGED)))

    def _settle(self) -> None:
        t = tokens()
        left = self.line.sent - self.pieces
        if not self._accepted.hasFocus():
            self._accepted.setText(str(max(0, left)))
        wrong = left < 0
        for field in (self._refused, self._damaged):
            field.setStyleSheet(f"color: {t.red};" if wrong else "" if _value(field) else f"color: {t.tx3};")
        self.asked.setVisible(self.pieces > 0)

    @property
    def pieces(self) -> int:
        return _value(self._refused) + _value(self._damaged)

    def turned(self) -> TurnedLine:
        return TurnedLine(
            self.line.line_id,
            _value(self._refused),
            _value(self._damaged),
            str(self._issue.currentData() or ""),
            str(self._done.currentData() or ""),
        )


def _number(name: str, most: int) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setValidator(QIntValidator(0, max(most, 0), field))
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setFixedWidth(64)
    return field


def _choice(name: str, choices: Choices) -> QComboBox:
    combo = choice(name)
    combo.addItem(tr("choose"), "")
    for code, words in choices:
        combo.addItem(words, code)
    combo.setMinimumWidth(150)
    return combo


def _value(field: QLineEdit) -> int:
    return int(field.text()) if field.text().isdigit() else 0
