"""Widgets of the Orders tab: filters, table, panel. Intents leave as signals; `show_…` brings facts in."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.application.orders.queue import NO_WORK, OrderRow
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import plural, tr
from dispatch_console.ui import icons
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.orders.columns import KEYS
from dispatch_console.ui.orders.compare_page import ComparePage
from dispatch_console.ui.orders.delegate import OrderDelegate
from dispatch_console.ui.orders.filters import Filters
from dispatch_console.ui.orders.hand_page import HandPage
from dispatch_console.ui.orders.import_page import ImportPage
from dispatch_console.ui.orders.panel import OrderPanel
from dispatch_console.ui.orders.table import OrderTable
from dispatch_console.ui.orders.waiting_page import WaitingPage
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Figure, button, header, label, rule, sign, surface
from dispatch_console.ui.widgets.layout import panes, stacked
from dispatch_console.ui.widgets.rows_model import RowsModel

DEBOUNCE_MS = 150
# filters, queue, panel
WIDTHS = [200, 896, 415]
NARROW_QUEUE = 476
MARKABLE = 200


class OrdersTab(QWidget):
    """Left the filters, centre the queue, right the order."""

    text_changed = Signal(str)
    sort_chosen = Signal(str, bool)
    order_chosen = Signal(int)
    import_wanted = Signal()
    file_dropped = Signal(str)
    columns_chosen = Signal()

    def __init__(
        self, model: RowsModel[OrderRow], tiles: TileReader, centre: Coordinate, is_late: Callable[[OrderRow], bool]
    ) -> None:
        super().__init__()
        self.model, self._is_late = model, is_late
        # where the order stands that is shown
        self._row = 0
        self.setAcceptDrops(True)
        self.filters = Filters()
        self.filters.left.connect(lambda: self.table.setFocus())
        column = stacked(self)
        column.addWidget(self._header())
        column.addWidget(rule())
        self.panel = OrderPanel(tiles, centre)
        self.panel.setMinimumWidth(320)
        self.compare = ComparePage(tiles, centre)
        self._beside = QStackedWidget()
        self._beside.addWidget(self.panel)
        self._beside.addWidget(self.compare)
        # while it is not shown it asks for no room
        self.compare.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.show_counts({})
        self._panes = panes(self.filters, self._queue(), self._beside, WIDTHS)
        self.import_page = ImportPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._panes)
        self._pages.addWidget(self.import_page)
        self.waiting_page = WaitingPage()
        self.waiting_page.closed.connect(lambda: self.waiting.setChecked(False))
        self._pages.addWidget(self.waiting_page)
        self.hand_page = HandPage()
        self.hand_page.closed.connect(lambda: self.show_by_hand(False))
        self._pages.addWidget(self.hand_page)
        column.addWidget(self._pages, 1)

    def show_import(self, shown: bool) -> None:
        self.waiting.setChecked(False)
        self._pages.setCurrentIndex(1 if shown else 0)
        self.import_button.setEnabled(not shown)
        self.by_hand.setEnabled(not shown)
        self.waiting.setEnabled(not shown)

    def show_compare(self, shown: bool) -> None:
        """Show the compare page beside a narrow queue, or the panel again."""
        if shown == (self._beside.currentIndex() == 1):
            return
        policy = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
        self.compare.setSizePolicy(policy, policy)
        self._beside.setCurrentIndex(1 if shown else 0)
        self.table.show_narrow(shown)
        if shown:
            self._widths = self._panes.sizes()
            left, *others = self._widths
            self._panes.setSizes([left, NARROW_QUEUE, sum(others) - NARROW_QUEUE])
        else:
            self._panes.setSizes(self._widths)
            self.table.setFocus()

    @property
    def is_comparing(self) -> bool:
        return self._beside.currentIndex() == 1

    def show_by_hand(self, shown: bool) -> None:
        """Show the page on which an order is typed, or the queue again."""
        self.waiting.setChecked(False)
        self._pages.setCurrentIndex(3 if shown else 0)
        self.by_hand.setEnabled(not shown)
        if shown:
            self.hand_page.open()
        else:
            self.table.setFocus()

    def _show_waiting(self, shown: bool) -> None:
        self._pages.setCurrentIndex(2 if shown else 0)
        (self.waiting_page.table if shown else self.table).setFocus()

    def show_waiting_count(self, count: int, rules: int) -> None:
        """Show how many waiting from files; on most days nothing, and without rules there is nothing to look at."""
        self.waiting.show_number(count)
        # while the page is open it stays: what was corrected last may still be kept as a rule
        self.waiting.setVisible(count > 0 or rules > 0 or self.waiting.isChecked())

    @property
    def is_importing(self) -> bool:
        return self._pages.currentIndex() == 1

    def _header(self) -> QWidget:
        head, row = header(tr("Orders"))
        row.addSpacing(16)
        self.work = Figure("", tr("need work"))
        self.changed = Figure("changed", tr("changed at source"), "decide")
        self.on_hold = Figure("on_hold", tr("on hold"))
        self.late = Figure("late", tr("may miss their van"), "decide")
        self.late.setToolTip(tr("Less time is left than the steps up to the loaded van usually take"))
        for figure in (self.late, self.changed, self.on_hold):
            self.filters.adopt(figure, figure.name)
        self.work.clicked.connect(self.show_work)
        self.filters.chosen.connect(lambda key: self.work.setChecked(key == "work"))
        self.work.setChecked(True)
        self.waiting = Figure("waiting", tr("waiting from files"), "decide")
        self.waiting.toggled.connect(self._show_waiting)
        for figure in (self.work, self.late, self.changed, self.on_hold):
            row.addWidget(figure)
        row.addWidget(self.waiting)
        row.addStretch(1)
        self.by_hand = button(tr("New order"), "plus", "N")
        self.by_hand.clicked.connect(lambda: self.show_by_hand(True))
        row.addWidget(self.by_hand)
        self.import_button = button(tr("Import"), "import", "I")
        self.import_button.clicked.connect(self.import_wanted)
        row.addWidget(self.import_button)
        return head

    def show_work(self) -> None:
        self.filters.buttons["work"].setChecked(True)
        # pressed again it stays what is shown
        self.work.setChecked(True)

    def show_all_open(self) -> None:
        self.filters.buttons["open"].setChecked(True)

    def _queue(self) -> QWidget:
        middle = surface("panel")
        column = stacked(middle)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number, name, phone, SKU, address"))
        self.search.setAccessibleName(tr("Find orders"))
        self.search.setFixedWidth(300)
        self.search.setClearButtonEnabled(True)
        looking = self.search.addAction(icons.icon("search", tokens().tx2), QLineEdit.ActionPosition.LeadingPosition)
        looking.setText(tr("Find orders"))
        for inside in self.search.findChildren(QToolButton):
            inside.setAccessibleName(inside.text() or tr("Clear the search"))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(DEBOUNCE_MS)
        self.search.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(lambda: self.text_changed.emit(self.search.text()))
        for key, act in (("Esc", self.search.clear), ("Down", self._to_table), ("Return", self._to_table)):
            shortcut = QShortcut(QKeySequence(key), self.search)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        self._summary = label(tone="quiet")
        self._chosen = label(tone="decide")
        bar.addWidget(self.search)
        bar.addStretch(1)
        bar.addWidget(self._chosen)
        bar.addSpacing(16)
        bar.addWidget(self._summary)
        self.columns = sign(tr("Columns"), "columns-3")
        self.columns.clicked.connect(self._choose_columns)
        bar.addWidget(self.columns)
        column.addLayout(bar)
        self.table = OrderTable(self.model, OrderDelegate(KEYS, self._is_late))
        self.table.tick_wanted.connect(lambda: self.panel.tick_next())
        self.table.tick_sure_wanted.connect(lambda: self.panel.tick_sure_wanted.emit())
        self.table.columns_chosen.connect(self.columns_chosen)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        self.table.selectionModel().selectionChanged.connect(self._select)
        self._empty = self._empty_state()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._nothing = label(tr("Nothing is found so. Esc in the search clears it."), tone="faint")
        self._nothing.setContentsMargins(16, 12, 16, 12)
        self._nothing.hide()
        column.addWidget(self._nothing)
        column.addWidget(self._stack, 1)
        return middle

    def _choose_columns(self) -> None:
        self.table.columns_menu().popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

    def _empty_state(self) -> QWidget:
        page = surface("panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(64, 72, 64, 64)
        column.setSpacing(8)
        self._empty_title = label(
            tr("No orders yet. Every order will stand here, sorted by the van it would miss."), 20, SEMIBOLD
        )
        self._empty_title.setWordWrap(True)
        column.addWidget(self._empty_title)
        hint = label(tr("Drop a file here: CSV, XLSX or JSON. Bad rows wait, good rows go in."), tone="quiet")
        column.addWidget(hint)
        choose = button(tr("Choose a file"), "folder-open", kind="primary")
        choose.clicked.connect(self.import_wanted)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show numbers beside the filters."""
        work = sum(count for stage, count in counts.items() if stage not in NO_WORK)
        lists = {"work": work, "open": sum(counts.values()) - counts.get("closed", 0)}
        self.filters.show_counts(counts | lists)
        self.work.show_number(work)

    def show_total(self, total: int, *, filtered: bool) -> None:
        self._summary.setText(plural("{count} order", "{count} orders", total))
        self._stack.setCurrentIndex(0 if total or filtered else 1)
        self._nothing.setVisible(filtered and total == 0)

    def select_first(self) -> None:
        if self.model.rowCount() and not self.table.selectionModel().hasSelection():
            self.table.choose(0)

    def mark(self, order_id: int) -> None:
        """Mark the row of an order that was opened from elsewhere, where it is among the rows that were read."""
        selection = self.table.selectionModel()
        for number in range(min(self.model.rowCount(), MARKABLE)):
            row = self.model.row(number)
            if row is not None and row.id == order_id:
                selection.blockSignals(True)
                self.table.choose(number)
                selection.blockSignals(False)
                self.table.scrollTo(self.model.index(number, 0))
                self.table.viewport().update()
                return

    def _to_table(self) -> None:
        self.table.setFocus()
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.choose(0)

    def keep_row(self, order_id: int | None) -> None:
        """Mark the order that is shown after rows came or went; where it left the list, its neighbour."""
        if not self.table.selectionModel().hasSelection() and self.model.rowCount():
            if order_id is not None:
                self.mark(order_id)
            if not self.table.selectionModel().hasSelection():
                self.table.choose(min(self._row, self.model.rowCount() - 1))
        count = len(self.chosen())
        self._show_chosen(count)
        self.panel.show_several(count)

    def _select(self, selected: QItemSelection) -> None:
        chosen = self.chosen()
        self._show_chosen(len(chosen))
        self.panel.show_several(len(chosen))
        for index in selected.indexes()[:1]:
            self._row = index.row()
            row = self.model.row(index.row())
            if row is not None:
                self.order_chosen.emit(row.id)

    def chosen(self) -> tuple[int, ...]:
        """Return the orders whose rows are chosen, from the top; those that were not read yet are not among them."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(row.id for number in rows if (row := self.model.row(number)) is not None)

    def _show_chosen(self, count: int) -> None:
        """Say that the keys of the panel mean several orders."""
        self._chosen.setText(tr("{count} chosen: V, H, R and E mean all of them", count=count) if count > 1 else "")

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        key = self.model.columns[column].sort
        if key:
            self.table.sorted_by(key)
            self.sort_chosen.emit(key, order == Qt.SortOrder.DescendingOrder)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            if url.isLocalFile():
                self.file_dropped.emit(url.toLocalFile())
