"""Lucide icons in any colour and size, drawn from the shipped SVG files."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from dispatch_console.paths import RESOURCES


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 18, ratio: float = 1.0) -> QPixmap:
    """Return an icon whose stroke is 1.5 px on screen at every size."""
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    stroke = 1.5 * 24 / size
    source = source.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke:.3f}"')
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    return QIcon(pixmap(name, colour, size, 2.0))
