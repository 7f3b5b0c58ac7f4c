"""The full-screen red alarm: a wrong or surplus item. Only the right scan, or F12, ends it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, label, scan_field

RED = "#BF1F1B"


class Alarm(QWidget):
    """Red in both colour schemes."""

    scanned = Signal(str)
    supervisor = Signal()

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
        foot.addWidget(label(tr("F12  Call the supervisor"), 20))
        column.addLayout(foot)
        key = QShortcut(QKeySequence("F12"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.supervisor)

    def show_wrong(self, title: str, sentence: str, steps: tuple[str, ...]) -> None:
        QApplication.beep()
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(tr("Alarm: {title} {sentence}", title=title, sentence=sentence))
        while self._steps.count():
            item = self._steps.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for number, text in enumerate(steps, 1):
            self._steps.addWidget(label(f"{number}   {text}", 34, MEDIUM))

    def _entered(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if text:
            self.scanned.emit(text)
