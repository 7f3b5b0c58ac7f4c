"""Planning again goes on from the plan that stands: it is never replaced by a dearer one."""

from typing import Any

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, solving
from dispatch_console.domain.planning.problem import Plan
from tests.builders.days import PLACES, plan_day, ready_orders
from tests.builders.fleet import DAY


class Asked(PortfolioSolver):
    """Remembers what it was asked to go on from."""

    began: Plan | None = None

    def solve(self, *asked: Any, **more: Any) -> Plan:
        self.began = asked[4]
        return super().solve(*asked, **more)


def test_the_search_begins_with_what_stands(desk: Desk) -> None:
    ready_orders(desk, tuple(PLACES))
    plan_day(desk)
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    solver = Asked(workers=1)
    plan, violations = solving.solve_day(prepared, solver, 0.0)
    assert violations == ()
    assert solver.began is not None and solver.began.sequences == prepared.standing.sequences
    assert plan.sequences == prepared.standing.sequences
