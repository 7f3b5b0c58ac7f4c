"""Whom to ring, in which order, and what the caller sees."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.promises import call_results, calls, promising
from dispatch_console.application.promises.calls import Late
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.promises.calling import RING_AGAIN, Result
from dispatch_console.domain.values import TimeWindow
from tests.builders.days import PROMISE, plan_day, ready_orders
from tests.builders.sample_orders import get, import_sample, verify_whole
from tests.conftest import NOW, Clock

NUMBERS = ("1002", "1004", "1006")


def listed(desk: Desk, clock: Clock) -> list[str]:
    return [call.number.lstrip("#") for call in desk.ask_now(calls.call_list, clock())]


def open_calls(desk: Desk) -> None:
    """Three verified orders without an appointment."""
    ready_orders(desk, NUMBERS)
    desk.do_now(promising.ask_for_another_day, [get(desk, number).id for number in NUMBERS])


def test_an_order_comes_to_the_call_desk_when_it_is_verified_and_leaves_it_with_its_window(
    desk: Desk, clock: Clock
) -> None:
    import_sample(desk)
    order = get(desk, "1002")
    assert listed(desk, clock) == []
    verify_whole(desk, order)
    assert listed(desk, clock) == ["1002"]
    desk.do_now(promising.offer, order.id, PROMISE)
    assert (listed(desk, clock), get(desk, "1002").appointment) == (["1002"], "proposed")
    desk.do_now(promising.confirm, order.id, PROMISE)
    assert listed(desk, clock) == []
    desk.do_now(promising.must_be_rung, order.id)
    assert listed(desk, clock) == ["1002"]
    desk.do_now(promising.ask_for_another_day, [order.id])
    assert (listed(desk, clock), get(desk, "1002").appointment) == (["1002"], "lapsed")


def test_windows_that_are_over_are_neither_offered_nor_confirmed(desk: Desk, clock: Clock) -> None:
    open_calls(desk)
    order = get(desk, "1002").id
    clock.now = PROMISE.end
    for act in (promising.offer, promising.confirm):
        with pytest.raises(Refused, match=r"window\.past"):
            desk.do_now(act, order, PROMISE)
    clock.now -= timedelta(seconds=1)
    desk.do_now(promising.offer, order, PROMISE)
    assert get(desk, "1002").promise_start is None
    desk.do_now(promising.offer, order, PROMISE, plan_with=True)
    assert (get(desk, "1002").promise_start, get(desk, "1002").appointment) == (PROMISE.start, "proposed")
    desk.do_now(promising.confirm, order, PROMISE)
    assert get(desk, "1002").appointment == "confirmed"


def test_nobody_is_rung_again_for_three_quarters_of_an_hour_while_others_wait(desk: Desk, clock: Clock) -> None:
    open_calls(desk)
    # 1006 is a customer in New York, where it is 3:42 in the morning
    assert listed(desk, clock) == list(NUMBERS)
    desk.do_now(call_results.note_call, get(desk, "1002").id, "no_answer")
    first = desk.ask_now(calls.call_list, clock())[1]
    assert (first.number, first.result, first.rung_at) == ("#1002", "no_answer", NOW)
    assert first.due_at == NOW + RING_AGAIN
    clock.forward(timedelta(minutes=44, seconds=59))
    assert listed(desk, clock) == ["1004", "1002", "1006"]
    clock.forward(timedelta(seconds=1))
    assert listed(desk, clock) == list(NUMBERS)
    desk.do_now(call_results.note_call, get(desk, "1002").id, "voicemail")
    again = desk.ask_now(calls.call_list, clock())[1]
    assert (again.result, again.tries) == ("voicemail", 2)


@pytest.mark.parametrize("result", list(Result))
def test_a_call_ends_in_one_of_the_known_ways(desk: Desk, result: str) -> None:
    open_calls(desk)
    order = get(desk, "1004").id
    desk.do_now(call_results.note_call, order, result, "asked for the afternoon")
    last = get(desk, "1004").ledger[-1]
    # of a wrong number the ledger keeps which one it was
    note = "+4232345674" if result == Result.WRONG_NUMBER else "asked for the afternoon"
    assert (last.what, last.by, last.channel, last.note, last.at) == (result, "Ana Ruiz", "call", note, NOW)
    with pytest.raises(Refused, match=r"call\.result"):
        desk.do_now(call_results.note_call, order, "confirmed")


def test_the_caller_sees_the_customer_the_window_and_what_was_said_newest_first(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    clock.forward(timedelta(minutes=5))
    later = TimeWindow(datetime(2026, 11, 23, 14, 0, tzinfo=UTC), datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    desk.do_now(promising.confirm, order.id, later)
    shown = desk.ask_now(calls.call_facts, order.id, clock())
    assert (shown.order_id, shown.number, shown.customer) == (order.id, "#1002", order.customer_name)
    assert (shown.phone, shown.address, shown.parcels) == (order.phone, order.address.one_line, 1)
    assert (shown.standing.appointment, shown.standing.window) == ("confirmed", later)
    assert (shown.late, shown.packed) == (None, True)
    assert [(what, start) for _, what, start, _, _, _ in shown.ledger][:2] == [
        ("confirmed", later.start), ("confirmed", PROMISE.start),
    ]  # fmt: skip
    assert shown.ledger[0][0] > shown.ledger[1][0]


def test_a_promise_that_the_plan_breaks_is_said_with_when_the_van_would_come(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    order = get(desk, "1002")
    assert desk.ask_now(calls.call_facts, order.id, clock()).late is None
    desk.do_now(promising.must_be_rung, order.id)
    (call,) = desk.ask_now(calls.call_list, clock())
    assert call.late is not None and call.late.promise == PROMISE
    arrival = call.late.arrives_at
    assert arrival is not None and PROMISE.start <= arrival <= PROMISE.end
    assert desk.ask_now(calls.call_facts, order.id, clock()).late == call.late
    # hours later nobody has left: the time moves on with the clock
    clock.now = PROMISE.end + timedelta(hours=1)
    later = desk.ask_now(calls.call_facts, order.id, clock()).late
    assert later is not None and later.arrives_at is not None and later.arrives_at > clock()


def test_a_broken_promise_that_no_van_keeps_has_no_time(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002").id
    desk.do_now(promising.must_be_rung, order)
    (call,) = desk.ask_now(calls.call_list, clock())
    assert call.late == Late(PROMISE, None)
    assert desk.ask_now(calls.to_ring) == 1
    desk.do_now(promising.confirm, order, PROMISE)
    assert desk.ask_now(calls.to_ring) == 0
