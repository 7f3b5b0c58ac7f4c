"""The form of the handoff: outcome, who took it, cash, signature. Emits on every change; knows no rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)

from dispatch_console.language import tr
from dispatch_console.ui.handoff.signature_pad import SignaturePad
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rule, surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What stands in the form. `cash` as typed; `on_paper` when the recipient signed the manifest."""

    outcome: str
    recipient: str
    relation: str
    said_name: bool
    said_number: bool
    id_kind: str
    of_age: bool
    cash: str
    on_paper: bool
    note: str


class HandoffForm(QScrollArea):
    """One form for the driver on the phone and for the counter."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = surface("panel")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(20, 4, 20, 20)
        self._column.setSpacing(0)
        self._outcomes = QGridLayout()
        self._outcomes.setSpacing(8)
        self._group = QButtonGroup(self)
        self._chosen = ""
        self._buttons: list[QPushButton] = []
        self._section(tr("Outcome"), self._outcomes)
        self._section(tr("Who took it"), self._who())
        self._section(tr("Goods"), self._goods_column())
        self._section(tr("Cash"), self._cash_row())
        self._section(tr("Signature"), self._signature())
        self.note = _field(tr("Note, in a few words"), 240)
        self.note.textChanged.connect(self.changed)
        line = QHBoxLayout()
        line.addWidget(self.note, 1)
        self._section(tr("Note"), line)
        self._column.addStretch(1)
        self.setWidget(body)
        for key in range(1, 9):
            shortcut = QShortcut(QKeySequence(str(key)), self)
            shortcut.activated.connect(lambda number=key - 1: self._press(number))

    def _section(self, title: str, content: QLayout) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 12)
        name = label(title, 13, SEMIBOLD)
        name.setFixedWidth(112)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(content, 1)
        self._column.addLayout(row)
        self._column.addWidget(rule())

    def _who(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        first = QHBoxLayout()
        self.recipient = _field(tr("Name of who took it"), 240)
        self.relation = QComboBox()
        self.relation.setAccessibleName(tr("Relation to the customer"))
        relation = label(tr("Relation"), tone="quiet")
        relation.setBuddy(self.relation)
        for part in (label(tr("Name"), tone="quiet"), self.recipient, relation, self.relation):
            first.addWidget(part)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(20)
        self.said_name, self.said_number = _box(tr("Said the name")), _box(tr("Order number"))
        self.id_kind = QComboBox()
        self.id_kind.setAccessibleName(tr("Identity paper seen"))
        self.of_age = _box(tr("18 or over"))
        identity = label(tr("Identity"), tone="quiet")
        identity.setBuddy(self.id_kind)
        for box in (self.said_name, self.said_number, identity, self.id_kind, self.of_age):
            second.addWidget(box)
        second.addStretch(1)
        column.addLayout(first)
        column.addLayout(second)
        self.recipient.textChanged.connect(self.changed)
        for combo in (self.relation, self.id_kind):
            combo.currentIndexChanged.connect(self.changed)
        for tick in (self.said_name, self.said_number, self.of_age):
            tick.toggled.connect(self.changed)
        return column

    def _goods_column(self) -> QVBoxLayout:
        self._goods = QVBoxLayout()
        self._goods.setSpacing(4)
        return self._goods

    def _cash_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._due = label(tr("nothing to collect"), tone="quiet")
        self.cash = _field(tr("Cash taken"), 110)
        self.cash.setPlaceholderText("0.00")
        self.cash.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.cash.textChanged.connect(self.changed)
        self._back = label("", 15, SEMIBOLD)
        for part in (self._due, self.cash, self._back):
            row.addWidget(part)
        row.addStretch(1)
        return row

    def _signature(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        row = QHBoxLayout()
        self.paper = _box(tr("Signed on the manifest (paper)"))
        self.paper.toggled.connect(self._paper_toggled)
        self.clear = button(tr("Clear"), "rotate-ccw", "F7")
        row.addWidget(self.paper)
        row.addStretch(1)
        row.addWidget(self.clear)
        self.pad = SignaturePad()
        self.clear.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self.changed)
        column.addLayout(row)
        column.addWidget(self.pad)
        return column

    def offer(
        self,
        outcomes: Sequence[tuple[str, str]],
        relations: Sequence[tuple[str, str]],
        id_kinds: Sequence[tuple[str, str]],
    ) -> None:
        """Offer codes with their words; the first outcome is chosen."""
        for old in self._buttons:
            self._group.removeButton(old)
            old.deleteLater()
        self._buttons = []
        for number, (code, words) in enumerate(outcomes, 1):
            old = QPushButton(f"{number}  {words}")
            old.setProperty("kind", "figure")
            old.setCheckable(True)
            old.setAccessibleName(words)
            old.clicked.connect(lambda _=False, code=code: self._choose(code))
            self._group.addButton(old)
            self._outcomes.addWidget(old, (number - 1) // 4, (number - 1) % 4)
            self._buttons.append(old)
        self._codes = [code for code, _ in outcomes]
        for combo, entries in ((self.relation, relations), (self.id_kind, id_kinds)):
            combo.blockSignals(True)
            combo.clear()
            for code, words in entries:
                combo.addItem(words, code)
            combo.setMinimumWidth(160)
            combo.blockSignals(False)

    def fill(self, recipient: str, goods: Sequence[str], due: str, sentence: str) -> None:
        """Show a fresh form for an order."""
        for field, text in ((self.recipient, recipient), (self.cash, ""), (self.note, "")):
            field.setText(text)
        for box in (self.said_name, self.said_number, self.of_age, self.paper):
            box.setChecked(False)
        self.relation.setCurrentIndex(0)
        self.id_kind.setCurrentIndex(0)
        self._due.setText(tr("Due {due}", due=due) if due else tr("nothing to collect"))
        self.cash.setVisible(bool(due))
        self._back.setText("")
        while self._goods.count():
            item = self._goods.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for text in goods:
            self._goods.addWidget(label(text))
        self.pad.clear()
        self.pad.show_sentence(sentence)
        self._choose(self._codes[0])

    def show_change(self, words: str) -> None:
        """Show the money to give back."""
        self._back.setText(words)

    def entered(self) -> Entered:
        return Entered(
            outcome=self._chosen,
            recipient=self.recipient.text(),
            relation=str(self.relation.currentData() or ""),
            said_name=self.said_name.isChecked(),
            said_number=self.said_number.isChecked(),
            id_kind=str(self.id_kind.currentData() or ""),
            of_age=self.of_age.isChecked(),
            cash=self.cash.text(),
            on_paper=self.paper.isChecked(),
            note=self.note.text(),
        )

    def _choose(self, code: str) -> None:
        self._chosen = code
        for choice, choice_code in zip(self._buttons, self._codes, strict=True):
            choice.setChecked(choice_code == code)
        self.changed.emit()

    def _press(self, number: int) -> None:
        if number < len(self._codes):
            self._choose(self._codes[number])

    def _paper_toggled(self, on_paper: bool) -> None:
        self.pad.setEnabled(not on_paper)
        self.changed.emit()


def _field(name: str, width: int) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMinimumWidth(width)
    return field


def _box(words: str) -> QCheckBox:
    box = QCheckBox(words)
    box.setAccessibleName(words)
    return box
