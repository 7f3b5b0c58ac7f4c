"""The acts of a dispatcher on a day: drag, nudge, take off, give, swap, turn round, lock, call off, undo."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, edits
from dispatch_console.application.planning.day_board import BoardVan
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.planning import moving
from dispatch_console.language import plural, tr
from dispatch_console.ports import RouteSolver, TravelTimes
from dispatch_console.ui.routes.editing import preview
from dispatch_console.ui.routes.editing.calling_off import CallingOff
from dispatch_console.ui.routes.editing.carrying import Carrying
from dispatch_console.ui.routes.editing.choices import Choices
from dispatch_console.ui.routes.editing.row_preview import clock_of
from dispatch_console.ui.routes.scene import Scene
from dispatch_console.ui.routes.tab import RoutesTab
from dispatch_console.ui.tasks import Tasks


class EditPresenter:
    """Every act is shown first; `carrying` holds it until it is dropped or put back."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        solver: Callable[[], RouteSolver],
        travel: Callable[[], TravelTimes],
        tab: RoutesTab,
        scene: Scene,
    ) -> None:
        self._desk, self._tasks, self._tab, self._scene = desk, tasks, tab, scene
        self._travel = travel
        self.hand = Carrying(desk, tasks, travel, tab, scene)
        self._choices = Choices(desk, tasks, tab, scene, self.hand, solver)
        self._giving = ""
        timeline, start = tab.timeline, tasks.start
        timeline.dragged.connect(self._drag)
        timeline.dropped.connect(self.hand.drop)
        timeline.put_back.connect(self.hand.put_back)
        for view in (timeline, tab.van.stops, tab.tray):
            view.nudged.connect(self._nudge)
        tab.drop_wanted.connect(self.hand.drop)
        tab.put_back_wanted.connect(self.hand.put_back)
        tab.undo_wanted.connect(lambda: start(self.undo()))
        tab.redo_wanted.connect(lambda: start(self._change_back(edits.redo, tr("Done again"))))
        tab.unassign_wanted.connect(self._unassign)
        tab.lock_wanted.connect(lambda: start(self._lock_stop()))
        tab.reverse_wanted.connect(self._reverse)
        tab.swap_wanted.connect(lambda: self._ask_letter("swap"))
        tab.give_wanted.connect(lambda: self._ask_letter("give"))
        tab.letters.chosen.connect(self._letter_chosen)
        tab.van.lock_wanted.connect(lambda: start(self._lock_van()))
        self._off = CallingOff(desk, tab, scene, self.hand, self.undo)
        tab.put_back_wanted.connect(self._off.forget)
        tab.van.off_wanted.connect(lambda: start(self._off.ask()))
        tab.map.lassoed.connect(self._lassoed)
        tab.map.dropped_on.connect(self._dropped_on)

    @property
    def carrying(self) -> bool:
        return self.hand.carried is not None

    async def load(self, day: date) -> None:
        await self.hand.load(day)

    def selected(self) -> None:
        """Show where else a chosen stop could go, or why an order has no route and the ways out."""
        if self.hand.carried is not None and self._scene.selected() == self.hand.carried.visit:
            return
        self.hand.let_go()
        self._tasks.start(self._choices.show(), background=True)

    def _drag(self, key: str, letter: str, at: datetime) -> None:
        prepared = self.hand.prepared
        visit = preview.visit_of(prepared, key) if prepared else ""
        if prepared is None or not visit:
            return
        spot = self.hand.spot(prepared, visit, letter, at)
        if spot is not None and (self.hand.carried is None or self.hand.carried.spot != spot):
            self.hand.carry(visit, *spot)

    def _nudge(self, along: int, rows: int) -> None:
        self._tasks.start(self._nudged(along, rows))

    async def _nudged(self, along: int, rows: int) -> None:
        """Move the stop by Alt with an arrow: one place along the route, or to the row above or below at about the same
        time.
        """
        await self.hand.prepare()
        prepared, board = self.hand.prepared, self._scene.board()
        key = self.hand.carried.visit if self.hand.carried else self._scene.selected()
        visit = preview.visit_of(prepared, key) if prepared else ""
        if prepared is None or board is None:
            return
        if not visit:
            self._say_gone()
            return
        plan = self.hand.carried.effect.plan if self.hand.carried else prepared.standing
        here = next(((key, visits.index(visit)) for key, visits in plan.sequences.items() if visit in visits), None)
        if rows:
            letters = [van.letter for van in board.vans]
            letter = prepared.problem.vehicle[here[0]].route if here else letters[0]
            start = next((s.start_s for r in plan.routes for s in r.stops if s.visit == visit), None)
            target = letters[max(0, min(letters.index(letter) + rows, len(letters) - 1))] if here else letters[0]
            window = prepared.problem.visit[visit].windows
            second = start if start is not None else window[0][0] if window else 0
            spot = self.hand.spot(prepared, visit, target, clock_of(board, prepared)(second))
            if spot is None:
                self._tab.said.say(
                    tr(
                        "Van {target} has left, is locked, or is not on duty: nothing can be given to it.",
                        target=target,
                    )
                )
                return
            self.hand.carry(visit, *spot)
        elif here:
            spot = moving.place_beside(prepared.problem, plan, visit, along)
            if spot is not None:
                self.hand.carry(visit, *spot)
            elif here[0] not in prepared.problem.closed:
                self._tab.said.say(tr("Farther it cannot go: that is the end of the van's day."), wrong=False)

    async def undo(self) -> None:
        """Take back the last act of this person here, or put back what is in the hand."""
        await self._change_back(edits.undo, tr("Undone"))

    async def _change_back(self, act: Callable[..., str], said: str) -> None:
        if self.hand.carried is not None:
            # the change in the hand is the last thing that was done
            self.hand.put_back()
            return
        self._tab.show_papers(False)
        board = self._scene.board()
        can = await self._desk.ask(edits.undoable, board.day, self._desk.actor) if board else edits.Undoable()
        await self.hand.prepare()
        prepared = self.hand.prepared
        if board is not None and act is edits.undo and can.undo == edits.CALL_OFF:
            # his departures are part of the day before they get their stops again
            prepared = await self._desk.ask(day_problem.day_problem, board.day, self._travel(), "", 0, can.shift)
        if prepared is None:
            return
        try:
            what = await self._desk.do(act, prepared)
        except DispatchError:
            await self._scene.reload()
            raise
        await self.hand.again()
        self._tab.said.say(f"{said}: {texts.edit(what)}.", wrong=False)

    def _chosen_visits(self) -> tuple[str, ...]:
        assert self.hand.prepared is not None
        keys = self.hand.many or (self._scene.selected(),)
        return tuple(visit for key in keys if (visit := preview.visit_of(self.hand.prepared, key)))

    def _say_gone(self) -> None:
        """Say why the key did nothing."""
        if self._scene.selected() or self.hand.many:
            self._tab.said.say(tr("Nothing to change here: the stop is on the road, done, or on no route."))
        else:
            self._tab.said.say(tr("Choose a stop first: click it, or walk with J and K."))

    def _unassign(self) -> None:
        self._tasks.start(self.hand.with_problem(self._unassigned))

    def _unassigned(self) -> None:
        assert self.hand.prepared is not None
        sequences = moving.taken_off(self.hand.prepared.standing, self._chosen_visits())
        if not sequences:
            self._say_gone()
            return
        if self.hand.prepared.problem.closed & sequences.keys():
            self._tab.said.say(tr("The route is locked or being loaded: unlock it first."))
            return
        self.hand.propose("unassign", sequences)

    def _reverse(self) -> None:
        def turn() -> None:
            assert self.hand.prepared is not None
            day = self.hand.prepared
            self.hand.propose("reverse", moving.reversed_(day.problem, day.standing, self._scene.letter()))

        self._tasks.start(self.hand.with_problem(turn))

    def _ask_letter(self, what: str) -> None:
        board = self._scene.board()
        if board is None:
            return
        self._giving = what
        others = [van.letter for van in board.vans if van.letter != self._scene.letter() or self.hand.many]
        words_ = (
            tr("Swap all open departures with")
            if what == "swap"
            else tr("Give {what_is_given} to", what_is_given=self._what_is_given())
        )
        self._tab.letters.ask(words_, [letter for letter in others if not self._van(letter).off])

    def _van(self, letter: str) -> BoardVan:
        board = self._scene.board()
        assert board is not None
        return next(van for van in board.vans if van.letter == letter)

    def _what_is_given(self) -> str:
        if self.hand.many:
            return plural("{count} stop", "{count} stops", len(self.hand.many))
        return (
            tr("this stop") if self._scene.selected() else tr("all open stops of {letter}", letter=self._scene.letter())
        )

    def _letter_chosen(self, letter: str) -> None:
        def propose() -> None:
            day = self.hand.prepared
            assert day is not None
            if self._giving == "swap":
                self.hand.propose("swap", moving.swapped(day.problem, day.standing, self._scene.letter(), letter))
                return
            visits = self._chosen_visits() if self.hand.many or self._scene.selected() else self._all_of_van()
            if not visits:
                self._say_gone()
                return
            sequences, left = moving.given(day.problem, day.standing, visits, letter)
            if left and self.hand.names:
                first = self.hand.names.of(left[0])
                self._tab.said.say(
                    tr(
                        "{stops} found no place on {letter} that keeps all promises, first {first}: they "
                        "stay where they are.",
                        stops=plural("{count} stop", "{count} stops", len(left)),
                        letter=letter,
                        first=first,
                    )
                )
            self.hand.propose("give", sequences)

        self._tab.letters.hide()
        self._tasks.start(self.hand.with_problem(propose))

    def _all_of_van(self) -> tuple[str, ...]:
        assert self.hand.prepared is not None
        day = self.hand.prepared
        open_vans = [
            van.key for van in day.problem.departures.get(self._scene.letter(), ()) if van.key not in day.problem.closed
        ]
        return tuple(visit for key in open_vans for visit in day.visits_of_departure.get(key, ()))

    async def _lock_stop(self) -> None:
        board = self._scene.board()
        stop = next((stop for stop in board.stops if self._key_is(stop.order_ids[0])), None) if board else None
        if board is None:
            return
        if stop is None:
            self._say_gone()
            return
        if any(leg.route_id == stop.route_id and leg.departed_at for van in board.vans for leg in van.legs):
            self._say_gone()
            return
        await self._desk.do(edits.lock_stop, board.day, stop.order_ids[0], not stop.locked)
        await self.hand.again()

    def _key_is(self, order_id: int) -> bool:
        return day_problem.visit_key(order_id) == self._scene.selected()

    async def _lock_van(self) -> None:
        board = self._scene.board()
        if board is None or not self._scene.letter():
            return
        van = self._van(self._scene.letter())
        await self._desk.do(edits.lock_routes, board.day, van.shift_id, not van.locked)
        await self.hand.again()

    def _lassoed(self, keys: Sequence[str]) -> None:
        self.hand.many = tuple(keys)
        self._tab.choose_many(self.hand.many)
        if self.hand.many:
            counted = plural("{count} stop", "{count} stops", len(self.hand.many))
            self._tab.said.say(
                tr("{counted} chosen: U takes them off, G gives them to a van, Esc lets go.", counted=counted),
                wrong=False,
            )
            self._tasks.start(self.hand.prepare(), background=True)

    def _dropped_on(self, key: str, target: str) -> None:
        """Put a stop before the one on whose pin it was let go on the map."""

        def place() -> None:
            prepared = self.hand.prepared
            assert prepared is not None
            visit, other = preview.visit_of(prepared, key), preview.visit_of(prepared, target)
            plan = prepared.standing
            here = next(((van, visits.index(other)) for van, visits in plan.sequences.items() if other in visits), None)
            if visit and here and visit != other and here[0] not in prepared.problem.closed:
                before = [stop for stop in plan.sequences[here[0]][: here[1]] if stop != visit]
                self.hand.carry(visit, here[0], len(before))

        self._tasks.start(self.hand.with_problem(place))
