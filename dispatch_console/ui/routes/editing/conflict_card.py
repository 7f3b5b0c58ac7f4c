"""Two versions of a route side by side: before, mine, and what stands now because a colleague was first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, Elided, label, rule, surface


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


class ConflictCard(AskingCard):
    """Agreed: mine is carried on top of theirs, shown before it is dropped. Closed: theirs is left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            picture="git-compare",
            agree=(tr("Do mine again on top of it"), "redo-2"),
            leave=tr("Leave it as it stands"),
        )

    def show_versions(self, title: str, under: str, whose: str, routes: Sequence[RouteVersions], *, can: bool) -> None:
        """Show both versions. `can`: whether anything of mine is left to be done again."""
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
        self.ask(title, under, body, can=can)


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
