"""All solvers on all cores at one plan: rounds of parts side by side, the best kept, every improvement told.

A round cuts the plan into neighbouring groups of routes, one or more per worker, and each worker anneals its part;
the next round cuts elsewhere. A small problem is not cut: the workers then search the whole from different dice and
the better plan goes on. The temperature falls with the time that has passed over all rounds.
"""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field

from dispatch_console.adapters.solvers.improving import Ask, Found, improve
from dispatch_console.adapters.solvers.parts import cut, take_part
from dispatch_console.adapters.solvers.processes import Processes
from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes

# temperatures in average edges between near neighbours: hot enough to change the number of vans, cold enough to settle
HOT, COLD = 1.0, 0.01
ROUNDS = 10
# below this number of stops a cut costs more than the second worker brings
SMALLEST_CUT = 150
LARGEST_PART = 1500
# what cutting and putting together takes of a round
OVERHEAD = 0.98
# a worker that answers later than this after its time is given up
PATIENCE_S = 30.0


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
    first = Search(problem, seed)
    try:
        if start is not None:
            first.load(start)
        first.construct()
        run = _Run(problem, limits, Progress(first.best(), first.cost), told, random.Random(seed), first.average_edge)
    finally:
        first.close()
    run.tell()
    if len(problem.clients) < 2 or not len(problem.vans) or limits.over:
        return run.best
    if executor is not None:
        run.rounds(executor, workers)
        return run.best
    with Processes(workers, limits.seconds + PATIENCE_S) as local:
        run.rounds(local, workers)
        local.shutdown(wait=False)
    return run.best


@dataclass(slots=True)
class _Run:
    problem: Problem
    limits: Limits
    best: Progress
    told: Callable[[Progress], None] | None
    dice: random.Random
    edge: float
    current: Routes = field(default_factory=list)

    def tell(self) -> None:
        self.best.trace.append((self.limits.passed, self.best.cost))
        if self.told:
            self.told(self.best)

    def temperature(self, passed: float) -> float:
        share = min(1.0, passed / self.limits.seconds)
        return float(self.edge * HOT * (COLD / HOT) ** share)

    def rounds(self, executor: Executor, workers: int) -> None:
        self.current = self.best.routes
        failed = 0
        while not self.limits.over and failed < 3:
            begin = self.limits.passed
            length = min(self.limits.seconds / ROUNDS, self.limits.left)
            size = len(self.problem.clients)
            if size < 2 * SMALLEST_CUT:
                worked = self._whole(executor, workers, begin, length * OVERHEAD)
            else:
                count = max(workers, -(-size // LARGEST_PART))
                count += -count % workers
                worked = self._parts(executor, count, begin, length * OVERHEAD * workers / count)
            failed = 0 if worked else failed + 1

    def _ask(self, begin: float, seconds: float, length: float) -> Ask:
        return Ask(seconds, self.temperature(begin), self.temperature(begin + length), self.dice.getrandbits(48))

    def _whole(self, executor: Executor, workers: int, begin: float, seconds: float) -> bool:
        """Everybody searches everything; the better plan goes on."""
        calls = [executor.submit(improve, self.problem, self.current, self._ask(begin, seconds, seconds))
                 for _ in range(workers)]  # fmt: skip
        found = [answer for answer in self._answers(calls) if answer]
        if not found:
            return False
        self.current = min(found, key=lambda answer: answer.last_cost).last
        winner = min(found, key=lambda answer: answer.best_cost)
        self._keep(winner.best, winner.best_cost)
        return True

    def _parts(self, executor: Executor, count: int, begin: float, seconds: float) -> bool:
        """Everybody searches a part; together they are the plan again."""
        placed = {client for route in self.current for client in route}
        absent = [client for client in range(len(self.problem.clients)) if client not in placed]
        groups = cut(self.problem, self.current, count, self.dice)
        length = self.limits.seconds / ROUNDS
        parts = [take_part(self.problem, self.current, vans, absent[at::count]) for at, vans in enumerate(groups)]
        calls = [
            executor.submit(improve, part.problem, part.routes, self._ask(begin, seconds, length)) for part in parts
        ]
        best, last = list(self.current), list(self.current)
        cost, worked = 0, True
        for part, answer in zip(parts, self._answers(calls), strict=True):
            if answer is None:
                worked = False
                continue
            cost += answer.best_cost
            part.placed_into(best, answer.best)
            part.placed_into(last, answer.last)
        self.current = last
        if worked:
            self._keep(best, cost)
        return worked

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
