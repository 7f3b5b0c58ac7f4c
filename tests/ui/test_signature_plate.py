"""A signature in a line of a list: large enough to be told from another one, in both colour schemes."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from pytestqt.qtbot import QtBot

from dispatch_console.ui.return_desk.grid import SIGNATURE, GridRow, ReturnGrid
from dispatch_console.ui.return_desk.signature_plate import PLATE, signature_plate


def strokes(paper: QColor | Qt.GlobalColor, *lines: tuple[QPointF, QPointF]) -> bytes:
    """Return a picture of 400 x 160 pixels with these strokes on this paper, as PNG."""
    picture = QImage(400, 160, QImage.Format.Format_ARGB32)
    picture.fill(paper)
    painter = QPainter(picture)
    painter.setPen(QPen(QColor("#203060"), 3))
    for begin, end in lines:
        painter.drawLine(begin, end)
    painter.end()
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, b"PNG")
    return bytes(png.data())


def dark_columns(plate: QImage) -> list[int]:
    inner = range(2, plate.height() - 2)
    return [
        column
        for column in range(2, plate.width() - 2)
        if any(QColor(plate.pixel(column, row)).lightness() < 128 for row in inner)
    ]


def test_a_small_signature_in_a_corner_fills_the_plate(qtbot: QtBot) -> None:
    corner = (QPointF(300, 120), QPointF(380, 140)), (QPointF(300, 140), QPointF(380, 120))
    for paper in (Qt.GlobalColor.transparent, Qt.GlobalColor.white, QColor("#d8d4c8")):
        plate = signature_plate(strokes(paper, *corner))
        assert plate is not None
        assert plate.size() == PLATE
        columns = dark_columns(plate.toImage())
        assert columns[0] < 12
        assert columns[-1] > PLATE.width() - 12


def test_an_empty_box_is_an_empty_plate_and_what_is_no_picture_none(qtbot: QtBot) -> None:
    plate = signature_plate(strokes(Qt.GlobalColor.transparent))
    assert plate is not None
    assert dark_columns(plate.toImage()) == []
    assert signature_plate(b"ink") is None


def test_a_row_shows_what_was_drawn_and_still_has_words(qtbot: QtBot) -> None:
    grid = ReturnGrid()
    qtbot.addWidget(grid)
    drawn = strokes(Qt.GlobalColor.white, (QPointF(10, 10), QPointF(90, 60)))
    rows = [
        GridRow(
            key=str(stop), stop=str(stop), customer="Petra", code="10", outcome="customer", time="10:12",
            signed_by="Petra", signature="on file", due="", cash="", drawn=png,
        )
        for stop, png in ((1, drawn), (2, b"ink"), (3, None))
    ]  # fmt: skip
    grid.show_rows(rows, "")
    items = [item for row in range(3) if (item := grid.item(row, SIGNATURE)) is not None]
    assert items[0].data(Qt.ItemDataRole.DecorationRole) is not None
    assert items[0].data(Qt.ItemDataRole.AccessibleTextRole) == "on file"
    # a picture that cannot be read leaves its words
    assert [item.text() for item in items] == ["", "on file", "on file"]
