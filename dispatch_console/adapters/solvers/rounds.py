"""The rounds of a run: calls of the solvers side by side, what they found put together, the best kept and told."""

import math
import random
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field

from dispatch_console.adapters.solvers.improving import (
    INFEASIBLE,
    Answer,
    Ask,
    Driven,
    driven,
    improve,
    improve_with_pyvrp,
    recombine,
)
from dispatch_console.adapters.solvers.parts import cut, take_part
from dispatch_console.adapters.solvers.progress import Limits, Progress
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes

# improvements are told and a cancel is heard so often in a phase; routes on the way are noted so often in a call
SLICES, LOOKS = 6, 8
# the routes of the last so many searches are remembered
REMEMBERED = 400
LARGEST_PART = 1500
# what cutting and putting together takes of a round
OVERHEAD = 0.98
# a worker that is this late is given up
PATIENCE_S = 5.0


@dataclass(slots=True, kw_only=True)
class Rounds:
    """`edge` is the mean cost between near neighbours, `hot` and `cold` the first and last temperature in edges.

    A round takes seconds, and says whether anybody came back from it.
    """

    problem: Problem
    limits: Limits
    best: Progress
    executor: Executor
    workers: int
    on_progress: Callable[[Progress], None] | None
    dice: random.Random
    edge: float
    hot: float
    cold: float
    current: Routes = field(default_factory=list)
    pool: deque[tuple[Driven, ...]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def tell(self) -> None:
        self.best.trace.append((self.limits.passed, self.best.cost))
        if self.on_progress:
            self.on_progress(self.best)

    def anneal(self, states: list[Routes], until: float, hottest: float) -> None:
        """Give each worker a plan of its own to anneal, in slices so that improvements are reported and a cancel is
        noticed.
        """
        since, failed = self.limits.passed, 0
        length = until - since
        while failed < 3 and not self.limits.over and self.limits.passed < until - 0.01:
            passed = self.limits.passed
            seconds = min(length / SLICES + 0.1, until - passed, self.limits.left) * OVERHEAD
            hot = _temperature(self.edge, hottest, self.cold, (passed - since) / length)
            cold = _temperature(self.edge, hottest, self.cold, (passed + seconds - since) / length)
            asks = [Ask(seconds, hot, cold, self.dice.getrandbits(48)) for _ in states]
            answers = self._answers(
                [
                    self.executor.submit(improve, self.problem, state, ask)
                    for state, ask in zip(states, asks, strict=True)
                ]
            )
            for at, answer in enumerate(answers):
                if answer:
                    states[at] = answer.last
                    self._keep(answer.best, answer.best_cost)
            failed = 0 if any(answers) else failed + 1

    def whole(self, length: float) -> bool:
        """Let all search the whole problem from the same plan; the better result goes on."""
        asks = [self._ask(length, length * OVERHEAD) for _ in range(self.workers)]
        answers = self._answers([self.executor.submit(improve, self.problem, self.current, ask) for ask in asks])
        done = [answer for answer in answers if answer]
        if done:
            self.current = min(done, key=lambda answer: answer.last_cost).last
            winner = min(done, key=lambda answer: answer.best_cost)
            self._keep(winner.best, winner.best_cost)
        for answer in done:
            self.pool.append(answer.pool)
        return bool(done)

    def by_pyvrp(self, until: float, longest: float) -> bool:
        """Let PyVRP search on every worker, each from nothing and on from what it found itself.

        `longest`: seconds that a call may take.
        """
        stands: list[Routes | None] = [None] * self.workers
        begin, worked = self.limits.passed, False
        calls = math.ceil((until - begin) / longest)
        for number in range(1, calls + 1):
            seconds = begin + (until - begin) * number / calls - self.limits.passed
            if self.limits.over or seconds <= 0:
                break
            holds_all = len(self.problem.clients) == sum(map(len, self.best.routes))
            asks = [self._ask(0.0, seconds * OVERHEAD) for _ in stands]
            answers = self._answers(
                [
                    self.executor.submit(improve_with_pyvrp, self.problem, state, ask, holds_all=holds_all)
                    for state, ask in zip(stands, asks, strict=True)
                ]
            )
            for at, answer in enumerate(answers):
                if answer and answer.best_cost < INFEASIBLE:
                    stands[at], worked = answer.best, True
                    self._keep(answer.best, answer.best_cost)
                    self.pool.append(answer.pool)
        self.current = self.best.routes
        return worked

    def parts(self, length: float) -> bool:
        """Let all search a part each, cut differently every round; together the parts are the plan again."""
        count = max(self.workers, -(-len(self.problem.clients) // LARGEST_PART))
        count += -count % self.workers
        seconds = length * OVERHEAD * self.workers / count
        placed = {client for route in self.current for client in route}
        pair = self.problem.clients.pair
        absent = [client for client in range(len(pair)) if client not in placed and not 0 <= pair[client] < client]
        groups = cut(self.problem, self.current, count, self.dice)
        parts = [
            take_part(self.problem, self.current, vans, self._with_other_halves(absent[at::count]))
            for at, vans in enumerate(groups)
        ]
        calls = [self.executor.submit(improve, part.problem, part.routes, self._ask(length, seconds)) for part in parts]
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

    def polish(self, length: float) -> bool:
        """Let PyVRP search from the best plan and the others from where they stand: its neighbourhoods are not ours."""
        length = min(length, self.limits.left)
        asks = [self._ask(length, length * OVERHEAD - 0.1) for _ in range(self.workers)]
        calls = [self.executor.submit(improve, self.problem, self.current, ask) for ask in asks[1:]]
        calls.append(self.executor.submit(improve_with_pyvrp, self.problem, self.best.routes, asks[0]))
        done = [answer for answer in self._answers(calls) if answer]
        for answer in done:
            self._keep(answer.best, answer.best_cost)
            self.pool.append(answer.pool or driven(answer.best))
        self.current = self.best.routes
        return bool(done)

    def recombine(self, seconds: float) -> None:
        """Recombine the routes of all searches into a plan."""
        ask = Ask(seconds * OVERHEAD, 0.0, 0.0, self.dice.getrandbits(48))
        pool = [driven for routes in self.pool for driven in routes]
        for answer in self._answers([self.executor.submit(recombine, self.problem, pool, self.best.routes, ask)]):
            if answer and answer.best_cost < self.best.cost:
                self._keep(answer.best, answer.best_cost)
                self.current = self.best.routes

    def _ask(self, length: float, seconds: float) -> Ask:
        """Return a search of some seconds for a round of this length, at the temperature of the moment."""
        passed = self.limits.passed
        hot = _temperature(self.edge, self.hot, self.cold, passed / self.limits.seconds)
        cold = _temperature(self.edge, self.hot, self.cold, (passed + length) / self.limits.seconds)
        return Ask(seconds, hot, cold, self.dice.getrandbits(48), LOOKS)

    def _with_other_halves(self, clients: Sequence[int]) -> list[int]:
        """Return whole shipments: for each half that was counted, the other one too."""
        pair = self.problem.clients.pair
        return [half for client in clients for half in (client, pair[client]) if half >= 0]

    def _keep(self, routes: Routes, cost: int) -> None:
        if cost < self.best.cost:
            self.best.routes, self.best.cost = routes, cost
            self.tell()

    def _answers(self, calls: Sequence[Future[Answer]]) -> list[Answer | None]:
        """Return what came back in time; a call that failed gives nothing, and its error is kept."""
        open_calls = set(calls)
        until = self.limits.seconds + PATIENCE_S
        while open_calls and self.limits.passed < until and not (self.limits.stop and self.limits.stop()):
            _, open_calls = wait(open_calls, timeout=0.1)
        answers: list[Answer | None] = []
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
