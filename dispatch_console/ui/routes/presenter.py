"""Turns a day's board into the three views of the Routes tab, and intents into plans and papers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.outgoing import paper_mail
from dispatch_console.application.planning import day_board, day_problem, edits, publication, solving, variants
from dispatch_console.application.planning.day_board import BoardVan, DayBoard
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.site import depot
from dispatch_console.domain.planning.unplanned import BY_WHAT_STANDS
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import long_day, tr
from dispatch_console.ports import RouteSolver, TravelTimes
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.map.day import map_routes, map_state, order_key, stop_key
from dispatch_console.ui.map.paths import Paths, Way
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.state import MapRoute
from dispatch_console.ui.papers.mail_presenter import MailPresenter
from dispatch_console.ui.routes import views
from dispatch_console.ui.routes.editing.presenter import EditPresenter
from dispatch_console.ui.routes.plan_map import GroundReader
from dispatch_console.ui.routes.plans.optimising import Optimising
from dispatch_console.ui.routes.plans.presenter import PlansPresenter
from dispatch_console.ui.routes.publishing import PrintDay, Publishing
from dispatch_console.ui.routes.scene import Scene
from dispatch_console.ui.routes.tab import RoutesTab
from dispatch_console.ui.routes.timeline.rows import VanRow
from dispatch_console.ui.tasks import Tasks

PAPERS = kinds_of(paper_mail.papers_out)
BOARD = kinds_of(day_board.day_board, edits.undoable, depot.zone_of, publication.publication)
VARIANTS = kinds_of(variants.names)
KINDS = BOARD | PAPERS | VARIANTS


class RoutesPresenter:
    """`solver` and `travel` make a new one per use; `print_day` publishes nothing, it draws what is published.

    `caught_up` waits until the screen shows what this station has done.
    """

    def __init__(
        self,
        *,
        desk: Desk,
        tasks: Tasks,
        solver: Callable[[], RouteSolver],
        travel: Callable[[], TravelTimes],
        paths: Paths,
        print_day: PrintDay,
        tiles: TileReader,
        ground: GroundReader,
        centre: Coordinate,
        seconds: float,
        caught_up: Callable[[], Awaitable[None]],
    ) -> None:
        self._desk, self._travel, self._tasks = desk, travel, tasks
        self._paths = paths
        # the board as map and timeline show it, whatever is selected
        self._routes: tuple[MapRoute, ...] = ()
        self._rows: tuple[VanRow, ...] = ()
        self._offset = 0
        self._board: DayBoard | None = None
        self._letter, self._selected, self._filter = "", "", ""
        self._reasons: dict[int, str] = {}
        # set by whoever can mail
        self.mailing: MailPresenter | None = None
        self.tab = RoutesTab(tiles, centre)
        tab, start = self.tab, tasks.start
        tab.header.moved.connect(lambda by: start(self._move(by)))
        tab.header.filtered.connect(self._show_filter)
        for view in (tab.map.picked, tab.timeline.picked, tab.van.stops.chosen, tab.tray.chosen):
            view.connect(self.select)
        tab.timeline.van_picked.connect(self.select_van)
        tab.why_wanted.connect(lambda: start(self._why()))
        scene = Scene(
            board=lambda: self._board,
            selected=lambda: self._selected,
            letter=lambda: self._letter,
            select=self.select,
            caught_up=caught_up,
            reload=self.load,
            show=self._show,
            show_way=self._show_way,
        )
        self.editing = EditPresenter(desk, tasks, solver, travel, tab, scene)
        self._publishing = Publishing(
            desk, tasks, tab, lambda: self._board, lambda: self.editing.carrying, print_day, self._note_papers
        )
        tab.van.print_wanted.connect(lambda: start(self._publishing.ask(self._letter)))
        self._solver = solver
        self.optimising = Optimising(desk, solver, travel, tab, scene, self.editing.hand, seconds)
        tab.optimise_wanted.connect(lambda: start(self.optimising.run()))
        self.plans = PlansPresenter(
            desk=desk,
            tasks=tasks,
            solver=solver,
            travel=travel,
            page=tab.plans,
            board=lambda: self._board,
            caught_up=caught_up,
            paths=paths,
            ground=ground,
        )
        tab.plans_button.clicked.connect(self._toggle_plans)
        tab.plans.closed.connect(lambda: self._show_plans(False))

    @in_turn
    async def load(self) -> None:
        zone = await self._desk.ask(depot.zone_of)
        day = self._desk.clock().astimezone(zone).date() + timedelta(days=self._offset)
        self._board = await self._desk.ask(day_board.day_board, day, self._desk.clock())
        await self._paths.learn(self._board)
        self._routes, self._rows = map_routes(self._board, self._paths), views.rows(self._board)
        if not any(van.letter == self._letter for van in self._board.vans):
            self._letter = next((van.letter for van in self._board.vans if van.stops), "")
        if self._selected not in self._keys():
            self._selected = ""
        elif not self.editing.carrying:
            # it may have gone to another van, by undo or by somebody else
            self._letter = self._letter_of(self._selected) or self._letter
        await self.editing.load(day)
        self._show()
        if not self.editing.carrying:
            self.editing.selected()
        await self._publishing.refresh()
        await self._note_papers()

    async def _note_papers(self) -> None:
        if self.mailing is not None and self.tab.papers.isVisible():
            await self.mailing.load()

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & BOARD:
            await self.load()
        elif kinds & PAPERS:
            await self._note_papers()
        if kinds & VARIANTS:
            await self.plans.refresh()

    def _toggle_plans(self, on: bool) -> None:
        self._show_plans(on)
        if on:
            self._tasks.start(self.plans.open())

    def _show_plans(self, on: bool) -> None:
        self.tab.said.hide()
        if not on:
            self.plans.close()
        self.tab.show_plans(on)

    def select(self, key: str) -> None:
        """Select one thing for map, timeline, stop list and tray."""
        if self._board is None or key not in self._keys():
            return
        self._selected = key
        self._letter = self._letter_of(key) or self._letter
        self._show()
        self.editing.selected()

    def _letter_of(self, key: str) -> str:
        """Return the letter of the van that serves a stop; empty for an order without a route."""
        vans = self._board.vans if self._board else ()
        return next((van.letter for van in vans if any(stop_key(stop) == key for stop in van.stops)), "")

    def select_van(self, letter: str) -> None:
        self._letter = letter
        van = self._van()
        if van is not None and self._selected not in [stop_key(stop) for stop in van.stops]:
            self._selected = ""
        self._show()

    @property
    def unrouted_count(self) -> int:
        return len(self._board.tray) if self._board else 0

    @property
    def selection(self) -> tuple[str, str]:
        """Return the van's letter and the key of the stop or order."""
        return self._letter, self._selected

    def _keys(self) -> set[str]:
        if self._board is None:
            return set()
        stops = {stop_key(stop) for stop in self._board.stops}
        return stops | {order_key(order.order_id) for order in self._board.tray}

    def _van(self) -> BoardVan | None:
        vans = self._board.vans if self._board else ()
        return next((van for van in vans if van.letter == self._letter), None)

    def _show(self) -> None:
        board, tab = self._board, self.tab
        if board is None:
            return
        now = self._desk.clock().astimezone(board.zone)
        van = self._van()
        numbers = views.figures(board)
        tab.header.show_day(long_day(board.day))
        tab.header.show_figures(numbers)
        tab.show_tray_count(len(board.tray), len(board.stops))
        tab.show_estimate(tr("driving times are straight-line estimates") if board.estimate and board.stops else "")
        tab.tray.show_cards(views.tray_cards(board.tray, board.zone, self._reasons), self._selected)
        self._draw_map(self._letter, ())
        tab.timeline.show_rows(self._rows, self._letter, self._selected, now)
        tab.van.show_van(views.van_facts(van, board.zone) if van else None)
        cards = views.stop_cards(van, board.zone)
        if self._filter == "late":
            cards = tuple(card for card in cards if card.under_tone == "wrong")
        tab.van.stops.show_cards(cards, self._selected)
        tab.manifests.setEnabled(bool(board.stops))
        self.editing.hand.show_again()

    def _draw_map(self, letter: str, ways: Sequence[Way]) -> None:
        assert self._board is not None
        drive = self._paths.along(ways)
        self.tab.map.show_state(map_state(self._board, self._routes, letter, self._selected, editable=True, way=drive))

    def _show_way(self, letter: str, ways: Sequence[Way]) -> None:
        """Show a drive straight at once, along the streets as soon as they are known."""
        self._draw_map(letter, ways)
        if not self._paths.knows(ways):
            self._tasks.start(self._find_ways(ways))

    async def _find_ways(self, ways: Sequence[Way]) -> None:
        await self._paths.find(ways)
        hand = self.editing.hand
        if hand.carried is not None and self._board is not None:
            hand.show_again()

    def _show_filter(self, name: str) -> None:
        """Go to the first late stop when *late* is pressed, and show only those of its van."""
        self._filter = name
        if name == "late" and self._board is not None:
            late = next((stop_key(stop) for stop in self._board.stops if stop.state == "late"), "")
            if late:
                self.select(late)
        self._show()

    async def _move(self, by: int) -> None:
        self._offset += by
        self._reasons = {}
        await self.load()
        self.tab.map.fit()

    async def _why(self) -> None:
        """Show under each order of the tray the reason that binds, or its address again."""
        if self._reasons or self._board is None:
            self._reasons = {}
        else:
            prepared = await self._desk.ask(day_problem.day_problem, self._board.day, self._travel())
            reasons = await asyncio.get_event_loop().run_in_executor(
                None, solving.why_unrouted, prepared, self._board_sequences()
            )
            self._reasons = {order_id: texts.reason(code) for order_id, code in reasons.items()}
            if BY_WHAT_STANDS & set(reasons.values()):
                self._tasks.start(self._why_not_all(prepared), background=True)
        self._show()

    async def _why_not_all(self, prepared: DayProblem) -> None:
        """Plan the day anew beside what stands: a reason that holds only for that is no reason."""
        begun = self._reasons
        fresh = await asyncio.get_event_loop().run_in_executor(
            None, solving.freed, prepared, self._solver(), solving.FREED_SECONDS, lambda: self._reasons is not begun
        )
        if self._reasons is begun and fresh.visits:
            words = tr("free the day again: Optimise (O) finds a place")
            self._reasons |= {order_id: words for visit in fresh.visits for order_id in prepared.orders[visit]}
            self._show()

    def _board_sequences(self) -> dict[tuple[int, int], list[int]]:
        """Return order ids per shift and departure, in the order in which they are driven."""
        vans = self._board.vans if self._board else ()
        return {
            (van.shift_id, leg.departure): [order for stop in leg.stops for order in stop.order_ids]
            for van in vans
            for leg in van.legs
            if leg.departed_at is None
        }
