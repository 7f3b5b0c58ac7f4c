"""The board: a row per van, a dot per stop, and in words what the van is doing now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD
from dispatch_console.ui.widgets.card_list import Mark, draw_mark
from dispatch_console.ui.widgets.map_colours import driver_colours

NAMES_WIDTH, WORDS_WIDTH = 170, 190
HEAD_HEIGHT, ROW_HEIGHT = 30, 42
WIDEST_STEP, RADIUS = 31, 9.5
# dots closer than their numbers are drawn smaller, and below this without a number
SHARE_OF_STEP, LEAST_WITH_NUMBER = 0.44, 8.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One stop; `state` is todo, door, late, done or missed."""

    key: str
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A van with its departures, each a name like `08:00` and its dots."""

    letter: str
    driver: str
    vehicle: str
    legs: tuple[tuple[str, tuple[Dot, ...]], ...]
    doing: str
    standing: str
    behind: bool


class RouteBoard(QWidget):
    """`picked` gives a stop's key; arrows walk along a van and between vans."""

    picked = Signal(str)
    van_picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[BoardRow, ...] = ()
        self._letter, self._stop = "", ""
        self._top, self._radius = 0, RADIUS
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Board of the routes"))

    def show_rows(self, rows: Sequence[BoardRow], letter: str, stop: str) -> None:
        self._rows, self._letter, self._stop = tuple(rows), letter, stop
        self.setFixedHeight(HEAD_HEIGHT + ROW_HEIGHT * max(1, len(self._rows)) + 1)
        row = next((row for row in self._rows if row.letter == letter), None)
        dots = [dot for _, leg in row.legs for dot in leg] if row else []
        chosen = next(
            (
                (tr("stop {number} {state},", number=dot.number, state=dot.state) + " ")
                for dot in dots
                if dot.key == stop
            ),
            "",
        )
        self.setAccessibleDescription(f"{chosen}{row.driver}: {row.doing}, {row.standing}" if row else "")
        self.update()

    def keep_head_at(self, top: int) -> None:
        """Draw the head of the table there: what is shown of a long board begins there."""
        self._top = top
        self.update()

    def row_of(self, letter: str) -> tuple[int, int] | None:
        """Return where the row of a van begins and ends, None where it has none."""
        at = next((number for number, row in enumerate(self._rows) if row.letter == letter), None)
        return None if at is None else (HEAD_HEIGHT + at * ROW_HEIGHT, HEAD_HEIGHT + (at + 1) * ROW_HEIGHT)

    def _dots(self) -> Iterator[tuple[int, Dot, QPointF]]:
        """Return every dot with its row and its centre; departures stand under each other."""
        legs = max((len(row.legs) for row in self._rows), default=0)
        widths = [max((len(row.legs[n][1]) for row in self._rows if n < len(row.legs)), default=0) for n in range(legs)]
        room = self.width() - NAMES_WIDTH - WORDS_WIDTH - 30 * legs
        step = min(WIDEST_STEP, room / max(1, sum(widths)))
        self._radius = min(RADIUS, step * SHARE_OF_STEP)
        for number, row in enumerate(self._rows):
            left = float(NAMES_WIDTH + 12)
            for place, (_, dots) in enumerate(row.legs):
                for at, dot in enumerate(dots):
                    y = HEAD_HEIGHT + number * ROW_HEIGHT + ROW_HEIGHT / 2
                    yield number, dot, QPointF(left + at * step, y)
                left += widths[place] * step + 30

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(t.panel))
        if not self._rows:
            self._head(painter, {})
            painter.setPen(QColor(t.tx3))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No van is on duty this day."))
            return
        asked = event.rect()
        first = max(0, (asked.top() - HEAD_HEIGHT) // ROW_HEIGHT)
        shown = range(first, min(len(self._rows), (asked.bottom() - HEAD_HEIGHT) // ROW_HEIGHT + 1))
        for number in shown:
            self._row(painter, self._rows[number], HEAD_HEIGHT + number * ROW_HEIGHT)
        names: dict[str, float] = {}
        last: dict[int, QPointF] = {}
        for number, dot, centre in self._dots():
            for name, dots in self._rows[number].legs:
                if dots and dots[0].key == dot.key:
                    names.setdefault(name, centre.x())
            if number not in shown:
                continue
            if number in last:
                painter.setPen(QPen(QColor(t.line3), 1))
                painter.drawLine(last[number] + QPointF(self._radius, 0), centre - QPointF(self._radius, 0))
            self._dot(painter, dot, centre)
            last[number] = centre
        self._head(painter, names)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.acc), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _head(self, painter: QPainter, names: Mapping[str, float]) -> None:
        """Draw the names of the columns over whatever stands there. `names`: of the departures, by where they begin."""
        t = tokens()
        painter.fillRect(0, self._top, self.width(), HEAD_HEIGHT, QColor(t.sunk))
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(t.tx2))
        words = [
            (14.0, 100.0, tr("Route")),
            (float(self.width() - WORDS_WIDTH), float(WORDS_WIDTH), tr("Now, live ETA")),
        ]
        words += [(x - 10, 90.0, tr("{name} van", name=name)) for name, x in names.items()]
        for x, width, text in words:
            painter.drawText(QRectF(x, self._top, width, HEAD_HEIGHT), Qt.AlignmentFlag.AlignVCenter, text)

    def _row(self, painter: QPainter, row: BoardRow, top: int) -> None:
        t, colours = tokens(), driver_colours(row.letter)
        if row.letter == self._letter:
            painter.fillRect(0, top, self.width(), ROW_HEIGHT, QColor(t.acc_tint))
        painter.fillRect(0, top + ROW_HEIGHT - 1, self.width(), 1, QColor(t.line))
        draw_mark(painter, Mark("letter", row.letter, colours.fill, ink=colours.letter), QPoint(25, top + 20))
        words = self.width() - WORDS_WIDTH
        for text, x, width, y, colour, weight in (
            (row.driver, 44, NAMES_WIDTH - 48, 3, t.tx, MEDIUM),
            (row.vehicle, 44, NAMES_WIDTH - 48, 21, t.tx2, font().weight()),
            (row.doing, words, WORDS_WIDTH - 8, 3, t.tx, font().weight()),
            (row.standing, words + (18 if row.behind else 0), WORDS_WIDTH - 26, 21, t.red if row.behind else t.tx2,
             font().weight()),
        ):  # fmt: skip
            painter.setFont(font(13, weight))
            painter.setPen(QColor(colour))
            short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(QRectF(x, top + y, width, 18), Qt.AlignmentFlag.AlignVCenter, short)
        if row.behind:
            painter.drawPixmap(words, top + 23, icons.pixmap("clock-alert", t.red, 14, 2.0))

    def _dot(self, painter: QPainter, dot: Dot, centre: QPointF) -> None:
        t, radius = tokens(), self._radius
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        is_small = radius < LEAST_WITH_NUMBER
        if dot.key == self._stop:
            painter.setPen(QPen(QColor(t.acc), 2))
            painter.setBrush(QColor(t.panel))
            painter.drawEllipse(box.adjusted(-4, -4, 4, 4))
        corner = QPoint(int(centre.x()) - 8, int(centre.y()) - 8)
        if dot.state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.tx3))
            painter.drawEllipse(box)
            if not is_small:
                painter.drawPixmap(corner + QPoint(2, 2), icons.pixmap("check", t.panel, 13, 2.0))
            return
        if dot.state == "missed":
            size = 17 if not is_small else int(2 * radius)
            corner = QPoint(int(centre.x()) - size // 2, int(centre.y()) - size // 2)
            painter.drawPixmap(corner, icons.pixmap("triangle-alert", t.amb, size, 2.0))
            return
        colour, width = {"late": (t.red, 2.2), "door": (t.tx, 2.5)}.get(dot.state, (t.line3, 1.2))
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(QColor(t.panel))
        painter.drawEllipse(box)
        if is_small and dot.key != self._stop:
            return
        painter.setPen(QColor(t.red if dot.state == "late" else t.tx))
        painter.setFont(font(12, SEMIBOLD if dot.state != "todo" else MEDIUM))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(dot.number))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        for _, dot, centre in self._dots():
            if abs(at.x() - centre.x()) <= max(self._radius + 1, 4) and abs(at.y() - centre.y()) <= 16:
                self.picked.emit(dot.key)
                return
        row = int((at.y() - HEAD_HEIGHT) // ROW_HEIGHT)
        if at.y() > HEAD_HEIGHT and row < len(self._rows):
            self.van_picked.emit(self._rows[row].letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letters = [row.letter for row in self._rows]
        at = letters.index(self._letter) if self._letter in letters else -1
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and letters:
            step = -1 if key == Qt.Key.Key_Up else 1
            self.van_picked.emit(letters[max(0, min(at + step, len(letters) - 1))])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and at >= 0:
            step = -1 if key == Qt.Key.Key_Left else 1
            dots = [dot.key for _, leg in self._rows[at].legs for dot in leg]
            here = dots.index(self._stop) if self._stop in dots else (-1 if step > 0 else len(dots))
            if 0 <= here + step < len(dots):
                self.picked.emit(dots[here + step])
        else:
            super().keyPressEvent(event)
