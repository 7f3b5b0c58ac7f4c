"""What a source changes is told, taken whole, and then it is unchanged."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import comparing, importing, source_change
from dispatch_console.application.orders import verifying
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import JournalEntry, Order
from tests.builders.received import first, incoming, reading, verify_first

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
WORD = TEXT.map(str.strip).filter(bool)
AMOUNT = st.integers(0, 10_000_000)
MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
WINDOW = st.builds(lambda start, hours: TimeWindow(start, start.replace(year=start.year + hours)), MOMENT, st.just(1))
LINE = st.builds(
    IncomingLine,
    st.sampled_from(("MUG", "PLATE", "")),
    WORD,
    st.integers(1, 99),
    st.none() | AMOUNT,
    st.booleans(),
    st.none() | st.from_regex("[0-9]{8}", fullmatch=True),
    st.none() | st.integers(1, 30_000),
)
ADDRESS = st.builds(
    IncomingAddress, line1=WORD, line2=TEXT, postcode=TEXT, city=TEXT, region=TEXT, country=st.just("FI"), company=TEXT
)
ANOTHER: dict[str, st.SearchStrategy[Any]] = {
    "number": WORD, "customer_name": WORD, "phone": WORD, "email": st.emails(), "placed_at": MOMENT,
    "currency": st.sampled_from(("SEK", "JPY", "BHD")), "total": AMOUNT, "due_on_delivery": st.none() | AMOUNT,
    "instructions": TEXT,
    "requirements": st.lists(st.sampled_from(("fragile", "age_18", "lift")), unique=True).map(tuple),
    "windows": st.lists(WINDOW, max_size=2).map(tuple), "wish": TEXT,
    "left_out": st.sampled_from((None, "left.cancelled", "left.refunded")),
    "handover": st.sampled_from(("delivery", "collection")), "payment": st.sampled_from((None, "paid", "unpaid")),
    "remarks": st.sampled_from(((), ("not_paid",), ("refund_open", "held_at_source"))),
    "financial_status": WORD, "attributes": st.dictionaries(WORD, TEXT, max_size=2), "address": ADDRESS,
    "lines": st.lists(LINE, min_size=1, max_size=3).map(tuple),
}  # fmt: skip
CHANGED_FIELD = st.sampled_from(sorted(ANOTHER)).flatmap(lambda name: st.tuples(st.just(name), ANOTHER[name]))

BEGIN = replace(
    incoming(1),
    lines=(IncomingLine("MUG", "Mug", 3, 1200), IncomingLine("MUG", "Mug", 2, 1200)),
    due_on_delivery=6000,
    payment="on_delivery",
)


def differing(desk: Desk, told: IncomingOrder) -> list[str]:
    found = desk.ask_now(comparing.changes, reading(told))
    return [difference.what for differences in found.values() for difference in differences]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(CHANGED_FIELD, min_size=1, max_size=2))
def test_any_field_that_changes_is_told_taken_and_then_unchanged(desk: Desk, changes: list[tuple[str, Any]]) -> None:
    desk.do_now(_forget_orders)
    desk.do_now(importing.take_reading, reading(BEGIN), "f")
    order_id = verify_first(desk)
    told = replace(BEGIN, **dict(changes))
    expected = differing(desk, told)
    count = desk.do_now(importing.take_reading, reading(told), "f")
    assert bool(count.changed) == bool(expected)
    order = desk.ask_now(first)
    if told.cancelled:
        assert order.closure == "cancelled"
        return
    assert (order.verification == "changed") == bool(expected)
    if expected:
        desk.do_now(source_change.take_change, order_id)
        verify_first(desk)
    assert differing(desk, told) == []
    assert desk.do_now(importing.take_reading, reading(told), "f").changed == ()
    assert desk.ask_now(first).verification == "verified"


def _forget_orders(tx: Any) -> None:
    for order in tx.session.scalars(select(Order)):
        for mark in order.marks:
            tx.session.delete(mark)
        tx.session.flush()
        tx.session.delete(order)


def test_two_lines_of_one_sku_are_taken_whole(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(BEGIN), "f")
    order_id = verify_first(desk)
    told = replace(BEGIN, lines=(replace(BEGIN.lines[0], quantity=9), BEGIN.lines[1]))
    assert desk.do_now(importing.take_reading, reading(told), "f").changed == ("SO-1",)
    assert desk.ask_now(lambda session: first(session).source_change) is not None
    desk.do_now(source_change.take_change, order_id)
    assert desk.ask_now(lambda session: [line.quantity for line in first(session).lines]) == [9, 2]


def test_a_change_that_the_source_takes_back_is_forgotten(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(BEGIN), "f")
    order_id = verify_first(desk)
    desk.do_now(importing.take_reading, reading(replace(BEGIN, phone="+358402")), "f")
    assert desk.do_now(importing.take_reading, reading(BEGIN), "f").changed == ("SO-1",)
    order = desk.ask_now(first)
    assert order.source_change is None and order.verification == "changed"
    desk.do_now(verifying.verify, order_id)


def test_an_order_that_nobody_checked_follows_and_its_ticks_are_off_and_in_the_journal(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(BEGIN), "f")
    order_id = desk.ask_now(first).id
    desk.do_now(verifying.tick, order_id, "verify", "quantities_match")
    desk.do_now(importing.take_reading, reading(replace(BEGIN, lines=BEGIN.lines[:1])), "f")
    assert desk.ask_now(lambda session: first(session).marks) == []
    deleted = desk.ask_now(lambda session: session.scalars(select(JournalEntry).where(
        JournalEntry.entity == "check_marks", JournalEntry.change == "deleted")).all())  # fmt: skip
    assert [entry.before["key"] for entry in deleted] == ["quantities_match"]


def test_a_pin_set_by_hand_stays_whatever_the_file_says_and_is_no_difference(desk: Desk) -> None:
    from dispatch_console.application.orders import addresses
    from dispatch_console.domain.values import Coordinate

    desk.do_now(importing.take_reading, reading(BEGIN), "f")
    verify_first(desk)
    desk.do_now(addresses.set_pin, desk.ask_now(first).address_id, Coordinate(60.2, 24.8))
    told = replace(BEGIN, address=replace(BEGIN.address, line1="bulevardi 1,", lat=60.16, lon=24.93))
    assert desk.do_now(importing.take_reading, reading(told), "f").unchanged == ("SO-1",)
    assert desk.ask_now(lambda session: first(session).address.lat) == 60.2
