"""The place of the open order while none is open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import SEMIBOLD, label
from dispatch_console.ui.widgets.bench_sizes import BASE


class NextOrder(QWidget):
    """What is packed next, where no order is open: nobody has to look for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 48, 32, 24)
        column.setSpacing(6)
        self._note = label("", 28, SEMIBOLD, "decide")
        self._note.setWordWrap(True)
        self._note.hide()
        column.addWidget(self._note)
        self._title = label("", 24, SEMIBOLD, "quiet")
        self._number, self._customer = label("", 64, SEMIBOLD), label("", 28, SEMIBOLD)
        self._items, self._ways = label("", 24, tone="quiet"), label("", BASE, tone="quiet")
        for part in (self._title, self._number, self._customer, self._items):
            column.addWidget(part)
        column.addSpacing(24)
        column.addWidget(self._ways)
        column.addStretch(1)
        self.show_next("", "", "")

    def show_note(self, text: str) -> None:
        """Show above the next order what somebody has to see to first, as at a printer; nothing takes it back."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def show_next(self, number: str, customer: str, items: str) -> None:
        """Show the next order; without a number there is none."""
        self._title.setText(tr("Next") if number else tr("Nothing to pack"))
        self._number.setText(number)
        self._customer.setText(customer)
        self._items.setText(items)
        ways = tr("Enter takes it. Or scan a pick slip.")
        self._ways.setText(ways if number else tr("Verified orders come here by themselves. Or scan a pick slip."))
