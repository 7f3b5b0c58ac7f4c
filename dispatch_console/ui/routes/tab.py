"""Widgets of the Routes tab. One selection, three views; emits intents, knows no rule."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from dispatch_console.domain.values import Coordinate
from dispatch_console.language import mark, tr
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.papers.page import PapersPage
from dispatch_console.ui.routes.editing.conflict_card import ConflictCard
from dispatch_console.ui.routes.editing.letter_chooser import LetterChooser
from dispatch_console.ui.routes.plans.optimiser_panel import OptimiserPanel
from dispatch_console.ui.routes.plans.page import PlansPage
from dispatch_console.ui.routes.publish_card import PublishCard
from dispatch_console.ui.routes.timeline.legend import TimelineLegend
from dispatch_console.ui.routes.timeline.timeline import Timeline
from dispatch_console.ui.routes.van_panel import VanPanel
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rule, shown_plain, sign, surface
from dispatch_console.ui.widgets.card_list import CardList
from dispatch_console.ui.widgets.day_header import DayHeader
from dispatch_console.ui.widgets.fold import Fold
from dispatch_console.ui.widgets.layout import panes, stacked, walk_keys
from dispatch_console.ui.widgets.tear_off import TearOff

FIGURES = (
    ("stops", mark("stops"), ""),
    ("unrouted", mark("unrouted"), ""),
    ("late", mark("late"), "wrong"),
    ("overtime", mark("overtime"), ""),
    ("km", mark("km driving"), ""),
)


class RoutesTab(QWidget):
    """`why_wanted` asks why the tray is not empty, `place_wanted` is a figure key; the rest is what buttons say."""

    why_wanted = Signal()
    optimise_wanted = Signal()
    manifests_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    drop_wanted = Signal()
    put_back_wanted = Signal()
    lock_wanted = Signal()
    unassign_wanted = Signal()
    reverse_wanted = Signal()
    swap_wanted = Signal()
    give_wanted = Signal()
    place_wanted = Signal(int)

    def __init__(self, tiles: TileReader, centre: Coordinate) -> None:
        super().__init__()
        column = stacked(self)
        self.header = DayHeader(tr("Routes"), FIGURES)
        self.manifests = button(tr("Manifests"), "printer", "M")
        self.plans_button = button(tr("Plans"), "git-compare", "P")
        self.plans_button.setCheckable(True)
        self.optimise = button(tr("Optimise"), "wand-sparkles", "O", "primary")
        self.manifests.clicked.connect(self.manifests_wanted)
        self.optimise.clicked.connect(self.optimise_wanted)
        self.undo, self.redo = sign(tr("Undo"), "undo-2", "Ctrl+Z"), sign(tr("Redo"), "redo-2", "Ctrl+Y")
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.header.buttons.addWidget(self.undo)
        self.header.buttons.addWidget(self.redo)
        self.header.buttons.addWidget(self.plans_button)
        self.header.buttons.addWidget(self.manifests)
        self.header.buttons.addWidget(self.optimise)
        column.addWidget(self.header)
        self.said = Banner()
        column.addWidget(self.said)
        self.map = MapView(tiles, centre)
        self.timeline = Timeline()
        self.van = VanPanel()
        self.plans = PlansPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(panes(self._tray(), self._middle(), self.van, [236, 928, 348]))
        self.pages.addWidget(self.plans)
        self.papers = PapersPage()
        self.papers.closed.connect(lambda: self.show_papers(False))
        self.pages.addWidget(self.papers)
        column.addWidget(self.pages, 1)
        self.optimiser = OptimiserPanel(self._map_area)
        self.letters = LetterChooser(self._map_area)
        self.conflict = ConflictCard(self.pages)
        self.publish = PublishCard(self.pages)
        self.van.effect.drop.clicked.connect(self.drop_wanted)
        self.van.effect.put_back.clicked.connect(self.put_back_wanted)
        walk_keys(self, self.van.stops.step)
        for number in range(1, 6):
            key = QShortcut(QKeySequence(str(number)), self)
            key.activated.connect(lambda number=number: self._place(number))

    def _place(self, number: int) -> None:
        """Give a figure key to what is on the screen: there are no places beside plans and papers."""
        if self.pages.currentIndex() == 0:
            self.place_wanted.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let go of what a lasso chose by an Esc that no button wanted."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _tray(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(180)
        column = stacked(left)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 8, 6)
        self._tray_title = label(tr("Unrouted"), 15, SEMIBOLD)
        self.why = button(tr("Why"), "circle-help", "W")
        self.why.setStyleSheet("QPushButton { border: 0; background: transparent; }")
        self.why.setCheckable(True)
        self.why.clicked.connect(self.why_wanted)
        head.addWidget(self._tray_title, 1)
        head.addWidget(self.why)
        column.addLayout(head)
        column.addWidget(rule())
        self.tray = CardList(tr("Orders without a route"), draggable=True)
        column.addWidget(self.tray, 1)
        self._tray_empty = label(tone="faint")
        self._tray_empty.setWordWrap(True)
        self._tray_empty.setContentsMargins(16, 16, 16, 16)
        self._tray_empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._tray_empty, 1)
        self._tray_hint = label(tr("Drag to a route or a van's row"), tone="quiet")
        self._tray_hint.setContentsMargins(16, 8, 16, 10)
        column.addWidget(rule())
        column.addWidget(self._tray_hint)
        return left

    def _middle(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        self._map_area = QWidget()
        holder = QVBoxLayout(self._map_area)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.map)
        split.addWidget(self._map_area)
        below = surface("panel")
        column = stacked(below)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(label(tr("Timeline"), 13, SEMIBOLD))
        self._estimate = label(tone="quiet")
        head.addSpacing(12)
        head.addWidget(self._estimate)
        head.addWidget(TimelineLegend(), 1)
        for name, icon_name, key, wanted in (
            (tr("Lock this stop to its van"), "lock", "L", self.lock_wanted),
            (tr("Take off its route"), "x", "U", self.unassign_wanted),
            (tr("Turn the route round"), "arrow-left-right", "R", self.reverse_wanted),
            (tr("Swap with another driver"), "arrow-up-down", "S", self.swap_wanted),
            (tr("Give to another van"), "truck", "G", self.give_wanted),
        ):
            act = sign(name, icon_name, key)
            act.clicked.connect(wanted)
            head.addWidget(act)
        head.setSpacing(2)
        column.addLayout(head)
        column.addWidget(rule())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.timeline)
        area.verticalScrollBar().valueChanged.connect(lambda: self.timeline.update())
        column.addWidget(area, 1)
        split.addWidget(below)
        split.setSizes([600, 330])
        split.setStretchFactor(0, 1)
        self.torn_map = TearOff(split, self._map_area, tr("The map"))
        tear = sign(tr("The map in a window of its own"), "external-link", "Ctrl+T")
        tear.clicked.connect(self.torn_map.toggle)
        head.addWidget(tear)
        self.timeline_fold = Fold(split, area, tr("the timeline"), "Z")
        head.addWidget(self.timeline_fold.button)
        return split

    def choose_many(self, keys: Sequence[str]) -> None:
        """Frame these stops on map and timeline."""
        self.map.choose_many(keys)
        self.timeline.choose_many(keys)

    def show_plans(self, on: bool) -> None:
        """Show the plans side by side in the place of map and timeline."""
        self.pages.setCurrentIndex(1 if on else 0)
        self.plans_button.setChecked(on)

    def show_papers(self, on: bool) -> None:
        """Show what was drawn, before it is printed; without `on` the map again, where papers are shown."""
        if on or self.papers.isVisible():
            self.pages.setCurrentIndex(2 if on else 0)
            self.plans_button.setChecked(False)
        if not on:
            self.papers.release()

    def show_undo(self, undo: str, redo: str) -> None:
        """Show what undo and redo would do; empty where there is nothing."""
        for act, name, what in ((self.undo, tr("Undo"), undo), (self.redo, tr("Redo"), redo)):
            act.setEnabled(bool(what))
            tip = f"{name} {what} ({act.shortcut().toString()})" if what else tr("Nothing to {name}", name=name.lower())
            act.setToolTip(shown_plain(tip))

    def show_tray_count(self, count: int, stops: int) -> None:
        """Show how many orders have no route; without any, whether that is because there are none."""
        self._tray_empty.setText(
            tr("Every confirmed order of the day has its place.")
            if stops
            else tr("No confirmed order for this day yet. Windows are confirmed on the Schedule tab.")
        )
        self._tray_title.setText(tr("Unrouted  {count}", count=count) if count else tr("Unrouted"))
        self._tray_empty.setVisible(count == 0)
        self.tray.setVisible(count > 0)
        self._tray_hint.setVisible(count > 0)

    def show_estimate(self, words: str) -> None:
        self._estimate.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_optimiser()

    def place_optimiser(self) -> None:
        self.optimiser.place(QRectF(self._map_area.rect()))
