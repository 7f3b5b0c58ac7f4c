"""One slot is closed by hand: it is offered to nobody, whoever is promised it is rung, and it can be opened again."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from dispatch_console.adapters.documents.calendar_file import calendar_text
from dispatch_console.application.desk import Desk
from dispatch_console.application.promises import (
    appointments,
    calls,
    closed_days,
    half_hours,
    promisable,
    promising,
    slot_records,
    slots,
)
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.promises.calling import Reason
from dispatch_console.domain.promises.slot_rules import Closing, closing_of
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction
from tests.application.test_slot_rules import RULE
from tests.builders.days import PROMISE, out_on_the_road, plan_day, ready_orders
from tests.builders.fleet import DAY, set_up_fleet
from tests.builders.sample_orders import get

AFTER = TimeWindow(PROMISE.end, PROMISE.end + timedelta(hours=2))


def close(desk: Desk, *, ring: bool = True, begins: str = "14:00", ends: str = "16:00") -> int:
    texts = closed_days.slot_texts(DAY, begins, ends, "Stock count", ring=ring)
    record: int = desk.do_now(closed_days.keep_closed_day, None, texts)
    return record


def test_a_slot_that_is_closed_is_promised_to_nobody_and_the_others_are(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    desk.do_now(slot_records.keep_slot_rule, None, {**RULE, "order_by": ""})
    one, two = get(desk, "1002"), get(desk, "1004")
    desk.do_now(promising.confirm, two.id, AFTER)
    # whom it concerns is named before
    assert desk.ask_now(closed_days.promised_in, (PROMISE,)) == (("Peter Frick", "#1002"),)
    with pytest.raises(Refused, match=r"day\.promised"):
        close(desk, ring=False)
    record = close(desk)
    listed = {call.order_id: call.reason for call in desk.ask_now(calls.call_list, desk.clock())}
    assert listed == {one.id: Reason.DAY_CLOSED}
    loads = {load.window: load.closed_for for load in desk.ask_now(slots.slot_loads, DAY, 1, desk.clock())}
    assert loads.pop(PROMISE) == "Stock count" and loads and not any(loads.values())
    day = desk.ask_now(slots.day_loads, DAY, 1)[0]
    # a slot is no day
    assert day.closing is None
    refused = desk.ask_now(promisable.refusals, one.id, (PROMISE, AFTER), desk.clock())
    assert set(refused) == {PROMISE} and refused[PROMISE].code == "slot.closed_by_hand"
    assert desk.ask_now(closed_days.slot_closing, DAY, "14:00", "16:00") == record
    assert desk.ask_now(closed_days.slot_closing, DAY, "16:00", "18:00") is None
    # taken back, the promise holds again
    assert desk.do_now(closed_days.open_day_again, record) == (1, 0)
    assert get(desk, "1002").appointment == "confirmed"


def test_a_slot_ends_after_it_begins(desk: Desk) -> None:
    set_up_fleet(desk)
    with pytest.raises(BadInput, match=r"window\.impossible"):
        close(desk, begins="16:00", ends="14:00")


def test_a_closed_slot_takes_nothing_from_what_the_calendar_says() -> None:
    slot = (False, "14:00", "16:00", "Stock count")
    inside = TimeWindow(datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 23, 14, tzinfo=UTC))
    before = TimeWindow(datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC))
    zone = ZoneInfo("Europe/Helsinki")
    assert closing_of([slot], lambda: "", inside, zone) == Closing("Stock count", time(14), time(16))
    assert closing_of([slot], lambda: "", before, zone) is None
    assert closing_of([slot], lambda: "", None, None) is None
    assert closing_of([slot], lambda: "Epiphany", before, zone) == Closing("Epiphany")
    # several slots of a day
    other = (False, "10:00", "12:00", "Van away")
    assert closing_of([slot, other], lambda: "", before, zone) == Closing("Van away", time(10), time(12))
    assert closing_of([(True, "", "", "we drive"), slot], lambda: "Epiphany", inside, zone) is None


def test_a_day_is_counted_by_half_hours(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    rows = desk.ask_now(half_hours.half_hours, DAY)
    by_clock = {f"{row.start:%H:%M}": row for row in rows}
    # two orders of twelve minutes each over the four half hours of their window
    assert by_clock["12:00"].minutes == pytest.approx(6) and by_clock["12:30"].minutes == pytest.approx(6)
    assert [one.number for one in by_clock["12:00"].booked] == ["#1002", "#1004"] and not by_clock["12:30"].booked
    assert sum(row.minutes for row in rows) == pytest.approx(24) and sum(row.starts for row in rows) == 2
    assert all(row.capacity <= 30 * row.vans + 1e-6 for row in rows) and max(row.vans for row in rows) == 1
    loads = desk.ask_now(slots.slot_loads, DAY, 1, desk.clock())
    assert sum(row.minutes for row in rows) == sum(load.minutes for load in loads)
    # a day without a shift is shown too
    empty = desk.ask_now(half_hours.half_hours, date(2026, 12, 24))
    assert len(empty) == 16 and all(row.share is None and not row.booked for row in empty)


def test_windows_are_appointments_that_move_in_other_calendars(desk: Desk) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    found = desk.ask_now(appointments.appointments, DAY, 1)
    assert [one.number for one in found] == ["#1002", "#1004"] and all(one.is_confirmed for one in found)
    text = calendar_text(found, desk.clock())
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED"]
    assert events[0].decoded("DTSTART") == PROMISE.start and events[0].decoded("DTEND") == PROMISE.end
    assert len({str(event["UID"]) for event in events}) == 2 and "Peter Frick" in str(events[0]["SUMMARY"])
    assert desk.ask_now(appointments.appointments, DAY + timedelta(days=1), 5) == ()


def test_what_a_customer_is_called_breaks_no_calendar(desk: Desk) -> None:
    ready_orders(desk, ("1002",))

    def rename(tx: Transaction) -> None:
        order = tx.session.get_one(Order, get(desk, "1002").id)
        order.customer_name = "Anna;\r\nDTSTART:19700101T000000Z\\, Öberg"

    desk.do_now(rename)
    (one,) = desk.ask_now(appointments.appointments, DAY, 1)
    (event,) = Calendar.from_ical(calendar_text([one], desk.clock())).walk("VEVENT")
    assert event.decoded("DTSTART") == PROMISE.start and "Öberg" in str(event["SUMMARY"])
