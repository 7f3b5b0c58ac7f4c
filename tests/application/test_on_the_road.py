"""What vans on the road have still to do can be changed; each parcel is in one van at any moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones import driver_route
from dispatch_console.application.planning import edits, publishing, road_edits
from dispatch_console.application.promises import promising
from dispatch_console.application.road import day_closings, day_end, doorstep, goods_in, load_out, taking_over
from dispatch_console.application.road.load_list import load_list
from dispatch_console.application.road.taking_over import TakeResult
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.planning.pricing import moved, other_places
from dispatch_console.domain.road.day_end import OpenKind
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import GoodsBack, Handoff, Parcel, Route
from tests.builders.days import plan_day, prepare, ready_orders, set_up_two_departures
from tests.builders.fleet import DAY, second_van
from tests.builders.phones import delivered, paired
from tests.builders.road import NUMBERS, give, rest, route, shift, stop, two_vans_out, van, visit
from tests.builders.sample_orders import get
from tests.conftest import Clock

MORNING = TimeWindow(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
NOT_HOME = HandoffFacts(outcome="failed_not_home")


@pytest.fixture
def out(desk: Desk, clock: Clock) -> Desk:
    """Return a desk with two vans out: E with two stops, F with one."""
    two_vans_out(desk, clock)
    return desk


def goods(desk: Desk) -> list[tuple[str, int | None]]:
    return [
        (thing.number, thing.shift_id)
        for thing in desk.ask_now(day_end.open_things, DAY)
        if thing.kind is OpenKind.GOODS
    ]


def test_what_is_done_stays_and_the_rest_is_counted_on(out: Desk, clock: Clock) -> None:
    assert rest(out).sequences == {"E": (visit(out, "1002"), visit(out, "1006")), "F": (visit(out, "1004"),)}
    out.do_now(doorstep.hand_over, get(out, "1002").id, NOT_HOME, through="phone", signature=None)
    done, revision = stop(out, "1002"), route(out, "E").revision
    left = rest(out)
    assert left.sequences["E"] == (visit(out, "1006"),) and left.fixed == {"E": 1, "F": 0}
    # the door that F is bound for is not taken from it; a stop behind it finds its place
    out.do_now(road_edits.rearrange, left, moved(left.standing, visit(out, "1006"), "F", 1))
    assert (van(out, "1006"), stop(out, "1006").sequence) == ("F", 2)
    assert (stop(out, "1002").left_at, stop(out, "1002").sequence) == (done.left_at, 1)
    assert stop(out, "1006").arrive_at > stop(out, "1004").leave_at
    assert route(out, "E").revision > revision and route(out, "F").revision > revision


def test_no_number_means_two_doors_and_a_later_departure_keeps_its_paper(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, NUMBERS)
    desk.do_now(second_van)
    desk.do_now(set_up_two_departures)
    desk.do_now(promising.confirm, get(desk, "1004").id, MORNING)
    desk.do_now(promising.confirm, get(desk, "1006").id, MORNING)
    plan_day(desk)
    prepared = prepare(desk)
    visit_of = {order: visit for visit, ids in prepared.orders.items() for order in ids}
    first, second, third = (visit_of[get(desk, number).id] for number in NUMBERS)
    desk.do_now(edits.edit, prepared, {"E1": [second, third], "E2": [first], "F1": []}, "move")
    desk.do_now(publishing.publish, DAY)
    clock.now = MORNING.start - timedelta(minutes=30)
    morning = desk.ask_now(lambda session: session.scalars(select(Route.id).where(Route.departure == 0)).one())
    for parcel in desk.ask_now(load_list, morning).parcels:
        desk.do_now(load_out.load_parcel, morning, parcel.code)
    desk.do_now(load_out.depart, morning)
    left = rest(desk)
    desk.do_now(road_edits.rearrange, left, {"E": left.sequences["E"][::-1]})
    numbers = [stop(desk, number).sequence for number in NUMBERS]
    # 3 is on the paper of the afternoon: what was turned in the morning still fits below it
    assert numbers == [3, 2, 1] and get(desk, "1002").dispatch == "on_manifest"


def test_places_on_the_road_are_priced_and_the_next_door_is_kept(out: Desk) -> None:
    left = rest(out)
    ((place, _),) = other_places(left.problem, left.standing, visit(out, "1006"))[:1]
    assert (place.vehicle, place.position) == ("F", 1), "F is on its way to its own door"


def test_a_van_that_did_something_since_takes_no_change(out: Desk) -> None:
    left = rest(out)
    out.do_now(doorstep.arrive, (get(out, "1002").id,))
    with pytest.raises(Conflict, match=r"plan\.changed_otherwise"):
        out.do_now(road_edits.rearrange, left, {"E": [visit(out, "1006"), visit(out, "1002")]})


def test_nobody_changes_the_route_of_a_silent_van_unasked(out: Desk, clock: Clock) -> None:
    paired(out, route(out, "E").id)
    clock.forward(timedelta(minutes=60))
    left = rest(out)
    turned = {"E": tuple(reversed(left.sequences["E"]))}
    assert set(left.silent) == {"E"}
    with pytest.raises(Refused, match=r"road\.silent"):
        out.do_now(road_edits.rearrange, left, turned)
    out.do_now(road_edits.rearrange, left, turned, although_silent=True)
    assert stop(out, "1006").sequence < stop(out, "1002").sequence


def test_a_parcel_stays_in_its_van_until_it_is_taken_over(out: Desk) -> None:
    give(out, "1006", "F")
    code = str(get(out, "1006").parcels[0].code)
    assert goods(out) == [("#1006", shift(out, "E"))]
    (held,) = out.ask_now(taking_over.elsewhere, (get(out, "1006").id,))
    assert (held.code, held.vehicle) == (code, "Van 5")
    assert out.do_now(taking_over.take_over, shift(out, "E"), code) is TakeResult.OTHER_ROUTE
    assert out.do_now(taking_over.take_over, shift(out, "F"), "6412345670018") is TakeResult.NOT_OURS
    assert out.do_now(taking_over.take_over, shift(out, "F"), code) is TakeResult.TAKEN
    assert out.do_now(taking_over.take_over, shift(out, "F"), code) is TakeResult.ALREADY
    assert goods(out) == [] and out.ask_now(taking_over.elsewhere, (get(out, "1006").id,)) == ()
    assert get(out, "1006").parcels[0].loaded_route_id == route(out, "F").id


def test_a_dead_van_is_not_closed_before_each_parcel_is_found(out: Desk) -> None:
    """Nine steps of a breakdown in small: one parcel is taken over, one stays in the cab."""
    for number in ("1002", "1006"):
        give(out, number, "F")
    assert {number for number, _ in goods(out)} == {"#1002", "#1006"}
    out.do_now(taking_over.take_over, shift(out, "F"), str(get(out, "1002").parcels[0].code))
    with pytest.raises(Refused, match=r"close\.open"):
        out.do_now(day_closings.close_van, shift(out, "E"))
    # F comes to the door without the parcel that stayed in the cab: it is E that brings it back
    out.do_now(doorstep.hand_over, get(out, "1006").id, HandoffFacts(outcome="failed_parcel_missing"),
               through="phone", signature=None)  # fmt: skip
    assert goods(out) == [("#1006", shift(out, "E"))]
    out.do_now(goods_in.scan_back, shift(out, "E"), str(get(out, "1006").parcels[0].code))
    assert goods(out) == []
    out.do_now(day_closings.close_van, shift(out, "E"))


def test_who_gives_a_parcel_had_taken_it_over(out: Desk) -> None:
    give(out, "1006", "F")
    facts = HandoffFacts(outcome="delivered_to_recipient", recipient="Anna", relation="customer", said_name=True,
                         said_number=True, has_signature=True)  # fmt: skip
    out.do_now(doorstep.hand_over, get(out, "1006").id, facts, through="phone", signature=b"\x89PNG\r\n\x1a\nx")
    row = out.ask_now(lambda session: session.scalars(select(GoodsBack)).one())
    assert (row.goes_to, goods(out)) == ("other_van", [])
    note = out.ask_now(lambda session: session.scalars(select(Handoff.note)).one())
    assert "was given without having been scanned over from Van 5" in note


def test_what_the_first_van_did_below_ground_stands(out: Desk, clock: Clock) -> None:
    """Its stop went to another van while its phone had no network; its driver handed the parcel over."""
    phone = paired(out, route(out, "E").id)
    give(out, "1006", "F")
    revision = route(out, "F").revision
    phone.act("handoff", get(out, "1006").id, at=clock.now, **delivered())
    assert phone.hand_in() == ["done"]
    record = out.ask_now(lambda session: session.scalars(select(Handoff)).one())
    assert (van(out, "1006"), record.vehicle, record.outcome_code) == ("E", "Van 5", "delivered_to_recipient")
    assert rest(out).sequences["F"] == (visit(out, "1004"),) and route(out, "F").revision > revision
    assert goods(out) == []


def test_a_phone_takes_over_and_its_page_says_what_is_still_in_the_other_van(out: Desk) -> None:
    phone = paired(out, route(out, "F").id)
    give(out, "1006", "F")

    def held() -> list[str]:
        shown = out.ask_now(driver_route.driver_route, shift(out, "F"), out.clock())
        return [one["from"] for stop in shown["stops"] for order in stop["orders"] for one in order["parcels"]]

    assert [name for name in held() if name] == ["Van 5, Sami Niemi"]
    phone.act("take", code=str(get(out, "1006").parcels[0].code))
    phone.act("take", code="6412345670018")
    phone.act("take", code=7)
    assert phone.hand_in() == ["done", "open", "open"]
    assert not any(held())


def test_every_parcel_has_one_holder_at_every_instant(out: Desk, clock: Clock) -> None:
    """Whatever is done, a parcel is on one van's list or at one place: never on two, never on none."""
    code = str(get(out, "1006").parcels[0].code)
    facts = HandoffFacts(outcome="failed_not_home")
    steps: tuple[Callable[[], object], ...] = (
        lambda: give(out, "1006", "F"),
        lambda: out.do_now(taking_over.take_over, shift(out, "F"), code),
        lambda: give(out, "1006", "E"),
        lambda: out.do_now(taking_over.take_over, shift(out, "E"), code),
        lambda: out.do_now(doorstep.hand_over, get(out, "1006").id, facts, through="phone", signature=None),
        lambda: out.do_now(goods_in.scan_back, shift(out, "E"), code),
    )
    seen = [holders(out, code)]
    for step in steps:
        clock.forward(timedelta(minutes=1))
        step()
        seen.append(holders(out, code))
    assert seen == [["E"], ["E"], ["F"], ["F"], ["E"], ["E"], ["depot"]]


def holders(desk: Desk, code: str) -> list[str]:
    """Return who has a parcel: the vans that are to bring it back, else the van that it was scanned into, else nobody
    but the depot.
    """

    def read(session: Session) -> list[str]:
        parcel = next(one for one in session.scalars(select(Parcel)) if str(one.code) == code)
        rows = list(session.scalars(select(GoodsBack).where(GoodsBack.parcel_id == parcel.id).order_by(GoodsBack.id)))
        letters = {one.shift_id: one.shift.driver.letter for one in session.scalars(select(Route))}
        still = [letters[row.shift_id] for row in rows if row.seen_at is None and row.shift_id in letters]
        if still:
            return still
        if rows and rows[-1].goes_to != "other_van":
            return ["depot"]
        holding = session.get(Route, parcel.loaded_route_id) if parcel.loaded_route_id is not None else None
        return [holding.shift.driver.letter] if holding is not None else []

    return desk.ask_now(read)
