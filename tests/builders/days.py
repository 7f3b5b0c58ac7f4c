"""A small day on the sample file: one van, orders ready for the road."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import addresses
from dispatch_console.application.planning import day_problem, keeping, publishing, solving
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.promises import promising
from dispatch_console.application.road import load_out
from dispatch_console.application.road.load_list import load_list
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.values import Coordinate, TimeWindow
from dispatch_console.store.entities import Route
from dispatch_console.store.transaction import Transaction
from tests.builders.fleet import DAY, SAMI, on_duty, set_up_fleet
from tests.builders.sample_orders import get, import_sample, pack_whole, verify_whole
from tests.kept_rows import kept

PLACES = {
    "1002": Coordinate(60.1650, 24.9480),
    "1004": Coordinate(60.1690, 24.9400),
    "1006": Coordinate(60.1720, 24.95),
}
HERE = ThreadPoolExecutor(1)
PROMISE = TimeWindow(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 14, 0, tzinfo=UTC))


@kept
def ready_orders(desk: Desk, numbers: tuple[str, ...], unpacked: str = "") -> None:
    """Set up the fleet; these orders are verified, promised for today, and packed but for one."""
    set_up_fleet(desk)
    import_sample(desk)
    for number in numbers:
        order = get(desk, number)
        verify_whole(desk, order)
        desk.do_now(addresses.set_pin, order.address_id, PLACES[number])
        if number != unpacked:
            pack_whole(desk, order)
        desk.do_now(promising.confirm, order.id, PROMISE)


def set_up_two_departures(tx: Transaction) -> None:
    """Let the van leave at 10:45 and again at 13:00."""
    on_duty(tx, replace(SAMI, phone="", departures=(("10:45", "12:30"), ("13:00", "16:30"))))


def quick_solver() -> PortfolioSolver:
    """Return the solver, working in this process: to start another one takes longer than to plan a small day."""
    return PortfolioSolver(workers=1, executor=HERE)


@kept
def plan_day(desk: Desk, *, publish: bool = True) -> None:
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    plan, violations = solving.solve_day(prepared, quick_solver(), 0.05)
    assert violations == ()
    desk.do_now(keeping.keep_plan, prepared, plan)
    if publish:
        desk.do_now(publishing.publish, DAY)


def solved(prepared: DayProblem) -> Plan:
    return quick_solver().solve(prepared.problem, 0.05)


def route_id(desk: Desk) -> int:
    """Return the first route of the small day."""
    return desk.ask_now(lambda session: session.scalars(select(Route.id).order_by(Route.id)).first()) or 0


@kept
def load_all(desk: Desk) -> int:
    """Every parcel of the first route is scanned into its van. Returns the route."""
    route = route_id(desk)
    for parcel in desk.ask_now(load_list, route).parcels:
        desk.do_now(load_out.load_parcel, route, parcel.code)
    return route


def carry_away(desk: Desk, route: int) -> int:
    """Carry away whatever lies in a van and does not belong there. Returns how many parcels."""
    found = desk.ask_now(load_list, route).surplus
    for one in found:
        desk.do_now(load_out.carry_away, one.surplus_id)
    return len(found)


@kept
def out_on_the_road(desk: Desk, numbers: tuple[str, ...]) -> int:
    """Plan the small day, load and released. Returns the route."""
    ready_orders(desk, numbers)
    plan_day(desk)
    route = load_all(desk)
    desk.do_now(load_out.depart, route)
    return route


def prepare(desk: Desk) -> DayProblem:
    return desk.ask_now(day_problem.day_problem, DAY, GreatCircle())


def sequences(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {key: held for key, held in prepare(desk).visits_of_departure.items() if held}
