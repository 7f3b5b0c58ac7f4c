"""The weight as a bar: how much there is, and the green span in which it is right."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dispatch_console.ui.packing.facts import WeightFacts
from dispatch_console.ui.theme import tokens

# of the width that the expected weight is drawn at
AT = 0.86
TRACK = 14


class WeightBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(30)
        self._facts = WeightFacts()

    def show_weight(self, facts: WeightFacts) -> None:
        self._facts = facts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, facts = tokens(), self._facts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRect(0, (self.height() - TRACK) // 2, self.width(), TRACK)
        painter.setBrush(QColor(t.line))
        painter.drawRoundedRect(track, 2, 2)
        if not facts.expected_g:
            return
        scale = track.width() * AT / facts.expected_g
        if facts.weighed_g:
            filled = min(track.width(), round(facts.weighed_g * scale))
            painter.setBrush(QColor(t.red if facts.is_off else t.tx2))
            painter.drawRoundedRect(QRect(track.left(), track.top(), filled, TRACK), 2, 2)
        left = round((facts.expected_g - facts.tolerance_g) * scale)
        wide = max(8, round(2 * facts.tolerance_g * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.grn), 2))
        painter.drawRect(QRect(left, 3, wide, self.height() - 6))
        middle = left + wide // 2
        painter.drawLine(middle, 1, middle, self.height() - 1)
