"""What the doors of the last weeks teach, and plans that are made with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import addresses
from dispatch_console.application.planning import day_problem, service_times
from dispatch_console.application.promises import promising
from dispatch_console.application.road import doorstep
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning import service_times as rules
from dispatch_console.domain.road.proof import HandoffFacts
from tests.builders.days import PLACES, PROMISE, out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get, pack_whole, verify_whole
from tests.conftest import Clock

FACTS = HandoffFacts(outcome="", recipient="Olli", said_name=True, said_number=True, on_paper=True)
NUMBERS = ("1002", "1004", "1006")


def deliver(desk: Desk, clock: Clock, number: str, minutes: int, outcome: str = "delivered_to_recipient") -> None:
    """Stand at a door for some minutes, and record what happened."""
    order = get(desk, number).id
    desk.do_now(doorstep.arrive, [order])
    clock.forward(timedelta(minutes=minutes))
    desk.do_now(doorstep.hand_over, order, replace(FACTS, outcome=outcome), through="phone", signature=None)


def at_the_door(desk: Desk) -> int:
    """Return how many seconds the next plan gives to the one order that is to be planned."""
    (visit,) = desk.ask_now(day_problem.day_problem, DAY, GreatCircle()).problem.visits
    return visit.setup_s + visit.service_s


def test_a_stop_tells_how_long_it_took_when_all_of_it_was_delivered(desk: Desk, clock: Clock) -> None:
    clock.now = PROMISE.start - timedelta(minutes=20)
    out_on_the_road(desk, NUMBERS)
    assert desk.ask_now(service_times.learnt, DAY) is None
    # it waits for the window, and that is no work
    deliver(desk, clock, "1002", 30)
    (_, found) = desk.ask_now(service_times.learnt, DAY) or (None, None)
    assert found is not None and (found.stops, found.took_s) == (1, 600)
    deliver(desk, clock, "1004", 5, "failed_not_home")
    # rung in afterwards: nobody knows how long it took
    order = get(desk, "1006").id
    delivered = replace(FACTS, outcome="delivered_to_recipient")
    desk.do_now(doorstep.hand_over, order, delivered, through="phone", signature=None)
    (_, again) = desk.ask_now(service_times.learnt, DAY) or (None, None)
    assert again == found
    assert desk.ask_now(service_times.learnt, DAY + timedelta(days=service_times.BACK)) is None


def test_days_are_planned_with_what_was_adopted(desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LEAST_STOPS", 1)
    clock.now = PROMISE.start
    out_on_the_road(desk, NUMBERS[:1])
    deliver(desk, clock, "1002", 8)
    present, found = desk.ask_now(service_times.learnt, DAY) or pytest.fail("nothing was learnt")
    assert found.is_better

    order = get(desk, "1004")
    verify_whole(desk, order)
    desk.do_now(addresses.set_pin, order.address_id, PLACES["1004"])
    pack_whole(desk, order)
    desk.do_now(promising.confirm, order.id, PROMISE)
    before = at_the_door(desk)
    desk.do_now(service_times.adopt, found.times, present)
    assert at_the_door(desk) > before
    with pytest.raises(Refused, match=r"service\.moved"):
        desk.do_now(service_times.adopt, found.times, present)
