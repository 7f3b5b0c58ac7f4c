"""The right pane: the selected van, its loads, and its stops."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dispatch_console.language import decimal, tr
from dispatch_console.ui import icons
from dispatch_console.ui.routes.editing.effect_box import EffectBox
from dispatch_console.ui.routes.views import VanFacts
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, label, rule, say_sign, shown_plain, sign, surface
from dispatch_console.ui.widgets.card_list import Card, CardList, driver_square
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
    """`print_wanted` asks for the manifests of this van, `lock_wanted` that it stays as it is.

    While something is carried its effect stands above the stops, and below them the `places` where else it could go, or
    the ways out for an order without a route. `off_wanted`: the driver is not there today.
    """

    print_wanted = Signal()
    lock_wanted = Signal()
    off_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(320)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        head = surface("panel")
        rows = QVBoxLayout(head)
        rows.setContentsMargins(16, 10, 12, 10)
        rows.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(4)
        self._letter, self._driver, self._vehicle = QLabel(), label("", 15, SEMIBOLD), Elided("", "quiet")
        self._letter.setFixedSize(24, 24)
        self.print = sign(tr("Print this van's manifests"), "printer")
        self.print.clicked.connect(self.print_wanted)
        self.lock = sign(tr("Lock this van"), "lock-open", "Shift+L")
        self.lock.clicked.connect(self.lock_wanted)
        self.off = sign(tr("Call the driver off"), "octagon-pause", "Shift+X")
        self.off.clicked.connect(self.off_wanted)
        top.addWidget(self._letter)
        top.addSpacing(4)
        top.addWidget(self._driver)
        top.addWidget(self._vehicle, 1)
        for act in (self.off, self.lock, self.print):
            top.addWidget(act)
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
        for number, name in enumerate((tr("Weight"), tr("Volume"))):
            loads.addWidget(label(name), number, 0)
            loads.addWidget(self._bars[number], number, 1)
            loads.addWidget(self._loads[number], number, 2)
        loads.setColumnStretch(1, 1)
        rows.addLayout(loads)
        self._papers = label(tone="quiet")
        rows.addWidget(self._papers)
        column.addWidget(head)
        column.addWidget(rule())
        self.effect = EffectBox()
        column.addWidget(self.effect)
        self._columns = surface("sunk")
        names = QHBoxLayout(self._columns)
        # above the lead, the title and the right edge of the cards
        names.setContentsMargins(48, 3, 14, 3)
        names.setSpacing(0)
        eta, promise = label(tr("ETA"), tone="quiet"), label(tr("Promise"), tone="quiet")
        eta.setFixedWidth(52)
        names.addWidget(eta)
        names.addWidget(label(tr("Stop"), tone="quiet"), 1)
        names.addWidget(promise)
        column.addWidget(self._columns)
        column.addWidget(rule())
        self.stops = CardList(tr("Stops of the selected van"), nudgeable=True)
        column.addWidget(self.stops, 1)
        self._empty = label(tr("Choose a van: click its row or its letter."), tone="faint")
        self._empty.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._empty)
        self._places_title = label("", 13, SEMIBOLD)
        self._places_title.setContentsMargins(16, 8, 16, 4)
        column.addWidget(rule())
        column.addWidget(self._places_title)
        self.places = CardList(tr("Other places"))
        self.places.setMaximumHeight(250)
        column.addWidget(self.places, 1)
        self.show_places("", ())

    def show_places(self, title: str, cards: Sequence[Card]) -> None:
        """Show places; keys 1 to 5 take one."""
        self._places_title.setText(title)
        self._places_title.setVisible(bool(title))
        self.places.setVisible(bool(cards))
        self.places.show_cards(cards)

    def show_van(self, facts: VanFacts | None) -> None:
        self._empty.setVisible(facts is None)
        self._columns.setVisible(facts is not None)
        for act in (self.print, self.lock, self.off):
            act.setEnabled(facts is not None)
        if facts is None:
            self._vehicle.setText("")
            for part in (self._driver, self._summary, self._shift, self._papers, *self._loads):
                part.setText("")
            self._letter.hide()
            return
        self._letter.show()
        self._letter.setPixmap(driver_square(facts.letter))
        # a long name leaves room for van and buttons
        metrics = self._driver.fontMetrics()
        self._driver.setText(metrics.elidedText(facts.driver, Qt.TextElideMode.ElideMiddle, 150))
        self._driver.setToolTip(shown_plain(facts.driver))
        drawn = ("lock", tokens().amb) if facts.locked else ("lock-open", tokens().tx)
        self.lock.setIcon(icons.icon(*drawn))
        say_sign(self.lock, tr("Unlock this van") if facts.locked else tr("Lock this van"))
        say_sign(self.off, tr("The driver is here after all") if facts.off else tr("Call the driver off"))
        self._vehicle.setText(facts.vehicle)
        self._summary.setText(facts.summary)
        self._shift.setText(facts.shift_end)
        self._papers.setText(facts.papers)
        (grams, fits), (ml, room) = facts.weight, facts.volume
        self._loads[0].setText(tr("{grams} of {fits} kg", grams=decimal(grams / 1000, 0), fits=decimal(fits / 1000, 0)))
        self._loads[1].setText(tr("{ml} of {room} m³", ml=decimal(ml / 1e6, 1), room=decimal(room / 1e6, 1)))
        for bar, share in zip(self._bars, (grams / fits if fits else 0, ml / room if room else 0), strict=True):
            bar.share = share
            bar.update()
