"""Boxes and signs of the timeline: where a bar lies, a break, the time at the depot between two departures."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from dispatch_console.ui import icons
from dispatch_console.ui.routes.timeline.rows import Bar
from dispatch_console.ui.routes.timeline.time_scale import TimeScale
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD
from dispatch_console.ui.widgets.map_colours import DriverColours

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


def draw_number(painter: QPainter, scale: TimeScale, bar: Bar, colours: DriverColours, top: int, free: float) -> float:
    """Draw the stop's number in its bar or above it, and what is wrong. What would cover its neighbour is left out.

    `free` is where the room above the bars begins, in pixels; returns where it begins after this bar.
    """
    t, box, number = tokens(), bar_box_of(scale, bar, top), str(bar.number)
    middle = box.center().x()
    painter.setFont(font(12, SEMIBOLD))
    sign = {"late": ("clock-alert", t.red), "missed": ("triangle-alert", t.amb)}.get(bar.state)
    inside = box.width() >= (9 if len(number) == 1 else 16)
    if inside:
        painter.setPen(QColor(t.tx if bar.state in ("done", "missed") else colours.letter))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
    if bar.locked and sign is None:
        sign = ("lock", t.tx2)
    if sign and middle - 7 >= free:
        painter.drawPixmap(int(middle - 6), int(box.top() - 13), icons.pixmap(*sign, 12, 2.0))
        return middle + 8
    half = painter.fontMetrics().horizontalAdvance(number) / 2
    if not sign and not inside and middle - half >= free:
        painter.setPen(QColor(t.tx))
        painter.drawText(QRectF(middle - 12, box.top() - 14, 24, 13), Qt.AlignmentFlag.AlignCenter, number)
        return middle + half + 2
    return free
