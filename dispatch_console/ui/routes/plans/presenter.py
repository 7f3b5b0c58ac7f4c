"""Plans side by side: those that are kept, and the dial between changing nothing and the cheapest."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, variants
from dispatch_console.application.planning.day_board import DayBoard
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.planning.seen import PlanSeen
from dispatch_console.application.planning.variants import Measures, Variant
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.language import decimal, mark, plural, signed, tr
from dispatch_console.ports import RouteSolver, TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.map.paths import Paths
from dispatch_console.ui.routes.editing.preview import Names
from dispatch_console.ui.routes.plan_map import Bounds, Ground, GroundReader, PlanPicture, bounds_of, widened
from dispatch_console.ui.routes.plans.cells import Change, Measure
from dispatch_console.ui.routes.plans.dial import DialStep
from dispatch_console.ui.routes.plans.page import PlanColumn, PlansPage
from dispatch_console.ui.routes.plans.pictures import picture_of, ways_of
from dispatch_console.ui.tasks import Tasks

# what it costs to give a stop to another departure, in seconds of work, from changing nothing to not caring
STEPS = (
    (mark("as it stands"), None),
    (mark("little"), 3600),
    (mark("some"), 900),
    (mark("more"), 240),
    (mark("cheapest"), 0),
)
STEP_SECONDS = 10.0
DIAL = "dial"
ROWS = (
    (mark("Cost"), "banknote"),
    (mark("Late"), "clock-alert"),
    (mark("Without a route"), "inbox"),
    (mark("Driving"), "route"),
    (mark("Overtime"), "timer"),
    (mark("Back, last van"), "warehouse"),
    (mark("Vans"), "truck"),
    (mark("Changed stops"), "arrow-left-right"),
)
MOST_CHANGES = 8


class PlansPresenter:
    """`caught_up` waits until the tab shows the plan that was taken; `paths` and `ground` draw the small maps."""

    def __init__(
        self,
        *,
        desk: Desk,
        tasks: Tasks,
        solver: Callable[[], RouteSolver],
        travel: Callable[[], TravelTimes],
        page: PlansPage,
        board: Callable[[], DayBoard | None],
        caught_up: Callable[[], Awaitable[None]],
        paths: Paths,
        ground: GroundReader,
    ) -> None:
        self._desk, self._tasks, self._solver, self._travel = desk, tasks, solver, travel
        self.page, self._board, self._caught_up = page, board, caught_up
        self._paths, self._read_ground = paths, ground
        self._ground: Ground | None = None
        self._prepared: DayProblem | None = None
        self._dialled: dict[int, Plan] = {}
        # what stood when the search of a step began
        self._dialled_on: dict[int, PlanSeen] = {}
        self._at = 0
        self._state = ""
        self._stop: threading.Event | None = None
        self._chosen = ""
        start = tasks.start
        page.step_wanted.connect(lambda step: start(self._turn(step)))
        page.keep_wanted.connect(lambda: start(self._keep()))
        page.take_wanted.connect(lambda name: start(self._take(name)))
        page.forget_wanted.connect(lambda name: start(self._forget(name)))

    async def open(self) -> None:
        self._dialled, self._at, self._state, self._chosen = {}, 0, "", ""
        await self._show()

    async def refresh(self) -> None:
        """Read again: a plan was kept or forgotten, here or at another station."""
        if self.page.isVisible() and self._stop is None:
            await self._show()

    def close(self) -> None:
        """Stop a step that is being computed: nobody needs it any more."""
        if self._stop is not None:
            self._stop.set()

    async def _read(self, day: date, stability_s: int = 0) -> DayProblem:
        return await self._desk.ask(day_problem.day_problem, day, self._travel(), "", stability_s)

    async def _show(self) -> None:
        board = self._board()
        if board is None:
            return
        prepared = self._prepared = await self._read(board.day)
        plans = list(await self._desk.ask(variants.side_by_side, prepared))
        dialled = self._dialled.get(self._at)
        if dialled is not None:
            name = tr(STEPS[self._at][0])
            plans.insert(1, Variant(DIAL, name, None, dialled, variants.measured(prepared, dialled)))
        names = Names(board, prepared)
        wanted = self._chosen or self.page.chosen
        kept = [variant.name for variant in plans if variant.name]
        self._chosen = wanted if wanted in kept else next(iter(kept), "")
        await self._paths.find(ways_of(board, prepared, plans))
        pictures = [picture_of(board, prepared, variant, self._paths) for variant in plans]
        ground = await self._ground_of(bounds_of(pictures))
        columns = [
            self._column(variant, [entry.measures for entry in plans], names, board, picture)
            for variant, picture in zip(plans, pictures, strict=True)
        ]
        stops = plural("{count} open stop", "{count} open stops", len(prepared.problem.visits))
        counted = f"{stops}, {plural('{count} plan', '{count} plans', len(plans))}"
        self.page.show_plans(counted, [(tr(row), icon) for row, icon in ROWS], columns, self._chosen, ground)
        self._chosen = ""
        self._show_dial(prepared)

    async def _ground_of(self, bounds: Bounds | None) -> Ground | None:
        """Read off the screen's thread, and kept while the plans lie where they lay."""
        if bounds is not None and (self._ground is None or self._ground.bounds != bounds):
            loop = asyncio.get_event_loop()
            shapes = await loop.run_in_executor(None, self._read_ground, *widened(bounds))
            self._ground = Ground(shapes, bounds)
        return self._ground if bounds is not None else None

    def _show_dial(self, prepared: DayProblem) -> None:
        plans = [self._dialled.get(number) if number else prepared.standing for number in range(len(STEPS))]
        measured = [variants.measured(prepared, plan) if plan is not None else None for plan in plans]
        costs = [measures.cost for measures in measured if measures is not None]
        least, most = min(costs), max(costs)
        steps = []
        for name, measures in zip((tr(name) for name, _ in STEPS), measured, strict=True):
            if measures is None:
                steps.append(DialStep(name))
                continue
            moved = (
                tr("{stops} moved", stops=plural("{count} stop", "{count} stops", len(measures.moved)))
                if measures.moved
                else tr("nothing moves")
            )
            out = tr("{unrouted} without a route", unrouted=len(measures.unrouted)) if measures.unrouted else ""
            share = (measures.cost - least) / (most - least) if most > least else 0.0
            steps.append(DialStep(name, _hours(measures.cost), moved, out, share))
        here = measured[self._at]
        title = (
            tr("{stops} moved", stops=plural("{count} stop", "{count} stops", len(here.moved)))
            if here
            else tr("not computed yet")
        )
        self.page.dial.show_steps(steps, self._at, self._state or title, "" if self._state else self._next(measured))

    def _next(self, measured: Sequence[Measures | None]) -> str:
        """Return what one step more would change."""
        if self._at + 1 >= len(STEPS):
            return tr("the cheapest that was found")
        here, there = measured[self._at], measured[self._at + 1]
        if here is None or there is None:
            return tr("one step more: {seconds} s of search", seconds=decimal(STEP_SECONDS, 0))
        less, more = here.cost - there.cost, len(there.moved) - len(here.moved)
        which = tr("less") if less >= 0 else tr("more")
        return tr(
            "one step more: {more} moved, {hours} {which}", more=signed(more, 0), hours=_hours(abs(less)), which=which
        )

    def _column(
        self, variant: Variant, all_: Sequence[Measures], names: Names, board: DayBoard, picture: PlanPicture
    ) -> PlanColumn:
        own, first, zone = variant.measures, all_[0], board.zone
        local = LocalDay(board.day, zone)
        at = variant.at.astimezone(zone).strftime("%H:%M") if variant.at else ""
        title = {"": tr("In use"), DIAL: tr("Dial")}.get(variant.name, variant.name)
        under = _revision(board) if not variant.name else f"{variant.by}{', ' + at if at else ''}"
        share = f"{signed(100 * own.dearer, 1)} %"
        both = len(own.unrouted) == len(first.unrouted)
        cost = "" if not variant.name else share if both else tr("{share} for both", share=share)
        late_s = sum(seconds for _, seconds in own.late)
        back = f"{own.back_s // 3600}:{own.back_s % 3600 // 60:02d}" if own.back_s else tr("none")
        cells = (
            (_hours(own.cost), cost, [1 + m.dearer for m in all_], 1 + own.dearer, ""),
            (_stops(len(own.late)), words.minutes(timedelta(seconds=late_s)) if late_s else "",
             [float(len(m.late)) for m in all_], float(len(own.late)), "wrong" if own.late else ""),
            (_stops(len(own.unrouted)), "",
             [float(len(m.unrouted)) for m in all_], float(len(own.unrouted)), ""),
            (tr("{distance} km", distance=decimal(own.distance_m / 1000, 1)),
             words.minutes(timedelta(seconds=own.driving_s)),
             [float(m.driving_s) for m in all_], float(own.driving_s), ""),
            (_hours(own.overtime_s) if own.overtime_s else tr("none"), "",
             [float(m.overtime_s) for m in all_], float(own.overtime_s), ""),
            (back, "", [float(m.back_s) for m in all_], float(own.back_s), ""),
            (str(own.vans), "", [float(m.vans) for m in all_], float(own.vans), ""),
            (_stops(len(own.moved)), "", [float(len(m.moved)) for m in all_], float(len(own.moved)), ""),
        )  # fmt: skip
        measures = tuple(
            Measure(figure, note, value / max(*values, 1.0), tone, value == min(values) and len(values) > 1)
            for figure, note, values, value, tone in cells
        )
        return PlanColumn(variant.name, title, under, measures, own.shifts, _changes(variant, names, local), picture)

    async def _turn(self, step: int) -> None:
        """Search for a step that was not computed yet, from the plan that stands."""
        board = self._board()
        if board is None or self._stop is not None:
            return
        self._at = step
        stability = STEPS[step][1]
        if stability is not None and step not in self._dialled:
            self._state = tr("searching for {STEP_SECONDS} s …", STEP_SECONDS=decimal(STEP_SECONDS, 0))
            await self._show()
            prepared = await self._read(board.day, stability)
            stop = self._stop = threading.Event()
            try:
                work = asyncio.get_event_loop().run_in_executor(
                    None,
                    lambda: self._solver().solve(prepared.problem, STEP_SECONDS, None, stop.is_set, prepared.standing),
                )
                self._dialled[step] = await work
                self._dialled_on[step] = prepared.seen
            finally:
                self._stop, self._state = None, ""
        self._chosen = DIAL if step in self._dialled else self._chosen
        await self._show()

    async def _keep(self) -> None:
        """Keep the plan of the dial where one is chosen, else the one in use."""
        prepared = self._prepared
        if prepared is None:
            return
        dialled = self._dialled.get(self._at) if self.page.chosen == DIAL else None
        kept = await self._desk.ask(variants.names, prepared.day)
        name = next(name for number in range(1, 1000) if (name := tr("Plan {number}", number=number)) not in kept)
        self._chosen = name
        await self._desk.do(variants.keep, prepared, dialled or prepared.standing, name)

    async def _take(self, name: str) -> None:
        prepared = self._prepared
        if prepared is None or not name:
            return
        dialled = self._dialled.get(self._at)
        if name == DIAL and dialled is not None:
            seen = self._dialled_on.get(self._at)
            await self._desk.do(variants.take_plan, prepared, dialled, tr("the plan of the dial"), seen)
        else:
            await self._desk.do(variants.take, prepared, name)
        await self._caught_up()
        self.page.closed.emit()

    async def _forget(self, name: str) -> None:
        if self._prepared is not None and name and name != DIAL:
            await self._desk.do(variants.forget, self._prepared.day, name)


def _changes(variant: Variant, names: Names, local: LocalDay) -> tuple[Change, ...]:
    """Return whom to ring first, then who gets what."""
    own = variant.measures
    when = {stop.visit: local.clock(stop.start_s) for route in variant.plan.routes for stop in route.stops}
    changes = [
        Change(
            visit,
            tr("{of}, {hours} late", of=names.of(visit), hours=_hours(late)),
            right=when.get(visit, ""),
            ring=True,
        )
        for visit, late in own.late
    ]
    changes += [Change(visit, names.of(visit), was, now, when.get(visit, "")) for visit, was, now in own.moved]
    shown = changes[:MOST_CHANGES]
    if len(changes) > MOST_CHANGES:
        shown.append(Change("", tr("{changes} more", changes=len(changes) - MOST_CHANGES)))
    if own.broken:
        shown.append(
            Change(
                "",
                tr("{rules} broken: late, overtime or load", rules=plural("{count} rule", "{count} rules", own.broken)),
            )
        )
    return tuple(shown or [Change("", tr("Nothing moves, nobody is to be rung."))])


def _revision(board: DayBoard) -> str:
    """Return what of the plan in use is on paper."""
    if not board.revision:
        return tr("draft")
    if any(leg.stops and leg.published_at is None for leg in board.legs):
        return tr("revision {revision}, changed since", revision=board.revision)
    return tr("revision {revision}", revision=board.revision)


def _hours(seconds: int) -> str:
    """Return cost in hours of work, so that it says something."""
    return words.minutes(timedelta(seconds=seconds))


def _stops(number: int) -> str:
    return plural("{count} stop", "{count} stops", number) if number else tr("none")
