"""A page in a window of its own: a title that counts, keys beside it, and a place for what is said."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, label, rule


class PageDialog(QDialog):
    """`column` takes what the page shows, below its head."""

    def __init__(self, parent: QWidget, name: str, *keys: QPushButton) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        self._title = label("", 17, SEMIBOLD)
        head.addWidget(self._title, 1)
        for key in keys:
            head.addWidget(key)
        self.column.addLayout(head)
        self.column.addWidget(rule())
        self.said = Banner()
        self.column.addWidget(self.said)
