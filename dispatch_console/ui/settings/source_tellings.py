"""What a live order system was not told yet: what waits, and what it refused."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.settings.source_looks import OpenTelling
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, paragraph
from dispatch_console.ui.widgets.layout import empty, stacked


class SourceTellings(QWidget):
    """`retry_wanted` brings the key of what is told again, `give_up_wanted` key and reason of what is not."""

    retry_wanted = Signal(int)
    give_up_wanted = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        self._title = label("", 13, SEMIBOLD)
        column.addWidget(self._title)
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self.show_tellings(())

    def show_tellings(self, tellings: Sequence[OpenTelling]) -> None:
        """Show them; what was refused can be tried again or given up."""
        empty(self._lines)
        self._title.setText(tr("Not told yet: {count}", count=len(tellings)))
        self._title.setVisible(bool(tellings))
        for one in tellings:
            self._lines.addWidget(self._line(one))

    def _line(self, one: OpenTelling) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(paragraph(one.words, tone="decide" if one.is_refused else "quiet"), 1)
        if one.is_refused:
            again = button(tr("Tell again"), "refresh-cw")
            again.clicked.connect(lambda: self.retry_wanted.emit(one.key))
            reason = QLineEdit()
            reason.setPlaceholderText(tr("Reason, then Enter: it is not told"))
            reason.setAccessibleName(tr("Reason why it is not told"))
            reason.setMaximumWidth(260)
            reason.returnPressed.connect(lambda: self.give_up_wanted.emit(one.key, reason.text()))
            row.addWidget(again)
            row.addWidget(reason)
        return line
