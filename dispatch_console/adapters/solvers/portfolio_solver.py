"""The portfolio behind the solver port."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import ClassVar

from dispatch_console.adapters.solvers import portfolio
from dispatch_console.adapters.solvers.day import decode, encode
from dispatch_console.adapters.solvers.portfolio import Limits, Progress
from dispatch_console.domain.planning import Plan, PlanningProblem


class PortfolioSolver:
    """Entry point `portfolio`. `workers`: processes, by default one per core; `executor`: where else to work."""

    name: ClassVar[str] = "portfolio"

    def __init__(self, workers: int | None = None, executor: Executor | None = None, seed: int = 1) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._executor, self._seed = executor, seed

    def solve(
        self,
        problem: PlanningProblem,
        seconds: float,
        on_improvement: Callable[[int, float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        start: Plan | None = None,
    ) -> Plan:
        """The best plan within the time; `start` is one to go on from. Errors: BadInput `plan.too_many_skills`."""
        limits = Limits(seconds, time.monotonic(), should_stop)
        encoded = encode(problem)
        routes = encoded.beginning(problem, start)

        def told(progress: Progress) -> None:
            if on_improvement:
                on_improvement(progress.cost, progress.trace[-1][0])

        best = portfolio.solve(encoded.problem, limits, self._workers, self._executor, routes, told, self._seed)
        return decode(problem, encoded, best.routes, self.name)
