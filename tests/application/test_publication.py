"""What publishing would do is said before it is done: papers, calls, what is not packed."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.papers.stale import stale_papers
from dispatch_console.application.planning import edits, publishing
from dispatch_console.application.planning.publication import NewPaper, publication
from dispatch_console.application.promises import promising
from dispatch_console.application.routes import day_plan
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from tests.builders.days import PROMISE, plan_day, prepare, ready_orders, set_up_two_departures
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get, verify_whole
from tests.conftest import NOW, Clock

NUMBERS = ("1002", "1004", "1006")


@pytest.fixture
def draft(desk: Desk) -> Desk:
    ready_orders(desk, NUMBERS, unpacked="1006")
    plan_day(desk, publish=False)
    return desk


def test_a_first_plan_gets_new_papers_and_names_what_is_not_packed(draft: Desk) -> None:
    found = draft.ask_now(publication, DAY, NOW)
    assert (found.revision, found.papers, found.ring) == (1, (NewPaper("E 13:00"),), ())
    assert found.unpacked == ("#1006",)
    assert draft.do_now(publishing.publish, DAY, found) == found.revision
    after = draft.ask_now(publication, DAY, NOW)
    assert (after.revision, after.papers, after.unpacked) == (1, (), ())


def test_a_day_without_a_plan_has_nothing_to_publish(desk: Desk) -> None:
    ready_orders(desk, NUMBERS)
    assert desk.ask_now(publication, DAY, NOW).papers == ()


def test_whoever_has_not_agreed_is_to_be_rung(draft: Desk) -> None:
    draft.do_now(promising.must_be_rung, get(draft, "1002").id)
    early = TimeWindow(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), datetime(2026, 11, 23, 10, 30, tzinfo=UTC))
    draft.do_now(promising.confirm, get(draft, "1004").id, early)
    found = draft.ask_now(publication, DAY, NOW)
    assert {row.number: (row.appointment, row.departure) for row in found.ring} == {
        "#1002": ("moved", "E 13:00"),
        "#1004": ("confirmed", "E 13:00"),
    }
    late = next(row for row in found.ring if row.number == "#1004")
    assert late.window == (early.start, early.end) and late.comes_at > early.end


def test_a_paper_that_is_out_is_named_with_whoever_printed_it(draft: Desk, settings: Settings) -> None:
    draft.do_now(publishing.publish, DAY)
    printing.print_manifests(draft, settings, DAY, settings.papers_dir)
    prepared = prepare(draft)
    turned = list(reversed(prepared.visits_of_departure["E1"]))
    draft.do_now(edits.edit, prepared, {"E1": turned}, "reverse")
    found = draft.ask_now(publication, DAY, NOW)
    assert found.revision == 2
    assert found.papers == (NewPaper("E 13:00", 1, draft.actor.name, draft.actor.station),)


def test_what_changed_since_it_was_seen_is_not_published(draft: Desk) -> None:
    seen = draft.ask_now(publication, DAY, NOW)
    draft.do_now(promising.must_be_rung, get(draft, "1004").id)
    with pytest.raises(Conflict, match=r"publish\.changed"):
        draft.do_now(publishing.publish, DAY, seen)
    assert get(draft, "1004").dispatch == "planned"


def test_packing_that_goes_on_is_no_change_of_the_papers(draft: Desk) -> None:
    seen = draft.ask_now(publication, DAY, NOW)
    assert seen.is_like(type(seen)(revision=seen.revision, papers=seen.papers, ring=seen.ring))
    assert not seen.is_like(type(seen)(revision=seen.revision + 1, papers=seen.papers, ring=seen.ring))


def test_late_is_what_comes_a_minute_after_the_end_of_its_window(draft: Desk, clock: Clock) -> None:
    order = get(draft, "1004")
    prepared = prepare(draft)
    visit = next(key for key, ids in prepared.orders.items() if order.id in ids)
    stop = next(stop for route in prepared.standing.routes for stop in route.stops if stop.visit == visit)
    at = prepared.local.instant(stop.start_s)
    for over, rung in ((0, []), (59, []), (60, ["#1004"])):
        end = at - timedelta(seconds=over)
        draft.do_now(promising.confirm, order.id, TimeWindow(end - timedelta(hours=1), end))
        assert [row.number for row in draft.ask_now(publication, DAY, NOW).ring] == rung
    # the van has not left, and the hour goes on
    draft.do_now(promising.confirm, order.id, TimeWindow(at - timedelta(hours=1), at + timedelta(minutes=20)))
    clock.now = at + timedelta(minutes=30)
    assert "#1004" in [row.number for row in draft.ask_now(publication, DAY, clock.now).ring]


def test_a_paper_whose_stops_are_all_gone_is_to_be_collected(draft: Desk, settings: Settings) -> None:
    draft.do_now(publishing.publish, DAY)
    printing.print_manifests(draft, settings, DAY, settings.papers_dir)
    assert draft.ask_now(publication, DAY, NOW).collect == ()
    prepared = prepare(draft)
    (key,) = prepared.visits_of_departure
    draft.do_now(edits.edit, prepared, {key: []}, "unassign")
    found = draft.ask_now(publication, DAY, NOW)
    assert found.papers == ()
    assert found.collect == (NewPaper("E 13:00", 1, "Ana Ruiz", "Station 2"),)
    assert sorted(name for name, _ in found.left_out) == sorted(get(draft, number).customer_name for number in NUMBERS)
    assert {window for _, window in found.left_out} == {(PROMISE.start, PROMISE.end)}
    # the status line of the day before says so too
    early = draft.ask_now(stale_papers, DAY - timedelta(days=1))
    assert {(paper.name, paper.day) for paper in early} == {("E 13:00", DAY)}
    assert len(early) == len(draft.ask_now(stale_papers, DAY)) == 3
    assert draft.ask_now(stale_papers, DAY + timedelta(days=1)) == ()


def two_departures(desk: Desk) -> None:
    """Order 1004 goes in the morning, the others after it; all is published and printed."""
    desk.do_now(set_up_two_departures)
    morning = TimeWindow(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    desk.do_now(promising.confirm, get(desk, "1004").id, morning)
    plan_day(desk)


def numbers(desk: Desk) -> dict[str, list[int]]:
    plan = desk.ask_now(day_plan.day_plan, DAY)
    assert plan is not None
    return {route.name: [stop.sequence for stop in route.stops] for route in plan.routes}


def test_stops_on_paper_keep_their_numbers_when_an_earlier_departure_has_fewer(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, NUMBERS)
    two_departures(desk)
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    assert numbers(desk) == {"E 10:45": [1], "E 13:00": [2, 3]}
    prepared = prepare(desk)
    early = next(key for key, visits in prepared.visits_of_departure.items() if len(visits) == 1)
    desk.do_now(edits.edit, prepared, {early: []}, "unassign")
    assert numbers(desk) == {"E 13:00": [2, 3]}
    assert {paper.name for paper in desk.ask_now(stale_papers, DAY)} == {"E 10:45"}


def test_a_later_departure_whose_numbers_must_change_is_published_again(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, NUMBERS)
    two_departures(desk)
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    prepared = prepare(desk)
    early, late = sorted(prepared.visits_of_departure, key=lambda key: len(prepared.visits_of_departure[key]))
    kept, moved = prepared.visits_of_departure[late]
    desk.do_now(edits.edit, prepared, {early: [*prepared.visits_of_departure[early], moved], late: [kept]}, "move")
    desk.do_now(publishing.publish, DAY)
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    assert numbers(desk) == {"E 10:45": [1, 2], "E 13:00": [3]}
    # one more stop before it: what stands on the paper of 13:00 would mean another door
    prepared = prepare(desk)
    other = get(desk, "1007")
    verify_whole(desk, other)
    desk.do_now(promising.confirm, other.id, PROMISE)
    prepared = prepare(desk)
    visit = prepared.visits_of([[other.id]])[0]
    desk.do_now(edits.edit, prepared, {early: [*prepared.visits_of_departure[early], visit]}, "move")
    assert numbers(desk) == {"E 10:45": [1, 2, 3], "E 13:00": [4]}
    assert [paper.departure for paper in desk.ask_now(publication, DAY, NOW).papers] == ["E 10:45", "E 13:00"]
    desk.do_now(edits.undo, prepare(desk))
    assert numbers(desk) == {"E 10:45": [1, 2], "E 13:00": [3]}
    assert desk.ask_now(publication, DAY, NOW).papers == ()
    assert desk.ask_now(stale_papers, DAY) == ()
