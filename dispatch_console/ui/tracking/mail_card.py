"""A card that asks to whom a proof is mailed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import surface

WIDTH = 460


class MailCard(AskingCard):
    """Emits the address that was typed."""

    send_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, picture="mail", agree=(tr("Mail the proof"), "send"), leave=tr("Do not send"), width=WIDTH
        )
        self.address = QLineEdit()
        self.agreed.connect(lambda: self.send_wanted.emit(self.address.text().strip()))

    def ask_to(self, numbers: str, email: str) -> None:
        """Ask for the address; `email` is suggested."""
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        self.address = QLineEdit(email)
        self.address.setAccessibleName(tr("Address"))
        self.address.setPlaceholderText(tr("name@example.com"))
        self.address.returnPressed.connect(self.agree.click)
        column.addWidget(self.address)
        self.ask(tr("Mail the proof of {numbers}?", numbers=numbers), "", body)
        self.address.setFocus()
        self.address.selectAll()
