"""Exceptions, the board over its map, and the chosen stop."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.domain.values import Coordinate
from dispatch_console.language import tr
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.tracking.route_board import BoardRow, RouteBoard
from dispatch_console.ui.tracking.stop_panel import StopPanel
from dispatch_console.ui.widgets.basics import SEMIBOLD, label, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.layout import panes, scrolled, stacked, walk_keys

# some four of them; more are reached by scrolling
MOST_SETTLED, LEAST_BOARD = 220, 160


class BoardPage(QWidget):
    """J and K walk the exceptions; row, map and card follow."""

    step_wanted = Signal(int)

    def __init__(self, tiles: TileReader, centre: Coordinate) -> None:
        super().__init__()
        self.board, self._letter = RouteBoard(), ""
        self.map = MapView(tiles, centre)
        self.stop = StopPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        middle = QWidget()
        rows = stacked(middle)
        self._area = scrolled(self.board)
        self._area.verticalScrollBar().valueChanged.connect(self.board.keep_head_at)
        rows.addWidget(self._area)
        rows.addWidget(self.map, 1)
        column.addWidget(panes(self._exceptions(), middle, self.stop, [296, 844, 372]), 1)
        walk_keys(self, self.exceptions.step)

    def _exceptions(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = stacked(left)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 12)
        self._title = label(tr("Exceptions"), 15, SEMIBOLD)
        head.addWidget(self._title, 1)
        head.addWidget(label("J  K", tone="faint"))
        column.addLayout(head)
        column.addWidget(rule())
        self.exceptions = CardList(tr("Exceptions"))
        column.addWidget(self.exceptions, 1)
        self._calm = label(tr("Nothing is late, and no miss waits for a decision."), tone="faint")
        self._calm.setWordWrap(True)
        self._calm.setContentsMargins(16, 16, 16, 16)
        self._calm.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._calm, 1)
        self._settled_title = label(tr("Settled today"), tone="quiet")
        self._settled_title.setContentsMargins(16, 12, 16, 4)
        column.addWidget(self._settled_title)
        self.settled = CardList(tr("Settled today"))
        self.settled.setMaximumHeight(MOST_SETTLED)
        column.addWidget(self.settled)
        return left

    def show_board(self, rows: Sequence[BoardRow], letter: str, stop: str) -> None:
        """Show the board, at most half as high as the page: a long one scrolls, and keeps the chosen van in sight."""
        was = self.board.row_of(letter)
        self.board.show_rows(rows, letter, stop)
        self._fit_board()
        now = self.board.row_of(letter)
        if now != was or letter != self._letter:
            # the area knows how far it scrolls once it was laid out
            QTimer.singleShot(0, self, self._show_van)
        self._letter = letter

    def _show_van(self) -> None:
        row = self.board.row_of(self._letter)
        if row is not None:
            self._area.ensureVisible(0, (row[0] + row[1]) // 2, 0, row[1] - row[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_board()

    def _fit_board(self) -> None:
        self._area.setFixedHeight(min(self.board.height(), max(LEAST_BOARD, self.height() // 2)))

    def show_settled(self, cards: Sequence[Card], chosen: str) -> None:
        """Show what was decided since, below what is still to be decided."""
        self.settled.show_cards(cards, chosen)
        self.settled.setFixedHeight(min(MOST_SETTLED, len(cards) * self.settled.sizeHintForRow(0)) if cards else 0)
        self._settled_title.setVisible(bool(cards))
        self.settled.setVisible(bool(cards))

    def show_exception_count(self, count: int) -> None:
        self._title.setText(tr("Exceptions  {count}", count=count) if count else tr("Exceptions"))
        self._calm.setVisible(count == 0)
        self.exceptions.setVisible(count > 0)
