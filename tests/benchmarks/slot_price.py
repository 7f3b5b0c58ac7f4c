"""What five slots cost for a customer on the line, from a standing plan of 300 stops and 12 vans."""

import random
from datetime import timedelta

from sqlalchemy import select

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.planning import day_problem, keeping, slot_prices, solving
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Address, Depot, Driver, Order, Shift, Vehicle
from dispatch_console.store.transaction import Transaction
from tests.benchmarks.results import DAY, Result, median_ms, reading

STOPS, VANS, FIRST = 300, 12, 800_000


def slot_price(desk: Desk) -> list[Result]:
    """Return how long the prices of a day take, as the call desk asks for them; travel times are estimated."""
    desk.do_now(importing.take_reading, reading(STOPS + 1, FIRST), "day")
    new = desk.do_now(_ready)
    travel = GreatCircle()
    prepared = desk.ask_now(day_problem.day_problem, DAY.date(), travel)
    plan, violations = solving.solve_day(prepared, PortfolioSolver(), 10.0)
    assert not violations
    desk.do_now(keeping.keep_plan, prepared, plan)
    noon = DAY.replace(hour=6)
    windows = [TimeWindow(noon + timedelta(hours=at), noon + timedelta(hours=at + 2)) for at in range(0, 10, 2)]
    found = desk.ask_now(slot_prices.slot_prices, DAY.date(), new, windows, travel)
    took = median_ms(desk.ask_now, slot_prices.slot_prices, DAY.date(), new, windows, travel)
    kept = sum(price.keeps_all for price in found)
    served = sum(len(keys) for keys in plan.sequences.values())
    return [Result("slot_price", took, "ms", f"5 slots, {served} stops on {VANS} vans, {kept} slots keep all promises")]


def _ready(tx: Transaction) -> int:
    """Let the orders be ready for a plan, each with a pin, a window and a van to take it. Returns one more."""
    dice, session = random.Random(7), tx.session
    depot = Depot(
        name="Bench",
        address="",
        lat=60.17,
        lon=24.94,
        zone="Europe/Helsinki",
        departures=["08:00"],
        slots=[],
        setup_s=60,
    )
    session.add(depot)
    for van in range(VANS):
        session.add(
            Shift(
                day=DAY.date(), depot=depot, driver=Driver(name=f"Bench {van}", letter=chr(65 + van)),
                vehicle=Vehicle(name=f"Bench van {van}", weight_g=3_000_000, volume_ml=20_000_000),
                departures=[["08:00", "18:30"]],
            )
        )  # fmt: skip
    for place in session.scalars(select(Address)):
        place.lat, place.lon = 60.17 + dice.uniform(-0.03, 0.03), 24.94 + dice.uniform(-0.06, 0.06)
    orders = session.scalars(select(Order).where(Order.number >= f"SO-{FIRST}").order_by(Order.id)).all()
    for order in orders[:STOPS]:
        begin = DAY.replace(hour=6) + timedelta(hours=2 * dice.randrange(5))
        order.verification, order.packing, order.appointment = "verified", "packed", "confirmed"
        order.promise_start, order.promise_end = begin, begin + timedelta(hours=2)
    orders[-1].verification = "verified"
    return orders[-1].id
