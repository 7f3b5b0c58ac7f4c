"""What the signs of the timeline mean. Where there is no room the plainest are left out first."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dispatch_console.language import mark, tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens

SIGN, GAP, SPACE = 18, 6, 16
NAMES = {
    "service": mark("service"),
    "driving": mark("driving"),
    "waiting": mark("waiting"),
    "break": mark("break"),
    "reload": mark("reload"),
    "late": mark("late"),
    "selected promise": mark("selected promise"),
}


class TimelineLegend(QWidget):
    """Takes what width it gets, and is drawn at its right end."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName((tr("Signs of the timeline:") + " ") + ", ".join(map(tr, NAMES.values())))
        self.setFixedHeight(20)
        self.setFont(font())

    def sizeHint(self) -> QSize:
        return QSize(sum(map(self._wide, NAMES)), 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 20)

    def _wide(self, name: str) -> int:
        return SIGN + GAP + self.fontMetrics().horizontalAdvance(tr(NAMES[name])) + SPACE

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, right = QPainter(self), float(self.width())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for name in reversed(NAMES):
            left = right - self._wide(name)
            if left < 0:
                break
            _sign(painter, name, QRectF(left, 4, SIGN, 12))
            painter.setPen(QColor(tokens().tx2))
            painter.setFont(self.font())
            words = QRectF(left + SIGN + GAP, 0, self._wide(name), 20)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, tr(NAMES[name]))
            right = left


def _sign(painter: QPainter, name: str, box: QRectF) -> None:
    t = tokens()
    ink = QColor(t.tx2)
    painter.setPen(QPen(ink, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if name == "service":
        painter.setBrush(ink)
        painter.drawRoundedRect(box, 3, 3)
    elif name == "driving":
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
    elif name == "waiting":
        painter.setBrush(QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.drawRect(box)
    elif name == "late":
        painter.setPen(QPen(QColor(t.red), 2))
        painter.drawRoundedRect(box.adjusted(1, 0, -1, 0), 3, 3)
    elif name == "selected promise":
        painter.fillRect(box, QColor(t.acc_line))
    else:
        picture = icons.pixmap({"break": "coffee", "reload": "warehouse"}[name], t.tx2, 16, 2.0)
        painter.drawPixmap(QPointF(box.left() + 1, box.center().y() - 8), picture)
