"""One row of the timeline, drawn once and shown until something of it changes."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from dispatch_console.ui import icons
from dispatch_console.ui.routes.timeline.rows import Bar, VanRow
from dispatch_console.ui.routes.timeline.signs import (
    BAR_HEIGHT,
    ROW_HEIGHT,
    bar_box_of,
    draw_break,
    draw_number,
    draw_reload,
)
from dispatch_console.ui.routes.timeline.time_scale import TimeScale
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD
from dispatch_console.ui.widgets.map_colours import DriverColours, driver_colours


@dataclass(frozen=True, slots=True)
class RowLook:
    """Whether the row is chosen, which stops are framed, and where stops were before one was `carried`."""

    chosen: bool
    marked: Set[str]
    old: Mapping[str, tuple[int, Bar]]
    carried: str


def draw_row(painter: QPainter, scale: TimeScale, row: VanRow, look: RowLook, names_width: int) -> None:
    """Draw a van's row, its top at 0: who drives, departures, breaks, stops, and when it has to be back."""
    top = 0
    t, colours = tokens(), driver_colours(row.letter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.fill))
    square = QRectF(12, top + 11, 20, 20)
    painter.drawRoundedRect(square, 3, 3)
    painter.setPen(QColor(colours.letter))
    painter.setFont(font(12, SEMIBOLD))
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, row.letter)
    painter.setFont(font(13, SEMIBOLD if look.chosen else MEDIUM))
    painter.setPen(QColor(t.tx3 if row.off else t.tx))
    name = painter.fontMetrics().elidedText(
        row.driver, Qt.TextElideMode.ElideMiddle, names_width - (66 if row.locked else 48)
    )
    painter.drawText(QRectF(40, top + 3, names_width - 44, 18), Qt.AlignmentFlag.AlignVCenter, name)
    painter.setFont(font(12))
    painter.setPen(QColor(t.tx2))
    under = painter.fontMetrics().elidedText(row.under, Qt.TextElideMode.ElideRight, names_width - 44)
    painter.drawText(QRectF(40, top + 21, names_width - 44, 18), Qt.AlignmentFlag.AlignVCenter, under)
    if row.locked:
        painter.drawPixmap(names_width - 20, top + 5, icons.pixmap("lock", t.amb, 14, 2.0))
    middle = top + ROW_HEIGHT / 2
    for leg in row.legs:
        painter.setPen(QPen(QColor(colours.fill), 1.2))
        painter.drawLine(QPointF(scale.x(leg.start), middle), QPointF(scale.x(leg.end), middle))
        for begins, ends in leg.breaks:
            draw_break(painter, scale.x(begins), scale.x(ends), middle)
        free = 0.0
        for bar in leg.bars:
            _bar(painter, scale, bar, colours, top, look)
            free = draw_number(painter, scale, bar, colours, top, free)
    for before, after in zip(row.legs, row.legs[1:], strict=False):
        draw_reload(painter, scale.x(before.end), scale.x(after.start), middle)
    if row.legs:
        x = scale.x(row.legs[-1].back_by)
        painter.setPen(QPen(QColor(t.tx2), 1.5))
        for start, end in (((x + 4, top + 9), (x, top + 9)), ((x, top + 9), (x, top + 33)),
                           ((x, top + 33), (x + 4, top + 33))):  # fmt: skip
            painter.drawLine(QPointF(*start), QPointF(*end))


def _bar(painter: QPainter, scale: TimeScale, bar: Bar, colours: DriverColours, top: int, look: RowLook) -> None:
    t = tokens()
    box = bar_box_of(scale, bar, top)
    if bar.start > bar.arrive and bar.state in ("todo", "late"):
        wait = QRectF(scale.x(bar.arrive), box.top() + 2, box.left() - scale.x(bar.arrive), BAR_HEIGHT - 4)
        painter.setPen(QPen(QColor(colours.fill), 1))
        painter.setBrush(QBrush(QColor(colours.fill), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(wait)
    moved = look.old.get(bar.key)
    if moved and bar.key != look.carried and moved[1].start != bar.start:
        # where it was before, as a thin strip
        was = QRectF(scale.x(moved[1].start), top + ROW_HEIGHT - 7, box.width(), 3)
        painter.fillRect(was, QColor(t.line3))
    done = bar.state in ("done", "missed")
    painter.setPen(QPen(QColor(colours.fill), 1.2))
    painter.setBrush(QColor(colours.tint if done else colours.fill))
    painter.drawRoundedRect(box, 3, 3)
    frame = t.acc if bar.key in look.marked else t.red if bar.state == "late" else ""
    if frame:
        painter.setPen(QPen(QColor(frame), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 4, 4)
