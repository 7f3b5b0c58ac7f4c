"""Where a recipient signs, with pen, finger or mouse. The drawing leaves as a PNG, black on white."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from dispatch_console.language import tr
from dispatch_console.ui.theme import font, tokens

LEAST_LENGTH = 40.0


class SignaturePad(QWidget):
    """`changed` comes with every stroke. A mere dot is no signature."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(118)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Signature pad"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._strokes: list[list[QPointF]] = []
        self._sentence = ""

    def clear(self) -> None:
        self._strokes = []
        self.changed.emit()
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show what the person signs for, under the line."""
        self._sentence = sentence
        self.update()

    @property
    def strokes(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Return the lines that were drawn, as points."""
        return tuple(tuple((point.x(), point.y()) for point in stroke) for stroke in self._strokes)

    def show_strokes(self, strokes: Iterable[Iterable[Sequence[float]]]) -> None:
        """Show lines that were drawn before."""
        self._strokes = [[QPointF(point[0], point[1]) for point in stroke] for stroke in strokes]
        self.changed.emit()
        self.update()

    @property
    def is_signed(self) -> bool:
        return sum(_length(stroke) for stroke in self._strokes) >= LEAST_LENGTH

    def png(self) -> bytes | None:
        if not self.is_signed:
            return None
        image = QImage(self.width() * 2, self.height() * 2, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(2, 2)
        self._draw(painter, QColor("black"))
        painter.end()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        return bytes(buffer.data().data())

    def _draw(self, painter: QPainter, colour: QColor) -> None:
        pen = QPen(colour, 2.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            path = QPainterPath(stroke[0])
            for point in stroke[1:]:
                path.lineTo(point)
            painter.drawPath(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.acc if self.hasFocus() else t.line3), 2))
        painter.setBrush(QColor(t.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(QPen(QColor(t.line3), 1))
        painter.drawLine(24, self.height() - 34, self.width() - 160, self.height() - 34)
        painter.setFont(font(13))
        painter.setPen(QColor(t.tx2))
        painter.drawText(24, self.height() - 14, self._sentence)
        painter.drawText(24, self.height() - 42, "×")
        self._draw(painter, QColor(t.tx))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._strokes.append([event.position()])
        self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._strokes:
            self._strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7:
            self.clear()
        else:
            super().keyPressEvent(event)


def _length(stroke: list[QPointF]) -> float:
    return sum(hypot(b.x() - a.x(), b.y() - a.y()) for a, b in pairwise(stroke))
