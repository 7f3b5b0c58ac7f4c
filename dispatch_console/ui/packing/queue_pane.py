"""The orders that wait at the benches, by van."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rule
from dispatch_console.ui.widgets.bench_sizes import BASE
from dispatch_console.ui.widgets.card_list import Card, CardList


class QueuePane(QWidget):
    """`chosen` gives the order that was tapped or opened."""

    chosen = Signal(int)
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "sunk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(180)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(18, 12, 16, 10)
        head.setSpacing(10)
        head.addWidget(label(tr("Queue"), BASE - 2, SEMIBOLD))
        self._count = label("", BASE - 2, tone="quiet")
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(label(tr("by van"), BASE - 3, tone="quiet"))
        column.addLayout(head)
        column.addWidget(rule())
        self.cards = CardList(tr("Orders to pack"), BASE - 2)
        self.cards.opened.connect(lambda key: self.chosen.emit(int(key)))
        # gloves on: one tap takes the order
        self.cards.clicked.connect(lambda index: self.chosen.emit(int(self.cards.cards[index.row()].key)))
        column.addWidget(self.cards, 1)
        self._empty = label("", 16, tone="faint")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(14, 20, 14, 0)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._empty, 1)
        following = button(tr("Next by urgency"), key="F2")
        following.setProperty("scale", "large")
        following.clicked.connect(self.next_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 0)
        foot.addWidget(following)
        column.addLayout(foot)

    def show_cards(self, cards: tuple[Card, ...], chosen: str, *, filtered: bool) -> None:
        self.cards.show_cards(cards, chosen)
        self._count.setText(str(len(cards)))
        none = tr("No order like that. Press the filter above again to see all.")
        self._empty.setText(none if filtered else tr("Nothing to pack. Verified orders come here by themselves."))
        self._empty.setVisible(not cards)
        self.cards.setVisible(bool(cards))
