"""What one act of a dispatcher makes of the sequences."""

from dataclasses import replace
from typing import Any

from dispatch_console.domain.planning.moving import given, place_beside, reversed_, swapped, taken_off, with_wishes
from dispatch_console.domain.planning.problem import Plan, PlanningProblem, Vehicle
from dispatch_console.domain.planning.timetable import timetable
from tests.builders.problems import HOUR, OTHER, VAN, A, B, C, D, day


def test_a_stop_that_finds_no_place_on_the_other_van_stays_where_it_is() -> None:
    small = replace(OTHER, capacity=(15, 15))
    problem = day(A, B, D, vans=(VAN, small))
    plan = Plan((timetable(problem, VAN, ["a", "b", "d"]),), (), "hand", False)
    sequences, left = given(problem, plan, ["a", "b"], "W")
    assert sequences == {"V1": ["b", "d"], "W1": ["a"]} and left == ("b",)
    nobody = day(A, B, D, vans=(VAN, replace(OTHER, capacity=(5, 5))))
    assert given(nobody, plan, ["a", "b"], "W") == ({}, ("a", "b"))


def of(plan_of: dict[str, list[str]], *vans: Vehicle, **changes: Any) -> tuple[PlanningProblem, Plan]:
    problem = day(A, B, C, D, vans=vans, **changes)
    routes = tuple(timetable(problem, problem.vehicle[key], visits) for key, visits in plan_of.items())
    return problem, Plan(routes, (), "hand", False)


SECOND = replace(VAN, key="V2", start_s=VAN.end_s, end_s=VAN.end_s + 8 * HOUR)


def test_drivers_change_their_departures_in_their_order_as_far_as_both_have_some() -> None:
    problem, plan = of({"V1": ["a", "b"], "V2": ["c"], "W1": ["d"]}, VAN, SECOND, OTHER)
    assert swapped(problem, plan, "V", "W") == {"V1": ["d"], "W1": ["a", "b"]}
    assert swapped(problem, plan, "V", "X") == {}
    empty, none = of({"V1": ["a"]}, VAN, OTHER)
    assert swapped(empty, none, "V", "W") == {"V1": [], "W1": ["a"]}


def test_a_closed_departure_is_neither_changed_nor_turned() -> None:
    problem, plan = of({"V1": ["a", "b"], "W1": ["d"]}, VAN, OTHER, closed=frozenset({"W1"}))
    assert swapped(problem, plan, "V", "W") == {}
    assert reversed_(problem, plan, "W") == {}
    assert reversed_(problem, plan, "V") == {"V1": ["b", "a"]}
    assert given(problem, plan, ["a"], "W") == ({}, ("a",))


def test_stops_that_are_taken_off_leave_their_departures_alone_otherwise() -> None:
    _, plan = of({"V1": ["a", "b"], "W1": ["d"]}, VAN, OTHER)
    assert taken_off(plan, ["a", "c"]) == {"V1": ["b"]}
    assert taken_off(plan, []) == {}


def test_wishes_hold_on_a_plan_that_was_searched_for_meanwhile() -> None:
    problem, plan = of({"V1": ["a", "b"], "W1": ["d"]}, VAN, OTHER)
    wished = with_wishes(problem, plan, {"a": "W", "b": None})
    assert wished.sequences == {"V1": (), "W1": ("a", "d")} or set(wished.sequences["W1"]) == {"a", "d"}
    assert "b" in wished.unplanned and "b" not in {visit for held in wished.sequences.values() for visit in held}
    assert with_wishes(problem, plan, {}).sequences == plan.sequences


def test_a_stop_goes_on_into_the_next_departure_of_its_van() -> None:
    problem, plan = of({"V1": ["a", "b"], "V2": ["c"], "W1": ["d"]}, VAN, SECOND, OTHER)
    assert place_beside(problem, plan, "a", 1) == ("V1", 1)
    assert place_beside(problem, plan, "b", 1) == ("V2", 0)
    assert place_beside(problem, plan, "c", 1) is None
    assert place_beside(problem, plan, "c", -1) == ("V1", 2)
    assert place_beside(problem, plan, "a", -1) is None
    assert place_beside(problem, plan, "d", 1) is None
    assert place_beside(problem, plan, "nowhere", 1) is None


def test_what_is_locked_or_closed_is_passed_over() -> None:
    shut, plan = of({"V1": ["a"], "V2": ["b"]}, VAN, SECOND, closed=frozenset({"V2"}))
    assert place_beside(shut, plan, "a", 1) is None
    assert place_beside(shut, plan, "b", -1) is None
    held, plan = of({"V1": ["a", "b"], "V2": ["c"]}, VAN, SECOND, locked={"V1": ("a",), "V2": ("c",)})
    assert place_beside(held, plan, "b", -1) is None
    assert place_beside(held, plan, "b", 1) == ("V2", 1)
