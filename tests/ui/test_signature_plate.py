"""A signature in a line of a list: large enough to be told from another one, in both colour schemes."""

from io import BytesIO

from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from dispatch_console.ui.return_desk.grid import SIGNATURE, GridRow, ReturnGrid
from dispatch_console.ui.return_desk.signature_plate import PLATE, signature_plate

NONE, WHITE, GREY, DARK = (0, 0, 0, 0), (255, 255, 255, 255), (216, 212, 200, 255), (110, 108, 104, 255)


def strokes(paper: tuple[int, int, int, int], *lines: tuple[int, int, int, int]) -> bytes:
    """Return a picture of 400 x 160 pixels with these strokes on this paper, as PNG."""
    picture = Image.new("RGBA", (400, 160), paper)
    for line in lines:
        ImageDraw.Draw(picture).line(line, fill=(32, 48, 96, 255), width=3)
    png = BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def dark_columns(plate: QImage) -> list[int]:
    inner = range(2, plate.height() - 2)
    return [
        column
        for column in range(2, plate.width() - 2)
        if any(QColor(plate.pixel(column, row)).lightness() < 128 for row in inner)
    ]


def test_a_small_signature_in_a_corner_fills_the_plate(qtbot: QtBot) -> None:
    corner = (300, 120, 380, 140), (300, 140, 380, 120)
    for paper in (NONE, WHITE, GREY, DARK):
        plate = signature_plate(strokes(paper, *corner))
        assert plate is not None
        assert plate.size() == PLATE
        # the paper is white, however dark its scan is
        assert QColor(plate.toImage().pixel(4, 4)).lightness() > 240
        columns = dark_columns(plate.toImage())
        assert columns[0] < 12
        assert columns[-1] > PLATE.width() - 12


def test_an_empty_box_is_an_empty_plate_and_what_is_no_picture_none(qtbot: QtBot) -> None:
    plate = signature_plate(strokes(NONE))
    assert plate is not None
    assert dark_columns(plate.toImage()) == []
    assert signature_plate(b"ink") is None


def test_a_row_shows_what_was_drawn_and_still_has_words(qtbot: QtBot) -> None:
    grid = ReturnGrid()
    qtbot.addWidget(grid)
    drawn = strokes(WHITE, (10, 10, 90, 60))
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
