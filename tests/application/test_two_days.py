"""What is asked of one day says nothing of another, of one van nothing of another."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_board, day_problem, unrouted, variants
from dispatch_console.application.promises import promising, slots
from dispatch_console.application.road import handoff_view, load_out
from dispatch_console.application.road.load_list import load_list
from dispatch_console.application.routes import day_plan
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.entities import Depot, Message, Parcel, Shift
from dispatch_console.store.transaction import Transaction
from tests.builders.days import PROMISE
from tests.builders.fleet import DAY, TUULI, on_duty, set_up_fleet
from tests.builders.sample_orders import get
from tests.builders.two_days import NEXT_PROMISE, TOMORROW, two_days, van_of_tomorrow
from tests.conftest import Clock


def numbers_on(desk: Desk, day: date) -> set[str]:
    def look(session: Session) -> set[str]:
        plan = day_plan.day_plan(session, day)
        assert plan is not None
        return {served.order.number for route in plan.routes for stop in route.stops for served in stop.served}

    return desk.ask_now(look)


def test_each_day_has_its_own_plan_board_and_slots(desk: Desk, clock: Clock) -> None:
    two_days(desk)
    assert numbers_on(desk, DAY) == {"#1002", "#1004"}
    assert numbers_on(desk, TOMORROW) == {"#1006"}
    today = desk.ask_now(day_board.day_board, DAY, clock())
    tomorrow = desk.ask_now(day_board.day_board, TOMORROW, clock())
    assert [van.letter for van in today.vans] == ["E", "F"]
    assert [van.letter for van in tomorrow.vans] == ["F"]
    assert {number for stop in tomorrow.stops for number in stop.numbers} == {"#1006"}
    loads = {load.window: load for load in desk.ask_now(slots.slot_loads, DAY, 2, desk.clock())}
    assert (len(loads[PROMISE].booked), len(loads[NEXT_PROMISE].booked)) == (2, 1)
    assert (loads[PROMISE].capacity, loads[NEXT_PROMISE].capacity) == (240, 120)
    assert loads[NEXT_PROMISE].minutes == slots.MINUTES_PER_STOP == 12


def called_off(tx: Transaction) -> None:
    shift = tx.session.scalars(select(Shift).where(Shift.day == TOMORROW)).one()
    shift.called_off_at = tx.now


def test_a_slot_holds_the_minutes_in_which_vans_are_out(desk: Desk) -> None:
    set_up_fleet(desk)
    desk.do_now(on_duty, replace(TUULI, phone="", departures=(("08:00", "11:00"), ("12:30", "13:15"))))
    desk.do_now(van_of_tomorrow)
    desk.do_now(at_once, ["08:00-10:00", "12:00-14:00", "16:00-18:00"])

    def capacities() -> list[int]:
        return [load.capacity for load in desk.ask_now(slots.slot_loads, DAY, 2, desk.clock())]

    # the van of set_up_fleet is out from 13:00 to 16:30, as is the one of tomorrow
    assert capacities() == [120, 60 + 45, 30, 0, 60, 30]
    desk.do_now(called_off)
    assert capacities()[3:] == [0, 0, 0]


def at_once(tx: Transaction, windows: list[str]) -> None:
    tx.session.scalars(select(Depot)).one().slots = windows


def test_what_has_no_route_is_counted_for_its_day(desk: Desk) -> None:
    two_days(desk)
    assert (desk.ask_now(unrouted.count, DAY), desk.ask_now(unrouted.count, TOMORROW)) == (0, 0)
    order = get(desk, "1006").id
    desk.do_now(load_out.leave_behind, route_of(desk, "1006"), order)
    assert (desk.ask_now(unrouted.count, DAY), desk.ask_now(unrouted.count, TOMORROW)) == (0, 1)
    assert [found.number for found in desk.ask_now(unrouted.unrouted, TOMORROW)] == ["#1006"]


def test_papers_are_printed_for_every_van_of_the_day_or_for_one(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    two_days(desk)
    used = [leg.name for leg in desk.ask_now(day_board.day_board, DAY, desk.clock()).legs if leg.stops]
    printed = printing.print_manifests(desk, settings, DAY, tmp_path / "today")
    assert sorted(paper.route for paper in printed if paper.kind == "manifest") == sorted(used)
    assert {paper.kind for paper in printed} == {"manifest", "load_list", "call_sheet"}
    for wanted in used:
        alone = printing.print_manifests(desk, settings, DAY, tmp_path / "alone", wanted)
        assert {paper.route for paper in alone} == {wanted} and len(alone) == 3
    other = printing.print_manifests(desk, settings, TOMORROW, tmp_path / "tomorrow", "F")
    assert {paper.route for paper in other} == {"F 13:00"}
    assert printing.print_manifests(desk, settings, DAY, tmp_path / "nobody", "Z") == []


def route_of(desk: Desk, number: str) -> int:
    order = get(desk, number).id

    def look(session: Session) -> int:
        stop = day_plan.current_stop(session, order)
        assert stop is not None
        return stop.route_id

    return desk.ask_now(look)


def messages(desk: Desk) -> list[tuple[int, str]]:
    def look(session: Session) -> list[tuple[int, str]]:
        return [(message.order_id, message.kind_of) for message in session.scalars(select(Message))]

    return desk.ask_now(look)


def test_an_order_is_loaded_and_reminded_of_with_its_last_parcel(desk: Desk) -> None:
    two_days(desk)
    order = get(desk, "1006")
    route = route_of(desk, "1006")
    parcels = desk.ask_now(load_list, route).parcels
    assert [(parcel.position, parcel.count, parcel.state, parcel.stop) for parcel in parcels] == [(1, 1, "waiting", 1)]
    assert get(desk, "1006").dispatch == "on_manifest" and messages(desk) == []
    scan = desk.do_now(load_out.load_parcel, route, parcels[0].spaced)
    assert (scan.result, scan.parcel_id) == ("loaded", parcels[0].parcel_id)
    assert get(desk, "1006").dispatch == "loaded" and messages(desk) == [(order.id, "reminder")]
    again = desk.do_now(load_out.load_parcel, route, parcels[0].code)
    assert (again.result, messages(desk)) == ("already_in", [(order.id, "reminder")])
    loaded = desk.ask_now(load_list, route)
    assert (loaded.count("in"), loaded.count("waiting"), loaded.following) == (1, 0, None)
    assert (loaded.letter, loaded.vehicle, loaded.published, loaded.stops) == ("F", "Van 6", True, 1)


def test_a_parcel_of_another_van_says_where_it_belongs(desk: Desk) -> None:
    two_days(desk)
    (parcel,) = desk.ask_now(load_list, route_of(desk, "1006")).parcels
    scan = desk.do_now(load_out.load_parcel, route_of(desk, "1002"), parcel.code)
    (found,) = desk.ask_now(load_list, route_of(desk, "1002")).surplus
    assert (scan.result, found.why, found.belongs_to) == ("other_van", "other_van", "F 13:00, stop 1")
    assert get(desk, "1006").dispatch == "on_manifest"
    assert desk.do_now(load_out.load_parcel, route_of(desk, "1002"), "6412345670018").result == "not_ours"


def test_the_handoff_form_shows_the_order_that_was_chosen(desk: Desk) -> None:
    two_days(desk)
    order = get(desk, "1006")
    view = desk.ask_now(handoff_view.view, order.id)
    assert (view.number, view.customer, view.letter, view.stop, view.driver) == (
        "#1006", order.customer_name, "F", 1, "Tuuli Koski",
    )  # fmt: skip
    goods = [(line.name, line.quantity) for line in order.lines]
    assert [(line.name, line.sent) for line in view.lines] == goods
    assert view.promise == (NEXT_PROMISE.start, NEXT_PROMISE.end)
    assert (view.packed, view.weight_g, view.attempt, view.outcome, view.records) == (True, 4_200, 1, "none", ())
    assert view.parcels == tuple((parcel.id, parcel.code.spaced) for parcel in order.parcels)
    # nothing is on the road yet; packed orders that stand on a route are not fetched at the counter
    assert desk.ask_now(handoff_view.waiting, DAY) == ()


def test_an_order_without_a_route_waits_at_the_counter(desk: Desk) -> None:
    two_days(desk)
    order = get(desk, "1006")
    desk.do_now(load_out.leave_behind, route_of(desk, "1006"), order.id)
    desk.do_now(promising.ask_for_another_day, (order.id,))
    view = desk.ask_now(handoff_view.view, order.id)
    assert (view.letter, view.stop, view.driver, view.promise, view.dispatch) == ("", None, "", None, "unplanned")
    (waiting,) = desk.ask_now(handoff_view.waiting, DAY)
    assert (waiting.number, waiting.group, waiting.stop) == ("#1006", "Packed, at the depot", 0)


def test_a_plan_is_measured_in_all_its_figures(desk: Desk) -> None:
    two_days(desk)
    prepared = desk.ask_now(day_problem.day_problem, TOMORROW, GreatCircle())
    measures = variants.measured(prepared, prepared.standing)
    (route,) = [route for route in prepared.standing.routes if route.stops]
    assert (measures.late, measures.unrouted, measures.moved, measures.broken) == ((), (), (), 0)
    assert (measures.distance_m, measures.driving_s, measures.overtime_s) == (route.distance_m, route.driving_s, 0)
    assert (measures.back_s, measures.vans) == (route.finish_s, 1)
    empty = variants.measured(prepared, Plan((), ("o",), "", estimate=True))
    assert (empty.distance_m, empty.back_s, empty.vans, empty.unrouted) == (0, 0, 0, ("o",))


def test_who_is_rung_for_another_day_has_no_parcel_in_a_van(desk: Desk) -> None:
    two_days(desk)
    order = get(desk, "1006")
    route = route_of(desk, "1006")

    def second_parcel(tx: Transaction) -> None:
        tx.session.add(Parcel(order_id=order.id, position=2, box="M", contents={}, sealed_at=tx.now, weight_g=100))

    desk.do_now(second_parcel)
    first = desk.ask_now(load_list, route).parcels[0]
    desk.do_now(load_out.load_parcel, route, first.code)
    assert get(desk, "1006").dispatch == "on_manifest", "one of two parcels is in"
    desk.do_now(promising.ask_for_another_day, (order.id,))
    left = get(desk, "1006")
    assert (left.dispatch, left.appointment, left.promise_start) == ("unplanned", "lapsed", None)
    assert [(parcel.loaded_route_id, parcel.loaded_at, parcel.loaded_place) for parcel in left.parcels] == [
        (None, None, "")
    ] * 2
