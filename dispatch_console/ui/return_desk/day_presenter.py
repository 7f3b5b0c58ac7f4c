"""Closes a day: walks what is open, does what is to be done, and closes when nothing is left."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.phones import acts
from dispatch_console.application.planning import service_times
from dispatch_console.application.road import day_closings, day_end, goods_in, load_out, next_attempt, taking_over
from dispatch_console.application.road.day_end import CashOf
from dispatch_console.application.site import depot
from dispatch_console.domain.planning.service_times import Learnt, ServiceTimes
from dispatch_console.domain.road.day_end import OpenKind, OpenThing, blocking
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.domain.values import Money
from dispatch_console.language import Words, long_day, mark, money, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.return_desk import door_words, things
from dispatch_console.ui.return_desk.cash_presenter import doors_off
from dispatch_console.ui.return_desk.day_page import DEFAULT_UNTIL, CashLine, Check, DayPage, DayView, ThingView
from dispatch_console.ui.tasks import Tasks

KINDS = kinds_of(
    day_end.open_things, day_end.cash_of, day_end.not_gone, day_closings.closing_of, service_times.learnt, depot.zone_of
)
_ORDER = tuple(OpenKind)


class DayPresenter:
    """`goes` leads elsewhere: to the record of an order, a correction, the return desk or a load-out."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: DayPage,
        on_closed: Callable[[str], None],
        goes: Callable[[str, OpenThing], None],
    ) -> None:
        self._desk, self._page, self._on_closed, self._goes = desk, page, on_closed, goes
        self._day: date | None = None
        self._zone = ZoneInfo("UTC")
        self._things: tuple[OpenThing, ...] = ()
        self._chosen = ""
        self._place = 0
        self._sure = ""
        self._learnt: tuple[ServiceTimes, Learnt] | None = None
        start = tasks.start
        page.thing_chosen.connect(self._choose)
        page.act_wanted.connect(lambda code: start(self._act(code)))
        page.waive_wanted.connect(lambda: start(self._waive()))
        page.close_wanted.connect(lambda: start(self._close()))
        page.reopen_wanted.connect(lambda: start(self._reopen()))
        page.adopt_wanted.connect(lambda: start(self._adopt()))
        page.put_down_wanted.connect(lambda: on_closed(""))

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self._page.isVisible():
            await self.load()

    async def open(self, day: date) -> None:
        self._day, self._place, self._chosen = day, 0, ""
        self._page.reason.clear()
        await self.load()
        self._page.things.setFocus()

    @in_turn
    async def load(self) -> None:
        if self._day is None:
            return
        day = self._day
        self._zone = await self._desk.ask(depot.zone_of)
        found = await self._desk.ask(day_end.open_things, day)
        cash = await self._desk.ask(day_end.cash_of, day)
        closing = await self._desk.ask(day_closings.closing_of, day)
        self._learnt = await self._desk.ask(service_times.learnt, day)
        # what blocks stands first
        self._things = tuple(sorted(found, key=lambda thing: not thing.blocks))
        keys = [thing.key for thing in self._things]
        if self._chosen not in keys:
            # what was done is gone: the next one stands at its place, and a reason is of the thing it was typed for
            self._page.reason.clear()
            self._chosen = keys[min(self._place, len(keys) - 1)] if keys else ""
        self._place = keys.index(self._chosen) if keys else 0
        not_gone = await self._desk.ask(day_end.not_gone, day)
        left = blocking(self._things)
        closed, is_closed = "", False
        if closing is not None:
            is_closed = closing.reopened_at is None
            closed = tr("Closed by {by} at {at}.", by=closing.closed_by, at=words.clock(closing.closed_at, self._zone))
            if closing.reopened_at is not None:
                closed += " " + tr(
                    "Opened again at {at} by {by}: {why}.",
                    at=words.clock(closing.reopened_at, self._zone),
                    by=closing.reopened_by,
                    why=_REOPENED.get(closing.why, closing.why),
                )
        self._page.show_things([things.card(thing, self._zone) for thing in self._things], self._chosen)
        self._page.show_day(
            DayView(
                title=long_day(day),
                open_title=plural("{count} thing is open", "{count} things are open", len(left))
                if left
                else tr("Nothing is open"),
                cash=[_cash_line(row) for row in cash],
                checks=(*_checks(self._things, cash), _went_out(not_gone)),
                closed=closed,
                is_closed=is_closed,
                can_close=not left and not is_closed and day <= self._desk.clock().astimezone(self._zone).date(),
                doors=door_words.said(self._learnt),
                can_adopt=self._learnt is not None and self._learnt[1].is_better,
            )
        )
        self._show_chosen()

    def _choose(self, key: str) -> None:
        if key != self._chosen:
            # a reason is of the thing that it was typed for, and so is how long it passes
            self._page.reason.clear()
            self._page.until.setCurrentIndex(DEFAULT_UNTIL)
        self._chosen = key
        self._place = next((place for place, thing in enumerate(self._things) if thing.key == key), 0)
        self._show_chosen()

    def _thing(self) -> OpenThing | None:
        return next((thing for thing in self._things if thing.key == self._chosen), None)

    def _show_chosen(self) -> None:
        thing = self._thing()
        if thing is None:
            self._page.show_thing(None)
            return
        self._page.show_thing(
            ThingView(
                title=things.title(thing),
                under=things.under(thing),
                acts=() if thing.waived_by else _acts(thing),
                can_waive=thing.kind not in (OpenKind.ROUTE, OpenKind.OUTCOME),
                waived=bool(thing.waived_by),
            )
        )

    async def _act(self, code: str) -> None:
        thing = self._thing()
        if thing is None:
            return
        said = self._page.reason.text().strip()
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
                self._page.reason.clear()
            case "ring" if thing.order_id is not None:
                await self._desk.do(next_attempt.rebook, [thing.order_id])
            case "give_up" if thing.order_id is not None:
                await self._desk.do(next_attempt.give_up, [thing.order_id], said)
                self._page.reason.clear()
            case "set_aside" if thing.record_id is not None:
                await self._desk.do(acts.settle, thing.record_id, said)
                self._page.reason.clear()
            case _:
                self._goes(code, thing)
                return
        self._page.things.setFocus()

    async def _waive(self) -> None:
        thing = self._thing()
        if thing is None or self._day is None:
            return
        if thing.waived_by:
            # one key must not take back what a supervisor decided
            if self._sure != thing.key:
                self._sure = thing.key
                self._page.say_of_waiver(tr("Press it again: then it blocks the day again."))
                return
            self._sure = ""
            await self._desk.do(day_closings.unwaive, self._day, thing.key)
            return
        days = int(self._page.until.currentData())
        until = self._day + timedelta(days=days) if days else None
        await self._desk.do(day_closings.waive, self._day, thing.key, self._page.reason.text(), until)
        self._page.reason.clear()

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

    async def _reopen(self) -> None:
        if self._day is not None:
            await self._desk.do(day_closings.reopen_day, self._day, self._page.reason.text())
            self._page.reason.clear()


_REOPENED = Words({"late_act": mark("a stop was recorded later"), "corrected": mark("a stop was corrected")})


def _acts(thing: OpenThing) -> tuple[tuple[str, str], ...]:
    """Return what can be done about a thing: code and words."""
    match thing.kind:
        case OpenKind.ROUTE:
            return (("load_out", tr("Open its load-out (Shift+X in Routes calls it off)")),)
        case OpenKind.OUTCOME:
            return ("record", tr("Record what happened")), ("return_desk", tr("Type it from the sheet"))
        case OpenKind.NEXT_STEP:
            return ("ring", tr("Ring for a new window")), ("give_up", tr("It comes back for good: give the reason"))
        case OpenKind.GOODS:
            acts = ("here", tr("It is here")), ("lost", tr("It is lost"))
            # no record: its stop went to another van
            return acts if thing.record_id is not None else (*acts, ("taken", tr("The other van has it now")))
        case OpenKind.SURPLUS:
            return (("carried", tr("It is carried away")),)
        case OpenKind.CONTRADICTION:
            return (("correct", tr("Correct the stop: nobody took it")),)
        case OpenKind.PROOF if thing.what == "cash":
            return (("correct", tr("Correct what was paid")),)
        case OpenKind.PROOF:
            there = tr("Seen on the sheet") if thing.on_sheet else tr("It is there: give the reason")
            return ("on_sheet", there), ("correct", tr("Correct the stop"))
        case OpenKind.CASH:
            return (("return_desk", tr("Count it at the return desk")),)
        case OpenKind.PHONE if thing.what == "silent":
            return (("phones", tr("Look at the phones")),)
        case OpenKind.PHONE:
            return ("record", tr("Record what happened")), ("set_aside", tr("Set it aside: give the reason"))


def _checks(things_open: Sequence[OpenThing], cash: Sequence[CashOf]) -> tuple[Check, ...]:
    names = {
        OpenKind.ROUTE: tr("Every van left, or was called off"),
        OpenKind.OUTCOME: tr("Every stop has an outcome"),
        OpenKind.NEXT_STEP: tr("Missed stops have a next step"),
        OpenKind.GOODS: tr("Every parcel has a place"),
        OpenKind.SURPLUS: tr("Nothing surplus lies in a van"),
        OpenKind.CONTRADICTION: tr("No parcel is here that somebody took"),
        OpenKind.PROOF: tr("Every handoff has its proof"),
        OpenKind.CASH: tr("Cash agrees or is explained"),
        OpenKind.PHONE: tr("Every phone has said all"),
    }
    return tuple(_check(kind, names[kind], things_open, cash) for kind in _ORDER)


def _check(kind: OpenKind, words_of: str, things_open: Sequence[OpenThing], cash: Sequence[CashOf]) -> Check:
    """Return how far one thing is: what somebody let pass or explained is not there, and is not shown as there."""
    these = [thing for thing in things_open if (OpenKind.CASH if thing.what == "cash" else thing.kind) is kind]
    left = sum(thing.blocks for thing in these)
    passed = len(these) - left
    if left:
        return Check(words=words_of, state=tr("{count} open", count=left), tone="wrong")
    explained = sum(row.counted is not None and row.difference != 0 for row in cash) if kind is OpenKind.CASH else 0
    if passed:
        return Check(words=words_of, state=tr("{count} let pass", count=passed), tone="decide")
    if explained:
        return Check(words=words_of, state=tr("{count} explained", count=explained), tone="decide")
    return Check(words=words_of, state="", tone="")


def _went_out(not_gone: int) -> Check:
    """Return whether all that was promised left with a van. It closes without: those orders are rung, not counted."""
    said = tr("What was promised for the day left with a van")
    return Check(words=said, state=tr("{count} did not: ring them", count=not_gone) if not_gone else "",
                 tone="decide" if not_gone else "")  # fmt: skip


def _cash_line(row: CashOf) -> CashLine:
    differs = row.counted is not None and row.difference != 0
    return CashLine(
        driver=row.driver or tr("Counter"),
        due=money(Money(row.due, row.currency)),
        counted=money(Money(row.counted, row.currency)) if row.counted is not None else tr("not yet"),
        difference=money(Money(row.difference, row.currency)) if row.counted is not None else "",
        tone="wrong" if row.is_open and differs else "",
        reason=" ".join(part for part in (doors_off(row), row.reason) if part),
    )
