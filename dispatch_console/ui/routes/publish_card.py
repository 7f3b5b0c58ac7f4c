"""What publishing a day would do, before it is done: whom to ring, whose papers, what is not packed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, label, paragraph, surface

# a longer list is worked off on the call desk
MOST_CALLS = 12


@dataclass(frozen=True, slots=True)
class CallRow:
    """Whom to ring, and why."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A departure, and what happens to its papers."""

    departure: str
    words: str


class PublishCard(AskingCard):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            picture="printer",
            agree=(tr("Publish and print"), "printer"),
            leave=tr("Leave it a draft"),
        )

    def show_publication(
        self, title: str, under: str, calls: Sequence[CallRow], papers: Sequence[PaperRow], amiss: Sequence[str]
    ) -> None:
        """Show what publishing would do. `amiss`: sentences about what the papers will not show."""
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        if calls:
            column.addWidget(_calls(calls))
        column.addWidget(_papers(papers))
        for sentence in amiss:
            column.addWidget(_line("triangle-alert", sentence))
        column.addStretch(1)
        self.ask(title, under, body)
        spoken = [f"{row.who}, {row.why}" for row in calls] + [f"{row.departure} {row.words}" for row in papers]
        parts = (self.accessibleName().rstrip("."), *spoken, *amiss)
        self.setAccessibleName(". ".join(part for part in parts if part))


def _calls(calls: Sequence[CallRow]) -> QWidget:
    t = tokens()
    box = QWidget()
    box.setObjectName("calls")
    box.setStyleSheet(f"#calls {{ background: {t.red_tint}; border: 1px solid {t.red_line}; border-radius: 4px; }}")
    column = QVBoxLayout(box)
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(3)
    head = _line("phone", tr("Ring first: these customers have not agreed to what the papers would say"), "wrong")
    column.addWidget(head)
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for number, row in enumerate(calls[:MOST_CALLS]):
        grid.addWidget(Elided(row.who), number, 0)
        grid.addWidget(Elided(row.why, "quiet"), number, 1)
    column.addLayout(grid)
    if len(calls) > MOST_CALLS:
        column.addWidget(label(tr("and {count} more, on the call desk", count=len(calls) - MOST_CALLS), tone="quiet"))
    return box


def _papers(papers: Sequence[PaperRow]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for number, row in enumerate(papers):
        grid.addWidget(label(row.departure, 13, SEMIBOLD), number, 0)
        grid.addWidget(Elided(row.words), number, 1)
    return box


def _line(picture: str, words: str, tone: str = "") -> QWidget:
    t = tokens()
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    shown = QLabel()
    shown.setPixmap(icons.pixmap(picture, t.red if tone == "wrong" else t.tx2, 18, 2.0))
    line.addWidget(shown)
    line.addWidget(paragraph(words, 13, SEMIBOLD, tone), 1)
    return box
