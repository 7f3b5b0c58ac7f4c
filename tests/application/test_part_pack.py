"""Missing and damaged pieces: what leaves today, what follows, and that nobody loses either."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, source_change
from dispatch_console.application.orders import holding
from dispatch_console.application.packing import bench, pack_queue, part_pack, scanning, sealing, starting
from dispatch_console.application.papers import slip_facts
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.admission import LeftOut
from dispatch_console.domain.orders.incoming import IncomingLine
from dispatch_console.domain.packing.condition import Condition, Decision
from dispatch_console.domain.packing.scan_match import ScanResult
from dispatch_console.settings import Settings
from dispatch_console.station.letterhead import sender_of
from dispatch_console.store.entities import Finding, Order
from dispatch_console.store.transaction import Actor, Transaction
from tests.application.test_packing import PAN, ready
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get
from tests.conftest import Clock

MakeDesk = Callable[[Actor], Desk]

MUGS = IncomingLine("MUG", "Mug", 10, 1_200)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def begin(desk: Desk, *lines: IncomingLine, packed: int) -> Order:
    """Open an order with so many mugs in its box."""
    order = ready(desk, *lines)
    desk.do_now(starting.start, order.id)
    for _ in range(packed):
        assert desk.do_now(scanning.scan, order.id, "MUG").result is ScanResult.COUNTED
    return order


def line_of(desk: Desk, order: Order, sku: str) -> int:
    return next(line.id for line in desk.ask_now(bench.open_order, order.id, desk.clock()).lines if line.sku == sku)


def seal(desk: Desk, order: Order) -> None:
    desk.do_now(sealing.inspect, order.id)
    state = desk.ask_now(bench.open_order, order.id, desk.clock()).state
    for paper in state.papers:
        desk.do_now(sealing.tick_paper, order.id, paper.key)
    for box in state.boxes:
        desk.do_now(sealing.weigh, order.id, box.check.expected_g if box.check else 1_000, box.position)
    desk.do_now(sealing.seal, order.id)


def test_what_is_missing_follows_with_an_order_of_its_own(desk: Desk, settings: Settings) -> None:
    order = begin(desk, MUGS, PAN, packed=5)
    desk.do_now(scanning.scan, order.id, "PAN")
    with pytest.raises(Refused) as refusal:
        desk.do_now(sealing.inspect, order.id)
    assert refusal.value.code == "pack.not_all_in"
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 5, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    shown = desk.ask_now(bench.open_order, order.id, desk.clock())
    assert (shown.state.ordered, shown.state.packed, dict(shown.state.follow)) == (6, 6, {"MUG": 5})
    before = desk.ask_now(slip_facts.slip_facts, order.id, sender_of(settings), 1, 1, desk.clock())
    seal(desk, order)
    today, rest = get(desk, "SO-1"), get(desk, "SO-1/2")
    assert today.packing == "packed" and [(line.sku, line.quantity) for line in today.lines] == [("MUG", 5), ("PAN", 1)]
    assert [(line.sku, line.quantity, line.packed) for line in rest.lines] == [("MUG", 5, 0)]
    assert (rest.parent_id, rest.verification, rest.hold_reason) == (today.id, "on_hold", "Waits for 5 × Mug")
    assert (today.pieces, rest.pieces) == (6, 5)
    # the slip that lies in the box says what follows, and is true before and after
    slip = desk.ask_now(slip_facts.slip_facts, order.id, sender_of(settings), 1, 1, desk.clock())
    assert [(line.sku, line.ordered, line.packed) for line in slip.lines] == [("MUG", 10, 5), ("PAN", 1, 1)]
    assert [(line.sku, line.packed) for line in before.lines] == [("MUG", 5), ("PAN", 1)]
    assert desk.ask_now(part_pack.found_of, order.id) == ()


def test_a_piece_that_was_taken_in_its_place_settles_what_was_found(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=8)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 2, Condition.DAMAGED)
    desk.do_now(part_pack.decide_finding, found, Decision.OTHER)
    for pieces in (1, 0):
        desk.do_now(scanning.scan, order.id, "MUG")
        desk.do_now(part_pack.settle_found, order.id)
        assert [one.pieces for one in desk.ask_now(part_pack.found_of, order.id)] == ([pieces] if pieces else [])


def test_damage_that_is_seen_at_the_look_takes_the_piece_out(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=10)
    desk.do_now(part_pack.take_out_damaged, order.id, "MUG")
    (found,) = desk.ask_now(part_pack.found_of, order.id)
    assert (found.condition, found.pieces) == ("damaged", 1)
    assert get(desk, "SO-1").lines[0].packed == 9


def test_a_piece_that_is_found_after_all_is_packed_and_nothing_follows(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=9)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 1, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.OTHER)
    with pytest.raises(Refused) as refusal:
        desk.do_now(sealing.seal, order.id)
    assert "items:1" in str(refusal.value.facts["missing"])
    assert desk.do_now(scanning.scan, order.id, "MUG").result is ScanResult.COUNTED
    seal(desk, order)
    assert len(desk.ask_now(lambda session: session.query(Order).all())) == 1


def test_a_damaged_piece_has_words_and_a_photo(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=9)
    line = line_of(desk, order, "MUG")
    with pytest.raises(Refused, match=r"pack\.too_many_found"):
        desk.do_now(part_pack.report_pieces, order.id, line, 2, Condition.DAMAGED)
    found = desk.do_now(part_pack.report_pieces, order.id, line, 1, Condition.MISSING)
    with pytest.raises(Refused, match=r"pack\.too_many_found"):
        desk.do_now(part_pack.report_pieces, order.id, line, 1, Condition.DAMAGED)
    for photo in (b"GIF89a", PNG + b"0" * part_pack.MOST_BYTES):
        with pytest.raises(BadInput, match=r"photo\.unreadable"):
            desk.do_now(part_pack.note_finding, found, photo=photo)
    desk.do_now(part_pack.note_finding, found, found=Condition.DAMAGED, note=" handle  off ", photo=PNG)
    (shown,) = desk.ask_now(part_pack.found_of, order.id)
    assert (shown.condition, shown.note, shown.has_photo, shown.pieces) == ("damaged", "handle off", True, 1)
    assert desk.ask_now(lambda session: session.get_one(Finding, found).photo) == PNG
    desk.do_now(part_pack.take_back_finding, found)
    assert desk.ask_now(part_pack.found_of, order.id) == ()


def test_the_customer_is_asked_before_the_rest_goes(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=9)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 1, Condition.DAMAGED)
    desk.do_now(part_pack.decide_finding, found, Decision.ASK)
    seal(desk, order)
    assert get(desk, "SO-1/2").hold_reason == "The customer chooses: 1 × Mug"


def test_the_whole_order_waits_with_its_box_as_it_is(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=4)
    with pytest.raises(Refused, match=r"pack\.nothing_to_wait_for"):
        desk.do_now(part_pack.put_aside, order.id)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 6, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.WAIT)
    with pytest.raises(Refused, match=r"pack\.not_sealable"):
        desk.do_now(sealing.seal, order.id)
    desk.do_now(part_pack.put_aside, order.id)
    waiting = get(desk, "SO-1")
    assert (waiting.verification, waiting.hold_reason, waiting.held_by) == ("on_hold", "Waits for 6 × Mug", "")
    assert [line.packed for line in waiting.lines] == [4] and waiting.parcels[0].contents == {"MUG": 4}


def test_each_part_collects_what_it_brings_and_an_unknown_price_is_refused(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=9)

    def owe(tx: Transaction) -> None:
        known = tx.session.get_one(Order, order.id)
        known.total, known.due_on_delivery = 12_500, 12_500

    desk.do_now(owe)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 1, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    seal(desk, order)
    today, rest = get(desk, "SO-1"), get(desk, "SO-1/2")
    assert (today.due_on_delivery, rest.due_on_delivery, today.total, rest.total) == (11_300, 1_200, 11_300, 1_200)


def test_cash_of_an_unknown_price_cannot_be_shared(desk: Desk) -> None:
    order = begin(desk, IncomingLine("MUG", "Mug", 2, None), packed=1)

    def owe(tx: Transaction) -> None:
        tx.session.get_one(Order, order.id).due_on_delivery = 2_000

    desk.do_now(owe)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 1, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    with pytest.raises(Refused, match=r"pack\.part_cash"):
        seal(desk, order)
    assert get(desk, "SO-1").packing == "in_progress"


def test_an_order_that_is_handed_over_comes_first_and_names_who_did_it(desk: Desk, make_desk: MakeDesk) -> None:
    order = begin(desk, MUGS, packed=3)
    other = make_desk(Actor("Petri Lahti", "packer", "Station 3"))
    with pytest.raises(Refused, match=r"order\.not_mine"):
        other.do_now(holding.hand_over_order, order.id)
    desk.do_now(holding.hand_over_order, order.id)
    (row,) = desk.ask_now(pack_queue.waiting_orders)
    assert (row.held_by, row.handed_from) == ("", "Ana Ruiz, Station 2")
    other.do_now(starting.start, order.id)
    (row,) = desk.ask_now(pack_queue.waiting_orders)
    assert (row.held_by, row.handed_from) == ("Petri Lahti", "")


def test_a_bench_that_does_nothing_for_a_while_holds_nothing(desk: Desk, make_desk: MakeDesk, clock: Clock) -> None:
    order = begin(desk, MUGS, packed=0)
    other = make_desk(Actor("Petri Lahti", "packer", "Station 3"))
    clock.forward(holding.IDLE - timedelta(seconds=1))
    with pytest.raises(Refused, match=r"order\.held"):
        other.do_now(starting.start, order.id)
    # a scan says that somebody is there
    desk.do_now(scanning.scan, order.id, "MUG")
    clock.forward(timedelta(minutes=10))
    with pytest.raises(Refused, match=r"order\.held"):
        other.do_now(starting.start, order.id)
    clock.forward(timedelta(minutes=5))
    other.do_now(starting.start, order.id)
    assert get(desk, "SO-1").held_at == "Station 3"


def test_a_change_at_the_source_counts_what_follows_as_sent(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=5)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 5, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    seal(desk, order)
    told = replace(incoming(1), lines=(MUGS,), phone="+358401")
    desk.do_now(importing.take_reading, reading(told), "one.csv")
    change = get(desk, "SO-1").source_change
    assert change is not None and "quantity" not in str(change["differences"])
    desk.do_now(source_change.take_change, order.id)
    assert [(line.sku, line.quantity) for line in get(desk, "SO-1").lines] == [("MUG", 5)]
    assert get(desk, "SO-1").packing == "packed"


def test_a_source_that_cancels_the_order_cancels_what_was_to_follow(desk: Desk) -> None:
    order = begin(desk, MUGS, packed=5)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 5, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    seal(desk, order)
    told = replace(incoming(1), lines=(MUGS,), left_out=LeftOut.CANCELLED)
    desk.do_now(importing.take_reading, reading(told), "one.csv")
    assert (get(desk, "SO-1").closure, get(desk, "SO-1/2").closure) == ("cancelled", "cancelled")
