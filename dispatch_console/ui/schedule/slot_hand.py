"""What is done with a slot by hand: an order is held over it, or it is closed for everybody."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import slot_prices
from dispatch_console.application.promises import closed_days, promisable
from dispatch_console.application.promises.slots import SlotLoad
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import plural, tr
from dispatch_console.ports import TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.schedule import call_words
from dispatch_console.ui.schedule.tab import ScheduleTab


class SlotHand:
    """`say` tells what was done."""

    def __init__(
        self, desk: Desk, tab: ScheduleTab, travel: Callable[[], TravelTimes], say: Callable[[str], None]
    ) -> None:
        self._desk, self._tab, self._travel, self._say = desk, tab, travel, say
        self.zone = ZoneInfo("UTC")
        # the slot that it is asked to close
        self._closing: TimeWindow | None = None
        self._held: tuple[int, TimeWindow] | None = None
        # whoever changed the slots himself was told what came of it
        self.changed = False

    async def hold_over(self, order_id: int, load: SlotLoad) -> None:
        """Say on the slot what an order would bring there; nothing is written."""
        window, now = load.window, self._desk.clock()
        self._held = order_id, window
        if window.end <= now or not load.capacity:
            why = tr("over") if window.end <= now else tr("no van is out")
            self._tab.week.show_effect(window.start, why, "wrong")
            return
        refused = await self._desk.ask(promisable.refusals, order_id, (window,), now)
        if window in refused:
            found = refused[window]
            self._tab.week.show_effect(window.start, texts.sentence(found.code, found.facts), "wrong")
            return
        day = window.start.astimezone(self.zone).date()
        try:
            (price,) = await self._desk.ask(slot_prices.slot_prices, day, order_id, [window], self._travel())
        except DispatchError as error:
            self._tab.week.show_effect(window.start, texts.explain(error), "decide")
            return
        if self._held == (order_id, window):
            says, tone, more = call_words.price(price, is_asked=False)
            tones = {"good": "checked", "wrong": "wrong"}
            self._tab.week.show_effect(window.start, f"{more}  {says}".strip(), tones.get(tone, ""))

    async def ask_to_close(self, load: SlotLoad) -> None:
        """Ask whether a slot is to be closed; one that was closed by hand is opened again."""
        day, begins, ends = self._clocks(load.window)
        record = await self._desk.ask(closed_days.slot_closing, day, begins, ends)
        if record is not None:
            self.changed = True
            kept, asked = await self._desk.do(closed_days.open_day_again, record)
            self._say(_opened(self._span(load.window), kept, asked))
            return
        if load.closed_for:
            self._say(tr("That day is closed: {reason}. It is opened in Settings.", reason=load.closed_for))
            return
        self._closing = load.window
        concerned = await self._desk.ask(closed_days.promised_in, (load.window,))
        self._tab.begin_card()
        self._tab.close_card.ask_to_close(self._span(load.window), concerned)

    async def close(self, reason: str) -> None:
        """Close the slot that it was asked for. Whoever is promised it comes to the call desk.

        Errors: BadInput of the reason.
        """
        window, self._closing = self._closing, None
        if window is None:
            return
        day, begins, ends = self._clocks(window)
        given = closed_days.slot_texts(day, begins, ends, reason, ring=True)
        self.changed = True
        await self._desk.do(closed_days.keep_closed_day, None, given)
        self._say(tr("{slot} is closed. X on it opens it again.", slot=self._span(window)))

    def _clocks(self, window: TimeWindow) -> tuple[date, str, str]:
        start, end = window.start.astimezone(self.zone), window.end.astimezone(self.zone)
        return start.date(), f"{start:%H:%M}", f"{end:%H:%M}"

    def _span(self, window: TimeWindow) -> str:
        return words.span(window.start, window.end, self.zone, self._desk.clock())


def _opened(slot: str, kept: int, asked: int) -> str:
    said = [tr("{slot} is open again.", slot=slot)]
    if kept:
        said.append(plural("{count} promise holds again.", "{count} promises hold again.", kept))
    if asked:
        said.append(plural("{count} customer is still to be rung.", "{count} customers are still to be rung.", asked))
    return " ".join(said)
