"""Plans of a day side by side: rows are measures, columns plans, so that the eye compares along a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.routes.plan_map import Ground, PlanMap, PlanPicture
from dispatch_console.ui.routes.plans.cells import (
    HEAD_HEIGHT,
    Cell,
    Change,
    Measure,
    PlanHead,
    changes_cell,
    measure_cell,
    row_name,
    shifts_cell,
)
from dispatch_console.ui.routes.plans.dial import PlanDial
from dispatch_console.ui.widgets.basics import button, label, rule, surface
from dispatch_console.ui.widgets.layout import stacked
from dispatch_console.ui.widgets.page_head import PageHead

NAMES_WIDTH, LEAST_COLUMN = 168, 270
DIAL_STEPS = 5


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """`name` is empty for the plan in use. `shifts` are driver and percent of his time; `changes` say who gets what."""

    name: str
    title: str
    under: str
    measures: tuple[Measure, ...]
    shifts: tuple[tuple[str, int], ...]
    changes: tuple[Change, ...]
    picture: PlanPicture


class PlansPage(QWidget):
    """`step_wanted` turns the dial; `take_wanted` makes a column the plan in use, `keep_wanted` keeps what is shown."""

    closed = Signal()
    step_wanted = Signal(int)
    keep_wanted = Signal()
    take_wanted = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.chosen: str = ""
        self.columns: dict[str, PlanHead] = {}
        self._cells: dict[str, list[Cell]] = {}
        self._maps: list[PlanMap] = []
        self._shown: tuple[str, Sequence[tuple[str, str]], Sequence[PlanColumn], Ground | None] = ("", (), (), None)
        column = stacked(self)
        head = PageHead(tr("Plans"))
        head.back.clicked.connect(self.closed)
        self._summary = head.summary
        self.differing = button(tr("Only what differs"), "filter", "X")
        self.differing.setCheckable(True)
        self.differing.setProperty("kind", "choice")
        self.keep = button(tr("Keep the plan in use beside"), "copy", "Ctrl+D")
        self.forget = button(tr("Forget"), "trash-2", "Del")
        self.take = button(tr("Take it"), "check", "Ctrl+Return", "primary")
        self.differing.toggled.connect(self._draw)
        self.keep.clicked.connect(self.keep_wanted)
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self.chosen))
        self.take.clicked.connect(lambda: self.take_wanted.emit(self.chosen))
        for act in (self.differing, self.forget, self.keep, self.take):
            head.addWidget(act)
        column.addLayout(head)
        column.addWidget(rule())
        self.dial = PlanDial(DIAL_STEPS)
        self.dial.step_wanted.connect(self.step_wanted)
        self.steps = self.dial.steps
        column.addWidget(self.dial)
        column.addWidget(rule())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)

    def show_plans(
        self,
        summary: str,
        rows: Sequence[tuple[str, str]],
        columns: Sequence[PlanColumn],
        chosen: str,
        ground: Ground | None = None,
    ) -> None:
        """Show plans side by side. `rows` are what the measures are called, with their icons."""
        self._summary.setText(summary)
        self._shown, self.chosen = (summary, rows, tuple(columns), ground), chosen
        self._draw()

    def _draw(self) -> None:
        _, rows, columns, ground = self._shown
        body = surface("panel")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, NAMES_WIDTH)
        self.columns, self._cells, self._maps = {}, {}, []
        at = self._heads(grid, columns)
        if ground is not None:
            at = self._map_row(grid, at, columns, ground)
        for number, (words, icon_name) in enumerate(rows):
            cells = [plan.measures[number] for plan in columns]
            if self.differing.isChecked() and len({(cell.figure, cell.note) for cell in cells}) == 1:
                continue
            self._row(grid, at, row_name(words, icon_name), [measure_cell(cell) for cell in cells])
            at += 1
        self._row(grid, at, row_name(tr("Shift used"), "users"), [shifts_cell(plan.shifts) for plan in columns])
        change_cells = [changes_cell(plan.changes, self._mark) for plan in columns]
        self._row(grid, at + 1, row_name(tr("Who gets what"), "arrow-left-right"), change_cells)
        grid.setRowStretch(at + 1, 1)
        self._area.setWidget(body)
        self._choose(self.chosen)

    def _heads(self, grid: QGridLayout, columns: Sequence[PlanColumn]) -> int:
        # the style sheet's least height of buttons is lower
        grid.setRowMinimumHeight(0, HEAD_HEIGHT)
        grid.addWidget(Cell(sunk=True), 0, 0)
        for place, plan in enumerate(columns, 1):
            letter = chr(ord("A") + place - 1)
            head = PlanHead(letter, plan.title, plan.under, in_use=not plan.name)
            head.clicked.connect(lambda _=False, name=plan.name: self._choose(name))
            grid.addWidget(head, 0, place)
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, LEAST_COLUMN)
            self.columns[plan.name] = head
        return 1

    def _map_row(self, grid: QGridLayout, at: int, columns: Sequence[PlanColumn], ground: Ground) -> int:
        legend = Cell(sunk=True)
        lines = QVBoxLayout(legend)
        lines.setContentsMargins(16, 10, 8, 10)
        lines.setSpacing(4)
        lines.addWidget(label(tr("Map"), tone="quiet"))
        for words in (tr("◎ moved"), tr("◇ without a route")):
            lines.addWidget(label(words, tone="quiet"))
        lines.addStretch(1)
        grid.addWidget(legend, at, 0)
        for place, plan in enumerate(columns, 1):
            plan_map = PlanMap(plan.title, plan.picture, ground)
            self._maps.append(plan_map)
            grid.addWidget(plan_map, at, place)
        return at + 1

    def _row(self, grid: QGridLayout, at: int, name: QWidget, cells: Sequence[Cell]) -> None:
        grid.addWidget(name, at, 0)
        for place, (cell, plan) in enumerate(zip(cells, self._shown[2], strict=True), 1):
            grid.addWidget(cell, at, place)
            self._cells.setdefault(plan.name, []).append(cell)

    def _mark(self, key: str) -> None:
        for plan_map in self._maps:
            plan_map.mark(key)

    def _choose(self, name: str) -> None:
        self.chosen = name
        for key, column in self.columns.items():
            column.setChecked(key == name and bool(key))
            for cell in self._cells.get(key, ()):
                cell.show_chosen(key == name and bool(key))
        self.take.setEnabled(bool(self.chosen))
        self.forget.setEnabled(bool(self.chosen))
