"""Turns a day's board into the Tracking tab."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.phones import phones_list
from dispatch_console.application.planning import day_board
from dispatch_console.application.promises import slots
from dispatch_console.application.road import doorstep, handoff_view, missed_card, settled, taking_over
from dispatch_console.application.road.settled import Settled
from dispatch_console.application.site import depot
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import long_day, tr
from dispatch_console.ports import MessageSender, RouteSolver, TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.door_notes.dialog import DoorNotesDialog
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.map.day import map_routes, map_state
from dispatch_console.ui.map.paths import Paths
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.state import MapRoute
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.tracking import rooms, views
from dispatch_console.ui.tracking.chosen import Chosen
from dispatch_console.ui.tracking.missed_stop import MissedStop
from dispatch_console.ui.tracking.road_presenter import RoadPresenter
from dispatch_console.ui.tracking.rooms import Rooms
from dispatch_console.ui.tracking.stop_papers import StopPapers, TrackingPapers
from dispatch_console.ui.tracking.tab import (
    DAY_END,
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
KINDS = BOARD_KINDS | rooms.KINDS
PHONE_KINDS = kinds_of(phones_list.waiting_count) - BOARD_KINDS


@dataclass(frozen=True, slots=True)
class Place:
    """What is open in Tracking. `offset`: days from today; `letter` of the chosen van; `page` of the tab; `reason`:
    what was typed at the end of the day.
    """

    offset: int
    letter: str
    page: int
    reason: str


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
        self._filter = ""
        self._settled: tuple[Settled, ...] = ()
        self._acts_waiting = 0
        self.chosen = Chosen()
        self.tab = TrackingTab(tiles, centre)
        self.rooms = Rooms(
            desk,
            tasks,
            self.tab,
            self.chosen,
            papers=papers,
            door=door,
            choose_sheets=choose_sheets,
            select=self.select,
        )
        written = StopPapers(desk, self.tab, papers, channel, sender, chosen=self.chosen, said=self._say)
        self._missed = missed = MissedStop(
            desk, self.tab.board.stop, self.chosen, travel, correct=self.rooms.open_correction, said=self._say
        )
        self.road = RoadPresenter(desk, tasks, self.tab.road_card, travel, solver, self._say)
        self.door_notes = DoorNotesDialog(self.tab, desk, tasks)
        self._tasks = tasks
        tab, page, over, start = self.tab, self.tab.board, self.rooms, tasks.start
        tab.header.moved.connect(lambda by: start(self._move(by)))
        tab.header.filtered.connect(self._show_filter)
        for view in (page.map.picked, page.board.picked, page.exceptions.chosen):
            view.connect(lambda key: start(self.select(key)))
        page.settled.chosen.connect(lambda key: start(self.select(key.split("-", 2)[2])))
        page.board.van_picked.connect(lambda letter: start(self._select_van(letter)))
        page.stop.way_taken.connect(lambda code: start(missed.take(code)))
        page.stop.arrive_wanted.connect(lambda: start(self._arrive()))
        page.stop.proof_wanted.connect(lambda: start(written.proof()))
        page.stop.handoff_wanted.connect(lambda: start(over.open_handoff()))
        page.stop.correct_wanted.connect(lambda: start(over.correct_stop()))
        page.stop.door_wanted.connect(lambda: start(self._note_door()))
        page.stop.support_wanted.connect(lambda: start(missed.ask_support()))
        tab.load_out_wanted.connect(lambda: start(over.open_load_out()))
        tab.handoff_wanted.connect(lambda: start(over.open_handoff()))
        tab.return_desk_wanted.connect(lambda: start(over.open_returns()))
        tab.day_end_wanted.connect(lambda: start(over.open_day_end()))
        tab.phones_wanted.connect(lambda: start(over.open_phones()))
        tab.sheets_wanted.connect(lambda: start(written.van(self.chosen.letter)))
        tab.loading.print_wanted.connect(lambda letter: start(written.van(letter)))
        tab.proofs_wanted.connect(lambda: start(written.proofs()))
        tab.dispute_wanted.connect(lambda: start(written.dispute()))
        tab.reorder_wanted.connect(lambda: start(self._reorder()))
        tab.mail_proof_wanted.connect(lambda: start(written.ask_to_mail()))
        tab.mail_card.send_wanted.connect(lambda to: start(written.mail(to)))
        tab.share_wanted.connect(lambda: start(self._share()))
        page.stop.other_van_wanted.connect(lambda: start(self._give_stop()))
        page.stop.taken_over_wanted.connect(lambda: start(self._taken_over()))

    @in_turn
    async def load(self) -> None:
        zone = await self._desk.ask(depot.zone_of)
        now = self._desk.clock()
        day = now.astimezone(zone).date() + timedelta(days=self._offset)
        self.chosen.board = await self._desk.ask(day_board.day_board, day, now)
        await self._paths.learn(self.chosen.board)
        self._routes = map_routes(self.chosen.board, self._paths)
        await self._missed.load(now.astimezone(zone).date(), now)
        self._settled = await self._desk.ask(settled.settled, day)
        self._acts_waiting = await self._desk.ask(phones_list.waiting_count, day)
        if self.chosen.stop() is None:
            self.chosen.key = ""
        await self._show()

    @property
    def place(self) -> Place:
        page = self.tab.pages.currentIndex()
        return Place(
            self._offset, self.chosen.letter, page, self.tab.day_end.side.reason.text() if page == DAY_END else ""
        )

    async def return_to(self, place: Place) -> None:
        """Open what was open in another window of this desk."""
        self._offset, self.chosen.letter = place.offset, place.letter
        await self.load()
        await self.rooms.open_page(place.page)
        self.tab.day_end.side.reason.setText(place.reason)

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & BOARD_KINDS:
            await self.load()
        elif kinds & PHONE_KINDS and self.chosen.board is not None:
            await self._look_for_acts()
        await self.rooms.refresh(kinds)

    @in_turn
    async def _look_for_acts(self) -> None:
        """Show how many acts of phones wait, when their number changes: phones are heard every few seconds."""
        if self.chosen.board is None:
            return
        waiting = await self._desk.ask(phones_list.waiting_count, self.chosen.board.day)
        if waiting != self._acts_waiting:
            self._acts_waiting = waiting
            await self._show()

    @property
    def exception_count(self) -> int:
        return len(views.exceptions(self.chosen.board, self._acts_waiting)) if self.chosen.board else 0

    async def select(self, key: str) -> None:
        if key == views.ACTS:
            await self.rooms.open_phones()
            return
        self.chosen.key = key
        chosen = self.chosen.stop()
        if chosen is None:
            self.chosen.key = ""
        else:
            self.chosen.letter = chosen[0].letter
        await self._show()

    def _show_settled(self, now: datetime) -> None:
        if self.chosen.board is not None:
            cards = views.settled_cards(self._settled, self.chosen.board.zone, now)
            chosen = next((card.key for card in cards if card.key.endswith(f"-{self.chosen.key}")), "")
            self.tab.board.show_settled(cards, chosen if self.chosen.key else "")

    async def _select_van(self, letter: str) -> None:
        self.chosen.letter = letter
        chosen = self.chosen.stop()
        if chosen is not None and chosen[0].letter != letter:
            self.chosen.key = ""
        await self._show()

    async def _show(self) -> None:
        board, page = self.chosen.board, self.tab.board
        if board is None:
            return
        now = self._desk.clock().astimezone(board.zone)
        self.tab.header.show_day(long_day(board.day))
        self.tab.header.show_figures(views.figures(board))
        cards = views.exceptions(board, self._acts_waiting)
        if self._filter in ("late", "missed"):
            cards = tuple(card for card in cards if card.tone == ("wrong" if self._filter == "late" else "decide"))
        page.exceptions.show_cards(cards, self.chosen.key)
        page.show_exception_count(len(cards))
        self._show_settled(now)
        page.show_board(views.rows(board, now), self.chosen.letter, self.chosen.key)
        page.map.show_state(map_state(board, self._routes, self.chosen.letter, self.chosen.key))
        self.tab.load_out.setEnabled(any(leg.departed_at is None for leg in board.legs))
        chosen, asked = self.chosen.stop(), self.chosen.key
        if chosen is None:
            page.stop.show_stop(None)
            return
        van, stop = chosen
        order = await self._desk.ask(handoff_view.view, stop.order_ids[0])
        if self.chosen.key != asked:
            return
        outcome = words.OUTCOMES.get(order.outcome_code, "").capitalize()
        if not stop.unsettled:
            held = await self._desk.ask(taking_over.elsewhere, stop.order_ids)
            if self.chosen.key == asked:
                done = views.record_rows(order)
                page.stop.show_stop(views.stop_facts(board, van, stop, outcome, (), done, held=held))
            return
        await self._missed.show(board, van, stop, outcome)

    def _say(self, sentence: str, file: Path | None = None) -> None:
        self.tab.said.say(sentence, wrong=False, file=file)

    async def _reorder(self) -> None:
        if self.chosen.board is not None and self.chosen.letter:
            await self.road.reorder(self.chosen.board.day, self.chosen.letter)
        else:
            self._say(tr("Choose a van on the board first."))

    async def _share(self) -> None:
        if self.chosen.board is not None and self.chosen.letter:
            await self.road.give_all(self.chosen.board.day, self.chosen.letter)
        else:
            self._say(tr("Choose a van on the board first."))

    async def _give_stop(self) -> None:
        chosen = self.chosen.stop()
        if self.chosen.board is not None and chosen is not None:
            await self.road.give(self.chosen.board.day, chosen[0].letter, chosen[1].stop_id)

    async def _taken_over(self) -> None:
        """Note that the parcels of the chosen stop were taken over, as the driver says by phone."""
        chosen = self.chosen.stop()
        if chosen is None:
            return
        van, stop = chosen
        await self._desk.do(taking_over.take_over_all, stop.order_ids)
        self._say(tr("{vehicle} has the parcels of {customer} now.", vehicle=van.vehicle, customer=stop.customer))

    async def _note_door(self) -> None:
        chosen = self.chosen.stop()
        if chosen is not None:
            stop = chosen[1]
            await self.door_notes.open_for(stop.order_ids[0], f"{stop.customer}, {stop.address}")

    def _show_filter(self, name: str) -> None:
        self._filter = name
        self._tasks.start(self._show())

    async def _move(self, by: int) -> None:
        self._offset += by
        await self.load()
        self.tab.board.map.fit()

    async def _arrive(self) -> None:
        chosen = self.chosen.stop()
        if chosen is not None:
            await self._desk.do(doorstep.arrive, chosen[1].order_ids)
