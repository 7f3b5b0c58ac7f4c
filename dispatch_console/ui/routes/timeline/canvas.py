"""The timeline as it is drawn: bars are service, thin lines driving, hatching waiting, a bracket the shift's end."""

from collections.abc import Collection, Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from dispatch_console import texts
from dispatch_console.language import tr
from dispatch_console.ui.routes.timeline.row import RowLook, draw_row
from dispatch_console.ui.routes.timeline.rows import Bar, VanRow
from dispatch_console.ui.routes.timeline.signs import ROW_HEIGHT, bar_box_of
from dispatch_console.ui.routes.timeline.time_scale import TimeScale, spanning
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD

NAMES_WIDTH = 160
HEAD_HEIGHT = 30


class TimelineCanvas(QWidget):
    """A row per van, the hours above them, one row and one stop chosen; what is carried leaves its old place dashed."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[VanRow, ...] = ()
        self._letter, self._stop = "", ""
        self._now: datetime | None = None
        self._carried = ""
        self._many: frozenset[str] = frozenset()
        self._span: TimeScale | None = None
        self._old: dict[str, tuple[int, Bar]] = {}
        # rows as they were drawn, each with what it was drawn from; and how often something was taken up
        self._pictures: dict[str, tuple[object, QPixmap]] = {}
        self._hands = 0
        self.setAccessibleName(tr("Timeline of the vans"))
        self.setMinimumHeight(HEAD_HEIGHT + ROW_HEIGHT)

    def show_rows(self, rows: Sequence[VanRow], letter: str, stop: str, now: datetime) -> None:
        self._rows, self._letter, self._stop, self._now = tuple(rows), letter, stop, now
        self.setMinimumHeight(HEAD_HEIGHT + ROW_HEIGHT * max(1, len(self._rows)))
        chosen = next((row for row in self._rows if row.letter == letter), None)
        bars = [bar for leg in chosen.legs for bar in leg.bars] if chosen else []
        at = next(
            (
                (
                    tr(
                        "stop {number} {start} {state},",
                        number=bar.number,
                        start=f"{bar.start:%H:%M}",
                        state=texts.plain(bar.state),
                    )
                    + " "
                )
                for bar in bars
                if bar.key == stop
            ),
            "",
        )
        self.setAccessibleDescription(f"{at}{chosen.driver}, {chosen.under}" if chosen else "")
        self.update()

    def choose_many(self, keys: Collection[str]) -> None:
        """Frame these stops."""
        self._many = frozenset(keys)
        self.update()

    def spot(self, at: QPointF) -> tuple[str, datetime] | None:
        """Return the row and the time below a point."""
        scale = self.scale()
        row = int((at.y() - HEAD_HEIGHT) // ROW_HEIGHT)
        if scale is None or not 0 <= row < len(self._rows) or at.x() < NAMES_WIDTH or at.y() < self._top + HEAD_HEIGHT:
            return None
        return self._rows[row].letter, scale.at(at.x())

    def scale(self) -> TimeScale | None:
        if self._carried:
            # the hours do not move below the hand
            return self._span
        instants = [
            at for row in self._rows for leg in row.legs for at in (leg.start, leg.end, leg.back_by)
        ]  # fmt: skip
        return spanning(instants, NAMES_WIDTH, self.width() - NAMES_WIDTH - 12)

    def bar_box(self, key: str) -> QRectF | None:
        """Return where a stop's bar is drawn, for a click."""
        scale = self.scale()
        for number, row in enumerate(self._rows):
            for leg in row.legs:
                for bar in leg.bars:
                    if bar.key == key and scale is not None:
                        return bar_box_of(scale, bar, HEAD_HEIGHT + number * ROW_HEIGHT)
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(t.panel))
        scale = self.scale()
        if scale is None:
            painter.setPen(QColor(t.tx3))
            painter.setFont(font())
            empty = tr("Nothing is planned for this day yet.") if self._rows else tr("No van is on duty this day.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, empty)
            return
        bottom = HEAD_HEIGHT + ROW_HEIGHT * len(self._rows)
        self._grid(painter, scale, bottom)
        for number, row in enumerate(self._rows):
            self._draw_row(painter, scale, row, HEAD_HEIGHT + number * ROW_HEIGHT)
        if self._carried in self._old:
            self._old_place(painter, scale)
        self._hours(painter, scale, self._top)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.acc), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _grid(self, painter: QPainter, scale: TimeScale, bottom: int) -> None:
        t = tokens()
        if self._now is not None and self._now > scale.start:
            past = min(scale.x(self._now), float(self.width())) - NAMES_WIDTH
            painter.fillRect(QRectF(NAMES_WIDTH, HEAD_HEIGHT, past, bottom - HEAD_HEIGHT), QColor(t.sunk))
        for number, row in enumerate(self._rows):
            if row.letter == self._letter:
                painter.fillRect(0, HEAD_HEIGHT + number * ROW_HEIGHT, self.width(), ROW_HEIGHT, QColor(t.acc_tint))
                self._promise(painter, scale, row, HEAD_HEIGHT + number * ROW_HEIGHT)
        painter.setPen(QPen(QColor(t.line), 1))
        for hour in scale.hours():
            painter.drawLine(QPointF(scale.x(hour), HEAD_HEIGHT), QPointF(scale.x(hour), bottom))
        for number in range(len(self._rows) + 1):
            y = HEAD_HEIGHT + number * ROW_HEIGHT
            painter.drawLine(0, y, self.width(), y)
        painter.drawLine(NAMES_WIDTH, 0, NAMES_WIDTH, bottom)
        if self._now is not None:
            painter.setPen(QPen(QColor(t.tx), 1.5))
            x = scale.x(self._now)
            painter.drawLine(QPointF(x, HEAD_HEIGHT), QPointF(x, bottom))

    def _hours(self, painter: QPainter, scale: TimeScale, top: int) -> None:
        """Draw the hours, which stay in sight while the rows of many vans scroll below them."""
        t = tokens()
        painter.fillRect(0, top, self.width(), HEAD_HEIGHT, QColor(t.sunk))
        painter.setFont(font())
        painter.setPen(QColor(t.tx2))
        for hour in scale.hours():
            box = QRectF(scale.x(hour) + 2, top, 60, HEAD_HEIGHT)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, hour.strftime("%H:%M"))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(0, top + HEAD_HEIGHT, self.width(), top + HEAD_HEIGHT)
        painter.drawLine(NAMES_WIDTH, top, NAMES_WIDTH, top + HEAD_HEIGHT)
        if self._now is not None and scale.start <= self._now <= scale.end:
            self._now_mark(painter, scale.x(self._now), top)

    @property
    def _top(self) -> int:
        """Return where what can be seen begins."""
        return max(0, self.visibleRegion().boundingRect().top())

    def _promise(self, painter: QPainter, scale: TimeScale, row: VanRow, top: int) -> None:
        bar = next((bar for leg in row.legs for bar in leg.bars if bar.key == self._stop), None)
        if bar is None or bar.promise is None:
            return
        left, right = scale.x(bar.promise[0]), scale.x(bar.promise[1])
        painter.fillRect(QRectF(left, top, right - left, ROW_HEIGHT), QColor(tokens().acc_line))

    def _old_place(self, painter: QPainter, scale: TimeScale) -> None:
        number, bar = self._old[self._carried]
        painter.setPen(QPen(QColor(tokens().tx2), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar_box_of(scale, bar, HEAD_HEIGHT + number * ROW_HEIGHT), 3, 3)

    def _now_mark(self, painter: QPainter, x: float, top: int) -> None:
        t = tokens()
        box = QRectF(x - 22, top + 5, 44, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.tx))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(t.panel))
        painter.setFont(font(13, SEMIBOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._now.strftime("%H:%M") if self._now else "")

    def _draw_row(self, painter: QPainter, scale: TimeScale, row: VanRow, top: int) -> None:
        """Draw a row as it was drawn last, where nothing of it has changed: a selection redraws one row, not sixty."""
        marked = self._many | {self._carried or self._stop}
        here = marked.intersection(bar.key for leg in row.legs for bar in leg.bars)
        ratio = self.devicePixelRatioF()
        key = (
            row,
            scale,
            self.width(),
            ratio,
            tokens().dark,
            row.letter == self._letter,
            here,
            self._carried,
            self._hands,
        )
        kept = self._pictures.get(row.letter)
        if kept is None or kept[0] != key:
            picture = QPixmap(round(self.width() * ratio), round(ROW_HEIGHT * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            drawing = QPainter(picture)
            drawing.setRenderHint(QPainter.RenderHint.Antialiasing)
            look = RowLook(row.letter == self._letter, here, self._old if self._carried else {}, self._carried)
            draw_row(drawing, scale, row, look, NAMES_WIDTH)
            drawing.end()
            kept = self._pictures[row.letter] = (key, picture)
        painter.drawPixmap(0, top, kept[1])
