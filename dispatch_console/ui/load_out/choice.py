"""A button with its key, what it does, and what follows from it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, label, paragraph

LEAST_HEIGHT = 52


class Choice(QPushButton):
    """Large enough to be read at arm's length; the words below the title are hidden while there are none."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        t = tokens()
        self.setShortcut(QKeySequence(key))
        self.setAccessibleName(title)
        self.setStyleSheet(
            # the sheet of the whole program sets another least height, which wins over that of the widget
            f"QPushButton {{ background: {t.panel}; border: 1px solid {t.line2}; border-radius: 4px;"
            f" min-height: {LEAST_HEIGHT}px; }}"
            f" QPushButton:focus {{ border: 2px solid {t.acc}; }} QLabel {{ border: 0; background: transparent; }}"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        key_label = label(key, 15, tone="quiet")
        key_label.setStyleSheet(f"border: 1px solid {t.line2}; border-radius: 3px; padding: 1px 6px;")
        row.addWidget(key_label, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(8)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(label(title, 17, SEMIBOLD))
        self._more = paragraph("", 15, tone="quiet")
        self._more.hide()
        lines.addWidget(self._more)
        row.addLayout(lines, 1)
        self._rows = row
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(LEAST_HEIGHT)

    def sizeHint(self) -> QSize:
        """Return the size of what lies in it: a button by itself knows only its own text."""
        return self._rows.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._rows.totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._rows.totalHeightForWidth(width), self._rows.totalMinimumSize().height(), LEAST_HEIGHT)

    def say(self, text: str) -> None:
        """Show what follows from it."""
        self._more.setText(text)
        self._more.setVisible(bool(text))
        self.setAccessibleDescription(text)
        self.updateGeometry()
