"""Ask before a slot is closed by hand: whom that concerns, and why."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dispatch_console.language import plural, tr
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import label, paragraph

WIDTH = 520


class CloseCard(AskingCard):
    """Emits the reason with which a slot is closed."""

    close_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, picture="octagon-pause", agree=(tr("Close the slot"), "octagon-pause"), leave=tr("Leave it open"),
            width=WIDTH,
        )  # fmt: skip
        self.reason = QLineEdit()
        self.agreed.connect(lambda: self.close_wanted.emit(self.reason.text().strip()))

    def ask_to_close(self, slot: str, concerned: Sequence[tuple[str, str]]) -> None:
        """Name whom closing a slot concerns, and ask for the reason."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("stock count"))
        self.reason.setAccessibleName(tr("Why it is closed"))
        name = label(tr("Why it is closed (customers are told)"), tone="quiet")
        name.setBuddy(self.reason)
        column.addWidget(name)
        column.addWidget(self.reason)
        if concerned:
            names = "\n".join(f"{customer}  {number}" for customer, number in concerned)
            column.addWidget(label(tr("They come to the call desk:"), tone="decide"))
            column.addWidget(paragraph(names))
        column.addStretch(1)
        count = plural("{count} customer is promised it.", "{count} customers are promised it.", len(concerned))
        self.ask(
            tr("Close {slot} for everybody?", slot=slot), count if concerned else tr("Nobody is promised it."), body
        )
        self.reason.setFocus()
        self.reason.returnPressed.connect(self.agree.click)
