"""Short labels in a row that goes on in the next line where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import label

GAP = 6


class FlowLayout(QLayout):
    """Puts widgets beside each other and begins a new line where the next one does not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._laid(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _laid(self, rect: QRect, *, move: bool) -> int:
        """Return the height that the widgets need in this width, and put them there where they are to be moved."""
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + GAP, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + GAP
            line = max(line, size.height())
        return y + line - rect.y()


def chips(texts: Sequence[tuple[str, bool]]) -> QWidget:
    """Return a row of chips. Each is a text and whether somebody has to act on it: then it is amber."""
    row = QWidget()
    flow = FlowLayout(row)
    t = tokens()
    for text, is_act in texts:
        chip = label(text)
        fill, line, ink = (t.amb_tint, t.amb_line, t.amb) if is_act else (t.panel, t.line2, t.tx)
        chip.setStyleSheet(
            f"QLabel {{ background: {fill}; border: 1px solid {line}; border-radius: 4px; color: {ink};"
            " padding: 2px 7px; }"
        )
        flow.addWidget(chip)
    return row
