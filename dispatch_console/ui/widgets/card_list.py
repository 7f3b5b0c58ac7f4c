"""A list of two-line cards, drawn by a delegate: ten thousand scroll like ten, and a screen reader reads each one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, shown_plain
from dispatch_console.ui.widgets.drawn_rows import draw_ground, draw_line, tone_colour
from dispatch_console.ui.widgets.map_colours import driver_colours

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
CARD = Qt.ItemDataRole.UserRole
SHORT_LEAD = 2
# what a dragged card carries: the key of a stop or an order
STOP_TYPE = "application/x-dispatch-stop"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands left of a card: `number` in a disc, `letter` in a square, an `icon`, or a `diamond`."""

    kind: str
    text: str = ""
    fill: str = ""
    line: str = ""
    ink: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Two lines with something right of each. `tone` names the colour of title and right: wrong, decide, faint.

    `under_sign` is an icon before what stands right below, `said_sign` one before what stands left below.
    """

    key: str
    title: str
    right: str = ""
    under: str = ""
    under_right: str = ""
    lead: str = ""
    mark: Mark | None = None
    tone: str = ""
    under_tone: str = ""
    under_sign: str = ""
    said_tone: str = ""
    said_sign: str = ""

    @property
    def spoken(self) -> str:
        number = f"{self.mark.text} " if self.mark and self.mark.kind in ("number", "letter") else ""
        return ", ".join(
            part for part in (f"{number}{self.title}", self.lead, self.right, self.under, self.under_right) if part
        )


def dragged(key: str) -> QMimeData:
    """Return what a dragged stop or order carries."""
    data = QMimeData()
    data.setData(STOP_TYPE, key.encode())
    return data


def key_dragged(data: QMimeData) -> str:
    """Return the key of the stop or order that is dragged; empty for anything else."""
    return bytes(data.data(STOP_TYPE).data()).decode() if data.hasFormat(STOP_TYPE) else ""


class CardModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: tuple[Card, ...] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self.cards[index.row()]
        if role == CARD:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return card.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown_plain(card.spoken)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [STOP_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the key of the card that is dragged."""
        return dragged(self.cards[indexes[0].row()].key)

    def show(self, cards: tuple[Card, ...]) -> None:
        if len(cards) == len(self.cards):
            self.cards = cards
            if cards:
                self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))
            return
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()


class CardDelegate(QStyledItemDelegate):
    """`pixels` is the size of the type; rows grow with it."""

    def __init__(self, parent: QWidget, pixels: int) -> None:
        super().__init__(parent)
        self._pixels, self._line = pixels, pixels + 5

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, 2 * self._line + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, card = tokens(), index.data(CARD)
        plain, strong = font(self._pixels), font(self._pixels, MEDIUM)
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, box, option.state)
        left = box.left() + 14
        if card.mark is not None:
            draw_mark(painter, card.mark, QPoint(left + 11, box.center().y()))
            left += 34
        if card.lead:
            # a clock and a number of a place: both stand in a column of their own
            wide = 46 if len(card.lead) > SHORT_LEAD else 20
            lead = QRect(left, box.top(), wide, box.height())
            draw_line(painter, lead, card.lead, tone_colour(card.tone, t.tx), strong)
            left += wide + 6
        top = QRect(left, box.top() + 7, box.right() - 14 - left, self._line)
        low = top.translated(0, self._line + 2)
        taken = draw_line(painter, top, card.right, tone_colour(card.tone, t.tx), plain, right=True)
        draw_line(painter, top.adjusted(0, 0, -taken, 0), card.title, tone_colour(card.tone, t.tx), strong)
        taken = draw_line(painter, low, card.under_right, tone_colour(card.under_tone, t.tx2), plain, right=True)
        if card.under_sign:
            picture = icons.pixmap(card.under_sign, tone_colour(card.under_tone, t.tx2), 14, 2.0)
            painter.drawPixmap(low.right() - taken - 8, low.center().y() - 7, picture)
            taken += 20
        usual = t.tx3 if card.tone == "faint" else t.tx2
        room = low.adjusted(0, 0, -taken, 0)
        if card.said_sign:
            picture = icons.pixmap(card.said_sign, tone_colour(card.said_tone, usual), 14, 2.0)
            painter.drawPixmap(room.left(), room.center().y() - 7, picture)
            room = room.adjusted(20, 0, 0, 0)
        draw_line(painter, room, card.under, tone_colour(card.said_tone, usual), plain)
        painter.restore()


# steps along a route and rows down, by the arrow that is pressed with Alt
NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CardList(QListView):
    """`chosen` tells what the person picked, by mouse or arrows; showing cards again does not.

    `opened` comes with Enter or a double click. What can be dragged out of the list is `nudged` by Alt and an arrow:
    steps along and rows down.
    """

    chosen = Signal(str)
    opened = Signal(str)
    nudged = Signal(int, int)

    def __init__(self, name: str, pixels: int = 13, *, draggable: bool = False, nudgeable: bool = False) -> None:
        super().__init__()
        self._nudgeable = draggable or nudgeable
        self.setDragEnabled(draggable)
        self._model = CardModel(self)
        self._quiet = False
        self.setModel(self._model)
        self.setItemDelegate(CardDelegate(self, pixels))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; border: 0; outline: 0; }")
        self.selectionModel().currentChanged.connect(self._moved)
        self.activated.connect(lambda index: self.opened.emit(self._model.cards[index.row()].key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = NUDGES.get(Qt.Key(event.key()))
        if self._nudgeable and step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.nudged.emit(*step)
        else:
            super().keyPressEvent(event)

    def show_cards(self, cards: Sequence[Card], chosen: str = "") -> None:
        self._quiet = True
        self._model.show(tuple(cards))
        row = next((number for number, card in enumerate(cards) if card.key == chosen), -1)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self._quiet = False

    @property
    def cards(self) -> tuple[Card, ...]:
        return self._model.cards

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the cards in their order."""
        return tuple(card.key for card in self.cards)

    def mark(self, key: str) -> None:
        """Mark a card, without a word to whoever listens."""
        self.show_cards(self.cards, key)

    def step(self, by: int) -> None:
        """Go to the next or previous card, as the arrow keys do."""
        row = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        if 0 <= row < len(self._model.cards):
            self.setCurrentIndex(self._model.index(row))

    def keyboardSearch(self, search: str) -> None:
        """Ignore letters: they are keys of the screen here, not the beginning of a name."""

    def _moved(self, current: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            self.chosen.emit(self._model.cards[current.row()].key)


def draw_mark(painter: QPainter, mark: Mark, centre: QPoint) -> None:
    """Draw a mark, the same on lists, timeline and board."""
    t = tokens()
    painter.setPen(QPen(QColor(mark.line or mark.fill or t.tx), 1.5))
    painter.setBrush(QColor(mark.fill) if mark.fill else Qt.BrushStyle.NoBrush)
    box = QRectF(centre.x() - 11, centre.y() - 11, 22, 22)
    if mark.kind == "icon":
        painter.drawPixmap(centre.x() - 9, centre.y() - 9, icons.pixmap(mark.text, mark.ink or t.tx2, 18, 2.0))
        return
    if mark.kind == "diamond":
        x, y = centre.x(), centre.y()
        corners = [QPoint(x, y - 7), QPoint(x + 7, y), QPoint(x, y + 7), QPoint(x - 7, y)]
        painter.drawPolygon(QPolygonF([corner.toPointF() for corner in corners]))
        return
    if mark.kind == "letter":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
    else:
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.setPen(QColor(mark.ink or t.tx))
    painter.setFont(font(12, SEMIBOLD))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.text)


def driver_square(letter: str) -> QPixmap:
    """Return the square of a driver as a picture, 24 pixels wide."""
    colours = driver_colours(letter)
    picture = QPixmap(48, 48)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_mark(painter, Mark("letter", letter, colours.fill, ink=colours.letter), QPoint(12, 12))
    painter.end()
    return picture
