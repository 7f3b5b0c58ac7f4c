"""The phones of a day in a table; beside it how the chosen one is paired, and what it said that nobody did yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.language import tr
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rule, set_tone, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.fields import field
from dispatch_console.ui.widgets.layout import scrolled, stacked, walk_keys
from dispatch_console.ui.widgets.qr import QrView
from dispatch_console.ui.widgets.sub_page_head import SubPageHead

ROW = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLine:
    """A phone, as words by column; `tones` of those that are wrong or to be looked at."""

    key: str
    cells: tuple[str, ...]
    tones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneView:
    """The chosen phone. `address` is what its code says, empty where phones cannot come here; `steps` lead there."""

    title: str
    state: str
    tone: str
    address: str
    code: str
    steps: Sequence[str]
    has_link: bool
    is_paired: bool


class PhonesPage(QWidget):
    """J and K walk the phones, N makes a code for another phone, F9 takes the link back, Enter records what waits."""

    phone_chosen = Signal(str)
    code_wanted = Signal()
    revoke_wanted = Signal()
    act_chosen = Signal(str)
    accept_wanted = Signal()
    record_wanted = Signal()
    aside_wanted = Signal()
    put_down_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        head = SubPageHead(tr("Phones"), tr("Back to the board"))
        self._title, self.put_down = head.title, head.put_down
        self.put_down.clicked.connect(self.put_down_wanted)
        column.addWidget(head)
        column.addWidget(rule())
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._table(), 5)
        below.addWidget(rule("v"))
        below.addWidget(self._side(), 2)
        column.addLayout(below, 1)
        walk_keys(self, self.step)

    def _table(self) -> QWidget:
        left = surface("panel")
        column = stacked(left)
        self.heads = (
            tr("Driver and van"), tr("Phone"), tr("Heard"), tr("Secure"), tr("Works alone"), tr("Route kept"),
            tr("Camera"), tr("Place"), tr("Not here yet"),
        )  # fmt: skip
        self.table = QTableWidget(0, len(self.heads))
        self.table.setHorizontalHeaderLabels(list(self.heads))
        self.table.setAccessibleName(tr("Phones of the day"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setStyleSheet("QTableWidget::item { padding: 0 12px; }")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.currentCellChanged.connect(self._row_changed)
        column.addWidget(self.table, 1)
        self._none = paragraph(tr("No route is published for this day: there is no phone to look after."), tone="faint")
        self._none.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._none)
        return left

    def _side(self) -> QWidget:
        right = surface("sunk")
        right.setMinimumWidth(300)
        column = stacked(right)
        self._name = Elided("", "", 15, SEMIBOLD)
        self._name.setContentsMargins(16, 12, 16, 4)
        column.addWidget(self._name)
        self._state = paragraph("")
        self._state.setContentsMargins(16, 0, 16, 8)
        column.addWidget(self._state)
        middle = surface("sunk")
        inner = stacked(middle)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(8)
        self.qr = QrView(232, tr("Code for the driver's phone"))
        inner.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignLeft)
        self.address = field(tr("Address of the driver's page"))
        self.address.setReadOnly(True)
        inner.addWidget(self.address)
        self._code = label("", 24, SEMIBOLD)
        inner.addWidget(self._code)
        self._steps = paragraph("")
        inner.addWidget(self._steps)
        acts = QVBoxLayout()
        acts.setSpacing(6)
        self.code = button(tr("Code for another phone"), "key-round", "N")
        self.code.clicked.connect(self.code_wanted)
        self.revoke = button(tr("Take the link back"), "ban", "F9")
        self.revoke.clicked.connect(self.revoke_wanted)
        acts.addWidget(self.code)
        acts.addWidget(self.revoke)
        inner.addLayout(acts)
        inner.addStretch(1)
        column.addWidget(scrolled(middle), 1)
        column.addWidget(rule())
        self._waits = label(tr("Nothing that it told waits here"), 13, SEMIBOLD)
        self._waits.setContentsMargins(16, 8, 16, 8)
        column.addWidget(self._waits)
        self.acts = CardList(tr("What the phone says and nobody did"))
        self.acts.chosen.connect(self.act_chosen)
        column.addWidget(self.acts, 1)
        self._said = paragraph("", tone="quiet")
        self._said.setContentsMargins(16, 4, 16, 8)
        column.addWidget(self._said)
        foot = surface("panel")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(16, 10, 16, 10)
        rows.setSpacing(8)
        first, foot_row = QHBoxLayout(), QHBoxLayout()
        self.accept = button(tr("As the phone says"), "check", "F7")
        self.accept.clicked.connect(self.accept_wanted)
        first.addWidget(self.accept)
        first.addStretch(1)
        rows.addLayout(first)
        rows.addLayout(foot_row)
        self.record = button(tr("Record it"), "check", "Return", "primary")
        self.record.clicked.connect(self.record_wanted)
        self.why = field(tr("Why it is set aside"))
        self.why.setPlaceholderText(tr("why it is set aside"))
        self.aside = button(tr("Set aside"), "", "F8")
        self.aside.clicked.connect(self.aside_wanted)
        foot_row.addWidget(self.record)
        foot_row.addWidget(self.why, 1)
        foot_row.addWidget(self.aside)
        column.addWidget(foot)
        self._foot = foot
        return right

    def step(self, by: int) -> None:
        row = self.table.currentRow() + by
        if 0 <= row < self.table.rowCount():
            self.table.setCurrentCell(row, 0)

    def _row_changed(self, row: int, *_: int) -> None:
        item = self.table.item(row, 0)
        if item is not None:
            self.phone_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def show_phones(self, title: str, lines: Sequence[PhoneLine], chosen: str) -> None:
        t = tokens()
        tones = {"wrong": t.red, "decide": t.amb, "faint": t.tx3, "good": t.grn}
        self._title.setText(title)
        self._none.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self.table.blockSignals(True)
        self.table.setRowCount(len(lines))
        for number, line in enumerate(lines):
            for column, (text, tone) in enumerate(zip(line.cells, line.tones, strict=True)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, line.key)
                if tone in tones:
                    item.setForeground(QColor(tones[tone]))
                self.table.setItem(number, column, item)
        place = next((number for number, line in enumerate(lines) if line.key == chosen), -1)
        self.table.setCurrentCell(place, 0)
        self.table.blockSignals(False)

    def show_phone(self, view: PhoneView | None) -> None:
        self.code.setEnabled(view is not None and view.is_paired)
        self.revoke.setEnabled(view is not None and view.has_link)
        if view is None:
            self._name.setText(tr("Choose a driver"))
            self._state.setText("")
            self.qr.show_text("")
            self.address.setText("")
            self.address.hide()
            self._code.setText("")
            self._steps.setText("")
            return
        self._name.setText(view.title)
        self._state.setText(view.state)
        set_tone(self._state, view.tone)
        self.qr.show_text(view.address)
        self.address.setText(view.address)
        self.address.setVisible(bool(view.address))
        self.address.setCursorPosition(0)
        self._code.setText(view.code)
        self._code.setVisible(bool(view.code))
        self._steps.setText("\n".join(f"{number}. {step}" for number, step in enumerate(view.steps, 1)))

    def show_acts(
        self, title: str, cards: Sequence[Card], chosen: str, *, can_record: bool, can_accept: bool, said: str
    ) -> None:
        """Show what waits. `said`: the whole of what the chosen one says."""
        self._waits.setText(title)
        self.acts.show_cards(cards, chosen)
        self.acts.setVisible(bool(cards))
        self._foot.setVisible(bool(cards))
        self.record.setEnabled(can_record)
        self.accept.setEnabled(can_accept)
        self._said.setText(said)
        self._said.setVisible(bool(said))

    @property
    def line(self) -> QLineEdit:
        return self.why
