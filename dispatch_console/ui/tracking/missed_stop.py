"""The card of a missed stop: what is known of it, the ways out with their prices, and what a chosen way does."""

import logging
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing import asking
from dispatch_console.application.planning import slot_prices
from dispatch_console.application.planning.day_board import BoardStop, BoardVan, DayBoard
from dispatch_console.application.planning.slot_prices import SlotPrice
from dispatch_console.application.promises import slots
from dispatch_console.application.road import handoff_view, missed_card, next_attempt
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.orders.permissions import PermissionKind
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import tr
from dispatch_console.ports import TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.tracking import views, ways_out
from dispatch_console.ui.tracking.chosen import Chosen
from dispatch_console.ui.tracking.stop_panel import StopPanel

log = logging.getLogger(__name__)
WINDOWS_OFFERED, DAYS_SEARCHED = 3, 3


class MissedStop:
    """`correct` opens the correction of a record with an outcome proposed; `said` shows a sentence over the board."""

    def __init__(
        self,
        desk: Desk,
        panel: StopPanel,
        chosen: Chosen,
        travel: Callable[[], TravelTimes],
        *,
        correct: Callable[[int | None, str], Awaitable[None]],
        said: Callable[[str], None],
    ) -> None:
        self._desk, self._panel, self._chosen, self._travel = desk, panel, chosen, travel
        self._correct, self._said = correct, said
        self._coming: tuple[TimeWindow, ...] = ()
        self._windows: tuple[TimeWindow, ...] = ()
        # by order; those that are not fresh stand until they are asked anew
        self._prices: dict[int, dict[TimeWindow, SlotPrice]] = {}
        self._fresh: set[int] = set()

    async def load(self, today: date, now: datetime) -> None:
        """Read the windows that may be offered next; what they cost is asked anew."""
        coming = await self._desk.ask(slots.slot_loads, today, DAYS_SEARCHED, now)
        self._coming = tuple(load.window for load in coming if load.window.start > now and load.is_open)
        self._fresh.clear()

    async def show(self, board: DayBoard, van: BoardVan, stop: BoardStop, outcome: str) -> None:
        """Show what is known of a miss and the ways out, and their prices as soon as they are known."""
        asked, order_id, zone, now = self._chosen.key, stop.order_ids[0], board.zone, self._desk.clock()
        card = await self._desk.ask(missed_card.missed_card, order_id, board.day)
        known = ways_out.facts(card, zone, now)
        asks = ways_out.asks(await self._desk.ask(asking.asking, order_id, now))

        def show() -> None:
            if self._chosen.key == asked:
                prices = self._prices.get(order_id)
                self._windows = ways_out.worth_offering(self._coming, prices or {}, WINDOWS_OFFERED)
                ways = ways_out.ways_out(card, self._windows, prices, zone, now)
                self._panel.show_stop(views.stop_facts(board, van, stop, outcome, ways, known, asks=asks))

        if order_id not in self._fresh:
            show()
            self._prices[order_id] = await self._ask_prices(order_id, zone)
            self._fresh.add(order_id)
        show()

    async def _ask_prices(self, order_id: int, zone: ZoneInfo) -> dict[TimeWindow, SlotPrice]:
        """Return the price of the coming windows against the plan of their day, until enough can be kept."""
        by_day: dict[date, list[TimeWindow]] = {}
        for window in self._coming:
            by_day.setdefault(window.start.astimezone(zone).date(), []).append(window)
        found: dict[TimeWindow, SlotPrice] = {}
        for day, windows in by_day.items():
            if sum(price.more_min is not None for price in found.values()) >= WINDOWS_OFFERED:
                break
            try:
                asked = await self._desk.ask(slot_prices.slot_prices, day, order_id, windows, self._travel())
            except DispatchError as error:
                # without a pin or a plan the way stands without a price
                log.info("no price for another attempt: %s", error.code)
                continue
            found |= {price.window: price for price in asked}
        return found

    async def ask_support(self) -> None:
        """Ask customer service to ring the customer of the chosen stop."""
        chosen = self._chosen.stop()
        if chosen is not None and chosen[1].unsettled:
            await self._desk.do(missed_card.ask_support, chosen[1].order_ids)
            self._said(tr("Customer service is asked to ring. The way out is still yours to choose."))

    async def take(self, code: str) -> None:
        """Take one of the ways out for the chosen stop."""
        chosen = self._chosen.stop()
        if chosen is None:
            return
        stop = chosen[1]
        if code in ways_out.AS_OUTCOME:
            await self._record_as(stop, ways_out.AS_OUTCOME[PermissionKind(code)])
            return
        if code == ways_out.GIVE_UP:
            order = await self._desk.ask(handoff_view.view, stop.order_ids[0])
            outcome = words.OUTCOMES.get(order.outcome_code, order.outcome_code)
            why = tr("{outcome}, attempt {number}", outcome=outcome, number=order.attempt)
            await self._desk.do(next_attempt.give_up, stop.order_ids, why)
            self._said(tr("{customer}: it comes back for good.", customer=stop.customer))
            return
        window = self._windows[int(code.removeprefix("window-"))] if code.startswith("window-") else None
        await self._desk.do(next_attempt.rebook, stop.order_ids, window)
        then = (
            tr("The customer is asked, and nothing is agreed before he says yes. Routes has it in its tray.")
            if window
            else tr("The call desk rings for a time.")
        )
        self._said(f"{tr('{customer}: to be delivered again.', customer=stop.customer)} {then}")

    async def _record_as(self, stop: BoardStop, outcome: str) -> None:
        """Open the correction of a miss with what the driver is told to do: it is so once somebody says it was done."""
        if self._chosen.day is not None:
            card = await self._desk.ask(missed_card.missed_card, stop.order_ids[0], self._chosen.day)
            await self._correct(card.record_id, outcome)
