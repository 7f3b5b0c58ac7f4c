"""The handoff: who waits for a record, the form, and what proof is there."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.handoff.form import HandoffForm
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rename, rule, surface
from dispatch_console.ui.widgets.card_list import CardList
from dispatch_console.ui.widgets.layout import panes, stacked, walk_keys
from dispatch_console.ui.widgets.scanner import ScanPlace
from dispatch_console.ui.widgets.sub_page_head import SubPageHead


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffFactsView:
    """Right pane. `proofs` are words and whether they are there; `closed` says why nothing can be recorded, `says` what
    is to be known before it is. `missing` proofs are open, `blocked`: it cannot be recorded without them. `follows`:
    icon and words of what the record brings about. `is_draft`: it was begun before.
    """

    title: str
    customer: str
    phone: str
    where: str
    rows: tuple[tuple[str, str], ...]
    proofs: tuple[tuple[str, bool], ...]
    missing: int
    blocked: bool
    closed: str
    says: str
    button: str
    follows: tuple[tuple[str, str], ...] = ()
    is_draft: bool = False
    can_correct: bool = False


class HandoffPage(QWidget):
    """J and K walk the list, 1 to 8 choose the outcome, Ctrl+Enter records, Esc puts down and keeps what was begun,
    Ctrl+E corrects what is recorded. A scan opens the pick-up that a parcel belongs to, or checks it there.
    """

    order_chosen = Signal(str)
    record_wanted = Signal()
    put_down_wanted = Signal()
    afresh_wanted = Signal()
    correct_wanted = Signal()
    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        head = SubPageHead(tr("Handoff"), tr("Put down"))
        self._title, self.put_down = head.title, head.put_down
        self.put_down.clicked.connect(self.put_down_wanted)
        column.addWidget(head)
        column.addWidget(rule())
        self.form = HandoffForm()
        column.addWidget(panes(self._waiting(), self.form, self._side(), [264, 892, 356]), 1)
        walk_keys(self, self.waiting.step)
        self.form.parcels.typed.connect(self.scanned)
        self._scans = ScanPlace(self, lambda: self.form.parcels.scan, self.scanned.emit, lambda codes: None)

    def _waiting(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = stacked(left)
        self._count = label(tr("To record"), 15, SEMIBOLD)
        self._count.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._count)
        column.addWidget(rule())
        self.waiting = CardList(tr("Handoffs to record"))
        self.waiting.chosen.connect(self.order_chosen)
        column.addWidget(self.waiting, 1)
        return left

    def _side(self) -> QWidget:
        right = surface("panel")
        right.setMinimumWidth(320)
        column = stacked(right)
        self._facts = QVBoxLayout()
        self._facts.setContentsMargins(16, 14, 16, 14)
        holder = QWidget()
        holder.setLayout(self._facts)
        column.addWidget(holder)
        column.addStretch(1)
        column.addWidget(rule())
        foot = surface("sunk")
        # one below the other: beside another button the main one would not say how much is open
        buttons = QVBoxLayout(foot)
        buttons.setContentsMargins(16, 12, 16, 12)
        self.record = button(tr("Record handoff"), "check", "Ctrl+Return", "primary")
        self.record.clicked.connect(self.record_wanted)
        self.afresh = button(tr("Begin afresh"), "rotate-ccw")
        self.afresh.clicked.connect(self.afresh_wanted)
        self.correct = button(tr("Correct it"), "pencil", "Ctrl+E")
        self.correct.clicked.connect(self.correct_wanted)
        for one in (self.record, self.afresh, self.correct):
            buttons.addWidget(one)
        column.addWidget(foot)
        return right

    def show_waiting_count(self, count: int) -> None:
        self._count.setText(tr("To record  {count}", count=count))

    def show_facts(self, facts: HandoffFactsView | None) -> None:
        _clear(self._facts)
        self.form.setEnabled(facts is not None and not facts.closed)
        self.record.setEnabled(facts is not None and not facts.closed and not facts.blocked)
        self.record.setVisible(facts is None or not facts.can_correct)
        self.afresh.setVisible(facts is not None and facts.is_draft)
        self.correct.setVisible(facts is not None and facts.can_correct)
        if facts is None:
            self.form.show_pin("", asked=False)
            self.form.parcels.hide()
            self._title.setText(tr("choose an order from the list, or scan a parcel of a pick-up"))
            return
        self._title.setText(facts.title)
        rename(self.record, facts.button)
        t = tokens()
        names = QHBoxLayout()
        names.addWidget(Elided(facts.customer), 1)
        names.addWidget(label(facts.phone, tone="quiet"))
        self._facts.addLayout(names)
        self._facts.addWidget(Elided(facts.where, "quiet"))
        for name, text in facts.rows:
            row = QHBoxLayout()
            title, value = label(name, tone="quiet"), label(text)
            title.setFixedWidth(64)
            value.setWordWrap(True)
            row.addWidget(title)
            row.addWidget(value, 1)
            self._facts.addLayout(row)
        self._facts.addSpacing(10)
        if said := facts.closed or facts.says:
            sentence = paragraph(said)
            sentence.setStyleSheet(
                f"background: {t.amb_tint}; border: 1px solid {t.amb_line}; border-radius: 4px; padding: 8px;"
            )
            self._facts.addWidget(sentence)
            self._facts.addSpacing(6)
        there = sum(is_there for _, is_there in facts.proofs)
        self._facts.addWidget(
            label(tr("Proof for this order   {there} of {proofs}", there=there, proofs=len(facts.proofs)), 13, SEMIBOLD)
        )
        for words, is_there in facts.proofs:
            row = QHBoxLayout()
            mark = QLabel()
            name, colour = ("circle-check", t.grn) if is_there else ("circle-dashed", t.amb)
            mark.setPixmap(icons.pixmap(name, colour, 16, 2.0))
            row.addWidget(mark)
            row.addWidget(label(words), 1)
            row.addWidget(label("" if is_there else tr("missing"), tone="decide"))
            self._facts.addLayout(row)
        if facts.follows:
            self._facts.addSpacing(8)
            self._facts.addWidget(label(tr("What follows"), 13, SEMIBOLD))
        for icon, words in facts.follows:
            row = QHBoxLayout()
            mark = QLabel()
            mark.setPixmap(icons.pixmap(icon, t.tx2, 16, 2.0))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(paragraph(words), 1)
            self._facts.addLayout(row)


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            _clear(inner)
