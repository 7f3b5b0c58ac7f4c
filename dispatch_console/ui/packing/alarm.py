"""The full-screen red alarm: a scan that counted nothing. The right scan or Esc ends it; F12 calls a supervisor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dispatch_console.language import listed, tr
from dispatch_console.ui import icons
from dispatch_console.ui.packing.alarm_words import AlarmCard, AlarmFacts
from dispatch_console.ui.widgets import sounds
from dispatch_console.ui.widgets.basics import BOLD, MEDIUM, SEMIBOLD, label, scan_field
from dispatch_console.ui.widgets.layout import empty
from dispatch_console.ui.widgets.product_picture import pixmap_of

RED, GREEN, INK, QUIET = "#BF1F1B", "#1A7036", "#15191E", "#434C56"
PICTURE = 190
# signs of a name that stand in the largest letters
SHORT = 10


class Alarm(QWidget):
    """Red in both colour schemes."""

    scanned = Signal(str)
    closed = Signal()
    call_wanted = Signal()
    # the packer looked: it is the one that the order needs
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"Alarm {{ background: {RED}; }} QLabel {{ color: white; background: transparent; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 28)
        column.setSpacing(14)
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(icons.pixmap("octagon-x", "#FFFFFF", 112, 8.0))
        self._title, self._sentence = label("", 66, SEMIBOLD), label("", 30, MEDIUM)
        for words in (self._title, self._sentence):
            words.setWordWrap(True)
        names = QVBoxLayout()
        names.addWidget(self._title)
        names.addWidget(self._sentence)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addSpacing(24)
        head.addLayout(names, 1)
        column.addLayout(head)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(24)
        column.addSpacing(8)
        column.addLayout(self._cards)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(14)
        column.addSpacing(12)
        column.addLayout(self._steps)
        column.addStretch(1)
        column.addLayout(self._foot())
        for name, signal in (("Esc", self.closed), ("F12", self.call_wanted), ("F6", self.chosen)):
            key = QShortcut(QKeySequence(name), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(signal)

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setSpacing(14)
        self._where, self._noted = label("", 20), label("", 20)
        facts = QHBoxLayout()
        facts.addWidget(self._where)
        facts.addStretch(1)
        facts.addWidget(self._noted)
        foot.addLayout(facts)
        keys = QHBoxLayout()
        self.scan = scan_field(tr("Scan the right item"), 340)
        self.scan.returnPressed.connect(self._entered)
        keys.addWidget(self.scan)
        keys.addStretch(1)
        self._choice, self._closing, self._call = label("", 24, SEMIBOLD), label("", 20), label("", 20, SEMIBOLD)
        for key in (self._choice, self._closing, self._call):
            keys.addSpacing(28)
            keys.addWidget(key)
        foot.addLayout(keys)
        self.show_call("")
        return foot

    def show_wrong(self, facts: AlarmFacts) -> None:
        sounds.wrong()
        self._title.setText(facts.title)
        self._sentence.setText(facts.sentence)
        self.setAccessibleName(tr("Alarm: {title} {sentence}", title=facts.title, sentence=facts.sentence))
        self._show_cards(facts)
        empty(self._steps)
        if facts.earlier:
            self._steps.addWidget(_earlier(facts.earlier))
        for number, text in enumerate(facts.steps, 1):
            self._steps.addWidget(_step(number, text))
        self._where.setText(facts.where)
        self._noted.setText(facts.noted or tr("Nothing was counted."))
        self.scan.setPlaceholderText(facts.wants or tr("Scan the right item"))
        self._choice.setText(f"F6  {facts.choice}" if facts.choice else "")
        self._choice.setVisible(bool(facts.choice))
        self._closing.setText(f"Esc  {facts.closing or tr('It is out: close the alarm')}")

    def note(self, words: str) -> None:
        """Say what was not done while the alarm is on."""
        sounds.wrong()
        self._noted.setText(words)

    def show_call(self, called: str) -> None:
        """Show that a supervisor was called, or the key that calls one."""
        self._call.setText(called or f"F12  {tr('Call the supervisor')}")

    @property
    def title(self) -> str:
        return self._title.text()

    def _show_cards(self, facts: AlarmFacts) -> None:
        empty(self._cards)
        if facts.scanned is None:
            return
        self._cards.addWidget(_card(facts.scanned, tr("You scanned"), "x", RED), 1)
        if facts.wanted is not None:
            arrow = QLabel()
            arrow.setPixmap(icons.pixmap("arrow-right", "#FFFFFF", 56, 4.0))
            self._cards.addWidget(arrow)
            self._cards.addWidget(_card(facts.wanted, tr("Scan this instead"), "check", GREEN), 1)

    def _entered(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if text:
            self.scanned.emit(text)


def _earlier(pieces: tuple[str, ...]) -> QWidget:
    words = label(tr("Also beside the box: {pieces}", pieces=listed(pieces)), 26, MEDIUM)
    words.setWordWrap(True)
    words.setStyleSheet("border: 2px solid white; border-radius: 2px; padding: 8px 16px;")
    return words


def _step(number: int, text: str) -> QWidget:
    step = QWidget()
    row = QHBoxLayout(step)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(24)
    figure = label(str(number), 26, MEDIUM)
    figure.setFixedSize(50, 50)
    figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
    figure.setStyleSheet("border: 2px solid white; border-radius: 2px;")
    row.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
    words = label(text, 32, MEDIUM)
    words.setWordWrap(True)
    row.addWidget(words, 1)
    return step


def _card(card: AlarmCard, title: str, icon: str, colour: str) -> QFrame:
    frame = QFrame()
    frame.setStyleSheet("QFrame { background: white; border-radius: 3px; }")
    column = QVBoxLayout(frame)
    column.setContentsMargins(28, 20, 28, 22)
    column.setSpacing(14)
    head = QHBoxLayout()
    mark = QLabel()
    mark.setPixmap(_mark(icon, colour))
    head.addWidget(mark)
    head.addWidget(_ink(title, 24, SEMIBOLD, colour), 1)
    column.addLayout(head)
    row = QHBoxLayout()
    row.setSpacing(28)
    picture = QLabel()
    picture.setPixmap(pixmap_of(card.sku, {card.sku: card.picture}, PICTURE))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    large = _ink(card.large, 70 if len(card.large) <= SHORT else 34, BOLD, INK)
    large.setWordWrap(len(card.large) > SHORT)
    words.addStretch(1)
    words.addWidget(large)
    for text in card.below:
        if text != card.large:
            below = _ink(text, 22, MEDIUM, QUIET)
            below.setWordWrap(True)
            words.addWidget(below)
    words.addStretch(1)
    row.addLayout(words, 1)
    column.addLayout(row)
    return frame


def _mark(icon: str, colour: str) -> QPixmap:
    return icons.pixmap("circle-x" if icon == "x" else icon, colour, 30, 3.0)


def _ink(text: str, size: int, weight: QFont.Weight, colour: str) -> QLabel:
    words = label(text, size, weight)
    words.setStyleSheet(f"color: {colour}; background: transparent;")
    return words
