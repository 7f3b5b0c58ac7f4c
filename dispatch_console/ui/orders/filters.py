"""The lists at the left of the queue: stages, vans, who holds what, saved ones. One of them is shown at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.language import Words, mark, tr
from dispatch_console.ui import words
from dispatch_console.ui.widgets.basics import button, label, shown_plain, surface

LISTS = Words({"work": mark("Needs work"), "open": mark("All open")})


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A list that comes and goes: `key` names it for the presenter, `can_go` whether a person may forget it."""

    key: str
    name: str
    count: int | None
    can_go: bool = False


class _ListButton(QPushButton):
    """Enter shows the list, as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Filters(QScrollArea):
    """`chosen` gives the key of a list, `saving` the name under which the list that is shown is to be kept."""

    chosen = Signal(str)
    saving = Signal(str)
    forgetting = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = surface("sunk")
        self.setMinimumWidth(190)
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(1)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        # figures of the header: one of all of them and of the lists is chosen
        self._adopted: dict[str, QPushButton] = {}
        self._was_on: QPushButton | None = None
        for key in (*LISTS, *words.STAGES):
            column.addWidget(self._button(key))
            if key == "open":
                column.addWidget(_title(tr("Stage")))
        self._moving = QVBoxLayout()
        self._moving.setSpacing(1)
        column.addLayout(self._moving)
        self._name = QLineEdit()
        self._name.setPlaceholderText(tr("Name, then Enter; Esc leaves it"))
        self._name.setAccessibleName(tr("Name of the list"))
        self._name.returnPressed.connect(self._save)
        escape = QShortcut(QKeySequence("Esc"), self._name)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self._drop)
        self._name.hide()
        self.keep = button(tr("Save this list"), "plus")
        self.keep.clicked.connect(self._ask)
        column.addSpacing(12)
        column.addWidget(self.keep)
        column.addWidget(self._name)
        column.addStretch(1)
        self.setWidget(body)
        self._entries: tuple[tuple[str, tuple[ListEntry, ...]], ...] = ()
        self.buttons["work"].setChecked(True)

    def _button(self, key: str) -> QPushButton:
        made = _ListButton()
        made.setProperty("kind", "filter")
        made.setCheckable(True)
        # toggled, not clicked: a screen reader's press must filter as well
        made.toggled.connect(lambda on: self.chosen.emit(key) if on else None)
        self._group.addButton(made)
        self.buttons[key] = made
        return made

    def adopt(self, figure: QPushButton, key: str) -> None:
        """Let a figure of the header stand for a list: pressed again it goes back to what needs work."""
        self._group.addButton(figure)
        self._adopted[key] = figure
        figure.toggled.connect(lambda on: self.chosen.emit(key) if on else None)
        figure.pressed.connect(lambda: self._press(figure))
        figure.clicked.connect(lambda: self._click(figure))

    def _press(self, figure: QPushButton) -> None:
        self._was_on = figure if figure.isChecked() else None

    def _click(self, figure: QPushButton) -> None:
        if self._was_on is figure:
            self.buttons["work"].setChecked(True)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many orders are in each list, by key."""
        for key, name in (*LISTS.items(), *words.STAGES.items()):
            _write(self.buttons[key], name, counts.get(key, 0))

    def show_lists(self, groups: Sequence[tuple[str, Sequence[ListEntry]]]) -> None:
        """Show lists that come and go, in groups with a title. The one that is shown stays chosen."""
        wanted = tuple((title, tuple(entries)) for title, entries in groups if entries)
        keys = [[entry.key for entry in entries] for _, entries in wanted]
        if keys != [[entry.key for entry in entries] for _, entries in self._entries]:
            self._rebuild(wanted)
        self._entries = wanted
        for _, entries in wanted:
            for entry in entries:
                _write(self.buttons[entry.key], entry.name, entry.count)

    def _rebuild(self, groups: tuple[tuple[str, tuple[ListEntry, ...]], ...]) -> None:
        checked = next((key for key, one in (self.buttons | self._adopted).items() if one.isChecked()), "work")
        for _, entries in self._entries:
            for entry in entries:
                gone = self.buttons.pop(entry.key)
                self._group.removeButton(gone)
        while (item := self._moving.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for title, entries in groups:
            self._moving.addWidget(_title(title))
            for entry in entries:
                made = self._button(entry.key)
                self._moving.addWidget(made)
                if entry.can_go:
                    made.setToolTip(tr("Del forgets this list"))
                    forget = QShortcut(QKeySequence(Qt.Key.Key_Delete), made)
                    forget.setContext(Qt.ShortcutContext.WidgetShortcut)
                    forget.activated.connect(lambda key=entry.key: self.forgetting.emit(key))
        if checked in self._adopted:
            pass
        elif checked in self.buttons:
            self.buttons[checked].blockSignals(True)
            self.buttons[checked].setChecked(True)
            self.buttons[checked].blockSignals(False)
        else:
            # its last order left, or somebody forgot it
            self.buttons["work"].setChecked(True)

    def _ask(self) -> None:
        self._name.show()
        self._name.setFocus()

    def _drop(self) -> None:
        self._name.clear()
        self._name.hide()
        self.left.emit()

    def _save(self) -> None:
        if self._name.text().strip():
            self.saving.emit(self._name.text().strip())
            self._drop()


def _title(text: str) -> QWidget:
    title = label(text, tone="faint")
    title.setContentsMargins(8, 10, 0, 4)
    return title


def _write(made: QPushButton, name: str, count: int | None) -> None:
    number = "" if count is None else str(count)
    made.setText(f"{name}   {number}".rstrip())
    made.setAccessibleName(f"{name}, {number}" if number else name)
    made.setToolTip(made.toolTip() or shown_plain(name))
