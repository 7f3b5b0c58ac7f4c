"""The import check: what a file would do, with the reason on each bad cell. Nothing is written before it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import available_timezones

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, QTimeZone, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.language import mark, tr
from dispatch_console.ui.orders.check_table import CheckModel, CheckTable, CheckView
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Elided,
    button,
    label,
    paragraph,
    rename,
    rule,
    shown_plain,
    surface,
)
from dispatch_console.ui.widgets.choosing import choose_row
from dispatch_console.ui.widgets.layout import stacked

# what differs or is wrong may be long
WHOLE = ("changed", "fix", "notices", "left_out")
# texts of a column beside its meaning
SAMPLES = 3
BUCKETS = (
    ("new", mark("new"), mark("go in")),
    ("changed", mark("changed"), mark("with differences")),
    ("unchanged", mark("unchanged"), mark("nothing to do")),
    ("gone", mark("gone"), mark("no longer in the file")),
    ("left_out", mark("left out"), mark("no work")),
    ("fix", mark("to fix"), mark("wait here")),
    ("notices", mark("to look at"), mark("go in all the same")),
)


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that was guessed of a file, or is to be said. `readings`: (value, words); `key` is what it is, and the
    column after a colon.
    """

    key: str
    question: str
    value: str
    readings: tuple[tuple[str, str], ...]


class ColumnMeaning(NamedTuple):
    """A column of a file: texts of it, the field that it holds (empty for none), how many of its cells are filled."""

    name: str
    samples: tuple[str, ...]
    field: str
    filled: str


class ImportPage(QWidget):
    """Ctrl+Enter takes, Esc leaves. A cell is corrected by typing on it; Ctrl+D does the same to those like it."""

    take_wanted = Signal()
    cancel_wanted = Signal()
    bucket_chosen = Signal(str)
    mapping_changed = Signal()
    same_wanted = Signal()
    zone_chosen = Signal(str)
    # what was guessed, and what it is instead
    guess_changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        bar = surface("panel")
        bar.setFixedHeight(52)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label(tr("Import check"), 15, SEMIBOLD))
        self._file, self._state = Elided("", tone="quiet"), label(tone="quiet")
        row.addWidget(self._file, 1)
        row.addWidget(self._state)
        self.same = button(tr("The same for others"), "list-checks", "Ctrl+D")
        self.same.clicked.connect(self.same_wanted)
        self.same.hide()
        row.addWidget(self.same)
        self.cancel = button(tr("Cancel"), key="Esc")
        self.take = button(tr("Take"), "check", "Ctrl+Return", "primary")
        self.cancel.clicked.connect(self.cancel_wanted)
        self.take.clicked.connect(self.take_wanted)
        row.addWidget(self.cancel)
        row.addWidget(self.take)
        column.addWidget(bar)
        column.addWidget(rule())
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Progress of the import"))
        self.progress.setFixedHeight(6)
        self.progress.setTextVisible(False)
        self.progress.hide()
        column.addWidget(self.progress)
        self.said = Banner()
        column.addWidget(self.said)
        self._guesses = surface("panel")
        self._guess_rows = QVBoxLayout(self._guesses)
        self._guess_rows.setContentsMargins(16, 8, 16, 8)
        self._guess_rows.setSpacing(4)
        self.guesses: dict[str, QComboBox] = {}
        self._guesses.hide()
        column.addWidget(self._guesses)
        column.addWidget(self._buckets())
        column.addWidget(rule())
        self.model = CheckModel(self)
        self.table = CheckView(self.model, tr("Rows of the file"))
        self.combos: dict[str, QComboBox] = {}
        self._filled: dict[str, QLabel] = {}
        self._account: QLabel | None = None
        self._mapping = QScrollArea()
        self._mapping.setWidgetResizable(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._mapping)
        self._pages.addWidget(self._zone_question())
        column.addWidget(self._pages, 1)

    def _zone_question(self) -> QWidget:
        """Ask for the time zone: without a depot nothing says where the times of a file are at home."""
        page = surface("panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        question = label(tr("In which time zone are the times of this file?"), 15, SEMIBOLD)
        column.addWidget(question)
        column.addWidget(
            label(tr("There is no depot yet that says it. The answer is kept until there is one."), tone="quiet")
        )
        self.zones = QComboBox()
        self.zones.setEditable(True)
        self.zones.setAccessibleName(tr("Time zone of the file"))
        self.zones.addItems(sorted(available_timezones()))
        self.zones.setFixedWidth(320)
        question.setBuddy(self.zones)
        column.addWidget(self.zones)
        self.read_file = button(tr("Read the file"), "check", kind="primary")
        self.read_file.clicked.connect(lambda: self.zone_chosen.emit(self.zones.currentText()))
        edit = self.zones.lineEdit()
        if edit is not None:
            edit.returnPressed.connect(self.read_file.click)
        column.addWidget(self.read_file, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def ask_zone(self) -> None:
        """Offer the machine's own zone, without taking it."""
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        self.zones.setCurrentText(here if self.zones.findText(here) >= 0 else "")
        self._pages.setCurrentIndex(2)
        self.show_state(tr("Nothing is read yet"))
        self.zones.setFocus()

    def _buckets(self) -> QWidget:
        bar = surface("panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buckets: dict[str, QPushButton] = {}
        for key, _, _ in (*BUCKETS, ("columns", "", "")):
            bucket = QPushButton()
            bucket.setProperty("kind", "filter")
            bucket.setCheckable(True)
            bucket.setFixedHeight(52)
            bucket.toggled.connect(lambda on, key=key: self.bucket_chosen.emit(key) if on else None)
            self._group.addButton(bucket)
            self.buckets[key] = bucket
            row.addWidget(bucket, 1)
        self.show_counts("", {}, 0)
        return bar

    def show_counts(self, file: str, counts: dict[str, int], mapped: int) -> None:
        self._file.setText(file)
        for key, words, note in BUCKETS:
            self.buckets[key].setText(f"{counts.get(key, 0)}  {tr(words)}, {tr(note)}")
            self.buckets[key].setAccessibleName(f"{counts.get(key, 0)} {tr(words)}")
        self.buckets["columns"].setVisible(mapped > 0)
        self.buckets["columns"].setText(tr("{mapped} columns with a meaning", mapped=mapped))
        self.buckets["columns"].setAccessibleName(tr("Columns"))
        waits = counts.get("wait", 0)
        taken = counts.get("new", 0) + counts.get("changed", 0) + waits
        sentence = tr(
            "Take {new} new and {changed} changed", new=counts.get("new", 0), changed=counts.get("changed", 0)
        )
        rename(self.take, tr("{sentence}, {waits} wait", sentence=sentence, waits=waits) if waits else sentence)
        self.take.setEnabled(taken > 0)

    def show_guesses(self, guesses: Sequence["Guess"]) -> None:
        """Show what was guessed of the file, each with what it may be instead."""
        if [guess.key for guess in guesses] != list(self.guesses):
            self.guesses.clear()
            while (item := self._guess_rows.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.deleteLater()
            for guess in guesses:
                self._guess_rows.addWidget(self._guess(guess))
        for guess in guesses:
            combo = self.guesses[guess.key]
            with QSignalBlocker(combo):
                combo.clear()
                for value, words in guess.readings:
                    combo.addItem(words, value)
                combo.setCurrentIndex(combo.findData(guess.value))
        self._guesses.setVisible(bool(guesses))

    def _guess(self, guess: "Guess") -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        question = label(guess.question)
        question.setMinimumWidth(260)
        combo = QComboBox()
        combo.setAccessibleName(guess.question)
        combo.setMinimumWidth(420)
        what = guess.key.partition(":")[0]
        combo.activated.connect(lambda index: self.guess_changed.emit(what, str(combo.itemData(index))))
        question.setBuddy(combo)
        self.guesses[guess.key] = combo
        row.addWidget(question)
        row.addWidget(combo)
        row.addStretch(1)
        return line

    def offer_same(self, count: int, before: str, after: str) -> None:
        """Offer to correct the other cells that say what the corrected one said."""
        self.same.setVisible(count > 0)
        if count:
            rename(self.same, tr("The same for {count} like it", count=count))
            self.same.setToolTip(
                shown_plain(
                    tr(
                        "{count} more cells say “{before}”: make them “{after}” too (Ctrl+D)",
                        count=count,
                        before=before,
                        after=after,
                    )
                )
            )

    def show_bucket(self, key: str, table: CheckTable) -> None:
        self.buckets[key].setChecked(True)
        self._pages.setCurrentIndex(0)
        self.model.show(table)
        head = self.table.horizontalHeader()
        room = (self.table.viewport().width() - 70) // max(1, len(table.titles) - 1)
        for number in range(len(table.titles)):
            head.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(number, 70 if number == 0 else max(90, min(170, room)))
        if table.titles:
            head.setSectionResizeMode(len(table.titles) - 1, QHeaderView.ResizeMode.Stretch)
        if key in WHOLE:
            # the last column has its width only when the page is laid out
            QTimer.singleShot(0, self.table, self.table.fit_rows)

    def go_to_row(self, row: int) -> None:
        """Go to the next bad cell, which stands where the corrected one stood."""
        if self.model.rowCount() and self.model.table.editable >= 0:
            choose_row(self.table, min(row, self.model.rowCount() - 1), self.model.table.editable)
            self.table.setFocus()

    def go_to_column(self) -> None:
        """Go to the first column without a meaning."""
        combos = list(self.combos.values())
        for combo in [combo for combo in combos if not combo.currentData()] or combos[:1]:
            combo.setFocus()
            return

    def show_mapping(self, columns: Sequence["ColumnMeaning"], fields: Sequence[tuple[str, str]], said: str) -> None:
        """Show each column with texts of it and its field; fields as code and words, the first being none.

        `said`: what became of the cells of the file. Where the columns are those that stand there already, only what
        they mean changes: the keyboard and the place stay.
        """
        self.buckets["columns"].setChecked(True)
        self._pages.setCurrentIndex(1)
        if [column.name for column in columns] == list(self.combos) and self._account is not None:
            self._account.setText(said)
            for column in columns:
                combo = self.combos[column.name]
                with QSignalBlocker(combo):
                    combo.setCurrentIndex(max(0, combo.findData(column.field)))
                self._filled[column.name].setText(column.filled)
            return
        body = surface("panel")
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(16)
        self.combos.clear()
        self._filled.clear()
        self._account = paragraph(said, tone="quiet")
        grid.addWidget(self._account, 0, 0, 1, SAMPLES + 4)
        heads = (tr("In the file"), *(tr("Text {number}", number=number) for number in range(1, SAMPLES + 1)))
        for place, words in enumerate((*heads, tr("Our field"), tr("Filled"))):
            grid.addWidget(label(words, tone="faint"), 1, place)
        for number, column in enumerate(columns, 2):
            combo = QComboBox()
            combo.setAccessibleName(tr("Meaning of column {column}", column=column.name))
            for code, words in fields:
                combo.addItem(words, code)
            combo.setCurrentIndex(max(0, combo.findData(column.field)))
            combo.currentIndexChanged.connect(lambda _: self.mapping_changed.emit())
            self.combos[column.name] = combo
            name = Elided(column.name)
            # a screen reader on Linux takes a combo's name from its label
            name.setBuddy(combo)
            grid.addWidget(name, number, 0)
            for place, text in enumerate(column.samples, 1):
                grid.addWidget(Elided(text, tone="quiet"), number, place)
            grid.addWidget(combo, number, SAMPLES + 1)
            self._filled[column.name] = label(column.filled, tone="quiet")
            grid.addWidget(self._filled[column.name], number, SAMPLES + 2)
        for place in range(SAMPLES + 1):
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(len(columns) + 2, 1)
        self._mapping.setWidget(body)

    def mapping(self) -> dict[str, str]:
        return {column: str(combo.currentData()) for column, combo in self.combos.items() if combo.currentData()}

    def show_state(self, words: str, share: float | None = None) -> None:
        """Show how far the work is. `share` from 0 to 1 while work goes on, None otherwise."""
        self._state.setText(words)
        self.progress.setVisible(share is not None)
        self.progress.setRange(0, 1000)
        self.progress.setValue(int((share or 0) * 1000))
        self.take.setEnabled(self.take.isEnabled() and share is None)
