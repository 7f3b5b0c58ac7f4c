"""To whom the papers are mailed: a line that opens below the head of the papers page."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import button, label, sign


class MailRow(QWidget):
    """`one_wanted` mails the papers of the chosen van to the address typed, `all_wanted` every paper.

    `each_wanted` mails each driver his own.
    """

    one_wanted = Signal(str)
    all_wanted = Signal(str)
    each_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 8)
        row.setSpacing(8)
        self.address = QLineEdit()
        self.address.setAccessibleName(tr("E-mail address for the papers"))
        self.address.setPlaceholderText("name@example.com")
        self.address.setFixedWidth(260)
        self.one = button(tr("Papers of this van"), "send", "Return", "primary")
        self.all = button(tr("All papers"), "send", "Ctrl+Shift+Return")
        self.each = button(tr("Each driver his own"), "users", "Shift+E")
        close = sign(tr("Do not mail"), "x")
        self.one.clicked.connect(lambda: self._mail(self.one_wanted))
        self.address.returnPressed.connect(self.one.click)
        self.all.clicked.connect(lambda: self._mail(self.all_wanted))
        self.each.clicked.connect(self.each_wanted)
        close.clicked.connect(self.hide)
        row.addWidget(label(tr("E-mail to"), tone="quiet"))
        for part in (self.address, self.one, self.all, self.each):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(close)
        self._suggested = ""
        self.hide()

    def _mail(self, wanted: SignalInstance) -> None:
        """Mail to the address; without one the field asks for it."""
        address = self.address.text().strip()
        if address:
            wanted.emit(address)
        else:
            self.address.setPlaceholderText(tr("Type an address first"))
            self.address.setFocus()

    def suggest(self, address: str) -> None:
        """Suggest the driver's address, unless somebody has typed another one."""
        if self.address.text() == self._suggested:
            self.address.setText(address)
        self._suggested = address

    def set_busy(self, busy: bool) -> None:
        for act in (self.one, self.all, self.each):
            act.setEnabled(not busy)
