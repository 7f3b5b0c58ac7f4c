"""Map regions: what is installed, and a new one being built beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QWidget

from dispatch_console.language import mark, tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rename, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.layout import stacked

# step of the import → its words and its share of the time, in the order of the work
STEPS = {
    "cut": (mark("Cut around the depots"), 0.06),
    "map": (mark("Street map"), 0.7),
    "roads": (mark("Streets, one-ways, turn bans"), 0.16),
    "addresses": (mark("Addresses"), 0.08),
}


@dataclass(frozen=True, slots=True)
class StepState:
    """`state` is done, running or waiting."""

    step: str
    state: str
    words: str


class RegionPage(QWidget):
    """`add_wanted` asks for a file; `update_wanted` and `remove_wanted` give a region's name."""

    add_wanted = Signal()
    update_wanted = Signal(str)
    remove_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(label(tr("Map region"), 15, SEMIBOLD))
        head.addWidget(
            label(tr("streets, driving times and addresses on this computer, used without a network"), tone="quiet")
        )
        head.addStretch(1)
        head.addWidget(label(tr("Only within"), tone="quiet"))
        self.within = QLineEdit()
        self.within.setAccessibleName(tr("Only within so many kilometres of a depot"))
        self.within.setPlaceholderText(tr("all"))
        self.within.setFixedWidth(64)
        self.within.setValidator(QDoubleValidator(0.1, 2000.0, 1, self.within))
        head.addWidget(self.within)
        head.addWidget(label(tr("km of a depot"), tone="quiet"))
        self.add = button(tr("Add a file"), "import", "A", "primary")
        self.add.clicked.connect(self.add_wanted)
        head.addWidget(self.add)
        column.addLayout(head)
        column.addWidget(rule())
        self.said = Banner()
        column.addWidget(self.said)
        self.regions = CardList(tr("Installed regions"))
        column.addWidget(self.regions, 1)
        self._empty = label(
            tr(
                "No region yet. Add an OpenStreetMap extract (a file ending in .osm.pbf) of the "
                "places you deliver to: the map shows its streets, plans use its driving times, "
                "and imported orders get their pins."
            ),
            tone="faint",
        )
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._empty, 1)
        acts = QHBoxLayout()
        acts.setContentsMargins(16, 8, 16, 8)
        acts.setSpacing(8)
        self.update_region = button(tr("Build again from a newer file"), "refresh-cw", "U")
        self.remove = button(tr("Remove"), "trash-2", "Del")
        self.update_region.clicked.connect(lambda: self.update_wanted.emit(self.chosen))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.chosen))
        acts.addWidget(self.update_region)
        acts.addWidget(self.remove)
        acts.addStretch(1)
        column.addLayout(acts)
        self._work = self._importing()
        column.addWidget(self._work)
        self._work.hide()

    def _importing(self) -> QWidget:
        pane = surface("sunk")
        column = stacked(pane)
        column.addWidget(rule())
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(12)
        self._title = label(tr("Importing"), 13, SEMIBOLD)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(tr("Progress of the import"))
        self._clock = label(tone="quiet")
        self.cancel = button(tr("Cancel"), "x", "Esc")
        self.cancel.clicked.connect(self.cancel_wanted)
        for part, stretch in ((self._title, 0), (self.progress, 1), (self._clock, 0), (self.cancel, 0)):
            top.addWidget(part, stretch)
        column.addLayout(top)
        grid = QGridLayout()
        grid.setContentsMargins(16, 0, 16, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._steps: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        for number, (step, (words, _)) in enumerate(STEPS.items()):
            parts = (QLabel(), label(tr(words)), label(tone="quiet"))
            for place, part in enumerate(parts):
                grid.addWidget(part, number, place)
            self._steps[step] = parts
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        note = label(
            tr(
                "Work goes on with the old region. Cancel, a power cut or a full disk leave it "
                "as it is; what was half built is thrown away."
            ),
            tone="quiet",
        )
        note.setWordWrap(True)
        note.setContentsMargins(16, 0, 16, 12)
        column.addWidget(note)
        return pane

    @property
    def chosen(self) -> str:
        """Return the name of the region that is marked."""
        row = self.regions.currentIndex().row()
        return self.regions.cards[row].key if row >= 0 else ""

    def show_regions(self, cards: Sequence[Card], chosen: str) -> None:
        self.regions.show_cards(cards, chosen)
        self.regions.setVisible(bool(cards))
        self._empty.setVisible(not cards)
        self.update_region.setEnabled(bool(cards))
        self.remove.setEnabled(bool(cards))
        rename(self.remove, tr("Remove"))

    def ask_again(self, name: str) -> None:
        rename(self.remove, tr("Remove {name} for good", name=name))

    def ask_nothing(self) -> None:
        rename(self.remove, tr("Remove"))

    def show_work(self, title: str, share: float, clock: str, steps: Sequence[StepState]) -> None:
        self._title.setText(title)
        self.progress.setValue(int(share * 1000))
        self._clock.setText(clock)
        t = tokens()
        drawn = {"done": ("circle-check", t.grn), "running": ("hourglass", t.acc), "waiting": ("circle-dashed", t.tx3)}
        for entry in steps:
            picture, _, words = self._steps[entry.step]
            picture.setPixmap(icons.pixmap(*drawn[entry.state], 18, 2.0))
            words.setText(entry.words)
        for step, parts in self._steps.items():
            for part in parts:
                part.setVisible(any(entry.step == step for entry in steps))
        self.add.setEnabled(False)
        self._work.show()

    def end_work(self) -> None:
        self._work.hide()
        self.add.setEnabled(True)

    def take_hands(self) -> None:
        """Give the keys to the list, not to a text field that would swallow them."""
        (self.regions if self.regions.cards else self.add).setFocus()
