"""The portfolio behind the solver port."""

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from dispatch_console.adapters.solvers import portfolio
from dispatch_console.adapters.solvers.cluster import open_cluster
from dispatch_console.adapters.solvers.day import decode, encode
from dispatch_console.adapters.solvers.progress import Limits, Progress
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes
from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.planning.problem import Plan, PlanningProblem
from dispatch_console.ports import Improvement

log = logging.getLogger(__name__)


class PortfolioSolver:
    """Entry point `portfolio`. `cluster`: address of a Dask scheduler, where the parts are then searched.

    `workers`: local processes, by default one per core. `executor`: where to work instead, whoever made it closes it.
    """

    name: ClassVar[str] = "portfolio"

    def __init__(
        self,
        cluster: str = "",
        certificates: Path = Path(),
        workers: int | None = None,
        executor: Executor | None = None,
        seed: int = 1,
    ) -> None:
        self._cluster, self._certificates, self._executor, self._seed = cluster, certificates, executor, seed
        self._workers = workers or os.cpu_count() or 1

    def solve(
        self,
        problem: PlanningProblem,
        seconds: float,
        on_improvement: Callable[[Improvement], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        start: Plan | None = None,
    ) -> Plan:
        """Return the best plan within the time; `start` is where to begin. Errors: BadInput `plan.too_many_skills`."""
        limits = Limits(seconds, time.monotonic(), should_stop)
        encoded = encode(problem)
        routes = encoded.beginning(problem, start)

        def on_progress(progress: Progress) -> None:
            if on_improvement:
                improved = progress.routes
                on_improvement(
                    Improvement(
                        progress.cost, progress.trace[-1][0], lambda: decode(problem, encoded, improved, self.name)
                    )
                )

        best = self._search(encoded.problem, limits, routes, on_progress)
        for lost in best.lost:
            log.warning("a part of the plan was lost and searched again: %s", lost)
        return decode(problem, encoded, best.routes, self.name)

    def _search(
        self, problem: Problem, limits: Limits, routes: Routes, on_progress: Callable[[Progress], None]
    ) -> Progress:
        if not self._cluster:
            return portfolio.solve(problem, limits, self._workers, self._executor, routes, on_progress, self._seed)
        try:
            with open_cluster(self._cluster, self._certificates) as (executor, cores):
                return portfolio.solve(problem, limits, cores, executor, routes, on_progress, self._seed)
        except Unavailable as error:
            # a van leaves in ten minutes: better a plan from this machine than none
            log.warning("planning here, because the cluster is away: %s", error.facts)
            here = replace(limits, begin=time.monotonic())
            return portfolio.solve(problem, here, self._workers, None, routes, on_progress, self._seed)
