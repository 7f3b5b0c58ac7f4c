"""A card over the board that shows what another route of a van on the road would do, and asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, label, surface

WIDTH = 620


@dataclass(frozen=True, slots=True)
class RoadLine:
    """One stop of the new route: its time, whose it is, and what is to be known of it; `tone` as labels have it."""

    time: str
    words: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class RoadChoice:
    """One way of doing it, and what it brings."""

    title: str
    note: str


class RoadCard(AskingCard):
    """Enter does the chosen way; 1 to 5 choose one where there are several."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, picture="route", agree=(tr("Change the route"), "route"), leave=tr("Leave it as it is"), width=WIDTH
        )
        self._group = QButtonGroup(self)

    @property
    def choice(self) -> int:
        """Return the number of the way that is chosen, from 0."""
        return max(0, self._group.checkedId())

    def ask_about(self, title: str, under: str, choices: Sequence[RoadChoice], lines: Sequence[RoadLine]) -> None:
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._group = QButtonGroup(self)
        for number, choice in enumerate(choices):
            radio = QRadioButton(choice.title)
            radio.setShortcut(str(number + 1))
            radio.setAccessibleName(f"{choice.title}. {choice.note}")
            radio.setChecked(number == 0)
            self._group.addButton(radio, number)
            column.addWidget(radio)
            if choice.note:
                note = label(choice.note, tone="quiet")
                note.setContentsMargins(24, 0, 0, 6)
                column.addWidget(note)
        for line in lines:
            row = QHBoxLayout()
            time = label(line.time, 13, SEMIBOLD)
            time.setFixedWidth(52)
            row.addWidget(time)
            row.addWidget(Elided(line.words), 1)
            row.addWidget(label(line.note, tone=line.tone or "quiet"))
            column.addLayout(row)
        column.addStretch(1)
        self.ask(title, under, body)
