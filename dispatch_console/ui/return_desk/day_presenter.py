"""Closes a day: walks what is open, does what is to be done, and closes when nothing is left."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.phones import acts
from dispatch_console.application.planning import service_times
from dispatch_console.application.road import (
    day_closings,
    day_end,
    day_facts,
    goods_in,
    load_out,
    next_attempt,
    taking_over,
)
from dispatch_console.application.road.day_closings import Closing
from dispatch_console.application.road.day_end import CashOf
from dispatch_console.application.road.day_facts import DayFacts
from dispatch_console.application.road.van_return import GoodsRow
from dispatch_console.application.site import depot
from dispatch_console.domain.papers.day_report import DayReport
from dispatch_console.domain.planning.service_times import Learnt, ServiceTimes
from dispatch_console.domain.road.day_end import OpenKind, OpenThing, blocking
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.language import Words, long_day, mark, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.return_desk import day_cash, day_report_words, day_words, door_words, things
from dispatch_console.ui.return_desk.day_list import first_of
from dispatch_console.ui.return_desk.day_page import ChosenView, DayPage, DayView
from dispatch_console.ui.return_desk.day_rows import BackRow
from dispatch_console.ui.return_desk.day_side import DEFAULT_UNTIL, said_of_open
from dispatch_console.ui.tasks import Tasks

KINDS = kinds_of(
    day_end.open_things,
    day_end.cash_of,
    day_facts.facts_of,
    day_end.not_gone,
    day_closings.closing_of,
    service_times.learnt,
    depot.zone_of,
)
# begun like an act, each waits for a reason
WAIVE, REOPEN = "waive", "reopen"


class DayPresenter:
    """`goes` leads elsewhere: to the record of an order, a correction, the return desk or a load-out. `wrote` says what
    was printed, with its file.
    """

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: DayPage,
        on_closed: Callable[[str], None],
        goes: Callable[[str, OpenThing], None],
        print_report: Callable[[date, DayReport], Path],
        wrote: Callable[[str, Path], None],
    ) -> None:
        self._desk, self._page, self._on_closed, self._goes = desk, page, on_closed, goes
        self._print_report, self._wrote = print_report, wrote
        self._day: date | None = None
        self._zone = ZoneInfo("UTC")
        self._things: tuple[OpenThing, ...] = ()
        self._facts: DayFacts | None = None
        self._cash: tuple[CashOf, ...] = ()
        self._view: DayView | None = None
        self._keys: list[str] = []
        self._is_closed = False
        # what waits for a reason
        self._begun = ""
        self._chosen = ""
        self._place = 0
        self._sure = ""
        self._learnt: tuple[ServiceTimes, Learnt] | None = None
        start = tasks.start
        page.row_chosen.connect(self._choose)
        page.place_wanted.connect(self._open_places)
        page.rows.opened.connect(lambda _: self._open_places() if self._goods() is not None else None)
        page.places.chosen.connect(lambda code: start(self._send(code)))
        page.reason_given.connect(lambda: start(self._go_on()))
        page.act_wanted.connect(lambda code: start(self._act(code)))
        page.waive_wanted.connect(lambda: start(self._waive()))
        page.close_wanted.connect(lambda: start(self._close()))
        page.reopen_wanted.connect(lambda: start(self._reopen()))
        page.adopt_wanted.connect(lambda: start(self._adopt()))
        page.print_wanted.connect(lambda: start(self._print()))
        page.put_down_wanted.connect(lambda: on_closed(""))

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self._page.isVisible():
            await self.load()

    async def open(self, day: date) -> None:
        self._day, self._place, self._chosen = day, 0, ""
        self._forget_reason()
        await self.load()
        self._page.rows.setFocus()

    @in_turn
    async def load(self) -> None:
        if self._day is None:
            return
        day = self._day
        self._zone = await self._desk.ask(depot.zone_of)
        found = await self._desk.ask(day_end.open_things, day)
        self._cash = cash = await self._desk.ask(day_end.cash_of, day)
        self._facts = await self._desk.ask(day_facts.facts_of, day)
        closing = await self._desk.ask(day_closings.closing_of, day)
        self._learnt = await self._desk.ask(service_times.learnt, day)
        not_gone = await self._desk.ask(day_end.not_gone, day)
        self._things = tuple(found)
        rows = day_words.rows_of(self._things, self._facts, cash, self._zone, self._desk.clock())
        keys = [row.key for row in rows if row.key]
        if self._chosen not in keys:
            # what was done is gone: the next one stands at its place, and a reason is of the thing it was typed for
            self._forget_reason()
            self._chosen = keys[min(self._place, len(keys) - 1)] if keys else ""
        self._keys = keys
        self._place = keys.index(self._chosen) if keys else 0
        left = blocking(self._things)
        self._is_closed = closing is not None and closing.reopened_at is None
        self._page.show_rows(rows, self._chosen)
        kinds = len({day_words.kind_of(thing) for thing in left})
        self._view = DayView(
            day=long_day(day),
            summary=day_words.summary(self._facts),
            open=said_of_open(len(left), kinds) if left else "",
            cash_said=day_cash.cash_said(cash),
            cash=day_cash.cash_lines(cash),
            checks=day_words.checks_of(self._things, cash, self._facts, not_gone),
            closed=self._closed_words(closing),
            is_closed=self._is_closed,
            can_close=not left and not self._is_closed and day <= self._desk.clock().astimezone(self._zone).date(),
            doors=door_words.said(self._learnt),
            can_adopt=self._learnt is not None and self._learnt[1].is_better,
        )
        self._page.show_day(self._view)
        self._show_chosen()

    def _closed_words(self, closing: Closing | None) -> str:
        if closing is None:
            return ""
        closed = tr("Closed by {by} at {at}.", by=closing.closed_by, at=words.clock(closing.closed_at, self._zone))
        if closing.reopened_at is None:
            return closed
        at, why = words.clock(closing.reopened_at, self._zone), _REOPENED.get(closing.why, closing.why)
        return closed + " " + tr("Opened again at {at} by {by}: {why}.", at=at, by=closing.reopened_by, why=why)

    def _choose(self, key: str) -> None:
        if key != self._chosen:
            # a reason is of the thing that it was typed for, and so is how long it passes
            self._forget_reason()
            self._page.side.until.setCurrentIndex(DEFAULT_UNTIL)
        self._chosen = key
        self._place = self._keys.index(key) if key in self._keys else 0
        self._show_chosen()

    def _forget_reason(self) -> None:
        self._page.side.reason.clear()
        self._begun = ""

    def _thing(self) -> OpenThing | None:
        return next((thing for thing in self._things if thing.key == self._chosen), None)

    def _goods(self) -> GoodsRow | None:
        rows = self._facts.goods if self._facts is not None else ()
        return next((row for row in rows if f"{day_words.BACK}{row.goods_id}" == self._chosen), None)

    def _show_chosen(self) -> None:
        thing = self._thing()
        view = None
        if thing is not None:
            view = ChosenView(
                title=thing.number or things.title(thing),
                can_waive=thing.kind not in (OpenKind.ROUTE, OpenKind.OUTCOME),
                waived=bool(thing.waived_by),
            )
        self._page.show_chosen(view, is_closed=self._is_closed)

    async def _act(self, code: str) -> None:
        thing = self._thing()
        if thing is None:
            return
        said = self._page.side.reason.text().strip()
        act = next((act for act in day_words.acts_of(thing) if act.code == code), None)
        if act is not None and act.needs_reason and not said:
            self._begin(code, tr("{act}: type the reason, then Enter.", act=act.words))
            return
        self._begun = ""
        match code:
            case "here" if thing.goods_id is not None:
                await self._desk.do(goods_in.count_back, thing.goods_id)
            case "lost" if thing.goods_id is not None:
                await self._desk.do(goods_in.send_goods, thing.goods_id, Destination.LOST)
            case "taken" if thing.order_id is not None:
                await self._desk.do(taking_over.take_over_all, [thing.order_id])
            case "carried" if thing.record_id is not None:
                await self._desk.do(load_out.carry_away, thing.record_id)
            case "on_sheet" if thing.record_id is not None:
                words_of = said or (tr("seen on the sheet") if thing.on_sheet else "")
                await self._desk.do(goods_in.supply_proof, thing.record_id, (thing.what,), words=words_of)
                self._forget_reason()
            case "ring" if thing.order_id is not None:
                await self._desk.do(next_attempt.rebook, [thing.order_id])
            case "give_up" if thing.order_id is not None:
                await self._desk.do(next_attempt.give_up, [thing.order_id], said)
                self._forget_reason()
            case "set_aside" if thing.record_id is not None:
                await self._desk.do(acts.settle, thing.record_id, said)
                self._forget_reason()
            case _:
                self._goes(code, thing)
                return
        self._page.rows.setFocus()

    def _begin(self, code: str, words_of: str) -> None:
        """Ask for a reason; Enter in its field does what was begun."""
        self._begun = code
        self._page.ask_reason(words_of)

    async def _go_on(self) -> None:
        """Do what a reason was asked for. An Enter that nobody asked for does nothing: a scanner sends one, too."""
        match self._begun:
            case "":
                return
            case code if code == WAIVE:
                await self._waive()
            case code if code == REOPEN:
                await self._reopen()
            case code:
                await self._act(code)
        # a reason that is still wanted keeps the cursor: the next letters would be keys of the page
        if not self._begun:
            self._page.rows.setFocus()

    def _open_places(self) -> None:
        """Open the menu of places for the chosen goods; without any the first are chosen."""
        row = self._goods()
        if row is None:
            self._page.rows.choose(first_of(self._page.rows.rows, BackRow))
            row = self._goods()
        if row is not None:
            self._page.places.show_now(row.goes_to)
            self._page.places.open_at(self._page.rows.place_of_choice())

    async def _send(self, code: str) -> None:
        row = self._goods()
        if row is not None and code != row.goes_to:
            await self._desk.do(goods_in.send_goods, row.goods_id, Destination(code))

    async def _waive(self) -> None:
        thing = self._thing()
        if thing is None or self._day is None:
            return
        if thing.waived_by:
            # one key must not take back what a supervisor decided
            if self._sure != thing.key:
                self._sure = thing.key
                self._page.side.say(tr("Press it again: then it blocks the day again."))
                return
            self._sure = ""
            await self._desk.do(day_closings.unwaive, self._day, thing.key)
            return
        if not self._page.side.reason.text().strip():
            self._begin(WAIVE, tr("Let it pass: type the reason, then Enter."))
            return
        self._begun = ""
        days = int(self._page.side.until.currentData())
        until = self._day + timedelta(days=days) if days else None
        follows = self._blocking_beside(thing.key)
        await self._desk.do(day_closings.waive, self._day, thing.key, self._page.side.reason.text(), until)
        self._forget_reason()
        # the next key is meant for what still blocks, not for what was just let pass
        self._page.rows.choose(follows)

    def _blocking_beside(self, key: str) -> str:
        """Return the key of what blocks after a row, else of what blocks before it; empty for nothing."""
        keys = [row.key for row in self._page.rows.open_rows if row.tone == "wrong" or row.key == key]
        place = keys.index(key) if key in keys else 0
        return next(iter((*keys[place + 1 :], *reversed(keys[:place]))), "")

    async def _close(self) -> None:
        if self._day is not None:
            count = await self._desk.do(day_closings.close_day, self._day)
            done = plural(
                "{count} delivered order is closed with it", "{count} delivered orders are closed with it", count
            )
            said = tr("The day is closed; {done}.", done=done)
            if not_gone := await self._desk.ask(day_end.not_gone, self._day):
                said += " " + plural("{count} order that was promised for it did not go out.",
                                     "{count} orders that were promised for it did not go out.", not_gone)  # fmt: skip
            self._on_closed(said)

    async def _adopt(self) -> None:
        if self._learnt is not None:
            present, found = self._learnt
            await self._desk.do(service_times.adopt, found.times, present)

    async def _print(self) -> None:
        """Print what stands on the screen, without the names of customers."""
        if self._view is None or self._facts is None or self._day is None:
            return
        now, by = self._desk.clock(), self._desk.actor.name
        found, facts = day_report_words.without_names(self._things, self._facts)
        rows = day_words.rows_of(found, facts, self._cash, self._zone, now)
        today = long_day(now.astimezone(self._zone).date())
        printed = tr("Printed {day} {time} by {who}", day=today, time=words.clock(now, self._zone), who=by)
        report = day_report_words.report_of(self._view, rows, printed)
        file = await asyncio.get_running_loop().run_in_executor(None, self._print_report, self._day, report)
        self._wrote(tr("Report of the day: {file}", file=file.name), file)

    async def _reopen(self) -> None:
        if self._day is not None:
            if not self._page.side.reason.text().strip():
                self._begin(REOPEN, tr("Open it again: type the reason, then Enter."))
                return
            await self._desk.do(day_closings.reopen_day, self._day, self._page.side.reason.text())
            self._forget_reason()


_REOPENED = Words({"late_act": mark("a stop was recorded later"), "corrected": mark("a stop was corrected")})
