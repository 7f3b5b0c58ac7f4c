"""Correct a finished stop: which one, how it was recorded, how it was in truth, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.handoff.goods_table import Choices, GoodsLine, GoodsTable
from dispatch_console.ui.handoff.handed_fields import HandedFields
from dispatch_console.ui.handoff.photo_strip import PhotoStrip, StripPhoto
from dispatch_console.ui.handoff.relation import suit_relation
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rename, rule, surface
from dispatch_console.ui.widgets.card_list import CardList
from dispatch_console.ui.widgets.fields import choice, field, tick
from dispatch_console.ui.widgets.layout import panes, scrolled, stacked, walk_keys
from dispatch_console.ui.widgets.sub_page_head import SubPageHead

# the van, or the counter, still has the goods
NOT_YET = "not_yet"
HEAD = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(HandedFields):
    """What stands in the right column."""

    why: str
    why_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectView:
    """What surrounds the form. `before`: a name for each line and how it was recorded. `follows`: icon, title, text.
    `blocked`: why nothing can be corrected now.
    """

    title: str
    recorded: str
    before: tuple[str, ...]
    history: tuple[tuple[str, str, str], ...]
    follows: tuple[tuple[str, str, str], ...]
    blocked: str
    tells: bool
    photos: tuple[StripPhoto, ...]


class CorrectPage(QWidget):
    """J and K walk the stops, Tab the fields, Ctrl+Enter corrects, N corrects and sends nothing, Esc puts down."""

    record_chosen = Signal(str)
    searched = Signal(str)
    correct_wanted = Signal(bool)
    put_down_wanted = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        head = SubPageHead(tr("Correct a finished stop"), tr("Put down"))
        self._title, self.put_down = head.title, head.put_down
        self.put_down.clicked.connect(self.put_down_wanted)
        column.addWidget(head)
        column.addWidget(rule())
        self._middle = self._centre()
        column.addWidget(panes(self._list(), scrolled(self._middle), self._side(), [296, 812, 404]), 1)
        walk_keys(self, self.stops.step)

    def _list(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = stacked(left)
        self._count = label(tr("Finished stops"), 15, SEMIBOLD)
        self._count.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._count)
        column.addWidget(rule())
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number, name, driver"))
        self.search.setAccessibleName(tr("Search finished stops"))
        self.search.setClearButtonEnabled(True)
        for inside in self.search.findChildren(QToolButton):
            inside.setAccessibleName(tr("Clear the search"))
        self.search.textChanged.connect(self.searched)
        holder = QHBoxLayout()
        holder.setContentsMargins(12, 8, 12, 8)
        holder.addWidget(self.search)
        column.addLayout(holder)
        self.stops = CardList(tr("Finished stops"))
        self.stops.chosen.connect(self.record_chosen)
        column.addWidget(self.stops, 1)
        self._none = paragraph(tr("Nothing is recorded on this day yet."), tone="faint")
        self._none.setContentsMargins(16, 16, 16, 16)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._none, 1)
        return left

    def _centre(self) -> QWidget:
        middle = surface("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        self._recorded = Elided("", "quiet")
        grid.addWidget(self._recorded, 0, 0, 1, 2)
        grid.addWidget(label(tr("Right is"), 13, SEMIBOLD), 0, 2)
        self._before: list[QLabel] = []
        self._rows(grid)
        column.addLayout(grid)
        self._goods = QVBoxLayout()
        self.goods = GoodsTable((), ())
        self._goods.addWidget(self.goods)
        column.addLayout(self._goods)
        column.addWidget(rule())
        column.addLayout(self._why())
        column.addWidget(rule())
        column.addWidget(label(tr("Photos"), 13, SEMIBOLD))
        self.photos = PhotoStrip(self)
        column.addWidget(self.photos)
        column.addWidget(rule())
        column.addWidget(label(tr("History: nothing is overwritten"), 13, SEMIBOLD))
        self._history = QVBoxLayout()
        self._history.setSpacing(4)
        column.addLayout(self._history)
        column.addStretch(1)
        return middle

    def _rows(self, grid: QGridLayout) -> None:
        self.right_outcome = choice(tr("Right outcome"))
        self.recipient = field(tr("Right name of who took it"))
        self.relation = choice(tr("Right relation to the customer"))
        self.right_outcome.activated.connect(
            lambda _: suit_relation(self.relation, str(self.right_outcome.currentData() or ""))
        )
        self.said_name, self.said_number = tick(tr("Said the name")), tick(tr("Order number"))
        self.id_kind = choice(tr("Right identity paper"))
        self.of_age = tick(tr("18 or over"))
        self.arrived, self.acted = field(tr("Right time at the door")), field(tr("Right time of the act"))
        self.means, self.cash = choice(tr("Right means of payment")), field(tr("Right money taken"))
        self.on_paper = tick(tr("Signed on the sheet"))
        for edit in (self.arrived, self.acted, self.cash):
            edit.setFixedWidth(84)
        lines: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (tr("Outcome"), (self.right_outcome,)),
            (tr("Who took it"), (self.recipient, self.relation)),
            (tr("Asked"), (self.said_name, self.said_number)),
            (tr("Identity"), (self.id_kind, self.of_age)),
            (tr("At the door since"), (self.arrived,)),
            (tr("Done at"), (self.acted,)),
            (tr("Money"), (self.cash, self.means)),
            (tr("Signature"), (self.on_paper,)),
        )
        for number, (name, fields) in enumerate(lines, 1):
            said = label(name, tone="quiet")
            said.setBuddy(next((part for part in fields if isinstance(part, QComboBox)), fields[0]))
            grid.addWidget(said, number, 0)
            before = label("", tone="quiet")
            before.setWordWrap(True)
            grid.addWidget(before, number, 1)
            self._before.append(before)
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in fields:
                row.addWidget(part)
            row.addStretch(1)
            grid.addLayout(row, number, 2)
        for edit in (self.recipient, self.arrived, self.acted, self.cash):
            edit.textChanged.connect(self.changed)
        for combo in (self.right_outcome, self.relation, self.id_kind, self.means):
            combo.currentIndexChanged.connect(self.changed)
        for box in (self.said_name, self.said_number, self.of_age, self.on_paper):
            box.toggled.connect(self.changed)

    def _why(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.why = choice(tr("Why it is corrected"))
        self.why_words = field(tr("Why, in words"))
        self.why_words.setPlaceholderText(tr("in words"))
        name = label(tr("Why"), 13, SEMIBOLD)
        name.setBuddy(self.why)
        row.addWidget(name)
        row.addWidget(self.why)
        row.addWidget(self.why_words, 1)
        self.why.currentIndexChanged.connect(self.changed)
        self.why_words.textChanged.connect(self.changed)
        return row

    def _side(self) -> QWidget:
        right = surface("panel")
        right.setMinimumWidth(320)
        column = stacked(right)
        head = label(tr("What follows"), 15, SEMIBOLD)
        head.setContentsMargins(16, 12, 16, 12)
        column.addWidget(head)
        column.addWidget(rule())
        self._follows = QVBoxLayout()
        self._follows.setContentsMargins(16, 10, 16, 10)
        self._follows.setSpacing(10)
        holder = surface("panel")
        holder.setLayout(self._follows)
        column.addWidget(scrolled(holder), 1)
        column.addWidget(rule())
        foot = surface("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        self.correct = button(tr("Correct"), "check", "Ctrl+Return", "primary")
        self.correct.clicked.connect(lambda: self.correct_wanted.emit(True))
        self.silent = button(tr("No message"), "", "N")
        self.silent.clicked.connect(lambda: self.correct_wanted.emit(False))
        row.addWidget(self.correct, 1)
        row.addWidget(self.silent)
        self._leaving = paragraph("", tone="decide")
        self._leaving.setContentsMargins(16, 8, 16, 8)
        self._leaving.hide()
        column.addWidget(self._leaving)
        column.addWidget(foot)
        return right

    def say_leaving(self, words: str) -> None:
        """Say what pressing *Put down* again does; nothing hides it."""
        self._leaving.setText(words)
        self._leaving.setVisible(bool(words))

    def offer(
        self,
        outcomes: Choices,
        relations: Choices,
        id_kinds: Choices,
        means: Choices,
        why: Choices,
        issues: Choices,
        done: Choices,
    ) -> None:
        """Offer codes with their words."""
        for combo, entries in (
            (self.right_outcome, outcomes),
            (self.relation, relations),
            (self.id_kind, id_kinds),
            (self.means, means),
            (self.why, why),
        ):
            combo.blockSignals(True)
            combo.clear()
            for code, words in entries:
                combo.addItem(words, code)
            combo.blockSignals(False)
        self.goods.deleteLater()
        self.goods = GoodsTable(issues, done)
        self.goods.changed.connect(self.changed)
        self._goods.addWidget(self.goods)

    def fill(self, right: Corrected, lines: Sequence[GoodsLine]) -> None:
        """Begin with what was recorded."""
        self.blockSignals(True)
        for edit, text in (
            (self.recipient, right.recipient),
            (self.arrived, right.arrived),
            (self.acted, right.acted),
            (self.cash, right.cash),
            (self.why_words, ""),
        ):
            edit.setText(text)
        for box, is_on in (
            (self.said_name, right.said_name),
            (self.said_number, right.said_number),
            (self.of_age, right.of_age),
            (self.on_paper, right.on_paper),
        ):
            box.setChecked(is_on)
        for combo, code in (
            (self.right_outcome, right.outcome),
            (self.relation, right.relation),
            (self.id_kind, right.id_kind),
            (self.means, right.means),
            (self.why, ""),
        ):
            combo.setCurrentIndex(max(0, combo.findData(code)))
        self.goods.show_lines(lines, right.turned)
        self.blockSignals(False)
        self.right_outcome.setFocus()
        self.changed.emit()

    def entered(self) -> Corrected:
        return Corrected(
            outcome=str(self.right_outcome.currentData() or ""),
            recipient=self.recipient.text(),
            relation=str(self.relation.currentData() or ""),
            said_name=self.said_name.isChecked(),
            said_number=self.said_number.isChecked(),
            id_kind=str(self.id_kind.currentData() or ""),
            of_age=self.of_age.isChecked(),
            arrived=self.arrived.text(),
            acted=self.acted.text(),
            means=str(self.means.currentData() or ""),
            cash=self.cash.text(),
            on_paper=self.on_paper.isChecked(),
            turned=self.goods.turned(),
            why=str(self.why.currentData() or ""),
            why_words=self.why_words.text(),
        )

    def show_count(self, count: int) -> None:
        self._count.setText(tr("Finished stops  {count}", count=count))
        is_empty = count == 0 and not self.search.text()
        self._none.setVisible(is_empty)
        self.stops.setVisible(not is_empty)

    def show_fields(self, *, handed: bool, happened: bool, collects: bool) -> None:
        """Show the fields that an outcome has."""
        for widget in (self.recipient, self.relation, self.said_name, self.said_number, self.id_kind, self.of_age,
                       self.on_paper):  # fmt: skip
            widget.setVisible(handed)
        for widget in (self.cash, self.means):
            widget.setVisible(handed and collects)
        for widget in (self.arrived, self.acted):
            widget.setVisible(happened)
        self.goods.setVisible(handed)

    def show_view(self, view: CorrectView | None) -> None:
        self._middle.setEnabled(view is not None)
        self.correct.setEnabled(view is not None and not view.blocked)
        self.silent.setEnabled(view is not None and not view.blocked and view.tells)
        _clear(self._follows)
        _clear(self._history)
        if view is None:
            self._title.setText(tr("choose a stop from the list"))
            self.photos.show_photos(())
            self._follows.addStretch(1)
            return
        t = tokens()
        self._title.setText(view.title)
        self._recorded.setText(view.recorded)
        self.photos.show_photos(view.photos)
        for shown, words in zip(self._before, view.before, strict=True):
            shown.setText(words)
        rename(self.correct, tr("Correct and send") if view.tells else tr("Correct"))
        for at, words, who in view.history:
            row = QHBoxLayout()
            clock = label(at, tone="quiet")
            clock.setFixedWidth(88)
            row.addWidget(clock)
            row.addWidget(paragraph(words), 1)
            row.addWidget(label(who, tone="quiet"))
            self._history.addLayout(row)
        if view.blocked:
            said = paragraph(view.blocked)
            said.setStyleSheet(
                f"background: {t.amb_tint}; border: 1px solid {t.amb_line}; border-radius: 4px; padding: 8px;"
            )
            self._follows.addWidget(said)
        for icon, title, words in view.follows:
            row = QHBoxLayout()
            mark = QLabel()
            mark.setPixmap(icons.pixmap(icon, t.tx2, 16, 2.0))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            texts = QVBoxLayout()
            texts.setSpacing(2)
            texts.addWidget(paragraph(title, 13, SEMIBOLD))
            texts.addWidget(paragraph(words, tone="quiet"))
            row.addLayout(texts, 1)
            self._follows.addLayout(row)
        self._follows.addStretch(1)


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)
