"""Several stations do the same at the same moment: nothing is lost, nothing is doubled, and nobody sees a traceback."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.application.planning import day_problem, keeping
from dispatch_console.application.routes import day_plan
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingOrder, Reading
from dispatch_console.store import journal
from dispatch_console.store.transaction import Actor
from tests.builders.days import ready_orders, solved
from tests.builders.fleet import DAY
from tests.builders.received import incoming

Make = Callable[[Actor], Desk]


def stations(make_desk: Make, count: int) -> list[Desk]:
    return [make_desk(Actor(f"Person {number}", "supervisor", f"Station {number}")) for number in range(count)]


def at_once(acts: Sequence[Callable[[], object]]) -> list[BaseException]:
    """Run all of them from one moment on. Returns what was raised."""
    gate, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


def shop(source: str, numbers: Sequence[int]) -> Reading:
    """Orders of a shop; customers and addresses are those of the number, whichever shop it is."""

    def told(number: int) -> IncomingOrder:
        address = IncomingAddress(
            line1=f"Street {number}", line2="", postcode="00100", city="Helsinki", region="", country="FI"
        )
        return replace(incoming(number), address=address, source_ref=f"{source}/{number}")

    return Reading(source, tuple(told(number) for number in numbers), (), len(numbers))


def test_three_consoles_import_the_same_file(desk: Desk, make_desk: Make) -> None:
    same = shop("one", range(300))
    acts = [partial(station.do_now, importing.take_reading, same, "f") for station in stations(make_desk, 3)]
    assert at_once(acts) == []
    assert desk.ask_now(queue.total, OrderFilter()) == 300


def test_two_shops_with_the_same_customers_in_opposite_order(desk: Desk, make_desk: Make) -> None:
    numbers = range(600)
    readings = [shop("one", numbers), shop("two", numbers[::-1])]
    for _ in range(2):
        acts = [
            partial(station.do_now, importing.take_reading, told, "f")
            for station, told in zip(stations(make_desk, 2), readings, strict=True)
        ]
        assert at_once(acts) == []
        # a second time everything changes, in opposite order again
        readings = [
            replace(told, orders=tuple(replace(order, phone="09 555 0101") for order in told.orders))
            for told in readings
        ]
    assert desk.ask_now(queue.total, OrderFilter()) == 1200
    assert desk.ask_now(lambda session: list(journal.broken_links(session))) == []


def test_six_stations_plan_a_day_s_first_plan(desk: Desk, make_desk: Make) -> None:
    ready_orders(desk, ("1002", "1004"))
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    plan = solved(prepared)
    acts = [partial(station.do_now, keeping.keep_plan, prepared, plan) for station in stations(make_desk, 6)]
    raised = at_once(acts)
    assert len(raised) == 5 and all(isinstance(error, Conflict) for error in raised)
    assert {error.code for error in raised if isinstance(error, Conflict)} == {"plan.changed_meanwhile"}
    kept = desk.ask_now(day_plan.day_plan, DAY)
    assert kept is not None and sum(len(route.stops) for route in kept.routes) == 2
