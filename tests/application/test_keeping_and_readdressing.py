"""Our version is kept with a reason, and an address is corrected: what follows for route, checklist and next import."""

from dataclasses import replace

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, readdressing, source_change
from dispatch_console.application.intake.readdressing import Contact
from dispatch_console.application.orders import addresses, order_view, queue, verifying
from dispatch_console.application.orders.order_view import OrderView
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.incoming import IncomingAddress
from dispatch_console.domain.values import Coordinate
from tests.builders.received import incoming, reading, verify_first

ELSEWHERE = IncomingAddress(line1="Kauppakatu 3", postcode="15140", city="Lahti", country="FI")


def view(desk: Desk, order: int) -> OrderView:
    return desk.ask_now(order_view.order_view, order)


def verified(desk: Desk) -> int:
    desk.do_now(importing.take_reading, reading(incoming(1)), "monday.csv")
    return verify_first(desk)


def changed(desk: Desk) -> int:
    order = verified(desk)
    desk.do_now(importing.take_reading, reading(incoming(1, quantity=4)), "tuesday.csv")
    assert view(desk, order).source_changed
    return order


def test_our_version_is_kept_with_a_reason_and_the_same_file_does_not_tell_it_again(desk: Desk) -> None:
    order = changed(desk)
    desk.do_now(source_change.keep_ours, order, "the customer rang: one is right")
    kept = view(desk, order)
    assert (kept.axes.verification, kept.source_changed, kept.lines[0].quantity) == ("verified", False, 1)
    assert kept.history[0].reason == "the customer rang: one is right"
    count = desk.do_now(importing.take_reading, reading(incoming(1, quantity=4)), "tuesday.csv")
    assert count.unchanged == ("SO-1",) and not view(desk, order).source_changed
    desk.do_now(importing.take_reading, reading(incoming(1, quantity=5)), "wednesday.csv")
    assert view(desk, order).source_changed
    desk.do_now(source_change.keep_ours, order, "still one")
    assert (view(desk, order).history[0].item, view(desk, order).history[0].reason) == ("", "still one")


def test_keeping_ours_needs_a_reason_and_something_that_differs(desk: Desk) -> None:
    order = changed(desk)
    with pytest.raises(Refused) as refused:
        desk.do_now(source_change.keep_ours, order, "no")
    assert refused.value.code == "reason.missing"
    desk.do_now(source_change.take_change, order)
    with pytest.raises(Refused) as refused:
        desk.do_now(source_change.keep_ours, order, "a good reason")
    assert refused.value.code == "change.none"


def test_an_open_checklist_is_not_passed_by_keeping_ours(desk: Desk) -> None:
    order = changed(desk)
    desk.do_now(verifying.untick, order, "verify", "customer_known")
    with pytest.raises(Refused) as refused:
        desk.do_now(source_change.keep_ours, order, "a good reason")
    assert refused.value.code == "gate.open"
    assert view(desk, order).source_changed


def test_a_corrected_address_is_another_door_that_is_checked_again(desk: Desk) -> None:
    order = verified(desk)
    before = view(desk, order).address
    desk.do_now(addresses.set_pin, before.id, Coordinate(60.16, 24.94))
    desk.do_now(readdressing.correct_address, order, ELSEWHERE)
    after = view(desk, order)
    assert after.address.id != before.id and "Kauppakatu 3" in after.address.one_line
    assert after.axes.verification == "new"
    assert "address_exact" not in {mark.key for mark in after.marks}
    assert "customer_known" in {mark.key for mark in after.marks}
    # the same file says nothing new, and the old door keeps its pin
    count = desk.do_now(importing.take_reading, reading(incoming(1)), "monday.csv")
    assert count.unchanged == ("SO-1",)
    desk.do_now(readdressing.correct_address, order, incoming(1).address)
    assert view(desk, order).address.place == Coordinate(60.16, 24.94)


def test_a_spelling_of_the_same_door_changes_nothing_else(desk: Desk) -> None:
    order = verified(desk)
    address = replace(incoming(1).address, line1="BULEVARDI 1", city="HELSINKI")
    desk.do_now(readdressing.correct_address, order, address)
    after = view(desk, order)
    assert "BULEVARDI 1" in after.address.one_line and after.axes.verification == "verified"


def test_an_address_without_a_street_is_refused(desk: Desk) -> None:
    order = verified(desk)
    with pytest.raises(BadInput) as refused:
        desk.do_now(readdressing.correct_address, order, replace(ELSEWHERE, line1=" "))
    assert refused.value.code == "address.no_street"


def test_the_history_says_who_moved_a_pin_and_why_an_order_is_held(desk: Desk) -> None:
    order = verified(desk)
    desk.do_now(addresses.set_pin, view(desk, order).address.id, Coordinate(60.16, 24.94))
    assert view(desk, order).history[0].name == "set_pin"
    desk.do_now(verifying.hold, order, "waits for a part")
    assert (view(desk, order).history[0].name, view(desk, order).history[0].reason) == ("hold", "waits for a part")


def test_another_telephone_is_checked_again_and_both_are_found(desk: Desk) -> None:
    order = verified(desk)
    contact = Contact(phone="+358 40 765 4321", email="new@example.com")
    desk.do_now(readdressing.correct_address, order, incoming(1).address, contact)
    after = view(desk, order)
    assert (after.phone, after.email, after.axes.verification) == ("+358 40 765 4321", "new@example.com", "new")
    assert "customer_known" not in {mark.key for mark in after.marks}
    assert "address_exact" in {mark.key for mark in after.marks}
    assert desk.ask_now(queue.total, queue.OrderFilter(text="040 7654321")) == 1
    # a source that says the old number still has nothing new, and the same text changes nothing
    assert desk.do_now(importing.take_reading, reading(incoming(1)), "monday.csv").unchanged == ("SO-1",)
    desk.do_now(verifying.tick, order, "verify", "customer_known")
    desk.do_now(verifying.verify, order)
    desk.do_now(readdressing.correct_address, order, incoming(1).address, contact)
    assert view(desk, order).axes.verification == "verified"
    with pytest.raises(BadInput) as refused:
        desk.do_now(readdressing.correct_address, order, incoming(1).address, Contact(phone="none", email=""))
    assert refused.value.code == "field.phone"


def test_an_order_is_found_at_its_corrected_address(desk: Desk) -> None:
    order = verified(desk)
    desk.do_now(readdressing.correct_address, order, ELSEWHERE)
    found = [desk.ask_now(queue.total, queue.OrderFilter(text=text)) for text in ("Kauppakatu", "Bulevardi")]
    assert found == [1, 0]
