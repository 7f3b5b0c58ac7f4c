"""No parcel lies in a van unseen: what does not belong there keeps the van back until it is carried away."""

from datetime import timedelta

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import edits
from dispatch_console.application.road import day_end, doorstep, goods_in, load_out
from dispatch_console.application.road.goods_in import BackResult
from dispatch_console.application.road.load_list import LoadList, load_list
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.store.entities import Route
from dispatch_console.store.transaction import Actor
from tests.builders.days import PROMISE, load_all, out_on_the_road, plan_day, ready_orders, route_id
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get
from tests.conftest import Clock

STRANGE = "6412345670018"


def listed(desk: Desk) -> LoadList:
    return desk.ask_now(load_list, route_id(desk))


def refusal(desk: Desk, waiver: str = "") -> str:
    with pytest.raises(Refused) as refused:
        desk.do_now(load_out.depart, route_id(desk), waiver)
    return refused.value.code


def things(desk: Desk, kind: OpenKind) -> list[OpenThing]:
    return [thing for thing in desk.ask_now(day_end.open_things, DAY) if thing.kind is kind]


def shift_of(desk: Desk) -> int:
    return desk.ask_now(lambda session: session.get_one(Route, route_id(desk)).shift_id)


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    load_all(desk)
    return desk


def test_what_was_found_keeps_the_van_back_whoever_looks(loaded: Desk) -> None:
    for text in (STRANGE, STRANGE, "  not a code  "):
        assert loaded.do_now(load_out.load_parcel, route_id(loaded), text).result == "not_ours"
    # the same parcel twice is one parcel, and the van waits at every station
    found = listed(loaded).surplus
    assert [row.spaced for row in found] == ["not a code", STRANGE]
    assert refusal(loaded) == "load.surplus"
    assert [thing.what for thing in things(loaded, OpenKind.SURPLUS)] == [STRANGE, "not a code"]
    for row in found:
        loaded.do_now(load_out.carry_away, row.surplus_id)
    loaded.do_now(load_out.depart, route_id(loaded))
    assert things(loaded, OpenKind.SURPLUS) == []


def test_what_leaves_the_route_after_it_was_loaded_is_to_be_taken_out(loaded: Desk) -> None:
    order = get(loaded, "1004")
    loaded.do_now(load_out.leave_behind, route_id(loaded), order.id)
    codes = {parcel.code.spaced for parcel in order.parcels}
    found = listed(loaded).surplus
    assert {row.spaced for row in found} == codes and {row.why for row in found} == {"taken_off"}
    assert refusal(loaded) == "load.surplus"
    loaded.do_now(load_out.carry_away, found[0].surplus_id)
    assert listed(loaded).surplus == found[1:]


def test_a_parcel_scanned_where_it_belongs_is_surplus_nowhere(loaded: Desk) -> None:
    shift = shift_of(loaded)
    loaded.do_now(edits.call_off, shift, "ill")
    assert len(things(loaded, OpenKind.SURPLUS)) == len(get(loaded, "1002").parcels) + len(get(loaded, "1004").parcels)
    for number in ("1002", "1004"):
        for parcel in get(loaded, number).parcels:
            assert loaded.do_now(goods_in.scan_back, shift, str(parcel.code)).result is BackResult.BACK
    assert things(loaded, OpenKind.SURPLUS) == []


def test_only_a_supervisor_lets_a_van_go_that_does_not_balance(loaded: Desk) -> None:
    loaded.do_now(load_out.load_parcel, route_id(loaded), STRANGE)
    plain = loaded.acting_as(Actor("Ana Ruiz", "dispatcher", "Station 2"))
    assert refusal(plain, "it is empty packing") == "waiver.role"
    assert refusal(loaded, "  ") == "load.surplus"
    loaded.do_now(load_out.depart, route_id(loaded), "it is empty packing")
    waived = loaded.ask_now(lambda session: session.get_one(Route, route_id(loaded)).release_waiver)
    assert waived == "it is empty packing" and things(loaded, OpenKind.SURPLUS) == []


def test_a_parcel_whose_label_is_torn_goes_by_waiver_and_what_was_never_packed_does_not(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    assert refusal(desk) == "load.unbalanced"
    desk.do_now(load_out.depart, route_id(desk), "the labels are wet, both seen")
    assert {get(desk, number).dispatch for number in ("1002", "1004")} == {"out"}
    assert all(parcel.loaded_at is not None for parcel in get(desk, "1002").parcels)


def test_a_van_called_off_on_the_road_still_has_its_parcels(desk: Desk, clock: Clock) -> None:
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, ("1002", "1004"))
    clock.forward(timedelta(minutes=45))
    shift = shift_of(desk)
    desk.do_now(edits.call_off, shift, "breakdown")
    order = get(desk, "1002")
    goods = things(desk, OpenKind.GOODS)
    assert {thing.what for thing in goods} >= {parcel.code.spaced for parcel in order.parcels}
    assert {thing.shift_id for thing in goods} == {shift}
    # it cannot be given out at the counter: it stands in the van
    facts = HandoffFacts(outcome="picked_up", recipient="Maria Frick", said_name=True, said_number=True)
    with pytest.raises(Refused, match=r"goods\.in_van"):
        desk.do_now(doorstep.hand_over, order.id, facts, through="counter", signature=b"\x89PNG\r\n\x1a\n")
    for parcel in order.parcels:
        assert desk.do_now(goods_in.scan_back, shift, str(parcel.code)).result is BackResult.BACK
    assert {thing.number for thing in things(desk, OpenKind.GOODS)} == {"#1004"}
