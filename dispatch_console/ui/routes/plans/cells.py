"""The cells of plans side by side: head, measure, shifts used, and who gets what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, Elided, label, shown_plain
from dispatch_console.ui.widgets.map_colours import driver_colours

FULL_PERCENT, HEAD_HEIGHT = 100, 56


@dataclass(frozen=True, slots=True)
class Measure:
    """One cell: the figure, a note beside it, its share of the largest in the row; `best` is drawn bold."""

    figure: str
    note: str = ""
    share: float = 0.0
    tone: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Who gets what: a stop that goes from one van to another (empty: none), or somebody to ring (`ring`)."""

    key: str
    words: str
    was: str = ""
    now: str = ""
    right: str = ""
    ring: bool = False


class Cell(QWidget):
    """A line below, a rule at its left, tinted where its plan is chosen; `sunk` for what names the row."""

    def __init__(self, *, sunk: bool = False, chosen: bool = False) -> None:
        super().__init__()
        self._sunk, self._chosen = sunk, chosen

    def show_chosen(self, chosen: bool) -> None:
        self._chosen = chosen
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(), QPainter(self)
        painter.fillRect(self.rect(), QColor(t.sunk if self._sunk else t.acc_tint if self._chosen else t.panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(t.line))
        if not self._sunk:
            painter.fillRect(0, 0, 1, self.height(), QColor(t.line))


def row_name(words: str, icon_name: str) -> Cell:
    cell = Cell(sunk=True)
    row = QHBoxLayout(cell)
    row.setContentsMargins(16, 7, 8, 7)
    row.setSpacing(8)
    if icon_name:
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon_name, tokens().tx2, 18, 2.0))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, tone="quiet"), 1, Qt.AlignmentFlag.AlignTop)
    return cell


class _Share(QWidget):
    def __init__(self, share: float, tone: str) -> None:
        super().__init__()
        self._share, self._tone = share, tone
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(), QPainter(self)
        painter.fillRect(self.rect(), QColor(t.line))
        colour = {"wrong": t.red, "decide": t.amb}.get(self._tone, t.tx3)
        painter.fillRect(QRectF(0, 0, self.width() * min(1.0, self._share), self.height()), QColor(colour))


def measure_cell(measure: Measure) -> Cell:
    cell = Cell()
    row = QHBoxLayout(cell)
    row.setContentsMargins(16, 7, 16, 7)
    row.setSpacing(10)
    figure = label(measure.figure, 14, SEMIBOLD if measure.best else MEDIUM, measure.tone)
    figure.setFixedWidth(86)
    note = label(measure.note, tone="quiet")
    note.setFixedWidth(104)
    row.addWidget(figure)
    row.addWidget(note)
    row.addWidget(_Share(measure.share, measure.tone), 1)
    cell.setAccessibleName(f"{measure.figure} {measure.note}".strip())
    return cell


class Badge(QWidget):
    """A driver's letter in his colour; a diamond for nobody."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter = letter
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._letter:
            painter.setPen(QPen(QColor(t.tx), 1.5))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ((9, 3), (15, 9), (9, 15), (3, 9))]))
            return
        colours = driver_colours(self._letter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.fill))
        painter.drawRoundedRect(QRectF(1, 1, 16, 16), 3, 3)
        painter.setPen(QColor(colours.letter))
        painter.setFont(font(11, SEMIBOLD))
        painter.drawText(QRectF(1, 1, 16, 16), Qt.AlignmentFlag.AlignCenter, self._letter)


def shifts_cell(used: Sequence[tuple[str, int]]) -> Cell:
    """Return per driver how many percent of his time away the plan uses."""
    cell = Cell()
    row = QHBoxLayout(cell)
    row.setContentsMargins(16, 6, 16, 6)
    row.setSpacing(8)
    for letter, percent in used:
        one = QVBoxLayout()
        one.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(4)
        tone = "decide" if percent > FULL_PERCENT else "quiet"
        head.addWidget(Badge(letter))
        head.addStretch(1)
        head.addWidget(label(f"{percent} %" if percent else "off", tone=tone))
        one.addLayout(head)
        bar = _Share(percent / FULL_PERCENT, "decide" if percent > FULL_PERCENT else "")
        bar.setFixedHeight(5)
        one.addWidget(bar)
        row.addLayout(one, 1)
    cell.setAccessibleName((tr("Shift used:") + " ") + ", ".join(f"{letter} {percent} %" for letter, percent in used))
    return cell


class _ChangeLine(QWidget):
    """Pointed at it says which stop it is about."""

    def __init__(self, change: Change, pointed: Callable[[str], None]) -> None:
        super().__init__()
        self._key, self._pointed = change.key, pointed
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        if change.ring:
            phone = QLabel()
            phone.setPixmap(icons.pixmap("phone", tokens().tx2, 18, 2.0))
            row.addWidget(phone)
        elif change.key:
            row.addWidget(Badge(change.was))
            arrow = QLabel()
            arrow.setPixmap(icons.pixmap("arrow-right", tokens().tx2, 14, 2.0))
            row.addWidget(arrow)
            row.addWidget(Badge(change.now))
        row.addWidget(Elided(change.words, "" if change.key else "quiet"), 1)
        row.addWidget(label(change.right, tone="quiet"))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointed(self._key)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed("")


def changes_cell(changes: Sequence[Change], pointed: Callable[[str], None]) -> Cell:
    cell = Cell()
    column = QVBoxLayout(cell)
    column.setContentsMargins(16, 8, 16, 8)
    column.setSpacing(6)
    for change in changes:
        column.addWidget(_ChangeLine(change, pointed))
    column.addStretch(1)
    return cell


class PlanHead(QPushButton):
    """The plan's letter, its name and where it comes from; chosen by a click unless it is in use."""

    def __init__(self, letter: str, title: str, under: str, *, in_use: bool) -> None:
        super().__init__()
        self._letter, self._title, self._under, self._in_use = letter, title, under, in_use
        self.setCheckable(not in_use)
        self.setEnabled(not in_use)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            tr("Plan {title}, {under}", title=title, under=under) + (tr(", in use") if in_use else "")
        )
        self.setToolTip(shown_plain(f"{title}, {under}"))

    def sizeHint(self) -> QSize:
        return QSize(240, HEAD_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.fillRect(self.rect(), QColor(t.acc_tint if chosen else t.panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(t.line))
        painter.fillRect(0, 0, 1, self.height(), QColor(t.line))
        box = QRectF(16, 15, 26, 26)
        painter.setPen(QPen(QColor(t.acc if chosen else t.tx), 1.5))
        painter.setBrush(QColor(t.acc if chosen else t.panel))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(t.on_acc if chosen else t.tx))
        painter.setFont(font(15, SEMIBOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._letter)
        wide = self.width() - 54 - (90 if self._in_use else 12)
        for text, top, weight, colour in ((self._title, 10, SEMIBOLD, t.tx), (self._under, 29, MEDIUM, t.tx2)):
            painter.setFont(font(13, weight))
            painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(wide))
            painter.drawText(QRectF(54, top, wide, 18), Qt.AlignmentFlag.AlignVCenter, shown)
        if self._in_use:
            painter.drawPixmap(QPointF(self.width() - 82, 19), icons.pixmap("check", t.tx2, 18, 2.0))
            painter.setPen(QColor(t.tx2))
            painter.setFont(font(13))
            painter.drawText(QRectF(self.width() - 60, 19, 50, 18), Qt.AlignmentFlag.AlignVCenter, tr("in use"))
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.acc), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))
