"""Regular customers: their orders are made ahead, once, and no order is made of what nobody agreed to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch_console.application.customers import erasing
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, regulars
from dispatch_console.application.orders import verifying
from dispatch_console.application.promises import closed_days, slot_records
from dispatch_console.domain.errors import BadInput, Conflict
from dispatch_console.domain.promises.regular_days import RegularDays, read_days, written
from dispatch_console.store.entities import Order, RegularOrder
from tests.application.test_slot_rules import RULE
from tests.builders.fleet import set_up_fleet
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get
from tests.conftest import Clock

WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
TEXTS = {"order": "SO-1", "days": "Mon, Fri", "slot": "14:00-16:00", "first": "", "last": "", "paused": ""}


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Return a desk with an order that is to come again; it is Monday, 23 November, 10:42."""
    set_up_fleet(desk)
    paid = replace(incoming(1, 3), payment="paid", financial_status="paid", instructions="Back door")
    desk.do_now(importing.take_reading, reading(paid), "f")
    return desk


def made(desk: Desk) -> dict[str, Order]:
    query = select(Order).where(Order.source == regulars.SOURCE).order_by(Order.promise_start, Order.id)
    return desk.ask_now(lambda session: {order.number: order for order in session.scalars(query)})


def test_orders_come_again_with_their_window_promised_and_once(known: Desk, clock: Clock) -> None:
    known.do_now(regulars.keep_regular, None, TEXTS)
    found = made(known)
    assert list(found) == ["SO-1-1123", "SO-1-1127", "SO-1-1130", "SO-1-1204", "SO-1-1207"]
    one = get(known, "SO-1-1127")
    assert one.promise_start == datetime(2026, 11, 27, 12, 0, tzinfo=UTC) and one.appointment == "confirmed"
    assert [(entry.what, entry.channel) for entry in one.ledger] == [("confirmed", "regular")]
    assert [(line.sku, line.quantity) for line in one.lines] == [("MUG", 3)] and one.instructions == "Back door"
    # that the first one was paid says nothing of the next, and a person looks at each
    assert (one.payment, one.financial_status, one.verification) == (None, "", "new")
    assert known.do_now(regulars.make_regular_orders) == 0 and len(made(known)) == 5
    clock.forward(timedelta(days=4))
    assert known.do_now(regulars.make_regular_orders) == 1
    # what somebody cancelled is not made again
    known.do_now(verifying.cancel, get(known, "SO-1-1204").id)
    assert known.do_now(regulars.make_regular_orders) == 0


def test_a_closed_day_is_skipped_and_said(known: Desk) -> None:
    closed = {"day": "2026-11-27", "reason": "Stock count", "way": closed_days.WAYS["closed"], "from": "", "zone": ""}
    known.do_now(closed_days.keep_closed_day, None, closed)
    record = known.do_now(regulars.keep_regular, None, {**TEXTS, "days": "Fri"})
    assert list(made(known)) == ["SO-1-1204"]
    (shown,) = known.ask_now(regulars.regular_records, known.clock())
    assert shown.id == record and shown.title == "Customer 1  Fri, 14:00-16:00"
    assert shown.under == "next Fri 4 Dec, skips Fri 27 Nov: Stock count"


def test_a_pause_and_an_end_make_none(known: Desk) -> None:
    known.do_now(regulars.keep_regular, None, {**TEXTS, "paused": "2026-11-29", "last": "4.12.2026"})
    assert list(made(known)) == ["SO-1-1130", "SO-1-1204"]
    (shown,) = known.ask_now(regulars.regular_records, known.clock())
    assert shown.under == "paused until Sun 29 Nov"


def test_what_may_not_be_promised_any_more_is_rung_for(known: Desk) -> None:
    # two days before at the latest: Monday's is too late
    known.do_now(slot_records.keep_slot_rule, None, {**RULE, "order_by": "10:00", "order_days": "2"})
    known.do_now(regulars.keep_regular, None, {**TEXTS, "last": "2026-11-27"})
    states = {number: order.appointment for number, order in made(known).items()}
    # nothing is called agreed that cannot be: the window is his wish
    assert states == {"SO-1-1123": "unset", "SO-1-1127": "confirmed"}


def test_a_regular_is_changed_removed_and_ends_with_whom_it_names(known: Desk) -> None:
    record = known.do_now(regulars.keep_regular, None, TEXTS)
    seen = known.ask_now(regulars.regular_records, known.clock())[0].fields
    known.do_now(regulars.keep_regular, record, {**TEXTS, "days": "Tue"}, seen)
    with pytest.raises(Conflict):
        known.do_now(regulars.keep_regular, record, {**TEXTS, "days": "Wed"}, seen)
    count = len(made(known))
    known.do_now(regulars.remove_regular, record)
    assert len(made(known)) == count and known.do_now(regulars.make_regular_orders) == 0
    known.do_now(regulars.keep_regular, None, TEXTS)
    known.do_now(erasing.erase_customer, get(known, "SO-1").customer_id)
    assert known.ask_now(lambda session: session.scalars(select(RegularOrder)).all()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    (
        ({"order": "none"}, "order"), ({"days": ""}, "field.weekdays"), ({"days": "6th Mon"}, "field.weekdays"),
        ({"slot": ""}, "field"), ({"slot": "16:00-14:00"}, "field"), ({"last": "2026-11-01"}, "window.impossible"),
        ({"first": "soon"}, "field.day"),
    ),
)  # fmt: skip
def test_what_cannot_be_is_refused_and_makes_nothing(known: Desk, change: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput, match=code):
        known.do_now(regulars.keep_regular, None, {**TEXTS, **change})
    assert made(known) == {}


@pytest.mark.parametrize(
    ("text", "days", "again"),
    (
        ("Mon, Wed,Fri", RegularDays((0, 2, 4)), "Mon, Wed, Fri"),
        ("2nd Thu", RegularDays((3,), 2), "2. Thu"),
        ("2. Thu", RegularDays((3,), 2), "2. Thu"),
        ("Mon-Wed", RegularDays((0, 1, 2)), "Mon, Tue, Wed"),
    ),
)
def test_days_are_read_as_people_write_them(text: str, days: RegularDays, again: str) -> None:
    assert read_days(text, WEEK) == days and written(days, WEEK) == again
    assert read_days(again, WEEK) == days


def test_the_second_thursday_is_one_day_of_the_month() -> None:
    month = [day for day in range(1, 32) if RegularDays((3,), 2).has(date(2026, 12, day))]
    assert month == [10]
    assert RegularDays((0,)).has(date(2026, 11, 23)) and not RegularDays((0,)).has(date(2026, 11, 24))
