"""Where a rest lies in a driver's day: as early as it goes without being home later, and not before the first stop."""

from dataclasses import replace

import pytest

from dispatch_console.domain.planning.problem import Break, Matrix, PlannedRoute, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.planning.timetable import timetable

HOUR, MINUTE = 3600, 60
# all places are ten minutes apart
PLACES = 7
ROW = tuple(tuple(0 if a == b else 10 * MINUTE for b in range(PLACES)) for a in range(PLACES))
MATRIX = Matrix(ROW, ROW, True)
STOPS = tuple(
    Visit(key=key, location=place, windows=(), service_s=50 * MINUTE, delivery=(0,))
    for place, key in enumerate("abcde", 1)
)
VAN = Vehicle(key="E1", route="E", start_location=0, end_location=0, start_s=8 * HOUR, end_s=18 * HOUR, capacity=(10,))


def route(*breaks: Break, visits: tuple[Visit, ...] = STOPS) -> PlannedRoute:
    van = replace(VAN, breaks=breaks)
    problem = PlanningProblem(visits, (van,), MATRIX)
    return timetable(problem, van, [visit.key for visit in visits])


def rests(planned: PlannedRoute) -> list[tuple[float, int, bool]]:
    """Begin in hours of the day, after how many stops, whether at the next one's door."""
    return [(rest.start_s / HOUR, rest.after_stops, rest.arrived) for rest in planned.breaks]


def noon(early: float, late: float, key: str = "noon") -> Break:
    return Break(key, ((round(early * HOUR), round(late * HOUR)),), 30 * MINUTE)


def test_of_places_that_cost_nothing_the_first_is_taken() -> None:
    """Every stop ends on the full hour: from 10 to 13 three of them would do."""
    assert rests(route(noon(10, 13))) == [(10.0, 2, False)]


def test_a_rest_that_would_be_waited_for_comes_later() -> None:
    """At 10:00 nobody may rest yet; resting at the next door at 10:10 is home as early as after its stop."""
    assert rests(route(noon(10.1, 13))) == [(11.0, 3, False)]


def test_who_waits_at_a_door_anyway_rests_there() -> None:
    first, second, *others = STOPS
    visits = (first, replace(second, windows=((11 * HOUR, 12 * HOUR),)), *others)
    assert rests(route(noon(10.5, 13), visits=visits)) == [(10.5, 1, True)]


@pytest.mark.parametrize("early", [7.0, 8.0, 8.2])
def test_nobody_rests_before_the_first_stop_where_a_later_rest_is_as_good(early: float) -> None:
    assert rests(route(noon(early, 13))) == [(9.0, 1, False)]


def test_a_rest_before_the_first_stop_where_there_is_no_other() -> None:
    """The first stop takes the van beyond the last moment for the rest."""
    assert rests(route(noon(8, 8.5))) == [(8.0, 0, False)]


def test_two_rests_each_take_their_first_place() -> None:
    assert rests(route(noon(9, 11), noon(11, 13, "tea"))) == [(9.0, 1, False), (11.5, 3, False)]


def test_where_a_rest_lies_makes_no_day_longer() -> None:
    without, planned = route(), route(noon(10, 13))
    assert planned.finish_s - planned.start_s == without.finish_s - without.start_s + 30 * MINUTE
