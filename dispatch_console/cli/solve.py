"""`solve FILE`: our optimiser on somebody's own problem, to put beside another."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dispatch_console.adapters.problems import benchmark_files, vroom_answer, vroom_json
from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.cli.answer import Answer
from dispatch_console.cli.stopping import asked_to_stop
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.problem import Matrix, Plan, PlanningProblem
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import decimal, tr
from dispatch_console.ports import Improvement, TravelTimes
from dispatch_console.settings import Settings
from dispatch_console.station import regions

FORMATS = ("vroom", "vrplib", "solomon")


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    kind = chosen.format or _recognise(chosen.file)
    if kind == "vroom":
        return _vroom(settings, chosen)
    benchmark = benchmark_files.read(chosen.file, kind)
    trace: list[tuple[float, int]] = []
    begin = time.monotonic()
    solver = PortfolioSolver(settings.cluster, settings.cluster_dir, chosen.threads, seed=chosen.seed)
    left_out = benchmark.problem.prices.unplanned

    def note(improvement: Improvement) -> None:
        """Note the cost without the price of what has no place yet."""
        without = left_out * len(improvement.plan().unplanned) if improvement.cost >= left_out else 0
        trace.append((improvement.after_s, improvement.cost - without))

    with asked_to_stop() as stopped:
        plan = solver.solve(benchmark.problem, chosen.seconds, note, stopped)
    took = time.monotonic() - begin
    _check(plan, benchmark.problem)
    scaled = [(round(seconds, 3), cost / benchmark.scale if benchmark.scale > 1 else cost) for seconds, cost in trace]
    document: dict[str, Any] = {
        "cost": benchmark.cost(plan),
        "routes": [[int(stop.visit) for stop in route.stops] for route in plan.routes],
        "seconds": round(took, 3),
        "first": {"cost": scaled[0][1], "seconds": scaled[0][0]},
        "solver": plan.solver,
        "unplanned": [int(key) for key in plan.unplanned],
        "trace": [list(entry) for entry in scaled],
    }
    lines = (
        tr(
            "{file}: {cost} on {routes} routes after {took} s",
            file=chosen.file.name,
            cost=document["cost"],
            routes=len(plan.routes),
            took=decimal(took, 1),
        ),
        tr("first plan: {cost} after {seconds} s", cost=scaled[0][1], seconds=decimal(scaled[0][0], 2)),
    )
    return Answer(document, lines)


def _vroom(settings: Settings, chosen: argparse.Namespace) -> Answer:
    def matrix(places: Sequence[Coordinate]) -> Matrix:
        known = places and regions.at(settings, places[0])
        travel: TravelTimes = regions.roads(settings, places[0]) if known else GreatCircle()
        return travel.matrix(places)

    given = vroom_json.read(chosen.file, matrix)
    begin = time.monotonic()
    solver = PortfolioSolver(settings.cluster, settings.cluster_dir, chosen.threads, seed=chosen.seed)
    with asked_to_stop() as stopped:
        plan = solver.solve(given.problem, chosen.seconds, should_stop=stopped, start=given.start)
    took = time.monotonic() - begin
    _check(plan, given.problem)
    document = vroom_answer.answer(given, plan, int(took * 1000))
    summary = document["summary"]
    line = tr(
        "{file}: cost {cost} on {routes} routes, {unassigned} unassigned",
        file=chosen.file.name,
        cost=summary["cost"],
        routes=summary["routes"],
        unassigned=summary["unassigned"],
    )
    return Answer(document, (line,))


def _check(plan: Plan, problem: PlanningProblem) -> None:
    broken = check(plan, problem)
    if broken:
        raise Refused("solve.broken", count=len(broken), first=broken[0].code, vehicle=broken[0].vehicle)


def _recognise(file: Path) -> str:
    if file.suffix.lower() == ".json":
        return "vroom"
    return "vrplib" if file.suffix.lower() == ".vrp" else "solomon"
