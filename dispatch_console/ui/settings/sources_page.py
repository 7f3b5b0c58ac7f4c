"""Live order systems by screen: which there are, how each is reached, what it would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.language import tr
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rename, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.layout import stacked

# of the form, in pixels
WORDS, FIELD = 210, 420


@dataclass(frozen=True, slots=True)
class KindLook:
    """A kind of system, and what its form asks for: key, words, hint."""

    key: str
    title: str
    secret_hint: str
    asks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceForm:
    """What stands in the form. `secret` is empty where it stays as it is."""

    name: str
    kind: str
    address: str
    secret: str
    options: Mapping[str, str]
    own_fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the shop's own: its name, a text of it, and which of our fields it holds, empty for none."""

    name: str
    sample: str
    field: str


@dataclass(frozen=True, slots=True)
class OpenTelling:
    """What the system was not told yet. `key` names it; a refused one wants a person."""

    key: int
    words: str
    is_refused: bool


class SourcesPage(QWidget):
    """N adds, Ctrl+Enter saves, T tries, F5 reads now, P pauses."""

    chosen = Signal(str)
    begun = Signal()
    saved = Signal(object)
    tried = Signal(object)
    read_wanted = Signal()
    pause_wanted = Signal()
    retire_wanted = Signal()
    retry_wanted = Signal(int)
    give_up_wanted = Signal(int, str)

    def __init__(self, kinds: Sequence[KindLook], our_fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._kinds = {kind.key: kind for kind in kinds}
        self._our_fields = our_fields
        column = stacked(self)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(label(tr("Sources"), 15, SEMIBOLD))
        head.addWidget(
            Elided(tr("shops that are read by themselves, and told what became of their orders"), "quiet"), 1
        )
        self.add = button(tr("Add a source"), "plus", "N")
        self.pause = button(tr("Pause"), "octagon-pause", "P")
        self.read = button(tr("Read now"), "refresh-cw", "F5")
        self.try_out = button(tr("Try it"), "flask-conical", "T", "primary")
        for act in (self.add, self.pause, self.read, self.try_out):
            head.addWidget(act)
        column.addLayout(head)
        column.addWidget(rule())
        self.said = Banner()
        column.addWidget(self.said)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.cards = CardList(tr("Sources"))
        self.cards.setFixedWidth(320)
        self.cards.chosen.connect(self.chosen)
        middle.addWidget(self.cards)
        middle.addWidget(rule("v"))
        middle.addWidget(self._right(), 1)
        column.addLayout(middle, 1)
        self.add.clicked.connect(self.begun)
        self.pause.clicked.connect(self.pause_wanted)
        self.read.clicked.connect(self.read_wanted)
        self.try_out.clicked.connect(lambda: self.tried.emit(self.form()))
        self._shown: SourceForm | None = None
        self.show_form("", None)

    def _right(self) -> QWidget:
        right = surface("panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        self._title = label("", 15, SEMIBOLD)
        self._state = paragraph("", tone="quiet")
        column.addWidget(self._title)
        column.addWidget(self._state)
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        self.name, self.kind = QLineEdit(), QComboBox()
        self.address, self.secret = QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        for key, kind in self._kinds.items():
            self.kind.addItem(kind.title, key)
        self.kind.currentIndexChanged.connect(lambda: self._ask({}))
        rows: tuple[tuple[str, QWidget, str], ...] = (
            (tr("Name"), self.name, tr("orders are filed under it")),
            (tr("Kind"), self.kind, ""),
            (tr("Address"), self.address, tr("https://shop.example")),
            (tr("Secret"), self.secret, tr("goes into the computer's key store")),
        )
        for number, (words, control, hint) in enumerate(rows):
            control.setAccessibleName(words)
            control.setFixedWidth(FIELD)
            if isinstance(control, QLineEdit):
                control.setPlaceholderText(hint)
                control.returnPressed.connect(self._save)
            said = label(words, tone="quiet")
            # a screen reader on Linux takes a combo's name from its label
            said.setBuddy(control)
            grid.addWidget(said, number, 0)
            grid.addWidget(control, number, 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, WORDS)
        column.addLayout(grid)
        self._asked = QGridLayout()
        self._asked.setVerticalSpacing(6)
        self._asked.setColumnMinimumWidth(0, WORDS)
        column.addLayout(self._asked)
        self.options: dict[str, QLineEdit] = {}
        acts = QHBoxLayout()
        self.save = button(tr("Save"), "check", "Ctrl+Return")
        self.retire = button(tr("Take out of use"), "trash-2")
        self.save.clicked.connect(self._save)
        self.retire.clicked.connect(self.retire_wanted)
        acts.addWidget(self.save)
        acts.addWidget(self.retire)
        acts.addStretch(1)
        column.addLayout(acts)
        self._tried_title = label("", 13, SEMIBOLD)
        column.addWidget(self._tried_title)
        self.orders = _table((tr("Order"), tr("Customer"), tr("Address"), tr("Window"), tr("Items"), tr("Comes in as")))
        self.orders.setAccessibleName(tr("Orders as they would come in"))
        column.addWidget(self.orders, 2)
        self._own_title = label(tr("Own fields of this shop"), 13, SEMIBOLD)
        column.addWidget(self._own_title)
        self.own = _table((tr("Field of the shop"), tr("Sample"), tr("Our field")))
        self.own.setAccessibleName(tr("Own fields of this shop"))
        column.addWidget(self.own, 1)
        self._telling_title = label("", 13, SEMIBOLD)
        column.addWidget(self._telling_title)
        self._tellings = QVBoxLayout()
        column.addLayout(self._tellings)
        column.addStretch(0)
        for part in (self._tried_title, self.orders, self._own_title, self.own, self._telling_title):
            part.hide()
        escape = QShortcut(QKeySequence("Esc"), right)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(lambda: self.chosen.emit(""))
        return right

    def show_cards(self, cards: Sequence[Card], chosen: str) -> None:
        self.cards.show_cards(cards, chosen)

    def show_form(self, state: str, form: SourceForm | None, *, is_paused: bool = False) -> None:
        """Show how a system is reached; None for a new one."""
        self._title.setText(form.name if form else tr("A new source"))
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self.name.setText(form.name if form else "")
        if form is not None:
            self.kind.setCurrentIndex(max(0, self.kind.findData(form.kind)))
        self.address.setText(form.address if form else "")
        self.secret.clear()
        self._ask(form.options if form else {})
        if form is not None:
            self.secret.setPlaceholderText(tr("kept; type another to replace it"))
        rename(self.pause, tr("Go on") if is_paused else tr("Pause"))
        for act in (self.pause, self.read, self.retire):
            act.setEnabled(form is not None)
        self.show_own([])
        self.show_orders("", [])
        self._shown = self.form()

    def begin(self) -> None:
        self.show_form("", None)
        self.name.setFocus()

    @property
    def touched(self) -> bool:
        """Return whether something stands in the form that is not saved."""
        return self._shown is not None and self.form() != self._shown

    def settle(self) -> None:
        self.secret.clear()
        self._shown = self.form()

    def form(self) -> SourceForm:
        """Return what stands in the form."""
        own = {}
        for row in range(self.own.rowCount()):
            box, name = self.own.cellWidget(row, 2), self.own.item(row, 0)
            if isinstance(box, QComboBox) and name is not None and box.currentData():
                own[name.text()] = str(box.currentData())
        return SourceForm(
            name=self.name.text().strip(),
            kind=str(self.kind.currentData() or ""),
            address=self.address.text().strip(),
            secret=self.secret.text().strip(),
            options={key: entry.text().strip() for key, entry in self.options.items() if entry.text().strip()},
            own_fields=own,
        )

    def show_orders(self, title: str, rows: Sequence[Sequence[str]]) -> None:
        """Show orders as they would come in."""
        self._tried_title.setText(title)
        self._tried_title.setVisible(bool(title))
        self.orders.setVisible(bool(rows))
        _fill(self.orders, rows)

    def show_own(self, fields: Sequence[OwnField]) -> None:
        """Show the shop's own fields, each with the field of ours that it holds."""
        self._own_title.setVisible(bool(fields))
        self.own.setVisible(bool(fields))
        _fill(self.own, [(one.name, one.sample, "") for one in fields])
        for row, one in enumerate(fields):
            box = QComboBox()
            box.setAccessibleName(tr("Our field for {name}", name=one.name))
            for key, words in (("", tr("not used, kept with the order")), *self._our_fields):
                box.addItem(words, key)
            box.setCurrentIndex(max(0, box.findData(one.field)))
            box.currentIndexChanged.connect(lambda: self.tried.emit(self.form()))
            self.own.setCellWidget(row, 2, box)

    def show_tellings(self, tellings: Sequence[OpenTelling]) -> None:
        """Show what the system was not told yet; what it refused can be tried again or given up."""
        while (item := self._tellings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._telling_title.setText(tr("Not told yet: {count}", count=len(tellings)))
        self._telling_title.setVisible(bool(tellings))
        for one in tellings:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(paragraph(one.words, tone="decide" if one.is_refused else "quiet"), 1)
            if one.is_refused:
                again = button(tr("Tell again"), "refresh-cw")
                again.clicked.connect(lambda _=False, key=one.key: self.retry_wanted.emit(key))
                reason = QLineEdit()
                reason.setPlaceholderText(tr("Reason, then Enter: it is not told"))
                reason.setAccessibleName(tr("Reason why it is not told"))
                reason.setMaximumWidth(260)
                reason.returnPressed.connect(
                    lambda key=one.key, field=reason: self.give_up_wanted.emit(key, field.text())
                )
                row.addWidget(again)
                row.addWidget(reason)
            self._tellings.addWidget(line)

    def _ask(self, options: Mapping[str, str]) -> None:
        """Show what the chosen kind asks for."""
        while (item := self._asked.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.options = {}
        kind = self._kinds.get(str(self.kind.currentData() or ""))
        if kind is not None:
            self.secret.setPlaceholderText(kind.secret_hint)
        for row, (key, words, hint) in enumerate(kind.asks if kind else ()):
            entry = QLineEdit(options.get(key, ""))
            entry.setAccessibleName(words)
            entry.setPlaceholderText(hint)
            entry.setFixedWidth(FIELD)
            self._asked.addWidget(label(words, tone="quiet"), row, 0)
            self._asked.addWidget(entry, row, 1)
            self.options[key] = entry
        self._asked.setColumnStretch(2, 1)

    def _save(self) -> None:
        self.saved.emit(self.form())


def _table(titles: Sequence[str]) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.setMinimumHeight(120)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.setItem(number, place, QTableWidgetItem(text))
