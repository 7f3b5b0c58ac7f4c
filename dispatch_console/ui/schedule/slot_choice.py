"""Which slots are offered to the customer on the line, and what each costs as the prices come in."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import slot_prices
from dispatch_console.application.planning.slot_prices import SlotPrice
from dispatch_console.application.promises import promisable
from dispatch_console.application.promises.calls import CallFacts
from dispatch_console.application.promises.promisable import Barred
from dispatch_console.application.promises.slots import SlotLoad
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.orders import gates
from dispatch_console.domain.promises.offering import spread
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import TravelTimes

OFFERED = 5


class SlotChoice:
    """The order of the slots never changes while they are on the screen: a number means what it meant when it was
    read. A slot that is chosen in the week comes last.
    """

    def __init__(self, desk: Desk, travel: Callable[[], TravelTimes]) -> None:
        self._desk, self._travel = desk, travel
        self.order = 0
        # what was offered at the beginning of the call, and what stands there now
        self.offered: tuple[TimeWindow, ...] = ()
        self.windows: list[TimeWindow] = []
        self.chosen: int | None = None
        self.prices: dict[TimeWindow, SlotPrice] = {}
        self.is_asking = False
        self.refusals: dict[TimeWindow, Barred] = {}
        self._priced = asyncio.Event()
        self._priced.set()

    @property
    def window(self) -> TimeWindow | None:
        """Return the chosen window."""
        return self.windows[self.chosen] if self.chosen is not None else None

    def begin(self, facts: CallFacts, offered: Sequence[TimeWindow]) -> None:
        """Offer an order these slots, in this order."""
        self.order, self.chosen, self.prices, self.refusals = facts.order_id, None, {}, {}
        self.offered = tuple(offered)
        self.windows = list(offered)

    def choose(self, number: int) -> None:
        if number < len(self.windows):
            self.chosen = number

    def choose_window(self, window: TimeWindow) -> None:
        """Choose a slot of the week; one that is not on offer yet comes to the others."""
        if window not in self.windows:
            del self.windows[OFFERED:]
            self.windows.append(window)
        self.chosen = self.windows.index(window)

    async def ask_prices(self, zone: ZoneInfo, show: Callable[[], None]) -> str:
        """Ask what the slots cost that have no price yet, a day at a time. Returns the code of why none is known."""
        order = self.order
        self.is_asking = True
        self._priced.clear()
        show()
        try:
            missing = [window for window in self.windows if window not in self.prices]
            for day in sorted({window.start.astimezone(zone).date() for window in missing}):
                asked = [window for window in missing if window.start.astimezone(zone).date() == day]
                found = await self._desk.ask(slot_prices.slot_prices, day, order, asked, self._travel())
                if order != self.order:
                    return ""
                self.prices |= {price.window: price for price in found}
                show()
        except DispatchError as error:
            return error.code if order == self.order else ""
        finally:
            if order == self.order:
                self.is_asking = False
                self._priced.set()
        await asyncio.sleep(0)
        return ""

    async def ask_refusals(self) -> None:
        """Ask which of the windows may not be promised to the order as it stands now."""
        order, windows = self.order, tuple(self.windows)
        found = await self._desk.ask(promisable.refusals, order, windows, self._desk.clock())
        if order == self.order:
            self.refusals = found

    async def until_priced(self) -> None:
        """Wait until it is known what the slots cost, as far as it can be known."""
        await self._priced.wait()

    @property
    def refused(self) -> str:
        """Return why the chosen window may not be promised; nothing where it may."""
        found = self.refusals.get(self.window) if self.window is not None else None
        return texts.sentence(found.code, found.facts) if found is not None else ""

    @property
    def is_barred(self) -> bool:
        """Return whether nobody, or nobody who sits here, may promise the chosen window."""
        found = self.refusals.get(self.window) if self.window is not None else None
        return found is not None and not (found.may_waive and gates.may_waive(self._desk.actor.role))

    @property
    def needs_reason(self) -> bool:
        """Return whether the chosen window is promised against a rule or against the plan: it breaks a promise, its own
        or that of somebody else.
        """
        price = self.prices.get(self.window) if self.window is not None else None
        return bool(self.refused) or (price is not None and not price.keeps_all)


def to_offer(
    facts: CallFacts, loads: Sequence[SlotLoad], allowed: Sequence[TimeWindow], zone: ZoneInfo, now: datetime
) -> tuple[TimeWindow, ...]:
    """Return the next slots that may be promised to an order and in which a van is out: those first that it asks for or
    in which its van would come.
    """
    closed = {load.window for load in loads if not load.is_open}
    coming = [window for window in allowed if window.start > now and window not in closed]
    if facts.late is not None:
        # the window that cannot be kept is not offered again; the one in which the van would come stands first
        arrives, broken = facts.late.arrives_at, facts.late.promise
        coming = [window for window in coming if window != broken]
        first = [window for window in coming if arrives and window.start <= arrives < window.end]
    else:
        first = [
            window
            for window in coming
            if facts.asked and window.start < facts.asked.end and facts.asked.start < window.end
        ]
    return tuple(spread(list(dict.fromkeys((*first, *coming))), zone, OFFERED))
