"""Draws rows of the queue: calendar for a promise, clock for a wish, the stage's ring, amber where one must decide."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from dispatch_console import texts
from dispatch_console.application.orders.queue import OrderRow
from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.rows_model import ROW_ROLE

ROW_HEIGHT = 34
# a second line says what its source changed
CHANGED_HEIGHT = 60
_GAP = 12
_RING = {"verify": 0, "pack": 60, "schedule": 110, "route": 170, "load": 220, "on_the_road": 280, "reconcile": 330}


class OrderDelegate(QStyledItemDelegate):
    """`column_keys` names what each column shows; `is_late` whether an order may miss its van."""

    def __init__(self, column_keys: tuple[str, ...], is_late: Callable[[OrderRow], bool]) -> None:
        super().__init__()
        self._keys, self._is_late = column_keys, is_late
        # whether the rows are sorted by the van they leave with
        self.by_van = True

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        t = tokens()
        row: OrderRow | None = index.data(ROW_ROLE)
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        fill = t.acc_tint if selected else t.amb_tint if row and row.verification == "changed" else t.panel
        painter.fillRect(area, QColor(fill))
        thick = 2 if row is not None and self._is_last_of_van(index, row) else 1
        line = t.line3 if thick == 2 else t.line
        painter.fillRect(QRect(area.left(), area.bottom() - thick + 1, area.width(), thick), QColor(line))
        if selected and index.column() == 0:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(t.acc))
        if row is not None:
            if area.height() > ROW_HEIGHT and row.change:
                self._change(painter, option, row, selected=selected)
                area = QRect(area.left(), area.top(), area.width(), ROW_HEIGHT)
            self._cell(painter, area.adjusted(8, 0, -8, -1), self._keys[index.column()], row, str(index.data() or ""))
        painter.restore()

    def _is_last_of_van(self, index: QModelIndex | QPersistentModelIndex, row: OrderRow) -> bool:
        """Return whether the next row leaves with another van; sorted otherwise the vans are mixed anyway."""
        if not self.by_van:
            return False
        following: OrderRow | None = index.sibling(index.row() + 1, index.column()).data(ROW_ROLE)
        return following is not None and following.leaves_at != row.leaves_at

    def _change(self, painter: QPainter, option: QStyleOptionViewItem, row: OrderRow, *, selected: bool) -> None:
        """Draw the line below a changed order. It goes over all columns; each cell draws its part of it."""
        table = option.widget
        if not isinstance(table, QTableView):
            return
        t = tokens()
        left = table.columnViewportPosition(self._keys.index("number")) + 8
        width = table.viewport().width() - left - 8
        line = QRect(left, option.rect.top() + ROW_HEIGHT - 4, width, CHANGED_HEIGHT - ROW_HEIGHT)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setFont(font(13, QFont.Weight.Medium))
        painter.setPen(QColor(t.amb))
        keys = tr("T takes it, O keeps ours, D compares") if selected else ""
        aside = painter.fontMetrics().horizontalAdvance(keys)
        left_side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        said = tr("Changed at the source: {changes}", changes=changes_of(row))
        room = width - aside - _GAP
        painter.drawText(
            line, left_side, painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, max(0, room))
        )
        painter.setPen(QColor(t.tx2))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        painter.restore()

    def _cell(self, painter: QPainter, area: QRect, key: str, row: OrderRow, text: str) -> None:
        t = tokens()
        colour, weight = t.tx, QFont.Weight.Normal
        if key == "mark":
            self._mark(painter, area, row)
            return
        if key in ("address", "town", "step", "source"):
            colour = t.tx2
        if key == "number":
            weight = QFont.Weight.Medium
        if row.held_by:
            colour = t.tx3
        if key == "leaves" and self._is_late(row):
            colour = t.amb
        if key == "promise":
            # a window that is only planned with is no promise
            is_agreed = row.promise_start is not None and row.appointment not in ("proposed", "moved")
            has_window = row.promise_start or row.wish_start
            name = "calendar-check" if is_agreed else "clock" if has_window else "minus"
            painter.drawPixmap(area.left(), area.center().y() - 7, icons.pixmap(name, t.tx2, 15, 2.0))
            area = area.adjusted(22, 0, 0, 0)
            colour = t.tx if is_agreed else t.tx2
        if key == "stage":
            self._ring(painter, area, row.stage)
            area = area.adjusted(24, 0, 0, 0)
            if row.stage == "needs_attention":
                colour = t.amb
        painter.setFont(font(13, weight))
        painter.setPen(QColor(colour))
        right = key in ("pieces", "step")
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        mode = Qt.TextElideMode.ElideMiddle
        shown = painter.fontMetrics().elidedText(" ".join(text.split()), mode, area.width())
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _mark(self, painter: QPainter, area: QRect, row: OrderRow) -> None:
        t = tokens()
        name, colour = "", t.tx2
        if row.held_by:
            name = "lock"
        elif self._is_late(row) and row.verification != "changed":
            name, colour = "clock-alert", t.amb
        elif row.verification == "changed":
            name, colour = "git-compare", t.amb
        elif row.duplicate_of is not None:
            name = "copy"
        if name:
            painter.drawPixmap(area.left(), area.center().y() - 8, icons.pixmap(name, colour, 16, 2.0))

    def _ring(self, painter: QPainter, area: QRect, stage: str) -> None:
        t = tokens()
        if stage == "needs_attention":
            painter.drawPixmap(area.left(), area.center().y() - 8, icons.pixmap("triangle-alert", t.amb, 16, 2.0))
            return
        if stage == "closed":
            painter.drawPixmap(area.left(), area.center().y() - 8, icons.pixmap("circle-check", t.tx2, 16, 2.0))
            return
        ring_icon(painter, QRect(area.left() + 1, area.center().y() - 6, 13, 13), stage)


def changes_of(row: OrderRow) -> str:
    """Return what the source says otherwise, in one line."""
    return ", ".join(
        f"{texts.field(what)} {texts.plain(ours)} → {texts.plain(theirs)}" for what, ours, theirs in row.change
    )


def ring_icon(painter: QPainter, place: QRect, stage: str) -> None:
    """Return the stage's ring, which fills with progress, without colour."""
    t = tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = painter.pen()
    pen.setColor(QColor(t.tx2))
    pen.setWidthF(1.5)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(place)
    angle = _RING.get(stage, 0)
    if angle:
        painter.setBrush(QColor(t.tx2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(place.adjusted(2, 2, -2, -2), 90 * 16, -angle * 16)
