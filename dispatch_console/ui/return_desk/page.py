"""The return desk: the vans of the day, one van's stops, its cash, what comes back, and what keeps it open."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.return_desk.cash_form import CashForm
from dispatch_console.ui.return_desk.grid import ReturnGrid
from dispatch_console.ui.return_desk.page_card import PageCard
from dispatch_console.ui.return_desk.places_menu import PlacesMenu
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, paragraph, rule, set_tone, shown_plain, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.layout import panes, stacked, walk_keys
from dispatch_console.ui.widgets.scanner import ScanPlace

# of what was written at the door, pixels
READ_HEIGHT = 116


@dataclass(frozen=True, slots=True, kw_only=True)
class VanView:
    """What stands around the grid. `state`: why it is closed, or what keeps it open."""

    title: str
    rows: str
    goods_title: str
    open_title: str
    can_close: bool
    closed: str
    is_van: bool


class ReturnPage(QWidget):
    """J and K walk the vans, Enter begins to type, F3 reads scanned sheets, F7 and F8 say of the chosen row that it is
    signed or empty, F6 the proof is on the sheet, Ctrl+E corrects, a scan takes a parcel in, T takes the chosen thing
    in by hand, G sends it elsewhere, Ctrl+Enter closes the van.
    """

    van_chosen = Signal(str)
    scanned = Signal(str)
    signature_seen = Signal()
    read_wanted = Signal()
    decided = Signal(bool)
    correct_wanted = Signal()
    taken_by_hand = Signal()
    sent_elsewhere = Signal(str)
    thing_chosen = Signal(str)
    open_chosen = Signal(str)
    close_van_wanted = Signal()
    close_day_wanted = Signal()
    put_down_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        bar = surface("panel")
        bar.setFixedHeight(48)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(label(tr("Return desk"), 15, SEMIBOLD))
        self._title = label(tone="quiet")
        row.addWidget(self._title)
        row.addStretch(1)
        self.day_end = button(tr("Close the day"), "lock", "Ctrl+F4")
        self.day_end.clicked.connect(self.close_day_wanted)
        self.put_down = button(tr("Put down"), "undo-2", "Esc")
        self.put_down.clicked.connect(self.put_down_wanted)
        row.addWidget(self.day_end)
        row.addWidget(self.put_down)
        column.addWidget(bar)
        column.addWidget(rule())
        column.addWidget(panes(self._vans(), self._centre(), self._side(), [216, 892, 404]), 1)
        walk_keys(self, self.vans.step)
        self.page_card = PageCard(self)
        self._scans = ScanPlace(self, lambda: self.scan, self.scanned.emit, lambda codes: None)

    def _vans(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = stacked(left)
        head = label(tr("Vans that left"), 15, SEMIBOLD)
        head.setContentsMargins(16, 12, 16, 12)
        column.addWidget(head)
        column.addWidget(rule())
        self.vans = CardList(tr("Vans that left"))
        self.vans.chosen.connect(self.van_chosen)
        column.addWidget(self.vans, 1)
        self._none = label(tr("No van has left on this day."), tone="faint")
        self._none.setWordWrap(True)
        self._none.setContentsMargins(16, 16, 16, 16)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._none, 1)
        return left

    def _centre(self) -> QWidget:
        middle = surface("panel")
        column = stacked(middle)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(8)
        head.addWidget(label(tr("Stop by stop"), 15, SEMIBOLD))
        self._rows = label(tone="quiet")
        head.addWidget(self._rows, 1)
        self.read = button(tr("Read sheets"), "scan-barcode", "F3")
        self.read.clicked.connect(self.read_wanted)
        head.addWidget(self.read)
        self.seen = button(tr("Proof is on the sheet"), "signature", "F6")
        self.seen.clicked.connect(self.signature_seen)
        self.correct = button(tr("Correct"), "pencil", "Ctrl+E")
        self.correct.setToolTip(shown_plain(tr("An open row is recorded with the form: pieces, identity, notes")))
        self.correct.clicked.connect(self.correct_wanted)
        head.addWidget(self.seen)
        head.addWidget(self.correct)
        column.addLayout(head)
        column.addWidget(rule())
        self.grid = ReturnGrid()
        column.addWidget(self.grid, 1)
        column.addWidget(self._strip())
        column.addWidget(rule())
        foot = surface("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 10, 16, 10)
        self._says = label("")
        self._says.setWordWrap(True)
        row.addWidget(self._says, 1)
        column.addWidget(foot)
        return middle

    def _strip(self) -> QWidget:
        """Build what shows what was written at the door of the chosen row."""
        self.strip = surface("panel")
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self._picture = QLabel()
        self._picture.setAccessibleName(tr("Written on the sheet"))
        self._picture.setStyleSheet("background: white;")
        row.addWidget(self._picture)
        self._read_says = paragraph("", tone="quiet")
        row.addWidget(self._read_says, 1)
        self.is_signed = button(tr("It is signed"), "check", "F7")
        self.is_empty = button(tr("It is empty"), "x", "F8")
        self.is_signed.clicked.connect(lambda: self.decided.emit(True))
        self.is_empty.clicked.connect(lambda: self.decided.emit(False))
        row.addWidget(self.is_signed)
        row.addWidget(self.is_empty)
        self.strip.hide()
        return self.strip

    def show_read(self, picture: bytes, words: str, tone: str) -> None:
        """Show what was written at the door of the chosen row; an empty picture hides the strip."""
        self.strip.setVisible(bool(picture))
        shown = QPixmap()
        if picture and shown.loadFromData(picture):
            self._picture.setPixmap(shown.scaledToHeight(READ_HEIGHT, Qt.TransformationMode.SmoothTransformation))
        self._read_says.setText(words)
        set_tone(self._read_says, tone)

    def _side(self) -> QWidget:
        right = surface("panel")
        right.setMinimumWidth(320)
        column = stacked(right)
        self.cash = CashForm()
        column.addWidget(self.cash)
        column.addWidget(rule())
        goods = QHBoxLayout()
        goods.setContentsMargins(16, 8, 16, 4)
        self._goods_title = label(tr("Coming back"), 13, SEMIBOLD)
        goods.addWidget(self._goods_title, 1)
        self.scan = QLineEdit()
        self.scan.setAccessibleName(tr("Scan a parcel"))
        self.scan.setPlaceholderText(tr("Scan a parcel"))
        self.scan.setFixedWidth(170)
        self.scan.returnPressed.connect(self._entered)
        goods.addWidget(self.scan)
        column.addLayout(goods)
        self.goods = CardList(tr("Goods that come back"))
        self.goods.chosen.connect(self.thing_chosen)
        column.addWidget(self.goods, 2)
        acts = QHBoxLayout()
        acts.setContentsMargins(16, 4, 16, 8)
        acts.setSpacing(8)
        self.by_hand = button(tr("It is here"), key="H")
        self.by_hand.clicked.connect(self.taken_by_hand)
        self.elsewhere = button(tr("Goes to"), key="G")
        self.places = PlacesMenu(self)
        self.places.chosen.connect(self.sent_elsewhere)
        self.elsewhere.clicked.connect(
            lambda: self.places.open_at(self.elsewhere.mapToGlobal(self.elsewhere.rect().bottomLeft()))
        )
        acts.addWidget(self.by_hand)
        acts.addWidget(self.elsewhere)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addWidget(rule())
        self._open_title = label("", 13, SEMIBOLD)
        self._open_title.setContentsMargins(16, 10, 16, 6)
        column.addWidget(self._open_title)
        self.open = CardList(tr("What keeps the van open"))
        self.open.chosen.connect(self.open_chosen)
        column.addWidget(self.open, 3)
        column.addWidget(rule())
        foot = surface("sunk")
        row = QVBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        self._closed = label("", tone="quiet")
        self._closed.setWordWrap(True)
        self.close_van = button(tr("Close the van"), "check", "Ctrl+Return", "primary")
        self.close_van.clicked.connect(self.close_van_wanted)
        row.addWidget(self._closed)
        row.addWidget(self.close_van)
        column.addWidget(foot)
        return right

    def _entered(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if text:
            self.scanned.emit(text)
            # the next key is one of the list, not a sign of another code
            self.goods.setFocus()

    def show_vans(self, cards: Sequence[Card], chosen: str) -> None:
        self.vans.show_cards(tuple(cards), chosen)
        self.vans.setVisible(bool(cards))
        self._none.setVisible(not cards)

    def show_van(self, view: VanView | None) -> None:
        for part in (self.cash, self.goods, self.open, self.scan):
            part.setEnabled(view is not None and not view.closed)
        # what was recorded is looked at and corrected afterwards too
        self.grid.setEnabled(view is not None)
        self.close_van.setEnabled(view is not None and view.can_close)
        self.close_van.setVisible(view is None or view.is_van)
        if view is None:
            self._title.setText(tr("choose a van"))
            return
        self._title.setText(view.title)
        self._rows.setText(view.rows)
        self._goods_title.setText(view.goods_title)
        self._open_title.setText(view.open_title)
        self._closed.setText(view.closed)
        self._closed.setVisible(bool(view.closed))

    def say(self, text: str, tone: str = "") -> None:
        """Say at the foot of the grid what the last act did."""
        self._says.setText(text)
        self._says.setProperty("tone", tone)
        self._says.style().polish(self._says)
        self._says.setAlignment(Qt.AlignmentFlag.AlignVCenter)
