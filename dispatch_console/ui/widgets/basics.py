"""Labels, rules, buttons with their key, header figures: each with an accessible name."""

import html
import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from dispatch_console.ui import icons
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.key_button import KEY, KeyButton

# longer than any name of a street
_WORD = re.compile(r"\S{32,}")
MEDIUM, SEMIBOLD, BOLD = QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold


def shown_plain(text: str) -> str:
    """Return a text for a tooltip, which Qt would interpret where it looks like HTML: a customer's name is shown as it
    is.
    """
    if "<" not in text:
        return text
    return f"<span style='white-space: pre-wrap'>{html.escape(text)}</span>"


def label(text: str = "", size: int = 13, weight: QFont.Weight = QFont.Weight.Normal, tone: str = "") -> QLabel:
    """Return a label of plain text: whatever a customer's name holds is shown, never interpreted."""
    text_label = QLabel(text)
    text_label.setTextFormat(Qt.TextFormat.PlainText)
    text_label.setFont(font(size, weight))
    if tone:
        text_label.setProperty("tone", tone)
    return text_label


def key_of(owner: QWidget, key: str, words: str, act: Callable[[], object]) -> QShortcut:
    """Let a key do something that no button does; the list of keys names it so."""
    shortcut = QShortcut(QKeySequence(key), owner)
    shortcut.setObjectName(words)
    shortcut.activated.connect(act)
    return shortcut


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a label another tone, as `label` has them."""
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def paragraph(text: str, size: int = 13, weight: QFont.Weight = QFont.Weight.Normal, tone: str = "") -> QLabel:
    """Return a text of any length that never widens its pane: a word without end is broken somewhere."""
    text_label = label(_WORD.sub(lambda word: "\u200b".join(word.group()), text), size, weight, tone)
    text_label.setWordWrap(True)
    text_label.setAccessibleName(text)
    return text_label


class Elided(QLabel):
    """A line that gives way in the middle when there is no room; the tooltip has all of it."""

    def __init__(self, text: str, tone: str = "", size: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, weight))
        if tone:
            self.setProperty("tone", tone)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setToolTip(shown_plain(text))
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


def rule(direction: str = "h") -> QFrame:
    line = QFrame()
    line.setProperty("rule", direction)
    return line


def surface(kind: str) -> QWidget:
    widget = QWidget()
    widget.setProperty("surface", kind)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


def header(title: str) -> tuple[QWidget, QHBoxLayout]:
    """Return the bar above a tab's work area with its title; figures and actions are added to the row."""
    bar = surface("panel")
    bar.setFixedHeight(56)
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    row.addWidget(label(title, 20, SEMIBOLD))
    return bar, row


def button(text: str, icon_name: str = "", key: str = "", kind: str = "") -> QPushButton:
    """Return a button that shows its shortcut, in its text and its tooltip."""
    shown = key.replace("Return", "Enter")
    key_button = KeyButton(f"{text}{KEY}{shown}" if key else text)
    key_button.setAccessibleName(text)
    key_button.setCursor(Qt.CursorShape.PointingHandCursor)
    key_button.setToolTip(shown_plain(f"{text} ({shown})" if key else text))
    if kind:
        key_button.setProperty("kind", kind)
    if key:
        key_button.setShortcut(QKeySequence(key))
    if icon_name:
        colour = tokens().on_acc if kind == "primary" else tokens().tx
        picture = icons.icon(icon_name, colour)
        picture.addPixmap(icons.pixmap(icon_name, tokens().tx3, 18, 2.0), QIcon.Mode.Disabled)
        key_button.setIcon(picture)
        key_button.setIconSize(QSize(18, 18))
    return key_button


def sign(name: str, icon_name: str, key: str = "") -> QPushButton:
    """Return a button that shows only its sign; the tooltip has name and key."""
    key_button = button(name, icon_name, key, "sign")
    key_button.setText("")
    # Qt drops the shortcut with the text
    key_button.setShortcut(QKeySequence(key))
    key_button.setFixedWidth(34)
    return key_button


def say_sign(sign_button: QPushButton, name: str) -> None:
    """Give another name to a button that shows only its sign."""
    sign_button.setAccessibleName(name)
    sign_button.setToolTip(shown_plain(f"{name} ({sign_button.shortcut().toString()})"))


def rename(named: QPushButton, text: str) -> None:
    """Put new words on a button that keeps its key: Qt drops the shortcut with the old text."""
    key = named.shortcut()
    named.setText(f"{text}{KEY}{key.toString().replace('Return', 'Enter')}" if not key.isEmpty() else text)
    named.setAccessibleName(text)
    named.setToolTip(shown_plain(f"{text} ({key.toString()})" if not key.isEmpty() else text))
    named.setShortcut(key)


def scan_field(name: str, width: int) -> QLineEdit:
    """Return a field where a scanner types: large, and with an accessible name."""
    field = QLineEdit()
    field.setProperty("kind", "scan")
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setFont(font(24))
    field.setFixedWidth(width)
    return field


class Figure(QPushButton):
    """A live number in the header, which is a filter: pressed again it clears."""

    def __init__(self, name: str, words: str, tone: str = "") -> None:
        super().__init__()
        self.name, self._words, self._tone = name, words, tone
        self.setCheckable(True)
        self.setProperty("kind", "figure")
        self.setFixedHeight(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(6)
        self._number = label("0", 17, SEMIBOLD)
        # what is wrong has a sign beside its colour, and nothing is wrong with none
        self._sign = QLabel()
        if tone == "wrong":
            self._sign.setPixmap(icons.pixmap("clock-alert", tokens().red, 16, 2.0))
        self._sign.hide()
        row.addWidget(self._sign)
        row.addWidget(self._number)
        self._words_label = label(words, tone="quiet")
        row.addWidget(self._words_label)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_number(0)

    def show_number(self, number: int) -> None:
        self._number.setText(f"{number}")
        if self._tone:
            self._sign.setVisible(number > 0 and self._tone == "wrong")
            if self._number.property("tone") != (self._tone if number else ""):
                self._number.setProperty("tone", self._tone if number else "")
                self._number.style().polish(self._number)
        self.setAccessibleName(f"{number} {self._words}")

    def show_words(self, number: int, words: str) -> None:
        """Show a number that counts something else than before; hidden where there is none of it."""
        self._words = words
        self._words_label.setText(words)
        self.show_number(number)
        self.setVisible(number > 0 or self.isChecked())

    def sizeHint(self) -> QSize:
        row = self.layout()
        return row.sizeHint() if row else super().sizeHint()
