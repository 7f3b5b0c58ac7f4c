"""The optimiser at work: progress over the map, keep or leave, and what was moved by hand meanwhile."""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, keeping, solving, variants
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.planning import moving
from dispatch_console.domain.planning.pricing import resequenced
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.language import plural, tr
from dispatch_console.ports import Improvement, RouteSolver, TravelTimes
from dispatch_console.ui.routes.editing.carrying import Carrying
from dispatch_console.ui.routes.scene import Scene
from dispatch_console.ui.routes.tab import RoutesTab


class Optimising:
    """One run at a time. `hand` tells which stops were moved by hand while it ran."""

    def __init__(
        self,
        desk: Desk,
        solver: Callable[[], RouteSolver],
        travel: Callable[[], TravelTimes],
        tab: RoutesTab,
        scene: Scene,
        hand: Carrying,
        seconds: float,
    ) -> None:
        self._desk, self._solver, self._travel, self._tab = desk, solver, travel, tab
        self._scene, self._hand, self._seconds = scene, hand, seconds
        self._stop: threading.Event | None = None
        self._keep = False
        tab.optimiser.keep_wanted.connect(lambda: self._end(keep=True))
        tab.optimiser.cancel_wanted.connect(lambda: self._end(keep=False))

    @property
    def running(self) -> bool:
        return self._stop is not None

    async def run(self) -> None:
        """Search until the time is up, or Enter or Esc."""
        board = self._scene.board()
        if self._stop is not None or board is None:
            return
        self._tab.show_papers(False)
        prepared = await self._desk.ask(day_problem.day_problem, board.day, self._travel())
        if not prepared.problem.visits:
            self._tab.said.say(
                tr("Nothing to plan: no verified order with a confirmed window for this day is left."), wrong=False
            )
            return
        if not prepared.problem.vehicles:
            self._tab.said.say(tr("No van is on duty that day, or all have left. Nothing was changed."))
            return
        out = sum(len(leg.stops) for leg in board.legs if leg.departed_at)
        left = (
            (
                tr(
                    "{orders} cannot be planned yet.",
                    orders=plural("{count} order", "{count} orders", len(prepared.not_ready)),
                )
                + " "
            )
            if prepared.not_ready
            else ""
        )
        self._tab.optimiser.begin(
            tr("Optimising {visits} stops", visits=len(prepared.problem.visits)),
            tr(
                "{left}{stops} locked: already out or done",
                left=left,
                stops=plural("{count} stop", "{count} stops", out),
            ),
        )
        self._tab.place_optimiser()
        self._stop, self._keep = threading.Event(), True
        self._hand.wishes = {}
        try:
            plan = await self._solve(prepared, self._stop)
        finally:
            wishes, self._hand.wishes = self._hand.wishes, None
            self._stop = None
            self._tab.optimiser.hide()
        if self._keep:
            before = len(board.tray)
            await self._keep_best(prepared, plan, wishes or {})
            await self._scene.caught_up()
            self._tab.map.fit()
            now = self._scene.board()
            open_ = len(now.tray) if now else 0
            sentence = (
                tr("{orders} without a route, W says why", orders=plural("{count} order", "{count} orders", open_))
                if open_
                else tr("every order has its place")
            )
            self._tab.said.say(
                tr(
                    "The best plan found is kept: {sentence} (before it: {before} without).",
                    sentence=sentence,
                    before=before,
                ),
                wrong=False,
            )

    async def _keep_best(self, prepared: DayProblem, plan: Plan, wishes: dict[str, str | None]) -> None:
        """Keep the plan found, on the day as it is now: what was moved by hand meanwhile stays where it was put."""
        now = await self._desk.ask(day_problem.day_problem, prepared.day, self._travel())
        sequences = {
            key: [visit for visit in visits if visit in now.problem.visit]
            for key, visits in plan.sequences.items()
            if key in now.problem.vehicle and key not in now.problem.closed
        }
        cleared = {key: () for key in now.problem.vehicle if key not in now.problem.closed}
        frozen = {visit for key in now.problem.closed for visit in now.visits_of_departure.get(key, ())}
        open_ = {key: [visit for visit in visits if visit not in frozen] for key, visits in sequences.items()}
        best = resequenced(now.problem, now.standing, {**cleared, **open_})
        if wishes:
            known = {visit: van for visit, van in wishes.items() if visit in now.problem.visit}
            best = moving.with_wishes(now.problem, best, known)
        await self._desk.do(keeping.keep_plan, now, replace(best, solver=plan.solver), seen=prepared.seen)

    async def _solve(self, prepared: DayProblem, stop: threading.Event) -> Plan:
        improvements: list[Improvement] = []
        begun, panel, loop = time.monotonic(), self._tab.optimiser, asyncio.get_event_loop()
        work = loop.run_in_executor(
            None,
            lambda: solving.solve_day(prepared, self._solver(), self._seconds, improvements.append, stop.is_set),
        )
        shown = None
        before = await loop.run_in_executor(None, variants.measured, prepared, prepared.standing)
        while not work.done():
            panel.show_progress(
                time.monotonic() - begun, self._seconds, tuple((one.cost, one.after_s) for one in improvements)
            )
            if improvements and improvements[-1] is not shown:
                shown = improvements[-1]
                now = await loop.run_in_executor(None, _measured, prepared, shown)
                panel.show_measures(before, now, left_out=shown.cost - now.cost)
            await asyncio.wait([work], timeout=0.2)
        plan, _ = await work
        return plan

    def _end(self, *, keep: bool) -> None:
        self._keep = keep
        if self._stop is not None:
            self._stop.set()


def _measured(prepared: DayProblem, improvement: Improvement) -> variants.Measures:
    return variants.measured(prepared, improvement.plan())
