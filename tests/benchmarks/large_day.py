"""A day of 300 stops and 12 vans on the roads of a real extract: first plan, plan after 20 s, and what-if questions."""

import random
import time

import psutil

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.roads import Roads
from dispatch_console.application.desk import Desk
from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.pricing import effect, moved, offer_slots
from dispatch_console.domain.planning.problem import Break, Plan, PlanningProblem, Vehicle, Visit
from tests.benchmarks.extract_roads import Bounds, doors, roads_of_extract
from tests.benchmarks.results import Result

HOUR = 3600
SLOTS = tuple((hour * HOUR, (hour + 2) * HOUR) for hour in range(8, 18, 2))


def large_day(desk: Desk) -> list[Result]:
    """Needs an extract: its file's name in DISPATCH_CONSOLE_BENCHMARK_EXTRACT."""
    with roads_of_extract(desk) as (roads, bounds):
        problem, seconds = _problem(roads, bounds)
    results = [Result("day_matrix", round(seconds, 2), "s", f"{len(problem.matrix.durations)} places, graph loaded")]
    told: list[tuple[int, float]] = []
    begin = time.monotonic()
    plan = PortfolioSolver().solve(problem, 20.0, lambda found: told.append((found.cost, found.after_s)))
    assert not check(plan, problem)
    note = f"300 stops, 12 vans with breaks, {len(plan.unplanned)} unplanned, cost {told[0][0]}"
    results.append(Result("day_first_plan", round(told[0][1], 2), "s", note))
    best = told[-1][0]
    later = [f"{at:.0f} s: {100 * (cost / best - 1):.2f} %" for cost, at in told if at > 1][:8]
    results.append(
        Result("day_plan", best, "", f"after {time.monotonic() - begin:.0f} s; above it " + ", ".join(later))
    )
    memory = psutil.Process().memory_info().rss / 2**20
    results.append(
        Result("day_memory", round(memory), "MB", "this process, with the road graph and a database at hand")
    )
    return results + what_if(problem, plan)


def what_if(problem: PlanningProblem, plan: Plan) -> list[Result]:
    """Measure the effect of a move, and all slots of three days alike."""
    dice = random.Random(5)
    times = []
    sequences = plan.sequences
    for _ in range(30):
        van = dice.choice(list(sequences))
        visit = dice.choice(sequences[van])
        target = dice.choice(list(sequences))
        position = dice.randint(0, len(sequences[target]) - 1)
        begin = time.perf_counter()
        effect(problem, plan, moved(plan, visit, target, position))
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    results = [Result("effect_of_a_move", round(times[15], 1), "ms", f"slowest of 30: {times[-1]:.1f} ms")]
    new = Visit(key="new", location=problem.visits[17].location, windows=(), service_s=300, delivery=(5000, 20_000))
    begin = time.perf_counter()
    offers = [offer_slots(problem, plan, new, SLOTS) for _ in range(3)]
    took = time.perf_counter() - begin
    found = sum(place is not None for offer in offers for _, place in offer)
    return [*results, Result("slots_of_three_days", round(took, 2), "s", f"{len(SLOTS)} slots a day, {found} possible")]


def _problem(roads: Roads, bounds: Bounds) -> tuple[PlanningProblem, float]:
    dice = random.Random(11)
    places = doors(roads, bounds, 301, dice)
    begin = time.perf_counter()
    matrix = roads.matrix(places)
    took = time.perf_counter() - begin
    visits = []
    for number in range(1, 301):
        slot = dice.choice(SLOTS)
        need = dice.random()
        skills = frozenset({"two_person"} if need < 0.1 else {"lift"} if need < 0.2 else ())
        window = (slot,) if dice.random() < 0.8 else (slot, dice.choice(SLOTS))
        load = (dice.randint(500, 30_000), dice.randint(2_000, 150_000))
        visits.append(
            Visit(
                key=f"{number}",
                location=number,
                windows=tuple(sorted(set(window))),
                service_s=240,
                delivery=load,
                skills=skills,
                setup_s=60,
            )
        )
    vans = []
    for number in range(12):
        able = frozenset({"lift"} if number % 3 == 0 else {"two_person"} if number % 3 == 1 else {"lift", "two_person"})
        rest = Break(f"rest {number}", ((12 * HOUR, 13 * HOUR),), 1800)
        vans.append(
            Vehicle(
                key=f"{number}",
                route=f"{number}",
                start_location=0,
                end_location=0,
                start_s=8 * HOUR,
                end_s=18 * HOUR,
                capacity=(900_000, 6_000_000),
                skills=able,
                breaks=(rest,),
            )
        )
    return PlanningProblem(tuple(visits), tuple(vans), matrix), took
