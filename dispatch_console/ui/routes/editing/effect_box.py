"""What a change would do, before it is made: whom to ring, the departures as they would be, the rest in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, paragraph, rename, shown_plain
from dispatch_console.ui.widgets.card_list import Mark, draw_mark
from dispatch_console.ui.widgets.map_colours import driver_colours

ROW, HEAD = 24, 20


@dataclass(frozen=True, slots=True)
class RouteChange:
    """A departure that a change touches: when it is back, its driving and its weight."""

    letter: str
    was: str
    now: str
    driving: str
    weight: str

    @property
    def spoken(self) -> str:
        back = f"{self.was} → {self.now}" if self.was != self.now else self.now
        return tr("{letter} back {back}", letter=self.letter, back=back)


class EffectBox(QFrame):
    """Painted by itself: a style sheet costs milliseconds, which a drag does not have."""

    def __init__(self) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        self._calls = _Calls()
        self._routes = _Routes()
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        whole.addWidget(self._calls)
        whole.addWidget(self._routes)
        whole.addLayout(self._column)
        acts = QHBoxLayout()
        self.drop = button(tr("Drop it here"), "check", "Return", "primary")
        self.put_back = button(tr("Put back"), "x", "Esc")
        acts.addWidget(self.drop)
        acts.addWidget(self.put_back)
        whole.addLayout(acts)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens().line))

    def name_act(self, name: str) -> None:
        """Name what Enter does."""
        if self.drop.accessibleName() != name:
            rename(self.drop, name)

    def show_effect(
        self, head: str, wrong: Sequence[str], rings: bool, routes: Sequence[RouteChange], lines: Sequence[str]
    ) -> None:
        """Show what a change would do.

        `wrong` is what must not be overlooked; without it `head` says that all is kept.
        """
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._calls.show_lines(wrong, rings)
        self._routes.show_rows(routes)
        for number, text in enumerate(lines if wrong else (head, *lines)):
            heavy = number == 0 and not wrong
            line = paragraph(text, 13, SEMIBOLD if heavy else QFont.Weight.Normal, "" if heavy else "quiet")
            self._column.addWidget(line)
        self.setAccessibleName(", ".join((*wrong, head, *(row.spoken for row in routes), *lines)))
        self.show()


class _Calls(QWidget):
    """Red: who must be rung, and what else breaks. The first line is heavy."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[str, ...] = ()
        self._rings = False

    def show_lines(self, lines: Sequence[str], rings: bool) -> None:
        self._lines, self._rings = tuple(lines), rings
        self.setVisible(bool(lines))
        self.setFixedHeight(16 + 18 * len(self._lines))
        self.setToolTip(shown_plain("\n".join(self._lines)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.red_line), 1))
        painter.setBrush(QColor(t.red_tint))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        picture = icons.pixmap("phone" if self._rings else "circle-alert", t.red, 18, 2.0)
        painter.drawPixmap(12, self.height() // 2 - 9, picture)
        painter.setPen(QColor(t.red))
        for number, line in enumerate(self._lines):
            painter.setFont(font(13, SEMIBOLD if number == 0 else QFont.Weight.Normal))
            room = self.width() - 50
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QRectF(42, 8 + 18 * number, room, 18), Qt.AlignmentFlag.AlignVCenter, shown)


class _Routes(QWidget):
    """A line per departure."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RouteChange, ...] = ()

    def show_rows(self, rows: Sequence[RouteChange]) -> None:
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        self.setFixedHeight(HEAD + ROW * len(self._rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, HEAD + ROW * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = (38.0, self.width() * 0.47, self.width() * 0.68)
        painter.setPen(QColor(t.tx2))
        painter.setFont(font())
        for x, name in zip(columns, (tr("Back"), tr("Driving"), tr("Weight")), strict=True):
            painter.drawText(QRectF(x, 0, 120, HEAD), Qt.AlignmentFlag.AlignVCenter, name)
        for number, row in enumerate(self._rows):
            top, colours = HEAD + ROW * number, driver_colours(row.letter)
            draw_mark(painter, Mark("letter", row.letter, colours.fill, ink=colours.letter), QPoint(11, top + ROW // 2))
            self._back(painter, row, columns[0], top)
            painter.setFont(font())
            painter.setPen(QColor(t.tx))
            for x, text in zip(columns[1:], (row.driving, row.weight), strict=True):
                painter.drawText(QRectF(x, top, self.width() - x, ROW), Qt.AlignmentFlag.AlignVCenter, text)

    def _back(self, painter: QPainter, row: RouteChange, x: float, top: int) -> None:
        painter.setPen(QColor(tokens().tx))
        before = f"{row.was} → " if row.was != row.now else ""
        for text, weight in ((before, QFont.Weight.Normal), (row.now, SEMIBOLD)):
            painter.setFont(font(13, weight))
            painter.drawText(QRectF(x, top, 140, ROW), Qt.AlignmentFlag.AlignVCenter, text)
            x += painter.fontMetrics().horizontalAdvance(text)
