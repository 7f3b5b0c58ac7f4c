"""A message in place, never a dialog. It lies over the page: nothing below the pointer moves when it comes or goes."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import button, label

EDGE = 8
# what went well need not be put away by hand
READ_MS = 15_000
WIDEST = 820
# the scan field of Packing stands at the foot: no message may hide it
SCAN_BAR = 96
# a page's own message stands above the window's
ABOVE = SCAN_BAR + 60


class Banner(QWidget):
    """Stands in a layout without height; the message lies at the foot of the page, `above` so many pixels higher.

    Titles, searches and what is pressed next stand at the top and to the right: there it would hide them. Empty text
    hides it. Warnings stay until they are closed or something else is done.
    """

    def __init__(self, above: int = ABOVE) -> None:
        super().__init__()
        self._above = above
        self.setFixedHeight(0)
        self._card = QFrame(self)
        self._card.setObjectName("banner")
        row = QHBoxLayout(self._card)
        row.setContentsMargins(12, 8, 12, 8)
        self._icon = QLabel()
        self._text = label()
        self._text.setWordWrap(True)
        close = button(tr("Close"))
        close.clicked.connect(self.hide)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.open = button(tr("Open it"), "external-link")
        self.open.clicked.connect(self._open)
        self._file: Path | None = None
        row.addWidget(self.open)
        row.addWidget(close)
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(READ_MS)
        self._read.timeout.connect(self.hide)
        self._watched: QWidget | None = None
        self.hide()

    def stand_above(self, pixels: int) -> None:
        """Stand so many pixels above the foot: what is written there must be read."""
        self._above = pixels
        self._place()

    def _open(self) -> None:
        """Open the file with what the computer has for it."""
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))

    def say(self, sentence: str, *, wrong: bool = True, file: Path | None = None) -> None:
        """Show a sentence. `file`: what was written, which a button opens."""
        self._file = file
        self.open.setVisible(file is not None)
        t = tokens()
        tint, line, colour = (t.red_tint, t.red_line, t.red) if wrong else (t.acc_tint, t.acc_line, t.acc)
        self._card.setStyleSheet(
            f"QFrame#banner {{ background: {tint}; border: 1px solid {line}; border-radius: 4px; }}"
        )
        self._icon.setPixmap(icons.pixmap("circle-alert" if wrong else "info", colour, 18, 2.0))
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._card.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        if sentence and not wrong:
            self._read.start()
        else:
            self._read.stop()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        over = self.parentWidget()
        if visible and over is not None:
            if self._watched is not over:
                self._watched = over
                over.installEventFilter(self)
                self._card.setParent(over)
            self._place()
            self._card.setVisible(True)
            self._card.raise_()
        else:
            self._card.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and not self._card.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._watched
        if over is None:
            return
        width = min(self.width() - 2 * EDGE, WIDEST)
        height = self._card.heightForWidth(width) if self._card.hasHeightForWidth() else self._card.sizeHint().height()
        height = max(height, 48)
        self._card.setGeometry(self.x() + EDGE, over.height() - self._above - height - EDGE, width, height)
