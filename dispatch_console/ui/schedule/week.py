"""The week: a column a day, a row a slot, load bars and the first names in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dispatch_console.language import tr
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD

HEAD, SIDE = 44.0, 56.0
FULL = 0.95


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot of one day; `share` is promised minutes over available ones, None without a shift."""

    column: int
    row: int
    start: datetime
    share: float | None
    names: tuple[str, ...]


class WeekGrid(QWidget):
    """A click offers the slot to the customer on the phone; the slot list beside it does the same by key."""

    slot_clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Week"))
        self.setMinimumWidth(480)
        self._days: Sequence[str] = ()
        self._hours: Sequence[tuple[str, str]] = ()
        self._cells: Sequence[Cell] = ()
        self._chosen: datetime | None = None

    def show_week(self, days: Sequence[str], hours: Sequence[tuple[str, str]], cells: Sequence[Cell]) -> None:
        self._days, self._hours, self._cells = days, hours, cells
        described = (
            tr("{days} {hours}: {names} stops", days=days[cell.column], hours=hours[cell.row][0], names=len(cell.names))
            for cell in cells
        )
        self.setAccessibleDescription("; ".join(described))
        self.update()

    def choose(self, start: datetime | None) -> None:
        self._chosen = start
        self.update()

    def _area(self, column: int, row: int) -> QRectF:
        wide = (self.width() - SIDE) / max(1, len(self._days))
        high = (self.height() - HEAD) / max(1, len(self._hours))
        return QRectF(SIDE + column * wide, HEAD + row * high, wide, high)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for cell in self._cells:
            if self._area(cell.column, cell.row).contains(event.position()):
                self.slot_clicked.emit(cell.start)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.panel))
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), QColor(t.sunk))
        painter.setFont(font(13, SEMIBOLD))
        painter.setPen(QColor(t.tx))
        for column, name in enumerate(self._days):
            area = self._area(column, 0)
            painter.drawText(QRectF(area.left() + 10, 0, area.width() - 12, HEAD), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font(13))
        painter.setPen(QColor(t.tx2))
        for row, (start, end) in enumerate(self._hours):
            top = self._area(0, row).top()
            right = Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(0, top + 8, SIDE - 8, 18), right, start)
            painter.drawText(QRectF(0, top + 26, SIDE - 8, 18), right, end)
        for cell in self._cells:
            self._paint_cell(painter, cell)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        t = tokens()
        area = self._area(cell.column, cell.row)
        painter.setPen(QColor(t.line))
        painter.drawRect(area)
        bar = QRectF(area.left() + 1, area.top() + 1, area.width() - 2, 22)
        if cell.share is None:
            painter.fillRect(area.adjusted(1, 1, 0, 0), QColor(t.sunk))
            painter.setPen(QColor(t.tx3))
            painter.drawText(bar.adjusted(9, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, tr("no shift"))
        else:
            full = cell.share >= FULL
            filled = QRectF(bar.left(), bar.top(), bar.width() * min(1.0, cell.share), bar.height())
            painter.fillRect(filled, QColor(t.amb_line if full else t.line2))
            painter.setFont(font(13, MEDIUM))
            painter.setPen(QColor(t.tx))
            inside, percent = bar.adjusted(9, 0, -4, 0), f"{cell.share * 100:.0f} %"
            load_words = tr("{percent} of driver time", percent=percent)
            fits = painter.fontMetrics().horizontalAdvance(load_words) <= inside.width()
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, load_words if fits else percent)
        painter.setFont(font(13))
        painter.setPen(QColor(t.tx2))
        room = max(0, int((area.height() - 32) // 20))
        shown = cell.names if len(cell.names) <= room else cell.names[: max(0, room - 1)]
        rest = len(cell.names) - len(shown)
        for number, name in enumerate([*shown, *([tr("{rest} more", rest=rest)] if rest else [])]):
            line = QRectF(area.left() + 10, area.top() + 28 + number * 20, area.width() - 18, 20)
            elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided)
        if cell.start == self._chosen:
            pen = painter.pen()
            pen.setColor(QColor(t.acc))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
