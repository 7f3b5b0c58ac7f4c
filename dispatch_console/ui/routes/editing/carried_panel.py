"""The right pane and the map while something is carried."""

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from dispatch_console.application.planning.day_board import DayBoard
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.planning.pricing import Place, other_places
from dispatch_console.language import tr
from dispatch_console.ui.routes.editing import preview
from dispatch_console.ui.routes.scene import Carried, Scene
from dispatch_console.ui.routes.tab import RoutesTab
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card

MOST_PLACES = 5
# the label at the pointer does not wait for list, table and map: they follow so many milliseconds apart
FOLLOWS_MS = 40
# the map is drawn by a program of its own, which takes as long as all the rest: it comes when the hand is still
STILL_MS = 120


class CarriedPanel:
    """The panel of the stop that is being carried. `offer` gets its other places, which a worker thread searches."""

    def __init__(self, tasks: Tasks, tab: RoutesTab, scene: Scene, offer: Callable[[tuple[Place, ...]], None]) -> None:
        self._tasks, self._tab, self._scene, self._offer = tasks, tab, scene, offer
        # the stop whose other places are shown: they are the same wherever it is carried
        self._placed = ""
        self._due: Callable[[], None] | None = None
        self._rest = QTimer(tab)
        self._rest.setSingleShot(True)
        self._rest.setInterval(FOLLOWS_MS)
        self._rest.timeout.connect(self._follow)
        self._way: Callable[[], None] | None = None
        self._still = QTimer(tab)
        self._still.setSingleShot(True)
        self._still.setInterval(STILL_MS)
        self._still.timeout.connect(self._show_way)

    def show(
        self, carried: Carried, prepared: DayProblem, names: preview.Names, effect_words: preview.EffectWords
    ) -> None:
        self._due = partial(self._draw, carried, prepared, names, effect_words)
        if not self._rest.isActive():
            self._follow()

    def let_go(self) -> None:
        """Show that nothing is carried any more."""
        self._rest.stop()
        self._still.stop()
        self._due, self._way, self._placed = None, None, ""
        self._tab.van.effect.hide()

    def _follow(self) -> None:
        due, self._due = self._due, None
        if due is not None:
            due()
            self._rest.start()

    def _show_way(self) -> None:
        if self._way is not None:
            self._way()

    def _draw(
        self, carried: Carried, prepared: DayProblem, names: preview.Names, effect_words: preview.EffectWords
    ) -> None:
        board, pane = self._scene.board(), self._tab.van
        if board is None:
            return
        plan = carried.effect.plan
        letter = prepared.problem.vehicle[carried.spot[0]].route if carried.spot else self._scene.letter()
        changes = preview.route_changes(board, prepared, plan, carried.sequences)
        pane.effect.show_effect(effect_words.head, effect_words.wrong, effect_words.rings, changes, effect_words.lines)
        pane.effect.name_act(tr("Take off") if preview.taken_off(prepared, plan) > 0 else tr("Drop it here"))
        target = next((van for van in board.vans if van.letter == letter), None)
        if target is not None and carried.spot:
            pane.show_van(preview.van_if_dropped(board, prepared, plan, target))
        self._way = partial(self._scene.show_way, letter, preview.ways_over(board, prepared, plan, carried.visit))
        self._still.start()
        pane.stops.show_cards(
            preview.preview_cards(board, prepared, plan, letter, names, prepared.standing), carried.visit
        )
        if carried.visit and carried.visit != self._placed:
            self._placed = carried.visit
            self._tasks.start(self._find_places(carried.visit, board, prepared, names), background=True)

    async def _find_places(self, visit: str, board: DayBoard, prepared: DayProblem, names: preview.Names) -> None:
        loop = asyncio.get_event_loop()
        others, cards = await loop.run_in_executor(None, _other_places, prepared, board, visit)
        if self._placed == visit:
            self._offer(others)
            self._tab.van.show_places(tr("Other places for {of}", of=names.of(visit)), cards)


def _other_places(prepared: DayProblem, board: DayBoard, visit: str) -> tuple[tuple[Place, ...], tuple[Card, ...]]:
    others = other_places(prepared.problem, prepared.standing, visit, MOST_PLACES)
    return tuple(place for place, _ in others), preview.place_cards(prepared, visit, others, board)
