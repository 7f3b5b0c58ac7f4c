"""Two stations do the same: the second is told who did it and when, in words that a person uses."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch_console import texts
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from dispatch_console.application.orders import verifying
from dispatch_console.application.planning import day_problem, edits, keeping
from dispatch_console.application.promises import calls, promising
from dispatch_console.application.road import doorstep, load_out
from dispatch_console.application.site import zone_records
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.orders.lifecycle import AXES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Handoff
from dispatch_console.store.transaction import Actor
from tests.builders.days import PROMISE, load_all, out_on_the_road, plan_day, ready_orders, solved
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get
from tests.conftest import Clock


def test_the_second_record_of_a_door_is_told_of_the_first(
    desk: Desk, make_desk: Callable[[Actor], Desk], clock: Clock
) -> None:
    out_on_the_road(desk, ("1002",))
    order = get(desk, "1002")
    clock.now = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    make_desk(Actor("Mikko Salo", "dispatcher", "Station 4")).do_now(
        doorstep.hand_over, order.id, HandoffFacts(outcome="failed_not_home"), through="phone", signature=None
    )
    clock.forward(timedelta(minutes=3))
    with pytest.raises(Conflict) as refusal:
        desk.do_now(
            doorstep.hand_over, order.id, HandoffFacts(outcome="failed_refused"), through="phone", signature=None
        )
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
    make_desk(Actor("Mikko Salo", "dispatcher", "Station 4")).do_now(load_out.depart, route)
    with pytest.raises(Refused) as refusal:
        desk.do_now(load_out.depart, route)
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


def test_a_plan_made_from_an_old_look_wipes_out_no_edit_and_no_lock(
    desk: Desk, make_desk: Callable[[Actor], Desk]
) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    other = make_desk(Actor("Bo Lind", "dispatcher", "Office 2"))
    old = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    other.do_now(edits.edit, old, {"E1": [*reversed(old.visits_of_departure["E1"])]}, "reverse")
    with pytest.raises(Conflict) as conflict:
        desk.do_now(keeping.keep_plan, old, solved(old))
    assert conflict.value.facts["by"] == "Bo Lind" and "Office 2" in texts.explain(conflict.value)
    old = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    other.do_now(edits.lock_routes, DAY, old.shifts["E1"][0], True)
    with pytest.raises(Conflict, match=r"plan\.locked_meanwhile"):
        desk.do_now(keeping.keep_plan, old, solved(old))
    now = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    desk.do_now(keeping.keep_plan, now, solved(now))


def test_what_a_person_did_himself_while_a_plan_was_searched_is_no_news_to_him(
    desk: Desk, make_desk: Callable[[Actor], Desk]
) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    begun = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    desk.do_now(edits.edit, begun, {"E1": [*reversed(begun.visits_of_departure["E1"])]}, "reverse")
    now = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    desk.do_now(keeping.keep_plan, now, solved(now), seen=begun.seen)
    other = make_desk(Actor("Bo Lind", "dispatcher", "Office 2"))
    now = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    other.do_now(edits.edit, now, {"E1": [*reversed(now.visits_of_departure["E1"])]}, "reverse")
    fresh = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    with pytest.raises(Conflict, match=r"plan\.changed_meanwhile"):
        desk.do_now(keeping.keep_plan, fresh, solved(fresh), seen=begun.seen)


@pytest.mark.parametrize("kind", ("depots", "vans", "drivers", "shifts", "zones"))
def test_a_form_that_was_opened_before_somebody_else_saved_says_both(desk: Desk, kind: str) -> None:
    ready_orders(desk, ("1002",))
    desk.do_now(zone_records.keep_zone, None, {"name": "Centre", "postcodes": "001", "vans": "", "extra": "3"})
    forms: dict[str, tuple[Any, Any, str, str, tuple[date, ...]]] = {
        "depots": (records.depots, records.keep_depot, "slots", "08:00-10:00", ()),
        "vans": (records.vans, records.keep_van, "plate", "ABC-1", ()),
        "drivers": (records.drivers, records.keep_driver, "phone", "09 555 0199", ()),
        "shifts": (
            lambda s: records.shifts(s, DAY),
            records.keep_shift,
            "departures",
            "12:00-16:00",
            (DAY,),
        ),
        "zones": (zone_records.zones, zone_records.keep_zone, "extra", "5", ()),
    }
    read, keep, field, text, rest = forms[kind]
    opened = desk.ask_now(read)[0]
    theirs = {**opened.fields, field: text}
    desk.do_now(keep, opened.id, theirs, *rest, seen=opened.fields)
    mine = {**opened.fields}
    with pytest.raises(Conflict) as conflict:
        desk.do_now(keep, opened.id, mine, *rest, seen=opened.fields)
    assert (conflict.value.code, opened.fields[field] in str(conflict.value.facts["changes"])) == (
        "record.changed",
        True,
    )
    assert desk.ask_now(read)[0].fields[field] == text
    desk.do_now(keep, opened.id, mine, *rest, seen=theirs)


def test_a_window_that_another_station_confirmed_is_not_replaced_unseen(
    desk: Desk, make_desk: Callable[[Actor], Desk]
) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    seen = desk.ask_now(calls.call_facts, order.id, desk.clock()).standing
    later = TimeWindow(PROMISE.start + timedelta(hours=2), PROMISE.end + timedelta(hours=2))
    other = make_desk(Actor("Bo Lind", "dispatcher", "Office 2"))
    other.do_now(promising.confirm, order.id, later, seen=seen)
    with pytest.raises(Conflict) as conflict:
        desk.do_now(promising.confirm, order.id, PROMISE, seen=seen)
    assert conflict.value.code == "promise.changed" and "Bo Lind" in texts.explain(conflict.value)
    assert get(desk, "1002").promise_start == later.start
