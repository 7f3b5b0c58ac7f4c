"""The effect of a change beside the pointer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import MEDIUM


class PointerLabel(QLabel):
    """The effect beside the pointer while something is carried."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(13, MEDIUM))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._wrong: bool | None = None
        self.hide()

    def show_words(self, words: str, *, wrong: bool) -> None:
        t = tokens()
        colour = t.red if wrong else t.tx
        if wrong != self._wrong:
            self._wrong = wrong
            edge = f"border: 2px solid {t.acc}; border-radius: 4px; padding: 4px 8px;"
            self.setStyleSheet(f"background: {t.panel}; color: {colour}; {edge}")
        self.setText(words)
        self.setAccessibleName(words)
        self.adjustSize()
        self.show()
        self.raise_()
