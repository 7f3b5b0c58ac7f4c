"""A plan changed by hand: what it touches, undo, a second dispatcher, locks, a driver called off, plans kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dispatch_console import texts
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import addresses, queue
from dispatch_console.application.packing import scanning, sealing, starting
from dispatch_console.application.papers.stale import stale_papers
from dispatch_console.application.planning import day_problem, edits, keeping, publishing, variants
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.road import doorstep, load_out
from dispatch_console.application.road.load_list import load_list
from dispatch_console.application.routes import day_plan
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.entities import Depot, Parcel, Route
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.days import load_all, plan_day, prepare, ready_orders, sequences, solved
from tests.builders.fleet import DAY, second_van
from tests.builders.sample_orders import get
from tests.conftest import NOW, Clock

NUMBERS = ("1002", "1004", "1006")


@pytest.fixture
def planned(desk: Desk) -> DayProblem:
    """Three stops on two vans, published."""
    ready_orders(desk, NUMBERS)
    desk.do_now(second_van)
    plan_day(desk)
    return prepare(desk)


def split(prepared: DayProblem) -> dict[str, list[str]]:
    """Everything on van E, in an order of our own."""
    return {"E1": sorted(prepared.problem.visit), "F1": []}


def test_an_edit_touches_its_routes_and_can_be_undone_and_done_again(desk: Desk, planned: DayProblem) -> None:
    before = sequences(desk)
    desk.do_now(edits.edit, planned, split(planned), "move")
    assert sequences(desk) == {"E1": tuple(sorted(planned.problem.visit))}
    assert desk.ask_now(edits.undoable, DAY, desk.actor).undo == "move"
    assert desk.do_now(edits.undo, prepare(desk)) == "move"
    assert sequences(desk) == before
    assert desk.ask_now(edits.undoable, DAY, desk.actor).redo == "move"
    assert desk.do_now(edits.redo, prepare(desk)) == "move"
    assert sequences(desk) == {"E1": tuple(sorted(planned.problem.visit))}
    with pytest.raises(Refused, match=r"redo\.nothing"):
        desk.do_now(edits.redo, prepare(desk))


def test_a_new_act_ends_what_could_be_done_again(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    desk.do_now(edits.undo, prepare(desk))
    now = prepare(desk)
    key, held = next((key, held) for key, held in now.visits_of_departure.items() if held)
    desk.do_now(edits.edit, now, {key: held[1:]}, "unassign")
    assert desk.ask_now(edits.undoable, DAY, desk.actor) == edits.Undoable("unassign", "")
    assert get(desk, numbers_by_visit(desk)[held[0]]).dispatch == "unplanned"


def numbers_by_visit(desk: Desk) -> dict[str, str]:
    prepared = prepare(desk)
    ids = [order_id for held in prepared.orders.values() for order_id in held]
    numbers = desk.ask_now(queue.numbers_of, ids)
    return {key: numbers[held[0]] for key, held in prepared.orders.items()}


def test_what_was_not_touched_stays_on_its_paper(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(
        edits.edit,
        planned,
        {"E1": sorted(planned.problem.visit)[:2], "F1": sorted(planned.problem.visit)[2:]},
        "move",
    )
    assert desk.do_now(publishing.publish, DAY) == 2
    revisions = dict(desk.ask_now(lambda session: session.execute(select(Route.name, Route.revision)).all()))
    now = prepare(desk)
    desk.do_now(edits.edit, now, {"E1": [*reversed(now.visits_of_departure["E1"])]}, "reverse")
    assert desk.do_now(publishing.publish, DAY) == 3
    after = dict(desk.ask_now(lambda session: session.execute(select(Route.name, Route.revision)).all()))
    assert after == {**revisions, "E 13:00": 3}


def test_a_second_dispatcher_is_told_who_changed_the_route(
    desk: Desk, make_desk: Callable[[Actor], Desk], planned: DayProblem
) -> None:
    other = make_desk(Actor("Mikko Salo", "dispatcher", "Station 4"))
    seen_by_both = prepare(other)
    desk.do_now(edits.edit, planned, split(planned), "move")
    with pytest.raises(Conflict, match=r"plan\.changed") as conflict:
        other.do_now(edits.edit, seen_by_both, {"E1": []}, "unassign")
    assert (conflict.value.facts["by"], conflict.value.facts["station"]) == ("Ana Ruiz", "Station 2")
    assert sequences(desk) == {"E1": tuple(sorted(planned.problem.visit))}
    other.do_now(edits.edit, prepare(other), {"E1": []}, "unassign")
    with pytest.raises(Conflict, match=r"plan\.changed") as conflict:
        desk.do_now(edits.undo, prepare(desk))
    assert conflict.value.facts["by"] == "Mikko Salo"


def test_nobody_is_told_his_own_change_as_another_s(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    # what is done at this station meanwhile is this person's own
    seen = prepare(desk)
    desk.do_now(edits.edit, seen, {"E1": sorted(planned.problem.visit, reverse=True)}, "reverse")
    with pytest.raises(Conflict) as conflict:
        desk.do_now(edits.edit, seen, {"E1": []}, "unassign")
    assert conflict.value.code == "plan.changed_otherwise"
    said = texts.explain(conflict.value)
    assert "Ana Ruiz" not in said and "E1" in said


def test_locked_stops_and_routes_stay_when_the_day_is_planned_again(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    first = sorted(planned.problem.visit)[0]
    desk.do_now(edits.lock_stop, DAY, planned.orders[first][0], True)
    again = prepare(desk)
    assert again.problem.bound == {first: "E"}
    (shift,) = {again.shifts["E1"][0]}
    desk.do_now(edits.lock_routes, DAY, shift, True)
    held = prepare(desk)
    assert held.problem.closed == {"E1"} and held.problem.locked["E1"] == tuple(sorted(planned.problem.visit))
    with pytest.raises(Refused, match=r"route\.closed"):
        desk.do_now(edits.edit, held, {"E1": []}, "unassign")
    desk.do_now(keeping.keep_plan, held, solved(held))
    assert sequences(desk) == {"E1": tuple(sorted(planned.problem.visit))}
    desk.do_now(edits.lock_routes, DAY, shift, False)
    assert prepare(desk).problem.closed == frozenset()


def test_a_van_that_is_being_loaded_keeps_its_stops(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    desk.do_now(publishing.publish, DAY)
    route = desk.ask_now(lambda session: session.scalars(select(Route.id)).one())
    code = desk.ask_now(load_list, route).parcels[0].code
    desk.do_now(load_out.load_parcel, route, code)
    again = prepare(desk)
    assert again.problem.closed == {"E1"}
    desk.do_now(keeping.keep_plan, again, solved(again))
    assert sequences(desk) == {"E1": tuple(sorted(planned.problem.visit))}
    assert desk.ask_now(load_list, route).parcels


def test_a_driver_called_off_leaves_his_stops_to_a_new_plan(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    shift = planned.shifts["E1"][0]
    assert desk.do_now(edits.call_off, shift, "ill") == edits.CalledOff(3, 0)
    assert {get(desk, number).dispatch for number in NUMBERS} == {"unplanned"}
    with pytest.raises(Refused, match=r"shift\.called_off"):
        desk.do_now(edits.call_off, shift, "ill")
    again = prepare(desk)
    assert [van.key for van in again.problem.vehicles] == ["F1"]
    desk.do_now(keeping.keep_plan, again, solved(again))
    assert set(sequences(desk)) == {"F1"}
    desk.do_now(edits.call_back, shift)
    assert {van.key for van in prepare(desk).problem.vehicles} == {"E1", "F1"}


def test_calling_off_is_undone_with_papers_and_what_lay_in_the_van(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    desk.do_now(publishing.publish, DAY)
    route = desk.ask_now(lambda session: session.scalars(select(Route.id)).one())
    parcels = desk.ask_now(load_list, route).parcels
    for parcel in parcels[:-1]:
        desk.do_now(load_out.load_parcel, route, parcel.code)
    before = {number: get(desk, number).dispatch for number in NUMBERS}
    assert set(before.values()) == {"loaded", "on_manifest"}
    revision = desk.ask_now(lambda session: session.get_one(Route, route).revision)
    shift = planned.shifts["E1"][0]
    off = desk.do_now(edits.call_off, shift, "")
    assert off == edits.CalledOff(3, len(parcels) - 1)
    assert {get(desk, number).dispatch for number in NUMBERS} == {"unplanned"}
    can = desk.ask_now(edits.undoable, DAY, desk.actor)
    assert (can.undo, can.shift) == (edits.CALL_OFF, shift)
    back = desk.ask_now(day_problem.day_problem, DAY, GreatCircle(), "", 0, can.shift)
    assert desk.do_now(edits.undo, back) == edits.CALL_OFF
    assert {van.key for van in prepare(desk).problem.vehicles} == {"E1", "F1"}
    assert sequences(desk) == {"E1": tuple(sorted(planned.problem.visit))}
    assert {number: get(desk, number).dispatch for number in NUMBERS} == before
    again = desk.ask_now(lambda session: session.scalars(select(Route)).one())
    assert again.revision == revision and again.published_at is not None
    inside = desk.ask_now(
        lambda session: session.scalars(select(Parcel).where(Parcel.loaded_route_id == again.id)).all()
    )
    assert len(inside) == len(parcels) - 1 and all(parcel.loaded_place for parcel in inside)
    assert desk.ask_now(stale_papers, DAY) == ()
    # a driver is not called off by doing it again: that is asked for by its own key
    assert desk.ask_now(edits.undoable, DAY, desk.actor).redo == ""


def test_calling_off_is_not_undone_where_another_plan_stands(
    desk: Desk, make_desk: Callable[[Actor], Desk], planned: DayProblem
) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    shift = planned.shifts["E1"][0]
    desk.do_now(edits.call_off, shift, "ill")
    other = make_desk(Actor("Mikko Salo", "dispatcher", "Station 4"))
    other.do_now(edits.edit, prepare(other), {"F1": sorted(planned.problem.visit)}, "move")
    back = desk.ask_now(day_problem.day_problem, DAY, GreatCircle(), "", 0, shift)
    desk.do_now(edits.undo, back)
    # what went to another van stays there
    assert sequences(desk) == {"F1": tuple(sorted(planned.problem.visit))}


def test_a_van_that_breaks_down_on_the_road_gives_its_open_stops_back(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    desk.do_now(publishing.publish, DAY)
    route = desk.ask_now(lambda session: session.scalars(select(Route.id)).one())
    for parcel in desk.ask_now(load_list, route).parcels:
        desk.do_now(load_out.load_parcel, route, parcel.code)
    desk.do_now(load_out.depart, route)
    desk.do_now(doorstep.arrive, (get(desk, "1002").id,))
    shift = desk.ask_now(lambda session: session.get_one(Route, route).shift_id)
    off = desk.do_now(edits.call_off, shift, "broken down")
    assert off == edits.CalledOff(waiting=3, aboard=3), "what is in the dead van is named"
    assert {get(desk, number).dispatch for number in NUMBERS} == {"unplanned"}
    again = prepare(desk)
    desk.do_now(keeping.keep_plan, again, solved(again))
    assert set(sequences(desk)) == {"F1"}


def test_plans_are_kept_side_by_side_and_one_is_taken(desk: Desk, planned: DayProblem) -> None:
    other = {"F1": sorted(planned.problem.visit), "E1": []}
    desk.do_now(edits.edit, planned, split(planned), "move")
    now = prepare(desk)
    desk.do_now(variants.keep, now, now.standing, "all on E")
    desk.do_now(edits.edit, now, other, "move")
    now = prepare(desk)
    standing, kept = desk.ask_now(variants.side_by_side, now)
    assert standing.measures.moved == () and len(kept.measures.moved) == 3
    assert {(was, new) for _, was, new in kept.measures.moved} == {("F", "E")}
    assert kept.measures.unrouted == () and kept.measures.vans == 1
    desk.do_now(variants.take, now, "all on E")
    assert sequences(desk) == {"E1": tuple(sorted(planned.problem.visit))}
    desk.do_now(variants.forget, DAY, "all on E")
    with pytest.raises(Refused, match=r"variant\.unknown"):
        desk.do_now(variants.take, prepare(desk), "all on E")


def test_undo_waits_for_nobody_once_the_van_has_left(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    desk.do_now(publishing.publish, DAY)

    def leave(tx: Transaction) -> None:
        for route in tx.session.scalars(select(Route)):
            route.departed_at = tx.now

    desk.do_now(leave)
    with pytest.raises(Refused, match=r"undo\.left"):
        desk.do_now(edits.undo, prepare(desk))


def test_a_van_that_left_meanwhile_takes_no_edit(desk: Desk, planned: DayProblem) -> None:
    desk.do_now(edits.edit, planned, split(planned), "move")
    desk.do_now(publishing.publish, DAY)
    seen = prepare(desk)
    desk.do_now(load_out.depart, load_all(desk))
    with pytest.raises(Refused, match=r"route\.left") as refusal:
        desk.do_now(edits.edit, seen, {"E1": sorted(planned.problem.visit)[::-1]}, "move")
    assert refusal.value.facts == {"route": "E 13:00", "by": "Ana Ruiz", "at": "10:42"}
    assert sequences(desk) == {}


def published(desk: Desk) -> dict[str, tuple[int, bool]]:
    plan = desk.ask_now(day_plan.day_plan, DAY)
    assert plan is not None
    return {route.name: (route.revision, route.published_at is not None) for route in plan.routes}


def test_undoing_an_edit_gives_back_the_published_revision_and_its_papers(
    desk: Desk, planned: DayProblem, settings: Settings
) -> None:
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    before = published(desk)
    desk.do_now(edits.edit, planned, split(planned), "move")
    assert published(desk) != before and desk.ask_now(stale_papers, DAY) != ()
    desk.do_now(edits.undo, prepare(desk))
    assert published(desk) == before and desk.ask_now(stale_papers, DAY) == ()
    assert {get(desk, number).dispatch for number in NUMBERS} == {"on_manifest"}
    # what was done again is a draft again
    desk.do_now(edits.redo, prepare(desk))
    assert published(desk) != before and desk.ask_now(stale_papers, DAY) != ()


def test_papers_are_not_true_again_where_the_van_would_come_at_another_time(
    desk: Desk, planned: DayProblem, settings: Settings
) -> None:
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    before = published(desk)
    desk.do_now(edits.edit, planned, split(planned), "move")
    # setting up takes longer now: the same stops at other times are another paper
    desk.do_now(_longer_at_the_door)
    desk.do_now(edits.undo, prepare(desk))
    assert sequences(desk) == planned.visits_of_departure
    assert published(desk) != before and desk.ask_now(stale_papers, DAY) != ()


def _longer_at_the_door(tx: Transaction) -> None:
    tx.session.execute(update(Depot).values(setup_s=900))


def test_papers_are_not_true_again_where_an_order_was_changed_meanwhile(
    desk: Desk, planned: DayProblem, settings: Settings
) -> None:
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    desk.do_now(edits.edit, planned, split(planned), "move")
    clock_of(desk).forward(timedelta(minutes=1))
    for number in NUMBERS:
        desk.do_now(addresses.note_access, get(desk, number).address_id, gate_code="7788")
    desk.do_now(edits.undo, prepare(desk))
    assert not any(on_paper for _, on_paper in published(desk).values())
    assert desk.ask_now(stale_papers, DAY) != ()


def clock_of(desk: Desk) -> Clock:
    assert isinstance(desk.clock, Clock)
    return desk.clock


def pack_in_two(desk: Desk, number: str) -> None:
    order = get(desk, number)
    desk.do_now(starting.start, order.id)
    pieces = [line.sku for line in order.delivery_lines for _ in range(line.quantity)]
    assert len(pieces) > 1
    desk.do_now(scanning.scan, order.id, pieces[0])
    desk.do_now(starting.new_parcel, order.id)
    for sku in pieces[1:]:
        desk.do_now(scanning.scan, order.id, sku)
    desk.do_now(sealing.tick_paper, order.id, "packing_slip")
    desk.do_now(sealing.inspect, order.id)
    for position in (1, 2):
        desk.do_now(sealing.weigh, order.id, 2_100, position)
    desk.do_now(sealing.seal, order.id)


def test_a_parcel_that_is_in_stays_in_whatever_becomes_of_its_route(desk: Desk) -> None:
    """Turned round at the moment in which the first of two parcels is scanned."""
    ready_orders(desk, NUMBERS, unpacked="1002")
    pack_in_two(desk, "1002")
    plan_day(desk)
    before = prepare(desk)
    ours = get(desk, "1002")
    first, second = ours.parcels
    route = desk.ask_now(day_plan.current_stop, ours.id)
    assert route is not None
    desk.do_now(load_out.load_parcel, route.route_id, str(first.code))
    desk.do_now(edits.edit, before, {"E1": [*reversed(before.visits_of_departure["E1"])]}, "reverse")
    desk.do_now(publishing.publish, DAY)
    turned = desk.ask_now(day_plan.current_stop, ours.id)
    assert turned is not None and turned.route_id != route.route_id
    scan = load_out.load_parcel
    assert desk.do_now(scan, turned.route_id, str(first.code)).result is load_out.LoadResult.ALREADY_IN
    assert desk.do_now(scan, turned.route_id, str(second.code)).result is load_out.LoadResult.LOADED
    for number in NUMBERS:
        for parcel in get(desk, number).parcels:
            desk.do_now(scan, turned.route_id, str(parcel.code))
    desk.do_now(load_out.depart, turned.route_id)


def test_a_van_with_one_parcel_of_two_is_being_loaded(desk: Desk) -> None:
    ready_orders(desk, NUMBERS, unpacked="1002")
    pack_in_two(desk, "1002")
    plan_day(desk)
    ours = get(desk, "1002")
    stop = desk.ask_now(day_plan.current_stop, ours.id)
    assert stop is not None
    desk.do_now(load_out.load_parcel, stop.route_id, str(ours.parcels[0].code))
    now = prepare(desk)
    with pytest.raises(Refused, match=r"route\.closed"):
        desk.do_now(edits.edit, now, {"E1": [*reversed(now.visits_of_departure["E1"])]}, "reverse")


def test_a_parcel_whose_order_moved_to_another_van_is_put_in_there(desk: Desk, planned: DayProblem) -> None:
    """Moved by hand at the moment in which it was scanned."""
    key, held = next((key, held) for key, held in planned.visits_of_departure.items() if held)
    number = numbers_by_visit(desk)[held[0]]
    stop = desk.ask_now(day_plan.current_stop, get(desk, number).id)
    other = next(name for name in ("E1", "F1") if name != key)
    assert stop is not None
    parcel = get(desk, number).parcels[0]
    with desk.engine.begin() as connection:
        values = {"loaded_route_id": stop.route_id, "loaded_at": NOW}
        connection.execute(update(Parcel).where(Parcel.id == parcel.id).values(**values))
    desk.do_now(
        edits.edit, planned, {key: held[1:], other: [*planned.visits_of_departure.get(other, ()), held[0]]}, "move"
    )
    desk.do_now(publishing.publish, DAY)
    moved = desk.ask_now(day_plan.current_stop, get(desk, number).id)
    assert moved is not None
    loaded = desk.do_now(load_out.load_parcel, moved.route_id, str(parcel.code))
    assert loaded.result is load_out.LoadResult.LOADED
