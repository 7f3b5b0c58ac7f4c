"""Plans of a day side by side: rows are measures, columns plans, so that the eye compares along a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.ui.routes.page_head import PageHead
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, Elided, button, label, rule, sign, surface
from dispatch_console.ui.widgets.layout import stacked


@dataclass(frozen=True, slots=True)
class Measure:
    """One cell: the figure, a note beside it, its share of the largest in the row; `best` is drawn bold."""

    figure: str
    note: str = ""
    share: float = 0.0
    tone: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """`name` is empty for the plan in use. `changes` say who gets what."""

    name: str
    title: str
    under: str
    measures: tuple[Measure, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DialStep:
    """One step between changing nothing and the cheapest plan; `told` is empty until it was computed."""

    words: str
    told: str


class _Share(QWidget):
    def __init__(self, share: float, tone: str) -> None:
        super().__init__()
        self._share, self._tone = share, tone
        self.setFixedHeight(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.line))
        colour = t.red if self._tone == "wrong" else t.tx3
        painter.fillRect(QRectF(0, 0, self.width() * min(1.0, self._share), self.height()), QColor(colour))


class PlansPage(QWidget):
    """`step_wanted` turns the dial; `take_wanted` makes a column the plan in use, `keep_wanted` keeps what is shown."""

    closed = Signal()
    step_wanted = Signal(int)
    keep_wanted = Signal()
    take_wanted = Signal(str)
    forget_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.chosen: str = ""
        self._columns: tuple[PlanColumn, ...] = ()
        column = stacked(self)
        head = PageHead("Plans")
        head.back.clicked.connect(self.closed)
        self._summary = head.summary
        self.keep = button("Keep the plan in use beside", "copy", "Ctrl+D")
        self.forget = button("Forget", "trash-2", "Del")
        self.take = button("Take it", "check", "Ctrl+Return", "primary")
        self.keep.clicked.connect(self.keep_wanted)
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self.chosen))
        self.take.clicked.connect(lambda: self.take_wanted.emit(self.chosen))
        for made in (self.forget, self.keep, self.take):
            head.addWidget(made)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self._dial())
        column.addWidget(rule())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)

    def _dial(self) -> QWidget:
        made = surface("sunk")
        row = QHBoxLayout(made)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.addWidget(label("Change as little as you can", 13, SEMIBOLD))
        words.addWidget(label("cost against stops that change hands", tone="quiet"))
        row.addLayout(words)
        self._group = QButtonGroup(self)
        self.steps: list[QPushButton] = []
        for number in range(5):
            step = QPushButton()
            step.setCheckable(True)
            step.setProperty("kind", "choice")
            step.setMinimumHeight(44)
            step.setAccessibleName(f"Step {number + 1} of 5 between changing nothing and the cheapest plan")
            step.clicked.connect(lambda _=False, number=number: self.step_wanted.emit(number))
            self._group.addButton(step)
            self.steps.append(step)
            row.addWidget(step, 1)
        less, more = sign("Change less", "arrow-left", "Left"), sign("Change more", "arrow-right", "Right")
        less.clicked.connect(lambda: self._turn(-1))
        more.clicked.connect(lambda: self._turn(1))
        row.addWidget(less)
        row.addWidget(more)
        self._state = label(tone="quiet")
        row.addWidget(self._state)
        return made

    def _turn(self, by: int) -> None:
        at = next((number for number, step in enumerate(self.steps) if step.isChecked()), 0)
        self.step_wanted.emit(max(0, min(at + by, len(self.steps) - 1)))

    def show_dial(self, steps: Sequence[DialStep], at: int, state: str) -> None:
        for number, (made, step) in enumerate(zip(self.steps, steps, strict=True)):
            made.setText(f"{step.words}\n{step.told}" if step.told else step.words)
            made.setAccessibleName(f"{step.words}, {step.told or 'not computed yet'}")
            made.setChecked(number == at)
        self._state.setText(state)

    def show_plans(self, summary: str, rows: Sequence[str], columns: Sequence[PlanColumn], chosen: str) -> None:
        self._summary.setText(summary)
        self._columns, self.chosen = tuple(columns), chosen
        body = surface("panel")
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        self.columns: dict[str, QPushButton] = {}
        for number, words in enumerate(rows, 1):
            grid.addWidget(label(words, tone="quiet"), number, 0)
        grid.addWidget(label("Who gets what", tone="quiet"), len(rows) + 1, 0, Qt.AlignmentFlag.AlignTop)
        for place, plan in enumerate(columns, 1):
            title = QPushButton(f"{chr(ord('A') + place - 1)}   {plan.title}\n{plan.under}")
            title.setCheckable(True)
            title.setProperty("kind", "choice")
            title.setChecked(plan.name == chosen and bool(plan.name))
            title.setEnabled(bool(plan.name))
            title.setAccessibleName(f"Plan {plan.title}, {plan.under}")
            title.setMinimumHeight(48)
            title.clicked.connect(lambda _=False, name=plan.name: self._choose(name))
            grid.addWidget(title, 0, place)
            self.columns[plan.name] = title
            for number, measure in enumerate(plan.measures, 1):
                grid.addWidget(_cell(measure), number, place)
            told = QVBoxLayout()
            for line in plan.changes:
                told.addWidget(Elided(line))
            told.addStretch(1)
            grid.addLayout(told, len(rows) + 1, place)
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(len(rows) + 1, 1)
        self._area.setWidget(body)
        self._show_acts()

    def _choose(self, name: str) -> None:
        self.chosen = name
        for key, made in self.columns.items():
            made.setChecked(key == name and bool(key))
        self._show_acts()

    def _show_acts(self) -> None:
        self.take.setEnabled(bool(self.chosen))
        self.forget.setEnabled(bool(self.chosen))


def _cell(measure: Measure) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    figure = label(measure.figure, 13, SEMIBOLD if measure.best else MEDIUM, measure.tone)
    figure.setFixedWidth(86)
    note = label(measure.note, tone="quiet")
    note.setFixedWidth(86)
    row.addWidget(figure)
    row.addWidget(note)
    row.addWidget(_Share(measure.share, measure.tone), 1)
    return made
