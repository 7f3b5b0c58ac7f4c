"""The week: a column a day, a row a slot; in each cell two load bars and who is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, shown_plain
from dispatch_console.ui.widgets.card_list import dragged, key_dragged

HEAD, SIDE, BAR, CHIP = 48.0, 56.0, 22.0, 25.0
# room of a share in figures, up to "100 %"
PERCENT = 54.0
FULL = 0.95
# bars and a line for the rest stand in every cell
LEAST_CELL = 2 * BAR + 2 * CHIP


@dataclass(frozen=True, slots=True)
class Chip:
    """An order in a slot. `is_agreed`: the customer said yes. `own`: its window, where that is not the slot."""

    order_id: int
    customer: str
    is_agreed: bool
    number: str = ""
    own: str = ""

    @property
    def line(self) -> str:
        """Return customer, number, and its own window."""
        return "  ".join(part for part in (self.customer, self.number, self.own) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One slot of one day; `time_share` and `volume_share` are promised over available, None without a shift.

    `is_over`: nothing can be promised there any more; `closed_for`: because it is closed.
    """

    column: int
    row: int
    start: datetime
    time_share: float | None
    volume_share: float | None
    chips: tuple[Chip, ...]
    is_over: bool = False
    closed_for: str = ""


class WeekGrid(QWidget):
    """A click on a cell offers the slot to the customer on the phone; one on a name opens that order.

    A call, or a name, that is dragged over a cell asks what it would bring there (`slot_hovered`), and is offered it
    when it is dropped (`slot_dropped`): the order and the beginning of the slot.
    """

    slot_clicked = Signal(object)
    order_clicked = Signal(int)
    slot_hovered = Signal(int, object)
    slot_dropped = Signal(int, object)
    drag_left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Week"))
        self.setMinimumWidth(480)
        self._days: Sequence[tuple[str, str]] = ()
        self._hours: Sequence[tuple[str, str]] = ()
        self._cells: Sequence[Cell] = ()
        self._chosen: datetime | None = None
        self._open: tuple[int, str] | None = None
        self._barred: frozenset[datetime] = frozenset()
        self._added = 0.0
        # what a click on a place means: drawn and asked by the same rectangles
        self._chips: list[tuple[QRectF, Chip]] = []
        self._rest: list[tuple[QRectF, Cell]] = []
        # where a name was pressed that may be dragged, and over which cell something is dragged with what effect
        self._pressed: tuple[QPointF, Chip] | None = None
        self._hovered: datetime | None = None
        self._effect: tuple[str, str] = ("", "")
        self.setAcceptDrops(True)

    def show_week(
        self, days: Sequence[tuple[str, str]], hours: Sequence[tuple[str, str]], cells: Sequence[Cell]
    ) -> None:
        """Show days (name, what it holds), hours (from, until) and their cells."""
        self._days, self._hours, self._cells = days, hours, cells
        self.setMinimumHeight(int(HEAD + LEAST_CELL * max(1, len(hours))))
        described = (
            tr("{days} {hours}: {names} stops", days=days[cell.column][0], hours=hours[cell.row][0],
               names=len(cell.chips))
            for cell in cells
        )  # fmt: skip
        self.setAccessibleDescription("; ".join(described))
        self.update()

    def choose(
        self,
        start: datetime | None,
        order: tuple[int, str] | None = None,
        barred: frozenset[datetime] = frozenset(),
        added: float = 0.0,
    ) -> None:
        """Mark a slot, and show in it the order (id, customer) that it is offered to, with what that would bring as a
        share of its driver time. `barred`: slots, by their beginning, that may not be promised to that order.
        """
        self._chosen, self._open, self._barred, self._added = start, order, barred, added
        self.update()

    def _area(self, column: int, row: int) -> QRectF:
        wide = (self.width() - SIDE) / max(1, len(self._days))
        high = (self.height() - HEAD) / max(1, len(self._hours))
        return QRectF(SIDE + column * wide, HEAD + row * high, wide, high)

    def _cell_at(self, at: QPointF) -> Cell | None:
        return next((cell for cell in self._cells if self._area(cell.column, cell.row).contains(at)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        chip = next((chip for area, chip in self._chips if area.contains(at)), None)
        self._pressed = (at, chip) if chip is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        at, chip = self._pressed
        if (event.position() - at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(dragged(str(chip.order_id)))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, pressed = event.position(), self._pressed
        self._pressed = None
        rest = next((cell for area, cell in self._rest if area.contains(at)), None)
        cell = self._cell_at(at)
        if pressed is not None:
            self.order_clicked.emit(pressed[1].order_id)
        elif rest is not None:
            self._open_list(rest, at)
        elif cell is not None:
            self.slot_clicked.emit(cell.start)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if key_dragged(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        cell, key = self._cell_at(event.position()), key_dragged(event.mimeData())
        if cell is None or not key:
            event.ignore()
            return
        event.acceptProposedAction()
        if cell.start != self._hovered:
            self._hovered, self._effect = cell.start, ("", "")
            self.update()
            self.slot_hovered.emit(int(key), cell.start)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        cell, key = self._cell_at(event.position()), key_dragged(event.mimeData())
        self._end_drag()
        if cell is not None and key:
            event.acceptProposedAction()
            self.slot_dropped.emit(int(key), cell.start)

    def _end_drag(self) -> None:
        self._hovered, self._effect = None, ("", "")
        self.drag_left.emit()
        self.update()

    def show_effect(self, start: datetime, words: str, tone: str) -> None:
        """Say what the dragged order would bring in the slot that it is held over."""
        if start == self._hovered:
            self._effect = words, tone
            self.update()

    def beside(self, start: datetime | None, columns: int, rows: int) -> datetime | None:
        """Return the beginning of the slot so many days and rows away; of the first one where none is chosen."""
        here = next((cell for cell in self._cells if cell.start == start), None)
        if here is None:
            return next((cell.start for cell in self._cells if not cell.is_over), None)
        wanted = here.column + columns, here.row + rows
        return next((cell.start for cell in self._cells if (cell.column, cell.row) == wanted), None)

    def _open_list(self, cell: Cell, at: QPointF) -> None:
        """Show everybody of a slot; whoever is chosen is opened."""
        menu = QMenu(self)
        for chip in cell.chips:
            line = menu.addAction(chip.line.replace("&", "&&"))
            line.setIcon(icons.icon("check" if chip.is_agreed else "clock", tokens().tx2))
            line.triggered.connect(lambda _=False, order_id=chip.order_id: self.order_clicked.emit(order_id))
        menu.popup(self.mapToGlobal(at.toPoint()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            chip = next((chip for area, chip in self._chips if area.contains(event.pos())), None)
            QToolTip.showText(event.globalPos(), shown_plain(chip.line) if chip else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(t.panel))
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), QColor(t.sunk))
        for column, (name, holds) in enumerate(self._days):
            area = self._area(column, 0)
            head = QRectF(area.left() + 10, 5, area.width() - 12, 20)
            for words, weight, colour, line in (
                (name, SEMIBOLD, t.tx, head),
                (holds, None, t.tx2, head.translated(0, 19)),
            ):
                painter.setFont(font(13, weight) if weight else font(13))
                painter.setPen(QColor(colour))
                shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(font(13))
        painter.setPen(QColor(t.tx2))
        for row, (start, end) in enumerate(self._hours):
            top = self._area(0, row).top()
            right = Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(0, top + 4, SIDE - 8, 18), right, start)
            painter.drawText(QRectF(0, top + 22, SIDE - 8, 18), right, end)
        self._chips, self._rest = [], []
        for cell in self._cells:
            self._paint_cell(painter, cell)
        painter.end()

    def _write(self, painter: QPainter, line: QRectF, words: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        t = tokens()
        area = self._area(cell.column, cell.row)
        is_chosen = cell.start == self._chosen
        is_dim = cell.is_over or cell.start in self._barred
        if is_chosen:
            painter.fillRect(area, QColor(t.acc_tint))
        elif is_dim or cell.time_share is None:
            painter.fillRect(area, QColor(t.sunk))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        bar = QRectF(area.left() + 1, area.top() + 1, area.width() - 2, BAR - 1)
        top = area.top() + 6
        if cell.time_share is None or cell.closed_for:
            words = tr("closed: {reason}", reason=cell.closed_for) if cell.closed_for else tr("no shift")
            painter.setFont(font(13))
            self._write(painter, bar.adjusted(9, 2, 0, 2), words, t.tx3)
            top += BAR
        else:
            self._paint_bar(painter, bar, "timer", cell.time_share, self._added if is_chosen else 0.0, dim=is_dim)
            self._paint_bar(painter, bar.translated(0, BAR), "box", cell.volume_share or 0.0, 0.0, dim=is_dim)
            top += 2 * BAR
        self._paint_chips(painter, cell, QRectF(area.left() + 8, top, area.width() - 16, area.bottom() - top - 4))
        if is_chosen or cell.start == self._hovered:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.acc), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        if cell.start == self._hovered:
            self._paint_effect(painter, area)

    def _paint_effect(self, painter: QPainter, area: QRectF) -> None:
        """Write on the held-over slot what a drop would bring, before it is dropped."""
        t = tokens()
        words, tone = self._effect
        colour = {"wrong": t.red, "checked": t.grn, "decide": t.amb}.get(tone, t.tx2)
        box = QRectF(area.left() + 2, area.bottom() - 2 * BAR - 3, area.width() - 4, 2 * BAR)
        painter.fillRect(box, QColor(t.panel))
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(colour))
        painter.drawText(box.adjusted(8, 2, -4, 0), Qt.TextFlag.TextWordWrap, words or tr("computing…"))

    def _paint_bar(self, painter: QPainter, bar: QRectF, sign: str, share: float, added: float, *, dim: bool) -> None:
        t = tokens()
        fill = t.amb_line if share >= FULL and not dim else t.line if dim else t.line2
        # sign, measure, figure: the figure keeps its place, whatever the share
        frame = QRectF(bar.left() + 27, bar.center().y() - 5, max(0.0, bar.width() - 27 - PERCENT), 10)
        filled = QRectF(frame.left(), frame.top(), frame.width() * min(1.0, share), frame.height())
        painter.fillRect(filled, QColor(fill))
        if added:
            more = QRectF(
                filled.right(), frame.top(), min(frame.right() - filled.right(), frame.width() * added), frame.height()
            )
            painter.fillRect(more, QBrush(QColor(t.acc), Qt.BrushStyle.BDiagPattern))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.line if dim else t.line2), 1))
        painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.drawPixmap(int(bar.left() + 7), int(bar.center().y() - 7), icons.pixmap(sign, t.tx2, 14, 1.5))
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(t.tx3 if dim else t.tx))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(bar.adjusted(26, 0, -8, 0), right, f"{share * 100:.0f} %")

    def _paint_chips(self, painter: QPainter, cell: Cell, room: QRectF) -> None:
        t = tokens()
        chips = list(cell.chips)
        offered = self._open if cell.start == self._chosen else None
        if offered is not None:
            chips = [Chip(offered[0], offered[1], False), *(one for one in chips if one.order_id != offered[0])]
        lines = max(1, int(room.height() // CHIP))
        shown = chips if len(chips) <= lines else chips[: lines - 1]
        for number, chip in enumerate(shown):
            box = QRectF(room.left(), room.top() + number * CHIP, room.width(), CHIP - 4)
            self._paint_chip(painter, box, chip, is_offered=offered is not None and number == 0)
            self._chips.append((box, chip))
        if len(shown) < len(chips):
            painter.setFont(font(13))
            painter.setPen(QColor(t.tx2))
            line = QRectF(room.left() + 2, room.top() + len(shown) * CHIP, room.width(), CHIP - 4)
            rest = len(chips) - len(shown)
            words = tr("{rest} more", rest=rest) if shown else tr("{count} stops", count=len(chips))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
            self._rest.append((line, cell))

    def _paint_chip(self, painter: QPainter, box: QRectF, chip: Chip, *, is_offered: bool) -> None:
        t = tokens()
        pen = QPen(QColor(t.acc if is_offered else t.line2), 2 if is_offered else 1)
        if not chip.is_agreed and not is_offered:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(t.panel))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        sign = "plus" if is_offered else "check" if chip.is_agreed else "clock"
        colour = t.acc if is_offered else t.tx2
        painter.drawPixmap(int(box.left() + 5), int(box.center().y() - 6), icons.pixmap(sign, colour, 13, 1.5))
        painter.setFont(font(13, MEDIUM) if is_offered else font(13))
        painter.setPen(QColor(t.tx))
        words = box.adjusted(23, 0, -4, 0)
        name = painter.fontMetrics().elidedText(chip.customer, Qt.TextElideMode.ElideMiddle, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
