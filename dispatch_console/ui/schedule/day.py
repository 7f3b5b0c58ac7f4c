"""One day, half hour by half hour: driver minutes and volume against what vans can do, and whose window begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.schedule.week import Chip
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD

HEAD, ROW, TIME, STARTS = 40.0, 38.0, 64.0, 78.0
FULL = 0.95
LINE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A half hour. `time` and `volume` are what stands on the bars, `time_share` and `volume_share` how long they are;
    None while no van is out.
    """

    start: datetime
    clock: str
    time_share: float | None
    time: str
    volume_share: float | None
    volume: str
    starts: str
    chips: tuple[Chip, ...]


class DayGrid(QWidget):
    """A click on a half hour offers its slot to the customer on the phone; one on a name opens that order."""

    slot_clicked = Signal(object)
    order_clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Day"))
        self.setMinimumWidth(480)
        self._rows: Sequence[DayRow] = ()
        self._says = ("", "")
        self._from: datetime | None = None
        self._until: datetime | None = None
        self._added = 0.0
        self._chips: list[tuple[QRectF, Chip]] = []

    def show_day(self, rows: Sequence[DayRow], time_says: str, volume_says: str) -> None:
        """Show the half hours; the two words say what a full bar is."""
        self._rows, self._says = rows, (time_says, volume_says)
        self.setMinimumHeight(int(HEAD + ROW * max(1, len(rows))))
        self.setAccessibleDescription("; ".join(f"{row.clock} {row.time}, {row.volume}" for row in rows))
        self.update()

    def choose(self, start: datetime | None, end: datetime | None, added: float = 0.0) -> None:
        """Mark the half hours of the chosen slot, with what the order would bring to each as a share of its time."""
        self._from, self._until, self._added = start, end, added
        self.update()

    def _columns(self) -> tuple[QRectF, QRectF, QRectF]:
        """Return where driver minutes, volume and names stand, as boxes of the head."""
        wide = self.width() - TIME
        names = max(150.0, wide * 0.26)
        rest = wide - names
        time = QRectF(TIME, 0, rest * 0.56, HEAD)
        return time, QRectF(time.right(), 0, rest - time.width(), HEAD), QRectF(TIME + rest, 0, names, HEAD)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        chip = next((chip for area, chip in self._chips if area.contains(at)), None)
        number = int((at.y() - HEAD) // ROW)
        if chip is not None:
            self.order_clicked.emit(chip.order_id)
        elif 0 <= number < len(self._rows):
            self.slot_clicked.emit(self._rows[number].start)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(t.panel))
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), QColor(t.sunk))
        time, volume, names = self._columns()
        heads = (
            (QRectF(0, 0, TIME, HEAD), tr("Start"), ""),
            (time, tr("Driver minutes"), self._says[0]),
            (volume, tr("Volume"), self._says[1]),
            (names, tr("Orders"), tr("by promise")),
        )
        for box, words, more in heads:
            line = box.adjusted(12, 0, -4, 0)
            painter.setFont(font(13, SEMIBOLD if more or box is not heads[0][0] else MEDIUM))
            painter.setPen(QColor(t.tx))
            painter.drawText(line, LINE, words)
            taken = painter.fontMetrics().horizontalAdvance(words) + 8
            painter.setFont(font(13))
            painter.setPen(QColor(t.tx2))
            painter.drawText(line.adjusted(taken, 0, 0, 0), LINE, more)
        self._chips = []
        for number, row in enumerate(self._rows):
            self._paint_row(painter, HEAD + number * ROW, row, time, volume, names)
        painter.end()

    def _paint_row(
        self, painter: QPainter, top: float, row: DayRow, time: QRectF, volume: QRectF, names: QRectF
    ) -> None:
        t = tokens()
        whole = QRectF(0, top, self.width(), ROW)
        is_chosen = self._from is not None and self._until is not None and self._from <= row.start < self._until
        if is_chosen:
            painter.fillRect(whole, QColor(t.acc_tint))
        elif row.time_share is None:
            painter.fillRect(whole, QColor(t.sunk))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        painter.setFont(font(13))
        painter.setPen(QColor(t.tx2))
        painter.drawText(QRectF(12, top, TIME - 12, ROW), LINE, row.clock)
        bar = QRectF(time.left(), top + 5, time.width() - STARTS, ROW - 10)
        added = self._added if is_chosen else 0.0
        self._paint_bar(painter, bar, row.time_share, row.time, added)
        painter.setFont(font(13))
        painter.setPen(QColor(t.tx2))
        painter.drawText(QRectF(time.right() - STARTS, top, STARTS - 10, ROW), RIGHT, row.starts)
        bar = QRectF(volume.left(), top + 5, volume.width() - 16, ROW - 10)
        self._paint_bar(painter, bar, row.volume_share, row.volume, 0.0)
        self._paint_names(painter, QRectF(names.left() + 8, top + 8, names.width() - 16, ROW - 16), row.chips)

    def _paint_bar(self, painter: QPainter, bar: QRectF, share: float | None, words: str, added: float) -> None:
        t = tokens()
        room = bar.width() * 0.92
        if share is not None:
            filled = QRectF(bar.left(), bar.top(), room * min(1.0, share), bar.height())
            painter.fillRect(filled, QColor(t.amb_line if share >= FULL else t.line2))
            if added:
                more = QRectF(filled.right(), bar.top(), min(room * added, bar.right() - filled.right()), bar.height())
                painter.fillRect(more, QBrush(QColor(t.acc), Qt.BrushStyle.BDiagPattern))
            # where it is full
            painter.setPen(QPen(QColor(t.tx2), 1))
            painter.drawLine(QRectF(bar.left() + room, bar.top() - 5, 0, 0).topLeft(),
                             QRectF(bar.left() + room, bar.bottom() + 5, 0, 0).topLeft())  # fmt: skip
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(t.tx if share is not None else t.tx3))
        painter.drawText(bar.adjusted(10, 0, 0, 0), LINE, words)

    def _paint_names(self, painter: QPainter, box: QRectF, chips: Sequence[Chip]) -> None:
        """Draw the first name, and how many more there are."""
        if not chips:
            return
        t = tokens()
        rest = tr("{rest} more", rest=len(chips) - 1) if len(chips) > 1 else ""
        painter.setFont(font(13))
        metrics = painter.fontMetrics()
        wide = box.width() - (metrics.horizontalAdvance(rest) + 8 if rest else 0)
        chip, area = chips[0], QRectF(box.left(), box.top(), wide, box.height())
        pen = QPen(QColor(t.line2), 1)
        if not chip.is_agreed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(t.panel))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        sign = icons.pixmap("check" if chip.is_agreed else "clock", t.tx2, 13, 1.5)
        painter.drawPixmap(int(area.left() + 5), int(area.center().y() - 6), sign)
        painter.setPen(QColor(t.tx))
        words = area.adjusted(23, 0, -4, 0)
        name = metrics.elidedText(chip.customer, Qt.TextElideMode.ElideMiddle, int(words.width()))
        painter.drawText(words, LINE, name)
        self._chips.append((area, chip))
        painter.setPen(QColor(t.tx2))
        painter.drawText(QRectF(area.right() + 8, box.top(), box.width() - wide, box.height()), LINE, rest)
