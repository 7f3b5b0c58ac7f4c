"""A button whose key stands in a small frame behind its words, as it stands on the keyboard."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from dispatch_console.ui.theme import font, tokens

# between words and key in the button's text
KEY = "   "
GAP, KEY_GAP, KEY_PAD, KEY_HEIGHT = 7, 9, 5, 18


class KeyButton(QPushButton):
    """Its text is the words, then three spaces and the key; the style sheet paints frame and ground."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        words, key = self._parts()
        return QSize(
            hint.width() + (GAP if not self.icon().isNull() and words else 0) + (KEY_PAD if key else 0), hint.height()
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _parts(self) -> tuple[str, str]:
        words, _, key = self.text().partition(KEY)
        return words, key

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words, key = self._parts()
        size = self.iconSize() if not self.icon().isNull() else QSize(0, 0)
        metrics, small = self.fontMetrics(), font(max(11, self.font().pixelSize() - 2))
        key_words = key.replace("+", " ")
        painter.setFont(small)
        key_wide = painter.fontMetrics().horizontalAdvance(key_words) + 2 * KEY_PAD if key else 0
        wide = size.width() + (GAP if size.width() and words else 0) + metrics.horizontalAdvance(words)
        wide += KEY_GAP + key_wide if key else 0
        left = max(8.0, (self.width() - wide) / 2)
        middle = self.height() / 2
        if size.width():
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            picture = self.icon().pixmap(size, self.devicePixelRatioF(), mode)
            painter.drawPixmap(QPointF(left, middle - size.height() / 2), picture)
            left += size.width() + (GAP if words else 0)
        ink = self._ink()
        painter.setPen(ink)
        painter.setFont(self.font())
        room = self.width() - left - 8 - (KEY_GAP + key_wide if key else 0)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room) + 1)
        painter.drawText(QRectF(left, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if key:
            box = QRectF(
                left + metrics.horizontalAdvance(shown) + KEY_GAP, middle - KEY_HEIGHT / 2, key_wide, KEY_HEIGHT
            )
            self._draw_key(painter, box, key_words, ink)

    def _draw_key(self, painter: QPainter, box: QRectF, key: str, ink: QColor) -> None:
        line = QColor(ink)
        line.setAlphaF(0.45)
        painter.setPen(QPen(line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(ink)
        painter.setFont(font(max(11, self.font().pixelSize() - 2)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)

    def _ink(self) -> QColor:
        t = tokens()
        if not self.isEnabled():
            return QColor(t.tx3)
        return QColor(t.on_acc if self.property("kind") == "primary" else t.tx)
