"""A page of a scan that says not which one it is: a person chooses the page, and clicks its four squares."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import SEMIBOLD, label, paragraph, set_tone, surface

WIDTH, MOST_HEIGHT = 900, 720
# the picture fits into this, whichever way up the page is
PICTURE_WIDTH, PICTURE_HEIGHT, LEAST_HEIGHT = 560, 660, 320
# of the card around it, and of the page that the card stands over
AROUND = 240
# left and right of the words in a list
LIST_EDGES = 40
_RADIUS = 11.0

Places = tuple[tuple[float, float], ...]


class PageCard(AskingCard):
    """Enter reads the page as the chosen one, Esc leaves it unread."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            picture="scan-barcode",
            agree=(tr("Read it as this page"), "check"),
            leave=tr("Leave it"),
            width=WIDTH,
            most_height=MOST_HEIGHT,
        )
        body = surface("panel")
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.page = PagePicture()
        self.page.pointed.connect(self._pointed)
        row.addWidget(self.page)
        side = QVBoxLayout()
        side.addWidget(label(tr("Which page is it?"), 13, SEMIBOLD))
        self.pages = QComboBox()
        # the longest entry makes the card no wider; the list below it is as wide as it must be
        self.pages.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pages.setMinimumContentsLength(24)
        self.pages.setAccessibleName(tr("Which page is it?"))
        side.addWidget(self.pages)
        self._hint = paragraph("", tone="quiet")
        side.addWidget(self._hint)
        self._says = paragraph("")
        side.addWidget(self._says)
        side.addStretch(1)
        row.addLayout(side, 1)
        self._body = body

    def show_page(self, words: tuple[str, str], picture: bytes, corners: Places, pages: Sequence[str]) -> None:
        """Ask of a page. `words`: a title, and why it was not read; `corners`: in pixels of the picture."""
        around = self.parentWidget()
        room = around.height() - AROUND if around is not None else PICTURE_HEIGHT
        self.page.show_picture(picture, corners, max(LEAST_HEIGHT, min(PICTURE_HEIGHT, room)))
        self.pages.clear()
        self.pages.addItems(list(pages))
        self.pages.view().setMinimumWidth(self.pages.view().sizeHintForColumn(0) + LIST_EDGES)
        self._says.setText("")
        self._ask(words)

    def ask_again(self, words: tuple[str, str], why: str) -> None:
        """Ask of the same page again. `why`: the reason why it was not read as what was chosen."""
        self._says.setText(why)
        set_tone(self._says, "wrong")
        self._ask(words)

    def _ask(self, words: tuple[str, str]) -> None:
        if self._area.widget() is not None:
            self._area.takeWidget()
        self.ask(*words, self._body)
        self._pointed()
        self.pages.setFocus()

    def _pointed(self) -> None:
        count = len(self.page.places)
        self._hint.setText(
            tr(
                "Each of the four rings has to lie on a black square in a corner of the page, or where one was torn "
                "off. A click begins to mark them anew."
            )
            if count == 4
            else tr(
                "Click the four black squares in its corners, or where one was torn off: {left} to go.", left=4 - count
            )
        )
        self.agree.setEnabled(count == 4)


class PagePicture(QWidget):
    """A page; each click marks one of four places, the fifth begins anew."""

    pointed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Page that was not read"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.places: Places = ()
        self._shown = QPixmap()
        self._ratio = 1.0

    def show_picture(self, picture: bytes, places: Places, height: int) -> None:
        """Show a PNG at most `height` pixels high. `places`: in pixels of the PNG."""
        whole = QPixmap()
        whole.loadFromData(picture)
        self.places = places
        self._shown = whole.scaled(
            PICTURE_WIDTH,
            height,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._ratio = whole.height() / max(1, self._shown.height())
        self.setFixedSize(self._shown.size())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position() * self._ratio
        kept = self.places if len(self.places) < 4 else ()
        self.places = (*kept, (place.x(), place.y()))
        self.update()
        self.pointed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._shown)
        painter.setPen(QPen(QColor(tokens().acc), 3))
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        for x, y in self.places:
            at = QPointF(x, y) / self._ratio
            painter.drawEllipse(QRectF(at.x() - _RADIUS, at.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS))
