"""The head of a page that stands in the place of a tab's work area: its title, a quiet summary, the way back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label


class SubPageHead(QWidget):
    """`back` says where `put_down` leads; `title` holds the summary."""

    def __init__(self, name: str, back: str) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label(name, 15, SEMIBOLD))
        row.addSpacing(8)
        self.title = label(tone="quiet")
        row.addWidget(self.title)
        row.addStretch(1)
        self.put_down = button(back, "undo-2", "Esc")
        row.addWidget(self.put_down)

    def add(self, act: QPushButton) -> QPushButton:
        """Add a button before the way back."""
        self._row.insertWidget(self._row.count() - 1, act)
        return act
