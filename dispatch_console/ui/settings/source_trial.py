"""What a live order system would bring: some orders as they would come in, and the shop's own fields."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from dispatch_console.language import tr
from dispatch_console.ui.settings.source_looks import OwnField, Trial
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, label, shown_plain
from dispatch_console.ui.widgets.layout import stacked

NAME, SAMPLE, FILLED, FIELD, BECOMES = range(5)
ROW_HEIGHT = 34


class SourceTrial(QWidget):
    """`mapped`: another field of ours was chosen for one of the shop's."""

    mapped = Signal()

    def __init__(self, our_fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._our_fields = our_fields
        column = stacked(self)
        column.setSpacing(6)
        self._title, self._own_title = label("", 13, SEMIBOLD), label("", 13, SEMIBOLD)
        self.orders = _table(
            (tr("Order"), tr("Customer"), tr("Address"), tr("Window"), tr("Door"), tr("Items"), tr("Comes in as")),
            tr("Orders as they would come in"),
            (1, 2, 2, 2, 1, 1, 3),
        )
        self.own = _table(
            (tr("Field of the shop"), tr("Sample"), tr("Filled"), tr("Our field"), tr("Comes out as")),
            tr("Own fields of this shop"),
            (2, 2, 1, 3, 3),
        )
        for part in (self._title, self.orders, self._own_title, self.own):
            column.addWidget(part)
        column.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.show_trial(Trial(title="", orders=()))

    def show_trial(self, trial: Trial) -> None:
        """Show what was tried; what is in doubt stands out."""
        _say(self._title, trial.title)
        _fill(self.orders, trial.orders)
        last = self.orders.columnCount() - 1
        for row in trial.doubtful:
            _warn(self.orders.item(row, last))
        self.show_own(trial.own, trial.own_title)

    def show_own(self, fields: Sequence[OwnField], title: str = "") -> None:
        """Show the shop's own fields, each with the field of ours that it holds."""
        _say(self._own_title, (title or tr("Own fields of this shop")) if fields else "")
        _fill(self.own, [(one.name, one.sample, one.filled, "", one.doubts or one.becomes) for one in fields])
        for row, one in enumerate(fields):
            box = QComboBox()
            box.setAccessibleName(tr("Our field for {name}", name=one.name))
            unchosen = tr("{field} (by its name)", field=one.by_name) if one.by_name else tr("kept with the order")
            for key, words in (("", unchosen), *self._our_fields):
                box.addItem(words, key)
            box.setCurrentIndex(max(0, box.findData(one.field)))
            box.currentIndexChanged.connect(self.mapped)
            self.own.setCellWidget(row, FIELD, box)
            if one.doubts:
                _warn(self.own.item(row, BECOMES))

    def own_fields(self) -> dict[str, str]:
        """Return which of our fields each of the shop's holds."""
        own = {}
        for row in range(self.own.rowCount()):
            box, name = self.own.cellWidget(row, FIELD), self.own.item(row, NAME)
            if isinstance(box, QComboBox) and name is not None and box.currentData():
                own[name.text()] = str(box.currentData())
        return own


def _say(title: QLabel, text: str) -> None:
    title.setText(text)
    title.setVisible(bool(text))


def _warn(item: QTableWidgetItem | None) -> None:
    if item is not None:
        item.setForeground(QColor(tokens().amb))


def _table(titles: Sequence[str], name: str, shares: Sequence[int]) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.setShowGrid(False)
    # texts begin where their titles do
    table.setStyleSheet("QTableWidget::item { padding-left: 5px; }")
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAccessibleName(name)
    table.setWordWrap(False)
    heading = table.horizontalHeader()
    heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for place, share in enumerate(shares):
        table.setColumnWidth(place, 76 * share)
    heading.setSectionResizeMode(len(shares) - 1, QHeaderView.ResizeMode.Stretch)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Show rows; the table is as high as they are, so that the page scrolls and not each of its tables."""
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(shown_plain(text))
            table.setItem(number, place, item)
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + ROW_HEIGHT * len(rows) + 4)
    table.setVisible(bool(rows))
