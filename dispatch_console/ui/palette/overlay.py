"""A card over the whole window, on a flat scrim: the palette and the key list are such."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from dispatch_console.ui.theme import tokens

SCRIM = 97


class Overlay(QWidget):
    """Esc or a click beside the card closes it. Follows the window's size."""

    closed = Signal()

    def __init__(self, window: QWidget, below: QWidget, width: int) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        t = tokens()
        self.card = QFrame(self)
        self.card.setObjectName("card")
        self.card.setStyleSheet(
            f"QFrame#card {{ background: {t.panel}; border: 1px solid {t.line3}; border-radius: 4px; }}"
        )
        self._window, self._width = window, width
        self._below = below
        self._before: QWidget | None = None
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.hide()

    def open(self) -> None:
        # no key of the screen below may act while the card lies over it
        self._before = QApplication.focusWidget()
        self._below.setEnabled(False)
        self._follow()
        self.show()
        self.raise_()

    def close_card(self) -> None:
        if not self.isHidden():
            self._below.setEnabled(True)
            if self._before is not None and shiboken6.isValid(self._before):
                self._before.setFocus()
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        window = self._window
        self.setGeometry(window.rect())
        width = min(self._width, window.width() - 40)
        height = min(640, window.height() - 160)
        self.card.setGeometry(QRect((window.width() - width) // 2, 112, width, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(17, 20, 24, SCRIM))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_card()
