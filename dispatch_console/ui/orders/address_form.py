"""Fields for the text of an address, shown when somebody corrects it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit

from dispatch_console.language import tr
from dispatch_console.ui.orders.facts import AddressText
from dispatch_console.ui.widgets.basics import button, label


class AddressForm(QFrame):
    """Hidden until an address is corrected. Enter saves, Esc leaves it as it was."""

    saved = Signal(object)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 8)
        names = (
            ("line1", tr("Street and number")),
            ("line2", tr("Flat, floor, c/o")),
            ("postcode", tr("Post code")),
            ("city", tr("City")),
            ("country", tr("Country")),
            ("phone", tr("Telephone")),
            ("email", tr("E-mail")),
            ("language", tr("Reads (de, sv …)")),
        )
        self.fields: dict[str, QLineEdit] = {}
        for row, (name, words) in enumerate(names):
            field = QLineEdit()
            field.setAccessibleName(words)
            field.returnPressed.connect(self._save)
            caption = label(words, tone="quiet")
            caption.setBuddy(field)
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1)
            self.fields[name] = field
        self._save_button = button(tr("Correct"), "check", kind="primary")
        self._save_button.clicked.connect(self._save)
        grid.addWidget(self._save_button, len(names), 1)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)
        self.hide()

    def ask(self, text: AddressText) -> None:
        """Show the address as it stands, ready to be typed over."""
        for name, field in self.fields.items():
            field.setText(getattr(text, name))
        self.show()
        self.fields["line1"].setFocus()
        self.fields["line1"].selectAll()

    def leave(self) -> None:
        """Leave the form: the keys mean the list again."""
        if not self.isHidden():
            self.hide()
            self.ended.emit()

    def _save(self) -> None:
        self.saved.emit(AddressText(**{name: field.text().strip() for name, field in self.fields.items()}))
