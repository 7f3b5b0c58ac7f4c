"""Pictures of products at the bench; where there is none, a box."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPixmapCache

from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens


def pixmap_of(sku: str, pictures: Mapping[str, bytes], size: int) -> QPixmap:
    """Return the picture of a product in a framed square of so many pixels."""
    t, png = tokens(), pictures.get(sku, b"")
    key = f"product {sku} {hash(png)} {size} {t.dark}"
    known = QPixmap()
    if QPixmapCache.find(key, known):
        return known
    drawn = QPixmap(size, size)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(QPen(QColor(t.line2), 1))
    # photos of goods stand on white, in the dark too
    painter.setBrush(QColor("#FFFFFF" if png else t.sunk))
    painter.drawRoundedRect(QRect(0, 0, size - 1, size - 1), 3, 3)
    picture = QPixmap()
    if png and picture.loadFromData(png):
        inside = picture.scaled(
            size - 12, size - 12, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawPixmap((size - inside.width()) // 2, (size - inside.height()) // 2, inside)
    else:
        box = icons.pixmap("package", t.tx3, size // 2, 1.5)
        painter.drawPixmap(size // 4, size // 4, box)
    painter.end()
    QPixmapCache.insert(key, drawn)
    return drawn
