"""Two versions of a route side by side: before, mine, and what stands now because a colleague was first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, Elided, button, label, rule, surface

WIDTH, MARGIN, MOST_HEIGHT = 760, 16, 520


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One stop of a version: its number, who it is, whether this version moved it. No number: left out."""

    number: str
    words: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class RouteVersions:
    """A departure in its three versions."""

    title: str
    before: tuple[VersionRow, ...]
    mine: tuple[VersionRow, ...]
    theirs: tuple[VersionRow, ...]


class ConflictCard(QFrame):
    """`again_wanted` carries mine on top of theirs, shown before it is dropped; closed by leaving theirs."""

    again_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        t = tokens()
        self.setStyleSheet(f"ConflictCard {{ background: {t.panel}; border: 2px solid {t.acc}; border-radius: 4px; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(icons.pixmap("git-compare", t.acc, 18, 2.0))
        self._title = label("", 15, SEMIBOLD)
        self._title.setWordWrap(True)
        head.addWidget(picture)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        self._under = label("", tone="quiet")
        self._under.setWordWrap(True)
        column.addWidget(self._under)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)
        acts = QHBoxLayout()
        self.again = button(tr("Do mine again on top of it"), "redo-2", "Return", "primary")
        self.leave = button(tr("Leave it as it stands"), "check", "Esc")
        self.again.clicked.connect(self._again)
        self.leave.clicked.connect(self._close)
        acts.addWidget(self.again)
        acts.addWidget(self.leave)
        acts.addStretch(1)
        column.addLayout(acts)
        self.hide()

    def show_versions(self, title: str, under: str, whose: str, routes: Sequence[RouteVersions], *, can: bool) -> None:
        """Show both versions. `can`: whether anything of mine is left to be done again."""
        self._title.setText(title)
        self._under.setText(under)
        self.setAccessibleName(f"{title} {under}")
        body = surface("panel")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        at = 0
        for route in routes:
            grid.addWidget(label(route.title, 13, SEMIBOLD), at, 0, 1, 3)
            columns = (
                (tr("Before"), route.before),
                (tr("Mine, not made"), route.mine),
                (tr("{whose}, stands now", whose=whose), route.theirs),
            )
            for place, (words, rows) in enumerate(columns):
                grid.addWidget(label(words, 13, MEDIUM, "quiet"), at + 1, place)
                for number, row in enumerate(rows):
                    grid.addWidget(_line(row), at + 2 + number, place)
                grid.setColumnStretch(place, 1)
            at += 3 + max(len(rows) for _, rows in columns)
            grid.addWidget(rule(), at - 1, 0, 1, 3)
        grid.setRowStretch(at, 1)
        self._area.setWidget(body)
        self._wanted = body.sizeHint().height()
        self.again.setEnabled(can)
        self.show()
        self.place()
        self.raise_()
        (self.again if can else self.leave).setFocus()

    def place(self) -> None:
        """Place the card in the middle of what it stands over, as high as it must be."""
        around = self.parentWidget()
        if around is None or not self.isVisible():
            return
        width = min(WIDTH, around.width() - 2 * MARGIN)
        self._area.setFixedHeight(min(self._wanted + 8, MOST_HEIGHT, max(80, around.height() - 200)))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((around.width() - width) // 2, max(MARGIN, (around.height() - self.height()) // 3))

    def _again(self) -> None:
        self.hide()
        self.again_wanted.emit()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


def _line(row: VersionRow) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(4, 1, 4, 1)
    line.setSpacing(8)
    if row.changed:
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box.setStyleSheet(f"background: {tokens().acc_tint};")
    number = label(row.number, 13, SEMIBOLD if row.changed else MEDIUM)
    number.setFixedWidth(26)
    number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(number)
    line.addWidget(Elided(row.words, "" if row.number else "faint"), 1)
    box.setAccessibleName(f"{row.number} {row.words}" + (tr(", changed") if row.changed else ""))
    return box
