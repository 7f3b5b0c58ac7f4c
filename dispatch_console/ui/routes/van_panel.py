"""The right pane: the selected van, its loads, and its stops."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dispatch_console.ui.map.colours import driver_colours
from dispatch_console.ui.routes.views import VanFacts
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rule, surface
from dispatch_console.ui.widgets.card_list import CardList, Mark, draw_mark
from dispatch_console.ui.widgets.layout import stacked


class LoadBar(QWidget):
    """How full: grey is the measure, amber from 95 %, red above what fits."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(8)
        self.share = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        colour = t.red if self.share > 1 else t.amb if self.share >= 0.95 else t.tx3
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.line))
        painter.fillRect(QRectF(0, 0, self.width() * min(1.0, self.share), self.height()), QColor(colour))


class VanPanel(QWidget):
    """`print_wanted` asks for the manifests of this van."""

    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(320)
        column = stacked(self)
        head = surface("panel")
        rows = QVBoxLayout(head)
        rows.setContentsMargins(16, 10, 12, 10)
        rows.setSpacing(6)
        top = QHBoxLayout()
        self._letter, self._driver, self._vehicle = QLabel(), label("", 15, SEMIBOLD), label(tone="quiet")
        self._letter.setFixedSize(24, 24)
        self.print = button("Print this van's manifests", "printer")
        self.print.setText("")
        self.print.setFixedWidth(34)
        self.print.clicked.connect(self.print_wanted)
        for part in (self._letter, self._driver, self._vehicle):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.print)
        rows.addLayout(top)
        line = QHBoxLayout()
        self._summary, self._shift = label(), label(tone="quiet")
        line.addWidget(self._summary)
        line.addStretch(1)
        line.addWidget(self._shift)
        rows.addLayout(line)
        loads = QGridLayout()
        loads.setHorizontalSpacing(10)
        loads.setVerticalSpacing(4)
        self._bars = (LoadBar(), LoadBar())
        self._loads = (label(), label())
        for number, name in enumerate(("Weight", "Volume")):
            loads.addWidget(label(name), number, 0)
            loads.addWidget(self._bars[number], number, 1)
            loads.addWidget(self._loads[number], number, 2)
        loads.setColumnStretch(1, 1)
        rows.addLayout(loads)
        self._papers = label(tone="quiet")
        rows.addWidget(self._papers)
        column.addWidget(head)
        column.addWidget(rule())
        self.stops = CardList("Stops of the selected van")
        column.addWidget(self.stops, 1)
        self._empty = label("Choose a van: click its row or its letter.", tone="faint")
        self._empty.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._empty)

    def show_van(self, facts: VanFacts | None) -> None:
        self._empty.setVisible(facts is None)
        self.print.setEnabled(facts is not None)
        if facts is None:
            for part in (self._driver, self._vehicle, self._summary, self._shift, self._papers, *self._loads):
                part.setText("")
            self._letter.hide()
            return
        colours = driver_colours(facts.letter)
        self._letter.show()
        self._letter.setPixmap(_square(facts.letter, colours.fill, colours.letter))
        self._driver.setText(facts.driver)
        self._vehicle.setText(facts.vehicle)
        self._summary.setText(facts.summary)
        self._shift.setText(facts.shift_end)
        self._papers.setText(facts.papers)
        (grams, fits), (ml, room) = facts.weight, facts.volume
        self._loads[0].setText(f"{grams / 1000:.0f} of {fits / 1000:.0f} kg")
        self._loads[1].setText(f"{ml / 1e6:.1f} of {room / 1e6:.1f} m³")
        for bar, share in zip(self._bars, (grams / fits if fits else 0, ml / room if room else 0), strict=True):
            bar.share = share
            bar.update()


def _square(letter: str, fill: str, ink: str) -> QPixmap:
    made = QPixmap(48, 48)
    made.setDevicePixelRatio(2)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_mark(painter, Mark("letter", letter, fill, ink=ink), QPoint(12, 12))
    painter.end()
    return made
