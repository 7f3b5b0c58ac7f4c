"""What papers of a route must not say: parcels that do not exist, a promise that is not kept, a time too early."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dispatch_console.adapters.documents.manifest import draw_manifest
from dispatch_console.application.desk import Desk
from dispatch_console.application.papers import manifest_facts, route_facts
from dispatch_console.application.planning import edits, publishing
from dispatch_console.application.promises import promising
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers.facts import CallSheetFacts, LoadListFacts, ManifestFacts, Sender
from dispatch_console.domain.values import Money, TimeWindow
from dispatch_console.language import money
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction
from tests.application.test_handing_over import collect_on_delivery
from tests.builders.days import PROMISE, plan_day, prepare, ready_orders, route_id
from tests.builders.fleet import DAY
from tests.builders.papers import text
from tests.builders.sample_orders import get, pack_whole

SENDER = Sender("", "", "")


def manifest(desk: Desk) -> ManifestFacts:
    (paper,) = desk.ask_now(manifest_facts.manifest_facts, DAY, SENDER, {route_id(desk): 1})
    return paper.facts


def load(desk: Desk) -> LoadListFacts:
    (paper,) = desk.ask_now(route_facts.load_lists, DAY, SENDER, {route_id(desk): 1})
    return paper.facts


def calls(desk: Desk) -> CallSheetFacts:
    (paper,) = desk.ask_now(route_facts.call_sheets, DAY, SENDER, {route_id(desk): 1})
    return paper.facts


def tags(desk: Desk) -> dict[str, list[str]]:
    return {stop.order: [words for _, words in stop.tags] for stop in manifest(desk).stops}


def test_a_stop_that_is_not_packed_says_so_until_it_is(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"), unpacked="1004")
    plan_day(desk)
    assert tags(desk)["#1004"][0] == "Not packed when printed: #1004"
    assert not any("Not packed" in words for words in tags(desk)["#1002"])
    pack_whole(desk, get(desk, "1004"))
    assert not any("Not packed" in words for words in tags(desk)["#1004"])


def test_a_load_list_names_the_orders_that_have_no_parcel_yet(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"), unpacked="1004")
    plan_day(desk)
    late = get(desk, "1004")
    (stop,) = (stop.sequence for stop in manifest(desk).stops if stop.order == "#1004")
    assert load(desk).unpacked == ((stop, "#1004", late.customer_name),)
    assert [row.order for row in load(desk).rows] == ["#1002"]
    assert {words: figure for figure, words in manifest(desk).totals}["parcel"] == "1"
    pack_whole(desk, late)
    assert load(desk).unpacked == ()
    assert sorted(row.order for row in load(desk).rows) == ["#1002", "#1004"]


def test_a_load_list_marks_money_age_and_how_a_parcel_is_carried_at_once(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    order = get(desk, "1002").id
    collect_on_delivery(desk, order, 3990)

    def change(tx: Transaction) -> None:
        needs = [str(Requirement.AGE_18), str(Requirement.FRAGILE)]
        tx.session.get_one(Order, order).requirements = needs

    desk.do_now(change)
    plan_day(desk)
    marks = {row.order: row.mark for row in load(desk).rows}
    assert marks["#1002"] == ("check", f"{money(Money(3990, 'EUR'))}, 18+, Fragile")
    assert marks["#1004"][0] != "check"


def test_an_order_with_money_and_identity_has_a_box_for_both(desk: Desk, tmp_path: Path) -> None:
    ready_orders(desk, ("1002", "1004"))
    order = get(desk, "1002").id
    collect_on_delivery(desk, order, 3990)

    def change(tx: Transaction) -> None:
        tx.session.get_one(Order, order).requirements = [str(Requirement.AGE_18)]

    desk.do_now(change)
    plan_day(desk)
    facts = manifest(desk)
    (stop,) = (stop for stop in facts.stops if stop.order == "#1002")
    assert stop.third_box == "Cash taken\n[ID seen, 18 or over"
    _, layout = draw_manifest(tmp_path / "sheet.pdf", facts)
    boxes = next(row["boxes"] for page in layout["pages"] for row in page if row["stop"] == stop.sequence)
    tick, name, third = boxes["tick"], boxes["name"], boxes["third"]
    # it lies beside the name, below the money
    assert tick[0] >= name[0] + name[2] and tick[1] >= third[1] + third[3]
    assert "Cash taken" in text(tmp_path / "sheet.pdf") and "ID seen" in text(tmp_path / "sheet.pdf")


def test_a_van_that_waits_is_said_to_come_when_it_may_ring(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    for number, start in (("1002", PROMISE.start), ("1004", PROMISE.end)):
        window = TimeWindow(start, start.replace(minute=15))
        desk.do_now(promising.confirm, get(desk, number).id, window)
    plan_day(desk)
    stops = {stop.order: stop for stop in manifest(desk).stops}
    assert stops["#1004"].arrive == "16:00" and stops["#1004"].access.startswith("There 1")
    assert "There" not in stops["#1002"].access
    rung = {name: arrival for _, arrival, name, _ in calls(desk).confirmed}
    assert rung[get(desk, "1004").customer_name] == "16:00"


def test_a_promise_that_is_not_kept_is_neither_unconfirmed_nor_offered(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    desk.do_now(promising.must_be_rung, get(desk, "1002").id)
    stops = {stop.order: stop for stop in manifest(desk).stops}
    assert (stops["#1002"].late, stops["#1004"].late) == (True, False)
    (call,) = calls(desk).calls
    assert "promised 14:00–16:00" in call.arrival and call.reason.startswith("Comes outside its promise")
    # before 14:00, when he begins to wait
    assert call.ring_by <= "13:30"


def test_a_customer_is_rung_before_his_window_begins(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    desk.do_now(promising.ask_for_another_day, [order.id])
    early = TimeWindow(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    desk.do_now(promising.offer, order.id, early, plan_with=True)
    plan_day(desk)
    (call,) = calls(desk).calls
    # 12:00 here
    assert call.ring_by == "11:30" and call.arrival.endswith("offered 12:00–18:00")
    assert call.reason.startswith("Window not confirmed.")


def test_a_new_sheet_does_not_claim_that_only_its_stops_changed(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    prepared = prepare(desk)
    (key,) = prepared.visits_of_departure
    desk.do_now(edits.edit, prepared, {key: [*prepared.visits_of_departure[key]][::-1]}, "reverse")
    desk.do_now(publishing.publish, DAY)
    changes = manifest(desk).changes
    assert len(changes) == 3 and changes[-1] == "Times of the other stops may have changed too."


def test_a_long_street_keeps_its_number(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    facts = manifest(desk)
    street = "Siltasaarenkatu itäinen pohjoispuoli 8 - 10, talo B/Street level"
    file = settings.papers_dir / "m.pdf"
    file.parent.mkdir(parents=True)
    draw_manifest(file, replace(facts, stops=tuple(replace(stop, street=street) for stop in facts.stops)))
    shown = " ".join(text(file).split())
    assert street in shown
