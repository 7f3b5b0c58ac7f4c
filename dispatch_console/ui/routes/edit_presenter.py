"""Editing a day by hand: a stop is carried, its effect shown, then dropped or put back; undo, locks, who gets what."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dispatch_console import texts
from dispatch_console.application import day_problem, plan_edits, schedule
from dispatch_console.application.day_board import BoardVan, DayBoard
from dispatch_console.application.day_problem import DayProblem
from dispatch_console.application.desk import Desk
from dispatch_console.domain import moving
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.planning import Plan
from dispatch_console.domain.pricing import Effect, Place, effect, moved, places, resequenced
from dispatch_console.domain.unplanned import WayOut, explain_unplanned
from dispatch_console.ports import TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.routes import preview, views
from dispatch_console.ui.routes.tab import RoutesTab
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card

MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """What the tab shows, and how to show it anew."""

    board: Callable[[], DayBoard | None]
    selected: Callable[[], str]
    letter: Callable[[], str]
    select: Callable[[str], None]
    reload: Callable[[], Awaitable[None]]
    show: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Carried:
    """A change that is shown and not made: new sequences, what they do, and what the act is called."""

    what: str
    sequences: Mapping[str, Sequence[str]]
    effect: Effect
    visit: str = ""
    spot: tuple[str, int] | None = None


class EditPresenter:
    """Works on the day's problem as it was read with the board; a change of the board ends what is carried."""

    def __init__(
        self, desk: Desk, tasks: Tasks, travel: Callable[[], TravelTimes], tab: RoutesTab, scene: Scene
    ) -> None:
        self._desk, self._tasks, self._travel, self._tab, self._scene = desk, tasks, travel, tab, scene
        self._prepared: DayProblem | None = None
        self._names: preview.Names | None = None
        self._carried: _Carried | None = None
        self._others: tuple[Place, ...] = ()
        # the stop whose other places are shown: they are the same wherever it is carried
        self._placed = ""
        self._ways: tuple[WayOut, ...] = ()
        self._many: tuple[str, ...] = ()
        self._giving = ""
        # stops moved by hand while the optimiser runs: the van that they were given
        self.wishes: dict[str, str | None] | None = None
        timeline, start = tab.timeline, tasks.start
        timeline.dragged.connect(self._drag)
        timeline.dropped.connect(self.drop)
        timeline.put_back.connect(self.put_back)
        timeline.nudged.connect(self._nudge)
        tab.drop_wanted.connect(self.drop)
        tab.put_back_wanted.connect(self.put_back)
        tab.undo_wanted.connect(lambda: start(self._undo(plan_edits.undo, "Undone")))
        tab.redo_wanted.connect(lambda: start(self._undo(plan_edits.redo, "Done again")))
        tab.unassign_wanted.connect(self._unassign)
        tab.lock_wanted.connect(lambda: start(self._lock_stop()))
        tab.reverse_wanted.connect(self._reverse)
        tab.swap_wanted.connect(lambda: self._ask_letter("swap"))
        tab.give_wanted.connect(lambda: self._ask_letter("give"))
        tab.letters.chosen.connect(self._letter_chosen)
        tab.place_wanted.connect(self._take_place)
        tab.van.lock_wanted.connect(lambda: start(self._lock_van()))
        tab.van.off_wanted.connect(lambda: start(self._call_off()))
        tab.van.places.opened.connect(lambda _: self._take_place(tab.van.places.currentIndex().row() + 1))
        tab.map.lassoed.connect(self._lassoed)
        tab.map.dropped_on.connect(self._dropped_on)

    @property
    def carrying(self) -> bool:
        return self._carried is not None

    async def load(self, day: date) -> None:
        """After the board was read: what can be undone; the problem is read when the first stop is carried.

        What is carried stays in the hand where news came of other things.
        """
        if not self._still_so():
            self._prepared = self._names = None
            self._stop_carrying()
        can = await self._desk.ask(plan_edits.undoable, day, self._desk.actor)
        self._tab.show_undo(texts.edit(can.undo) if can.undo else "", texts.edit(can.redo) if can.redo else "")

    def _still_so(self) -> bool:
        """Whether something is carried over a plan that is what it was."""
        board, prepared = self._scene.board(), self._prepared
        if self._carried is None or board is None or prepared is None or board.day != prepared.day:
            return False
        key_of = {place: key for key, place in prepared.shifts.items()}
        now = {
            key_of.get((van.shift_id, leg.departure), ""): prepared.visits_of(stop.order_ids for stop in leg.stops)
            for van in board.vans
            for leg in van.legs
            if leg.departed_at is None
        }
        return all(now.get(key, ()) == prepared.held.get(key, ()) for key in prepared.shifts)

    def show_again(self) -> None:
        """The screen was drawn anew below what is carried."""
        if self._carried is not None:
            self._show(self._carried)

    async def prepare(self) -> None:
        """Read the day's problem, so that carrying begins at once."""
        board = self._scene.board()
        if self._prepared is not None or board is None or not board.vans:
            return
        found = await self._desk.ask(day_problem.day_problem, board.day, self._travel())
        if self._scene.board() is board:
            self._prepared, self._names = found, preview.Names(board, found)

    def selected(self) -> None:
        """Another stop or order was chosen: where else it could go, or why it has no route and the ways out."""
        if self._carried is not None and self._scene.selected() == self._carried.visit:
            return
        self._stop_carrying()
        self._tasks.start(self._show_choices(), background=True)

    async def _show_choices(self) -> None:
        await self.prepare()
        key, prepared, board = self._scene.selected(), self._prepared, self._scene.board()
        self._others, self._ways = (), ()
        if prepared is None or board is None or self._carried is not None:
            return
        visit = preview.visit_of(prepared, key)
        if visit and key != visit:
            standing = prepared.standing
            why = next((entry for entry in explain_unplanned(prepared.problem, standing) if entry.visit == visit), None)
            self._others = places(prepared.problem, standing, prepared.problem.visit[visit], most=MOST_PLACES)
            if self._others:
                cards = preview.place_cards(prepared, standing, visit, self._others, board)
                self._tab.van.show_places("Places, by their price", cards)
            elif why:
                self._ways = why.ways_out
                self._tab.van.show_places(f"No place: {texts.reason(why.reason)}", self._way_cards(why.ways_out))
        else:
            self._tab.van.show_places("", ())

    def _way_cards(self, ways: Iterable[WayOut]) -> tuple[Card, ...]:
        assert self._prepared is not None and self._names is not None
        cards = []
        for number, way in enumerate(ways, 1):
            van = self._prepared.problem.vehicle[way.vehicle].route
            minutes = words.count(max(1, round(way.cost_s / 60)), "minute")
            told = {
                "overtime": f"{minutes} of overtime for {van}",
                "window": f"Window moved by {minutes}, van {van}",
                "swap": f"{self._names.of(way.moved[0] if way.moved else '')} makes room, {minutes} more",
            }[way.what]
            under = "the customer must be rung" if way.what == "window" else "keeps all promises"
            cards.append(Card(f"way-{number}", f"{number}   {told}", "", under))
        number = len(cards) + 1
        cards.append(Card("way-later", f"{number}   Another day", "", "goes to the call desk for a new window"))
        return tuple(cards)

    def _drag(self, key: str, letter: str, at: datetime) -> None:
        prepared = self._prepared
        visit = preview.visit_of(prepared, key) if prepared else ""
        if prepared is None or not visit:
            return
        spot = self._spot(prepared, visit, letter, at)
        if spot is not None and (self._carried is None or self._carried.spot != spot):
            self._carry(visit, *spot)

    def _spot(self, prepared: DayProblem, visit: str, letter: str, at: datetime) -> tuple[str, int] | None:
        """The departure and the place on it that a point of the timeline means."""
        open_vans = [
            van for van in prepared.problem.departures.get(letter, ()) if van.key not in prepared.problem.closed
        ]
        if not open_vans:
            return None
        second = (at - prepared.midnight).total_seconds()
        vehicle = next((van for van in open_vans if second < van.end_s), open_vans[-1])
        plan = prepared.standing
        route = next((route for route in plan.routes if route.vehicle == vehicle.key), None)
        before = [stop for stop in (route.stops if route else ()) if stop.visit != visit and stop.start_s < second]
        return vehicle.key, max(len(before), len(prepared.problem.locked.get(vehicle.key, ())))

    def _nudge(self, along: int, rows: int) -> None:
        self._tasks.start(self._nudged(along, rows))

    async def _nudged(self, along: int, rows: int) -> None:
        """Alt with an arrow: one place along the route, or to the row above or below at about the same time."""
        await self.prepare()
        prepared, board = self._prepared, self._scene.board()
        key = self._carried.visit if self._carried else self._scene.selected()
        visit = preview.visit_of(prepared, key) if prepared else ""
        if prepared is None or board is None or not visit:
            return
        plan = self._carried.effect.plan if self._carried else prepared.standing
        here = next(((key, held.index(visit)) for key, held in plan.sequences.items() if visit in held), None)
        if rows:
            letters = [van.letter for van in board.vans]
            letter = prepared.problem.vehicle[here[0]].route if here else letters[0]
            start = next((s.start_s for r in plan.routes for s in r.stops if s.visit == visit), None)
            target = letters[max(0, min(letters.index(letter) + rows, len(letters) - 1))] if here else letters[0]
            window = prepared.problem.visit[visit].windows
            second = start if start is not None else window[0][0] if window else 0
            spot = self._spot(prepared, visit, target, preview.clock_of(board, prepared)(second))
            if spot is None:
                self._tab.said.say(f"Van {target} has left, is locked, or is not on duty: nothing can be given to it.")
                return
            self._carry(visit, *spot)
        elif here:
            most = len(plan.sequences[here[0]]) - 1
            least = len(prepared.problem.locked.get(here[0], ()))
            if here[0] not in prepared.problem.closed:
                self._carry(visit, here[0], max(least, min(here[1] + along, most)))

    def _carry(self, visit: str, vehicle: str, position: int) -> None:
        assert self._prepared is not None
        plan = self._prepared.standing
        sequences = moved(plan, visit, vehicle, position)
        self._show(_Carried("move", sequences, self._effect(plan, sequences), visit, (vehicle, position)))

    def _effect(self, plan: Plan, sequences: Mapping[str, Sequence[str]]) -> Effect:
        assert self._prepared is not None
        return effect(self._prepared.problem, plan, sequences)

    def _show(self, carried: _Carried) -> None:
        """The rows, the list and the words as they would be."""
        board, prepared, names = self._scene.board(), self._prepared, self._names
        assert board is not None and prepared is not None and names is not None
        self._carried = carried
        told = preview.effect_words(carried.effect, names)
        plan, standing = carried.effect.plan, prepared.standing
        rows = preview.preview_rows(board, prepared, plan, views.rows(board))
        self._tab.timeline.show_carried(carried.visit, rows, told.head, broken=told.broken)
        letter = prepared.problem.vehicle[carried.spot[0]].route if carried.spot else self._scene.letter()
        was = {route.vehicle: route for route in standing.routes}
        now = {route.vehicle: route for route in plan.routes}
        lines = []
        for key in carried.sequences:
            back = preview.route_line(was.get(key), now.get(key), board, prepared)
            lines.append(f"{prepared.problem.vehicle[key].route} back {back}")
        self._tab.van.effect.show_effect(told.head, told.calls, (*lines, *told.lines), broken=told.broken)
        cards = preview.preview_cards(board, prepared, plan, letter, names, standing)
        self._tab.van.stops.show_cards(cards, carried.visit)
        if carried.visit and carried.visit != self._placed:
            self._placed = carried.visit
            without = resequenced(prepared.problem, standing, moving.taken_off(standing, [carried.visit]))
            visit = prepared.problem.visit[carried.visit]
            self._others = places(prepared.problem, without, visit, most=MOST_PLACES)
            other = preview.place_cards(prepared, without, carried.visit, self._others, board)
            self._tab.van.show_places(f"Other places for {names.of(carried.visit)}", other)

    def drop(self) -> None:
        """Make what is carried so."""
        if self._carried is not None:
            self._tasks.start(self._made(self._carried))

    async def _made(self, carried: _Carried) -> None:
        prepared, board, names = self._prepared, self._scene.board(), self._names
        if prepared is None or board is None or names is None:
            return
        late = [violation.visit for violation in carried.effect.broken if violation.code == "late" and violation.visit]
        try:
            await self._desk.do(plan_edits.edit, prepared, carried.sequences, carried.what)
        except Conflict:
            # shown as it stands now; the sentence says who changed it
            await self._again()
            raise
        for visit in late:
            for order_id in prepared.orders[visit]:
                await self._desk.do(schedule.must_be_rung, order_id)
        if self.wishes is not None:
            self._remember(prepared, carried)
        if late:
            who = ", ".join(names.of(visit) for visit in late)
            self._tab.said.say(f"Done. {who} must be rung: the call desk has it.", wrong=False)
        else:
            self._tab.said.hide()
        await self._again()

    def _remember(self, prepared: DayProblem, carried: _Carried) -> None:
        """What the optimiser must not take back: the vans of the stops that this edit moved."""
        assert self.wishes is not None
        van = {
            stop.visit: prepared.problem.vehicle[route.vehicle].route
            for route in carried.effect.plan.routes
            for stop in route.stops
        }
        was = {visit for key in carried.sequences for visit in prepared.held.get(key, ())}
        for visit in {*was, *(visit for held in carried.sequences.values() for visit in held)}:
            if visit == carried.visit or carried.what != "move":
                self.wishes[visit] = van.get(visit)

    def put_back(self) -> None:
        """Everything as it stands."""
        if self._carried is not None or self._many:
            self._many = ()
            self._tab.map.choose_many(())
            self._stop_carrying()
            self._scene.show()

    def _stop_carrying(self) -> None:
        self._carried, self._placed = None, ""
        self._tab.timeline.end_carrying()
        self._tab.van.effect.hide()
        self._tab.letters.hide()

    async def _again(self) -> None:
        self._many = ()
        self._stop_carrying()
        await self._scene.reload()

    async def _undo(self, act: Callable[..., str], said: str) -> None:
        await self.prepare()
        if self._prepared is None:
            return
        try:
            what = await self._desk.do(act, self._prepared)
        finally:
            await self._again()
        self._tab.said.say(f"{said}: {texts.edit(what)}.", wrong=False)

    def _proposed(self, what: str, sequences: Mapping[str, Sequence[str]], visit: str = "") -> None:
        """Show what an act would do; Enter makes it so."""
        assert self._prepared is not None
        if sequences:
            self._show(_Carried(what, sequences, self._effect(self._prepared.standing, sequences), visit))

    def _chosen_visits(self) -> tuple[str, ...]:
        assert self._prepared is not None
        keys = self._many or (self._scene.selected(),)
        return tuple(visit for key in keys if (visit := preview.visit_of(self._prepared, key)))

    def _unassign(self) -> None:
        self._tasks.start(self._with_problem(self._unassigned))

    async def _with_problem(self, work: Callable[[], None]) -> None:
        await self.prepare()
        if self._prepared is not None:
            work()

    def _unassigned(self) -> None:
        assert self._prepared is not None
        sequences = moving.taken_off(self._prepared.standing, self._chosen_visits())
        if self._prepared.problem.closed & sequences.keys():
            self._tab.said.say("The route is locked or being loaded: unlock it first.")
            return
        self._proposed("unassign", sequences)

    def _reverse(self) -> None:
        def turn() -> None:
            assert self._prepared is not None
            held = self._prepared
            self._proposed("reverse", moving.reversed_(held.problem, held.standing, self._scene.letter()))

        self._tasks.start(self._with_problem(turn))

    def _ask_letter(self, what: str) -> None:
        board = self._scene.board()
        if board is None:
            return
        self._giving = what
        others = [van.letter for van in board.vans if van.letter != self._scene.letter() or self._many]
        words_ = "Swap all open departures with" if what == "swap" else f"Give {self._what_is_given()} to"
        self._tab.letters.ask(words_, [letter for letter in others if not self._van(letter).off])

    def _van(self, letter: str) -> BoardVan:
        board = self._scene.board()
        assert board is not None
        return next(van for van in board.vans if van.letter == letter)

    def _what_is_given(self) -> str:
        if self._many:
            return words.count(len(self._many), "stop")
        return "this stop" if self._scene.selected() else f"all open stops of {self._scene.letter()}"

    def _letter_chosen(self, letter: str) -> None:
        def propose() -> None:
            held = self._prepared
            assert held is not None
            if self._giving == "swap":
                self._proposed("swap", moving.swapped(held.problem, held.standing, self._scene.letter(), letter))
                return
            visits = self._chosen_visits() if self._many or self._scene.selected() else self._all_of_van()
            sequences, left = moving.given(held.problem, held.standing, visits, letter)
            if left and self._names:
                first = self._names.of(left[0])
                self._tab.said.say(
                    f"{words.count(len(left), 'stop')} found no place on {letter} that keeps all promises, "
                    f"first {first}: they stay unrouted."
                )
            self._proposed("give", sequences)

        self._tab.letters.hide()
        self._tasks.start(self._with_problem(propose))

    def _all_of_van(self) -> tuple[str, ...]:
        assert self._prepared is not None
        held = self._prepared
        open_vans = [
            van.key
            for van in held.problem.departures.get(self._scene.letter(), ())
            if van.key not in held.problem.closed
        ]
        return tuple(visit for key in open_vans for visit in held.held.get(key, ()))

    def _take_place(self, number: int) -> None:
        """Key 1 to 5: one of the places, or one of the ways out."""
        if self._prepared is None or number < 1:
            return
        if self._ways or (not self._others and self._tab.van.places.isVisible()):
            self._tasks.start(self._take_way(number))
        elif number <= len(self._others):
            place = self._others[number - 1]
            visit = self._carried.visit if self._carried else preview.visit_of(self._prepared, self._scene.selected())
            if visit:
                self._carry(visit, place.vehicle, place.position)

    async def _take_way(self, number: int) -> None:
        """Carried out at once: what it breaks was agreed to with the key; undo is offered."""
        prepared, key = self._prepared, self._scene.selected()
        visit = preview.visit_of(prepared, key) if prepared else ""
        if prepared is None or not visit:
            return
        if number > len(self._ways):
            for order_id in prepared.orders[visit]:
                await self._desk.do(schedule.ask_for_another_day, order_id)
            self._tab.said.say("It waits at the call desk for a window on another day.", wrong=False)
            await self._again()
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
        await self._made(_Carried("way_out", changed, self._effect(prepared.standing, changed), visit))

    async def _lock_stop(self) -> None:
        board = self._scene.board()
        stop = next((stop for stop in board.stops if self._key_is(stop.order_ids[0])), None) if board else None
        if board is None or stop is None:
            return
        await self._desk.do(plan_edits.lock_stop, board.day, stop.order_ids[0], not stop.locked)
        await self._again()

    def _key_is(self, order_id: int) -> bool:
        return day_problem.visit_key(order_id) == self._scene.selected()

    async def _lock_van(self) -> None:
        board = self._scene.board()
        if board is None or not self._scene.letter():
            return
        van = self._van(self._scene.letter())
        await self._desk.do(plan_edits.lock_routes, board.day, van.shift_id, not van.locked)
        await self._again()

    async def _call_off(self) -> None:
        """One key: his stops wait in the tray, and the optimiser is asked for a new plan with `O`."""
        if self._scene.board() is None or not self._scene.letter():
            return
        van = self._van(self._scene.letter())
        if van.off:
            await self._desk.do(plan_edits.call_back, van.shift_id)
            self._tab.said.say(f"{van.driver} is on duty again.", wrong=False)
        else:
            waiting = await self._desk.do(plan_edits.call_off, van.shift_id, "")
            self._tab.said.say(
                f"{van.driver} is called off: {words.count(waiting, 'order')} wait for a new plan. O finds one for the "
                "other vans; the same key takes it back.",
                wrong=False,
            )
        await self._again()

    def _lassoed(self, keys: Sequence[str]) -> None:
        self._many = tuple(keys)
        self._tab.map.choose_many(self._many)
        if self._many:
            self._tab.said.say(
                f"{words.count(len(self._many), 'stop')} chosen: U takes them off, G gives them to a van, Esc lets go.",
                wrong=False,
            )
            self._tasks.start(self.prepare(), background=True)

    def _dropped_on(self, key: str, target: str) -> None:
        """On the map: a pin let go on another one goes before it."""

        def place() -> None:
            prepared = self._prepared
            assert prepared is not None
            visit, other = preview.visit_of(prepared, key), preview.visit_of(prepared, target)
            plan = prepared.standing
            here = next(((van, held.index(other)) for van, held in plan.sequences.items() if other in held), None)
            if visit and here and visit != other and here[0] not in prepared.problem.closed:
                before = [stop for stop in plan.sequences[here[0]][: here[1]] if stop != visit]
                self._carry(visit, here[0], len(before))

        self._tasks.start(self._with_problem(place))
