"""A table model over pages of SQL: rows are fetched when they come into view, sorting and filtering happen in SQL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from dispatch_console.ui.widgets.basics import shown_plain

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
PAGE = 200
# pages that are kept around the last one that came into view
KEPT = 8
NOWHERE = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`text` gives the cell; `sort` names the SQL key, empty where one cannot sort by it."""

    title: str
    text: Callable[[Row], str]
    width: int
    sort: str = ""
    right: bool = False


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Asks for pages by `page_wanted(first row)`; the presenter answers with `set_page`."""

    page_wanted = Signal(int)

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._total = 0
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._asked: set[int] = set()

    def reset(self, total: int, first_page: tuple[Row, ...]) -> None:
        """Begin anew with another filter or order."""
        self.beginResetModel()
        self._total, self._pages, self._asked = total, {0: first_page}, {0}
        self.endResetModel()

    def refresh(self, total: int, pages: dict[int, tuple[Row, ...]]) -> None:
        """Ask the same question again: selection and scroll position stay where the count did."""
        if total != self._total:
            self.beginResetModel()
            self._total, self._pages, self._asked = total, dict(pages), set(pages)
            self.endResetModel()
            return
        self._pages, self._asked = dict(pages), set(pages)
        if total:
            self.dataChanged.emit(self.index(0, 0), self.index(total - 1, len(self.columns) - 1))

    def set_page(self, number: int, rows: tuple[Row, ...]) -> None:
        self._pages[number] = rows
        # all that was ever looked at would be read again after every change
        for far in sorted(self._pages, key=lambda page: abs(page - number))[KEPT:]:
            del self._pages[far]
            self._asked.discard(far)
        first = number * PAGE
        last = min(first + PAGE, self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    @property
    def pages_in_use(self) -> tuple[int, ...]:
        return tuple(sorted(self._pages))

    def read_rows(self) -> tuple[tuple[int, tuple[Row, ...]], ...]:
        """Return the rows that were read and are kept, each page with the number of its first row."""
        return tuple((page * PAGE, rows) for page, rows in self._pages.items())

    def row(self, number: int) -> Row | None:
        page = self._pages.get(number // PAGE)
        if page is None:
            if number // PAGE not in self._asked:
                self._asked.add(number // PAGE)
                self.page_wanted.emit(number // PAGE)
            return None
        return page[number % PAGE] if number % PAGE < len(page) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        column = self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown_plain(column.text(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
