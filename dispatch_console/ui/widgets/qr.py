"""A QR code on the screen, black on white in every colour scheme: telephones read it so."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

QUIET = 4


class QrView(QWidget):
    """Shows a text as a code; nothing where there is none."""

    def __init__(self, side: int, name: str) -> None:
        super().__init__()
        self.setFixedSize(QSize(side, side))
        self.setAccessibleName(name)
        self._rows: tuple[bytes, ...] = ()
        self.text = ""

    def show_text(self, text: str) -> None:
        # a library that no other screen needs
        import segno

        self.text = text
        self._rows = tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix) if text else ()
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        # whole pixels, or the edges of the modules blur
        size = self.width() // (len(self._rows) + 2 * QUIET)
        edge = (self.width() - size * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(edge + x * size, edge + y * size, size, size), QColor(Qt.GlobalColor.black))
