"""Widgets of the Packing tab: queue, the open order in large type, parcels with papers, weight and seal."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.packing.alarm import Alarm
from dispatch_console.ui.packing.alarm_words import AlarmFacts
from dispatch_console.ui.packing.facts import LineFacts, PackFacts
from dispatch_console.ui.packing.lines import LinesView
from dispatch_console.ui.packing.next_order import NextOrder
from dispatch_console.ui.packing.part_page import PartPage
from dispatch_console.ui.packing.queue_pane import QueuePane
from dispatch_console.ui.packing.side import PackingSide
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Elided,
    Figure,
    button,
    header,
    key_of,
    label,
    rule,
    scan_field,
    set_tone,
    shown_plain,
    surface,
)
from dispatch_console.ui.widgets.bench_sizes import BASE
from dispatch_console.ui.widgets.card_list import Card
from dispatch_console.ui.widgets.layout import panes, stacked
from dispatch_console.ui.widgets.scanner import ScanPlace

# signs of an order's number that are written large
LONG_NUMBER = 10
# a second Enter that comes so soon is the scanner's, a second Esc the alarm's
SOON_MS = 500


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Orders that wait: all, for the van that leaves next, changed at their source, begun and not complete."""

    all: int
    van: int
    van_leaves: str
    changed: int
    part: int


class PackingTab(QWidget):
    """Emits scans and keys; knows no rule."""

    order_chosen = Signal(int)
    next_wanted = Signal()
    scanned = Signal(str)
    # codes that a scanner had stored
    scanned_late = Signal(list)
    by_hand = Signal(int)
    labels_wanted = Signal()
    second_wanted = Signal()
    put_down_wanted = Signal()
    alarm_ended = Signal()
    alarm_chosen = Signal()
    take_out_wanted = Signal()
    move_wanted = Signal()
    hand_over_wanted = Signal()
    call_wanted = Signal()
    # van, changed, part; empty for all
    filtered = Signal(str)
    # Enter in the empty scan field
    entered_nothing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layers = QStackedLayout(self)
        self._taking_out = self._is_part = self._moving = False
        self._entered_at, self._ended_at = QElapsedTimer(), QElapsedTimer()
        self._entered_at.start()
        work = QWidget()
        column = stacked(work)
        column.addWidget(self._header())
        column.addWidget(rule())
        self.side = PackingSide()
        self.side.paper_ticked.connect(self._to_scan)
        self.side.inspected.connect(self._to_scan)
        self.side.left.connect(self._to_scan)
        self.pane = QueuePane()
        self.queue = self.pane.cards
        self.pane.chosen.connect(self.order_chosen)
        self.pane.next_wanted.connect(self.next_wanted)
        column.addWidget(panes(self.pane, self._order(), self.side, [248, 892, 371]), 1)
        self.alarm = Alarm()
        for medium in (self.no_barcode, self.take_out):
            medium.setProperty("scale", "medium")
        for key_button in (self.call, self.put_down, self.hand_over, self.reprint, self.on_second):
            key_button.setProperty("scale", "large")
        # a bench has its keys; a hidden focus would take another order with a touch of the space bar
        for pressed in work.findChildren(QAbstractButton):
            pressed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layers.addWidget(work)
        self._layers.addWidget(self.alarm)
        self.alarm.scanned.connect(self.scanned)
        self.alarm.closed.connect(self.alarm_ended)
        self.alarm.chosen.connect(self.alarm_chosen)
        self.alarm.call_wanted.connect(self.call_wanted)
        self.setFocusProxy(self.scan)
        self._scans = ScanPlace(self, self.scan_field_now, self.scanned.emit, self.scanned_late.emit)
        self.show_nothing()

    def scan_field_now(self) -> QLineEdit:
        """Return the field where a scan belongs: the alarm's while it is on."""
        return self.alarm.scan if self.is_alarmed else self.scan

    def _header(self) -> QWidget:
        head, row = header(tr("Packing"))
        self._station = label(tone="quiet")
        row.addWidget(self._station)
        row.addSpacing(16)
        self.to_pack = Figure("to_pack", tr("to pack"))
        row.addWidget(self.to_pack)
        self.for_van, self.changed = Figure("van", ""), Figure("changed", tr("changed"), "decide")
        self.part = Figure("part", tr("part pack"), "decide")
        for figure in (self.for_van, self.changed, self.part):
            figure.hide()
            row.addWidget(figure)
        for figure in (self.to_pack, self.for_van, self.changed, self.part):
            figure.clicked.connect(partial(self._filter, figure))
        row.addStretch(1)
        self._called = label("", 13, SEMIBOLD, tone="decide")
        row.addWidget(self._called)
        row.addSpacing(8)
        self.call = button(tr("Call the supervisor"), "life-buoy", "F12")
        self.call.clicked.connect(self.call_wanted)
        row.addWidget(self.call)
        self.hand_over = button(tr("Hand over"), "arrow-left-right", "F10")
        self.hand_over.clicked.connect(self.hand_over_wanted)
        row.addWidget(self.hand_over)
        self.put_down = button(tr("Put down"), "undo-2", "Esc")
        self.put_down.clicked.connect(self._put_down)
        row.addWidget(self.put_down)
        return head

    def _order(self) -> QWidget:
        middle = surface("panel")
        column = stacked(middle)
        head = QWidget()
        head.setFixedHeight(90)
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(24)
        self._number = label("", 34, SEMIBOLD)
        names = QVBoxLayout()
        names.setSpacing(2)
        self._customer, self._address = Elided("", "", BASE, SEMIBOLD), Elided("", "quiet", BASE)
        names.addStretch(1)
        names.addWidget(self._customer)
        self._needs = label("", BASE, SEMIBOLD, tone="decide")
        names.addWidget(self._address)
        names.addStretch(1)
        self._leaves, self._count = label("", BASE, SEMIBOLD), label("", 34, SEMIBOLD)
        self._leaves_in = label("", BASE, tone="quiet")
        times = QVBoxLayout()
        times.setSpacing(2)
        times.addStretch(1)
        for words in (self._leaves, self._leaves_in):
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
            times.addWidget(words)
        times.addStretch(1)
        row.addWidget(self._number)
        row.addLayout(names, 1)
        row.addLayout(times)
        row.addWidget(self._count)
        column.addWidget(head)
        self._needs.setContentsMargins(24, 0, 24, 12)
        self._needs.setWordWrap(True)
        column.addWidget(self._needs)
        column.addWidget(rule())
        self.lines = LinesView()
        self._middle = QStackedLayout()
        # in its place first: a page without a parent would be shown as a window of its own
        column.addLayout(self._middle, 1)
        self.next_order = NextOrder()
        self._middle.addWidget(self.next_order)
        self._middle.addWidget(self.lines)
        self.part_page = PartPage()
        self._middle.addWidget(self.part_page)
        column.addWidget(rule())
        foot = surface("sunk")
        foot.setFixedHeight(88)
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(16)
        self.scan = scan_field(tr("Scan"), 300)
        self.scan.returnPressed.connect(self._scan_entered)
        self._last = label("", 17)
        self._last.setWordWrap(True)
        self._last.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sign = QLabel()
        row.addWidget(self.scan)
        row.addWidget(self._sign)
        row.addWidget(self._last, 1)
        self.no_barcode = button(tr("No barcode"), key="F6")
        self.no_barcode.clicked.connect(self._hand_current)
        row.addWidget(self.no_barcode)
        self.take_out = button(tr("Take out"), key="F7")
        self.take_out.clicked.connect(self.take_out_wanted)
        row.addWidget(self.take_out)
        key_of(self, "Shift+F7", tr("Move a piece into the open box, by its scan"), self.move_wanted.emit)
        self.reprint = button(tr("Labels again"), "printer", "F10")
        self.reprint.clicked.connect(self.labels_wanted)
        self.reprint.hide()
        row.addWidget(self.reprint)
        self.on_second = button(tr("On the second printer"), "printer", "F11")
        self.on_second.clicked.connect(self.second_wanted)
        self.on_second.hide()
        row.addWidget(self.on_second)
        column.addWidget(foot)
        return middle

    def show_station(self, station: str) -> None:
        self._station.setText(station)

    def show_queue(self, cards: tuple[Card, ...], open_order: str, counts: QueueCounts) -> None:
        self.to_pack.show_number(counts.all)
        self.for_van.show_words(counts.van, tr("for the {leaves} van", leaves=counts.van_leaves))
        self.changed.show_words(counts.changed, tr("changed"))
        self.part.show_words(counts.part, tr("part pack"))
        chosen = self.for_van.isChecked() or self.changed.isChecked() or self.part.isChecked()
        self.pane.show_cards(cards, open_order, filtered=chosen)

    def _filter(self, pressed: Figure) -> None:
        """Let one filter be on at a time; all orders is no filter."""
        for figure in (self.to_pack, self.for_van, self.changed, self.part):
            if figure is not pressed or figure is self.to_pack:
                figure.setChecked(False)
        self.filtered.emit(pressed.name if pressed.isChecked() else "")

    def show_nothing(self) -> None:
        """Show that no order is open: the scan field waits for a pick slip."""
        self._facts: PackFacts | None = None
        for part in (self._number, self._customer, self._address, self._leaves, self._leaves_in, self._count):
            part.setText("")
        self._is_part = False
        self._middle.setCurrentIndex(0)
        self.scan.setPlaceholderText(tr("Scan a pick slip"))
        self.side.show_nothing()
        for for_an_order in (self.take_out, self.no_barcode, self.put_down, self.hand_over):
            for_an_order.setEnabled(False)
        self._needs.hide()

    def show_order(self, facts: PackFacts) -> None:
        if self._facts is None or self._facts.order_id != facts.order_id:
            self.next_order.show_note("")
            self.side.weight.clear()
            self.say_scan("")
        self._facts = facts
        self.scan.setPlaceholderText(self._wanted())
        # a shop's own numbers may be long, and the name beside them must be read too
        self._number.setFont(font(34 if len(facts.number) <= LONG_NUMBER else 22, SEMIBOLD))
        self._number.setText(facts.number)
        self._customer.setText(facts.customer)
        self._address.setText(facts.address)
        self._needs.setText(facts.requirements)
        self._needs.setVisible(bool(facts.requirements))
        self._leaves.setText(tr("Leaves {leaves}", leaves=facts.leaves) if facts.leaves else "")
        self._leaves_in.setText(facts.leaves_in)
        self._count.setText(tr("{packed} of {ordered}", packed=facts.packed, ordered=facts.ordered))
        self._count.setAccessibleName(tr("{packed} of {ordered} packed", packed=facts.packed, ordered=facts.ordered))
        self._show_lines(facts)
        self.side.show_order(facts)
        self.take_out.setEnabled(facts.packed > 0)
        self.put_down.setEnabled(True)
        self.hand_over.setEnabled(True)

    def show_part(self, on: bool) -> None:
        """Show what is missing or damaged in the place of the lines, or the lines again."""
        self._is_part = on
        if self._facts is not None:
            self._show_lines(self._facts)
        if on:
            self.part_page.setFocus()
        else:
            self.scan.setFocus()

    @property
    def is_part(self) -> bool:
        return self._is_part

    def _to_scan(self) -> None:
        # the papers are drawn anew, and the next thing that comes is a scan
        self.scan_field_now().setFocus()

    def _show_lines(self, facts: PackFacts) -> None:
        current = self.current_line()
        row = next((row for row, line in enumerate(facts.lines) if line is current), -1)
        self.lines.show_lines(facts.lines, row, facts.pictures)
        if self._is_part:
            self.part_page.show_found(facts)
        self._middle.setCurrentIndex(2 if self._is_part else 1)
        self.no_barcode.setEnabled(current is not None and current.by_hand)

    def current_line(self) -> LineFacts | None:
        """Return the first line that is not complete."""
        lines = self._facts.lines if self._facts else ()
        return next((line for line in lines if not line.is_done), None)

    @property
    def open_number(self) -> str:
        """Return the number of the order that is open; empty for none."""
        return self._facts.number if self._facts else ""

    def say_scan(self, text: str, detail: str = "", *, is_doubtful: bool = False) -> None:
        """Say what became of the last scan; `detail` for whoever points at it, as where a file lies. `is_doubtful`:
        somebody has to look.
        """
        set_tone(self._last, "decide" if is_doubtful else "")
        self._last.setText(text)
        name, colour = ("triangle-alert", tokens().amb) if is_doubtful else ("circle-check", tokens().grn)
        self._sign.setPixmap(icons.pixmap(name, colour, 28, 2.0))
        self._sign.setVisible(bool(text))
        self._last.setToolTip(shown_plain(detail or text))

    def show_taking_out(self, on: bool, *, moving: bool = False) -> None:
        """Show that the next scan is taken out of the box or moved into the open one, or that it is counted again."""
        self._taking_out, self._moving = on and not moving, on and moving
        self.scan.setPlaceholderText(self._wanted())
        self.scan.setProperty("state", "decide" if on else "")
        self.scan.style().unpolish(self.scan)
        self.scan.style().polish(self.scan)
        self.scan_field_now().setFocus()

    def _wanted(self) -> str:
        """Return what is to be scanned or typed next."""
        facts = self._facts
        if self._taking_out:
            return tr("Scan what you take out")
        if self._moving:
            return tr("Scan what moves here")
        if facts is None or facts.packed < facts.ordered:
            return tr("Scan an item")
        missing = next((paper for paper in facts.papers if not paper.is_in), None)
        if missing is not None:
            paper = missing.name
            return tr("F11: {paper} is in", paper=paper) if missing.by_key else tr("Scan: {paper}", paper=paper)
        if not facts.is_inspected:
            return tr("F5: all looked at")
        return tr("kg, then Enter") if facts.missing else tr("Enter seals")

    def show_alarm(self, facts: AlarmFacts) -> None:
        self.alarm.show_wrong(facts)
        self._layers.setCurrentIndex(1)
        # whoever comes back to this tab comes back to the alarm
        self.setFocusProxy(self.alarm.scan)
        self.alarm.scan.setFocus()

    def end_alarm(self) -> None:
        if self.is_alarmed:
            self._ended_at.start()
        self._layers.setCurrentIndex(0)
        self.setFocusProxy(self.scan)
        self.scan.setFocus()

    def show_call(self, called: str) -> None:
        """Show that a supervisor was called or comes; empty for neither."""
        self._called.setText(called)
        self.alarm.show_call(called)

    @property
    def alarm_title(self) -> str:
        """Return what the alarm says in a word, empty while there is none."""
        return self.alarm.title if self.is_alarmed else ""

    @property
    def is_alarmed(self) -> bool:
        return self._layers.currentIndex() == 1

    def offer_labels(self, offered: bool, *, second: bool) -> None:
        """Offer the labels of the order that was sealed or scanned last, as long as none is open; with `second` on
        another printer too.
        """
        self.hand_over.setVisible(not offered)
        self.reprint.setVisible(offered)
        self.on_second.setVisible(offered and second)
        self.no_barcode.setVisible(not offered)
        self.take_out.setVisible(not offered)

    def leave_weight(self) -> None:
        """Leave the field of the weight: what comes next is a scan again."""
        self.side.weight.clear()
        self.scan_field_now().setFocus()

    def _scan_entered(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        soon = self._entered_at.restart() < SOON_MS
        if text:
            self.scanned.emit(text)
        elif not soon:
            # not the second Enter of a scanner that sends two
            self.entered_nothing.emit()

    def _put_down(self) -> None:
        # a second Esc that comes at once was meant for the alarm
        if not self._ended_at.isValid() or self._ended_at.elapsed() > SOON_MS:
            self.put_down_wanted.emit()

    def _hand_current(self) -> None:
        line = self.current_line()
        if line is not None:
            self.by_hand.emit(line.line_id)
