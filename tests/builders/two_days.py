"""Two vans on two days, at a depot and a station in two zones of time."""

from datetime import UTC, datetime, timedelta

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, keeping, publishing, solving
from dispatch_console.application.promises import promising
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.transaction import Transaction
from tests.builders.days import PROMISE, quick_solver, ready_orders
from tests.builders.fleet import DAY, TUULI, on_duty, second_van
from tests.builders.sample_orders import get

TOMORROW = DAY + timedelta(days=1)
NEXT_PROMISE = TimeWindow(datetime(2026, 11, 24, 12, 0, tzinfo=UTC), datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
NUMBERS = ("1002", "1004", "1006")


def van_of_tomorrow(tx: Transaction) -> None:
    """Let the second van drive tomorrow too."""
    on_duty(tx, TUULI, TOMORROW)


def two_days(desk: Desk) -> None:
    """Order 1006 is promised for tomorrow, the others for today; both days are planned and published."""
    ready_orders(desk, NUMBERS)
    desk.do_now(second_van)
    desk.do_now(van_of_tomorrow)
    desk.do_now(promising.confirm, get(desk, "1006").id, NEXT_PROMISE)
    assert PROMISE.end < NEXT_PROMISE.start
    for day in (DAY, TOMORROW):
        prepared = desk.ask_now(day_problem.day_problem, day, GreatCircle())
        plan, violations = solving.solve_day(prepared, quick_solver(), 0.05)
        assert violations == ()
        desk.do_now(keeping.keep_plan, prepared, plan)
        desk.do_now(publishing.publish, day)
