"""The table of products: picture, size, weight, codes, the twin's plate, papers and needs; what is missing in amber."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from dispatch_console.application.packing.product_list import ProductRow
from dispatch_console.language import plural, tr
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import BOLD, shown_plain
from dispatch_console.ui.widgets.choosing import choose_row
from dispatch_console.ui.widgets.product_picture import pixmap_of

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
PICTURE, ROW_HEIGHT = 32, 40
SKU, NAME, SIZE, KG, CODES, TWIN, PAPERS, NEEDS = range(1, 9)
WIDTHS = (48, 120, 0, 106, 60, 72, 78, 112, 80)
LOOK_MS = 60


class ProductsModel(QAbstractTableModel):
    """Rows are drawn from `ProductRow`; pictures come when they are in view."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[ProductRow] = ()
        self.pictures: dict[str, bytes] = {}
        self._titles = ("", tr("SKU"), tr("Product"), tr("Size, cm"), tr("kg"), tr("Barcodes"), tr("Twin"),
                        tr("Papers"), tr("Needs"))  # fmt: skip

    def show(self, rows: Sequence[ProductRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(WIDTHS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == KG:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            sku = row.record.fields["sku"]
            return QIcon(pixmap_of(sku, self.pictures, PICTURE))
        words, is_missing = cell(row, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown_plain(words)
        if role == Qt.ItemDataRole.ForegroundRole and is_missing:
            return QColor(tokens().amb)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == KG:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def cell(row: ProductRow, column: int) -> tuple[str, bool]:
    """Return the words of a cell, and whether they say that something is missing."""
    fields, is_known = row.record.fields, bool(row.record.id)
    if not is_known and column == SIZE:
        return plural("in {count} order", "in {count} orders", row.open_orders), False
    if not is_known and column == CODES:
        return tr("no product"), True
    missing = {SIZE: "size", KG: "weight", CODES: "barcode"}.get(column, "") in row.lacks and column in (
        SIZE,
        KG,
        CODES,
    )
    packs = tr("{count} + pack", count=row.codes) if row.has_packs else str(row.codes or "")
    words = {
        SKU: fields["sku"],
        NAME: fields["name"],
        SIZE: fields["size"] or (tr("measure") if is_known else ""),
        KG: fields["weight"] or (tr("weigh") if is_known else ""),
        CODES: tr("none") if missing else packs,
        TWIN: row.twin,
        PAPERS: ", ".join(row.papers),
        NEEDS: ", ".join(row.needs),
    }
    return words.get(column, ""), missing


class _Plate(QStyledItemDelegate):
    """The word that tells the twin apart, as the bench shows it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        words = str(index.data() or "")
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        widget = plain.widget
        widget.style().drawControl(widget.style().ControlElement.CE_ItemViewItem, plain, painter, widget)
        if not words:
            return
        t, box = tokens(), option.rect
        painter.save()
        painter.setFont(font(12, BOLD))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words.upper(), Qt.TextElideMode.ElideMiddle, box.width() - 24)
        plate = QRect(box.left() + 4, box.center().y() - 10, metrics.horizontalAdvance(shown) + 14, 21)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.tx))
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(QColor(t.panel))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()


class ProductsTable(QTableView):
    """`chosen` gives the key of a product: its id, or `new` and the SKU of one that is none yet."""

    chosen = Signal(str)
    pictures_wanted = Signal(list)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows = ProductsModel(self)
        self.setModel(self._rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIconSize(QSize(PICTURE, PICTURE))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(TWIN, _Plate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(32)
        head.setHighlightSections(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width or 200)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now))
        self._quiet = False
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._ask_for_pictures)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the rows in their order."""
        return tuple(map(key_of_row, self._rows.rows))

    def show_rows(self, rows: Sequence[ProductRow], marked: str) -> None:
        """Show these products, one of them marked."""
        at = self.verticalScrollBar().value()
        self._quiet = True
        self._rows.show(rows)
        self._quiet = False
        self.mark(marked)
        self.verticalScrollBar().setValue(at)
        self._look.start()

    def show_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Show pictures that were asked for."""
        self._rows.pictures.update(pictures)
        last = self._rows.rowCount() - 1
        if last >= 0:
            self._rows.dataChanged.emit(self._rows.index(0, 0), self._rows.index(last, 0))

    def mark(self, key: str) -> None:
        """Mark the row of a product, without a word to whoever listens."""
        keys = self.keys
        self._quiet = True
        if key in keys:
            choose_row(self, keys.index(key), SKU)
        else:
            self.clearSelection()
        self._quiet = False

    def keyboardSearch(self, search: str) -> None:
        """Ignore letters: they are keys of the page."""

    def _choose(self, now: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.chosen.emit(self.keys[now.row()])

    def _ask_for_pictures(self) -> None:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        rows = self._rows.rows[max(0, first) : (last if last >= 0 else len(self._rows.rows)) + 1]
        wanted = [row.record.fields["sku"] for row in rows if row.record.fields["sku"] not in self._rows.pictures]
        if wanted:
            self.pictures_wanted.emit(wanted)


def key_of_row(row: ProductRow) -> str:
    """Return by what a row is known."""
    return str(row.record.id) if row.record.id else f"new {row.record.fields['sku']}"
