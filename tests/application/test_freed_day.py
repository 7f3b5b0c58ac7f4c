"""What has no place only because of the stops that stand is said to be just that."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from dispatch_console.application.planning import solving, variants
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.planning.pricing import resequenced
from dispatch_console.domain.planning.problem import Matrix, PlanningProblem, Vehicle, Visit
from dispatch_console.domain.planning.unplanned import BY_WHAT_STANDS, unplanned_reasons
from tests.builders.days import quick_solver
from tests.builders.fleet import DAY

MATRIX = Matrix(
    ((0, 600, 900), (600, 0, 300), (900, 300, 0)), ((0, 3000, 5000), (3000, 0, 1500), (5000, 1500, 0)), False
)
LIFT = frozenset({"lift"})
HEAVY = Visit(key="heavy", location=1, windows=((36_000, 43_200),), service_s=300, delivery=(8_000,))
LIFTED = Visit(key="lifted", location=2, windows=((36_000, 43_200),), service_s=300, delivery=(8_000,), skills=LIFT)
E1 = Vehicle(
    key="E1", route="E", start_location=0, end_location=0, start_s=28_800, end_s=50_000, capacity=(10_000,), skills=LIFT
)
F1 = replace(E1, key="F1", route="F", skills=frozenset())


def day(*vans: Vehicle) -> DayProblem:
    """Return a day on which van E carries what any van could carry."""
    problem = PlanningProblem((HEAVY, LIFTED), vans, MATRIX)
    local = LocalDay(DAY, ZoneInfo("Europe/Helsinki"))
    return DayProblem(
        day=DAY,
        local=local,
        problem=problem,
        orders={},
        addresses={},
        shifts={},
        not_ready=(),
        visits_of_departure={"E1": ("heavy",)},
    )


def reasons(prepared: DayProblem) -> dict[str, str]:
    return unplanned_reasons(prepared.problem, prepared.standing)


def test_a_stop_that_another_plan_serves_is_found_with_its_price() -> None:
    prepared = day(E1, F1)
    assert reasons(prepared) == {"lifted": "vans_full"} and "vans_full" in BY_WHAT_STANDS
    found = solving.freed(prepared, quick_solver(), 0.3)
    assert found.visits == {"lifted"}
    # out and back for each, where one van went out before
    assert found.more_s == (900 + 300 + 900)


def test_what_no_plan_serves_stays_without_a_place() -> None:
    assert solving.freed(day(E1), quick_solver(), 0.3) == solving.Freed()


def test_a_place_that_is_free_now_is_the_reason_to_take_it() -> None:
    prepared = day(replace(E1, capacity=(20_000,)))
    assert reasons(prepared) == {"lifted": "place_free"}


def test_a_plan_that_serves_more_is_not_dearer_for_it() -> None:
    prepared = day(E1, F1)
    more = resequenced(prepared.problem, prepared.standing, {"E1": ["lifted"], "F1": ["heavy"]})
    measures, in_use = variants.measured(prepared, more), variants.measured(prepared, prepared.standing)
    assert measures.cost > in_use.cost and not measures.unrouted
    assert measures.dearer == in_use.dearer == 0.0
