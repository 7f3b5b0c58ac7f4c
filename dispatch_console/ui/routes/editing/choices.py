"""Where else a stop could go, and the ways out for an order without a route; a figure key takes one."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.planning.solving import FREED_SECONDS, freed
from dispatch_console.application.promises import promising
from dispatch_console.domain.planning import moving
from dispatch_console.domain.planning.pricing import moved, other_places, resequenced
from dispatch_console.domain.planning.unplanned import BY_WHAT_STANDS, WayOut, explain_one
from dispatch_console.language import plural, tr
from dispatch_console.ports import RouteSolver
from dispatch_console.ui.routes.editing import preview
from dispatch_console.ui.routes.editing.carried_panel import MOST_PLACES
from dispatch_console.ui.routes.editing.carrying import Carrying
from dispatch_console.ui.routes.scene import Carried, Scene
from dispatch_console.ui.routes.tab import RoutesTab
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card


class Choices:
    """Shown in the lower right whenever another stop or order is chosen."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        tab: RoutesTab,
        scene: Scene,
        hand: Carrying,
        solver: Callable[[], RouteSolver],
    ) -> None:
        self._desk, self._tasks, self._tab, self._scene, self._hand = desk, tasks, tab, scene, hand
        self._solver = solver
        self._ways: tuple[WayOut, ...] = ()
        self._showing = asyncio.Lock()
        tab.place_wanted.connect(self._take_place)
        tab.van.places.opened.connect(lambda _: self._take_place(tab.van.places.currentIndex().row() + 1))

    async def show(self) -> None:
        async with self._showing:
            await self._fill()

    async def _fill(self) -> None:
        await self._hand.prepare()
        key, prepared, board = self._scene.selected(), self._hand.prepared, self._scene.board()
        self._hand.others, self._ways = (), ()
        if prepared is None or board is None or self._hand.carried is not None:
            return
        visit = preview.visit_of(prepared, key)
        if visit and key != visit:
            standing = prepared.standing
            others = other_places(prepared.problem, standing, visit, MOST_PLACES)
            self._hand.others = tuple(place for place, _ in others)
            why = None
            if not self._hand.others:
                loop = asyncio.get_event_loop()
                why = await loop.run_in_executor(None, explain_one, prepared.problem, standing, visit)
                if self._hand.prepared is not prepared or self._scene.selected() != key:
                    return
            if self._hand.others:
                cards = preview.place_cards(prepared, visit, others, board)
                self._tab.van.show_places(tr("Places, least work first"), cards)
            elif why:
                self._ways = why.ways_out
                cards = self._way_cards(why.ways_out)
                self._tab.van.show_places(tr("No place: {reason}", reason=texts.reason(why.reason)), cards)
                if why.reason in BY_WHAT_STANDS:
                    self._tasks.start(self._try_freed(prepared, visit, cards), background=True)
        else:
            self._tab.van.show_places("", ())

    async def _try_freed(self, prepared: DayProblem, visit: str, cards: Sequence[Card]) -> None:
        """Plan the day anew beside what stands, and say so where that finds a place: the vans are not full then."""

        def elsewhere() -> bool:
            return self._hand.prepared is not prepared or preview.visit_of(prepared, self._scene.selected()) != visit

        loop = asyncio.get_event_loop()
        fresh = await loop.run_in_executor(None, freed, prepared, self._solver(), FREED_SECONDS, elsewhere)
        if visit not in fresh.visits or elsewhere() or self._hand.carried is not None:
            return
        minutes = plural("{count} minute", "{count} minutes", abs(round(fresh.more_s / 60)))
        words = tr("{minutes} more", minutes=minutes) if fresh.more_s >= 0 else tr("{minutes} less", minutes=minutes)
        sentence = tr("No place beside what stands. Free the day again: Optimise (O) finds one, {more}.", more=words)
        self._tab.van.show_places(sentence, cards)

    def _way_cards(self, ways: Iterable[WayOut]) -> tuple[Card, ...]:
        assert self._hand.prepared is not None and self._hand.names is not None
        cards = []
        for number, way in enumerate(ways, 1):
            van = self._hand.prepared.problem.vehicle[way.vehicle].route
            minutes = plural("{count} minute", "{count} minutes", max(1, round(way.cost_s / 60)))
            sentence = {
                "overtime": tr("{minutes} of overtime for {van}", minutes=minutes, van=van),
                "window": tr("Window moved by {minutes}, van {van}", minutes=minutes, van=van),
                "swap": tr(
                    "{of} makes room, {minutes} more",
                    of=self._hand.names.of(way.moved[0] if way.moved else ""),
                    minutes=minutes,
                ),
            }[way.what]
            under = tr("the customer must be rung") if way.what == "window" else tr("keeps all promises")
            cards.append(Card(key=f"way-{number}", title=f"{number}   {sentence}", right="", under=under))
        number = len(cards) + 1
        cards.append(
            Card(
                key="way-later",
                title=tr("{number}   Another day", number=number),
                right="",
                under=tr("goes to the call desk for a new window"),
            )
        )
        return tuple(cards)

    def _take_place(self, number: int) -> None:
        """Take, by keys 1 to 5, one of the places or one of the ways out."""
        if number > 0:
            self._tasks.start(self._taken(number))

    async def _taken(self, number: int) -> None:
        async with self._showing:
            if self._hand.prepared is None:
                # the day is being read anew: the key means what stood there
                await self._fill()
        if self._hand.prepared is None:
            return
        if self._ways or (not self._hand.others and self._tab.van.places.isVisible()):
            await self._take_way(number)
        elif number <= len(self._hand.others):
            place = self._hand.others[number - 1]
            carried, selected = self._hand.carried, self._scene.selected()
            visit = carried.visit if carried else preview.visit_of(self._hand.prepared, selected)
            if visit:
                self._hand.carry(visit, place.vehicle, place.position)

    async def _take_way(self, number: int) -> None:
        """Take a way out at once: what it breaks was agreed to with the key; undo is offered."""
        prepared, key = self._hand.prepared, self._scene.selected()
        visit = preview.visit_of(prepared, key) if prepared else ""
        if prepared is None or not visit:
            return
        if number > len(self._ways):
            await self._desk.do(promising.ask_for_another_day, prepared.orders[visit])
            self._tab.said.say(tr("It waits at the call desk for a window on another day."), wrong=False)
            await self._hand.again()
            return
        way = self._ways[number - 1]
        plan = prepared.standing
        if way.moved is not None:
            other, vehicle, position = way.moved
            plan = resequenced(prepared.problem, plan, moving.taken_off(plan, [other]))
            plan = resequenced(prepared.problem, plan, moved(plan, visit, way.vehicle, way.position))
            plan = resequenced(prepared.problem, plan, moved(plan, other, vehicle, position))
        else:
            plan = resequenced(prepared.problem, plan, moved(plan, visit, way.vehicle, way.position))
        changed = {
            key: list(plan.sequences.get(key, ()))
            for key in {*plan.sequences, *prepared.standing.sequences}
            if plan.sequences.get(key, ()) != prepared.standing.sequences.get(key, ())
        }
        await self._hand.make(Carried("way_out", changed, self._hand.effect_of(prepared.standing, changed), visit))
