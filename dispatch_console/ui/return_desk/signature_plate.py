"""A signature small enough for a line of a list: its ink alone, on white in both colour schemes."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBitmap, QColor, QImage, QPainter, QPixmap, QRegion

from dispatch_console.ui.theme import tokens

PLATE = QSize(100, 30)
_EDGE = 3
# of a signature cut out of a sheet: its box has a line around it
_FRAME = 0.03
_LEAST_INK = 40


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
    signature = _on_white(signature)
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


def _on_white(picture: QImage) -> QImage:
    """Return a picture in grey without its frame, with its paper white: a scan may be dark."""
    across, down = round(picture.width() * _FRAME), round(picture.height() * _FRAME)
    grey = picture.copy(picture.rect().adjusted(across, down, -across, -down)).convertToFormat(
        QImage.Format.Format_Grayscale8
    )
    if grey.isNull():
        return picture
    paper = grey.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation).pixelColor(0, 0).lightness() * 0.9
    levels = bytes(grey.constBits())
    # grain of an empty box is no ink
    ink = min(levels) if paper - min(levels) > _LEAST_INK else 0
    span = max(1.0, paper - ink)
    levels = levels.translate(bytes(max(0, min(255, round((level - ink) * 255 / span))) for level in range(256)))
    return QImage(levels, grey.width(), grey.height(), grey.bytesPerLine(), QImage.Format.Format_Grayscale8).copy()


def _ink(picture: QImage) -> QRect:
    """Return where something dark is; the whole picture where nothing is."""
    dark = picture.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    bounds = QRegion(QBitmap.fromImage(dark)).boundingRect()
    return bounds if not bounds.isEmpty() else picture.rect()
