"""Two versions side by side: what is chosen is taken, what follows is said beforehand, and looking changes nothing."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, side_by_side, source_change
from dispatch_console.application.intake.side_by_side import Standing, Versions
from dispatch_console.application.orders import detail, verifying
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.source_parts import Part
from dispatch_console.settings import Settings
from dispatch_console.station.label_printing import print_labels
from dispatch_console.station.printing import print_manifests
from dispatch_console.store.entities import Address, Operation
from tests.builders.days import plan_day, ready_orders
from tests.builders.fleet import DAY
from tests.builders.received import incoming, reading, verify_first
from tests.builders.sample_orders import get
from tests.builders.source_changes import ELSEWHERE, change_at_the_source

WHY = "the customer rang"


def shown(desk: Desk, order_id: int) -> Versions:
    return desk.ask_now(side_by_side.versions, order_id)


def after(desk: Desk, versions: Versions, taken: set[Part]) -> Standing:
    query = partial(side_by_side.standing, order_id=versions.order_id, departure=versions.now.departure)
    return desk.rehearse_now(query, source_change.take_change, versions.order_id, tuple(taken), WHY)


def changed(desk: Desk) -> int:
    desk.do_now(importing.take_reading, reading(incoming(1)), "monday.csv")
    order = verify_first(desk)
    told = replace(incoming(1, quantity=4), phone="+358401234567", address=ELSEWHERE)
    desk.do_now(importing.take_reading, reading(told), "tuesday.csv")
    return order


def test_one_part_is_taken_and_ours_stays_in_the_rest_with_the_reason(desk: Desk) -> None:
    order = changed(desk)
    assert [one.part for one in shown(desk, order).parts] == [Part.LINES, Part.ADDRESS, Part.PHONE]
    desk.do_now(source_change.take_change, order, (Part.PHONE,), WHY)
    view = desk.ask_now(order_view, order)
    assert (view.phone, view.lines[0].quantity, view.address.text.line1) == ("+358401234567", 1, "Bulevardi 1")
    assert (view.axes.verification, view.source_changed, view.history[0].reason) == ("changed", False, WHY)
    told = replace(incoming(1, quantity=4), phone="+358401234567", address=ELSEWHERE)
    assert desk.do_now(importing.take_reading, reading(told), "tuesday.csv").unchanged == ("SO-1",)


def test_ours_stays_in_a_part_only_with_a_reason_and_something_must_be_taken(desk: Desk) -> None:
    order = changed(desk)
    with pytest.raises(Refused) as refused:
        desk.do_now(source_change.take_change, order, (Part.PHONE,))
    assert refused.value.code == "reason.missing"
    with pytest.raises(Refused) as refused:
        desk.do_now(source_change.take_change, order, (Part.EMAIL,), WHY)
    assert refused.value.code == "change.nothing_taken"
    # all that differs is taken: no reason is asked for
    desk.do_now(source_change.take_change, order, (Part.LINES, Part.ADDRESS, Part.PHONE))
    assert desk.ask_now(order_view, order).lines[0].quantity == 4


def test_looking_at_a_choice_writes_nothing(desk: Desk) -> None:
    order = changed(desk)

    def written() -> list[int | None]:
        counts = (select(func.count()).select_from(entity) for entity in (Operation, Address))
        return [desk.ask_now(partial(Session.scalar, statement=count)) for count in counts]

    before, versions = written(), shown(desk, order)
    looked = after(desk, versions, {Part.ADDRESS})
    assert looked.address.startswith("Aleksanterinkatu 1") and versions.now.address.startswith("Bulevardi 1")
    assert written() == before
    assert shown(desk, order) == versions


def test_what_follows_is_what_taking_it_then_does(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    print_manifests(desk, settings, DAY, settings.papers_dir)
    order = get(desk, "1002")
    print_labels(desk, settings, order.id, settings.papers_dir)
    change_at_the_source(desk, "1002", address=ELSEWHERE, phone="+358401")
    versions = shown(desk, order.id)
    assert versions.now.route and not versions.now.stale
    stays = after(desk, versions, {Part.PHONE})
    assert (stays.route, stays.parcels, stays.ticks) == (versions.now.route, 1, 0)
    foreseen = after(desk, versions, set(Part))
    assert (foreseen.route, foreseen.parcels) == ("", 1)
    assert {"label", "manifest"} <= foreseen.stale
    desk.do_now(source_change.take_change, order.id)
    so_it_is = desk.ask_now(side_by_side.standing, order.id, versions.now.departure)
    assert so_it_is == foreseen


def test_what_cannot_be_taken_now_is_refused_when_it_is_looked_at(desk: Desk) -> None:
    order = changed(desk)
    versions = shown(desk, order)
    desk.do_now(source_change.keep_ours, order, WHY)
    with pytest.raises(Refused) as refused:
        after(desk, versions, set(Part))
    assert refused.value.code == "change.none"
    with pytest.raises(Refused) as refused:
        shown(desk, order)
    assert refused.value.code == "change.none"


def test_two_orders_that_look_alike_stand_side_by_side_until_one_says_that_both_are_wanted(desk: Desk) -> None:
    later = replace(incoming(2), customer_name="Customer 1", email="c1@example.com", phone="+358401234567")
    desk.do_now(importing.take_reading, reading(incoming(1), later), "monday.csv")
    first, second = (desk.ask_now(detail.id_of, number) for number in ("SO-1", "SO-2"))
    twins = desk.ask_now(side_by_side.twins, second)
    assert (twins.earlier.number, twins.later.number, twins.later.can_reject) == ("SO-1", "SO-2", True)
    assert {"phone", "number"} <= {one.what for one in twins.differences}
    with pytest.raises(Refused) as refused:
        desk.ask_now(side_by_side.twins, first)
    assert refused.value.code == "twin.none"
    assert desk.ask_now(order_view, second).twin == "SO-1"
    desk.do_now(verifying.tick_sure, second)
    with pytest.raises(Refused) as refused:
        desk.do_now(verifying.verify, second)
    assert refused.value.code == "gate.open" and "not_a_duplicate" in str(refused.value.facts["missing"])
