"""A signature small enough for a line of a list: its ink alone, on white in both colour schemes."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBitmap, QColor, QImage, QPainter, QPixmap, QRegion

from dispatch_console.ui.theme import tokens

PLATE = QSize(100, 30)
_EDGE = 3


def signature_plate(png: bytes) -> QPixmap | None:
    """Return a plate of 100 x 30 pixels with the signature as large as it fits; None for what is no picture."""
    read = QImage()
    if not read.loadFromData(png):
        return None
    # strokes drawn at a phone lie on nothing
    signature = QImage(read.size(), QImage.Format.Format_RGB32)
    signature.fill(Qt.GlobalColor.white)
    painter = QPainter(signature)
    painter.drawImage(0, 0, read)
    painter.end()
    ink = _ink(signature)
    room = PLATE - QSize(2 * _EDGE, 2 * _EDGE)
    small = signature.copy(ink).scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    plate = QPixmap(PLATE)
    plate.fill(Qt.GlobalColor.white)
    painter = QPainter(plate)
    place = (PLATE.width() - small.width()) // 2, (PLATE.height() - small.height()) // 2
    # a thin stroke pales when it is made smaller: laid over itself it is dark again
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for _ in range(2):
        painter.drawImage(*place, small)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(QColor(tokens().line))
    painter.drawRect(0, 0, PLATE.width() - 1, PLATE.height() - 1)
    painter.end()
    return plate


def _ink(picture: QImage) -> QRect:
    """Return where something dark is; the whole picture where nothing is."""
    dark = picture.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    bounds = QRegion(QBitmap.fromImage(dark)).boundingRect()
    return bounds if not bounds.isEmpty() else picture.rect()
