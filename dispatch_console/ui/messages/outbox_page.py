"""The outbox: what was not sent and why, what waits and until when, and what the chosen message would say."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import stopping
from dispatch_console.application.outgoing import outbox_list
from dispatch_console.application.outgoing.outbox_list import OutboxRow
from dispatch_console.application.site import depot
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.theme import font
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, paragraph, rename, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.page_dialog import PageDialog

# so long a second press means yes
ASKS_MS = 10_000


class OutboxPage(PageDialog):
    """`blocked` gives why nothing at all can be sent from here, empty where it can; `ring` opens an order's call."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        parent: QWidget,
        house: Callable[[], Sender],
        blocked: Callable[[], str],
        ring: Callable[[int], None],
    ) -> None:
        call = button(tr("Ring instead"), "phone", "R")
        stop = button(tr("Stop all sending"), "octagon-pause", "X")
        super().__init__(parent, tr("Messages to customers"), stop, call)
        self.stop = stop
        self._is_stopped = False
        self._desk, self._tasks, self._house, self._blocked, self._ring = desk, tasks, house, blocked, ring
        self._rows: tuple[OutboxRow, ...] = ()
        self._zone = ZoneInfo("UTC")
        self.resize(1080, 640)
        column = self.column
        self.call = call
        call.clicked.connect(self._ring_chosen)
        # pressed once it asks
        self._asked = QTimer(self)
        self._asked.setSingleShot(True)
        self._asked.setInterval(ASKS_MS)
        self._asked.timeout.connect(lambda: self._name_stop(self._is_stopped))
        self.stop.clicked.connect(lambda: tasks.start(self._stop_or_go()))
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self.list = CardList(tr("Messages to customers"))
        self.list.chosen.connect(lambda key: tasks.start(self._show(int(key))))
        body.addWidget(self.list, 5)
        body.addWidget(rule("v"))
        shown = surface("sunk")
        lines = QVBoxLayout(shown)
        lines.setContentsMargins(20, 16, 20, 16)
        self._subject, self._verdict = paragraph(""), paragraph("", tone="quiet")
        self._subject.setFont(font(15, SEMIBOLD))
        self._text = paragraph("")
        for part in (self._verdict, self._subject, self._text):
            lines.addWidget(part)
        lines.addStretch(1)
        body.addWidget(shown, 4)
        column.addLayout(body, 1)

    @in_turn
    async def load(self) -> None:
        """Show the outbox as it is now."""
        self._zone = await self._desk.ask(depot.zone_of)
        now = self._desk.clock()
        since = LocalDay.of(now, self._zone).begins
        self._rows = await self._desk.ask(outbox_list.outbox_rows, since, now)
        refused = sum(1 for row in self._rows if row.state == "refused")
        waiting = plural("{count} message waits", "{count} messages wait", len(self._rows) - refused)
        not_sent = plural("{count} was not sent today", "{count} were not sent today", refused)
        self._title.setText(f"{waiting}, {not_sent}" if refused else waiting)
        stop = await self._desk.ask(stopping.stopped)
        self._is_stopped = stop is not None
        self._name_stop(self._is_stopped)
        blocked = self._blocked()
        if stop is not None:
            at = words.when(stop.at, self._zone, now)
            self.said.say(tr("{who} stopped all sending, {at}. What waits keeps waiting.", who=stop.by, at=at))
        elif blocked and blocked != stopping.CODE:
            self.said.say(texts.sentence(blocked, {}))
        else:
            self.said.hide()
        cards = [self._card(number, row, now) for number, row in enumerate(self._rows)]
        self.list.show_cards(cards, "0" if cards else "")
        self.call.setEnabled(bool(cards))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if cards:
            await self._show(0)

    def _card(self, number: int, row: OutboxRow, now: datetime) -> Card:
        said, tone = _state(row, self._zone, now)
        return Card(
            key=str(number),
            title=f"{texts.plain(row.kind)}, {texts.plain(row.channel)}: {row.customer}",
            right=words.when(row.due_at, self._zone, now) if row.state != "refused" else tr("not sent"),
            under=said,
            under_right=row.number,
            said_tone=tone,
            said_sign="triangle-alert" if tone == "decide" else "",
        )

    async def _show(self, number: int) -> None:
        """Show what a message would say now, and whether it would be sent."""
        row = self._rows[number]
        shown = await self._desk.ask(outbox_list.preview_of, row.message_id, self._desk.clock(), self._house())
        reason = row.untrue or shown.reason
        if row.state == "refused":
            self._verdict.setText(tr("Not sent: {why}.", why=texts.not_sent(row.reason)))
        elif reason:
            self._verdict.setText(tr("As things stand it will not be sent: {why}.", why=texts.not_sent(reason)))
        elif self._is_stopped or self._blocked():
            why = texts.sentence(stopping.CODE if self._is_stopped else self._blocked(), {})
            self._verdict.setText(tr("It is true now, and waits. {why}", why=why))
        else:
            self._verdict.setText(tr("It is true now and goes {at}, to {to}.", at=self._at(row), to=row.to))
        self._subject.setText(shown.subject)
        self._text.setText(shown.text)

    def _name_stop(self, is_stopped: bool) -> None:
        rename(self.stop, tr("Let messages go again") if is_stopped else tr("Stop all sending"))

    async def _stop_or_go(self) -> None:
        """Stop all sending when it is pressed twice, or let messages go again."""
        if self._is_stopped:
            await self._desk.do(stopping.resume_sending)
        elif not self._asked.isActive():
            rename(self.stop, tr("Stop it? Press again"))
            self._asked.start()
            return
        else:
            self._asked.stop()
            await self._desk.do(stopping.stop_sending)
        await self.load()

    def _at(self, row: OutboxRow) -> str:
        now = self._desk.clock()
        return words.when(row.due_at, self._zone, now) if row.due_at > now else tr("with the next run")

    def _ring_chosen(self) -> None:
        row = self.list.currentIndex().row()
        if row >= 0:
            self._ring(self._rows[row].order_id)
            self.close()


def _state(row: OutboxRow, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    """Return why a message stands where it stands, and its tone."""
    if row.state == "refused":
        return texts.not_sent(row.reason), "decide"
    if row.untrue:
        return tr("due, and will not be sent: {why}", why=texts.not_sent(row.untrue)), "decide"
    if row.reason:
        return tr("tried {tries} times: {why}", tries=row.tries, why=texts.not_sent(row.reason)), "decide"
    if row.due_at > now:
        return tr("not due before {at}", at=words.when(row.due_at, zone, now)), ""
    return tr("due"), ""
