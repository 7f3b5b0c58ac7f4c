"""The list at the end of a day, drawn by a delegate: what is open by kind, its acts below it, and what came back."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dispatch_console.ui import icons
from dispatch_console.ui.return_desk.day_rows import Act, BackRow, DayRow, HeadRow, OpenRow
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, button, shown_plain
from dispatch_console.ui.widgets.drawn_rows import draw_ground, draw_line, tone_colour
from dispatch_console.ui.widgets.layout import empty

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
# pixels
HEAD_HIGH, OPEN_HIGH, BACK_HIGH, ACTS_HIGH, ACT_HIGH = 34, 54, 32, 42, 32
LEFT_EDGE, TEXT_LEFT, RIGHT_EDGE, ACT_GAP, ACT_PAD = 16, 50, 16, 8, 11
# from here on a row has its acts below it only while it is chosen: more things are seen at once
ROOMY = 10
# where the columns of goods begin, of the width
BACK_COLUMNS = (0.0, 0.27, 0.60, 0.78)


class DayModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[DayRow, ...] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown_plain(row.spoken)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be chosen: all but heads."""
        if isinstance(self.rows[index.row()], HeadRow):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def show(self, rows: tuple[DayRow, ...]) -> None:
        if [(type(row), row.key) for row in rows] == [(type(row), row.key) for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class DayDelegate(QStyledItemDelegate):
    """`chosen` is the row that has its acts as real buttons; elsewhere they are drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen = -1
        self.is_roomy = True

    def has_acts(self, index: Index) -> bool:
        """Return whether a row has its acts below it."""
        row = index.data(ROW)
        return isinstance(row, OpenRow) and bool(row.acts) and (self.is_roomy or index.row() == self.chosen)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        if isinstance(row, HeadRow):
            return QSize(100, HEAD_HIGH)
        if isinstance(row, BackRow):
            return QSize(100, BACK_HIGH)
        return QSize(100, OPEN_HIGH + (ACTS_HIGH if self.has_acts(index) else 0))

    def act_spots(self, index: Index, box: QRect) -> tuple[tuple[Act, QRect], ...]:
        """Return where the acts of a row are drawn; nowhere where they are buttons, or not shown."""
        row = index.data(ROW)
        if not isinstance(row, OpenRow) or not self.has_acts(index) or index.row() == self.chosen:
            return ()
        left, spots = box.left() + TEXT_LEFT, []
        metrics = QFontMetrics(font(13, MEDIUM))
        for act in row.acts:
            spot = QRect(left, box.top() + OPEN_HIGH - 2, metrics.horizontalAdvance(act.words) + 2 * ACT_PAD, ACT_HIGH)
            spots.append((act, spot))
            left = spot.right() + 1 + ACT_GAP
        return tuple(spots)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, box = index.data(ROW), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, HeadRow):
            self._paint_head(painter, box, row)
        else:
            draw_ground(painter, box, option.state)
            if isinstance(row, OpenRow):
                self._paint_open(painter, box, row)
                self._paint_acts(painter, index, box)
            else:
                self._paint_back(painter, box, row)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRect, row: HeadRow) -> None:
        t = tokens()
        painter.fillRect(box, QColor(t.sunk))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(t.line))
        middle = box.center().y()
        painter.drawPixmap(box.left() + LEFT_EDGE, middle - 8, icons.pixmap(row.sign, t.tx2, 17, 2.0))
        line = box.adjusted(LEFT_EDGE + 26, 0, -RIGHT_EDGE, 0)
        taken = draw_line(painter, line, row.right, t.tx2, font(), right=True)
        if row.key_hint:
            wide = QFontMetrics(font(11)).horizontalAdvance(row.key_hint) + 10
            key = QRect(line.right() - taken - wide + 4, middle - 9, wide, 18)
            painter.setPen(QPen(QColor(t.line2), 1))
            painter.setBrush(QColor(t.panel))
            painter.drawRoundedRect(key, 3, 3)
            painter.setPen(QColor(t.tx2))
            painter.setFont(font(11))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, row.key_hint)
            taken += wide + 8
        line.setRight(line.right() - taken)
        gone = draw_line(painter, line, row.count, t.tx, font(13, SEMIBOLD))
        draw_line(painter, line.adjusted(max(0, gone - 4), 0, 0, 0), row.words, t.tx, font(13, SEMIBOLD))

    def _paint_open(self, painter: QPainter, box: QRect, row: OpenRow) -> None:
        t = tokens()
        painter.drawPixmap(
            box.left() + LEFT_EDGE, box.top() + 9, icons.pixmap(row.sign, tone_colour(row.tone, t.tx2), 18, 2.0)
        )
        top = QRect(box.left() + TEXT_LEFT, box.top() + 8, box.width() - TEXT_LEFT - RIGHT_EDGE, 18)
        low = top.translated(0, 19)
        taken = draw_line(painter, top, row.right, t.tx, font(), right=True)
        draw_line(painter, top.adjusted(0, 0, -taken, 0), row.title, t.tx, font(13, MEDIUM))
        taken = draw_line(painter, low, row.under_right, t.tx2, font(), right=True)
        draw_line(painter, low.adjusted(0, 0, -taken, 0), row.under, t.tx2, font())

    def _paint_acts(self, painter: QPainter, index: Index, box: QRect) -> None:
        t = tokens()
        for act, spot in self.act_spots(index, box):
            painter.setPen(QPen(QColor(t.line3), 1))
            painter.setBrush(QColor(t.panel))
            painter.drawRoundedRect(spot.adjusted(0, 0, -1, -1), 4, 4)
            painter.setPen(QColor(t.tx))
            painter.setFont(font(13, MEDIUM))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, act.words)

    def _paint_back(self, painter: QPainter, box: QRect, row: BackRow) -> None:
        t = tokens()
        inside = box.adjusted(LEFT_EDGE, 0, -RIGHT_EDGE, 0)
        starts = [inside.left() + round(share * inside.width()) for share in BACK_COLUMNS]
        what, whose, place, state = (
            QRect(start, box.top(), end - start - 12, box.height())
            for start, end in zip(starts, (*starts[1:], inside.right() + 12), strict=True)
        )
        draw_line(painter, what, row.what, t.tx, font(13, MEDIUM))
        draw_line(painter, whose, row.whose, t.tx2, font())
        middle = box.center().y()
        painter.drawPixmap(place.left(), middle - 8, icons.pixmap(row.place_sign, t.tx2, 16, 2.0))
        draw_line(painter, place.adjusted(23, 0, 0, 0), row.place, t.tx, font())
        colour = tone_colour(row.tone, t.tx2)
        sign = "circle-check" if row.tone == "good" else "circle-x"
        painter.drawPixmap(state.left(), middle - 8, icons.pixmap(sign, colour, 16, 2.0))
        draw_line(painter, state.adjusted(23, 0, 0, 0), row.state, colour, font())


class DayList(QListView):
    """`chosen` tells which row the person picked, `act_wanted` the code of what is to be done about it, `opened` comes
    with a double click. Showing rows again tells nothing.
    """

    chosen = Signal(str)
    act_wanted = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        # a child of the viewport, not an index widget: showing rows anew must not delete what is being pressed
        self._bar = QWidget(self.viewport())
        self._buttons = QHBoxLayout(self._bar)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(ACT_GAP)
        self._shown: tuple[str, tuple[Act, ...]] = ("", ())
        self._bar.hide()
        self._model, self._delegate = DayModel(self), DayDelegate(self)
        self._quiet = False
        self._pressed: tuple[str, str] | None = None
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; border: 0; outline: 0; }")
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.rows[index.row()].key))

    @property
    def rows(self) -> tuple[DayRow, ...]:
        return self._model.rows

    @property
    def open_rows(self) -> tuple[OpenRow, ...]:
        return tuple(row for row in self.rows if isinstance(row, OpenRow))

    def show_rows(self, rows: Sequence[DayRow], chosen: str) -> None:
        """Show rows and choose one by its key. What is scrolled stays where it is."""
        self._quiet = True
        place = self.verticalScrollBar().value()
        self._delegate.is_roomy = sum(isinstance(row, OpenRow) for row in rows) < ROOMY
        self._model.show(tuple(rows))
        number = next((number for number, row in enumerate(rows) if chosen and row.key == chosen), -1)
        self._delegate.chosen = number
        self._lay_out()
        self.verticalScrollBar().setValue(place)
        if number >= 0:
            self.setCurrentIndex(self._model.index(number))
        else:
            self.selectionModel().setCurrentIndex(NOWHERE, QItemSelectionModel.SelectionFlag.Clear)
        self._quiet = False
        self._show_buttons()

    def step(self, by: int) -> None:
        """Go to the next or previous row that can be chosen, as the arrow keys do."""
        number = self.currentIndex().row() if self.currentIndex().isValid() else -1 if by > 0 else len(self.rows)
        number += by
        while 0 <= number < len(self.rows) and isinstance(self.rows[number], HeadRow):
            number += by
        if 0 <= number < len(self.rows):
            self.setCurrentIndex(self._model.index(number))

    def choose(self, key: str) -> None:
        """Choose a row by its key, as a click on it does; empty leaves the choice."""
        number = next((number for number, row in enumerate(self.rows) if key and row.key == key), -1)
        if number >= 0:
            self.setCurrentIndex(self._model.index(number))

    def place_of_choice(self) -> QPoint:
        """Return where a menu of the chosen row opens, on the screen."""
        box = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(QPoint(box.left() + round(BACK_COLUMNS[2] * box.width()), box.bottom()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.step(step)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Ignore letters: they are keys of the screen here, not the beginning of a name."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._act_at(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        # the row is chosen by now, and its acts are buttons
        if pressed is not None and pressed[0] == self._shown[0]:
            under = self._bar.geometry().adjusted(0, 0, self.width(), 0)
            if under.contains(event.position().toPoint()):
                self.act_wanted.emit(pressed[1])

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_bar()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_bar()

    def _act_at(self, point: QPoint) -> tuple[str, str] | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        spots = self._delegate.act_spots(index, self.visualRect(index))
        code = next((act.code for act, spot in spots if spot.contains(point)), None)
        return (self.rows[index.row()].key, code) if code is not None else None

    def _moved(self, current: QModelIndex) -> None:
        self._delegate.chosen = current.row() if current.isValid() else -1
        if self._quiet:
            return
        self._lay_out()
        if current.isValid():
            self.scrollTo(current)
        self._show_buttons()
        if current.isValid():
            self.chosen.emit(self._model.rows[current.row()].key)

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()

    def _show_buttons(self) -> None:
        """Show what can be done about the chosen row. A button that is being pressed is not made anew by news."""
        number = self._delegate.chosen
        row = self.rows[number] if 0 <= number < len(self.rows) else None
        shown = (row.key, tuple(row.acts)) if isinstance(row, OpenRow) else ("", ())
        if shown != self._shown:
            empty(self._buttons)
            self._shown = shown
            for place, act in enumerate(shown[1], 1):
                one = button(act.words, key=str(place))
                one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                one.clicked.connect(lambda _=False, code=act.code: self.act_wanted.emit(code))
                self._buttons.addWidget(one)
                # a layout shows it only later, and until then reckons without it
                one.show()
        self._place_bar()

    def _place_bar(self) -> None:
        index = self.currentIndex()
        self._bar.setVisible(bool(self._shown[1]) and index.isValid())
        if index.isValid():
            box = self.visualRect(index)
            self._bar.setGeometry(
                box.left() + TEXT_LEFT, box.top() + OPEN_HIGH - 2, self._bar.sizeHint().width(), ACT_HIGH
            )


def first_of(rows: Sequence[DayRow], kind: type[OpenRow] | type[BackRow]) -> str:
    """Return the key of the first row of a kind; empty where there is none."""
    return next((row.key for row in rows if isinstance(row, kind)), "")
