"""A list of records and a form beside it: the one way in which depots, vans, drivers and shifts are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.settings.products_table import ProductsTable
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, rule, shown_plain, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.layout import stacked

# of the width, where a table of many columns lists the records
WIDE_LIST = (5, 2)


@dataclass(frozen=True, slots=True)
class FieldLook:
    """One line of the form. With `choice` it is a list to choose from; `hint` says what may stand there."""

    key: str
    words: str
    hint: str = ""
    choice: bool = False


class RecordPage(QWidget):
    """`saved` gives the record's key (empty for a new one) and the texts; `removed` the key."""

    saved = Signal(str, object)
    removed = Signal(str)
    chosen = Signal(str)

    def __init__(
        self, title: str, hint: str, one: str, looks: Sequence[FieldLook], table: ProductsTable | None = None
    ) -> None:
        """`table`: what lists the records, where cards are not enough."""
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._one = one
        column = stacked(self)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 8, 16, 8)
        self.head.setSpacing(8)
        self.head.addWidget(label(title, 15, SEMIBOLD))
        self.head.addWidget(Elided(hint, tone="quiet"), 1)
        self.add = button(tr("New {one}", one=one), "plus", "N", "primary")
        self.add.clicked.connect(self._begin)
        self.head.addWidget(self.add)
        column.addLayout(self.head)
        # what some pages have below their title
        self.below_head = QHBoxLayout()
        self.below_head.setContentsMargins(16, 0, 16, 0)
        self.below_head.setSpacing(8)
        column.addLayout(self.below_head)
        column.addWidget(rule())
        self.said = Banner()
        column.addWidget(self.said)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.records = CardList(title)
        self._list: CardList | ProductsTable = table or self.records
        self._list.chosen.connect(self._choose)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave)
        shares = (3, 2) if table is None else WIDE_LIST
        middle.addWidget(self._list, shares[0])
        middle.addWidget(rule("v"))
        middle.addWidget(self._form(looks, hints_inside=table is not None), shares[1])
        column.addLayout(middle, 1)
        self.key = ""
        self._shown = self.texts()
        self._new = self._saving = False

    def _form(self, looks: Sequence[FieldLook], *, hints_inside: bool) -> QWidget:
        form = surface("sunk")
        column = QVBoxLayout(form)
        column.setContentsMargins(20, 16, 20, 16)
        self._title, self._about = label("", 15, SEMIBOLD), Elided("", tone="quiet")
        names = QHBoxLayout()
        names.addWidget(self._title)
        names.addWidget(self._about, 1)
        column.addLayout(names)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        self.inputs: dict[str, QLineEdit | QComboBox] = {}
        for number, look in enumerate(looks):
            entry = QComboBox() if look.choice else QLineEdit()
            entry.setAccessibleName(look.words)
            name = label(look.words, tone="quiet")
            name.setBuddy(entry)
            grid.addWidget(name, number * 2, 0)
            grid.addWidget(entry, number * 2, 1)
            if look.hint and hints_inside and isinstance(entry, QLineEdit):
                # a long form stays on the screen
                entry.setPlaceholderText(look.hint)
                entry.setToolTip(shown_plain(look.hint))
            elif look.hint:
                hint = label(look.hint, tone="faint")
                hint.setWordWrap(True)
                grid.addWidget(hint, number * 2 + 1, 1)
            if isinstance(entry, QLineEdit):
                entry.returnPressed.connect(self._save)
            self.inputs[look.key] = entry
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        acts = QHBoxLayout()
        self.save = button(tr("Save"), "check", "Ctrl+Return", "primary")
        self.remove = button(tr("Take out of use"), "trash-2")
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(lambda: self.removed.emit(self.key))
        acts.addWidget(self.save)
        acts.addWidget(self.remove)
        acts.addStretch(1)
        column.addLayout(acts)
        # what else can be done with a record of this page
        self.more_acts = QHBoxLayout()
        column.addLayout(self.more_acts)
        column.addStretch(1)
        return form

    def show_cards(self, cards: Sequence[Card], chosen: str) -> None:
        self.records.show_cards(cards, chosen)

    def show_about(self, words: str) -> None:
        """Show what is known of the record beside its fields."""
        self._about.setText(words)

    def offer(self, key: str, choices: Sequence[str]) -> None:
        """Offer what can be chosen in a field."""
        box = self.inputs[key]
        if isinstance(box, QComboBox):
            before, untouched = box.currentText(), not self.touched
            box.clear()
            box.addItems(list(choices))
            box.setCurrentIndex(max(0, box.findText(before)))
            if untouched:
                self._shown = self.texts()

    def read_only(self, key: str) -> None:
        """Let a field only be read: it says what was learnt."""
        control = self.inputs[key]
        control.setEnabled(False)

    def show_record(self, key: str, texts: Mapping[str, str]) -> None:
        """Show a record; an empty key is a new one."""
        self.key, self._new = key, False
        self._title.setText(tr("New {one}", one=self._one) if not key else self._one.capitalize())
        for name, control in self.inputs.items():
            text = texts.get(name, "")
            if isinstance(control, QComboBox):
                control.setCurrentIndex(max(0, control.findText(text)))
            else:
                control.setText(text)
        self.remove.setEnabled(bool(key))
        self._shown = self.texts()

    def _choose(self, key: str) -> None:
        """Go to another record, unless what is typed would be lost."""
        if self.touched and key != self.key:
            self._list.mark(self.key)
            self.said.say(tr("What you typed is not saved. Ctrl+Enter saves it, Esc leaves it."))
            return
        self.chosen.emit(key)

    def _leave(self) -> None:
        """Leave what is typed, and show the record as it is kept."""
        if not self.touched:
            return
        self.said.hide()
        key = self.key or next(iter(self._list.keys), "")
        self._new, self._shown = False, self.texts()
        if key:
            self.chosen.emit(key)
        else:
            self.show_record("", {})

    def _begin(self) -> None:
        self.show_record("", {})
        self._new = True
        next(iter(self.inputs.values())).setFocus()

    @property
    def touched(self) -> bool:
        """Return whether somebody is typing here: then nothing is shown over it."""
        return self._new or self.texts() != self._shown

    def settle(self) -> None:
        """Note that what was typed is saved."""
        self._new, self._shown = False, self.texts()

    def keep(self, key: str, values: Mapping[str, str], kept: str) -> None:
        """Note that these values of the record `key` are saved, as `kept`; what was typed since is meant for the same
        record.

        Nothing changes where another record came into the form meanwhile.
        """
        first = next(iter(self.inputs))
        if self.key == key and self.texts()[first] == values[first]:
            self.key, self._new, self._shown = kept, False, dict(values)

    def texts(self) -> dict[str, str]:
        return {
            name: control.currentText() if isinstance(control, QComboBox) else control.text()
            for name, control in self.inputs.items()
        }

    def _save(self) -> None:
        # pressed twice, a new record would be made twice; were the button disabled, the one that removes got the focus
        if not self._saving:
            self._saving = True
            self.saved.emit(self.key, self.texts())

    def answered(self) -> None:
        """Note that what was to be saved is saved, or was refused."""
        self._saving = False
