"""Changes what vans on the road have still to do: shows the effect, and does it once it is agreed to."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import road_edits
from dispatch_console.application.planning.road_rest import RoadRest, road_rest
from dispatch_console.domain.planning.pricing import effect, moved, other_places, places, resequenced
from dispatch_console.domain.planning.problem import Plan, PlannedStop
from dispatch_console.language import plural, tr
from dispatch_console.ports import RouteSolver, TravelTimes
from dispatch_console.ui import words
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.tracking.road_card import RoadCard, RoadChoice, RoadLine

# a van has at most some thirty stops ahead
SECONDS = 2.0
MOST_WAYS = 5
Sequences = Mapping[str, Sequence[str]]


class RoadPresenter:
    """`said` shows a sentence over the board. The dispatcher sees that a van is silent before he agrees."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        card: RoadCard,
        travel: Callable[[], TravelTimes],
        solver: Callable[[], RouteSolver],
        said: Callable[[str], None],
    ) -> None:
        self._desk, self._card, self._said = desk, card, said
        self._travel, self._solver = travel, solver
        self._rest: RoadRest | None = None
        self._ways: list[Sequences] = []
        card.agreed.connect(lambda: tasks.start(self._agree()))

    async def reorder(self, day: date, letter: str) -> None:
        """Seek a better order of the stops that a van has still to do."""
        rest = await self._read(day, only=letter)
        free = len(rest.sequences.get(letter, ())) - len(rest.problem.locked.get(letter, ()))
        if free < 2:
            self._said(tr("Van {letter} has fewer than two stops whose order could change.", letter=letter))
            return
        solver = self._solver()
        loop = asyncio.get_event_loop()
        plan = await loop.run_in_executor(None, lambda: solver.solve(rest.problem, SECONDS, start=rest.standing))
        wanted = plan.sequences.get(letter, ())
        complete = sorted(wanted) == sorted(rest.sequences[letter])
        if not complete or wanted == rest.sequences[letter] or not _is_better(rest, {letter: wanted}):
            self._said(tr("Van {letter} has the best order of its stops already.", letter=letter))
            return
        self._ask(
            rest, tr("Another order of the stops of van {letter}?", letter=letter), [{letter: wanted}], [], letter
        )

    async def give(self, day: date, letter: str, stop_id: int) -> None:
        """Offer the vans on the road that could take a stop over and keep every promise."""
        rest = await self._read(day, stuck=letter)
        visit = f"stop-{stop_id}"
        if visit not in rest.stops:
            self._said(tr("This stop cannot be given away: it is done, or the van stands at its door or at the depot."))
            return
        found = [
            (place, more)
            for place, more in other_places(rest.problem, rest.standing, visit, most=MOST_WAYS + 1)
            if place.vehicle != letter
        ][:MOST_WAYS]
        if not found:
            self._said(tr("No van on the road can take it and keep every promise. Ring the customer for another time."))
            return
        choices = [
            RoadChoice(
                tr("Van {letter}, at {time}", letter=place.vehicle, time=self._clock(rest, place.start_s)),
                tr("{minutes} min of work more, keeps all promises", minutes=round(more / 60)),
            )
            for place, more in found
        ]
        ways = [moved(rest.standing, visit, place.vehicle, place.position) for place, _ in found]
        self._ask(rest, tr("Who takes the stop of {customer}?", customer=rest.names[visit]), ways, choices, "")

    async def give_all(self, day: date, letter: str) -> None:
        """Share the stops of a van that goes no further among the others on the road."""
        rest = await self._read(day, stuck=letter)
        left = rest.sequences.get(letter, ())
        if not left:
            self._said(tr("Van {letter} has no stop ahead that another van could take.", letter=letter))
            return
        plan, stay = resequenced(rest.problem, rest.standing, {letter: ()}), []
        for visit in left:
            found = [one for one in places(rest.problem, plan, rest.problem.visit[visit]) if one.vehicle != letter]
            if not found:
                stay.append(visit)
                continue
            plan = resequenced(rest.problem, plan, moved(plan, visit, found[0].vehicle, found[0].position))
        shared = {key: tuple(visits) for key, visits in plan.sequences.items() if key != letter}
        if len(stay) == len(left):
            self._said(tr("No van on the road can take any of its stops and keep every promise."))
            return
        self._ask(
            rest,
            tr("Share the stops of van {letter}?", letter=letter),
            [{**shared, letter: tuple(stay)}],
            [],
            "",
            stay,
            stuck=True,
        )

    async def _read(self, day: date, stuck: str = "", only: str = "") -> RoadRest:
        return await self._desk.ask(road_rest, day, self._travel(), self._desk.clock(), stuck, only)

    def _ask(
        self,
        rest: RoadRest,
        title: str,
        ways: Sequence[Sequences],
        choices: Sequence[RoadChoice],
        letter: str,
        stay: Sequence[str] = (),
        stuck: bool = False,
    ) -> None:
        """Ask; `letter`: the van whose whole new route is shown, empty where only stops that change vans are."""
        self._rest, self._ways = rest, list(ways)
        after = resequenced(rest.problem, rest.standing, ways[0])
        lines = self._whole(rest, after, letter) if letter else [] if choices else self._changes(rest, after)
        lines += [
            RoadLine("", rest.names[visit], tr("nobody can keep it: ring for another time"), "wrong") for visit in stay
        ]
        under = [] if choices else [self._effect_words(rest, ways[0])]
        moves = choices or any(rest.van_of(visit) != key for key, visits in ways[0].items() for visit in visits)
        if stuck:
            under.append(tr("A stop that is under way and later departures stay. Shift+X in Routes calls the van off."))
        if moves:
            under.append(tr("The parcels stay in their van until they are scanned over."))
        under.extend(
            tr("Van {letter} has not been heard from since {time}: it may have been at a door. Ring the driver first.",
               letter=van, time=words.clock(since, rest.local.zone))
            for van, since in rest.silent.items()
            if any(van in way for way in ways)
        )  # fmt: skip
        self._card.ask_about(title, " ".join(under), choices, lines)

    async def _agree(self) -> None:
        rest, choice = self._rest, self._card.choice
        if rest is None or choice >= len(self._ways):
            return
        # the card said which van is silent
        await self._desk.do(road_edits.rearrange, rest, self._ways[choice], although_silent=True)
        vans = [van for van, visits in self._ways[choice].items() if tuple(visits) != rest.sequences.get(van, ())]
        self._said(
            tr(
                "The route of {vans} is changed. Phones follow; ring whoever drives on paper.",
                vans=", ".join(sorted(vans)),
            )
        )

    def _whole(self, rest: RoadRest, after: Plan, letter: str) -> list[RoadLine]:
        was = {stop.visit: stop for route in rest.standing.routes for stop in route.stops}
        route = next(route for route in after.routes if route.vehicle == letter)
        return [
            RoadLine(self._clock(rest, stop.start_s), rest.names[stop.visit], *_note(stop, was.get(stop.visit)))
            for stop in route.stops
        ]

    def _changes(self, rest: RoadRest, after: Plan) -> list[RoadLine]:
        return [
            RoadLine(
                self._clock(rest, stop.start_s), rest.names[stop.visit],
                tr("van {before} to van {after}", before=rest.van_of(stop.visit), after=route.vehicle),
            )
            for route in after.routes
            for stop in route.stops
            if rest.van_of(stop.visit) != route.vehicle
        ]  # fmt: skip

    def _effect_words(self, rest: RoadRest, way: Sequences) -> str:
        done = effect(rest.problem, rest.standing, way)
        minutes = round(done.working_s / 60)
        said = [
            tr("{minutes} min of work less.", minutes=-minutes)
            if minutes < 0
            else tr("{minutes} min of work more.", minutes=minutes)
        ]
        late = len(done.late)
        said.append(
            plural("{count} promise would be late.", "{count} promises would be late.", late)
            if late
            else tr("All promises are kept.")
        )
        return " ".join(said)

    def _clock(self, rest: RoadRest, seconds: int) -> str:
        return words.clock(rest.local.instant(seconds), rest.local.zone)


def _is_better(rest: RoadRest, way: Sequences) -> bool:
    return effect(rest.problem, rest.standing, way).cost < 0


def _note(stop: PlannedStop, was: PlannedStop | None) -> tuple[str, str]:
    """Return how a stop moves, or how late it would be."""
    if stop.window and stop.start_s > stop.window[1] + 59:
        return tr("{late} late", late=words.minutes(timedelta(seconds=stop.start_s - stop.window[1]))), "wrong"
    away = round((stop.start_s - was.start_s) / 60) if was is not None else 0
    if away:
        sooner = tr("{minutes} min earlier", minutes=-away)
        return (sooner if away < 0 else tr("{minutes} min later", minutes=away)), ""
    return "", ""
