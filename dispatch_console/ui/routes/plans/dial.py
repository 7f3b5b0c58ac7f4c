"""The dial between changing nothing and the cheapest plan: five steps on one line, a bar for what each costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, label, rule, shown_plain, sign

HEIGHT, LINE_Y, DOT_X, BAR_WIDTH = 108, 80, 40, 32
BAR_TOP, BAR_BOTTOM, LEAST_BAR = 12, 70, 14


@dataclass(frozen=True, slots=True)
class DialStep:
    """One step between changing nothing and the cheapest plan; `cost` and `moved` are empty until it was computed.

    `left` says what it leaves without a route; `height`: of its bar, as a share.
    """

    words: str
    cost: str = ""
    moved: str = ""
    left: str = ""
    height: float = 0.0


class _Step(QPushButton):
    """Paints its piece of the line, so that the five together are one dial."""

    def __init__(self, number: int, last: int) -> None:
        super().__init__()
        self._step = DialStep("")
        self._number, self._last, self._at = number, last, 0
        self.setCheckable(True)
        self.setFlat(True)
        self.setAccessibleName(tr("Step {number} between changing nothing and the cheapest plan", number=number + 1))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, step: DialStep, at: int) -> None:
        self._step, self._at = step, at
        figures = ", ".join(filter(None, (step.cost, step.moved, step.left))) or tr("not computed yet")
        self.setAccessibleName(f"{step.words}, {figures}")
        self.setToolTip(shown_plain(f"{step.words}: {figures}"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._number == self._at
        halves = []
        if self._number > 0:
            halves.append((0, DOT_X, self._number <= self._at))
        if self._number < self._last:
            halves.append((DOT_X, self.width(), self._number < self._at))
        for begin, end, passed in halves:
            painter.setPen(QPen(QColor(t.acc if passed else t.tx3), 3))
            painter.drawLine(QPointF(begin, LINE_Y), QPointF(end, LINE_Y))
        if self._step.cost:
            high = LEAST_BAR + (BAR_BOTTOM - BAR_TOP - LEAST_BAR) * self._step.height
            bar = QRectF(DOT_X - BAR_WIDTH / 2, BAR_BOTTOM - high, BAR_WIDTH, high)
            painter.setPen(QPen(QColor(t.acc if chosen else t.line2), 1))
            painter.setBrush(QColor(t.acc_tint if chosen else t.line))
            painter.drawRect(bar)
        painter.setPen(QPen(QColor(t.acc if chosen or self.hasFocus() else t.tx3), 2))
        painter.setBrush(QColor(t.acc if chosen else t.panel))
        radius = 8 if chosen else 5
        painter.drawEllipse(QPointF(DOT_X, LINE_Y), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(DOT_X, LINE_Y), radius + 3, radius + 3)
        self._texts(painter, chosen)

    def _texts(self, painter: QPainter, chosen: bool) -> None:
        t, left = tokens(), DOT_X + BAR_WIDTH / 2 + 6
        wide = self.width() - left
        painter.setPen(QColor(t.tx if self._step.cost else t.tx3))
        painter.setFont(font(13, SEMIBOLD))
        painter.drawText(QRectF(left, 10, wide, 18), Qt.AlignmentFlag.AlignVCenter, self._step.cost or tr("not yet"))
        painter.setFont(font(13))
        painter.setPen(QColor(t.tx2))
        for top, text in ((28, self._step.moved), (46, self._step.left)):
            painter.drawText(QRectF(left, top, wide, 18), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(t.acc if chosen else t.tx2))
        below = QRectF(DOT_X - 10, LINE_Y + 9, self.width(), 18)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, self._step.words)


class PlanDial(QWidget):
    """`step_wanted` gives the number of the step."""

    step_wanted = Signal(int)

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.setProperty("surface", "sunk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(tr("Change as little\nas you can"), 13, SEMIBOLD))
        words.addWidget(label(tr("cost against stops\nthat change hands"), tone="quiet"))
        words.addStretch(1)
        row.addLayout(words)
        row.addSpacing(28)
        group = QButtonGroup(self)
        self.steps: list[_Step] = []
        for number in range(steps):
            step = _Step(number, steps - 1)
            step.clicked.connect(lambda _=False, number=number: self.step_wanted.emit(number))
            group.addButton(step)
            self.steps.append(step)
            row.addWidget(step, 1)
        row.addWidget(rule("v"))
        said = QVBoxLayout()
        said.setContentsMargins(20, 0, 20, 0)
        said.setSpacing(2)
        self._title, self._under = label("", 13, SEMIBOLD), label("", tone="quiet")
        turn = QHBoxLayout()
        less, more = sign(tr("Change less"), "arrow-left", "Left"), sign(tr("Change more"), "arrow-right", "Right")
        less.clicked.connect(lambda: self._turn(-1))
        more.clicked.connect(lambda: self._turn(1))
        for part in (less, more, label(tr("turns the dial"), tone="quiet")):
            turn.addWidget(part)
        turn.addStretch(1)
        said.addStretch(1)
        said.addWidget(self._title)
        said.addWidget(self._under)
        said.addLayout(turn)
        said.addStretch(1)
        about = QWidget()
        about.setFixedWidth(330)
        about.setLayout(said)
        row.addWidget(about)

    def show_steps(self, steps: Sequence[DialStep], at: int, title: str, under: str) -> None:
        for number, (step_button, step) in enumerate(zip(self.steps, steps, strict=True)):
            step_button.show_step(step, at)
            step_button.setChecked(number == at)
        self._title.setText(title)
        self._under.setText(under)

    def _turn(self, by: int) -> None:
        at = next((number for number, step in enumerate(self.steps) if step.isChecked()), 0)
        self.step_wanted.emit(max(0, min(at + by, len(self.steps) - 1)))
