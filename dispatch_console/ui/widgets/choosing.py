"""Choose a row of a list by program."""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView


def choose_row(view: QAbstractItemView, row: int, column: int = 0) -> None:
    """Choose one row and no other, with the cursor in a column.

    `selectRow` and `setCurrentIndex` ask which keys are held: with Ctrl still down from a shortcut they add the row to
    the chosen ones, or take it out.
    """
    index = view.model().index(row, column)
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
    view.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)
