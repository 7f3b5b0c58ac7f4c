"""Until when a window may be promised: cut-off, lead, weekdays, holidays, and days that are closed by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.planning import agreeing
from dispatch_console.application.promises import (
    call_results,
    calls,
    closed_days,
    promisable,
    promising,
    public_holidays,
    slot_records,
    slot_rules,
    slots,
)
from dispatch_console.application.promises.closed_days import PROMISED, RING, WAYS
from dispatch_console.application.site import zone_records
from dispatch_console.domain.errors import BadInput, DispatchError, Refused
from dispatch_console.domain.promises.call_time import read_call_time
from dispatch_console.domain.promises.calling import Reason
from dispatch_console.domain.promises.slot_rules import Closing
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.transaction import Actor
from dispatch_console.ui.schedule import call_words, week_view
from tests.builders.fleet import set_up_fleet
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, verify_whole
from tests.conftest import Clock

MakeDesk = Callable[[Actor], Desk]
RULE = {
    "zone": "", "days": "", "slots": "12:00-14:00, 14:00-16:00", "order_by": "16:00", "order_days": "1", "lead": "0",
    "holidays": "",
}  # fmt: skip
CLOSED = {"day": "2026-11-25", "reason": "Stock count", "way": WAYS["closed"], "from": "", "zone": "", "promised": ""}


def helsinki(day: int, hour: int, month: int = 11, year: int = 2026) -> TimeWindow:
    """Return two hours from an hour of Helsinki's winter."""
    start = datetime(year, month, day, hour - 2, 0, tzinfo=UTC)
    return TimeWindow(start, start + timedelta(hours=2))


def order_of(desk: Desk, number: int = 1) -> int:
    desk.do_now(importing.take_reading, reading(incoming(number)), "one.csv")
    verify_whole(desk, get(desk, f"SO-{number}"))
    return get(desk, f"SO-{number}").id


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(DispatchError) as refused:
        act()
    return refused.value.code


def test_without_rules_the_windows_of_the_depot_are_open_at_any_time(desk: Desk, clock: Clock) -> None:
    set_up_fleet(desk)
    order = order_of(desk)
    windows = desk.ask_now(slot_rules.windows_for, order, date(2026, 11, 23), 2, clock())
    assert windows == (helsinki(23, 12), helsinki(23, 14), helsinki(24, 12), helsinki(24, 14))


def test_the_cut_off_is_asked_at_the_button_by_the_clock_of_the_depot(
    desk: Desk, make_desk: MakeDesk, clock: Clock
) -> None:
    set_up_fleet(desk)
    order = order_of(desk)
    desk.do_now(slot_records.keep_slot_rule, None, RULE)
    tomorrow = helsinki(24, 14)
    # 15:59 in Helsinki: the page was opened in time
    clock.now = datetime(2026, 11, 23, 13, 59, tzinfo=UTC)
    assert tomorrow in desk.ask_now(slot_rules.windows_for, order, date(2026, 11, 23), 3, clock())
    clock.forward(timedelta(minutes=1))
    for act in (promising.confirm, promising.offer, agreeing.agree):
        assert code_of(partial(desk.do_now, act, order, tomorrow)) == "slot.cut_off"
    assert get(desk, "SO-1").ledger == []
    assert tomorrow not in desk.ask_now(slot_rules.windows_for, order, date(2026, 11, 23), 3, clock())
    # a supervisor may, with a reason that the ledger keeps
    service = make_desk(Actor("Petri Lahti", "customer_service", "Office"))
    assert code_of(lambda: service.do_now(agreeing.agree, order, tomorrow, None, "a regular")) == "waiver.role"
    desk.do_now(agreeing.agree, order, tomorrow, None, "a regular customer")
    assert get(desk, "SO-1").ledger[-1].note == "a regular customer"
    # what is promised already is confirmed again at any hour
    desk.do_now(promising.confirm, order, tomorrow)


def test_summer_time_does_not_move_the_cut_off(desk: Desk, clock: Clock) -> None:
    set_up_fleet(desk)
    order = order_of(desk)
    desk.do_now(slot_records.keep_slot_rule, None, RULE)
    start = datetime(2027, 7, 2, 9, 0, tzinfo=UTC)
    window = TimeWindow(start, start + timedelta(hours=2))
    # 16:00 of the day before is 13:00 UTC in July
    clock.now = datetime(2027, 7, 1, 12, 59, 59, tzinfo=UTC)
    assert desk.ask_now(lambda session: slot_rules.why_not(session, get_order(session, order), window, clock())) is None
    clock.now = datetime(2027, 7, 1, 13, 0, tzinfo=UTC)
    assert code_of(lambda: desk.do_now(promising.confirm, order, window)) == "slot.cut_off"


def get_order(session: Any, order_id: int) -> Any:
    from dispatch_console.store.entities import Order

    return session.get_one(Order, order_id)


@pytest.mark.parametrize(
    ("rule", "window", "code"),
    [
        ({"order_by": "", "lead": "30"}, helsinki(24, 14), "slot.too_soon"),
        ({"order_by": "", "days": "Tue-Thu"}, helsinki(27, 14), "slot.no_day"),
        ({"order_by": "", "holidays": "FI"}, helsinki(6, 12, 1, 2027), "slot.closed"),
        ({"order_by": "", "holidays": "FI"}, helsinki(7, 12, 1, 2027), ""),
        ({"order_by": "", "days": "Tue-Thu"}, helsinki(24, 14), ""),
    ],
)
def test_lead_weekdays_and_holidays_count(desk: Desk, rule: dict[str, str], window: TimeWindow, code: str) -> None:
    set_up_fleet(desk)
    order = order_of(desk)
    desk.do_now(slot_records.keep_slot_rule, None, {**RULE, **rule})
    if code:
        assert code_of(lambda: desk.do_now(promising.confirm, order, window)) == code
    else:
        desk.do_now(promising.confirm, order, window)


def test_a_zone_has_its_own_rules_and_holidays(desk: Desk, clock: Clock) -> None:
    set_up_fleet(desk)
    zone = {"name": "Centre", "postcodes": "001", "vans": "", "extra": "0"}
    desk.do_now(zone_records.keep_zone, None, zone)
    here = order_of(desk)
    away = replace(incoming(2), address=replace(incoming(2).address, postcode="33100", city="Tampere"))
    desk.do_now(importing.take_reading, reading(away), "two.csv")
    verify_whole(desk, get(desk, "SO-2"))
    there = get(desk, "SO-2").id
    epiphany = {"holidays": "DE-BY", "order_by": ""}
    desk.do_now(slot_records.keep_slot_rule, None, {**RULE, **epiphany, "zone": "Centre"})
    desk.do_now(slot_records.keep_slot_rule, None, {**RULE, "order_by": "", "holidays": "DE-BE"})
    # the sixth of January is a holiday in Munich, and none in Berlin
    window = helsinki(6, 12, 1, 2027)
    assert code_of(lambda: desk.do_now(promising.confirm, here, window)) == "slot.closed"
    desk.do_now(promising.confirm, there, window)
    again = {**RULE, "zone": "Centre", "days": "Mon"}
    assert code_of(lambda: desk.do_now(slot_records.keep_slot_rule, None, again)) == "slot.twice"


def test_a_holiday_of_one_confession_is_asked_for_by_name() -> None:
    assumption = date(2027, 8, 15)
    assert public_holidays.holiday_name("DE-BY", assumption) == ""
    assert public_holidays.holiday_name("DE-BY+catholic", assumption) != ""
    assert public_holidays.holiday_name("", assumption) == ""
    for wrong in ("XX", "DE-ZZ", "de", "DE-BY+martian"):
        with pytest.raises(BadInput, match=r"holidays\.unknown"):
            public_holidays.check_place(wrong, assumption)


def test_a_day_with_promises_is_closed_only_with_a_call_to_each_and_opened_again_whole(
    desk: Desk, clock: Clock
) -> None:
    set_up_fleet(desk)
    orders = [order_of(desk, number) for number in (1, 2, 3, 4, 5)]
    windows = (helsinki(25, 12), helsinki(25, 14), helsinki(26, 12), helsinki(25, 12), helsinki(25, 14))
    for order, window in zip(orders, windows, strict=True):
        desk.do_now(promising.confirm, order, window)
    # the plan was late for the fifth one before anybody closed the day
    desk.do_now(promising.must_be_rung, orders[4])
    with pytest.raises(Refused) as refused:
        desk.do_now(closed_days.keep_closed_day, None, CLOSED)
    assert (refused.value.code, refused.value.facts["count"]) == ("day.promised", 3)
    assert "Customer 1, Customer 4, Customer 2" in str(refused.value.facts["names"])
    assert desk.ask_now(closed_days.closed_days) == () and get(desk, "SO-1").appointment == "confirmed"
    clock.forward(timedelta(minutes=1))
    record = desk.do_now(closed_days.keep_closed_day, None, {**CLOSED, "promised": PROMISED[RING]})
    listed = {call.number: call.reason for call in desk.ask_now(calls.call_list, clock())}
    assert {number for number, reason in listed.items() if reason is Reason.DAY_CLOSED} == {"SO-1", "SO-2", "SO-4"}
    assert [get(desk, f"SO-{n}").promise_start for n in (1, 2)] == [helsinki(25, 12).start, helsinki(25, 14).start]
    assert code_of(lambda: desk.do_now(promising.confirm, orders[2], helsinki(25, 14))) == "slot.closed"
    # one was rung and agreed to another day, one did not answer, one has it on his voicemail
    clock.forward(timedelta(minutes=1))
    desk.do_now(agreeing.agree, orders[0], helsinki(26, 14))
    desk.do_now(call_results.note_call, orders[1], "no_answer")
    desk.do_now(call_results.note_call, orders[3], "voicemail")
    # (promises that hold again, customers that are to be rung)
    assert desk.do_now(closed_days.open_day_again, record) == (1, 1)
    stand = {n: get(desk, f"SO-{n}").appointment for n in range(1, 6)}
    assert stand == {1: "confirmed", 2: "confirmed", 3: "confirmed", 4: "moved", 5: "moved"}
    assert get(desk, "SO-1").promise_start == helsinki(26, 14).start
    assert [entry.what for entry in get(desk, "SO-2").ledger][-3:] == ["day_closed", "no_answer", "day_opened"]
    # who heard of it is asked, and told nothing false: the day can be had
    calls_left = {call.number: call.reason for call in desk.ask_now(calls.call_list, clock())}
    assert calls_left == {"SO-4": Reason.NO_WINDOW, "SO-5": Reason.NO_ROUTE}
    facts = desk.ask_now(calls.call_facts, orders[3], clock())
    assert facts.late is None and not call_words.script(facts, "Kotivara", "then", ZoneInfo("UTC"), clock()).count(
        "sorry"
    )


def test_the_word_of_the_site_goes_before_the_calendar(desk: Desk) -> None:
    set_up_fleet(desk)
    order = order_of(desk)
    desk.do_now(slot_records.keep_slot_rule, None, {**RULE, "order_by": "", "holidays": "FI"})
    window = helsinki(6, 12, 1, 2027)
    assert code_of(lambda: desk.do_now(promising.confirm, order, window)) == "slot.closed"
    opened = {**CLOSED, "day": "6.1.2027", "reason": "we drive", "way": WAYS["open"]}
    desk.do_now(closed_days.keep_closed_day, None, opened)
    desk.do_now(promising.confirm, order, window)
    # closed from two o'clock on: what ends by then is open
    half = {**CLOSED, "day": "2026-12-24", "from": "14:00"}
    desk.do_now(closed_days.keep_closed_day, None, half)
    desk.do_now(promising.confirm, order, helsinki(24, 12, 12))
    assert code_of(lambda: desk.do_now(promising.confirm, order, helsinki(24, 14, 12))) == "slot.closed"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("days", "Mon-Foo", "field.weekdays"), ("slots", "14:00-12:00", "field.span"),
        ("order_by", "25:00", "field.clock"),
        ("zone", "Nowhere", "zone.unknown"), ("holidays", "Utopia", "holidays.unknown"), ("lead", "-1", "field.number"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_by_its_field(desk: Desk, field: str, value: str, code: str) -> None:
    set_up_fleet(desk)
    assert code_of(lambda: desk.do_now(slot_records.keep_slot_rule, None, {**RULE, field: value})) == code
    assert (
        code_of(lambda: desk.do_now(closed_days.keep_closed_day, None, {**CLOSED, "day": "31.11.2026"})) == "field.day"
    )


def test_a_rule_without_windows_is_not_kept(desk: Desk) -> None:
    set_up_fleet(desk)
    with pytest.raises(BadInput) as refused:
        desk.do_now(slot_records.keep_slot_rule, None, {**RULE, "slots": " "})
    assert (refused.value.code, refused.value.facts["field"]) == ("field.empty", "Windows")
    assert desk.ask_now(slots.slot_loads, date(2026, 11, 23), 1, desk.clock())


def test_the_week_says_which_part_of_a_day_is_closed(desk: Desk) -> None:
    set_up_fleet(desk)
    desk.do_now(slot_records.keep_slot_rule, None, RULE)
    desk.do_now(closed_days.keep_closed_day, None, {**CLOSED, "day": "2026-11-23", "from": "14:00"})
    (day,) = desk.ask_now(slots.day_loads, date(2026, 11, 23), 1)
    assert day.closing == Closing("Stock count", time(14, 0))
    loads = desk.ask_now(slots.slot_loads, date(2026, 11, 23), 1, desk.clock())
    assert [(load.is_open, load.is_closed) for load in loads] == [(True, False), (False, True)]


def test_what_may_not_be_promised_is_known_before_it_is_said(desk: Desk) -> None:
    set_up_fleet(desk)
    order, today, tomorrow = order_of(desk), helsinki(23, 14), helsinki(24, 14)
    desk.do_now(slot_records.keep_slot_rule, None, RULE)
    found = desk.ask_now(promisable.refusals, order, (today, tomorrow, helsinki(23, 8)), desk.clock())
    # (why, whether a supervisor may all the same)
    assert {window: (why.code, why.may_waive) for window, why in found.items()} == {
        today: ("slot.cut_off", True), helsinki(23, 8): ("window.past", False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clock"),
    [("20 min", "11:02"), ("in 20 min", "11:02"), ("14:30", "14:30"), ("9.15", "Tue 09:15"), ("soon", "")],
)
def test_when_to_ring_again_is_read_as_people_say_it(text: str, clock: str) -> None:
    now, zone = datetime(2026, 11, 23, 8, 42, tzinfo=UTC), ZoneInfo("Europe/Helsinki")
    at = read_call_time(text, now, zone, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    local = at.astimezone(zone) if at is not None else None
    assert (f"{local:%H:%M}" if local and local.day == 23 else f"{local:%a %H:%M}" if local else "") == clock


def test_a_window_that_is_no_slot_says_its_own_hours(desk: Desk) -> None:
    set_up_fleet(desk)
    orders = [order_of(desk, number) for number in (1, 2)]
    for order, window in zip(orders, (helsinki(23, 13), helsinki(23, 12)), strict=True):
        desk.do_now(promising.confirm, order, window)
    zone, now = ZoneInfo("Europe/Helsinki"), desk.clock()
    loads = desk.ask_now(slots.slot_loads, date(2026, 11, 23), 1, now)
    chips = [chip for cell in week_view.cells(loads, date(2026, 11, 23), zone, now) for chip in cell.chips]
    assert [chip.line for chip in chips] == ["Customer 2  SO-2", "Customer 1  SO-1  13:00–15:00"]
