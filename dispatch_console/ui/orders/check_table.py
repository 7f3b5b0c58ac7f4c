"""A table of what a file says: shared by the import check and by the rows that wait."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import shown_plain
from dispatch_console.ui.widgets.choosing import choose_row

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_HEIGHT = 34
# of a long table those rows are fitted that are looked at first
FITTED = 500


@dataclass(frozen=True, slots=True)
class CheckTable:
    """Rows of one bucket. `editable` is the column a person may correct, -1 for none.

    `wrong`: the rows whose cell there is marked, None for all.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    editable: int = -1
    wrong: frozenset[int] | None = None


class CheckModel(QAbstractTableModel):
    """`fixed` gives row number in the table and the new text."""

    fixed = Signal(int, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.table = CheckTable((), ())

    def show(self, table: CheckTable) -> None:
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.table.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown_plain(self.table.rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.BackgroundRole and index.column() == self.table.editable:
            is_wrong = self.table.wrong is None or index.row() in self.table.wrong
            return QColor(tokens().amb_tint) if is_wrong else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == self.table.editable else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value)
        if role != Qt.ItemDataRole.EditRole or text == self.table.rows[index.row()][index.column()]:
            return False
        self.fixed.emit(index.row(), text)
        return True


class CheckView(QTableView):
    """Texts wrap: a difference or a reason is read whole, however long it is."""

    def __init__(self, model: CheckModel, name: str) -> None:
        super().__init__()
        self._checks = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(32)
        head.setHighlightSections(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Correct the one cell of the row that may be corrected, wherever in the row the cursor stands."""
        editable, index = self._checks.table.editable, self.currentIndex()
        writes = event.key() == Qt.Key.Key_F2 or (event.text().strip() and event.text().isprintable())
        if writes and editable >= 0 and index.isValid() and index.column() != editable:
            choose_row(self, index.row(), editable)
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters correct the cell; they do not search."""

    def fit_rows(self) -> None:
        """Make rows as high as their longest text."""
        for row in range(min(self.model().rowCount(), FITTED)):
            self.resizeRowToContents(row)
            self.setRowHeight(row, max(ROW_HEIGHT, self.rowHeight(row)))
