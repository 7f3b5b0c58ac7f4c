"""The palette: one line to type in, and what was found below it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.palette.overlay import Overlay
from dispatch_console.ui.widgets.basics import label, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList

DEBOUNCE_MS = 50


class Palette(Overlay):
    """`asked` gives what was typed, `taken` the key of what was chosen."""

    asked = Signal(str)
    taken = Signal(str)

    def __init__(self, window: QWidget, below: QWidget) -> None:
        super().__init__(window, below, 720)
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Find or do: orders, customers, drivers, addresses, actions"))
        self.line.setAccessibleName(tr("Find or do"))
        self.line.installEventFilter(self)
        head.addWidget(self.line)
        self.column.addLayout(head)
        self.column.addWidget(rule())
        self.results = CardList(tr("Found"))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.clicked.connect(lambda _: self._take())
        self.column.addWidget(self.results, 1)
        self._nothing = label(tr("Nothing is called so."), tone="faint")
        self._nothing.setContentsMargins(16, 12, 16, 12)
        self.column.addWidget(self._nothing)
        foot = surface("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(label(tr("↑ ↓ choose     Enter open     > actions only"), tone="quiet"))
        row.addStretch(1)
        row.addWidget(label(tr("Esc close"), tone="quiet"))
        self.column.addWidget(foot)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(DEBOUNCE_MS)
        self._typing.timeout.connect(lambda: self.asked.emit(self.line.text()))
        self.line.textChanged.connect(self._typing.start)
        self.line.returnPressed.connect(self._take)

    def begin(self) -> None:
        self.line.clear()
        self.open()
        self.line.setFocus()
        self.asked.emit("")

    def show_matches(self, cards: tuple[Card, ...]) -> None:
        self._nothing.setVisible(not cards)
        self.results.setVisible(bool(cards))
        self.results.show_cards(cards, cards[0].key if cards else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.results.step(step)
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        if self._typing.isActive():
            # Enter came before the list: what was typed last counts
            self._typing.stop()
            self.asked.emit(self.line.text())
        row = self.results.currentIndex().row()
        if 0 <= row < len(self.results.cards):
            key = self.results.cards[row].key
            self.close_card()
            self.taken.emit(key)
