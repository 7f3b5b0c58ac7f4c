"""Widgets of the Customers tab: what waits, what was said, and the customer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.customers.conversation_view import ConversationView
from dispatch_console.ui.customers.customer_panel import CustomerPanel
from dispatch_console.ui.widgets.basics import SEMIBOLD, Figure, button, header, key_of, label, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.figures import one_at_a_time
from dispatch_console.ui.widgets.layout import panes, stacked


class CustomersTab(QWidget):
    """Emits items and filters."""

    item_chosen = Signal(int)
    # failed, due, cases; empty for all
    filtered = Signal(str)
    only_mine = Signal(bool)
    next_wanted = Signal()
    take_back_wanted = Signal()
    find_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        column.addWidget(self._header())
        column.addWidget(rule())
        self.conversation, self.customer = ConversationView(), CustomerPanel()
        column.addWidget(panes(self._inbox(), self.conversation, self.customer, [310, 820, 382]), 1)
        key_of(self, "Ctrl+Z", tr("Take back that an item was answered"), self.take_back_wanted.emit)

    def _header(self) -> QWidget:
        head, row = header(tr("Customers"))
        self.open_items = Figure("open", tr("open"))
        self.failed, self.due = (
            Figure("failed", tr("not told"), "wrong"),
            Figure("due", tr("due within the hour"), "decide"),
        )
        self.cases = Figure("cases", tr("cases"))
        self._figures = (self.open_items, self.failed, self.due, self.cases)
        for figure in self._figures:
            row.addWidget(figure)
        one_at_a_time(self._figures, self.open_items, self.filtered.emit)
        row.addStretch(1)
        find = button(tr("Write to…"), "pencil", "F")
        find.setToolTip(tr("Open the conversation of an order, by its number (F)"))
        find.clicked.connect(self.find_wanted)
        row.addWidget(find)
        return head

    def _inbox(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(200)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.addWidget(label(tr("Inbox"), 15, SEMIBOLD))
        self._shown = label(tone="quiet")
        head.addSpacing(6)
        head.addWidget(self._shown)
        head.addStretch(1)
        self.mine = button(tr("Only mine"), key="M", kind="choice")
        self.mine.setCheckable(True)
        self.mine.toggled.connect(self.only_mine)
        head.addWidget(self.mine)
        column.addLayout(head)
        column.addWidget(rule())
        self.items = CardList(tr("Inbox"))
        self.items.chosen.connect(lambda key: self.item_chosen.emit(int(key)))
        column.addWidget(self.items, 1)
        self._nothing = label(
            tr("Nothing waits. Answers of customers, cases and messages that did not arrive come here."), tone="faint"
        )
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(16, 16, 16, 0)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._nothing, 1)
        self._today = label(tone="quiet")
        self._today.setContentsMargins(16, 8, 16, 8)
        self._today.setWordWrap(True)
        column.addWidget(self._today)
        following = button(tr("Next"), "inbox", "F4")
        following.clicked.connect(self.next_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 0)
        foot.addWidget(following)
        foot.addStretch(1)
        column.addLayout(foot)
        return left

    def show_counts(self, every: int, failed: int, due: int, cases: int) -> None:
        for figure, count in zip(self._figures, (every, failed, due, cases), strict=True):
            figure.show_number(count)

    def show_today(self, words: str) -> None:
        self._today.setText(words)

    def show_items(self, cards: tuple[Card, ...], chosen: str) -> None:
        self._shown.setText(str(len(cards)))
        self.items.show_cards(cards, chosen)
        self._nothing.setVisible(not cards)
        self.items.setVisible(bool(cards))
