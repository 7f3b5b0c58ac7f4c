"""All solvers on all cores at one plan: rounds of parts side by side, the best kept, every improvement told.

A round cuts the plan into neighbouring groups of routes, one or more per worker, and each worker anneals its part;
the next round cuts elsewhere. A small problem is not cut: the workers then search the whole from different dice and
the better plan goes on. The temperature falls with the time that has passed over all rounds.
"""

import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field
from itertools import cycle

from dispatch_console.adapters.solvers import pyvrp_scope, recombining_scope
from dispatch_console.adapters.solvers.improving import (
    Ask,
    Driven,
    Found,
    driven,
    improve,
    improve_with_pyvrp,
    recombine,
)
from dispatch_console.adapters.solvers.parts import cut, take_part
from dispatch_console.adapters.solvers.processes import Processes
from dispatch_console.adapters.solvers.ruin_recreate import library
from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes
from dispatch_console.domain.errors import Refused

# temperatures in average edges between near neighbours: hot enough to change the number of vans, cold enough to settle
HOT, COLD = 1.0, 0.02
# where there is time for many steps per stop it pays to settle longer; in large problems there never is
COLDER, COLDER_STEPS_PER_STOP = 0.002, 2500
ROUNDS = 10
# below this number of stops several searches from scratch find more than one long one; up to the other number the whole
# is searched while it is hot and parts only later, above it only parts
RESTARTED, WHOLE_AT_FIRST, WHOLE_SHARE = 130, 700, 0.6
SLICES, LOOKS = 6, 8
# days with breaks, several windows or paid time: the whole and parts by turns, in so many rounds
TURNS = 40
# towards the end of a longer run PyVRP joins
POLISHED_FROM_S, POLISH_FROM = 20.0, 0.9
# from this time on the routes of all searches are put together anew at the end, in at most this share of the time
RECOMBINED_FROM_S, RECOMBINING = 20.0, 0.03
# the routes of the last so many searches are remembered
REMEMBERED = 400
LARGEST_PART = 1500
# the first plan: constructed, then searched this long at low temperature, so that a dispatcher can look at it
FIRST_SHARE, FIRST_PER_STOP_S, FIRST_MOST_S = 0.1, 0.0007, 2.0
FIRST_HOT, FIRST_COLD = 0.1, 0.03
# a plan that leaves stops out is searched on until it holds all of them, or until this has passed
FIRST_COMPLETE_S = 0.8
# what cutting and putting together takes of a round
OVERHEAD = 0.98
# a worker that is this late, beside the longest search of a round, is given up
PATIENCE_S, PATIENCE_SHARE = 5.0, 0.125


@dataclass(frozen=True, slots=True)
class Phase:
    """A share of the time in which everybody anneals a plan of his own: from the first plan, or from the best one."""

    share: float
    hot: float
    anew: bool = False


# small problems: two searches from scratch and one from the best
RESTARTS = (Phase(0.45, HOT, anew=True), Phase(0.4, HOT, anew=True), Phase(0.15, 0.1))


@dataclass(slots=True)
class Progress:
    """The best plan so far, and how its cost fell: (seconds, cost)."""

    routes: Routes
    cost: int
    trace: list[tuple[float, int]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Limits:
    """`seconds` from `begin` (monotonic clock); `stop` is asked between and during rounds."""

    seconds: float
    begin: float
    stop: Callable[[], bool] | None = None

    @property
    def passed(self) -> float:
        return time.monotonic() - self.begin

    @property
    def left(self) -> float:
        return self.seconds - self.passed

    @property
    def over(self) -> bool:
        return self.left < 0.03 or bool(self.stop and self.stop())


def solve(
    problem: Problem,
    limits: Limits,
    workers: int,
    executor: Executor | None = None,
    start: Routes | None = None,
    told: Callable[[Progress], None] | None = None,
    seed: int = 1,
) -> Progress:
    """The best plan within the limits. `start` is a plan to go on from; `executor` where not local processes work."""
    if executor is not None:
        return _solve(problem, limits, workers, executor, start, told, seed)
    with Processes(workers, limits.seconds * PATIENCE_SHARE + PATIENCE_S) as local:
        for _ in range(workers):
            # the processes start while the first plan is made
            local.submit(abs, 0)
        return _solve(problem, limits, workers, local, start, told, seed)


def _solve(
    problem: Problem,
    limits: Limits,
    workers: int,
    executor: Executor,
    start: Routes | None,
    told: Callable[[Progress], None] | None,
    seed: int,
) -> Progress:
    if not library.available():
        return _with_pyvrp_alone(problem, limits, told, seed)
    first = Search(problem, seed)
    try:
        if start is not None:
            first.load(start)
        first.construct()
        edge = first.average_edge
        seconds = min(FIRST_SHARE * max(0.0, limits.left), FIRST_PER_STOP_S * len(problem.clients), FIRST_MOST_S)
        rate = first.run(seconds, FIRST_HOT * edge, FIRST_COLD * edge) / seconds if seconds else 0.0
        while first.absent and limits.passed < min(FIRST_COMPLETE_S, FIRST_SHARE * limits.seconds):
            first.run(FIRST_COMPLETE_S / 8, FIRST_HOT * edge, FIRST_COLD * edge)
        best = Progress(first.best(), first.cost)
        small = len(problem.clients) < WHOLE_AT_FIRST
        many = rate * limits.seconds > COLDER_STEPS_PER_STOP * len(problem.clients)
        cold = COLDER if small and many else COLD
        run = _Run(problem, limits, best, told, random.Random(seed), edge, cold)
    finally:
        first.close()
    run.tell()
    if len(problem.clients) > 1 and len(problem.vans) and not limits.over:
        run.rounds(executor, workers)
    return run.best


def _with_pyvrp_alone(problem: Problem, limits: Limits, told: Callable[[Progress], None] | None, seed: int) -> Progress:
    """Where nobody compiled the search. Errors: Refused `solve.missing` where PyVRP does not know all constraints."""
    if not pyvrp_scope.applies(problem):
        raise Refused("solve.missing")
    found = improve_with_pyvrp(problem, None, Ask(limits.left, 0.0, 0.0, seed))
    best = Progress(found.best, found.best_cost, [(limits.passed, found.best_cost)])
    if told:
        told(best)
    return best


@dataclass(slots=True)
class _Run:
    """`edge` is the mean cost between near neighbours, `cold` the last temperature in edges."""

    problem: Problem
    limits: Limits
    best: Progress
    told: Callable[[Progress], None] | None
    dice: random.Random
    edge: float
    cold: float
    current: Routes = field(default_factory=list)
    pool: deque[tuple[Driven, ...]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def tell(self) -> None:
        self.best.trace.append((self.limits.passed, self.best.cost))
        if self.told:
            self.told(self.best)

    def rounds(self, executor: Executor, workers: int) -> None:
        size = len(self.problem.clients)
        self.current = self.best.routes
        if size < RESTARTED:
            self._restarts(executor, workers)
        elif size < WHOLE_AT_FIRST:
            self._in_the_middle(executor, workers)
        else:
            self._until(1.0, lambda length: self._parts(executor, workers, length))

    def _in_the_middle(self, executor: Executor, workers: int) -> None:
        """The whole while it is hot, then parts, then PyVRP beside them; at the end the routes of all put together.

        Where PyVRP does not know all constraints, the whole and parts take turns.
        """
        seconds = self.limits.seconds
        recombined = seconds >= RECOMBINED_FROM_S and recombining_scope.applies(self.problem)
        known = pyvrp_scope.applies(self.problem)
        polished = known and workers > 1 and seconds >= POLISHED_FROM_S
        steps: list[tuple[float, Callable[[float], bool]]] = [
            (WHOLE_SHARE, lambda length: self._whole(executor, workers, length)),
            (POLISH_FROM if polished else 1.0, lambda length: self._parts(executor, workers, length)),
            (1.0, lambda length: self._polish(executor, workers, length)),
        ]
        if not known:
            steps = [(1.0, self._by_turns(executor, workers))]
        for until, round_ in steps:
            self._until(until - (RECOMBINING if recombined and until == 1.0 else 0.0), round_)
        if recombined and not self.limits.over:
            self._recombine(executor)

    def _by_turns(self, executor: Executor, workers: int) -> Callable[[float], bool]:
        turn = cycle((self._whole, self._parts))
        return lambda _: next(turn)(executor, workers, min(self.limits.seconds / TURNS, self.limits.left))

    def _recombine(self, executor: Executor) -> None:
        seconds = min(RECOMBINING * self.limits.seconds, self.limits.left) * OVERHEAD
        ask = Ask(seconds, 0.0, 0.0, self.dice.getrandbits(48))
        pool = [driven for routes in self.pool for driven in routes]
        for answer in self._answers([executor.submit(recombine, self.problem, pool, self.best.routes, ask)]):
            if answer and answer.best_cost < self.best.cost:
                self._keep(answer.best, answer.best_cost)
                self.current = self.best.routes

    def _until(self, share: float, round_: Callable[[float], bool]) -> None:
        """Rounds until this share of the time is over; three that fail end it."""
        failed = 0
        while not self.limits.over and self.limits.passed < share * self.limits.seconds - 0.01 and failed < 3:
            failed = 0 if round_(min(self.limits.seconds / ROUNDS, self.limits.left)) else failed + 1

    def _restarts(self, executor: Executor, workers: int) -> None:
        """Everybody searches the whole, each from other dice, twice anew; then all go on from the best of them."""
        first, passed = self.best.routes, 0.0
        for phase in RESTARTS:
            passed += phase.share
            states = [first if phase.anew else self.best.routes] * workers
            self._anneal(executor, states, phase, self.limits.seconds * passed)

    def _anneal(self, executor: Executor, states: list[Routes], phase: Phase, until: float) -> None:
        """Each worker its own plan, from hot to cold, in slices so that improvements are told and a cancel is heard."""
        since, failed = self.limits.passed, 0
        length = until - since
        while failed < 3 and not self.limits.over and self.limits.passed < until - 0.01:
            passed = self.limits.passed
            seconds = min(length / SLICES + 0.1, until - passed, self.limits.left) * OVERHEAD
            hot = _temperature(self.edge, phase.hot, self.cold, (passed - since) / length)
            cold = _temperature(self.edge, phase.hot, self.cold, (passed + seconds - since) / length)
            asks = [Ask(seconds, hot, cold, self.dice.getrandbits(48)) for _ in states]
            found = self._answers(
                [executor.submit(improve, self.problem, state, ask) for state, ask in zip(states, asks, strict=True)]
            )
            for at, answer in enumerate(found):
                if answer:
                    states[at] = answer.last
                    self._keep(answer.best, answer.best_cost)
            failed = 0 if any(found) else failed + 1

    def _whole(self, executor: Executor, workers: int, length: float) -> bool:
        """Everybody searches everything from the same plan; the better one goes on."""
        asks = [self._ask(length, length * OVERHEAD) for _ in range(workers)]
        answers = self._answers([executor.submit(improve, self.problem, self.current, ask) for ask in asks])
        found = [answer for answer in answers if answer]
        if found:
            self.current = min(found, key=lambda answer: answer.last_cost).last
            winner = min(found, key=lambda answer: answer.best_cost)
            self._keep(winner.best, winner.best_cost)
        for answer in found:
            self.pool.append(answer.pool)
        return bool(found)

    def _polish(self, executor: Executor, workers: int, length: float) -> bool:
        """PyVRP from the best plan, the others from where they stand: its neighbourhoods are not ours."""
        length = min(length, self.limits.left)
        asks = [self._ask(length, length * OVERHEAD - 0.1) for _ in range(workers)]
        calls = [executor.submit(improve, self.problem, self.current, ask) for ask in asks[1:]]
        calls.append(executor.submit(improve_with_pyvrp, self.problem, self.best.routes, asks[0]))
        found = [answer for answer in self._answers(calls) if answer]
        for answer in found:
            self._keep(answer.best, answer.best_cost)
            self.pool.append(answer.pool or driven(answer.best))
        self.current = self.best.routes
        return bool(found)

    def _ask(self, length: float, seconds: float) -> Ask:
        """A search of some seconds for a round of this length, at the temperature of the hour."""
        passed = self.limits.passed
        hot = _temperature(self.edge, HOT, self.cold, passed / self.limits.seconds)
        cold = _temperature(self.edge, HOT, self.cold, (passed + length) / self.limits.seconds)
        return Ask(seconds, hot, cold, self.dice.getrandbits(48), LOOKS)

    def _parts(self, executor: Executor, workers: int, length: float) -> bool:
        """Everybody searches a part, each round cut elsewhere; together they are the plan again."""
        count = max(workers, -(-len(self.problem.clients) // LARGEST_PART))
        count += -count % workers
        seconds = length * OVERHEAD * workers / count
        placed = {client for route in self.current for client in route}
        pair = self.problem.clients.pair
        absent = [client for client in range(len(pair)) if client not in placed and not 0 <= pair[client] < client]
        groups = cut(self.problem, self.current, count, self.dice)
        parts = [
            take_part(self.problem, self.current, vans, self._with_other_halves(absent[at::count]))
            for at, vans in enumerate(groups)
        ]
        calls = [executor.submit(improve, part.problem, part.routes, self._ask(length, seconds)) for part in parts]
        best, last = list(self.current), list(self.current)
        cost, worked = 0, True
        for part, answer in zip(parts, self._answers(calls), strict=True):
            if answer is None:
                worked = False
                continue
            cost += answer.best_cost
            part.placed_into(best, answer.best)
            part.placed_into(last, answer.last)
            self.pool.append(tuple(part.whole(driven) for driven in answer.pool))
        self.current = last
        if worked:
            self._keep(best, cost)
        return worked

    def _with_other_halves(self, clients: Sequence[int]) -> list[int]:
        """Shipments whole: of each the half that was counted, and the other."""
        pair = self.problem.clients.pair
        return [half for client in clients for half in (client, pair[client]) if half >= 0]

    def _keep(self, routes: Routes, cost: int) -> None:
        if cost < self.best.cost:
            self.best.routes, self.best.cost = routes, cost
            self.tell()

    def _answers(self, calls: Sequence[Future[Found]]) -> list[Found | None]:
        """What came back in time; a call that failed gives nothing, and its error is kept."""
        open_calls = set(calls)
        until = self.limits.seconds + PATIENCE_S
        while open_calls and self.limits.passed < until and not (self.limits.stop and self.limits.stop()):
            _, open_calls = wait(open_calls, timeout=0.1)
        answers: list[Found | None] = []
        for call in calls:
            if call in open_calls or call.cancelled():
                answers.append(None)
                continue
            error = call.exception()
            if error is not None:
                self.best.lost.append(f"{type(error).__name__}: {error}")
            answers.append(None if error else call.result())
        return answers


def _temperature(edge: float, hot: float, cold: float, share: float) -> float:
    return float(edge * hot * (cold / hot) ** min(1.0, max(0.0, share)))
