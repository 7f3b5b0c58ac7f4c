"""The timeline under the hand: stops are picked, dragged and nudged, vans chosen; how it is drawn is in its canvas."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from dispatch_console.ui.routes.editing.pointer_label import PointerLabel
from dispatch_console.ui.routes.timeline.canvas import HEAD_HEIGHT, NAMES_WIDTH, TimelineCanvas
from dispatch_console.ui.routes.timeline.rows import VanRow
from dispatch_console.ui.routes.timeline.signs import ROW_HEIGHT, bar_box_of
from dispatch_console.ui.widgets.card_list import NUDGES, STOP_TYPE, key_dragged


class Timeline(TimelineCanvas):
    """`picked` gives a stop's key; arrows walk the stops of the row, up and down change the van.

    A bar, or a card of the tray, that is dragged says where it is: over which row, at which time (`dragged`); let go it
    is `dropped`, outside or with Esc it is `put_back`. With Alt the arrows carry the stop instead (`nudged`: steps
    along the row, rows up or down).
    """

    picked = Signal(str)
    van_picked = Signal(str)
    dragged = Signal(str, str, object)
    dropped = Signal()
    put_back = Signal()
    nudged = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._pressed: tuple[str, QPointF] | None = None
        self._dragging = False
        self._at = QPointF()
        self._label = PointerLabel(self)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_carried(self, key: str, rows: Sequence[VanRow], head: str, *, broken: bool) -> None:
        """Show the rows with this stop there; its old place stays dashed, `head` follows the pointer."""
        if not self._carried:
            self._old = {
                bar.key: (number, bar) for number, row in enumerate(self._rows) for leg in row.legs for bar in leg.bars
            }
            self._span = self.scale()
            self._hands += 1
        self._carried, self._rows = key, tuple(rows)
        self._label.show_words(head, wrong=broken)
        self._place_label()
        self.update()

    def end_carrying(self) -> None:
        if self._dragging:
            # put back in the middle of a drag: what is still pressed carries nothing any more
            self._pressed = None
        self._carried, self._old, self._dragging = "", {}, False
        self._label.hide()
        self.update()

    def _place_label(self) -> None:
        at = self._at
        if not self._dragging:
            box = self.bar_box(self._carried)
            at = box.center() if box else QPointF(self.width() / 2, self.height() / 2)
        x = min(
            max(NAMES_WIDTH, int(at.x()) - self._label.width() // 2), max(0, self.width() - self._label.width() - 8)
        )
        above = int(at.y()) - self._label.height() - 26
        self._label.move(x, above if above > 2 else int(at.y()) + 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, scale = event.position(), self.scale()
        row = int((at.y() - HEAD_HEIGHT) // ROW_HEIGHT)
        if scale is None or at.y() < self._top + HEAD_HEIGHT or row >= len(self._rows):
            return
        top = HEAD_HEIGHT + row * ROW_HEIGHT
        for leg in self._rows[row].legs:
            for bar in leg.bars:
                if bar_box_of(scale, bar, top).adjusted(-2, -8, 2, 8).contains(at):
                    self._pressed = (bar.key, at)
                    self.picked.emit(bar.key)
                    return
        self.van_picked.emit(self._rows[row].letter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        key, since = self._pressed
        self._at = event.position()
        if not self._dragging and (self._at - since).manhattanLength() < QApplication.startDragDistance():
            return
        self._dragging = True
        spot = self.spot(self._at)
        if spot is not None:
            self.dragged.emit(key, *spot)
        if self._carried:
            self._place_label()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragging, self._pressed = self._dragging, None
        self._dragging = False
        if dragging:
            (self.dropped if self.spot(event.position()) else self.put_back).emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(STOP_TYPE):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._at, self._dragging = event.position(), True
        spot = self.spot(self._at)
        if spot is not None:
            self.dragged.emit(key_dragged(event.mimeData()), *spot)
        event.setAccepted(spot is not None)
        if self._carried:
            self._place_label()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dragging = False
        self.put_back.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        self._dragging = False
        event.acceptProposedAction()
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            way = NUDGES.get(Qt.Key(event.key()))
            if way:
                self.nudged.emit(*way)
                return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        turn = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        numbers = [row.letter for row in self._rows]
        at = numbers.index(self._letter) if self._letter in numbers else -1
        if turn and self._rows:
            self.van_picked.emit(numbers[max(0, min(at + turn, len(numbers) - 1))])
        elif step and at >= 0:
            bars = [bar.key for leg in self._rows[at].legs for bar in leg.bars]
            here = bars.index(self._stop) if self._stop in bars else (-1 if step > 0 else len(bars))
            if 0 <= here + step < len(bars):
                self.picked.emit(bars[here + step])
        else:
            super().keyPressEvent(event)
