"""What one act of a dispatcher makes of the sequences."""

from dataclasses import replace

from dispatch_console.domain.planning.moving import given
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.planning.timetable import timetable
from tests.builders.problems import OTHER, VAN, A, B, D, day


def test_a_stop_that_finds_no_place_on_the_other_van_stays_where_it_is() -> None:
    small = replace(OTHER, capacity=(15, 15))
    problem = day(A, B, D, vans=(VAN, small))
    plan = Plan((timetable(problem, VAN, ["a", "b", "d"]),), (), "hand", False)
    sequences, left = given(problem, plan, ["a", "b"], "W")
    assert sequences == {"V1": ["b", "d"], "W1": ["a"]} and left == ("b",)
    nobody = day(A, B, D, vans=(VAN, replace(OTHER, capacity=(5, 5))))
    assert given(nobody, plan, ["a", "b"], "W") == ({}, ("a", "b"))
