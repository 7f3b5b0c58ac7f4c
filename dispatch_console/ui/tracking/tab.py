"""The Tracking tab: the board, and over it load-out, handoff or a correction while one of them is open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from dispatch_console.domain.values import Coordinate
from dispatch_console.language import mark, tr
from dispatch_console.ui.handoff.correct_page import CorrectPage
from dispatch_console.ui.handoff.page import HandoffPage
from dispatch_console.ui.load_out.page import LoadOutPage
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.phones.page import PhonesPage
from dispatch_console.ui.return_desk.day_page import DayPage
from dispatch_console.ui.return_desk.page import ReturnPage
from dispatch_console.ui.tracking.board_page import BoardPage
from dispatch_console.ui.tracking.mail_card import MailCard
from dispatch_console.ui.tracking.road_card import RoadCard
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import button, key_of
from dispatch_console.ui.widgets.day_header import DayHeader
from dispatch_console.ui.widgets.layout import stacked

FIGURES = (
    ("delivered", mark("delivered"), ""),
    ("out", mark("on the road"), ""),
    ("late", mark("late"), "wrong"),
    ("missed", mark("missed"), "decide"),
)
BOARD, LOAD_OUT, HANDOFF, CORRECT, RETURN_DESK, DAY_END, PHONES = range(7)


class TrackingTab(QWidget):
    """L opens the load-out of the chosen van, D the desk of the handoffs, B the return desk, T the phones, Ctrl+F4 the
    day's end.
    """

    load_out_wanted = Signal()
    handoff_wanted = Signal()
    return_desk_wanted = Signal()
    day_end_wanted = Signal()
    phones_wanted = Signal()
    proofs_wanted = Signal()
    sheets_wanted = Signal()
    dispute_wanted = Signal()
    reorder_wanted = Signal()
    mail_proof_wanted = Signal()
    share_wanted = Signal()
    page_shown = Signal(int)

    def __init__(self, tiles: TileReader, centre: Coordinate) -> None:
        super().__init__()
        column = stacked(self)
        self.header = DayHeader(tr("Tracking"), FIGURES)
        self.load_out = button(tr("Load-out"), "scan-barcode", "L")
        self.handoffs = button(tr("Handoffs"), "signature", "D")
        self.load_out.clicked.connect(self.load_out_wanted)
        self.handoffs.clicked.connect(self.handoff_wanted)
        self.header.buttons.addWidget(self.load_out)
        self.return_desk = button(tr("Return desk"), "undo-2", "B")
        self.return_desk.clicked.connect(self.return_desk_wanted)
        self.header.buttons.addWidget(self.handoffs)
        self.header.buttons.addWidget(self.return_desk)
        self.phones = button(tr("Phones"), "phone", "T")
        self.phones.clicked.connect(self.phones_wanted)
        self.header.buttons.addWidget(self.phones)

        column.addWidget(self.header)
        self.said = Banner()
        column.addWidget(self.said)
        self.pages = QStackedWidget()
        self.board, self.loading, self.handoff = BoardPage(tiles, centre), LoadOutPage(), HandoffPage()
        self.correct, self.returns, self.day_end = CorrectPage(), ReturnPage(), DayPage()
        self.phone_page = PhonesPage()
        for page in (
            self.board, self.loading, self.handoff, self.correct, self.returns, self.day_end, self.phone_page
        ):  # fmt: skip
            self.pages.addWidget(page)
        # the other pages that lead there have a button with this key
        key_of(self.board, "Ctrl+F4", tr("Close the day"), self.day_end_wanted.emit)
        key_of(self.board, "Ctrl+P", tr("Print all proofs of the day"), self.proofs_wanted.emit)
        key_of(self.board, "Ctrl+M", tr("Print the sheets of the chosen van again"), self.sheets_wanted.emit)
        key_of(self.board, "Ctrl+D", tr("Write the dispute file of the chosen stop"), self.dispute_wanted.emit)
        key_of(self.board, "R", tr("Seek a better order for the rest of the chosen van"), self.reorder_wanted.emit)
        key_of(self.board, "Shift+V", tr("Share the stops of a van that goes no further"), self.share_wanted.emit)
        key_of(self.board, "Shift+P", tr("Mail the proof of the chosen stop"), self.mail_proof_wanted.emit)
        self.road_card, self.mail_card = RoadCard(self.board), MailCard(self.board)
        column.addWidget(self.pages, 1)

    def show_page(self, page: int) -> None:
        focus = QApplication.focusWidget()
        was_here = focus is None or self.isAncestorOf(focus)
        self.pages.setCurrentIndex(page)
        if page == BOARD and was_here:
            # the cursor stood in a field that is hidden now
            (self.board.exceptions if self.board.exceptions.isVisible() else self.board.board).setFocus()
        # at the dock nothing but the van counts
        self.header.setVisible(page != LOAD_OUT)
        self.said.hide()
        self.page_shown.emit(page)

    @property
    def takes_scans(self) -> bool:
        return self.pages.currentIndex() in (LOAD_OUT, RETURN_DESK, HANDOFF)
