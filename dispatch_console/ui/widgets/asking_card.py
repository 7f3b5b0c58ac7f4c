"""A card over a page that shows what an act would do, and asks: Enter does it, Esc leaves it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label

WIDTH, MARGIN, MOST_HEIGHT = 760, 16, 520
_OWN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class AskingCard(QFrame):
    """Emits `agreed` or `closed`. It stays in the middle of its parent."""

    agreed = Signal()
    closed = Signal()

    def __init__(
        self,
        parent: QWidget,
        *,
        picture: str,
        agree: tuple[str, str],
        leave: str,
        width: int = WIDTH,
        most_height: int = MOST_HEIGHT,
    ) -> None:
        """`agree`: the words and the icon of what Enter does; `leave`: the words of what Esc does."""
        super().__init__(parent)
        t = tokens()
        self.setObjectName("asking")
        self.setStyleSheet(f"#asking {{ background: {t.panel}; border: 2px solid {t.acc}; border-radius: 4px; }}")
        self._most_width, self._most_height, self._wanted = width, most_height, 0
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        shown = QLabel()
        shown.setPixmap(icons.pixmap(picture, t.acc, 18, 2.0))
        self._title = label("", 15, SEMIBOLD)
        self._title.setWordWrap(True)
        head.addWidget(shown)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        self._under = label("", tone="quiet")
        self._under.setWordWrap(True)
        column.addWidget(self._under)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)
        acts = QHBoxLayout()
        self.agree = button(agree[0], agree[1], "Return", "primary")
        self.leave = button(leave, "x", "Esc")
        self.agree.clicked.connect(self._agree)
        self.leave.clicked.connect(self._close)
        acts.addWidget(self.agree)
        acts.addWidget(self.leave)
        acts.addStretch(1)
        column.addLayout(acts)
        parent.installEventFilter(self)
        self.hide()

    def ask(self, title: str, under: str, body: QWidget, *, can: bool = True) -> None:
        """Show what the act would do. `can`: whether it can be done at all."""
        self._title.setText(title)
        self._under.setText(under)
        self._under.setVisible(bool(under))
        self.setAccessibleName(f"{title} {under}".strip())
        self._area.setWidget(body)
        self._wanted = body.sizeHint().height()
        self.agree.setEnabled(can)
        self.show()
        self.place()
        self.raise_()
        (self.agree if can else self.leave).setFocus()

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Esc from the page below: where two buttons have one key, Qt presses neither."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _OWN:
            super().keyPressEvent(event)
        elif not self.isVisible():
            # a field of the card pressed it already
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave.click()
        else:
            self.agree.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Place the card in the middle of what it stands over, as high as it must be."""
        around = self.parentWidget()
        if around is None or not self.isVisible():
            return
        width = min(self._most_width, around.width() - 2 * MARGIN)
        self._area.setFixedHeight(min(self._wanted + 8, self._most_height, max(80, around.height() - 200)))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((around.width() - width) // 2, max(MARGIN, (around.height() - self.height()) // 3))

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
