"""Which van? A row of letters over the map; the letter's key is the answer."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import button, label
from dispatch_console.ui.widgets.map_colours import driver_colours


class LetterChooser(QFrame):
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        t = tokens()
        self.setStyleSheet(f"LetterChooser {{ background: {t.panel}; border: 2px solid {t.acc}; border-radius: 4px; }}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(8)
        self._words = label()
        self._row.addWidget(self._words)
        self._letter_buttons: list[QPushButton] = []
        self._cancel = button("Esc")
        self._cancel.setAccessibleName(tr("Let it be"))
        self._cancel.clicked.connect(self.hide)
        self._row.addWidget(self._cancel)
        self._letters: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def ask(self, words: str, letters: Sequence[str]) -> None:
        for letter_button in self._letter_buttons:
            letter_button.deleteLater()
        self._letter_buttons = []
        self._words.setText(words)
        self._letters = tuple(letters)
        for letter in letters:
            letter_button = QPushButton(letter)
            colours = driver_colours(letter)
            letter_button.setStyleSheet(f"background: {colours.fill}; color: {colours.letter}; border: 0;")
            letter_button.setFixedWidth(34)
            letter_button.setAccessibleName(f"{words} {letter}")
            letter_button.clicked.connect(lambda _=False, letter=letter: self.chosen.emit(letter))
            self._row.insertWidget(self._row.count() - 1, letter_button)
            self._letter_buttons.append(letter_button)
        self.setAccessibleName(words)
        self.adjustSize()
        self.move(12, 12)
        self.show()
        self.raise_()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Take letters as answers here, whatever they do elsewhere on the screen."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif self._means(event):
            self.chosen.emit(event.text().upper())
        else:
            super().keyPressEvent(event)

    def _means(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape or event.text().upper() in self._letters
