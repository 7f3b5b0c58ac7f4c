"""The lines of the open order in very large type: done green, the current one taller, the rest waiting.

A model over rows, drawn by a delegate: an order of ten thousand lines opens like one of ten, a scan touches one row.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.packing.facts import LineFacts
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, shown_plain
from dispatch_console.ui.widgets.bench_sizes import BASE
from dispatch_console.ui.widgets.product_picture import pixmap_of

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
# pixels: the least height of a row and of the current one, and what stands beside the names
LOW, TALL = 128, 176
# the picture of the product, and the space behind it
PICTURE, PICTURE_NOW, AFTER = 100, 126, 20
EDGE, MARGIN, MARK = 8, 24, 48
NAME, NAME_NOW, PLATE = 28, 32, 46
# lines of a name: whoever packs reads all of it on the current one
MOST, MOST_NOW = 2, 4


class LinesModel(QAbstractListModel):
    """`current` is the row that is packed now, -1 where all is in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[LineFacts, ...] = ()
        self.current = -1

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == ROW:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr("{line}, {packed} of {ordered}", line=line.name, packed=line.packed, ordered=line.ordered)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown_plain(line.name)
        return None

    def show(self, lines: Sequence[LineFacts], current: int) -> bool:
        """Show lines, and return whether rows changed their height: other lines, or another one is current."""
        before, self.lines = self.lines, tuple(lines)
        moved, self.current = self.current != current, current
        if [line.line_id for line in before] != [line.line_id for line in self.lines]:
            self.beginResetModel()
            self.endResetModel()
            return True
        for row, (old, new) in enumerate(zip(before, self.lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))
        return moved


class LineDelegate(QStyledItemDelegate):
    def __init__(self, view: "LinesView") -> None:
        super().__init__(view)
        self._view = view
        # of rows that are not current, by row, for one width: asked anew for all of them when the current one moves on
        self._heights: dict[int, int] = {}
        self._for_width = -1

    def forget(self) -> None:
        """Forget the laid out texts: other lines are shown."""
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        now, width, row = self._view.is_current(index), self._view.viewport().width(), index.row()
        if width != self._for_width:
            self._heights.clear()
            self._for_width = width
        if now:
            return QSize(100, self._height(index.data(ROW), width, now=True))
        if row not in self._heights:
            self._heights[row] = self._height(index.data(ROW), width, now=False)
        return QSize(100, self._heights[row])

    def _height(self, line: LineFacts, width: int, *, now: bool) -> int:
        size = NAME_NOW if now else NAME
        rows = self._rows(line, self._room(line, width, now=now), now=now)
        tall = 24 + rows * _line_height(size, SEMIBOLD) + (PLATE if line.plate else 0) + _line_height(BASE)
        tall += _line_height(BASE - 2) if now and line.warning else 0
        return max(TALL if now else LOW, tall)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, line, now = tokens(), index.data(ROW), self._view.is_current(index)
        box: QRect = option.rect
        done = line.is_done
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = t.amb_tint if done and line.later else t.grn_tint if done else t.acc_tint if now else t.panel
        painter.fillRect(box, QColor(ground))
        if now:
            painter.fillRect(QRect(box.left(), box.top(), EDGE, box.height()), QColor(t.acc))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(t.line))
        self._counts(painter, box, line, now=now, done=done)
        room = self._room(line, box.width(), now=now)
        size = NAME_NOW if now else NAME
        rows = self._rows(line, room, now=now)
        high = rows * _line_height(size, SEMIBOLD)
        left, side = box.left() + EDGE + MARGIN // 2, PICTURE_NOW if now else PICTURE
        picture = pixmap_of(line.sku, self._view.pictures, side)
        painter.drawPixmap(left, box.top() + (box.height() - side) // 2, picture)
        left += side + AFTER
        warned = _line_height(BASE - 2) if now and line.warning else 0
        top = box.top() + (box.height() - high - (PLATE if line.plate else 0) - _line_height(BASE) - warned) // 2
        _write_wrapped(painter, QRect(left, top, room, high), line.name, font(size, SEMIBOLD), QColor(t.tx), rows)
        top += high
        if line.plate:
            self._plate(painter, QRect(left, top, room, PLATE), line.plate)
            top += PLATE
        follows = tr("{count} follows later", count=line.later) if line.later else ""
        place = "   ".join(
            part for part in (follows, tr("Shelf {shelf}", shelf=line.shelf) if line.shelf else "", line.sku) if part
        )
        _write(painter, QRect(left, top, room, _line_height(BASE)), place, font(BASE), QColor(t.tx2), LEFT)
        if warned:
            top += _line_height(BASE)
            _write(painter, QRect(left, top, room, warned), line.warning, font(BASE - 2), QColor(t.tx2), LEFT)
        painter.restore()

    def _counts(self, painter: QPainter, box: QRect, line: LineFacts, *, now: bool, done: bool) -> None:
        t = tokens()
        right = box.right() - 32
        if done:
            # what follows later is not done
            name, ink = ("hourglass", t.amb) if line.later else ("circle-check", t.grn)
            picture = icons.pixmap(name, ink, 40, 2.0)
            painter.drawPixmap(right - MARK + 4, box.center().y() - 20, picture)
        right -= MARK
        ordered = tr("of {ordered}", ordered=line.ordered)
        wide = _width(ordered, font(28, MEDIUM))
        place = QRect(right - wide, box.top(), wide, box.height())
        _write(painter, place, ordered, font(28, MEDIUM), QColor(t.tx2), RIGHT)
        packed, large = str(line.packed), font(76 if now else 52, SEMIBOLD)
        wide = _width(packed, large)
        place = QRect(place.left() - 10 - wide, box.top(), wide, box.height())
        _write(painter, place, packed, large, QColor(t.tx), RIGHT)

    def _room(self, line: LineFacts, width: int, *, now: bool) -> int:
        """Return the pixels for the names of a line in a row of this width."""
        counts = _width(tr("of {ordered}", ordered=line.ordered), font(28, MEDIUM)) + 10
        counts += _width(str(line.packed), font(76 if now else 52, SEMIBOLD))
        picture = (PICTURE_NOW if now else PICTURE) + AFTER
        return max(120, width - EDGE - 2 * MARGIN - 32 - MARK - counts - picture)

    def _rows(self, line: LineFacts, room: int, *, now: bool) -> int:
        face = font(NAME_NOW if now else NAME, SEMIBOLD)
        if _width(line.name, face) <= room:
            return 1
        return min(MOST_NOW if now else MOST, len(_broken(line.name, face, room, MOST_NOW)))

    def _plate(self, painter: QPainter, box: QRect, words: str) -> None:
        t, face = tokens(), font(28, SEMIBOLD)
        wide = min(box.width(), _width(words, face) + 28)
        shape = QRect(box.left(), box.top() + 2, wide, PLATE - 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.tx))
        painter.drawRoundedRect(shape, 4, 4)
        _write(painter, shape.adjusted(14, 0, -14, 0), words, face, QColor(t.panel), LEFT)


class LinesView(QListView):
    """The current line stays in view. Nothing is chosen here: whoever packs scans."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: Mapping[str, bytes] = {}
        self._model = LinesModel(self)
        self.setModel(self._model)
        self._delegate = LineDelegate(self)
        self.setItemDelegate(self._delegate)
        self._model.modelReset.connect(self._delegate.forget)
        self.setAccessibleName(tr("Lines of the order"))
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet(f"QListView {{ background: {tokens().panel}; border: 0; }}")

    @property
    def lines(self) -> tuple[LineFacts, ...]:
        return self._model.lines

    def is_current(self, index: Index) -> bool:
        return index.row() == self._model.current

    def show_lines(self, lines: Sequence[LineFacts], current: int, pictures: Mapping[str, bytes]) -> None:
        self.pictures = pictures
        if self._model.show(lines, current):
            self.scheduleDelayedItemsLayout()
            self.executeDelayedItemsLayout()
        if current >= 0:
            self.scrollTo(self._model.index(current))


def _width(words: str, face: QFont) -> int:
    # rounded down; a text in a box of just this width would be cut
    return QFontMetrics(face).horizontalAdvance(words) + 2


def _line_height(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> int:
    return QFontMetrics(font(size, weight)).lineSpacing()


def _write(painter: QPainter, box: QRect, words: str, face: QFont, ink: QColor, align: Qt.AlignmentFlag) -> None:
    """Write one line, its middle cut where there is no room."""
    painter.setFont(face)
    painter.setPen(ink)
    painter.drawText(box, align, QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideMiddle, box.width()))


def _write_wrapped(painter: QPainter, box: QRect, words: str, face: QFont, ink: QColor, rows: int) -> None:
    parts = _broken(words, face, box.width(), rows)
    high = QFontMetrics(face).lineSpacing()
    for number, part in enumerate(parts):
        _write(painter, QRect(box.left(), box.top() + number * high, box.width(), high), part, face, ink, LEFT)


def _broken(words: str, face: QFont, width: int, rows: int) -> list[str]:
    """Return at most so many lines; the last holds all that is left, and is cut when it is drawn."""
    # Qt counts in units of UTF-16
    units = words.encode("utf-16-le")
    layout = QTextLayout(words, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    parts: list[str] = []
    layout.beginLayout()
    while len(parts) < rows and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        end = len(units) // 2 if len(parts) == rows - 1 else line.textStart() + line.textLength()
        parts.append(units[2 * line.textStart() : 2 * end].decode("utf-16-le", errors="ignore"))
    layout.endLayout()
    return parts or [""]
