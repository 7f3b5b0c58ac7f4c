"""Rows of files that wait, each with its reason: corrected here or put away. Beside them the rules that were kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QStackedWidget, QWidget

from dispatch_console.language import mark, plural, tr
from dispatch_console.ui.orders.check_table import CheckModel, CheckTable, CheckView
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, rename, rule, shown_plain, surface
from dispatch_console.ui.widgets.choosing import choose_row
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
WIDTHS = (180, 100, 56, 100, 140, 120, 150)
# the cell that is wrong
WRONG = 6
RULE_TITLES = (mark("Source"), mark("Column"), mark("In the file"), mark("Is read as"), mark("Kept by"))
RULE_WIDTHS = (160, 200, 240, 240)
MEANT = 3
PANEL_WIDTH = 380


class WaitingPage(QWidget):
    """Esc leaves; Delete puts the chosen rows away, which `put_away_wanted` gives as positions.

    `fixed` gives the position of a row, the column of its file and the text that is meant; `rule_changed` the position
    of a rule and what it makes of its text.
    """

    put_away_wanted = Signal(object)
    fixed = Signal(int, str, str)
    same_wanted = Signal()
    rule_wanted = Signal()
    rule_changed = Signal(int, str)
    rules_forgotten = Signal(object)
    export_wanted = Signal()
    row_chosen = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        column.addWidget(self._bar())
        column.addWidget(rule())
        self.model = CheckModel(self)
        self.table = self._view(self.model, tr("Rows that wait"), TITLES, WIDTHS)
        self.table.selectionModel().selectionChanged.connect(lambda: self._choose())
        self.model.fixed.connect(lambda row, text: self.fixed.emit(row, self.model.table.rows[row][WRONG - 1], text))
        self.row_model = CheckModel(self)
        self.row_table = CheckView(self.row_model, tr("The whole row in the file"))
        self.row_model.fixed.connect(self._fix_other)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.table)
        parts.addWidget(self.row_table)
        parts.setStretchFactor(0, 1)
        parts.setSizes([1100, PANEL_WIDTH])
        self.rules_model = CheckModel(self)
        self.rules_table = self._view(self.rules_model, tr("Rules of sources"), RULE_TITLES, RULE_WIDTHS)
        self.rules_table.selectionModel().selectionChanged.connect(lambda: self._show_acts())
        self.rules_model.fixed.connect(self.rule_changed)
        self._pages = QStackedWidget()
        self._pages.addWidget(parts)
        self._pages.addWidget(self.rules_table)
        column.addWidget(self._pages, 1)
        edit = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        edit.setContext(Qt.ShortcutContext.WidgetShortcut)
        edit.activated.connect(self._edit)

    def _bar(self) -> QWidget:
        bar = surface("panel")
        bar.setFixedHeight(52)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label(tr("Rows that wait"), 15, SEMIBOLD))
        self._said = Elided(tr("Enter corrects the cell; a row that is right goes in at once"), tone="quiet")
        row.addWidget(self._said, 1)
        self.same = button(tr("The same for others"), "list-checks", "Ctrl+D")
        self.same.clicked.connect(self.same_wanted)
        self.same.hide()
        self.keep = button(tr("Keep as a rule"), "check", "Ctrl+R")
        self.keep.clicked.connect(self.rule_wanted)
        self.keep.hide()
        self.rules = button(tr("Rules"), "settings")
        self.rules.setCheckable(True)
        self.rules.toggled.connect(self._show_rules)
        self.export = button(tr("Export rows"), "arrow-down-to-line", "E")
        self.export.clicked.connect(self.export_wanted)
        self.put_away = button(tr("Put away"), "trash-2", "Del")
        self.put_away.clicked.connect(self._put_away)
        self.close_button = button(tr("Back"), key="Esc")
        self.close_button.clicked.connect(self._leave)
        for act in (self.same, self.keep, self.rules, self.export, self.put_away, self.close_button):
            row.addWidget(act)
        return bar

    def _view(self, model: CheckModel, name: str, titles: Sequence[str], widths: Sequence[int]) -> CheckView:
        view = CheckView(model, name)
        model.show(CheckTable(tuple(map(tr, titles)), ()))
        for number, width in enumerate(widths):
            view.setColumnWidth(number, width)
        view.horizontalHeader().setSectionResizeMode(len(widths), QHeaderView.ResizeMode.Stretch)
        return view

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show the rows, and choose the one that stands where the chosen one stood."""
        before = self.table.currentIndex().row()
        self.model.show(CheckTable(tuple(map(tr, TITLES)), tuple(rows), WRONG))
        self.table.fit_rows()
        if rows:
            choose_row(self.table, min(max(before, 0), len(rows) - 1), WRONG)
        self._choose()

    def show_cells(self, cells: Sequence[tuple[str, str]], wrong: frozenset[str] = frozenset()) -> None:
        """Show the whole row of a file, the cells of some columns marked as wrong; each can be corrected."""
        places = frozenset(place for place, (column, _) in enumerate(cells) if column in wrong)
        self.row_model.show(CheckTable((tr("Column"), tr("In the file")), tuple(cells), 1, places))
        self.row_table.setColumnWidth(0, 150)
        self.row_table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.row_table.fit_rows()

    def show_rules(self, rules: Sequence[tuple[str, ...]]) -> None:
        chosen = self.rules_table.currentIndex().row()
        self.rules_model.show(CheckTable(tuple(map(tr, RULE_TITLES)), tuple(rules), MEANT))
        if rules and chosen >= 0:
            choose_row(self.rules_table, min(chosen, len(rules) - 1))
        rename(self.rules, plural("{count} rule", "{count} rules", len(rules)))
        self._show_acts()

    def offer(self, same: int, value: str, meant: str) -> None:
        """Offer to correct the rows that say the same, and to keep the correction; nothing where `value` is empty."""
        self.same.setVisible(same > 0)
        self.keep.setVisible(bool(value and meant))
        rename(self.same, tr("The same for {count} like it", count=same))
        self.keep.setToolTip(
            shown_plain(
                tr(
                    "From now on read “{value}” in this column of this source as “{meant}” (Ctrl+R)",
                    value=value,
                    meant=meant,
                )
            )
        )

    def say(self, words: str) -> None:
        self._said.setText(words)

    @property
    def shows_rules(self) -> bool:
        return self.rules.isChecked()

    def _show_rules(self, shown: bool) -> None:
        self._pages.setCurrentIndex(1 if shown else 0)
        (self.rules_table if shown else self.table).setFocus()
        self.say(
            tr("Each reads one text of one column as another, in every later file. Del forgets it.")
            if shown
            else tr("Enter corrects the cell; a row that is right goes in at once")
        )
        self._show_acts()

    def _leave(self) -> None:
        if self.shows_rules:
            self.rules.setChecked(False)
        else:
            self.closed.emit()

    def _edit(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.table.edit(self.model.index(row, WRONG))

    def _choose(self) -> None:
        self._show_acts()
        self.row_chosen.emit(self.table.currentIndex().row())

    def _fix_other(self, place: int, text: str) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.fixed.emit(row, self.row_model.table.rows[place][0], text)

    def _show_acts(self) -> None:
        table = self.rules_table if self.shows_rules else self.table
        self.put_away.setEnabled(table.selectionModel().hasSelection())
        rename(self.put_away, tr("Forget the rule") if self.shows_rules else tr("Put away"))
        self.export.setVisible(not self.shows_rules)

    def _put_away(self) -> None:
        table = self.rules_table if self.shows_rules else self.table
        chosen = tuple(sorted({index.row() for index in table.selectionModel().selectedIndexes()}))
        if chosen and self.shows_rules:
            self.rules_forgotten.emit(chosen)
        elif chosen:
            self.put_away_wanted.emit(chosen)
