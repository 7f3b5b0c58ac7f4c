"""All of one customer, beside what was said."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.application.customers.customer_view import CustomerView, OrderLine
from dispatch_console.language import long_day, money, plural, tr
from dispatch_console.ui import icons
from dispatch_console.ui import words as shared
from dispatch_console.ui.customers.words import rated, reach, rows_now
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rule, surface
from dispatch_console.ui.widgets.layout import stacked


class CustomerPanel(QWidget):
    """Emits orders and what somebody wants to do with the customer."""

    order_clicked = Signal(int)
    window_wanted = Signal()
    note_wanted = Signal()
    stop_wanted = Signal()
    merge_wanted = Signal()
    export_wanted = Signal()
    erase_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(280)
        column = stacked(self)
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._body, 1)
        column.addWidget(rule())
        column.addWidget(self._foot())
        for act in self._acts:
            act.setEnabled(False)

    def _foot(self) -> QWidget:
        foot = surface("sunk")
        column = QVBoxLayout(foot)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        self.window_act = button(tr("Move the window"), "calendar-clock", "W")
        self.window_act.clicked.connect(self.window_wanted)
        self.note = button(tr("Note"), "file-text", "N")
        self.note.clicked.connect(self.note_wanted)
        self.stop = button(tr("Messages on or off"), "ban")
        self.stop.clicked.connect(self.stop_wanted)
        self.merge = button(tr("Merge with…"))
        self.merge.clicked.connect(self.merge_wanted)
        self.export = button(tr("Give out data…"), "download")
        self.export.clicked.connect(self.export_wanted)
        self.erase = button(tr("Erase…"), "trash-2")
        self.erase.clicked.connect(self.erase_wanted)
        self._acts = (self.window_act, self.note, self.stop, self.merge, self.export, self.erase)
        for pair in ((self.window_act, self.note), (self.stop, self.merge), (self.export, self.erase)):
            row = QHBoxLayout()
            for act in pair:
                row.addWidget(act)
            row.addStretch(1)
            column.addLayout(row)
        return foot

    def show_customer(self, view: CustomerView | None, zone: ZoneInfo, now: datetime) -> None:
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(5)
        for act in self._acts:
            act.setEnabled(view is not None)
        if view is not None:
            self._fill(column, view, zone, now)
        column.addStretch(1)
        self._body.setWidget(body)

    def _fill(self, column: QVBoxLayout, view: CustomerView, zone: ZoneInfo, now: datetime) -> None:
        head = QHBoxLayout()
        head.addWidget(Elided(view.name, "", 15, SEMIBOLD), 1)
        if view.since is not None:
            head.addWidget(label(tr("since {year}", year=view.since.year), tone="quiet"))
        column.addLayout(head)
        for name, said in reach(view):
            row = QHBoxLayout()
            row.setSpacing(8)
            picture = label("")
            picture.setPixmap(icons.pixmap(name, tokens().tx2, 15, 1.5))
            row.addWidget(picture)
            row.addWidget(Elided(said, "wrong" if name == "ban" else ""), 1)
            column.addLayout(row)
        if view.now is not None:
            self._section(column, tr("Now"))
            for caption, said, tone in rows_now(view.now, zone, now):
                self._line(column, caption, said, tone)
        self._section(column, tr("Address"))
        column.addWidget(paragraph(view.address))
        about = ", ".join((shared.QUALITY.get(view.quality, view.quality), *view.access))
        column.addWidget(paragraph(about, tone="quiet"))
        self._section(column, tr("Safe place"))
        column.addWidget(paragraph(view.safe_place or tr("none allowed"), tone="" if view.safe_place else "quiet"))
        self._section(column, plural("{count} order", "{count} orders", view.order_count))
        for line in view.orders:
            column.addWidget(self._order(line, zone, now))
        self._section(column, tr("Ratings and cases"))
        column.addWidget(paragraph(rated(view), tone="decide" if view.open_cases else "quiet"))

    def _section(self, column: QVBoxLayout, title: str) -> None:
        column.addSpacing(6)
        column.addWidget(rule())
        column.addSpacing(2)
        column.addWidget(label(title, 13, SEMIBOLD))

    def _line(self, column: QVBoxLayout, caption: str, said: str, tone: str) -> None:
        row = QHBoxLayout()
        name = label(caption, tone="quiet")
        name.setFixedWidth(70)
        row.addWidget(name)
        row.addWidget(Elided(said, tone), 1)
        column.addLayout(row)

    def _order(self, line: OrderLine, zone: ZoneInfo, now: datetime) -> QWidget:
        day = long_day(line.at.astimezone(zone).date()) if line.at.year != now.year else shared.when(line.at, zone, now)
        parts = [day, plural("{count} parcel", "{count} parcels", line.parcels) if line.parcels else ""]
        parts.append(money(line.total) if line.total is not None else "")
        said = ", ".join(part for part in parts if part)
        shown = button(f"{line.number}  {said}  {shared.STAGES.get(line.stage, line.stage)}", kind="link")
        shown.setCursor(Qt.CursorShape.PointingHandCursor)
        shown.clicked.connect(lambda _=False: self.order_clicked.emit(line.order_id))
        return shown
