"""Turns calls and slots into entries of the promise ledger."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.planning import agreeing
from dispatch_console.application.promises import (
    appointments,
    call_claims,
    call_results,
    calls,
    half_hours,
    promising,
    slot_rules,
    slots,
)
from dispatch_console.application.promises.calls import Call, CallFacts
from dispatch_console.application.promises.promising import Promised
from dispatch_console.application.promises.slots import SlotLoad
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.promises.appointments import Appointment
from dispatch_console.domain.promises.call_time import read_call_time, usual
from dispatch_console.domain.promises.calling import BROKEN, Reason, Result
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import long_day, plural, tr, week_names, weekday_month
from dispatch_console.ports import TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.schedule import call_words, day_view
from dispatch_console.ui.schedule.call_view import added, call_view, is_moved
from dispatch_console.ui.schedule.slot_choice import SlotChoice, to_offer
from dispatch_console.ui.schedule.slot_hand import SlotHand
from dispatch_console.ui.schedule.tab import ScheduleTab
from dispatch_console.ui.schedule.week_view import cells, days_of, hours_of
from dispatch_console.ui.tasks import Tasks

KINDS = kinds_of(slots.slot_loads, half_hours.half_hours, calls.call_list, calls.call_facts, depot.zone_of)
DAYS = 5
# how far slots are offered without a look at the week
OFFERED_DAYS = 7
# how long a call that came up by itself takes no result
HELD_MS = 800
FILTERS: dict[str, Callable[[Call], bool]] = {
    "without": lambda call: call.reason in (Reason.NO_WINDOW, Reason.WISHED, Reason.LAPSED, Reason.MISSED),
    "late": lambda call: call.reason in BROKEN,
    "waiting": lambda call: call.reason is Reason.PROPOSED,
}


class SchedulePresenter:
    """One call is open at a time, and nobody else rings that customer meanwhile."""

    def __init__(
        self, desk: Desk, tasks: Tasks, sender_name: str, travel: Callable[[], TravelTimes], softphone: str = "tel"
    ) -> None:
        """`softphone`: what dials a number, `tel` or `sip`."""
        self._desk, self._tasks, self._sender, self._softphone = desk, tasks, sender_name, softphone
        self._me = (desk.actor.name, desk.actor.station)
        self._zone = ZoneInfo("UTC")
        self._offset = 0
        self._open: int | None = None
        self._facts: CallFacts | None = None
        # one act after the other: F4 right after a confirmation must not pass the next customer over
        self._acting = asyncio.Lock()
        # it was put there, nobody asked for it: F4 stays with it
        self._is_next = False
        # how the open order stood when it was shown
        self._seen: Promised | None = None
        # a call that another desk has, while it is asked whether to take it over; those noted here, the last one last
        self._held: int | None = None
        self._noted: list[int] = []
        self._filter = ""
        self.on_said: Callable[[str], None] = lambda _: None
        self.can_send: Callable[[], bool] = lambda: True
        # asks where a file is written, and writes a calendar there
        self.choose_target: Callable[[str], Path | None] = lambda _: None
        self.write_calendar: Callable[[Path, Sequence[Appointment], datetime], None] = lambda *_: None
        self._loads: tuple[SlotLoad, ...] = ()
        self._shown_loads: tuple[SlotLoad, ...] = ()
        self._to_ring: tuple[Call, ...] = ()
        self._allowed: tuple[TimeWindow, ...] = ()
        self._choice = SlotChoice(desk, travel)
        # a slot of the week that is chosen while no call is open
        self._marked: datetime | None = None
        self.tab = ScheduleTab()
        self._hand = SlotHand(desk, self.tab, travel, lambda sentence: self.on_said(sentence))
        self._connect()

    def _connect(self) -> None:
        tab, panel, start = self.tab, self.tab.panel, self._tasks.start
        tab.call_chosen.connect(lambda order_id: start(self.open(order_id)))
        tab.next_wanted.connect(lambda: start(self._ring_next()))
        tab.week.slot_clicked.connect(lambda instant: start(self._choose_start(instant)))
        tab.week.order_clicked.connect(lambda order_id: start(self.open(order_id)))
        tab.day.slot_clicked.connect(lambda instant: start(self._choose_half_hour(instant)))
        tab.day.order_clicked.connect(lambda order_id: start(self.open(order_id)))
        tab.week.slot_hovered.connect(lambda order_id, instant: start(self._hold_over(order_id, instant)))
        tab.week.slot_dropped.connect(lambda order_id, instant: start(self._drop(order_id, instant)))
        tab.slot_stepped.connect(lambda columns, rows: start(self._step(columns, rows)))
        tab.close_slot_wanted.connect(lambda: start(self._ask_to_close()))
        tab.close_card.close_wanted.connect(lambda reason: start(self._hand.close(reason)))
        tab.export_wanted.connect(self._choose_export)
        tab.view_wanted.connect(lambda code: start(self._show_view(code)))
        tab.week_moved.connect(lambda days: start(self._move(days)))
        tab.today_wanted.connect(lambda: start(self._move(-self._offset)))
        tab.take_back_wanted.connect(lambda: start(self._take_back()))
        tab.take_over_wanted.connect(lambda: start(self._take_over()))
        tab.filtered.connect(self._set_filter)
        panel.slot_chosen.connect(lambda number: start(self._choose(number)))
        panel.confirm_wanted.connect(lambda: start(self._confirm()))
        panel.result_given.connect(self._given)
        panel.call_back_at.connect(self._call_back)
        panel.reason_given.connect(self._reason)
        panel.number_given.connect(lambda text: start(self._new_number(text)))
        panel.dial_wanted.connect(self._dial)

    @in_turn
    async def load(self) -> None:
        self._zone = self._hand.zone = await self._desk.ask(depot.zone_of)
        now = self._desk.clock()
        today = now.astimezone(self._zone).date()
        first = today + timedelta(days=self._offset)
        self._shown_loads = await self._desk.ask(slots.slot_loads, first, DAYS, now)
        holds = await self._desk.ask(slots.day_loads, first, DAYS)
        last = first + timedelta(days=DAYS - 1)
        self.tab.show_span(tr("{first} to {last}", first=weekday_month(first), last=weekday_month(last)))
        self.tab.week.show_week(
            days_of(holds, today),
            hours_of(self._shown_loads, self._zone),
            cells(self._shown_loads, first, self._zone, now),
        )
        if self.tab.shows_day:
            await self._load_day(first)
        self._loads = await self._desk.ask(slots.slot_loads, today, OFFERED_DAYS, now)
        self._to_ring = await self._desk.ask(calls.call_list, now)
        self._show_calls()

    async def _load_day(self, day: date) -> None:
        found = await self._desk.ask(half_hours.half_hours, day)
        self.tab.show_span(long_day(day))
        self.tab.day.show_day(day_view.rows(found, self._zone, self._desk.clock()), *day_view.full(found))

    async def _show_view(self, code: str) -> None:
        """Show the day of the chosen slot, else the first that is shown; or the days from it on."""
        self.tab.show_view(code)
        window = self._choice.window if self._facts is not None else None
        if window is not None and code == "day":
            today = self._desk.clock().astimezone(self._zone).date()
            self._offset = (window.start.astimezone(self._zone).date() - today).days
        await self.load()
        self._draw()

    def _choose_export(self) -> None:
        first = self._desk.clock().astimezone(self._zone).date() + timedelta(days=self._offset)
        # a dialog has an event loop of its own, which no task may wait in
        target = self.choose_target(f"{first}.ics")
        if target is not None:
            self._tasks.start(self._export(target, first, 1 if self.tab.shows_day else DAYS))

    async def _export(self, target: Path, first: date, days: int) -> None:
        """Write the days that are shown as a calendar file."""
        now = self._desk.clock()
        found = await self._desk.ask(appointments.appointments, first, days)
        await asyncio.get_event_loop().run_in_executor(None, self.write_calendar, target, found, now)
        self.on_said(plural("{count} window stands in {file}.", "{count} windows stand in {file}.", len(found),
                            file=target.name))  # fmt: skip

    def _show_calls(self) -> None:
        now = self._desk.clock()
        without, late, waiting = (sum(map(asked, self._to_ring)) for asked in FILTERS.values())
        self.tab.show_counts(len(self._to_ring), without, late, waiting)
        cards = (
            call_words.card(number, call, self._me, self._zone, now) for number, call in enumerate(self._listed(), 1)
        )
        self.tab.show_calls(tuple(cards), str(self._open or ""))

    def _listed(self) -> list[Call]:
        asked = FILTERS.get(self._filter)
        return [call for call in self._to_ring if asked is None or asked(call)]

    def _set_filter(self, name: str) -> None:
        self._filter = name
        self._show_calls()

    async def refresh(self, _kinds: frozenset[str]) -> None:
        await self.load()
        await self._show()
        if self._facts is None or self._choice.order != self._open:
            # a call that is only just being opened will be offered what holds now
            return
        self._allowed = await self._allow()
        if self._facts is not None and self._to_offer(self._facts) != self._choice.offered:
            await self._offer_slots(self._facts, keep=True)
            if not self._hand.changed:
                self.on_said(tr("The slots on offer have changed."))
            self._hand.changed = False
        else:
            await self._choice.ask_refusals()
            self._draw()

    async def open(self, order_id: int, *, take_over: bool = False) -> None:
        """Take a call to this desk. One that another desk has is asked about first."""
        try:
            await self._desk.do(call_claims.claim_call, order_id, instead_of=self._open, take_over=take_over)
        except Refused as refused:
            if refused.code != "call.claimed":
                raise
            self._held = order_id
            self.on_said(texts.explain(refused))
            self._show_calls()
            return
        self._held = None
        self._open, self._facts, self._is_next = order_id, None, False
        now = self._desk.clock()
        facts = await self._desk.ask(calls.call_facts, order_id, now)
        await self._offer_slots(facts)
        self._show_calls()

    async def _allow(self) -> tuple[TimeWindow, ...]:
        """Return the windows that may be promised to the open order, as far as they are offered or shown."""
        now = self._desk.clock()
        today, days = now.astimezone(self._zone).date(), max(OFFERED_DAYS, self._offset + DAYS)
        return await self._desk.ask(slot_rules.windows_for, self._open, today, days, now) if self._open else ()

    def _to_offer(self, facts: CallFacts) -> tuple[TimeWindow, ...]:
        now = self._desk.clock()
        last = now.astimezone(self._zone).date() + timedelta(days=OFFERED_DAYS)
        near = [window for window in self._allowed if window.start.astimezone(self._zone).date() < last]
        return to_offer(facts, self._loads, near, self._zone, now)

    async def _offer_slots(self, facts: CallFacts, *, keep: bool = False) -> None:
        """Offer the slots of now: shifts, rules and the hour may have changed. `keep`: what is chosen stays chosen
        while it is allowed, at every moment: Enter may come in between.
        """
        allowed = await self._allow()
        if self._open != facts.order_id:
            # somebody else was opened meanwhile
            return
        self._allowed = allowed
        chosen = self._choice.window if keep else None
        self._choice.begin(facts, self._to_offer(facts))
        if chosen in allowed:
            self._choice.choose_window(chosen)
        await self._choice.ask_refusals()
        await self._show()
        self._tasks.start(self._ask_prices())

    async def _take_over(self) -> None:
        if self._held is not None:
            await self.open(self._held, take_over=True)

    async def _ask_prices(self) -> None:
        why = await self._choice.ask_prices(self._zone, self._draw)
        self._draw()
        if why and self._facts is not None:
            self.on_said(texts.sentence(why, {"number": self._facts.number}))

    async def _show(self) -> None:
        """Read the open order again and show it."""
        if self._open is None:
            self._facts = None
            self._draw()
            return
        asked = self._open
        facts = await self._desk.ask(calls.call_facts, asked, self._desk.clock())
        # a card never stands beside the slots of the call before it: what is chosen there would be promised here
        if self._open == asked == self._choice.order:
            self._facts, self._seen = facts, facts.standing
            self._draw()

    def _draw(self) -> None:
        facts, choice, now = self._facts, self._choice, self._desk.clock()
        view = call_view(facts, choice, self._sender, self._zone, now) if facts is not None else None
        self.tab.panel.show_call(view)
        window = self._choice.window if facts is not None else None
        order = (facts.order_id, facts.customer) if facts is not None else None
        allowed = {window.start for window in self._allowed}
        barred = {load.window.start for load in self._shown_loads} - allowed if facts is not None else set()
        more = added(choice, self._shown_loads)
        chosen = window.start if window else self._marked if facts is None else None
        self.tab.week.choose(chosen, order, frozenset(barred), more)
        end = next((load.window.end for load in self._shown_loads if load.window.start == chosen), None)
        self.tab.day.choose(chosen, window.end if window else end, more)

    def _span(self, window: TimeWindow) -> str:
        return words.span(window.start, window.end, self._zone, self._desk.clock())

    async def _choose(self, number: int) -> None:
        if self._facts is not None:
            self._choice.choose(number)
            self._draw()

    async def _choose_start(self, start: datetime) -> None:
        """Choose a slot of the week, whichever it is, and ask what it costs."""
        load = self._load_at(start)
        if load is None:
            return
        if self._facts is None:
            self._marked = start
            self._draw()
            return
        if load.window.end <= self._desk.clock():
            self.on_said(tr("{window} is over.", window=self._span(load.window)))
            return
        if not load.capacity:
            self.on_said(tr("No van is out then: add a shift in Settings."))
            return
        self._choice.choose_window(load.window)
        await self._choice.ask_refusals()
        self._draw()
        await self._ask_prices()

    def _load_at(self, start: datetime) -> SlotLoad | None:
        return next((load for load in self._shown_loads if load.window.start == start), None)

    async def _choose_half_hour(self, start: datetime) -> None:
        """Choose the slot in which a half hour lies."""
        load = next((load for load in self._shown_loads if load.window.start <= start < load.window.end), None)
        if load is not None:
            await self._choose_start(load.window.start)

    async def _step(self, columns: int, rows: int) -> None:
        """Choose the slot beside the chosen one, and ask what it costs."""
        window = self._choice.window if self._facts is not None else None
        start = self.tab.week.beside(window.start if window is not None else self._marked, columns, rows)
        if start is not None:
            await self._choose_start(start)

    async def _hold_over(self, order_id: int, start: datetime) -> None:
        load = self._load_at(start)
        if load is not None:
            await self._hand.hold_over(order_id, load)

    async def _drop(self, order_id: int, start: datetime) -> None:
        """Choose a slot for an order that was dropped on it: nobody agreed to anything yet."""
        if self._open != order_id or self._facts is None:
            await self.open(order_id)
        await self._choose_start(start)
        window = self._choice.window
        if window is not None and window.start == start and not self._choice.is_barred:
            self.on_said(tr("{window} is chosen, not promised: Enter once the customer agreed, L asks by message.",
                            window=self._span(window)))  # fmt: skip

    async def _ask_to_close(self) -> None:
        """Close the slot that is chosen, or open it again."""
        window = self._choice.window if self._facts is not None else None
        start = window.start if window is not None else self._marked
        load = self._load_at(start) if start is not None else None
        if load is None:
            self.on_said(tr("Choose a slot in the week first."))
            return
        await self._hand.ask_to_close(load)

    async def _confirm(self, reason: str = "") -> None:
        async with self._acting:
            # Enter may be faster than the plan: what a slot breaks is known before it is promised
            await self._choice.until_priced()
            window, facts = self._choice.window, self._facts
            if self._open is None or window is None or facts is None:
                return
            if self._choice.is_barred:
                self.on_said(self._choice.refused)
            elif self._choice.needs_reason and not reason:
                self.tab.panel.ask("reason", tr("Why all the same"), "")
            else:
                await self._desk.do(agreeing.agree, self._open, window, self._seen, reason)
                spoken = words.spoken(window.start, window.end, self._zone, self._desk.clock())
                confirmed = tr("Confirmed for {who}: {spoken}", who=facts.customer, spoken=spoken)
                moved = tr("Moved for {who}: {spoken}", who=facts.customer, spoken=spoken)
                self._noted.append(self._open)
                self.tab.panel.end_asking()
                said = f"{moved if is_moved(facts) else confirmed}. {tr('Ctrl+Z takes it back.')}"
                await self._next(said, of_customer=[order_id for order_id, _ in facts.also])

    def _reason(self, text: str) -> None:
        is_reason = gates.is_reason(text)
        self.tab.panel.say_wrong(not is_reason)
        if is_reason:
            self._tasks.start(self._confirm(text))
        else:
            self.on_said(texts.explain(Refused("waiver.reason")))

    def _given(self, result: str) -> None:
        """Note a result, or ask for what it needs."""
        now = self._desk.clock()
        if self._is_next and self.tab.panel.open_ms < HELD_MS and self._facts is not None:
            # a key pressed twice would be noted for somebody whom nobody rang
            self.on_said(tr("{who} only just came up: press again once you have rung.", who=self._facts.customer))
            return
        if result == Result.TOLD and (self._facts is None or self._facts.reason is not Reason.NOT_TOLD):
            self.on_said(tr("There is no message here that did not arrive."))
        elif result == Result.LINK_SENT:
            self._tasks.start(self._send_link())
        elif result == Result.CALL_BACK:
            words_asked = tr("Ring again at")
            self.tab.panel.ask("call_back", words_asked, words.clock(usual(now), self._zone))
        else:
            self._tasks.start(self._note(result))

    async def _send_link(self) -> None:
        """Ask the customer by message whether the chosen slot suits; it waits for his yes."""
        async with self._acting:
            facts, window = self._facts, self._choice.window
            if facts is None or self._open is None:
                return
            if window is None:
                self.on_said(tr("Choose the slot first that is offered: 1 to 5, or in the week."))
                return
            if not (facts.phone or facts.email):
                self.on_said(tr("There is neither a number nor an address to write to."))
                return
            await self._desk.do(promising.ask_customer, self._open, window)
        await self._note(Result.LINK_SENT)
        if not self.can_send():
            self.on_said(tr("The question is written and waits: neither mail nor SMS is set up on this station."))

    def _call_back(self, text: str) -> None:
        now = self._desk.clock()
        at = read_call_time(text, now, self._zone, week_names())
        self.tab.panel.say_wrong(at is None)
        if at is None:
            self.on_said(texts.explain(BadInput("call.past")))
            return
        self._tasks.start(self._note(Result.CALL_BACK, at))

    async def _note(self, result: str, call_at: datetime | None = None) -> None:
        async with self._acting:
            facts = self._facts
            if self._open is None or facts is None:
                return
            noted = self._open
            others = await self._desk.do(call_results.note_call, noted, result, call_at=call_at)
            self._noted.append(noted)
            self.tab.panel.end_asking()
            self._to_ring = await self._desk.ask(calls.call_list, self._desk.clock())
            again = next((call.due_at for call in self._to_ring if call.order_id == noted), None)
            next_at = words.when(again, self._zone, self._desk.clock()) if again is not None else ""
            said = call_words.noted(result, facts.customer, others, next_at)
            if result == Result.WRONG_NUMBER:
                self.on_said(said)
                await self.open(noted)
                self.tab.panel.ask("phone", tr("Another number"), "")
            else:
                await self._next(said, of_customer=[order_id for order_id, _ in facts.also])

    async def _new_number(self, text: str) -> None:
        if self._open is not None and text:
            await self._desk.do(call_results.give_number, self._open, text)
            self.tab.panel.end_asking()
            await self._show()

    async def _take_back(self) -> None:
        """Take back how the last call was noted, and show its order again."""
        async with self._acting:
            if not self._noted:
                self.on_said(tr("No call was noted here that could be taken back."))
                return
            order_id = self._noted.pop()
            self.tab.panel.end_asking()
            result = await self._desk.do(call_results.take_back_call, order_id)
            self.on_said(tr("Taken back: {result}.", result=texts.plain(result)))
            await self.open(order_id)

    async def _ring_next(self) -> None:
        """Open the next call; one that was put there by itself is the next one."""
        if self.tab.panel.is_asking:
            self.on_said(tr("Answer the question first, or leave it with Esc."))
            return
        async with self._acting:
            if not self._is_next:
                await self._next()
            self._is_next = False

    async def _next(self, said: str = "", of_customer: Sequence[int] = ()) -> None:
        """Put the call after the open one there, so that nobody is rung twice in a row. `said`: what was done;
        `of_customer`: other orders of the customer who is still on the line, which come first.
        """
        self._to_ring = await self._desk.ask(calls.call_list, self._desk.clock())
        mine = [call for call in self._listed() if not call.by or (call.by, call.station) == self._me]
        ids = [call.order_id for call in mine]
        due = [call.order_id for call in mine if call.due_at is None]
        before = ids.index(self._open) if self._open in ids else -1
        following = [order_id for order_id in ids[before + 1 :] if order_id in due] or due
        following = [order_id for order_id in following if order_id != self._open] or following
        following = [order_id for order_id in due if order_id in of_customer] or following
        if following:
            await self.open(following[0])
            self._is_next = True
            self.on_said(said)
            return
        others = len(self._to_ring) - len(self._listed())
        if not said and others:
            # the filter is empty: a call that is open stays open
            self.on_said(plural("Nobody in this list. {count} call waits in the others.",
                                "Nobody in this list. {count} calls wait in the others.", others))  # fmt: skip
            return
        if self._open is not None:
            await self._desk.do(call_claims.release_call, self._open)
        self._open = None
        await self._show()
        self._show_calls()
        later = next((call.due_at for call in mine if call.due_at is not None), None)
        if later is not None:
            waits = tr("Nobody is to be rung before {at}.", at=words.when(later, self._zone, self._desk.clock()))
            said = f"{said} {waits}".strip()
        self.on_said(said)

    def _dial(self) -> None:
        """Let the softphone of this computer dial."""
        facts = self._facts
        if facts is not None and facts.phone:
            number = "".join(sign for sign in facts.phone if sign.isdigit() or sign == "+")
            if not QDesktopServices.openUrl(QUrl(f"{self._softphone}:{number}")):
                self.on_said(tr("No program on this computer dials {number}.", number=facts.phone))

    async def _move(self, days: int) -> None:
        self._offset += days
        await self.load()
        self._draw()
