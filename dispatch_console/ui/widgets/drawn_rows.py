"""What rows of lists that a delegate draws have in common: ground, one line of text, the colour of a tone."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle

from dispatch_console.ui.theme import tokens

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def draw_ground(painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
    """Draw the ground of a row and the line below it: chosen, under the mouse, or with the keyboard's focus."""
    t = tokens()
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, QColor(t.acc_tint))
        painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(t.acc))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, QColor(t.hover))
    painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(t.line))
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
        painter.setPen(QPen(QColor(t.acc), 2))
        painter.drawRect(box.adjusted(1, 1, -1, -1))


def draw_line(painter: QPainter, box: QRect, text: str, colour: str, face: QFont, *, right: bool = False) -> int:
    """Draw one line, its middle cut where there is no room. Returns the width used with a gap, pixels."""
    if not text:
        return 0
    painter.setFont(face)
    painter.setPen(QColor(colour))
    metrics, short = painter.fontMetrics(), text
    width = metrics.horizontalAdvance(text)
    if width > box.width():
        short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        width = metrics.horizontalAdvance(short)
    painter.drawText(box, RIGHT if right else LEFT, short)
    return width + 10


def tone_colour(tone: str, otherwise: str) -> str:
    """Return the colour that a tone names; `otherwise` for none."""
    t = tokens()
    return {"wrong": t.red, "decide": t.amb, "good": t.grn, "faint": t.tx3}.get(tone, otherwise)
