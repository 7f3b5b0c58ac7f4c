"""Turns a day's board into the Tracking tab; opens load-out and handoff over it."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.phones import phones_list
from dispatch_console.application.planning import day_board, slot_prices
from dispatch_console.application.planning.day_board import BoardStop, BoardVan, DayBoard
from dispatch_console.application.planning.slot_prices import SlotPrice
from dispatch_console.application.promises import slots
from dispatch_console.application.road import doorstep, handoff_view, missed_card, next_attempt, settled, taking_over
from dispatch_console.application.road.settled import Settled
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.orders.permissions import PermissionKind
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.road.day_end import OpenThing
from dispatch_console.domain.values import Coordinate, TimeWindow
from dispatch_console.language import long_day, tr
from dispatch_console.ports import MessageSender, RouteSolver, TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.door_notes.dialog import DoorNotesDialog
from dispatch_console.ui.handoff import correct_presenter
from dispatch_console.ui.handoff import presenter as handoff_presenter
from dispatch_console.ui.handoff.correct_presenter import CorrectPresenter
from dispatch_console.ui.handoff.presenter import HandoffPresenter
from dispatch_console.ui.load_out import presenter as load_out_presenter
from dispatch_console.ui.load_out.presenter import LoadOutPresenter
from dispatch_console.ui.map.day import map_routes, map_state, stop_key
from dispatch_console.ui.map.paths import Paths
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.state import MapRoute
from dispatch_console.ui.phones import presenter as phones_presenter
from dispatch_console.ui.phones.presenter import PhonesPresenter
from dispatch_console.ui.return_desk import day_presenter
from dispatch_console.ui.return_desk import presenter as return_presenter
from dispatch_console.ui.return_desk.day_presenter import DayPresenter
from dispatch_console.ui.return_desk.presenter import ReturnPresenter
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.tracking import views, ways_out
from dispatch_console.ui.tracking.road_presenter import RoadPresenter
from dispatch_console.ui.tracking.stop_papers import StopPapers, TrackingPapers
from dispatch_console.ui.tracking.tab import (
    BOARD,
    CORRECT,
    DAY_END,
    HANDOFF,
    LOAD_OUT,
    PHONES,
    RETURN_DESK,
    TrackingTab,
)

log = logging.getLogger(__name__)
BOARD_KINDS = kinds_of(
    missed_card.missed_card,
    day_board.day_board,
    slots.slot_loads,
    handoff_view.view,
    depot.zone_of,
    taking_over.elsewhere,
    settled.settled,
)
KINDS = BOARD_KINDS | load_out_presenter.KINDS | handoff_presenter.KINDS | correct_presenter.KINDS
PHONE_KINDS = kinds_of(phones_list.waiting_count) - BOARD_KINDS
KINDS |= return_presenter.KINDS | day_presenter.KINDS | phones_presenter.KINDS
WINDOWS_OFFERED = 3


class TrackingPresenter:
    """One stop is chosen; exceptions, board, map and card show the same one."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        papers: TrackingPapers,
        paths: Paths,
        tiles: TileReader,
        centre: Coordinate,
        door: Callable[[], str],
        travel: Callable[[], TravelTimes],
        choose_sheets: Callable[[], Sequence[Path]],
        solver: Callable[[], RouteSolver],
        channel: Callable[[], MessageSender],
        sender: Sender,
    ) -> None:
        self._desk = desk
        self._paths = paths
        self._routes: tuple[MapRoute, ...] = ()
        self._offset = 0
        self._board: DayBoard | None = None
        self._letter, self._selected, self._filter = "", "", ""
        self._windows: tuple[TimeWindow, ...] = ()
        self._settled: tuple[Settled, ...] = ()
        # of orders that were missed, until the board is read again
        self._prices: dict[int, dict[TimeWindow, SlotPrice]] = {}
        self.tab = TrackingTab(tiles, centre)
        self.load_out = LoadOutPresenter(desk, tasks, self.tab.loading, self._back)
        self.handoff = HandoffPresenter(
            desk, tasks, self.tab.handoff, self._back, lambda record: tasks.start(self._open_correction(record))
        )
        self.correction = CorrectPresenter(desk, tasks, self.tab.correct, self._back, papers.forget)
        self.returns = ReturnPresenter(
            desk,
            tasks,
            self.tab.returns,
            self._back,
            lambda record: tasks.start(self._open_correction(record)),
            lambda order_id: self._record_order(order_id, from_sheet=True),
            lambda: tasks.start(self._open_day_end()),
            choose_sheets=choose_sheets,
            sheet_files=papers,
        )
        self.day_end = DayPresenter(desk, tasks, self.tab.day_end, self._back, self._go)
        self.phones = PhonesPresenter(desk, tasks, self.tab.phone_page, self._back, self._record_order, door)
        self._travel = travel
        self._came_from = BOARD
        self._acts_waiting = 0
        written = StopPapers(
            desk, self.tab, papers, channel, sender,
            stop=self._stop, day=lambda: self._board.day if self._board is not None else None, said=self._say,
        )  # fmt: skip
        self.road = RoadPresenter(desk, tasks, self.tab.road_card, travel, solver, self._say)
        self.door_notes = DoorNotesDialog(self.tab, desk, tasks)
        self._tasks = tasks
        tab, page, start = self.tab, self.tab.board, tasks.start
        tab.header.moved.connect(lambda by: start(self._move(by)))
        tab.header.filtered.connect(self._show_filter)
        for view in (page.map.picked, page.board.picked, page.exceptions.chosen):
            view.connect(lambda key: start(self.select(key)))
        page.settled.chosen.connect(lambda key: start(self.select(key.split("-", 2)[2])))
        page.board.van_picked.connect(lambda letter: start(self._select_van(letter)))
        page.stop.way_taken.connect(lambda code: start(self._take_way(code)))
        page.stop.arrive_wanted.connect(lambda: start(self._arrive()))
        page.stop.proof_wanted.connect(lambda: start(written.proof()))
        page.stop.handoff_wanted.connect(lambda: start(self._open_handoff()))
        page.stop.correct_wanted.connect(lambda: start(self._correct_stop()))
        page.stop.door_wanted.connect(lambda: start(self._note_door()))
        page.stop.support_wanted.connect(lambda: start(self._ask_support()))
        tab.load_out_wanted.connect(lambda: start(self._open_load_out()))
        tab.handoff_wanted.connect(lambda: start(self._open_handoff()))
        tab.return_desk_wanted.connect(lambda: start(self._open_returns()))
        tab.day_end_wanted.connect(lambda: start(self._open_day_end()))
        tab.phones_wanted.connect(lambda: start(self._open_phones()))
        tab.sheets_wanted.connect(lambda: start(written.van(self._letter)))
        tab.loading.print_wanted.connect(lambda letter: start(written.van(letter)))
        tab.proofs_wanted.connect(lambda: start(written.proofs()))
        tab.dispute_wanted.connect(lambda: start(written.dispute()))
        tab.reorder_wanted.connect(lambda: start(self._reorder()))
        tab.mail_proof_wanted.connect(lambda: start(written.ask_to_mail()))
        tab.mail_card.send_wanted.connect(lambda to: start(written.mail(to)))
        tab.share_wanted.connect(lambda: start(self._share()))
        page.stop.other_van_wanted.connect(lambda: start(self._give_stop()))
        page.stop.taken_over_wanted.connect(lambda: start(self._taken_over()))

    async def load(self) -> None:
        zone = await self._desk.ask(depot.zone_of)
        now = self._desk.clock()
        day = now.astimezone(zone).date() + timedelta(days=self._offset)
        self._board = await self._desk.ask(day_board.day_board, day, now)
        await self._paths.learn(self._board)
        self._routes = map_routes(self._board, self._paths)
        coming = await self._desk.ask(slots.slot_loads, now.astimezone(zone).date(), 3, now)
        open_slots = (load.window for load in coming if load.window.start > now and load.is_open)
        self._windows = tuple(open_slots)[:WINDOWS_OFFERED]
        self._settled = await self._desk.ask(settled.settled, day)
        self._acts_waiting = await self._desk.ask(phones_list.waiting_count, day)
        self._prices.clear()
        if self._stop() is None:
            self._selected = ""
        await self._show()

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & BOARD_KINDS:
            await self.load()
        elif kinds & PHONE_KINDS and self._board is not None:
            await self._look_for_acts()
        await self.load_out.refresh(kinds)
        await self.handoff.refresh(kinds)
        await self.correction.refresh(kinds)
        await self.returns.refresh(kinds)
        await self.day_end.refresh(kinds)
        await self.phones.refresh(kinds)

    async def _look_for_acts(self) -> None:
        """Show how many acts of phones wait, when their number changes: phones are heard every few seconds."""
        if self._board is None:
            return
        waiting = await self._desk.ask(phones_list.waiting_count, self._board.day)
        if waiting != self._acts_waiting:
            self._acts_waiting = waiting
            await self._show()

    @property
    def exception_count(self) -> int:
        return len(views.exceptions(self._board, self._acts_waiting)) if self._board else 0

    async def select(self, key: str) -> None:
        if key == views.ACTS:
            await self._open_phones()
            return
        self._selected = key
        chosen = self._stop()
        if chosen is None:
            self._selected = ""
        else:
            self._letter = chosen[0].letter
        await self._show()

    def _show_settled(self, now: datetime) -> None:
        if self._board is not None:
            cards = views.settled_cards(self._settled, self._board.zone, now)
            chosen = next((card.key for card in cards if card.key.endswith(f"-{self._selected}")), "")
            self.tab.board.show_settled(cards, chosen if self._selected else "")

    async def _select_van(self, letter: str) -> None:
        self._letter = letter
        chosen = self._stop()
        if chosen is not None and chosen[0].letter != letter:
            self._selected = ""
        await self._show()

    def _stop(self) -> tuple[BoardVan, BoardStop] | None:
        vans = self._board.vans if self._board else ()
        return next(((van, stop) for van in vans for stop in van.stops if stop_key(stop) == self._selected), None)

    async def _show(self) -> None:
        board, page = self._board, self.tab.board
        if board is None:
            return
        now = self._desk.clock().astimezone(board.zone)
        self.tab.header.show_day(long_day(board.day))
        self.tab.header.show_figures(views.figures(board))
        cards = views.exceptions(board, self._acts_waiting)
        if self._filter in ("late", "missed"):
            cards = tuple(card for card in cards if card.tone == ("wrong" if self._filter == "late" else "decide"))
        page.exceptions.show_cards(cards, self._selected)
        page.show_exception_count(len(cards))
        self._show_settled(now)
        page.show_board(views.rows(board, now), self._letter, self._selected)
        page.map.show_state(map_state(board, self._routes, self._letter, self._selected))
        self.tab.load_out.setEnabled(any(leg.departed_at is None for leg in board.legs))
        chosen, asked = self._stop(), self._selected
        if chosen is None:
            page.stop.show_stop(None)
            return
        van, stop = chosen
        order = await self._desk.ask(handoff_view.view, stop.order_ids[0])
        if self._selected != asked:
            return
        outcome = words.OUTCOMES.get(order.outcome_code, "").capitalize()
        if not stop.unsettled:
            held = await self._desk.ask(taking_over.elsewhere, stop.order_ids)
            if self._selected == asked:
                done = views.record_rows(order)
                page.stop.show_stop(views.stop_facts(board, van, stop, outcome, (), done, held=held))
            return
        await self._show_missed(board, van, stop, outcome)

    async def _show_missed(self, board: DayBoard, van: BoardVan, stop: BoardStop, outcome: str) -> None:
        """Show what is known of a miss and the ways out, and their prices as soon as they are known."""
        asked, order_id, zone, now = self._selected, stop.order_ids[0], board.zone, self._desk.clock()
        card = await self._desk.ask(missed_card.missed_card, order_id, board.day)
        known = ways_out.facts(card, zone, now)
        prices = self._prices.get(order_id, {})
        for priced in (False, True):
            if priced and not prices:
                prices = self._prices[order_id] = await self._ask_prices(order_id, zone)
            elif priced:
                return
            if self._selected != asked:
                return
            ways = ways_out.ways_out(card, self._windows, prices, zone, now)
            self.tab.board.stop.show_stop(views.stop_facts(board, van, stop, outcome, ways, known))

    async def _ask_prices(self, order_id: int, zone: ZoneInfo) -> dict[TimeWindow, SlotPrice]:
        """Return the price of each window that is offered, against the plan of its day."""
        by_day: dict[date, list[TimeWindow]] = {}
        for window in self._windows:
            by_day.setdefault(window.start.astimezone(zone).date(), []).append(window)
        found: dict[TimeWindow, SlotPrice] = {}
        for day, windows in by_day.items():
            try:
                asked = await self._desk.ask(slot_prices.slot_prices, day, order_id, windows, self._travel())
            except DispatchError as error:
                # without a pin or a plan the way stands without a price
                log.info("no price for another attempt: %s", error.code)
                continue
            found |= {price.window: price for price in asked}
        return found

    def _say(self, sentence: str, file: Path | None = None) -> None:
        self.tab.said.say(sentence, wrong=False, file=file)

    async def _reorder(self) -> None:
        if self._board is not None and self._letter:
            await self.road.reorder(self._board.day, self._letter)
        else:
            self._say(tr("Choose a van on the board first."))

    async def _share(self) -> None:
        if self._board is not None and self._letter:
            await self.road.give_all(self._board.day, self._letter)
        else:
            self._say(tr("Choose a van on the board first."))

    async def _give_stop(self) -> None:
        chosen = self._stop()
        if self._board is not None and chosen is not None:
            await self.road.give(self._board.day, chosen[0].letter, chosen[1].stop_id)

    async def _taken_over(self) -> None:
        """Note that the parcels of the chosen stop were taken over, as the driver says by phone."""
        chosen = self._stop()
        if chosen is None:
            return
        van, stop = chosen
        await self._desk.do(taking_over.take_over_all, stop.order_ids)
        self._say(tr("{vehicle} has the parcels of {customer} now.", vehicle=van.vehicle, customer=stop.customer))

    async def _note_door(self) -> None:
        chosen = self._stop()
        if chosen is not None:
            stop = chosen[1]
            await self.door_notes.open_for(stop.order_ids[0], f"{stop.customer}, {stop.address}")

    async def _record_as(self, stop: BoardStop, outcome: str) -> None:
        """Open the correction of a miss with what the driver is told to do: it is so once somebody says it was done."""
        if self._board is None:
            return
        card = await self._desk.ask(missed_card.missed_card, stop.order_ids[0], self._board.day)
        await self._open_correction(card.record_id)
        self.correction.propose(outcome)

    async def _ask_support(self) -> None:
        chosen = self._stop()
        if chosen is not None and chosen[1].unsettled:
            await self._desk.do(missed_card.ask_support, chosen[1].order_ids)
            self.tab.said.say(
                tr("Customer service is asked to ring. The way out is still yours to choose."), wrong=False
            )

    def _show_filter(self, name: str) -> None:
        self._filter = name
        self._tasks.start(self._show())

    async def _move(self, by: int) -> None:
        self._offset += by
        await self.load()
        self.tab.board.map.fit()

    async def _arrive(self) -> None:
        chosen = self._stop()
        if chosen is not None:
            await self._desk.do(doorstep.arrive, chosen[1].order_ids)

    async def _open_handoff(self) -> None:
        self.tab.show_page(HANDOFF)
        chosen = self._stop()
        if chosen is not None and self.tab.board.stop.record.isEnabled():
            await self.handoff.open(chosen[1].order_ids[0])
        else:
            self.handoff.close()
            await self.handoff.load()

    async def _correct_stop(self) -> None:
        """Correct the record of the chosen stop; of several orders the first is open, the others stand in the list."""
        chosen = self._stop()
        if chosen is None:
            return
        view = await self._desk.ask(handoff_view.view, chosen[1].order_ids[0])
        standing = [record for record in view.records if record.replaced_at is None]
        await self._open_correction(standing[-1].record_id if standing else None)

    async def _open_correction(self, record_id: int | None) -> None:
        self._note_where()
        self.tab.show_page(CORRECT)
        await self.correction.load(self._board.day if self._board is not None else None)
        if record_id is not None:
            await self.correction.open(record_id)
        else:
            self.correction.close()

    async def _open_returns(self, letter: str = "") -> None:
        board = self._board
        if board is not None:
            self.tab.show_page(RETURN_DESK)
            await self.returns.open(board.day, letter or self._letter)

    async def _open_day_end(self) -> None:
        if self._board is not None:
            self.tab.show_page(DAY_END)
            await self.day_end.open(self._board.day)

    async def _open_phones(self) -> None:
        if self._board is not None:
            self.tab.show_page(PHONES)
            await self.phones.open(self._board.day)

    def _record_order(self, order_id: int, *, from_sheet: bool = False) -> None:
        self._note_where()
        self.tab.show_page(HANDOFF)
        self._tasks.start(self.handoff.open(order_id, from_sheet=from_sheet))

    def _go(self, code: str, thing: OpenThing) -> None:
        """Go from an open thing of the day to where it is settled."""
        self._letter = thing.letter or self._letter
        if code == "record" and thing.order_id is not None:
            self._record_order(thing.order_id)
        elif code == "phones":
            self._tasks.start(self._open_phones())
        elif code == "correct":
            self._tasks.start(self._open_correction(thing.record_id))
        elif code == "load_out":
            self._tasks.start(self._open_load_out())
        else:
            self._tasks.start(self._open_returns(thing.letter))

    async def _open_load_out(self) -> None:
        """Open the chosen van's next departure, or the first one that has not left."""
        legs = [(van.letter, leg) for van in (self._board.vans if self._board else ()) for leg in van.legs]
        waiting = [(letter, leg) for letter, leg in legs if leg.departed_at is None and leg.stops]
        mine = [leg for letter, leg in waiting if letter == self._letter] or [leg for _, leg in waiting]
        if not mine:
            self.tab.said.say(tr("No van is left to be loaded. Plan and publish first, in Routes."), wrong=False)
            return
        self.tab.show_page(LOAD_OUT)
        await self.load_out.open(mine[0].route_id)

    def _note_where(self) -> None:
        """Keep from where a record is opened: its page leads back there."""
        here = self.tab.pages.currentIndex()
        self._came_from = here if here in (RETURN_DESK, DAY_END, PHONES) else BOARD

    def _back(self, said: str) -> None:
        page, self._came_from = self._came_from, BOARD
        self.tab.show_page(page)
        if page == RETURN_DESK:
            self._tasks.start(self.returns.load())
        elif page == DAY_END:
            self._tasks.start(self.day_end.load())
        elif page == PHONES:
            self._tasks.start(self._open_phones())
        if said:
            self.tab.said.say(said, wrong=False)

    async def _take_way(self, code: str) -> None:
        chosen = self._stop()
        if chosen is None:
            return
        if code in ways_out.AS_OUTCOME:
            await self._record_as(chosen[1], ways_out.AS_OUTCOME[PermissionKind(code)])
            return
        if code == ways_out.GIVE_UP:
            order = await self._desk.ask(handoff_view.view, chosen[1].order_ids[0])
            outcome = words.OUTCOMES.get(order.outcome_code, order.outcome_code)
            why = tr("{outcome}, attempt {number}", outcome=outcome, number=order.attempt)
            await self._desk.do(next_attempt.give_up, chosen[1].order_ids, why)
            self.tab.said.say(tr("{customer}: it comes back for good.", customer=chosen[1].customer), wrong=False)
            return
        window = self._windows[int(code.removeprefix("window-"))] if code.startswith("window-") else None
        await self._desk.do(next_attempt.rebook, chosen[1].order_ids, window)
        where = (
            tr("to the tray of Routes; the window is not agreed yet, the call desk rings")
            if window
            else tr("to the call desk")
        )
        self.tab.said.say(
            tr("{customer}: the next attempt goes {where}", customer=chosen[1].customer, where=where), wrong=False
        )
