"""Turns the inbox and what was said into the Customers tab, and keys into operations."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from dispatch_console import texts
from dispatch_console.application.customers import (
    answering,
    conversation,
    customer_view,
    inbox,
    inbox_list,
    remedies,
    replying,
)
from dispatch_console.application.customers.conversation import Said
from dispatch_console.application.customers.customer_view import CustomerView
from dispatch_console.application.customers.inbox_list import InboxRow
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import backlog, opt_outs, stopping, ways
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.orders import detail
from dispatch_console.application.outgoing import outbox_list
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.messages.inbox import CASES, ItemKind
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.promises.call_time import read_call_time, usual
from dispatch_console.language import long_day, plural, tr, week_names
from dispatch_console.ui import words as shared
from dispatch_console.ui.customers import words
from dispatch_console.ui.customers.case_acts import CASE_QUESTIONS, CaseActs
from dispatch_console.ui.customers.conversation_view import Bubble, Opened
from dispatch_console.ui.customers.person_acts import ERASE_SURELY, MERGE, MERGE_SURELY, PersonActs
from dispatch_console.ui.customers.tab import CustomersTab
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.tasks import Tasks

KINDS = kinds_of(
    inbox_list.inbox_rows,
    conversation.conversation,
    customer_view.customer_view,
    depot.zone_of,
    backlog.of_today,
    stopping.stopped,
)
SOON = timedelta(hours=1)
# an item is put away until a little before it is due
BEFORE_DUE = timedelta(minutes=15)
# what a template would say is walked through with the same key
TEMPLATES = ("reminder", "confirmed", "ask", "missed", "delivered", "on_hold")


class CustomersPresenter:
    """One conversation is open at a time: that of an item, or of an order that somebody asked for."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        house: Callable[[], Sender],
        set_up: Callable[[], Collection[str]],
        choose_target: Callable[[str], Path | None],
        softphone: str = "tel",
    ) -> None:
        """Keep what the screen needs. `set_up`: the ways by which this station can send; `choose_target` asks where a
        file is written.
        """
        self._desk, self._tasks, self._house, self._softphone = desk, tasks, house, softphone
        self._set_up = set_up
        self._zone = ZoneInfo("UTC")
        self._rows: tuple[InboxRow, ...] = ()
        self._item: int | None = None
        self._customer: int | None = None
        self._order: int | None = None
        self._view: CustomerView | None = None
        self._filter, self._mine = "", False
        # the way by which the customer wrote last; what is asked about messages to him: what, way, contact
        self._last_way = ""
        self._wish: tuple[str, str, str] | None = None
        # takes the last act back, and returns what to say
        self._undo: Callable[[], Awaitable[str]] | None = None
        # what was being written when somebody else was opened
        self._drafts: dict[tuple[int | None, int | None], str] = {}
        self._template = -1
        # the text of ours that was put there last
        self._put_in = ""
        # of the text that is being written: pressed twice it goes once
        self._key = uuid4().hex
        self._acting = asyncio.Lock()
        self.on_said: Callable[[str], None] = lambda _: None
        self.on_window: Callable[[int], None] = lambda _: None
        self.on_order: Callable[[int], None] = lambda _: None
        # channels of which some answers may be missing
        self.silent: Callable[[], Collection[str]] = tuple
        self.tab = CustomersTab()
        self.person = PersonActs(desk, self.tab.conversation, choose_target, lambda sentence: self.on_said(sentence))
        self.cases = CaseActs(desk, self.tab.conversation)
        self._connect()

    def _connect(self) -> None:
        tab, start = self.tab, self._tasks.start
        shown, panel = tab.conversation, tab.customer
        tab.item_chosen.connect(lambda item: start(self.open_item(item)))
        tab.filtered.connect(self._set_filter)
        tab.only_mine.connect(self._set_mine)
        tab.next_wanted.connect(lambda: start(self._next()))
        tab.take_back_wanted.connect(lambda: start(self._take_back()))
        tab.find_wanted.connect(lambda: shown.ask("find", tr("Number of the order")))
        shown.mine_wanted.connect(lambda: start(self._take()))
        shown.done_wanted.connect(lambda: start(self._done()))
        shown.snooze_wanted.connect(self._ask_snooze)
        shown.call_wanted.connect(self._dial)
        shown.again_wanted.connect(lambda: start(self._again()))
        shown.template_wanted.connect(lambda: start(self._next_template()))
        shown.sent.connect(lambda channel, text: start(self._send(channel, text)))
        shown.answered.connect(lambda what, text: start(self._answered(what, text)))
        panel.order_clicked.connect(lambda order_id: self.on_order(order_id))
        panel.window_wanted.connect(self._move_window)
        panel.note_wanted.connect(lambda: shown.ask("note", tr("Note")))
        panel.merge_wanted.connect(self.person.ask_for_same)
        panel.export_wanted.connect(self._choose_export)
        panel.erase_wanted.connect(lambda: start(self._ask_erase()))
        panel.stop_wanted.connect(self._ask_wish)

    @in_turn
    async def load(self) -> None:
        self._zone = await self._desk.ask(depot.zone_of)
        self._rows = await self._desk.ask(inbox_list.inbox_rows, self._desk.clock())
        self._show_items()
        now = self._desk.clock()
        today = await self._desk.ask(backlog.of_today, LocalDay.of(now, self._zone).begins, now)
        heard = [(way, await self._desk.ask(replying.last_heard, way)) for way in self.silent()]
        stop = await self._desk.ask(stopping.stopped)
        said = words.today(today, heard, self._zone, now)
        if stop is not None:
            said = f"{tr('{who} stopped all sending.', who=stop.by)}\n{said}"
        self.tab.show_today(said)
        if self._item is None and self._customer is None:
            self.tab.conversation.show_nothing(tr("Choose an item, or press F4."))

    async def refresh(self, _kinds: frozenset[str]) -> None:
        await self.load()
        await self._show()

    def _listed(self) -> list[InboxRow]:
        now = self._desk.clock()
        tests: dict[str, Callable[[InboxRow], bool]] = {
            "failed": lambda row: row.kind == ItemKind.FAILED,
            "due": lambda row: row.due_at <= now + SOON,
            "cases": lambda row: row.kind in CASES,
        }
        asked = tests.get(self._filter)
        mine = [row for row in self._rows if not self._mine or row.owner == self._desk.actor.name]
        return [row for row in mine if asked is None or asked(row)]

    def _show_items(self) -> None:
        now, rows = self._desk.clock(), self._rows
        self.tab.show_counts(
            len(rows),
            sum(row.kind == ItemKind.FAILED for row in rows),
            sum(row.due_at <= now + SOON for row in rows),
            sum(row.kind in CASES for row in rows),
        )
        me = self._desk.actor.name
        cards = tuple(words.card(row, me, self._zone, now) for row in self._listed())
        self.tab.show_items(cards, str(self._item or ""))

    def _set_filter(self, name: str) -> None:
        self._filter = name
        self._show_items()

    def _set_mine(self, mine: bool) -> None:
        self._mine = mine
        self._show_items()

    def _row(self) -> InboxRow | None:
        return next((row for row in self._rows if row.item_id == self._item), None)

    async def open_item(self, item_id: int) -> None:
        row = next((row for row in self._rows if row.item_id == item_id), None)
        if row is not None:
            self._begin(item_id, row.customer_id, row.order_id)
            self._show_items()
            await self._show()

    def _begin(self, item_id: int | None, customer_id: int | None, order_id: int | None) -> None:
        if (item_id, order_id) != (self._item, self._order):
            self._template, self._key = -1, uuid4().hex
            written = self.tab.conversation.text.toPlainText()
            if written.strip():
                self._drafts[self._item, self._order] = written
            self.tab.conversation.text.setPlainText(self._drafts.pop((item_id, order_id), ""))
            self.tab.conversation.end_asking()
        self._item, self._customer, self._order = item_id, customer_id, order_id

    async def open_order(self, order_id: int) -> None:
        """Open the conversation of an order, whether or not something waits."""
        customer_id = await self._desk.ask(customer_view.customer_of, order_id)
        waiting = next((row for row in self._rows if row.order_id == order_id), None)
        self._begin(waiting.item_id if waiting else None, customer_id, order_id)
        self._show_items()
        await self._show()

    async def _show(self) -> None:
        """Read what is open again and show it."""
        item, customer, order, now = self._item, self._customer, self._order, self._desk.clock()
        row = self._row()
        if item is None and customer is None:
            return
        said = await self._desk.ask(conversation.conversation, customer, item)
        view = await self._desk.ask(customer_view.customer_view, customer, order, now) if customer is not None else None
        again = await self._as_it_is_now(row)
        if (item, customer, order) != (self._item, self._customer, self._order):
            # somebody else was opened meanwhile
            return
        self._view = view
        self._last_way = next((one.channel for one in reversed(said) if one.what == "in"), "")
        self.tab.customer.show_customer(view, self._zone, now)
        self.tab.conversation.show_opened(self._opened(row, view, said, again))

    async def _as_it_is_now(self, row: InboxRow | None) -> str:
        """Return what a refused message would say now, and whether it would be sent; empty for none."""
        if row is None or row.message_id is None or row.order_id is None:
            return ""
        shown = await self._desk.ask(outbox_list.preview_of, row.message_id, self._desk.clock(), self._house())
        if shown.reason:
            return tr("It is still not sent: {why}.", why=texts.not_sent(shown.reason))
        return tr("Now it would say: {text}", text=" ".join(shown.text.split()))

    def _opened(self, row: InboxRow | None, view: CustomerView | None, said: tuple[Said, ...], again: str) -> Opened:
        now = self._desk.clock()
        can: list[tuple[str, str]] = []
        if view is not None and view.order_id is not None:
            for channel, contact in ((ways.SMS, view.phone), (ways.EMAIL, view.email)):
                if contact and channel not in view.wants_none:
                    way = tr("{way} to {contact}", way=texts.plain(channel), contact=contact)
                    if channel not in self._set_up():
                        way = tr("{way}, waits: not set up here", way=way)
                    can.append((channel, way))
            # by the way that he used, where that can go at once
            can.sort(key=lambda one: (one[0] not in self._set_up(), one[0] != self._last_way))
        owner = row.owner if row is not None else ""
        due = tr("Answer by {at}", at=shared.when(row.due_at, self._zone, now)) if row is not None else ""
        return Opened(
            key=f"{self._item} {self._order}",
            who=view.name if view is not None else row.who if row is not None else "",
            number=row.number if row is not None else self._number(view),
            due=", ".join(part for part in (due, owner) if part),
            late=row is not None and row.due_at <= now,
            mine=tr("{owner} answers it (A)", owner=owner) if owner else tr("I answer it (A)"),
            why=words.why(row) if row is not None else "",
            can_send_again=again,
            bubbles=tuple(self._bubble(one, now) for one in said),
            ways=tuple(can),
        )

    def _number(self, view: CustomerView | None) -> str:
        lines = view.orders if view is not None else ()
        return next((line.number for line in lines if line.order_id == self._order), "")

    def _bubble(self, said: Said, now: datetime) -> Bubble:
        head, state, tone = words.head_of(said, self._zone, now)
        local = said.at.astimezone(self._zone)
        side = {"in": "in", "out": "out"}.get(said.what, "note")
        return Bubble(
            at=f"{local:%H:%M}",
            day=tr("Today") if local.date() == now.astimezone(self._zone).date() else long_day(local.date()),
            head=f"{head}, {said.number}" if said.number else head,
            state=state,
            tone=tone,
            text=words.body_of(said, self._zone, now),
            side=side,
        )

    async def _take(self) -> None:
        row = self._row()
        if row is not None:
            await self._desk.do(inbox.take_item, row.item_id, row.owner)
            self.on_said(tr("You answer it."))

    async def _done(self) -> None:
        """Close what is open; of a case it is asked what becomes of it."""
        row = self._row()
        if row is not None and row.kind in CASES:
            self.cases.ask()
        else:
            await self._close()

    async def _close(self, answer: str = "") -> None:
        async with self._acting:
            row = self._row()
            if row is None:
                return
            await self._desk.do(inbox.close_item, row.item_id, answer)
            what = words.title(row).rstrip(" .!?")
            await self._after(row, tr("Done: {what}.", what=what), self._open_again(row))

    async def _after(self, row: InboxRow, said: str, undo: Callable[[], Awaitable[str]]) -> None:
        """Go on with the next item after one was answered."""
        self._undo = undo
        self._rows = await self._desk.ask(inbox_list.inbox_rows, self._desk.clock())
        await self._next(before=row)
        self.on_said(f"{said} {tr('Ctrl+Z takes it back.')}")

    async def _next(self, before: InboxRow | None = None) -> None:
        """Open the item after the open one, or the first."""
        now = self._desk.clock()
        rows = [row for row in self._listed() if row.snoozed_until is None or row.snoozed_until <= now]
        last = before or self._row()
        after = [row for row in rows if last is not None and (row.due_at, row.item_id) > (last.due_at, last.item_id)]
        following = next(iter(after or rows), None)
        others = len(self._rows) - len(self._listed())
        if following is None:
            self._item = self._customer = self._order = self._view = None
            self.tab.customer.show_customer(None, self._zone, now)
            self.tab.conversation.show_nothing(
                plural("Nothing in this list. {count} item waits in the others.",
                       "Nothing in this list. {count} items wait in the others.", others)
                if others
                else tr("Nothing waits.")
            )  # fmt: skip
            self._show_items()
            return
        await self.open_item(following.item_id)

    async def _take_back(self) -> None:
        """Take the last act of this screen back."""
        async with self._acting:
            if self._undo is None:
                self.on_said(tr("Nothing was done here that could be taken back."))
                return
            undo, self._undo = self._undo, None
            said = await undo()
            await self.load()
            await self._show()
            self.on_said(said)

    def _open_again(self, row: InboxRow) -> Callable[[], Awaitable[str]]:
        async def undo() -> str:
            await self._desk.do(inbox.open_item_again, row.item_id)
            self._begin(row.item_id, row.customer_id, row.order_id)
            return tr("It waits for an answer again.")

        return undo

    def _unsay(self, row: InboxRow | None, order_id: int, key: str) -> Callable[[], Awaitable[str]]:
        async def undo() -> str:
            item = row.item_id if row is not None else None
            try:
                text = await self._desk.do(answering.take_back_answer, order_id, key, item)
            except Refused as refused:
                if refused.code != "answer.sent":
                    raise
                if item is not None:
                    await self._desk.do(inbox.open_item_again, item)
                return texts.explain(refused)
            customer = row.customer_id if row is not None else self._customer
            self._begin(item, customer, order_id)
            self.tab.conversation.write(text)
            return tr("It was not sent yet, and is not sent. Your text stands below again.")

        return undo

    def _wake(self, row: InboxRow) -> Callable[[], Awaitable[str]]:
        async def undo() -> str:
            await self._desk.do(inbox.wake_item, row.item_id, row.due_at)
            self._begin(row.item_id, row.customer_id, row.order_id)
            return tr("It is due as before.")

        return undo

    def _ask_snooze(self) -> None:
        if self._row() is not None:
            now, row = self._desk.clock(), self._row()
            early = row.due_at - BEFORE_DUE if row is not None and row.due_at - BEFORE_DUE > now else now + BEFORE_DUE
            usually = shared.clock(min(usual(now), early), self._zone)
            self.tab.conversation.ask("snooze", tr("Put away until (14:30, Tue 9:00, 20 min)"), usually)

    async def _answered(self, what: str, text: str) -> None:
        shown = self.tab.conversation
        if what == "snooze":
            until = read_call_time(text, self._desk.clock(), self._zone, week_names())
            row = self._row()
            if until is None or row is None:
                shown.say_wrong()
                self.on_said(texts.explain(BadInput("inbox.snooze")))
                return
            await self._desk.do(inbox.snooze_item, row.item_id, until)
            shown.end_asking()
            self._undo = self._wake(row)
            await self._next(before=row)
            at = shared.when(until, self._zone, self._desk.clock())
            self.on_said(f"{tr('Put away until {at}.', at=at)} {tr('Ctrl+Z takes it back.')}")
        elif what == "note" and self._view is not None and self._view.order_id is not None:
            await self._desk.do(answering.note_on_customer, self._view.order_id, text)
            shown.end_asking()
        elif what == "wish":
            shown.end_asking()
            await self._keep_wish()
            await self._show()
        elif what in CASE_QUESTIONS:
            async with self._acting:
                await self._case_answered(what, text)
        elif what == "find" and text:
            order_id = await self._desk.ask(detail.id_of, text)
            shown.end_asking()
            if self._item is not None and self._customer is None:
                order_id = await self._desk.do(answering.assign_item, self._item, text)
                await self.load()
            await self.open_order(order_id)
        elif self._customer is not None:
            await self._answered_of_person(what, text)

    async def _case_answered(self, what: str, text: str) -> None:
        row = self._row()
        closed = await self.cases.answered(what, text, row) if row is not None else None
        if row is not None and closed is not None:
            await self._after(row, closed, self._case_again(row))

    def _case_again(self, row: InboxRow) -> Callable[[], Awaitable[str]]:
        async def undo() -> str:
            cancelled = await self._desk.do(remedies.take_back_case, row.item_id)
            self._begin(row.item_id, row.customer_id, row.order_id)
            again = tr("It waits for an answer again.")
            return f"{tr('{number} is cancelled.', number=cancelled)} {again}" if cancelled else again

        return undo

    async def _answered_of_person(self, what: str, text: str) -> None:
        assert self._customer is not None
        if what == MERGE and text:
            await self.person.ask_merge(self._customer, text)
        elif what == MERGE_SURELY:
            self._undo = await self.person.merge(self._customer)
            await self._show()
        elif what == ERASE_SURELY and await self.person.erase(text):
            self._undo = None
            await self.load()
            await self._show()

    def _choose_export(self) -> None:
        # a dialog has an event loop of its own, which no task may wait in
        target = self.person.choose_target(f"{self._view.name}.json") if self._view is not None else None
        if self._view is not None and target is not None:
            self._tasks.start(self.person.give_out(self._view, target))

    async def _ask_erase(self) -> None:
        if self._customer is not None:
            await self.person.ask_erase(self._customer)

    async def _send(self, channel: str, text: str) -> None:
        async with self._acting:
            view, row = self._view, self._row()
            if view is None or view.order_id is None:
                return
            item = row.item_id if row is not None else None
            key = self._key
            await self._desk.do(answering.answer_customer, view.order_id, channel, text, item_id=item, key=key)
            self._key = uuid4().hex
            self.tab.conversation.text.clear()
            # keys mean the screen again
            self.tab.conversation.setFocus()
            self._drafts.pop((self._item, self._order), None)
            way = texts.plain(channel)
            said = tr("It goes to {who} by {way} in half a minute.", who=view.name, way=way)
            if channel not in self._set_up():
                said = tr("It waits for {who}: {way} is not set up here.", who=view.name, way=way)
            undo = self._unsay(row, view.order_id, key)
            if row is not None:
                await self._after(row, said, undo)
            else:
                self._undo = undo
                self.on_said(f"{said} {tr('Ctrl+Z takes it back.')}")
                await self._show()

    async def _again(self) -> None:
        async with self._acting:
            row = self._row()
            if row is None or row.message_id is None:
                return
            await self._desk.do(answering.send_again, row.message_id)
            self._undo = None
            self._rows = await self._desk.ask(inbox_list.inbox_rows, self._desk.clock())
            await self._next(before=row)
            self.on_said(tr("It is checked once more and then sent. If it is still not true it comes back here."))

    async def _next_template(self) -> None:
        """Put there what a message of ours would say now, of those that are true; pressed again the next one."""
        view = self._view
        if view is None or view.order_id is None:
            return
        written = self.tab.conversation.text.toPlainText().strip()
        if written and written != self._put_in:
            self.on_said(tr("Your own text stands there: empty the field first, then a text of ours comes."))
            return
        channel = str(self.tab.conversation.way.currentData() or ways.EMAIL)
        asked = view.order_id
        true = []
        for kind in TEMPLATES:
            shown = await self._desk.ask(outbox_list.preview, asked, kind, self._desk.clock(), self._house(), channel)
            if not shown.reason:
                true.append(shown.text.strip())
        if self._view is not view:
            return
        if not true:
            self.on_said(tr("No message of ours is true now: write it yourself."))
            return
        self._template = (self._template + 1) % len(true)
        self._put_in = true[self._template]
        self.tab.conversation.write(self._put_in)
        self.on_said(tr("Text {number} of {count}.", number=self._template + 1, count=len(true)))

    def _dial(self) -> None:
        """Let the softphone of this computer dial."""
        phone = self._view.phone if self._view is not None else ""
        number = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
        if not number:
            self.on_said(tr("There is no telephone number."))
        elif not QDesktopServices.openUrl(QUrl(f"{self._softphone}:{number}")):
            self.on_said(tr("No program on this computer dials {number}.", number=phone))

    def _move_window(self) -> None:
        if self._view is not None and self._view.order_id is not None:
            self.on_window(self._view.order_id)

    def _ask_wish(self) -> None:
        """Ask whether messages are stopped by the way that the customer used, or allowed again."""
        view = self._view
        if view is None:
            return
        contacts = {ways.SMS: view.phone, ways.EMAIL: view.email}
        for channel in view.wants_none:
            self._wish = ("allow", channel, contacts[channel])
            said = tr("Send {way} to {contact} again, because its owner asked? Enter does, Esc does not.",
                      way=texts.plain(channel), contact=contacts[channel])  # fmt: skip
            self.tab.conversation.ask("wish", said)
            return
        channel = self._last_way or str(self.tab.conversation.way.currentData() or "")
        contact = contacts.get(channel, "")
        if contact:
            self._wish = ("stop", channel, contact)
            said = tr("Stop {way} to {contact}? Enter does, Esc does not.", way=texts.plain(channel), contact=contact)
            self.tab.conversation.ask("wish", said)

    async def _keep_wish(self) -> None:
        if self._wish is None:
            return
        what, channel, contact = self._wish
        self._wish = None
        if what == "allow":
            await self._desk.do(opt_outs.allow_messages, channel, contact)
            self.on_said(tr("{contact} gets messages again.", contact=contact))
            return
        await self._desk.do(opt_outs.opt_out, channel, contact, tr("said to {who}", who=self._desk.actor.name))
        self.on_said(tr("{contact} gets no more messages.", contact=contact))
