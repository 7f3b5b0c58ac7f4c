"""A change of the day's plan in the hand: shown everywhere as it would be, then made or put back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, edits
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.planning.pricing import Effect, Place, effect, moved
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.planning.versions import replayed
from dispatch_console.language import tr
from dispatch_console.ports import TravelTimes
from dispatch_console.ui.routes.editing import preview
from dispatch_console.ui.routes.editing.carried_panel import CarriedPanel
from dispatch_console.ui.routes.editing.conflict import show_conflict
from dispatch_console.ui.routes.editing.row_preview import RowPreview
from dispatch_console.ui.routes.scene import Carried, Scene
from dispatch_console.ui.routes.tab import RoutesTab
from dispatch_console.ui.tasks import Tasks

PATIENCE = 5


class Carrying:
    """Works on the day's problem as it was read with the board; a change of its departures ends what is carried."""

    def __init__(
        self, desk: Desk, tasks: Tasks, travel: Callable[[], TravelTimes], tab: RoutesTab, scene: Scene
    ) -> None:
        self._desk, self._tasks, self._travel, self._tab, self._scene = desk, tasks, travel, tab, scene
        self.prepared: DayProblem | None = None
        self.names: preview.Names | None = None
        self._rows: RowPreview | None = None
        self.carried: Carried | None = None
        self.others: tuple[Place, ...] = ()
        self._panel = CarriedPanel(tasks, tab, scene, self._offer)
        self.many: tuple[str, ...] = ()
        # stops moved by hand while the optimiser runs: the van that they were given
        self.wishes: dict[str, str | None] | None = None
        # a change that came second: what it is called, its departures on top of what stands, its stop
        # held while an act is made and the day read anew: the next act waits for it
        self._settling = asyncio.Lock()
        self._again: tuple[str, Mapping[str, Sequence[str]], str] = ("", {}, "")
        tab.conflict.agreed.connect(self._carry_again)

    async def load(self, day: date) -> None:
        """Read what can be undone, after the board was read; the problem is read when the first stop is carried.

        What is carried stays in the hand where news came of other things.
        """
        if not self._still_so():
            carried, prepared = self.carried, self.prepared
            self.prepared = self.names = None
            self._put_down()
            mine = self._settling.locked()
            if carried is not None and prepared is not None and prepared.day == day and not mine:
                key = next(iter(carried.sequences))
                error = await self._desk.ask(edits.changed_by, prepared, key, prepared.seen.last_edit, self._desk.actor)
                await self._clash(carried, prepared, error)
        can = await self._desk.ask(edits.undoable, day, self._desk.actor)
        self._tab.show_undo(texts.edit(can.undo) if can.undo else "", texts.edit(can.redo) if can.redo else "")

    def _still_so(self) -> bool:
        """Return whether something is carried over a plan that is what it was."""
        board, prepared = self._scene.board(), self.prepared
        if self.carried is None or board is None or prepared is None or board.day != prepared.day:
            return False
        key_of = {place: key for key, place in prepared.shifts.items()}
        now = {
            key_of.get((van.shift_id, leg.departure), ""): prepared.visits_of(stop.order_ids for stop in leg.stops)
            for van in board.vans
            for leg in van.legs
            if leg.departed_at is None
        }
        return all(now.get(key, ()) == prepared.visits_of_departure.get(key, ()) for key in prepared.shifts)

    def show_again(self) -> None:
        """Show what is carried again: the screen was drawn anew below it."""
        if self.carried is not None:
            self._show(self.carried)

    async def prepare(self) -> None:
        """Read the day's problem, so that carrying begins at once; after an act that is being made."""
        async with self._settling:
            pass
        for _ in range(PATIENCE):
            board = self._scene.board()
            if self.prepared is not None or board is None or not board.vans:
                return
            problem = await self._desk.ask(day_problem.day_problem, board.day, self._travel())
            # news may have come while it was read
            if self._scene.board() is board:
                self.prepared, self.names = problem, preview.Names(board, problem)

    def spot(self, prepared: DayProblem, visit: str, letter: str, at: datetime) -> tuple[str, int] | None:
        """Return the departure and the place on it that a point of the timeline means."""
        open_vans = [
            van for van in prepared.problem.departures.get(letter, ()) if van.key not in prepared.problem.closed
        ]
        if not open_vans:
            return None
        second = prepared.local.seconds(at)
        vehicle = next((van for van in open_vans if second < van.end_s), open_vans[-1])
        plan = prepared.standing
        route = next((route for route in plan.routes if route.vehicle == vehicle.key), None)
        before = [stop for stop in (route.stops if route else ()) if stop.visit != visit and stop.start_s < second]
        return vehicle.key, max(len(before), len(prepared.problem.locked.get(vehicle.key, ())))

    def carry(self, visit: str, vehicle: str, position: int) -> None:
        assert self.prepared is not None
        plan = self.prepared.standing
        sequences = moved(plan, visit, vehicle, position)
        self._show(Carried("move", sequences, self.effect_of(plan, sequences), visit, (vehicle, position)))

    def propose(self, what: str, sequences: Mapping[str, Sequence[str]], visit: str = "") -> None:
        """Show what an act would do; Enter makes it so."""
        assert self.prepared is not None
        if sequences:
            self._show(Carried(what, sequences, self.effect_of(self.prepared.standing, sequences), visit))

    def effect_of(self, plan: Plan, sequences: Mapping[str, Sequence[str]]) -> Effect:
        assert self.prepared is not None
        return effect(self.prepared.problem, plan, sequences)

    def _show(self, carried: Carried) -> None:
        """Show the rows, the list and the words as they would be."""
        board, prepared, names = self._scene.board(), self.prepared, self.names
        assert board is not None and prepared is not None and names is not None
        self.carried = carried
        plan = carried.effect.plan
        effect_words = preview.effect_words(carried.effect, names, preview.taken_off(prepared, plan))
        if self._rows is None or self._rows.board is not board or self._rows.prepared is not prepared:
            self._rows = RowPreview(board, prepared)
        self._tab.timeline.show_carried(
            carried.visit, self._rows.rows(plan), effect_words.head, broken=bool(effect_words.wrong)
        )
        self._panel.show(carried, prepared, names, effect_words)

    def _offer(self, others: tuple[Place, ...]) -> None:
        self.others = others

    def drop(self) -> None:
        """Make what is carried so."""
        if self.carried is not None:
            self._tasks.start(self.make(self.carried))

    async def make(self, carried: Carried) -> None:
        prepared, board, names = self.prepared, self._scene.board(), self.names
        if prepared is None or board is None or names is None:
            return
        late: tuple[str, ...] = ()
        first: Conflict | None = None
        async with self._settling:
            try:
                late = await self._desk.do(edits.edit, prepared, carried.sequences, carried.what)
            except Conflict as error:
                first = error
            else:
                if self.wishes is not None:
                    self._remember(prepared, carried)
            await self._renew()
            if first is not None:
                # what the colleague did may not have reached this station yet
                await self._scene.reload()
        if first is not None:
            await self._clash(carried, prepared, first)
            return
        if late:
            who = ", ".join(names.of(visit) for visit in late)
            self._tab.said.say(tr("Done. {who} must be rung: the call desk has it.", who=who), wrong=False)
        else:
            self._tab.said.hide()
        if carried.visit:
            self._scene.select(carried.visit)

    async def _clash(self, carried: Carried, seen: DayProblem, error: Conflict) -> None:
        """Show that somebody was first: his version and mine, which can be carried again over what stands now."""
        await self.prepare()
        now, names = self.prepared, self.names
        if now is None or names is None:
            raise error
        open_keys = {key for key in now.problem.vehicle if key not in now.problem.closed}
        mine = {key: visits for key, visits in carried.sequences.items() if key in open_keys}
        again = replayed(mine, now.standing.sequences, now.problem.visit)
        before = {key: seen.visits_of_departure.get(key, ()) for key in carried.sequences}
        self._again = (carried.what, again, carried.visit if carried.visit in now.problem.visit else "")
        show_conflict(self._tab.conflict, error, carried.sequences, before, now, names, can=bool(again))

    def _carry_again(self) -> None:
        what, sequences, visit = self._again
        if self.prepared is not None:
            self.propose(what, sequences, visit)

    def _remember(self, prepared: DayProblem, carried: Carried) -> None:
        """Remember what the optimiser must not take back: the vans of the stops that this edit moved."""
        assert self.wishes is not None
        van = {
            stop.visit: prepared.problem.vehicle[route.vehicle].route
            for route in carried.effect.plan.routes
            for stop in route.stops
        }
        was = {visit for key in carried.sequences for visit in prepared.visits_of_departure.get(key, ())}
        for visit in {*was, *(visit for visits in carried.sequences.values() for visit in visits)}:
            if visit == carried.visit or carried.what != "move":
                self.wishes[visit] = van.get(visit)

    def put_back(self) -> None:
        """Show everything as it stands."""
        if self.carried is not None or self.many:
            if self.many:
                self._tab.said.hide()
            self.many = ()
            self._tab.choose_many(())
            self.let_go()
            self._scene.show()

    def let_go(self) -> None:
        self._put_down()
        self._tab.letters.hide()

    def _put_down(self) -> None:
        self.carried = None
        self._tab.timeline.end_carrying()
        self._panel.let_go()

    async def again(self) -> None:
        async with self._settling:
            await self._renew()

    async def _renew(self) -> None:
        if self.many:
            # "give these five" means nothing any more; another question was asked since the last act, and stays
            self._tab.letters.hide()
        self.many = ()
        self._tab.choose_many(())
        self._put_down()
        # what was read before the act says no more what stands
        self.prepared = self.names = None
        await self._scene.caught_up()

    async def with_problem(self, work: Callable[[], None]) -> None:
        await self.prepare()
        if self.prepared is not None:
            work()
