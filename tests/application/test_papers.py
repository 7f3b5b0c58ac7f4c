"""The ledger says of every paper that is out whether it is still true."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select, update

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, source_change
from dispatch_console.application.orders import addresses, detail
from dispatch_console.application.packing import pack_queue
from dispatch_console.application.papers import ledger
from dispatch_console.application.papers.stale import stale_papers
from dispatch_console.application.planning import day_problem, keeping, publishing
from dispatch_console.application.promises import promising
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.orders.incoming import IncomingAddress, Reading
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.planning.pricing import resequenced
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.values import Coordinate, TimeWindow
from dispatch_console.language import ENGLISH, use
from dispatch_console.settings import Settings
from dispatch_console.station import label_printing, printing
from dispatch_console.store import journal
from dispatch_console.store.entities import Order, Route, Sheet
from tests.builders.days import PROMISE, plan_day, ready_orders
from tests.builders.fleet import DAY, second_van
from tests.builders.received import incoming
from tests.builders.sample_orders import get, pack_whole, verify_whole
from tests.builders.source_changes import ELSEWHERE, change_at_the_source


def stale(desk: Desk) -> list[tuple[str, str, str]]:
    return [(paper.kind, paper.order or paper.letter, paper.reason) for paper in desk.ask_now(stale_papers, DAY)]


def two_routes(desk: Desk) -> None:
    """Order 1002 on van E, 1004 on van F, published."""
    ready_orders(desk, ("1002", "1004"))
    desk.do_now(second_van)
    with_vans(desk, 0)


def with_vans(desk: Desk, turned: int) -> None:
    """Plan an order on each van; `turned` gives each the other one's."""
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    vans = [vehicle.key for vehicle in prepared.problem.vehicles]
    visits = [visit.key for visit in prepared.problem.visits]
    held = {van: (visits[index - turned],) for index, van in enumerate(vans)}
    apart = resequenced(prepared.problem, Plan((), (), "hand", True), held)
    desk.do_now(keeping.keep_plan, prepared, apart)
    desk.do_now(publishing.publish, DAY)


def valid(desk: Desk) -> set[tuple[str, str]]:
    """Kind and departure of the papers in the ledger that are not stale."""
    query = select(Sheet.kind_of, Sheet.departure).where(Sheet.stale_since.is_(None))
    return {(kind, departure) for kind, departure in desk.ask_now(lambda session: session.execute(query).all())}


@pytest.mark.parametrize("asked", ("E", "E 13:00"))
def test_printing_one_route_leaves_the_papers_of_the_others_as_they_are(
    desk: Desk, settings: Settings, asked: str
) -> None:
    two_routes(desk)
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    before = desk.ask_now(lambda session: {sheet.id for sheet in session.scalars(select(Sheet))})
    assert len(before) == 6
    made = printing.print_manifests(desk, settings, DAY, settings.papers_dir, asked)
    assert {printed.route for printed in made} == {"E 13:00"} and len(made) == 3
    sheets = desk.ask_now(lambda session: session.scalars(select(Sheet).where(Sheet.id.in_(before))).all())
    of_e = desk.ask_now(
        lambda session: {
            ledger.departure_key(route) for route in session.scalars(select(Route)) if route.name == "E 13:00"
        }
    )
    assert {sheet.departure for sheet in sheets if sheet.stale_since is not None} == of_e
    assert stale(desk) == [] and len(valid(desk)) == 6


def test_a_paper_that_could_not_be_drawn_replaces_none(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    two_routes(desk)
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    before = valid(desk)
    taken = tmp_path / "file"
    taken.write_text("no folder")
    with pytest.raises(Unavailable):
        printing.print_manifests(desk, settings, DAY, taken / "papers")
    assert valid(desk) == before
    assert len(desk.ask_now(lambda session: session.scalars(select(Sheet)).all())) == 6


def same_number_elsewhere(desk: Desk, number: str) -> int:
    """Another shop's order of the same number, packed as ours is. Returns it."""
    told = replace(incoming(1), number=number, source_ref=f"other/{number}", customer_name="Veikko Kallio")
    desk.do_now(importing.take_reading, Reading("other-shop", (told,), (), 1), "other.csv")
    order = desk.ask_now(detail.by_number, number, "other-shop")
    verify_whole(desk, order)
    pack_whole(desk, order)
    return order.id


def test_two_shops_with_the_same_number_have_papers_of_their_own(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    ours, theirs = get(desk, "1002").id, same_number_elsewhere(desk, get(desk, "1002").number)
    files = [printing.print_slip(desk, settings, order, settings.papers_dir) for order in (ours, theirs, ours)]
    assert len({file.file for file in files}) == 3 and all(file.file.exists() for file in files)
    rows = desk.ask_now(lambda s: s.scalars(select(Sheet).where(Sheet.kind_of == "slip").order_by(Sheet.id)).all())
    assert [(row.order_id, row.path) for row in rows] == list(
        zip((ours, theirs, ours), [str(file.file) for file in files], strict=True)
    )
    for row, order in zip(rows, (ours, theirs, ours), strict=True):
        assert desk.ask_now(pack_queue.order_of_scan, str(Code(CodeKind.DOCUMENT, row.id))) == order
    with pytest.raises(BadInput, match=r"order\.ambiguous"):
        desk.ask_now(pack_queue.order_of_scan, "1002")


def test_an_order_s_number_of_any_length_becomes_a_file(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    with desk.engine.begin() as connection:
        connection.execute(update(Order).where(Order.id == order.id).values(number="ä/" * 240))
    assert printing.print_slip(desk, settings, order.id, settings.papers_dir).file.exists()


def test_the_mark_of_the_journal_stands_on_every_page(desk: Desk, settings: Settings) -> None:
    two_routes(desk)
    made = printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    for printed in made:
        if printed.kind == "manifest":
            document = pypdfium2.PdfDocument(printed.path)
            said = [page.get_textpage().get_text_range() for page in document]
            document.close()
            marks = [re.search(r"Journal (\d+-[0-9a-f]{12})", text) for text in said]
            assert marks and all(marks)
            heads = [journal.parse_head(mark[1]) for mark in marks if mark]
            assert all(desk.ask_now(journal.knows, head) for head in heads)


def test_nothing_at_the_foot_of_a_manifest_is_drawn_over_anything_else(desk: Desk, settings: Settings) -> None:
    two_routes(desk)
    file = next(iter(printing.print_manifests(desk, settings, DAY, settings.papers_dir))).path
    document = pypdfium2.PdfDocument(file)
    page = next(iter(document)).get_textpage()
    whole = page.get_text_range()
    boxes = []
    for words in (r"Journal \d+-[0-9a-f]{12}", r"Page 1 of 1", r"Dispatch \d[\d ]+"):
        found = re.search(words, whole)
        assert found, words
        every = [page.get_charbox(at) for at in range(*found.span()) if whole[at].strip()]
        boxes.append([pick(box[side] for box in every) for side, pick in enumerate((min, min, max, max))])
    document.close()
    for one, other in combinations(boxes, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_a_label_with_the_old_address_is_stale_until_it_is_printed_again(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    printing.print_slip(desk, settings, order.id, settings.papers_dir)
    assert stale(desk) == []
    change_at_the_source(desk, "1002", address=ELSEWHERE)
    desk.do_now(source_change.take_change, order.id)
    assert sorted(stale(desk)) == [
        ("label", order.number, "address_changed"), ("slip", order.number, "address_changed"),
    ]  # fmt: skip
    printed = label_printing.print_again(desk, settings, order.id, settings.papers_dir)
    assert printed.slip is not None and stale(desk) == []


def test_slip_and_label_of_goods_that_changed_are_stale(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    printing.print_slip(desk, settings, order.id, settings.papers_dir)
    change_at_the_source(desk, "1002")
    desk.do_now(source_change.take_change, order.id)
    assert sorted(stale(desk)) == [("label", order.number, "packed_anew"), ("slip", order.number, "packed_anew")]


def test_another_name_or_window_makes_a_label_stale_and_a_first_route_does_not(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002", "1004"))
    first, second = get(desk, "1002"), get(desk, "1004")
    for order in (first, second):
        label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    plan_day(desk)
    assert stale(desk) == []
    change_at_the_source(desk, "1002", customer_name="Somebody else")
    desk.do_now(source_change.take_change, first.id)
    later = TimeWindow(PROMISE.start + timedelta(hours=2), PROMISE.end + timedelta(hours=2))
    desk.do_now(promising.confirm, second.id, later)
    assert [paper for paper in stale(desk) if paper[0] == "label"] == [
        ("label", first.number, "name_changed"), ("label", second.number, "promise_changed"),
    ]  # fmt: skip


def test_a_label_names_its_stop_and_is_stale_when_that_moves(desk: Desk, settings: Settings) -> None:
    two_routes(desk)
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    with_vans(desk, 1)
    assert [paper for paper in stale(desk) if paper[0] == "label"] == [("label", order.number, "stop_changed")]


def test_a_new_window_or_gate_code_makes_the_papers_of_the_route_stale(desk: Desk, settings: Settings) -> None:
    two_routes(desk)
    printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    desk.do_now(addresses.note_access, get(desk, "1004").address_id, gate_code="1234#")
    assert {letter for _, letter, _ in stale(desk)} == {"F"}
    desk.do_now(promising.confirm, get(desk, "1002").id, replace(PROMISE, end=PROMISE.end + timedelta(minutes=30)))
    assert {letter for _, letter, _ in stale(desk)} == {"E", "F"}
    printing.print_manifests(desk, settings, DAY, settings.papers_dir, stale_only=True)
    assert stale(desk) == []


def test_another_spelling_of_the_same_place_spoils_no_paper(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    place = order.address
    same = IncomingAddress(
        line1=place.line1.upper(), line2=place.line2, postcode=place.postcode, city=place.city, country=place.country
    )
    change_at_the_source(desk, "1002", address=same, phone="+358409")
    desk.do_now(source_change.take_change, order.id)
    assert stale(desk) == []


def test_a_paper_in_another_language_is_true_while_it_says_the_same(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    use("fi")
    try:
        printing.print_slip(desk, settings, order.id, settings.papers_dir)
        label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    finally:
        use(ENGLISH)
    sheet = desk.ask_now(lambda session: session.scalars(select(Sheet).where(Sheet.kind_of == "slip")).one())
    assert "ma 23.11.," in str(sheet.facts)
    desk.do_now(addresses.set_pin, order.address_id, Coordinate(60.166, 24.949))
    desk.do_now(promising.confirm, order.id, PROMISE)
    assert [(paper, reason) for paper, _, reason in stale(desk)] == []
    later = TimeWindow(PROMISE.start + timedelta(hours=1), PROMISE.end + timedelta(hours=1))
    desk.do_now(promising.confirm, order.id, later)
    assert {(paper, reason) for paper, _, reason in stale(desk)} == {
        ("slip", "promise_changed"),
        ("label", "promise_changed"),
    }
