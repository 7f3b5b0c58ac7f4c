"""The full-screen red alarm: a scan that counted nothing. Only the right scan, or F12, ends it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.packing.alarm_words import AlarmFacts
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, label, scan_field
from dispatch_console.ui.widgets.layout import empty

RED = "#BF1F1B"


class Alarm(QWidget):
    """Red in both colour schemes."""

    scanned = Signal(str)
    closed = Signal()
    # the packer looked: it is the one that the order needs
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"Alarm {{ background: {RED}; }} QLabel {{ color: white; background: transparent; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 56, 56, 32)
        column.setSpacing(16)
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(icons.pixmap("octagon-x", "#FFFFFF", 112, 2.0))
        self._title, self._sentence = label("", 76, SEMIBOLD), label("", 32, MEDIUM)
        self._sentence.setWordWrap(True)
        names = QVBoxLayout()
        names.addWidget(self._title)
        names.addWidget(self._sentence)
        head.addWidget(picture)
        head.addSpacing(24)
        head.addLayout(names, 1)
        column.addLayout(head)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(16)
        column.addSpacing(32)
        column.addLayout(self._steps)
        column.addStretch(1)
        foot = QHBoxLayout()
        self.scan = scan_field(tr("Scan the right item"), 360)
        self.scan.returnPressed.connect(self._entered)
        foot.addWidget(self.scan)
        foot.addStretch(1)
        foot.addWidget(label(tr("Nothing was counted."), 20))
        foot.addStretch(1)
        self._choice = label("", 24, SEMIBOLD)
        foot.addWidget(self._choice)
        foot.addSpacing(32)
        self._closing = label("", 20)
        foot.addWidget(self._closing)
        column.addLayout(foot)
        for name, signal in (("F12", self.closed), ("F6", self.chosen)):
            key = QShortcut(QKeySequence(name), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(signal)

    def show_wrong(self, facts: AlarmFacts) -> None:
        QApplication.beep()
        self._title.setText(facts.title)
        self._sentence.setText(facts.sentence)
        self.setAccessibleName(tr("Alarm: {title} {sentence}", title=facts.title, sentence=facts.sentence))
        empty(self._steps)
        for number, text in enumerate(facts.steps, 1):
            step = label(f"{number}   {text}", 34, MEDIUM)
            step.setWordWrap(True)
            self._steps.addWidget(step)
        self._choice.setText(f"F6  {facts.choice}" if facts.choice else "")
        self._choice.setVisible(bool(facts.choice))
        self._closing.setText(f"F12  {facts.closing or tr('It is out: close the alarm')}")

    def _entered(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if text:
            self.scanned.emit(text)
