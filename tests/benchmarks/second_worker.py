"""What a second worker of a cluster brings: the same problem, the same time, one worker and two."""

import random
import tempfile
from pathlib import Path

from dispatch_console.adapters.problems import benchmark_files
from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.application.desk import Desk
from dispatch_console.domain.euclid import WHOLES, Euclid
from dispatch_console.domain.planning import Matrix, PlanningProblem, Prices, Vehicle, Visit
from tests import dask_cluster
from tests.benchmarks.results import Result

SECONDS, STOPS = 30.0, 1000


def second_worker(_: Desk) -> list[Result]:
    """Costs after the same time. On a machine with two cores the second worker has a core of its own."""
    problem = _problem()
    results = []
    for count in (1, 2):
        with tempfile.TemporaryDirectory() as folder, dask_cluster.started(Path(folder), count) as (address, _helpers):
            plan = PortfolioSolver(address).solve(problem, SECONDS)
        cost = sum(route.distance_m for route in plan.routes)
        results.append(Result(f"cluster_of_{count}", cost, "", f"{STOPS} stops after {SECONDS:.0f} s"))
    gain = 100 * (1 - results[1].value / results[0].value)
    return [*results, Result("second_worker", round(gain, 2), "%", "shorter routes than with one worker")]


def _problem() -> PlanningProblem:
    dice = random.Random(4)
    points = tuple((dice.uniform(0, 1000), dice.uniform(0, 1000)) for _ in range(STOPS + 1))
    table = Euclid(points, WHOLES)
    visits = tuple(Visit(str(number), number, (), 0, (dice.randint(1, 9),)) for number in range(1, STOPS + 1))
    vans = tuple(Vehicle(str(number), str(number), 0, 0, 0, benchmark_files.FOREVER, (60,)) for number in range(110))
    prices = Prices(working=0, overtime=0, uneven=0, van=0, unplanned=10_000_000, priority=0)
    return PlanningProblem(visits, vans, Matrix(table, table, estimate=False), balance=False, prices=prices)
