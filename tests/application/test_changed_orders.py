"""An order that its source changed: it is not verified over the change, and a new plan does not lose it."""

from datetime import UTC, datetime

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import source_change
from dispatch_console.application.orders import verifying
from dispatch_console.application.packing import starting
from dispatch_console.application.papers.stale import stale_papers
from dispatch_console.application.planning import unrouted
from dispatch_console.application.road import load_out
from dispatch_console.application.road.load_list import load_list
from dispatch_console.application.routes import day_plan
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.station.printing import print_manifests
from tests.builders.days import PROMISE, carry_away, load_all, plan_day, ready_orders, route_id
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get, pack_whole, verify_whole
from tests.builders.source_changes import ELSEWHERE, change_at_the_source


def test_a_changed_order_is_verified_only_after_the_change_was_taken(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    change_at_the_source(desk, "1002")
    order = get(desk, "1002")
    assert order.verification == "changed"
    with pytest.raises(Refused, match=r"change\.open"):
        desk.do_now(verifying.verify, order.id)
    desk.do_now(source_change.take_change, order.id)
    assert get(desk, "1002").source_change is None


def test_a_planned_order_that_changed_keeps_its_stop_and_cannot_be_loaded(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    change_at_the_source(desk, "1002")
    plan_day(desk)
    assert get(desk, "1002").dispatch == "on_manifest"
    assert desk.ask_now(unrouted.unrouted, DAY) == ()
    route = route_id(desk)
    parcel = next(p for p in desk.ask_now(load_list, route).parcels if p.order_id == get(desk, "1002").id)
    with pytest.raises(Refused, match=r"load\.not_verified"):
        desk.do_now(load_out.load_parcel, route, parcel.code)


def test_an_order_put_on_hold_leaves_its_route_with_the_next_plan(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    desk.do_now(verifying.hold, get(desk, "1002").id, "asked to wait")
    plan_day(desk)
    assert get(desk, "1002").dispatch == "unplanned"
    assert get(desk, "1004").dispatch == "on_manifest"


WISH = (TimeWindow(datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)),)


def test_all_that_the_source_says_is_taken(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    change_at_the_source(desk, "1002", address=ELSEWHERE, phone="+358401", wish="Tuesday morning", windows=WISH)
    order = get(desk, "1002")
    assert order.source_change is not None
    assert {"address", "phone", "wish"} <= {what for what, _, _ in order.source_change["differences"]}
    desk.do_now(source_change.take_change, order.id)
    taken = get(desk, "1002")
    assert (taken.address.line1, taken.address.lat) == ("Aleksanterinkatu 1", 60.1688)
    assert (taken.phone, taken.wish, len(taken.wish_windows)) == ("+358401", "Tuesday morning", 1)
    assert "aleksanterinkatu" in taken.search_text and taken.promise_start == PROMISE.start
    assert taken.packing == "packed"


def test_an_order_that_goes_elsewhere_leaves_its_route_and_the_papers_say_so(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    print_manifests(desk, settings, DAY, settings.papers_dir)
    change_at_the_source(desk, "1002", address=ELSEWHERE)
    desk.do_now(source_change.take_change, get(desk, "1002").id)
    assert get(desk, "1002").dispatch == "unplanned"
    assert [stale.reason for stale in desk.ask_now(stale_papers, DAY)] == ["order_changed"] * 3
    plan = desk.ask_now(day_plan.day_plan, DAY)
    assert plan is not None and [len(route.stops) for route in plan.routes] == [1]
    assert plan.routes[0].revision == 2


def test_goods_that_differ_are_packed_anew_into_parcels_of_their_own(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    before = [parcel.id for parcel in get(desk, "1002").parcels]
    change_at_the_source(desk, "1002")
    desk.do_now(source_change.take_change, get(desk, "1002").id)
    order = get(desk, "1002")
    assert (order.packing, order.parcels, order.weighed_g) == ("reopened", [], None)
    verify_whole(desk, order)
    pack_whole(desk, get(desk, "1002"))
    again = get(desk, "1002")
    contents = [quantity for parcel in again.parcels for quantity in parcel.contents.values()]
    assert sum(contents) == again.pieces and not {parcel.id for parcel in again.parcels} & {*before}


def test_what_is_on_the_road_or_in_a_van_is_not_changed_behind_the_driver_s_back(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    route = load_all(desk)
    change_at_the_source(desk, "1002", phone="+358402")
    with pytest.raises(Refused, match=r"change\.loaded"):
        desk.do_now(source_change.take_change, get(desk, "1002").id)
    with pytest.raises(Refused, match=r"load\.held"):
        desk.do_now(load_out.depart, route)
    desk.do_now(load_out.leave_behind, route, get(desk, "1002").id)
    # its parcel lies in the van until somebody takes it out
    assert carry_away(desk, route) == 1
    desk.do_now(source_change.take_change, get(desk, "1002").id)
    desk.do_now(load_out.depart, route)
    change_at_the_source(desk, "1004", phone="+358403")
    with pytest.raises(Refused, match=r"change\.on_its_way"):
        desk.do_now(source_change.take_change, get(desk, "1004").id)


def test_a_van_does_not_leave_with_an_order_on_hold_and_what_has_left_is_not_held(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    route = load_all(desk)
    order = get(desk, "1002")
    desk.do_now(verifying.hold, order.id, "card was refused")
    assert desk.ask_now(load_list, route).not_verified == ((order.id, order.number),)
    with pytest.raises(Refused, match=r"load\.held"):
        desk.do_now(load_out.depart, route)
    desk.do_now(load_out.leave_behind, route, order.id)
    assert carry_away(desk, route) == 1
    desk.do_now(load_out.depart, route)
    with pytest.raises(Refused, match=r"order\.on_its_way"):
        desk.do_now(verifying.hold, get(desk, "1004").id, "too late")


def test_leaving_one_behind_moves_no_parcel_and_makes_its_papers_stale(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002", "1004", "1006"))
    plan_day(desk)
    print_manifests(desk, settings, DAY, settings.papers_dir)
    route = route_id(desk)
    first, *others = desk.ask_now(load_list, route).parcels
    desk.do_now(load_out.load_parcel, route, first.code)
    desk.do_now(load_out.leave_behind, route, others[-1].order_id)
    assert (
        next(p.place for p in desk.ask_now(load_list, route).parcels if p.parcel_id == first.parcel_id) == first.place
    )
    assert [stale.reason for stale in desk.ask_now(stale_papers, DAY)] == ["left_behind"] * 3


def test_a_packed_order_is_not_opened_by_a_scan(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    with pytest.raises(Refused, match=r"pack\.packed"):
        desk.do_now(starting.start, order.id)
    assert len(get(desk, "1002").parcels) == len(order.parcels)
