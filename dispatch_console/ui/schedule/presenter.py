"""Turns calls and slots into entries of the promise ledger."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.promises import calls, promising, slots
from dispatch_console.application.promises.calls import Call, CallFacts, Late
from dispatch_console.application.promises.promising import Promised
from dispatch_console.application.promises.slots import SlotLoad
from dispatch_console.application.site import depot
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import plural, tr, weekday, weekday_month
from dispatch_console.ui import words
from dispatch_console.ui.schedule.tab import CallView, ScheduleTab
from dispatch_console.ui.schedule.week import Cell
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card

KINDS = kinds_of(slots.slot_loads, calls.call_list, calls.call_facts, depot.zone_of)
DAYS = 5
OFFERED = 8


class SchedulePresenter:
    """One call is open at a time; its slots are the next windows the depot offers."""

    def __init__(self, desk: Desk, tasks: Tasks, sender_name: str) -> None:
        self._desk, self._sender = desk, sender_name
        self._zone = ZoneInfo("UTC")
        self._offset = 0
        self._open: int | None = None
        self._chosen: int | None = None
        # one act after the other: F4 right after a confirmation must not pass the next customer over
        self._acting = asyncio.Lock()
        # it was put there, nobody asked for it: F4 stays with it
        self._is_next = False
        # how the open order stood when it was shown
        self._seen: Promised | None = None
        self._windows: tuple[TimeWindow, ...] = ()
        self.on_said: Callable[[str], None] = lambda _: None
        self._loads: tuple[SlotLoad, ...] = ()
        self._to_ring: tuple[Call, ...] = ()
        self.tab = ScheduleTab()
        tab, start = self.tab, tasks.start
        tab.call_chosen.connect(lambda order_id: start(self.open(order_id)))
        tab.next_wanted.connect(lambda: start(self._ring_next()))
        tab.slot_chosen.connect(lambda number: start(self._choose(number)))
        tab.week.slot_clicked.connect(lambda instant: start(self._choose_start(instant)))
        tab.confirm_wanted.connect(lambda: start(self._confirm()))
        tab.result_given.connect(lambda result: start(self._result(result)))
        tab.week_moved.connect(lambda days: start(self._move(days)))

    async def load(self) -> None:
        self._zone = await self._desk.ask(depot.zone_of)
        now = self._desk.clock().astimezone(self._zone)
        first = now.date() + timedelta(days=self._offset)
        loads = await self._desk.ask(slots.slot_loads, first, DAYS)
        last = first + timedelta(days=DAYS - 1)
        self.tab.show_span(
            tr(
                "{first} to {last}",
                first=weekday_month(first),
                last=weekday_month(last),
            )
        )
        days = [first + timedelta(days=number) for number in range(DAYS)]
        starts = list(dict.fromkeys(load.window.start.astimezone(self._zone).time() for load in loads))
        ends = {load.window.start.astimezone(self._zone).time(): load.window.end for load in loads}
        self.tab.week.show_week(
            [f"{weekday(day)} {day.day}" + ((" " + tr("today")) if day == now.date() else "") for day in days],
            [(f"{start:%H:%M}", words.clock(ends[start], self._zone)) for start in starts],
            [
                Cell(
                    (load.window.start.astimezone(self._zone).date() - first).days,
                    starts.index(load.window.start.astimezone(self._zone).time()),
                    load.window.start,
                    load.minutes / load.capacity if load.capacity else None,
                    load.names,
                )
                for load in loads
            ],
        )
        self._loads = await self._desk.ask(slots.slot_loads, now.date(), DAYS)
        self._to_ring = await self._desk.ask(calls.call_list, now)
        self._show_calls()

    def _show_calls(self) -> None:
        cards = (
            Card(key=str(call.order_id), title=call.customer, right="", under=self._why(call), under_right=call.number)
            for call in self._to_ring
        )
        self.tab.show_calls(tuple(cards), str(self._open or ""))

    async def refresh(self, _kinds: frozenset[str]) -> None:
        await self.load()
        await self._show()

    async def open(self, order_id: int) -> None:
        self._open, self._chosen, self._is_next = order_id, None, False
        now = self._desk.clock()
        coming = [load.window for load in self._loads if load.window.start > now and load.capacity]
        facts = await self._desk.ask(calls.call_facts, order_id, now)
        if facts.late is not None:
            # the window that cannot be kept is not offered again; the one in which the van would come stands first
            arrives, broken = facts.late.arrives_at, facts.late.promise
            coming = [window for window in coming if window != broken]
            wished = [window for window in coming if arrives and window.start <= arrives < window.end]
        else:
            # what was asked for comes first, so that one key confirms the wish
            wished = [
                window
                for window in coming
                if facts.asked and window.start < facts.asked.end and facts.asked.start < window.end
            ]
        self._windows = tuple(dict.fromkeys((*wished, *coming)))[:OFFERED]
        await self._show()
        self._show_calls()

    async def _show(self) -> None:
        if self._open is None:
            self.tab.show_call(None)
            self.tab.week.choose(None)
            return
        asked = self._open
        facts = await self._desk.ask(calls.call_facts, asked, self._desk.clock())
        if self._open != asked:
            return
        self._seen = facts.standing
        self.tab.show_call(self._view(facts), self._chosen)
        self.tab.week.choose(self._windows[self._chosen].start if self._chosen is not None else None)

    def _view(self, facts: CallFacts) -> CallView:
        now = self._desk.clock()
        loads = {load.window: load for load in self._loads}
        offer = self._windows[self._chosen] if self._chosen is not None else None
        asked = words.spoken(offer.start, offer.end, self._zone, now) if offer else tr("at a time that suits you")
        return CallView(
            number=facts.number,
            customer=facts.customer,
            phone=facts.phone,
            about=", ".join(part for part in (facts.address, _parcels(facts.parcels)) if part),
            script=self._script(facts, asked),
            slots=tuple((self._span(window), _holds(loads[window])) for window in self._windows),
            times=(
                (tr("Asked for"), self._span(facts.asked) if facts.asked else facts.wish or tr("nothing")),
                (tr("Offered"), self._last(facts, "offered")),
                self._agreed(facts),
            ),
            ledger=tuple(
                f"{words.when(at, self._zone, now)}  {texts.plain(what)}  "
                f"{words.span(start, end, self._zone, now) if start and end else ''}  {by}"
                for at, what, start, end, by in facts.ledger
            ),
        )

    def _script(self, facts: CallFacts, asked: str) -> str:
        """Return what to say: a customer whose promise cannot be kept hears that first."""
        said = {"sender": self._sender, "number": facts.number, "asked": asked}
        standing = facts.standing
        if standing.appointment == "confirmed" and standing.window is not None:
            return tr("Nothing to ask: {window} is confirmed.", window=self._span(standing.window))
        if facts.late is None:
            if facts.packed:
                return tr(
                    "“Good day, this is {sender}. Your order {number} is ready. May we bring it {asked}?”", **said
                )
            return tr(
                "“Good day, this is {sender}. We are preparing your order {number}. May we bring it {asked}?”", **said
            )
        now, window = self._desk.clock(), facts.late.promise
        said["promise"] = words.spoken(window.start, window.end, self._zone, now)
        if facts.late.arrives_at is None:
            return tr(
                "“Good day, this is {sender}. We promised your order {number} {promise}, and we are sorry: we cannot "
                "keep that. May we bring it {asked}?”",
                **said,
            )
        said["arrival"] = words.when(facts.late.arrives_at, self._zone, now)
        return tr(
            "“Good day, this is {sender}. We promised your order {number} {promise}, and we are sorry: we would be "
            "with you at {arrival}. Does that suit you, or may we bring it {asked}?”",
            **said,
        )

    def _agreed(self, facts: CallFacts) -> tuple[str, str]:
        """Return what the customer agreed to; a window that is only planned with is no promise."""
        appointment, window = facts.standing.appointment, facts.standing.window
        if facts.late is not None:
            return tr("Promised"), tr("{window}, cannot be kept", window=self._span(facts.late.promise))
        if appointment == "confirmed" and window is not None:
            return tr("Confirmed"), self._span(window)
        if window is not None:
            return tr("Confirmed"), tr("not yet, planned for {window}", window=self._span(window))
        return tr("Confirmed"), tr("not yet")

    def _last(self, facts: CallFacts, what: str) -> str:
        latest = next((entry for entry in facts.ledger if entry[1] == what), None)
        if latest is None or latest[2] is None or latest[3] is None:
            return tr("not yet")
        return words.span(latest[2], latest[3], self._zone, self._desk.clock())

    def _span(self, window: TimeWindow) -> str:
        return words.span(window.start, window.end, self._zone, self._desk.clock())

    async def _choose(self, number: int) -> None:
        if self._open is not None and number < len(self._windows):
            self._chosen = number
            await self._show()

    async def _choose_start(self, start: datetime) -> None:
        numbers = [number for number, window in enumerate(self._windows) if window.start == start]
        if numbers:
            await self._choose(numbers[0])

    async def _confirm(self) -> None:
        async with self._acting:
            await self._confirm_chosen()

    async def _confirm_chosen(self) -> None:
        if self._open is not None and self._chosen is not None:
            window = self._windows[self._chosen]
            await self._desk.do(promising.confirm, self._open, window, seen=self._seen)
            spoken = words.spoken(window.start, window.end, self._zone, self._desk.clock())
            who = next((call.customer for call in self._to_ring if call.order_id == self._open), "")
            self.on_said(tr("Confirmed for {who}: {spoken}", who=who or self._open, spoken=spoken))
            await self._next()

    async def _result(self, result: str) -> None:
        async with self._acting:
            if self._open is not None:
                await self._desk.do(calls.note_call, self._open, result)
                await self._next()

    async def _ring_next(self) -> None:
        """Open the next call; one that was put there by itself is the next one."""
        async with self._acting:
            if not self._is_next:
                await self._next()
            self._is_next = False

    async def _next(self) -> None:
        """Put the call after the open one there, so that nobody is rung twice in a row."""
        ids = [call.order_id for call in await self._desk.ask(calls.call_list, self._desk.clock())]
        before = ids.index(self._open) if self._open in ids else -1
        following = ids[before + 1 :] or ids
        if following:
            await self.open(following[0])
            self._is_next = True
        else:
            self._open = None
            await self._show()
            self._show_calls()

    def _why(self, call: Call) -> str:
        if call.rung_at is not None:
            return f"{texts.plain(call.result)}, {words.when(call.rung_at, self._zone, self._desk.clock())}"
        if call.late is not None:
            return self._lateness(call.late)
        if call.appointment == "lapsed":
            return tr("missed, new window")
        return tr("confirm the wish") if call.wish else tr("no window yet")

    def _lateness(self, late: Late) -> str:
        if late.arrives_at is None:
            return tr("promised, on no route")
        return tr("late: comes {arrival}", arrival=words.when(late.arrives_at, self._zone, self._desk.clock()))

    async def _move(self, days: int) -> None:
        self._offset += days
        await self.load()


def _holds(load: SlotLoad) -> str:
    return tr("{minutes} % full", minutes=round(load.minutes * 100 / load.capacity)) if load.capacity else ""


def _parcels(count: int) -> str:
    return plural("{count} parcel", "{count} parcels", count) if count else ""
