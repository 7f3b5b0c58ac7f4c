"""A small day on the sample file: one van, orders ready for the road."""

from datetime import UTC, datetime

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application import addresses, day_problem, planning, schedule
from dispatch_console.application.desk import Desk
from dispatch_console.domain.values import Coordinate, TimeWindow
from tests.journeys.test_one_order import DAY, get, import_sample, pack_whole, set_up_fleet, verify_whole

PLACES = {
    "1002": Coordinate(60.1650, 24.9480),
    "1004": Coordinate(60.1690, 24.9400),
    "1006": Coordinate(60.1720, 24.95),
}
PROMISE = TimeWindow(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 14, 0, tzinfo=UTC))


def ready_orders(desk: Desk, numbers: tuple[str, ...], unpacked: str = "") -> None:
    """The fleet stands; these orders are verified, promised for today, and packed but for one."""
    set_up_fleet(desk)
    import_sample(desk)
    for number in numbers:
        order = get(desk, number)
        verify_whole(desk, order)
        desk.do_now(addresses.set_pin, order.address_id, PLACES[number])
        if number != unpacked:
            pack_whole(desk, order)
        desk.do_now(schedule.confirm, order.id, PROMISE)


def plan_day(desk: Desk, *, publish: bool = True) -> None:
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    plan, violations = planning.solve_day(prepared, PortfolioSolver(), 0.2)
    assert violations == ()
    desk.do_now(planning.keep_plan, prepared, plan)
    if publish:
        desk.do_now(planning.publish, DAY)
