"""The check believes no solver: each constraint is seen to break."""

from dataclasses import replace
from typing import Any

import pytest

from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.problem import UNREACHABLE, Matrix, Plan, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.planning.timetable import timetable
from dispatch_console.domain.planning.unplanned import explain_unplanned

MATRIX = Matrix(
    ((0, 600, 900), (600, 0, 300), (900, 300, 0)), ((0, 3000, 5000), (3000, 0, 1500), (5000, 1500, 0)), True
)
A = Visit(key="a", location=1, windows=((36_000, 39_600),), service_s=300, delivery=(5_000, 10_000))
B = Visit(key="b", location=2, windows=((36_000, 43_200),), service_s=300, delivery=(5_000, 10_000))
VAN = Vehicle(
    key="E1", route="E", start_location=0, end_location=0, start_s=28_800, end_s=43_200, capacity=(20_000, 50_000)
)
PROBLEM = PlanningProblem((A, B), (VAN,), MATRIX)


def plan_of(problem: PlanningProblem, *sequence: str) -> Plan:
    left = tuple(visit.key for visit in problem.visits if visit.key not in sequence)
    return Plan((timetable(problem, problem.vehicles[0], sequence),), left, "hand", True)


def codes(problem: PlanningProblem, plan: Plan) -> set[str]:
    return {violation.code for violation in check(plan, problem)}


def test_a_sound_plan_breaks_nothing_and_the_van_does_not_leave_too_early() -> None:
    plan = plan_of(PROBLEM, "a", "b")
    assert codes(PROBLEM, plan) == set()
    route = plan.routes[0]
    assert route.start_s == 36_000 - 600
    assert [stop.start_s for stop in route.stops] == [36_000, 36_600]
    assert route.finish_s == 36_600 + 300 + 900


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"visits": (replace(A, windows=((29_000, 29_100),)), B)}, "late"),
        ({"visits": (replace(A, skills=frozenset({"lift"})), B)}, "skill"),
        ({"visits": (replace(A, skills=frozenset({"zone:Kallio"})), B)}, "zone"),
        ({"visits": (replace(A, delivery=(16_000, 10_000)), B)}, "overload"),
        ({"visits": (replace(A, delivery=(5_000, 45_000)), B)}, "overload"),
        ({"vehicles": (replace(VAN, end_s=37_000),)}, "overtime"),
        ({"locked": {"E1": ("b",)}}, "lock"),
    ],
)
def test_each_broken_constraint_is_found(change: dict[str, Any], code: str) -> None:
    problem = replace(PROBLEM, **change)
    assert code in codes(problem, plan_of(problem, "a", "b"))


def test_a_lost_a_doubled_and_a_lying_stop_are_found() -> None:
    plan = plan_of(PROBLEM, "a")
    assert codes(PROBLEM, replace(plan, unplanned=())) == {"visit.lost"}
    assert "visit.twice" in codes(PROBLEM, plan_of(PROBLEM, "a", "b", "a"))
    lie = replace(plan.routes[0].stops[0], start_s=30_000)
    assert "times.wrong" in codes(PROBLEM, replace(plan, routes=(replace(plan.routes[0], stops=(lie,)),)))


def test_a_second_departure_waits_for_the_first_to_be_back() -> None:
    problem = replace(PROBLEM, vehicles=(VAN, replace(VAN, key="E2", start_s=36_000)))
    routes = (timetable(problem, VAN, ["a"]), timetable(problem, problem.vehicles[1], ["b"]))
    assert "leaves.before.back" in codes(problem, Plan(routes, (), "hand", True))


@pytest.mark.parametrize(
    ("visit", "reason"),
    [
        (replace(B, skills=frozenset({"lift"})), "no_vehicle_with_skill"),
        (replace(B, skills=frozenset({"zone:Kallio"})), "no_van_for_zone"),
        (replace(B, skills=frozenset({"zone:Kallio", "lift"})), "no_vehicle_with_skill"),
        (replace(B, delivery=(99_000, 0)), "larger_than_any_van"),
        (replace(B, windows=((10, 20),)), "window_outside_shifts"),
        (replace(B, delivery=(18_000, 0)), "vans_full"),
    ],
)
def test_what_stays_behind_says_why(visit: Visit, reason: str) -> None:
    problem = replace(PROBLEM, visits=(A, visit))
    assert [entry.reason for entry in explain_unplanned(problem, plan_of(problem, "a"))] == [reason]


def test_a_road_that_is_closed_to_the_only_able_van_is_the_reason() -> None:
    closed = Matrix(
        tuple(tuple(UNREACHABLE if 2 in (i, j) and i != j else cell for j, cell in enumerate(row))
              for i, row in enumerate(MATRIX.durations)), MATRIX.distances, estimate=False,
    )  # fmt: skip
    lorry = replace(VAN, key="F1", route="F", skills=frozenset({"lift"}), times="lorry")
    wanted = replace(B, skills=frozenset({"lift"}))
    problem = replace(PROBLEM, visits=(A, wanted), vehicles=(VAN, lorry), tables={"lorry": closed})
    assert [entry.reason for entry in explain_unplanned(problem, plan_of(problem, "a"))] == ["closed_to_vans"]
    everywhere = replace(problem, vehicles=(replace(VAN, times="lorry"), lorry))
    assert [entry.reason for entry in explain_unplanned(everywhere, plan_of(everywhere, "a"))] == ["unreachable"]


def test_overtime_and_a_moved_promise_are_offered_with_their_prices() -> None:
    problem = replace(PROBLEM, vehicles=(replace(VAN, end_s=37_000),))
    answer = explain_unplanned(problem, plan_of(problem, "a"))[0]
    assert [(way.what, way.cost_s) for way in answer.ways_out] == [("overtime", 500), ("window", 600)]
