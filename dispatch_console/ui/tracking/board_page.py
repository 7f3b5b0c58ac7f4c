"""Exceptions, the board over its map, and the chosen stop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from dispatch_console.domain.values import Coordinate
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.tracking.route_board import RouteBoard
from dispatch_console.ui.tracking.stop_panel import StopPanel
from dispatch_console.ui.widgets.basics import SEMIBOLD, label, rule, surface
from dispatch_console.ui.widgets.card_list import CardList


class BoardPage(QWidget):
    """J and K walk the exceptions; row, map and card follow."""

    step_wanted = Signal(int)

    def __init__(self, tiles: TileReader | None, centre: Coordinate) -> None:
        super().__init__()
        self.board = RouteBoard()
        self.map = MapView(tiles, centre)
        self.stop = StopPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setHandleWidth(1)
        panes.setChildrenCollapsible(False)
        middle = QWidget()
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.board)
        rows.addWidget(self.map, 1)
        for part in (self._exceptions(), middle, self.stop):
            panes.addWidget(part)
        panes.setSizes([296, 844, 372])
        panes.setStretchFactor(1, 1)
        column.addWidget(panes)
        for key, step in (("J", 1), ("K", -1)):
            made = QShortcut(QKeySequence(key), self)
            made.activated.connect(lambda step=step: self.exceptions.step(step))

    def _exceptions(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 12)
        self._title = label("Exceptions", 15, SEMIBOLD)
        head.addWidget(self._title, 1)
        head.addWidget(label("J  K", tone="faint"))
        column.addLayout(head)
        column.addWidget(rule())
        self.exceptions = CardList("Exceptions")
        column.addWidget(self.exceptions, 1)
        self._calm = label("Nothing is late and nobody was missed.", tone="faint")
        self._calm.setWordWrap(True)
        self._calm.setContentsMargins(16, 16, 16, 16)
        self._calm.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._calm, 1)
        return left

    def show_exception_count(self, count: int) -> None:
        self._title.setText(f"Exceptions  {count}" if count else "Exceptions")
        self._calm.setVisible(count == 0)
        self.exceptions.setVisible(count > 0)
