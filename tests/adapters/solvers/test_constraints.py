"""Every constraint of a day binds: dropped from the problem, the best plan breaks it; kept, nothing is broken."""

import math
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.plan_cost import plan_cost
from dispatch_console.domain.planning.problem import (
    UNREACHABLE,
    Break,
    Matrix,
    Plan,
    PlanningProblem,
    Prices,
    Visit,
)
from dispatch_console.domain.planning.timetable import timetable
from dispatch_console.domain.planning.unplanned import explain_unplanned
from tests.builders.problems import HOUR, MATRIX, MINUTE, OTHER, VAN, A, B, C, D, E, day, table


@pytest.fixture(scope="module")
def solver() -> Iterator[PortfolioSolver]:
    with ThreadPoolExecutor(1) as here:
        yield PortfolioSolver(workers=1, executor=here)


def changed(problem: PlanningProblem, key: str, **changes: Any) -> PlanningProblem:
    visits = tuple(replace(visit, **changes) if visit.key == key else visit for visit in problem.visits)
    return replace(problem, visits=visits)


def vans(problem: PlanningProblem, **changes: Any) -> PlanningProblem:
    return replace(problem, vehicles=tuple(replace(van, **changes) for van in problem.vehicles))


Case = tuple[PlanningProblem, Callable[[PlanningProblem], PlanningProblem], str]
BOTH = day(A, B, D, vans=(VAN, OTHER))
NOON = ((12 * HOUR, 12 * HOUR + 600),)
THREE = ((0, HOUR), *NOON, (20 * HOUR, 21 * HOUR))
LIFT = frozenset({"lift"})
TWICE = (replace(VAN, end_s=9 * HOUR), replace(VAN, key="V2", start_s=9 * HOUR - 600, end_s=12 * HOUR))
REST = Break("rest", ((8 * HOUR + 15 * MINUTE, 8 * HOUR + 20 * MINUTE),), 30 * MINUTE)
LARGE_A, LARGE_B, LARGE_D = (replace(visit, delivery=(60, 60)) for visit in (A, B, D))
RETURN_A = replace(A, delivery=(), pickup=(60, 0))
FROM_C = replace(C, delivery=(), pickup=(5, 0))
TO_A = replace(A, after="c", delivery=(5, 0))
SOON_B = replace(B, windows=((8 * HOUR, 9 * HOUR + 10 * MINUTE),))
DEAR_OTHER = replace(OTHER, fixed_s=9999)

CASES: dict[str, Case] = {
    "second load": (
        vans(day(LARGE_A, LARGE_B, vans=(VAN, OTHER)), capacity=(200, 100)),
        lambda p: vans(p, capacity=(200,)),
        "overload",
    ),
    "window": (changed(day(A, B), "a", windows=NOON), lambda p: changed(p, "a", windows=()), "early"),
    "three windows": (changed(day(A, B), "b", windows=THREE), lambda p: changed(p, "b", windows=()), "late"),
    "shift": (vans(BOTH, end_s=9 * HOUR + 10 * MINUTE), lambda p: vans(p, end_s=20 * HOUR), "overtime"),
    "break": (vans(day(A, SOON_B), breaks=(REST,)), lambda p: vans(p, breaks=()), "break.missing"),
    "skill": (
        day(replace(A, skills=LIFT), B, vans=(replace(VAN, skills=LIFT, fixed_s=9999), OTHER)),
        lambda p: changed(p, "a", skills=frozenset()),
        "skill",
    ),
    "reload": (day(LARGE_A, LARGE_D, vans=TWICE), lambda p: vans(p, capacity=()), "overload"),
    "duration": (vans(BOTH, max_duration_s=70 * MINUTE), lambda p: vans(p, max_duration_s=None), "too.long"),
    "number of stops": (vans(BOTH, max_stops=2), lambda p: vans(p, max_stops=None), "too.many"),
    "pick-up": (
        vans(day(RETURN_A, LARGE_B, replace(C, delivery=(30, 0))), end_location=None),
        lambda p: vans(p, capacity=()),
        "overload",
    ),
    "shipment": (
        day(FROM_C, TO_A, D),
        lambda p: changed(p, "a", after="", windows=((0, 8 * HOUR + 15 * MINUTE),)),
        "before.pickup",
    ),
    "locked beginning": (day(A, B, C, locked={"V1": ("c", "a")}), lambda p: replace(p, locked={}), "lock"),
    "closed route": (
        day(A, B, C, vans=(VAN, OTHER), locked={"V1": ("a",)}, closed=frozenset({"V1"})),
        lambda p: replace(p, closed=frozenset()),
        "closed",
    ),
    "bound to a van": (day(A, B, vans=(VAN, DEAR_OTHER), bound={"b": "W"}), lambda p: replace(p, bound={}), "bound"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_constraint_binds_and_is_kept(solver: PortfolioSolver, name: str) -> None:
    problem, dropped, code = CASES[name]
    free = solver.solve(dropped(problem), 0.1)
    assert not free.unplanned
    assert code in {violation.code for violation in check(free, problem)}
    kept = solver.solve(problem, 0.1)
    assert not kept.unplanned
    assert check(kept, problem) == ()


def test_a_route_may_begin_and_end_anywhere(solver: PortfolioSolver) -> None:
    plan = solver.solve(vans(day(A, C, E), start_location=None, end_location=None), 0.1)
    assert plan.sequences["V1"] in (("e", "a", "c"), ("c", "a", "e"))
    assert plan.routes[0].driving_s == 50 * MINUTE
    there = solver.solve(vans(day(A, C, E), end_location=None), 0.1)
    assert there.sequences["V1"] == ("e", "a", "c")


def test_what_has_priority_is_served_where_not_all_can_be(solver: PortfolioSolver) -> None:
    problem = vans(day(A, replace(B, priority=1), C), capacity=(15, 15))
    assert solver.solve(problem, 0.1).sequences == {"V1": ("b",)}
    assert solver.solve(changed(problem, "c", priority=2), 0.1).sequences == {"V1": ("c",)}


def test_an_optional_stop_is_served_where_it_costs_less_than_it_is_worth(solver: PortfolioSolver) -> None:
    problem = day(A, replace(E, left_out_s=30 * MINUTE))
    assert solver.solve(problem, 0.1).unplanned == ("e",)
    assert solver.solve(changed(problem, "e", left_out_s=3 * HOUR), 0.1).unplanned == ()


def test_work_is_spread_or_as_few_vans_as_possible_go_out(solver: PortfolioSolver) -> None:
    assert len(solver.solve(replace(BOTH, balance=False), 0.1).routes) == 1
    assert len(solver.solve(replace(BOTH, balance=True), 0.1).routes) == 2


def test_drivers_work_alike_where_most_of_the_work_is_driving(solver: PortfolioSolver) -> None:
    dice = random.Random(3)
    points = [(0.0, 0.0), *((dice.uniform(-40, 40), dice.uniform(-40, 40)) for _ in range(24))]
    rows = tuple(tuple(round(MINUTE * math.dist(one, other)) for other in points) for one in points)
    visits = tuple(Visit(key=f"{number}", location=number, windows=(), service_s=2 * MINUTE) for number in range(1, 25))
    three = tuple(replace(VAN, key=route, route=route, capacity=()) for route in "VWX")
    problem = PlanningProblem(visits, three, Matrix(rows, rows, False), balance=True)
    works = [route.finish_s - route.start_s for route in solver.solve(problem, 0.5).routes]
    assert len(works) == 3 and max(works) < sum(works) / 2
    one_driver = replace(problem, prices=replace(problem.prices, uneven=0))
    assert len(solver.solve(one_driver, 0.5).routes) == 1


def test_overtime_is_worked_only_where_it_is_allowed_and_needed(solver: PortfolioSolver) -> None:
    short = vans(day(A, B, C), end_s=9 * HOUR)
    assert len(solver.solve(short, 0.1).unplanned) == 1
    longer = vans(short, overtime_s=HOUR)
    plan = solver.solve(longer, 0.1)
    assert plan.unplanned == () and check(plan, longer) == ()
    assert plan.routes[0].finish_s > 9 * HOUR


def test_a_changed_assignment_has_its_price(solver: PortfolioSolver) -> None:
    before = {"a": "V1", "b": "W1", "d": "V1"}
    calm = replace(BOTH, before=before, stability_s=6 * HOUR)
    plan = solver.solve(calm, 0.1)
    assert {key: van for van, keys in plan.sequences.items() for key in keys} == before
    assert len(solver.solve(replace(calm, stability_s=0), 0.1).routes) == 1


def test_setting_up_counts_once_at_one_place(solver: PortfolioSolver) -> None:
    two = day(replace(A, setup_s=600), replace(B, location=1, setup_s=600))
    route = solver.solve(two, 0.1).routes[0]
    assert route.finish_s - route.start_s == (20 + 10 + 10) * MINUTE


def test_a_break_is_owed_only_by_a_van_that_is_away(solver: PortfolioSolver) -> None:
    problem = vans(day(A), breaks=(Break("rest", NOON, 30 * MINUTE),))
    assert solver.solve(problem, 0.1).routes[0].breaks == ()
    told: list[int] = []
    late = changed(problem, "a", windows=((13 * HOUR, 14 * HOUR),))
    plan = solver.solve(late, 0.1, lambda found: told.append(found.cost))
    assert check(plan, late) == () and told[-1] == plan_cost(late, plan)
    assert plan.routes[0].breaks == () and plan.routes[0].start_s == 13 * HOUR - 10 * MINUTE
    soon = changed(problem, "a", windows=((12 * HOUR + 5 * MINUTE, 14 * HOUR),))
    plan = solver.solve(soon, 0.1)
    assert check(plan, soon) == () and len(plan.routes[0].breaks) == 1
    afternoon = vans(soon, start_s=13 * HOUR)
    plan = solver.solve(afternoon, 0.1)
    assert check(plan, afternoon) == () and plan.routes[0].breaks == () and plan.unplanned == ()


def test_contradicting_locks_leave_a_plan_for_the_rest(solver: PortfolioSolver) -> None:
    problem = day(A, B, C, vans=(VAN, OTHER), locked={"V1": ("a", "b"), "W1": ("b",)})
    plan = solver.solve(problem, 0.1)
    assert {violation.code for violation in check(plan, problem)} == {"lock"}
    assert plan.unplanned == ()


@pytest.mark.parametrize(
    ("problem", "left"),
    [
        (day(), 0),
        (day(A, vans=()), 1),
        (vans(day(A), start_s=8 * HOUR, end_s=8 * HOUR), 1),
        (day(replace(A, delivery=(999, 0)), B), 1),
        (day(replace(A, windows=((0, 60),)), B), 1),
        (day(A, replace(B, location=1), replace(C, location=1)), 0),
    ],
)
def test_days_that_cannot_be_had_whole(solver: PortfolioSolver, problem: PlanningProblem, left: int) -> None:
    plan = solver.solve(problem, 0.1)
    assert len(plan.unplanned) == left
    assert check(plan, problem) == ()


def test_a_place_without_a_street_stays_behind_and_says_so(solver: PortfolioSolver) -> None:

    away = [
        [UNREACHABLE if 2 in (i, j) and i != j else cell for j, cell in enumerate(row)]
        for i, row in enumerate(MATRIX.durations)
    ]
    problem = replace(day(A, B, C), matrix=replace(MATRIX, durations=away))
    plan = solver.solve(problem, 0.1)
    assert plan.unplanned == ("b",)
    assert [entry.reason for entry in explain_unplanned(problem, plan)] == ["unreachable"]


def test_the_search_counts_what_the_screens_count(solver: PortfolioSolver) -> None:
    told: list[int] = []
    problem = vans(day(A, B, C, D, E, vans=(VAN, OTHER), balance=True), breaks=(REST,))
    plan = solver.solve(problem, 0.2, lambda found: told.append(found.cost))
    assert told[-1] == plan_cost(problem, plan)


def test_departures_of_other_hours_have_other_times(solver: PortfolioSolver) -> None:
    """The first van leaves in the rush hour: what need not go then goes with the second one."""
    slow = replace(MATRIX, durations=table(3 * MINUTE))
    told: list[int] = []
    two = (replace(VAN, times="rush", end_s=13 * HOUR), replace(OTHER, start_s=13 * HOUR))
    soon = replace(D, windows=((0, 10 * HOUR),))
    problem = day(A, B, soon, vans=two, tables={"rush": slow}, prices=Prices(van=0))
    plan = solver.solve(problem, 0.2, lambda found: told.append(found.cost))
    assert check(plan, problem) == ()
    assert plan.sequences["V1"] == ("d",) and set(plan.sequences["W1"]) == {"a", "b"}
    assert plan.routes[0].driving_s == 2 * 10 * 3 * MINUTE
    assert told[-1] == plan_cost(problem, plan)


def test_a_plan_can_be_gone_on_from(solver: PortfolioSolver) -> None:
    given = Plan((timetable(BOTH, VAN, ["b", "d", "a"]),), (), "hand", False)
    plan = solver.solve(BOTH, 0.1, start=given)
    assert plan_cost(BOTH, plan) < plan_cost(BOTH, given)
