"""What a second worker of a cluster brings: the same problem, the same time, one worker and two."""

import random
import tempfile
from functools import partial
from pathlib import Path

from dispatch_console.adapters.problems import instance
from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.application.desk import Desk
from dispatch_console.domain.geometry.euclid import WHOLES, Euclid
from dispatch_console.domain.planning.problem import Matrix, PlanningProblem, Prices, Vehicle, Visit
from dispatch_console.ports import Improvement
from tests import dask_cluster
from tests.benchmarks.results import Result

SECONDS, STOPS = 30.0, 3000


def second_worker(_: Desk) -> list[Result]:
    """Costs after the same time, and when two are as good as one was at the end.

    On a machine with two cores the second worker has a core of its own.
    """
    problem = _problem()
    results: list[Result] = []
    for count in (1, 2):
        told: list[tuple[float, int]] = []
        with tempfile.TemporaryDirectory() as folder, dask_cluster.started(Path(folder), count) as running:
            address, _helpers, certificates = running
            PortfolioSolver(address, certificates).solve(problem, SECONDS, partial(_note, told))
        results.append(Result(f"cluster_of_{count}", told[-1][1], "", f"{STOPS} stops after {SECONDS:.0f} s"))
    one, two = results[0].value, results[1].value
    as_good = next((after for after, cost in told if cost <= one), SECONDS)
    gain = round(100 * (1 - two / one), 2)
    return [
        *results,
        Result("second_worker", round(as_good, 1), "s", f"until as good as one at the end; then {gain} %"),
    ]


def _note(told: list[tuple[float, int]], found: Improvement) -> None:
    told.append((found.after_s, found.cost))


def _problem() -> PlanningProblem:
    dice = random.Random(4)
    points = tuple((dice.uniform(0, 1000), dice.uniform(0, 1000)) for _ in range(STOPS + 1))
    table = Euclid(points, WHOLES)
    visits = tuple(
        Visit(key=str(number), location=number, windows=(), service_s=0, delivery=(dice.randint(1, 9),))
        for number in range(1, STOPS + 1)
    )
    vans = tuple(
        Vehicle(
            key=str(number),
            route=str(number),
            start_location=0,
            end_location=0,
            start_s=0,
            end_s=instance.FOREVER,
            capacity=(60,),
        )
        for number in range(STOPS // 9)
    )
    prices = Prices(working=0, overtime=0, uneven=0, van=0, unplanned=10_000_000, priority=0)
    return PlanningProblem(visits, vans, Matrix(table, table, estimate=False), balance=False, prices=prices)
