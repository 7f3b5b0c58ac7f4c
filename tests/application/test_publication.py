"""What publishing would do is said before it is done: papers, calls, what is not packed."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import edits, publishing
from dispatch_console.application.planning.publication import NewPaper, publication
from dispatch_console.application.promises import promising
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from tests.builders.days import plan_day, prepare, ready_orders
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get
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
