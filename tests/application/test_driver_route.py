"""What the driver's phone is told of his day: what is done stays done, and the desk's word counts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones.driver_route import driver_route
from dispatch_console.application.road import correcting, doorstep, next_attempt
from dispatch_console.application.road.correcting import Right
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Handoff, VanCheck
from tests.application.test_handing_over import collect_on_delivery
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.phones import Phone, delivered, paired
from tests.builders.sample_orders import get
from tests.conftest import Clock


@pytest.fixture
def phone(desk: Desk, clock: Clock) -> Phone:
    clock.now = PROMISE.start - timedelta(minutes=30)
    found = paired(desk, out_on_the_road(desk, ("1002", "1004")))
    clock.now = PROMISE.start + timedelta(minutes=5)
    return found


def told(phone: Phone) -> dict[str, Any]:
    return phone.desk.ask_now(driver_route, phone.holder.shift_id, phone.desk.clock())


def order_of(phone: Phone, number: str) -> dict[str, Any]:
    every = [order for stop in told(phone)["stops"] for order in stop["orders"]]
    (found,) = [order for order in every if order["id"] == get(phone.desk, number).id]
    return dict(found)


def test_a_stop_that_was_missed_stays_done_when_its_order_comes_again(desk: Desk, phone: Phone) -> None:
    order = get(desk, "1002").id
    desk.do_now(doorstep.hand_over, order, HandoffFacts(outcome="failed_not_home"), through="phone", signature=None)
    assert order_of(phone, "1002")["outcome"] == "failed_not_home"
    window = TimeWindow(PROMISE.end, PROMISE.end + timedelta(hours=1))
    desk.do_now(next_attempt.rebook, [order], window)
    assert get(desk, "1002").attempt == 2
    assert order_of(phone, "1002")["outcome"] == "failed_not_home"
    assert order_of(phone, "1004")["outcome"] == ""
    assert [stop["left"] for stop in told(phone)["stops"]] == [True, True]


def test_money_is_what_the_desk_has_also_after_a_correction(desk: Desk, phone: Phone) -> None:
    collect_on_delivery(desk, get(desk, "1002").id, 14300)
    phone.act("handoff", get(desk, "1002").id, **delivered(collected=14000, means="cash"))
    assert phone.hand_in() == ["done"]
    assert (order_of(phone, "1002")["collected"], order_of(phone, "1002")["means"]) == (14000, "cash")
    record = desk.ask_now(lambda session: session.scalars(select(Handoff.id)).one())
    facts = HandoffFacts(outcome="delivered_to_recipient", recipient="Anna Virtanen", said_name=True, said_number=True,
                         on_paper=True, has_signature=True, collected=14300)  # fmt: skip
    desk.do_now(correcting.correct, record, Right(facts=facts, acted_at=desk.clock()), why="sheet_differs")
    assert order_of(phone, "1002")["collected"] == 14300


def test_the_van_is_known_by_its_last_odometer_and_by_when_it_came_back(desk: Desk, phone: Phone) -> None:
    before = told(phone)
    assert (before["odometer"], before["checked"], before["back_at"]) == (0, False, "")
    phone.act("check", odometer=48210, fuel="1/2", damage="", papers=True)
    phone.act("back", odometer=48260)
    assert phone.hand_in() == ["done", "done"]
    after = told(phone)
    assert (after["odometer"], after["checked"], bool(after["back_at"])) == (48260, True, True)
    assert desk.ask_now(lambda session: len(session.scalars(select(VanCheck)).all())) == 2
