"""Two versions of an order, or two orders that look alike, side by side. Nothing changes before a key is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.domain.values import Coordinate
from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.state import MapPlace, MapState
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rename, rule, surface
from dispatch_console.ui.widgets.layout import stacked, walk_keys
from dispatch_console.ui.widgets.reason import ReasonField

MAP_HEIGHT = 240
OURS, THEIRS = "1", "2"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows; `tone` is empty, `decide`, `good` or `wrong`."""

    icon: str
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One field on both sides. `key` names it for the presenter."""

    key: str
    title: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the page shows. `left` and `right`: head and the line under it. `same`: what does not differ.

    `choosing`: each field is chosen from one of the two sides; else they are two orders of which one may go.
    """

    number: str
    stage: str
    customer: str
    notice: str
    left: tuple[str, str]
    right: tuple[str, str]
    rows: tuple[ComparedRow, ...]
    same: str
    choosing: bool
    can_reject: bool = False


class Side(QPushButton):
    """The value of a field on one side, as long as it is; pressed it is the one that stays."""

    def __init__(self, values: Sequence[str], name: str, *, choosing: bool) -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self.setCheckable(choosing)
        if not choosing:
            # only to be read
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(2)
        for value in values:
            text = paragraph(value)
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(text)

    def sizeHint(self) -> QSize:
        column = self.layout()
        return column.sizeHint() if column else super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        column = self.layout()
        if column is not None:
            self.setMinimumHeight(max(0, column.heightForWidth(self.width())))


class ComparePage(QWidget):
    """Up and Down (J, K) walk the fields, 1 and 2 choose; T takes, O keeps ours, D or Esc leaves.

    `chosen` gives a field and whether the right side stays; `taking` and `keeping` a reason, which is empty where
    all of the right side is taken.
    """

    chosen = Signal(str, bool)
    taking = Signal(str)
    keeping = Signal(str)
    hold_wanted = Signal(str)
    both_wanted = Signal()
    reject_wanted = Signal()
    closed = Signal()

    def __init__(self, tiles: TileReader, centre: Coordinate) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(16, 10, 16, 10)
        self._head.setSpacing(12)
        self._number, self._stage = label("", 15, SEMIBOLD), label(tone="quiet")
        self._customer = Elided("", size=13, weight=SEMIBOLD)
        close = button(tr("Close compare"), key="D")
        close.clicked.connect(self.closed)
        for part in (self._number, self._stage):
            self._head.addWidget(part)
        self._head.addWidget(self._customer, 1)
        self._head.addWidget(close)
        column.addLayout(self._head)
        column.addWidget(rule())
        self._notice = paragraph("", tone="decide")
        self._notice.setContentsMargins(16, 10, 16, 10)
        column.addWidget(self._notice)
        column.addWidget(rule())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        self.map = MapView(tiles, centre)
        self.map.setFixedHeight(MAP_HEIGHT)
        self.map.hide()
        column.addWidget(self.map)
        column.addWidget(rule())
        column.addWidget(self._follows())
        column.addWidget(self._footer())
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        walk_keys(self, self._walk)
        for key, step in (("Down", 1), ("Up", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self._walk(step))
        for key in (OURS, THEIRS):
            QShortcut(QKeySequence(key), self).activated.connect(lambda key=key: self._choose(key))
        self._sides: list[tuple[str, Side, Side]] = []
        self._row = 0
        self._groups: list[QButtonGroup] = []

    def _follows(self) -> QWidget:
        """Return the list of what follows from what is chosen."""
        area = surface("sunk")
        self._effects = QVBoxLayout(area)
        self._effects.setContentsMargins(16, 10, 16, 10)
        self._effects.setSpacing(4)
        return area

    def _footer(self) -> QWidget:
        foot = surface("sunk")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(16, 8, 16, 12)
        self.reason = ReasonField()
        self.reason.ended.connect(self._back)
        rows.addWidget(self.reason)
        row = QHBoxLayout()
        self.take = button(tr("Take it, verify again"), "git-compare", "T", "primary")
        self.keep = button(tr("Keep ours"), key="O")
        self.hold = button(tr("Hold"), key="H")
        self.both = button(tr("Both are wanted"), "copy", "B", "primary")
        self.reject = button(tr("Reject the later one"), key="R")
        self.take.clicked.connect(self._take)
        self.keep.clicked.connect(lambda: self.reason.ask(tr("Why ours stays"), self.keeping.emit))
        self.hold.clicked.connect(lambda: self.reason.ask(tr("Reason to hold"), self.hold_wanted.emit))
        self.both.clicked.connect(self.both_wanted)
        self.reject.clicked.connect(self.reject_wanted)
        for verb in (self.take, self.keep, self.hold, self.both, self.reject):
            row.addWidget(verb)
        row.addStretch(1)
        rows.addLayout(row)
        return foot

    def show_compared(self, shown: Compared, taken: frozenset[str]) -> None:
        """Show both sides, with the fields that are taken from the right one chosen there."""
        self.reason.drop()
        self._number.setText(shown.number)
        self._stage.setText(shown.stage)
        self._customer.setText(shown.customer)
        self._notice.setText(shown.notice)
        self._notice.setAccessibleName(shown.notice)
        for verb in (self.take, self.keep, self.hold):
            verb.setVisible(shown.choosing)
        self.both.setVisible(not shown.choosing)
        self.reject.setVisible(not shown.choosing)
        self.reject.setEnabled(shown.can_reject)
        self._fill(shown, taken)
        self._say_take()
        self._row = min(self._row, max(0, len(self._sides) - 1))
        self._focus()

    def _fill(self, shown: Compared, taken: frozenset[str]) -> None:
        body = surface("panel")
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 8, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 110)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for place, (title, under) in ((1, shown.left), (2, shown.right)):
            head = QVBoxLayout()
            head.setSpacing(0)
            head.addWidget(label(title, 13, SEMIBOLD))
            head.addWidget(Elided(under, "quiet"))
            grid.addLayout(head, 0, place)
        self._sides, self._groups = [], []
        for number, row in enumerate(shown.rows, 1):
            grid.addWidget(paragraph(row.title, 13, SEMIBOLD), number, 0, Qt.AlignmentFlag.AlignTop)
            sides = [
                Side(values, f"{row.title}: {', '.join(values)}", choosing=shown.choosing)
                for values in (row.ours, row.theirs)
            ]
            group = QButtonGroup(body)
            for place, side in enumerate(sides, 1):
                group.addButton(side)
                grid.addWidget(side, number, place)
            if shown.choosing:
                sides[row.key in taken].setChecked(True)
                sides[1].toggled.connect(lambda on, key=row.key: self._chosen(key, on))
            self._sides.append((row.key, sides[0], sides[1]))
            self._groups.append(group)
        if shown.same:
            grid.addWidget(paragraph(shown.same, tone="faint"), len(shown.rows) + 1, 0, 1, 3)
        grid.setRowStretch(len(shown.rows) + 2, 1)
        self._scroll.setWidget(body)

    def show_consequences(self, title: str, consequences: Sequence[Consequence]) -> None:
        """Show what follows from what is chosen."""
        while (item := self._effects.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._effects.addWidget(label(title, 13, SEMIBOLD))
        t = tokens()
        colours = {"decide": t.amb, "good": t.grn, "wrong": t.red}
        for one in consequences:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            sign = QLabel()
            sign.setPixmap(icons.pixmap(one.icon, colours.get(one.tone, t.tx2), 16, 2.0))
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(paragraph(one.words, tone=one.tone), 1)
            self._effects.addWidget(line)

    def show_places(self, ours: Coordinate | None, theirs: Coordinate | None) -> None:
        """Show both places on the map; without two different ones there is nothing to see."""
        marks = tuple(
            MapPlace(key, "pin", place.lat, place.lon, title, selected=key == THEIRS)
            for key, place, title in ((OURS, ours, tr("Verified here")), (THEIRS, theirs, tr("New at the source")))
            if place is not None
        )
        differ = ours is not None and theirs is not None and ours != theirs
        self.map.setVisible(differ)
        if differ:
            self.map.show_state(MapState(places=marks, legend=False))
            self.map.fit()

    @property
    def taken(self) -> frozenset[str]:
        """Return the fields that are taken from the right side."""
        return frozenset(key for key, _, theirs in self._sides if theirs.isChecked())

    def _chosen(self, key: str, theirs: bool) -> None:
        self._row = next((place for place, (one, _, _) in enumerate(self._sides) if one == key), self._row)
        self._say_take()
        self.chosen.emit(key, theirs)

    def _say_take(self) -> None:
        taken, every = len(self.taken), len(self._sides)
        self.take.setEnabled(taken > 0)
        partly = tr("Take {taken} of {every}", taken=taken, every=every)
        rename(self.take, tr("Take it, verify again") if taken in (0, every) else partly)

    def _take(self) -> None:
        if len(self.taken) == len(self._sides):
            self.taking.emit("")
        else:
            self.reason.ask(tr("Why ours stays in the rest"), self.taking.emit)

    def _walk(self, step: int) -> None:
        self._row = max(0, min(len(self._sides) - 1, self._row + step))
        self._focus()

    def _choose(self, key: str) -> None:
        if self._sides:
            _, ours, theirs = self._sides[self._row]
            if not ours.isCheckable():
                return
            (theirs if key == THEIRS else ours).setChecked(True)
            self._focus()

    def _focus(self) -> None:
        if self.both.isVisibleTo(self):
            self.both.setFocus()
            return
        if not self._sides:
            return
        _, ours, theirs = self._sides[self._row]
        side = theirs if theirs.isChecked() else ours
        side.setFocus()
        self._scroll.ensureWidgetVisible(side)

    def _back(self) -> None:
        """Go back to the fields once the reason was given or dropped."""
        if self.isVisible():
            self._focus()
