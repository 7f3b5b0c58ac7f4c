"""A second plan of a day knows the first: moving a stop to another departure has its price."""

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem
from tests.builders.days import plan_day, ready_orders
from tests.builders.fleet import DAY


def test_the_plan_that_stands_is_what_a_calm_plan_holds_on_to(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004", "1006"))
    first = desk.ask_now(day_problem.day_problem, DAY, GreatCircle(), "", 600)
    assert first.problem.before == {}
    plan_day(desk, publish=False)
    again = desk.ask_now(day_problem.day_problem, DAY, GreatCircle(), "", 600)
    assert again.problem.stability_s == 600
    assert set(again.problem.before) == {visit.key for visit in again.problem.visits}
    assert set(again.problem.before.values()) <= {vehicle.key for vehicle in again.problem.vehicles}
    assert desk.ask_now(day_problem.day_problem, DAY, GreatCircle()).problem.before == {}
