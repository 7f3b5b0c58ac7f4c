"""How soon a demo day of some 80 stops has a plan, and what the time after that brings."""

import tempfile
import time
from datetime import date
from pathlib import Path

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, solving
from dispatch_console.demo.day import DemoClock, prepare
from dispatch_console.ports import Improvement
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from tests.benchmarks.results import DAY, Result

SECONDS = 10.0


def plan_demo_day(_: Desk) -> list[Result]:
    """On a database of its own: the demo day as it stands at 07:20, with 84 stops and twelve departures."""
    with tempfile.TemporaryDirectory() as folder:
        clock = DemoClock(DAY)
        with open_desk(Settings(Path(folder)), clock) as desk:
            day = date(2026, 11, 23)
            prepare(desk, clock, day, Path(folder) / "demo", lambda _: None)
            return _plan(desk, day)


def _plan(desk: Desk, day: date) -> list[Result]:
    begin = time.perf_counter()
    prepared = desk.ask_now(day_problem.day_problem, day, GreatCircle())
    ready = time.perf_counter() - begin
    improvements: list[tuple[float, int]] = []

    def heard(found: Improvement) -> None:
        improvements.append((time.perf_counter() - begin, found.cost))

    plan, violations = solving.solve_day(prepared, PortfolioSolver(), SECONDS, heard)
    stops = len(prepared.problem.visits)
    note = f"{stops} stops, {len(prepared.problem.vehicles)} departures, {len(violations)} broken"
    if not improvements:
        return [Result("plan_first", -1, "s", f"no plan: {note}")]
    gain = (improvements[-1][1] / improvements[0][1] - 1) * 100
    return [
        Result("plan_prepared", round(ready, 2), "s", f"problem read from the database: {note}"),
        Result("plan_first", round(improvements[0][0], 2), "s", "first plan, counted from the wish"),
        Result("plan_last", round(improvements[-1][0], 2), "s", f"last improvement, cost {gain:+.1f} % on the first"),
        Result("plan_unplanned", len(plan.unplanned), "", "stops without a place"),
    ]
