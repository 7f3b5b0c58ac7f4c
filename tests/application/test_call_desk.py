"""The call desk: who is rung first, two desks and one customer, and what each result of a call does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.outgoing import outbox_list
from dispatch_console.application.planning import agreeing
from dispatch_console.application.promises import call_claims, call_results, calls, promising
from dispatch_console.application.promises.calls import Call
from dispatch_console.application.road import load_out
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.site import notices
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.promises.calling import Reason, Result
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.transaction import Actor
from tests.builders.days import PROMISE, out_on_the_road, plan_day, ready_orders
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, verify_whole
from tests.conftest import Clock

MakeDesk = Callable[[Actor], Desk]
OTHER = Actor("Petri Lahti", "customer_service", "Office")
LATER = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))


def to_ring(desk: Desk, *numbers: int, phone: str = "+358 40 123 4567") -> None:
    """Bring verified orders without a window to the desk."""
    orders = [replace(incoming(number), phone=phone) for number in numbers]
    desk.do_now(importing.take_reading, reading(*orders), "one.csv")
    for number in numbers:
        verify_whole(desk, get(desk, f"SO-{number}"))


def call_of(desk: Desk, number: str) -> Call:
    return next(call for call in desk.ask_now(calls.call_list, desk.clock()) if call.number == number)


def test_two_desks_do_not_ring_one_customer(desk: Desk, make_desk: MakeDesk, clock: Clock) -> None:
    to_ring(desk, 1, 2)
    other, order = make_desk(OTHER), get(desk, "SO-1").id
    desk.do_now(call_claims.claim_call, order)
    assert (call_of(desk, "SO-1").by, call_of(desk, "SO-1").station) == ("Ana Ruiz", "Station 2")
    acts: list[tuple[Callable[..., object], tuple[object, ...]]] = [
        (call_claims.claim_call, ()), (call_results.note_call, ("voicemail",)), (agreeing.agree, (LATER,)),
    ]  # fmt: skip
    for act, given in acts:
        with pytest.raises(Refused) as refused:
            other.do_now(act, order, *given)
        assert (refused.value.code, refused.value.facts["by"]) == ("call.claimed", "Ana Ruiz")
    # the next call lets go of the one before; a desk that does nothing has hung up
    desk.do_now(call_claims.claim_call, get(desk, "SO-2").id, instead_of=order)
    other.do_now(call_claims.claim_call, order)
    desk.do_now(call_claims.claim_call, order, take_over=True)
    clock.forward(call_claims.IDLE)
    assert call_of(desk, "SO-1").by == ""
    other.do_now(agreeing.agree, order, LATER)
    assert get(desk, "SO-1").appointment == "confirmed"


def test_a_second_answer_is_a_conflict_that_says_the_first(desk: Desk, make_desk: MakeDesk) -> None:
    to_ring(desk, 1)
    order = get(desk, "SO-1")
    seen = promising.promised(order)
    make_desk(OTHER).do_now(agreeing.agree, order.id, LATER, seen)
    with pytest.raises(Conflict) as conflict:
        desk.do_now(agreeing.agree, order.id, PROMISE, seen)
    assert conflict.value.code == "promise.changed" and "Petri Lahti" in str(conflict.value.facts["by"])


def test_who_asks_to_be_rung_is_rung_then(desk: Desk, clock: Clock) -> None:
    to_ring(desk, 1, 2)
    order, at = get(desk, "SO-1").id, clock() + timedelta(hours=3)
    desk.do_now(call_results.note_call, order, Result.CALL_BACK, call_at=at)
    assert call_of(desk, "SO-1").due_at == at
    assert [call.number for call in desk.ask_now(calls.call_list, clock())] == ["SO-2", "SO-1"]
    clock.now = at
    assert call_of(desk, "SO-1").due_at is None
    for wrong in (clock() - timedelta(minutes=1), clock() + timedelta(days=15)):
        with pytest.raises(BadInput, match=r"call\.past"):
            desk.do_now(call_results.note_call, order, Result.CALL_BACK, call_at=wrong)


def test_after_three_calls_that_nobody_took_the_next_day_is_another(desk: Desk, clock: Clock) -> None:
    to_ring(desk, 1)
    order = get(desk, "SO-1").id
    for result in (Result.NO_ANSWER, Result.VOICEMAIL, Result.NO_ANSWER):
        desk.do_now(call_results.note_call, order, result)
        clock.forward(timedelta(minutes=45))
    call = call_of(desk, "SO-1")
    assert call.tries == 3 and call.due_at is not None
    assert f"{call.due_at.astimezone():%Y-%m-%d}" > f"{clock().astimezone():%Y-%m-%d}"


def test_nobody_is_rung_in_the_evening_of_his_own_clock(desk: Desk, clock: Clock) -> None:
    to_ring(desk, 1)
    clock.now = clock.now.replace(hour=18, minute=5)
    # 20:05 in Helsinki
    due = call_of(desk, "SO-1").due_at
    assert due is not None and (due - clock()) == timedelta(hours=11, minutes=55)


def test_a_wrong_number_leaves_every_open_order_and_no_import_brings_it_back(desk: Desk) -> None:
    to_ring(desk, 1, 2)
    order = get(desk, "SO-1")
    others = desk.do_now(call_results.note_call, order.id, Result.WRONG_NUMBER)
    assert others == ("SO-2",)
    assert [get(desk, number).phone for number in ("SO-1", "SO-2")] == ["", ""]
    # the same number written otherwise, in a new order of another customer
    again = replace(incoming(3), phone="0401234567", email="other@example.com")
    desk.do_now(importing.take_reading, reading(again), "two.csv")
    fresh = get(desk, "SO-3")
    assert (fresh.phone, [(entry.what, entry.note) for entry in fresh.ledger]) == (
        "", [("number_known_wrong", "0401234567")],
    )  # fmt: skip
    with pytest.raises(BadInput, match=r"call\.known_wrong"):
        desk.do_now(call_results.give_number, order.id, "+358401234567")
    desk.do_now(call_results.give_number, order.id, "+358 50 111 2222")
    assert (get(desk, "SO-1").phone, get(desk, "SO-1").customer.phone) == ("+358 50 111 2222",) * 2


@pytest.mark.parametrize("result", [result for result in Result if result is not Result.LINK_SENT])
def test_a_result_is_taken_back_whole(desk: Desk, result: Result) -> None:
    to_ring(desk, 1, 2)
    order = get(desk, "SO-1").id
    before = call_of(desk, "SO-1")
    desk.do_now(call_results.note_call, order, result)
    assert desk.do_now(call_results.take_back_call, order) == result
    assert call_of(desk, "SO-1") == before
    assert [get(desk, number).phone for number in ("SO-1", "SO-2")] == ["+358 40 123 4567"] * 2
    assert [entry.what for entry in get(desk, "SO-1").ledger] == [str(result), "taken_back"]
    with pytest.raises(Refused, match=r"call\.nothing_noted"):
        desk.do_now(call_results.take_back_call, order)


def test_an_order_that_is_refused_goes_to_the_office(desk: Desk) -> None:
    to_ring(desk, 1)
    order = get(desk, "SO-1").id
    desk.do_now(call_results.note_call, order, Result.REFUSED, "bought elsewhere")
    after = get(desk, "SO-1")
    assert after.verification == "on_hold"
    assert after.hold_reason == "The customer does not want it: said on the phone to Ana Ruiz bought elsewhere"
    assert desk.ask_now(calls.call_list, desk.clock()) == ()


def test_what_was_left_behind_is_rung_for_at_once(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    order = get(desk, "1002")
    stop = desk.ask_now(current_stop, order.id)
    assert stop is not None
    desk.do_now(load_out.leave_behind, stop.route_id, order.id)
    call = call_of(desk, "#1002")
    assert (call.reason, call.late is not None and call.late.arrives_at) == (Reason.LEFT_BEHIND, None)


def test_a_window_that_was_confirmed_by_a_slip_is_given_up_before_the_customer_reads_of_it(
    desk: Desk, clock: Clock
) -> None:
    desk.do_now(notices.keep_notices, ["confirmed"])
    ready_orders(desk, ("1002",))
    plan_day(desk)
    order = get(desk, "1002")
    later = TimeWindow(PROMISE.start + timedelta(hours=1), PROMISE.end + timedelta(hours=1))
    desk.do_now(agreeing.agree, order.id, later)
    assert desk.do_now(call_results.take_back_call, order.id) == "confirmed"
    order = get(desk, "1002")
    assert (order.appointment, order.promise_start, order.dispatch) == ("lapsed", None, "unplanned")
    assert [entry.what for entry in order.ledger][-2:] == ["confirmed", "taken_back"]
    assert call_of(desk, "#1002").reason is Reason.LAPSED
    clock.forward(promising.SECOND_THOUGHTS)
    waiting = desk.ask_now(outbox_list.outbox_rows, clock(), clock())
    assert {row.untrue for row in waiting if row.kind == "confirmed"} == {"window_moved"}
    # once is enough
    with pytest.raises(Refused, match=r"call\.nothing_noted"):
        desk.do_now(call_results.take_back_call, order.id)


def test_what_is_on_its_way_keeps_what_was_confirmed(desk: Desk) -> None:
    out_on_the_road(desk, ("1002",))
    with pytest.raises(Refused, match=r"order\.on_its_way"):
        desk.do_now(call_results.take_back_call, get(desk, "1002").id)
