"""Rows of files that wait, each with its reason. They stay here until their order comes in right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QWidget

from dispatch_console.language import mark, tr
from dispatch_console.ui.orders.check_table import CheckModel, CheckTable, CheckView
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, rule, surface
from dispatch_console.ui.widgets.layout import stacked

TITLES = (
    mark("File"),
    mark("Read"),
    mark("Row"),
    mark("Order"),
    mark("Customer"),
    mark("Column"),
    mark("In the file"),
    mark("What is wrong"),
)
WIDTHS = (200, 110, 60, 110, 140, 140, 160)


class WaitingPage(QWidget):
    """Esc leaves; Delete puts the chosen rows away, which `put_away_wanted` gives as positions."""

    put_away_wanted = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        bar = surface("panel")
        bar.setFixedHeight(52)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label(tr("Rows that wait"), 15, SEMIBOLD))
        row.addWidget(
            Elided(tr("Correct them at the source and import again, or put away what is not an order"), tone="quiet"), 1
        )
        self.put_away = button(tr("Put away"), "trash-2", "Del")
        self.put_away.clicked.connect(self._put_away)
        self.close_button = button(tr("Back"), key="Esc")
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.put_away)
        row.addWidget(self.close_button)
        column.addWidget(bar)
        column.addWidget(rule())
        self.model = CheckModel()
        self.table = CheckView(self.model, tr("Rows that wait"))
        self.model.show(CheckTable(tuple(map(tr, TITLES)), ()))
        for number, width in enumerate(WIDTHS):
            self.table.setColumnWidth(number, width)
        self.table.horizontalHeader().setSectionResizeMode(len(WIDTHS), QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().selectionChanged.connect(lambda: self._show_acts())
        column.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show the rows, and choose the one that stands where the chosen one stood."""
        before = self.table.currentIndex().row()
        self.model.show(CheckTable(tuple(map(tr, TITLES)), tuple(rows)))
        self.table.fit_rows()
        if rows:
            self.table.selectRow(min(max(before, 0), len(rows) - 1))
        self._show_acts()

    def _show_acts(self) -> None:
        self.put_away.setEnabled(self.table.selectionModel().hasSelection())

    def _put_away(self) -> None:
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        if chosen:
            self.put_away_wanted.emit(tuple(chosen))
