"""The header of a tab that shows one day: title, the day with its arrows, live figures, actions."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import Figure, button, header, label, rule, shown_plain
from dispatch_console.ui.widgets.layout import stacked

EARLIER, LATER = "Ctrl+PgUp", "Ctrl+PgDown"


class DayHeader(QWidget):
    """`moved` asks for another day; `filtered` gives the pressed figure's name, empty when it is let go."""

    moved = Signal(int)
    filtered = Signal(str)

    def __init__(self, title: str, figures: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__()
        column = stacked(self)
        bar, self.row = header(title)
        earlier, later = arrow("‹", tr("The day before"), EARLIER), arrow("›", tr("The day after"), LATER)
        earlier.clicked.connect(lambda: self.moved.emit(-1))
        later.clicked.connect(lambda: self.moved.emit(1))
        self._day = label(tone="quiet")
        for part in (earlier, self._day, later):
            self.row.addWidget(part)
        self.row.addSpacing(16)
        self.figures: dict[str, Figure] = {}
        for name, words, tone in figures:
            figure = Figure(name, tr(words), tone)
            figure.clicked.connect(lambda pressed, name=name: self._pressed(name, pressed))
            self.figures[name] = figure
            self.row.addWidget(figure)
        self.row.addStretch(1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.row.addLayout(self.buttons)
        column.addWidget(bar)
        column.addWidget(rule())

    def show_day(self, words: str) -> None:
        self._day.setText(words)

    def show_figures(self, numbers: dict[str, int]) -> None:
        for name, number in numbers.items():
            self.figures[name].show_number(number)

    def _pressed(self, name: str, pressed: bool) -> None:
        for other, figure in self.figures.items():
            if other != name:
                figure.setChecked(False)
        self.filtered.emit(name if pressed else "")


def arrow(sign: str, name: str, key: str) -> QPushButton:
    """Return a narrow button that goes to other days."""
    narrow = button(sign)
    narrow.setAccessibleName(name)
    narrow.setToolTip(shown_plain(f"{name} ({key})"))
    narrow.setShortcut(QKeySequence(key))
    narrow.setFixedWidth(24)
    narrow.setStyleSheet("QPushButton { border: 0; padding: 0; }")
    return narrow
