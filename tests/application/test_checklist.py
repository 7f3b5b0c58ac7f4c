"""Ticks are evidence: each change of one is in the journal, and a gate that was passed does not stand on fewer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, source_change
from dispatch_console.application.orders import queue, verifying
from dispatch_console.application.packing import scanning, sealing, starting
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import gates
from dispatch_console.store.entities import JournalEntry, Order
from tests.builders.days import load_all, plan_day, ready_orders
from tests.builders.fleet import set_up_fleet
from tests.builders.received import first, incoming, reading, wished
from tests.builders.sample_orders import get, import_sample, pack_whole, verify_whole
from tests.builders.source_changes import change_at_the_source


def journaled(desk: Desk, change: str) -> list[str]:
    query = select(JournalEntry).where(JournalEntry.entity == "check_marks", JournalEntry.change == change)
    entries = desk.ask_now(lambda session: session.scalars(query.order_by(JournalEntry.id)).all())
    return [str(entry.before.get("key") or entry.after.get("key")) for entry in entries]


def test_unticking_after_the_gate_opens_it_again(desk: Desk) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    verify_whole(desk, order)
    desk.do_now(verifying.untick, order.id, "verify", "quantities_match")
    assert get(desk, "1002").verification == "new" and get(desk, "1002").stage == "verify"
    assert journaled(desk, "deleted") == ["quantities_match"]
    with pytest.raises(Refused, match=r"gate\.open"):
        desk.do_now(verifying.verify, order.id)
    with pytest.raises(Refused, match=r"pack\.not_verified"):
        desk.do_now(starting.start, order.id)


def test_what_is_sealed_or_in_a_van_keeps_its_ticks(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    for gate, key in (("pack", "weight_checked"), ("papers", "packing_slip")):
        with pytest.raises(Refused, match=r"gate\.passed"):
            desk.do_now(verifying.untick, order.id, gate, key)
    plan_day(desk)
    load_all(desk)
    with pytest.raises(Refused, match=r"gate\.passed"):
        desk.do_now(verifying.untick, order.id, "verify", "address_exact")
    assert get(desk, "1002").verification == "verified"


def test_unticking_what_was_not_ticked_changes_nothing(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    desk.do_now(verifying.untick, get(desk, "1002").id, "verify", "fragile_marked")
    assert get(desk, "1002").verification == "verified"


def test_a_planned_order_that_is_checked_again_keeps_its_stop_and_does_not_leave(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    desk.do_now(verifying.untick, get(desk, "1002").id, "verify", "address_exact")
    plan_day(desk)
    assert get(desk, "1002").dispatch == "on_manifest"
    with pytest.raises(Refused, match=r"load\.not_verified"):
        load_all(desk)


def test_ticks_that_a_taken_change_opens_are_in_the_journal(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    ticked = {mark.key for mark in order.marks}
    assert {"weight_checked", "packing_slip", "address_exact"} <= ticked
    change_at_the_source(desk, "1002")
    desk.do_now(source_change.take_change, order.id)
    assert set(journaled(desk, "deleted")) == ticked
    assert get(desk, "1002").marks == []


def test_an_unknown_item_cannot_be_waived(desk: Desk) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    with pytest.raises(Refused, match=r"item\.unknown"):
        desk.do_now(verifying.waive, order.id, "verify", "no_such_item", "because I say so")


def test_another_weight_is_waived_by_a_supervisor_with_a_reason_that_is_kept(desk: Desk) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    verify_whole(desk, order)
    pack_whole(desk, order)
    marks = {mark.key: mark for mark in get(desk, "1002").marks}
    assert not marks["weight_checked"].waived and marks["weight_checked"].evidence == "4200 g"
    other = get(desk, "1004")
    verify_whole(desk, other)
    desk.do_now(starting.start, other.id)
    for line in other.delivery_lines:
        for _ in range(line.quantity):
            desk.do_now(scanning.scan, other.id, line.sku)
    desk.do_now(sealing.tick_paper, other.id, "packing_slip")
    desk.do_now(sealing.inspect, other.id)
    desk.do_now(sealing.weigh, other.id, 90_000)
    with pytest.raises(Refused, match=r"waiver\.reason"):
        desk.do_now(sealing.seal, other.id, weight_waiver="x")
    desk.do_now(sealing.seal, other.id, weight_waiver="wooden crate")
    marks = {mark.key: mark for mark in get(desk, "1004").marks}
    assert (marks["weight_checked"].waived, marks["weight_checked"].reason) == (True, "wooden crate")
    assert not marks["papers_in"].waived


def test_customers_and_addresses_that_an_import_adds_are_in_the_journal(desk: Desk) -> None:
    import_sample(desk)
    query = select(JournalEntry.entity, JournalEntry.change).distinct()
    changes = desk.ask_now(lambda session: {(entity, change) for entity, change in session.execute(query)})
    assert {("customers", "created"), ("addresses", "created"), ("orders", "created")} <= changes


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, set()),
        ({"phone": ""}, {"customer_known"}),
        ({"instructions": "ring twice"}, {"instructions_read"}),
        ({"requirements": ("fragile", "age_18")}, {"fragile_marked", "age_limit_told"}),
        ({"remarks": ("not_paid", "refund_open")}, {"payment_agreed", "refund_understood"}),
    ],
)
def test_what_nothing_speaks_against_is_ticked_at_once_and_the_rest_stays(
    desk: Desk, changes: dict[str, Any], left: set[str]
) -> None:
    order = replace(incoming(1), phone="+358405550101")
    order = replace(order, address=replace(order.address, lat=60.16, lon=24.94), **changes)
    desk.do_now(importing.take_reading, reading(order), "f")
    stored = desk.ask_now(first)
    desk.do_now(verifying.tick_sure, stored.id)
    known = {item.key for item in gates.items_for("verify", desk.ask_now(lambda session: first(session).needs))}
    ticked = desk.ask_now(lambda session: set(first(session).ticked))
    assert known - ticked == left
    if left:
        with pytest.raises(Refused, match=r"gate\.open"):
            desk.do_now(verifying.verify, stored.id)
    else:
        desk.do_now(verifying.verify, stored.id)


def test_a_pin_that_is_not_exact_and_a_possible_duplicate_stay_open(desk: Desk) -> None:
    order = replace(incoming(1), phone="+358405550101")
    twin = replace(incoming(2), phone="+358405550101", email=order.email)
    desk.do_now(importing.take_reading, reading(order, twin), "f")
    for one in desk.ask_now(lambda session: [(o.id, o.duplicate_of) for o in session.scalars(select(Order))]):
        desk.do_now(verifying.tick_sure, one[0])
    left = desk.ask_now(
        lambda session: {
            o.number: {item.key for item in gates.items_for("verify", o.needs)} - set(o.ticked)
            for o in session.scalars(select(Order))
        }
    )
    assert left == {"SO-1": {"address_exact"}, "SO-2": {"address_exact", "not_a_duplicate"}}


def test_what_is_sure_is_not_a_telephone_that_cannot_be_rung_or_a_line_without_a_name(desk: Desk) -> None:
    sound = replace(incoming(1), phone="+358401234567")
    mute = replace(incoming(2), phone="brak")
    nameless = replace(incoming(3), phone="+358401234567", lines=(replace(incoming(3).lines[0], name=""),))
    desk.do_now(importing.take_reading, reading(sound, mute, nameless), "monday.csv")
    ticked = {}
    for number in ("SO-1", "SO-2", "SO-3"):
        desk.do_now(verifying.tick_sure, get(desk, number).id)
        ticked[number] = {mark.key for mark in get(desk, number).marks}
    assert {"customer_known", "products_match"} <= ticked["SO-1"]
    assert "customer_known" not in ticked["SO-2"] and "products_match" in ticked["SO-2"]
    assert "products_match" not in ticked["SO-3"] and "customer_known" in ticked["SO-3"]


def test_the_next_to_verify_stands_behind_this_one_and_behind_the_last_the_first(desk: Desk) -> None:
    set_up_fleet(desk)
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    orders = [wished(3, noon), wished(1, noon), wished(2, noon + timedelta(days=1)), incoming(4), incoming(5)]
    desk.do_now(importing.take_reading, reading(*orders), "monday.csv")
    ids = {number: get(desk, number).id for number in ("SO-1", "SO-2", "SO-3", "SO-4", "SO-5")}
    names = {order: number for number, order in ids.items()}
    walked, order = [], ids["SO-3"]
    for _ in range(6):
        following = desk.ask_now(verifying.next_to_verify, order, queue.OrderFilter())
        assert following is not None
        order = following
        walked.append(names[order])
    assert walked == ["SO-1", "SO-2", "SO-4", "SO-5", "SO-3", "SO-1"]
    # what the list does not show is nobody's next
    found = queue.OrderFilter(text="SO-4")
    assert desk.ask_now(verifying.next_to_verify, ids["SO-3"], found) == ids["SO-4"]
    assert desk.ask_now(verifying.next_to_verify, ids["SO-4"], found) is None
