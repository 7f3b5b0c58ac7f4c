"""The table of the queue: its keys, and which columns are shown in the room that there is."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from dispatch_console.application.orders.queue import OrderRow
from dispatch_console.language import tr
from dispatch_console.ui.orders.columns import ALWAYS_SHOWN, GIVE_WAY, HIDDEN_AT_FIRST, KEYS, NARROW
from dispatch_console.ui.orders.delegate import CHANGED_HEIGHT, ROW_HEIGHT, OrderDelegate
from dispatch_console.ui.widgets.choosing import choose_row
from dispatch_console.ui.widgets.rows_model import RowsModel

LEAST_ADDRESS = 110


class OrderTable(QTableView):
    """J and K walk the rows; letters do not search. Space ticks the next item of the chosen order, Shift+Space all that
    nothing speaks against.

    Where there is too little room columns give way. `hidden`: those that a person does not want to see.
    """

    tick_wanted = Signal()
    tick_sure_wanted = Signal()
    columns_chosen = Signal()

    def __init__(self, model: RowsModel[OrderRow], delegate: OrderDelegate) -> None:
        super().__init__()
        self._widths = dict(zip(KEYS, (column.width for column in model.columns), strict=True))
        self._titles = dict(zip(KEYS, (column.title for column in model.columns), strict=True))
        self.hidden: frozenset[str] = frozenset(HIDDEN_AT_FIRST)
        self._narrow = False
        self._rows, self._tall = model, set[int]()
        self._delegate = delegate
        model.setParent(self)
        delegate.setParent(self)
        self.setModel(model)
        model.modelReset.connect(self._fit_rows)
        model.dataChanged.connect(self._fit_rows)
        self.setAccessibleName(tr("Orders"))
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        # Tab goes on to the order
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setFixedHeight(32)
        head.setHighlightSections(False)
        for number, width in enumerate(self._widths.values()):
            self.setColumnWidth(number, width)
        head.setSectionResizeMode(KEYS.index("address"), QHeaderView.ResizeMode.Stretch)
        head.setSortIndicator(KEYS.index("leaves"), Qt.SortOrder.AscendingOrder)

    def choose(self, number: int) -> None:
        """Choose one row and no other."""
        choose_row(self, number)

    def hide_columns(self, hidden: Collection[str]) -> None:
        """Hide what a person does not want to see."""
        self.hidden = frozenset(hidden)
        self._fit()

    def sorted_by(self, key: str) -> None:
        """Draw a line between vans where the rows are sorted by them."""
        self._delegate.by_van = key == "leaves"

    def _fit_rows(self) -> None:
        """Give changed orders a second line. Only rows that were read are looked at, however many there are."""
        tall = {
            first + place
            for first, rows in self._rows.read_rows()
            for place, row in enumerate(rows)
            if row.verification == "changed" and row.change
        }
        for number in self._tall - tall:
            self.setRowHeight(number, ROW_HEIGHT)
        for number in tall:
            self.setRowHeight(number, CHANGED_HEIGHT)
        self._tall = tall

    def show_narrow(self, narrow: bool) -> None:
        """Show only what is needed beside an order that takes most of the room."""
        self._narrow = narrow
        self._fit()

    def columns_menu(self) -> QMenu:
        """Return the list of columns, to be ticked; a column without which a row says nothing is not in it."""
        menu = QMenu(self)
        for key, title in self._titles.items():
            if key in ALWAYS_SHOWN:
                continue
            entry = QAction(title, menu)
            entry.setCheckable(True)
            entry.setChecked(key not in self.hidden)
            entry.toggled.connect(lambda on, key=key: self._choose(key, on))
            menu.addAction(entry)
        return menu

    def _choose(self, key: str, shown: bool) -> None:
        self.hide_columns(self.hidden - {key} if shown else self.hidden | {key})
        self.columns_chosen.emit()

    def _fit(self) -> None:
        room = self.viewport().width()
        wanted = [key for key in KEYS if (key in NARROW if self._narrow else key not in self.hidden)]
        for key in GIVE_WAY:
            if key in wanted and not self._narrow and self._needed(wanted) > room:
                wanted.remove(key)
        for number, key in enumerate(KEYS):
            self.setColumnHidden(number, key not in wanted)
        # without an address the customer takes what room is left
        head, stretch = self.horizontalHeader(), QHeaderView.ResizeMode.Stretch
        if "address" not in wanted and head.sectionResizeMode(KEYS.index("customer")) != stretch:
            head.setSectionResizeMode(KEYS.index("customer"), stretch)
        elif "address" in wanted and head.sectionResizeMode(KEYS.index("customer")) == stretch:
            head.setSectionResizeMode(KEYS.index("customer"), QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(KEYS.index("customer"), self._widths["customer"])

    def _needed(self, keys: Collection[str]) -> int:
        return sum(LEAST_ADDRESS if key == "address" else self._widths[key] for key in keys)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.tick_sure_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.tick_wanted.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        step = {"j": 1, "k": -1}.get(search.lower())
        row = self.currentIndex().row() + step if step else -1
        if 0 <= row < self.model().rowCount():
            self.choose(row)
