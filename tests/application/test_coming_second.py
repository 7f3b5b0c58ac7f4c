"""Two stations do the same: the second is told who did it and when, in words that a person uses."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch_console import texts
from dispatch_console.application import tracking, verifying
from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.lifecycle import AXES
from dispatch_console.domain.proof import HandoffFacts
from dispatch_console.store.entities import Handoff
from dispatch_console.store.transaction import Actor
from tests.conftest import Clock
from tests.days import load_all, out_on_the_road, plan_day, ready_orders
from tests.journeys.test_one_order import get


def test_the_second_record_of_a_door_is_told_of_the_first(
    desk: Desk, make_desk: Callable[[Actor], Desk], clock: Clock
) -> None:
    out_on_the_road(desk, ("1002",))
    order = get(desk, "1002")
    clock.now = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    make_desk(Actor("Mikko Salo", "dispatcher", "Station 4")).do_now(
        tracking.hand_over, order.id, HandoffFacts("failed_not_home"), through="phone", signature=None
    )
    clock.forward(timedelta(minutes=3))
    with pytest.raises(Conflict) as refusal:
        desk.do_now(tracking.hand_over, order.id, HandoffFacts("failed_refused"), through="phone", signature=None)
    assert texts.explain(refusal.value) == (
        "Mikko Salo recorded order #1002 at 14:30 already: nobody home. Your record was not kept."
    )
    assert len(desk.ask_now(lambda session: session.scalars(select(Handoff)).all())) == 1


def test_a_van_that_was_released_by_another_station_says_by_whom(
    desk: Desk, make_desk: Callable[[Actor], Desk], clock: Clock
) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    route = load_all(desk)
    make_desk(Actor("Mikko Salo", "dispatcher", "Station 4")).do_now(tracking.depart, route)
    with pytest.raises(Refused) as refusal:
        desk.do_now(tracking.depart, route)
    assert texts.explain(refusal.value) == "Route E 13:00 has left; Mikko Salo released it at 10:42."


def test_who_comes_second_on_any_axis_is_told_who_was_first(desk: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    make_desk(Actor("Noor Aalto", "order_processor", "Office")).do_now(verifying.hold, order.id, "card refused")
    with pytest.raises(Refused) as refusal:
        desk.do_now(verifying.hold, order.id, "again")
    assert texts.explain(refusal.value) == (
        "Order #1002 is kept back by somebody (Noor Aalto at 10:42): this cannot be done with it now."
    )


def test_no_axis_state_or_action_is_named_to_a_person() -> None:
    for axis in AXES.values():
        for state in axis.states:
            assert (axis.name, state) in texts.STANDING
            for action in axis.actions:
                if axis.allows(state, action):
                    continue
                error = Refused("lifecycle.illegal", axis=axis.name, state=state, action=action, number="1", order=1)
                said = texts.explain(error)
                named = {axis.name, action} | ({state} if "_" in state else set())
                # "packed" is a word of the trade; "on_hold" and "at_door" are not
                assert not named & set(re.findall(r"[a-z_]+", said.lower())), said
