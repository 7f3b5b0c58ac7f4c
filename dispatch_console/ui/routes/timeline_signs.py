"""Boxes and signs of the timeline: where a bar lies, a break, the time at the depot between two departures."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from dispatch_console.ui import icons
from dispatch_console.ui.routes.time_scale import TimeScale
from dispatch_console.ui.routes.timeline_rows import Bar
from dispatch_console.ui.theme import tokens

ROW_HEIGHT = 42
BAR_HEIGHT = 18


def draw_break(painter: QPainter, left: float, right: float, middle: float) -> None:
    t = tokens()
    painter.setPen(QPen(QColor(t.line3), 1))
    painter.setBrush(QColor(t.panel))
    painter.drawRoundedRect(QRectF(left + 1, middle - 9, max(4.0, right - left - 2), 18), 3, 3)
    if right - left >= 18:
        painter.drawPixmap(int((left + right) / 2 - 7), int(middle - 7), icons.pixmap("coffee", t.tx2, 14, 2.0))


def draw_reload(painter: QPainter, left: float, right: float, middle: float) -> None:
    if right - left < 16:
        return
    t = tokens()
    painter.setPen(QPen(QColor(t.line3), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(left + 2, middle - 9, right - left - 4, 18), 3, 3)
    painter.drawPixmap(int((left + right) / 2 - 7), int(middle - 7), icons.pixmap("warehouse", t.tx2, 14, 2.0))


def bar_box_of(scale: TimeScale, bar: Bar, top: int) -> QRectF:
    left, right = scale.x(bar.start), scale.x(bar.end)
    return QRectF(left, top + (ROW_HEIGHT - BAR_HEIGHT) / 2 + 1, max(4.0, right - left), BAR_HEIGHT)
