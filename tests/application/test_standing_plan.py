"""Planning again goes on from the plan that stands: it is never replaced by a dearer one."""

from collections.abc import Callable
from typing import ClassVar

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application import day_problem, planning
from dispatch_console.application.desk import Desk
from dispatch_console.domain.planning import Plan, PlanningProblem
from dispatch_console.ports import Improvement
from tests.days import PLACES, plan_day, ready_orders
from tests.journeys.test_one_order import DAY


class GivenBack:
    """A solver that has no time at all."""

    name: ClassVar[str] = "given back"

    def solve(
        self,
        problem: PlanningProblem,
        seconds: float,
        on_improvement: Callable[[Improvement], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        start: Plan | None = None,
    ) -> Plan:
        assert start is not None
        return start


def test_the_search_begins_with_what_stands(desk: Desk) -> None:
    ready_orders(desk, tuple(PLACES))
    plan_day(desk)
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    plan, violations = planning.solve_day(prepared, GivenBack(), 0.0)
    assert violations == ()
    assert plan.sequences == prepared.standing.sequences and len(plan.sequences) == 1
