"""The search carries costs along from step to step; they must stay what the plan costs when it is counted anew."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dispatch_console.adapters.solvers.day import decode, encode
from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes
from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.plan_cost import plan_cost
from dispatch_console.domain.planning.problem import Break, Matrix, Plan, PlanningProblem, Vehicle, Visit
from tests.builders.towns import town

HOUR = 3600
NOON = Break("noon", ((12 * HOUR, 13 * HOUR),), 1800)
TEA = Break("tea", ((14 * HOUR, 15 * HOUR), (16 * HOUR, 17 * HOUR)), 900)
Rests = tuple[Break, ...]
# breaks of every other van
KINDS: dict[str, tuple[Rests, Rests]] = {
    "no breaks": ((), ()),
    "one break": ((NOON,), (NOON,)),
    "vans rest differently": ((NOON,), ()),
    "two breaks": ((NOON, TEA), (NOON, TEA)),
    "other tables": ((NOON,), (NOON,)),
}


def busy_day(kind: str, stability_s: int) -> PlanningProblem:
    """Sixty stops, some at one door, with one or two windows, skills and setting-up; six paid vans of two kinds,
    of which one begins after the noon break."""
    dice = random.Random(7)
    points = [(dice.uniform(0, 3000), dice.uniform(0, 3000)) for _ in range(50)]
    rows = tuple(tuple(round(((a - c) ** 2 + (b - d) ** 2) ** 0.5) for c, d in points) for a, b in points)
    slots = [(hour * HOUR, (hour + 2) * HOUR) for hour in range(8, 18, 2)]
    visits = tuple(
        Visit(
            key=f"{number}",
            location=dice.randrange(1, 50),
            windows=tuple(sorted(set(dice.choices(slots, k=dice.choice((1, 1, 2)))))),
            service_s=240,
            delivery=(dice.randint(1, 30),),
            skills=frozenset({"lift"} if dice.random() < 0.2 else ()),
            setup_s=60,
        )
        for number in range(60)
    )
    vans = tuple(
        Vehicle(
            key=f"{number}",
            route=f"{number}",
            start_location=0,
            end_location=0,
            start_s=(14 if number == 5 else 8) * HOUR,
            end_s=(17 + number % 2) * HOUR,
            capacity=(250,),
            skills=frozenset({"lift"} if number % 2 else ()),
            breaks=KINDS[kind][number % 2],
            overtime_s=1800,
            times="rush" if kind == "other tables" and number % 2 else "",
        )
        for number in range(6)
    )
    before = {visit.key: dice.choice(vans).key for visit in visits} if stability_s else {}
    matrix = Matrix(rows, rows, False)
    rush = Matrix(
        tuple(tuple(2 * cell + (a < b) * 60 for b, cell in enumerate(row)) for a, row in enumerate(rows)), rows, False
    )
    return PlanningProblem(visits, vans, matrix, before=before, stability_s=stability_s, tables={"rush": rush})


def watched(problem: PlanningProblem, seed: int, steps: int) -> Iterator[tuple[Plan, int]]:
    """Return the plans that a search comes by, each with the cost that was carried along."""
    encoded = encode(problem)
    search = Search(encoded.problem, seed)
    try:
        search.construct()
        for _ in range(40):
            search.run(60.0, 300.0, 50.0, steps=steps)
            yield decode(problem, encoded, search.last(), ""), search.current
    finally:
        search.close()


@pytest.mark.parametrize("stability_s", [0, 600])
@pytest.mark.parametrize("kind", KINDS)
def test_costs_carried_along_are_those_of_the_plan(kind: str, stability_s: int) -> None:
    problem = busy_day(kind, stability_s)
    for plan, cost in watched(problem, 3, 50):
        assert check(plan, problem) == ()
        assert cost == plan_cost(problem, plan)


@pytest.mark.parametrize("seed", [2, 3])
def test_a_second_departure_waits_for_the_first_all_along(seed: int) -> None:
    problem = town(200, seed)
    for plan, cost in watched(problem, seed, 100):
        assert check(plan, problem) == ()
        assert cost == plan_cost(problem, plan)


@pytest.mark.parametrize("seed", [3, 4])
def test_a_stop_goes_to_the_cheapest_place_there_is(seed: int) -> None:
    day = busy_day("no breaks", 0)
    # what the next stop at the same door no longer sets up is not foreseen
    visits = tuple(replace(visit, windows=visit.windows[:1], setup_s=0) for visit in day.visits)
    problem = encode(replace(day, visits=visits)).problem
    search = Search(problem, seed)
    try:
        search.construct()
        search.run(60.0, 300.0, 50.0, steps=200)
        routes = search.best()
        assert sum(map(len, routes)) == len(visits)
        for stop in range(len(visits)):
            without = [[other for other in route if other != stop] for route in routes]
            search.load(without)
            search.construct()
            assert search.current == _least(search, problem, without, stop)
    finally:
        search.close()


def _least(search: Search, problem: Problem, routes: Routes, stop: int) -> int:
    """Return the cost of the cheapest plan that has the stop anywhere in these routes."""
    costs = [search.route_cost(van, route) or 0 for van, route in enumerate(routes)]
    with_it = [
        sum(costs) - costs[van] + cost
        for van, route in enumerate(routes)
        if problem.clients.needs[stop] & ~problem.vans.skills[van] == 0
        for at in range(len(route) + 1)
        if (cost := search.route_cost(van, [*route[:at], stop, *route[at:]])) is not None
    ]
    return min(with_it)
