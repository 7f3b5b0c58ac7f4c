"""Packing at the operations: benches, scans, boxes, weights, seals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import addresses, holding, verifying
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.application.packing import bench, look_alikes, pack_queue, products, scanning, sealing, starting
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.incoming import IncomingLine
from dispatch_console.domain.packing import scanned
from dispatch_console.domain.packing.scan_match import Asked, Match, ScanResult
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.values import Coordinate
from dispatch_console.store.entities import Order, PackedUnit
from dispatch_console.store.transaction import Actor
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, verify_whole
from tests.conftest import Clock

PETRI = Actor("Petri Lahti", "packer", "Station 3")


def ready(desk: Desk, *lines: IncomingLine) -> Order:
    """One verified order with these lines; MUG and CUP look alike, a six-pack of mugs has a code of its own."""
    desk.do_now(importing.take_reading, reading(replace(incoming(1), lines=lines)), "one.csv")
    desk.do_now(
        products.keep_product, sku="MUG", name="Mug", barcode="111", pack_barcodes={"666": 6}, weight_g=300,
        shelf="A-01", distinction="SAND", looks_like="CUP",
    )  # fmt: skip
    desk.do_now(products.keep_product, sku="PAN", name="Pan", weight_g=2_000, shelf="B-02", papers=("warranty",))
    order = get(desk, "SO-1")
    verify_whole(desk, order)
    return order


MUGS = (IncomingLine("MUG", "Mug", 7, 1200), IncomingLine("MUG", "Mug, gift", 2, 1200))
PAN = IncomingLine("PAN", "Pan", 1, 6900)


def packed(desk: Desk) -> list[int]:
    return [line.packed for line in get(desk, "SO-1").lines]


def test_two_lines_of_one_sku_fill_one_after_the_other(desk: Desk) -> None:
    order = ready(desk, *MUGS)
    desk.do_now(starting.start, order.id)
    assert desk.do_now(scanning.scan, order.id, " mug ").pieces == 1
    assert desk.do_now(scanning.scan, order.id, "666") == Match(ScanResult.COUNTED, order.lines[0].id, 6)
    assert packed(desk) == [7, 0]
    assert desk.do_now(scanning.scan, order.id, "666").result is ScanResult.SURPLUS
    for _ in range(2):
        desk.do_now(scanning.scan, order.id, "111")
    assert packed(desk) == [7, 2]
    assert desk.do_now(scanning.scan, order.id, "111") == Match(ScanResult.SURPLUS, order.lines[0].id)
    assert desk.do_now(scanning.scan, order.id, "PAN").result is ScanResult.WRONG_ITEM
    (parcel,) = get(desk, "SO-1").parcels
    assert parcel.contents == {"MUG": 9}


def test_look_alikes_are_scanned_one_by_one(desk: Desk) -> None:
    order = ready(desk, *MUGS, PAN)
    desk.do_now(starting.start, order.id)
    with pytest.raises(Refused, match=r"pack\.scan_only") as refusal:
        desk.do_now(scanning.count_by_hand, order.id, order.lines[0].id)
    assert refusal.value.facts == {"item": "Mug"}
    assert desk.do_now(scanning.count_by_hand, order.id, order.lines[2].id) == Match(
        ScanResult.COUNTED, order.lines[2].id, 1
    )
    with pytest.raises(Refused, match=r"pack\.line_full"):
        desk.do_now(scanning.count_by_hand, order.id, order.lines[2].id)
    with pytest.raises(BadInput, match=r"line\.unknown"):
        desk.do_now(scanning.count_by_hand, order.id, 10**6)
    assert packed(desk) == [0, 0, 1]


def test_a_bench_sees_lines_boxes_and_what_is_known_of_products(desk: Desk) -> None:
    order = ready(desk, *MUGS, PAN)
    desk.do_now(starting.start, order.id)
    desk.do_now(scanning.scan, order.id, "PAN")
    shown = desk.ask_now(bench.open_order, order.id, desk.clock())
    assert [(line.sku, line.shelf, line.plate, line.packed, line.quantity, line.scan_only) for line in shown.lines] == [
        ("MUG", "A-01", "SAND", 0, 7, True), ("MUG", "A-01", "SAND", 0, 2, True), ("PAN", "B-02", "", 1, 1, False),
    ]  # fmt: skip
    assert [(parcel.position, parcel.box, parcel.pieces) for parcel in shown.parcels] == [(1, "M", 1)]
    assert (shown.state.ordered, shown.state.packed, shown.state.weights_known) == (10, 1, True)
    assert shown.state.goods_g == 9 * 300 + 2_000
    assert [(paper.key, paper.is_in) for paper in shown.state.papers] == [("packing_slip", False), ("warranty", False)]
    assert [(box.position, box.weighed_g) for box in shown.state.boxes] == [(1, None)]


def test_an_item_without_a_product_has_no_shelf_and_may_be_counted_by_hand(desk: Desk) -> None:
    order = ready(desk, IncomingLine("NEW-1", "Something new", 2, 100), PAN)
    (new, _) = desk.ask_now(bench.open_order, order.id, desk.clock()).lines
    assert (new.sku, new.shelf, new.plate, new.scan_only) == ("NEW-1", "", "", False)


def test_boxes_are_begun_one_by_one_and_each_is_weighed(desk: Desk) -> None:
    order = ready(desk, IncomingLine("MUG", "Mug", 3, 1200), PAN)
    desk.do_now(starting.start, order.id)
    with pytest.raises(Refused, match=r"pack\.box_empty"):
        desk.do_now(starting.new_parcel, order.id)
    for _ in range(3):
        desk.do_now(scanning.scan, order.id, "MUG")
    desk.do_now(starting.new_parcel, order.id, "L")
    desk.do_now(scanning.scan, order.id, "PAN")
    desk.do_now(starting.new_parcel, order.id)
    for paper in ("packing_slip", "warranty"):
        desk.do_now(sealing.tick_paper, order.id, paper)
    with pytest.raises(Refused) as refusal:
        desk.do_now(sealing.seal, order.id)
    assert refusal.value.facts == {"missing": ("inspection", "weight")}
    desk.do_now(sealing.inspect, order.id)
    # the empty box was begun for nothing: the one before it lies on the scale
    desk.do_now(sealing.weigh, order.id, 2_153)
    with pytest.raises(Refused) as refusal:
        desk.do_now(sealing.seal, order.id)
    assert refusal.value.facts == {"missing": ("weight",)}
    desk.do_now(sealing.weigh, order.id, 1_150, 1)
    with pytest.raises(Refused) as refusal:
        desk.do_now(sealing.seal, order.id)
    assert refusal.value.facts == {"missing": ("weight_off",)}
    desk.do_now(sealing.weigh, order.id, 1_050, 1)
    ids = desk.do_now(sealing.seal, order.id)
    sealed = get(desk, "SO-1")
    assert [(parcel.id, parcel.position, parcel.box, parcel.weight_g) for parcel in sealed.parcels] == [
        (ids[0], 1, "M", 1_050), (ids[1], 2, "L", 2_153),
    ]  # fmt: skip
    assert {(parcel.sealed_by, parcel.station) for parcel in sealed.parcels} == {("Ana Ruiz", "Station 2")}
    assert (sealed.packing, sealed.held_by, sealed.held_since) == ("packed", "", None)
    assert {mark.key: mark.evidence for mark in sealed.marks if mark.gate == "pack"}["weight_checked"] == "3203 g"
    with pytest.raises(Refused, match=r"pack\.packed") as refusal:
        desk.do_now(starting.start, order.id)
    assert refusal.value.facts == {"number": "SO-1", "count": 2}


@pytest.mark.parametrize(
    ("grams", "taken"), ((0, False), (-1, False), (1, True), (2_000_000, True), (2_000_001, False))
)
def test_a_weight_is_between_a_gram_and_two_tonnes(desk: Desk, grams: int, taken: bool) -> None:
    order = ready(desk, PAN)
    desk.do_now(starting.start, order.id)
    with pytest.raises(Refused, match=r"pack\.box_empty"):
        desk.do_now(sealing.weigh, order.id, 1_000)
    desk.do_now(scanning.scan, order.id, "PAN")
    if taken:
        desk.do_now(sealing.weigh, order.id, grams)
        assert get(desk, "SO-1").weighed_g == grams
    else:
        with pytest.raises(Refused, match=r"pack\.weight"):
            desk.do_now(sealing.weigh, order.id, grams)


def test_another_bench_takes_over_only_when_it_says_so(desk: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    order = ready(desk, PAN)
    other = make_desk(PETRI)
    desk.do_now(starting.start, order.id)
    with pytest.raises(Refused, match=r"order\.held") as refusal:
        other.do_now(starting.start, order.id)
    assert refusal.value.facts == {"number": "SO-1", "by": "Ana Ruiz", "station": "Station 2"}
    other.do_now(starting.start, order.id, take_over=True)
    assert (get(desk, "SO-1").held_by, get(desk, "SO-1").held_at) == ("Petri Lahti", "Station 3")
    with pytest.raises(Refused, match=r"order\.held"):
        desk.do_now(scanning.scan, order.id, "PAN")
    with pytest.raises(Refused, match=r"order\.held"):
        desk.do_now(scanning.count_by_hand, order.id, order.lines[0].id)
    # whoever does not hold it cannot put it down for the other
    desk.do_now(holding.put_down, order.id)
    assert get(desk, "SO-1").held_by == "Petri Lahti"
    other.do_now(holding.put_down, order.id)
    assert (get(desk, "SO-1").held_by, get(desk, "SO-1").held_at, get(desk, "SO-1").held_since) == ("", "", None)
    with pytest.raises(Refused, match=r"order\.held"):
        other.do_now(scanning.scan, order.id, "PAN")


def test_a_bench_takes_one_order_and_puts_the_other_down(desk: Desk) -> None:
    first = ready(desk, PAN)
    desk.do_now(importing.take_reading, reading(incoming(2)), "two.csv")
    second = get(desk, "SO-2")
    desk.do_now(addresses.set_pin, second.address_id, Coordinate(60.17, 24.94))
    verify_whole(desk, second)
    desk.do_now(starting.start, first.id)
    desk.do_now(starting.start, second.id, instead_of=first.id)
    assert (get(desk, "SO-1").held_by, get(desk, "SO-2").held_by) == ("", "Ana Ruiz")
    desk.do_now(starting.start, second.id, instead_of=second.id)
    assert get(desk, "SO-2").held_by == "Ana Ruiz" and len(get(desk, "SO-2").parcels) == 1


def test_only_verified_open_orders_come_to_a_bench(desk: Desk) -> None:
    order = ready(desk, PAN)
    assert [row.number for row in desk.ask_now(pack_queue.waiting_orders)] == ["SO-1"]
    desk.do_now(verifying.hold, order.id, "no card")
    assert desk.ask_now(pack_queue.waiting_orders) == ()
    with pytest.raises(Refused, match=r"pack\.on_hold"):
        desk.do_now(starting.start, order.id)
    desk.do_now(verifying.cancel, order.id)
    with pytest.raises(Refused, match=r"pack\.closed"):
        desk.do_now(starting.start, order.id)


def test_an_order_is_found_by_number_and_by_the_code_of_its_parcel(desk: Desk) -> None:
    order = ready(desk, PAN)
    desk.do_now(starting.start, order.id)
    (parcel,) = get(desk, "SO-1").parcels
    for text in ("SO-1", "1", str(Code(CodeKind.PARCEL, parcel.id))):
        assert desk.ask_now(pack_queue.order_of_scan, text) == order.id
    for text in ("SO-99", str(Code(CodeKind.PARCEL, parcel.id + 1)), str(Code(CodeKind.DOCUMENT, 1)), "6412345670018"):
        assert desk.ask_now(pack_queue.order_of_scan, text) is None
    with pytest.raises(BadInput, match=r"code\.damaged"):
        desk.ask_now(pack_queue.order_of_scan, "DCP0000000199")


def test_what_happened_to_an_order_stands_in_its_history_newest_first(desk: Desk) -> None:
    order = ready(desk, PAN)
    desk.do_now(starting.start, order.id)
    desk.do_now(scanning.scan, order.id, "PAN")
    view = desk.ask_now(order_view, order.id)
    assert {step.name for step in view.history} >= {"start", "scan", "verify"}
    assert view.axes.packing == "in_progress" and view.route == "" and view.promise is None
    assert len(view.history) <= 8


def test_products_are_found_by_every_code_of_theirs(desk: Desk) -> None:
    ready(desk, PAN)
    mug = products.KnownProduct("MUG", "Mug", "SAND", "A-01")
    assert [desk.ask_now(products.product_of, scanned.read(text)) for text in ("MUG", "111", "666")] == [mug, mug, mug]
    assert desk.ask_now(products.product_of, scanned.read("222")) is None


def test_a_held_order_is_taken_from_another_only_when_somebody_says_so(
    desk: Desk, make_desk: Callable[[Actor], Desk]
) -> None:
    order = ready(desk, PAN)
    other = make_desk(PETRI)
    desk.do_now(holding.hold_for_me, order.id)
    with pytest.raises(Refused, match=r"order\.held") as refusal:
        other.do_now(holding.hold_for_me, order.id)
    assert refusal.value.facts == {"number": "SO-1", "by": "Ana Ruiz", "station": "Station 2"}
    other.do_now(holding.hold_for_me, order.id, take_over=True)
    assert (get(desk, "SO-1").held_by, get(desk, "SO-1").held_at) == ("Petri Lahti", "Station 3")


def test_nothing_is_packed_of_an_order_that_has_to_be_verified_again(desk: Desk) -> None:
    order = ready(desk, PAN)
    desk.do_now(starting.start, order.id)
    desk.do_now(verifying.hold, order.id, "the customer rang")
    with pytest.raises(Refused, match=r"pack\.not_verified") as refusal:
        desk.do_now(scanning.scan, order.id, "PAN")
    assert refusal.value.facts == {"number": "SO-1"}
    assert packed(desk) == [0]


GTIN, CASE = "4006381333931", "14006381333938"
LAMP = IncomingLine("LAMP", "Lamp", 6, 4900, barcode=GTIN)


def lamps(desk: Desk, *lines: IncomingLine, **product: Any) -> Order:
    """One verified order on the bench; lamps have a number, a case of six another."""
    order = ready(desk, *(lines or (LAMP,)))
    given: dict[str, Any] = {"sku": "LAMP", "name": "Lamp", "barcode": GTIN, "pack_barcodes": {CASE: 6}} | product
    desk.do_now(products.keep_product, **given)
    desk.do_now(starting.start, order.id)
    return order


def scanned_as(desk: Desk, order: Order, *texts: str) -> list[tuple[str, int]]:
    matches = [desk.do_now(scanning.scan, order.id, scanned.read(text)) for text in texts]
    return [(str(match.result), match.pieces) for match in matches]


def test_a_case_counts_its_pieces_and_never_one(desk: Desk) -> None:
    order = lamps(desk)
    assert scanned_as(desk, order, f"]C101{CASE}") == [("counted", 6)]
    assert packed(desk) == [6]
    small = lamps_of(desk, 4)
    assert scanned_as(desk, small, CASE) == [("surplus", 0)]


def lamps_of(desk: Desk, count: int) -> Order:
    incoming_order = replace(incoming(2), lines=(replace(LAMP, quantity=count),))
    desk.do_now(importing.take_reading, reading(incoming_order), "two.csv")
    order = get(desk, "SO-2")
    verify_whole(desk, order)
    desk.do_now(starting.start, order.id)
    return order


def test_a_case_that_the_shop_takes_for_a_piece_stops_the_bench(desk: Desk) -> None:
    order = lamps(desk, replace(LAMP, barcode=CASE))
    match = desk.do_now(scanning.scan, order.id, CASE)
    assert (match.result, match.facts) == (ScanResult.CONTRADICTION, (("counts", "6 / 1"),))
    assert packed(desk) == [0]


def test_one_number_counts_in_each_of_its_lengths(desk: Desk) -> None:
    order = lamps(desk, replace(LAMP, barcode="36000291452"), barcode="")
    texts = ("036000291452", "0036000291452", "0100036000291452")
    assert scanned_as(desk, order, *texts) == [("counted", 1)] * 3
    # an article number is no trade item number: its zeros count
    numbered = IncomingLine("0042", "Screw", 2, 10)
    desk.do_now(importing.take_reading, reading(replace(incoming(3), lines=(numbered,))), "three.csv")
    other = get(desk, "SO-3")
    verify_whole(desk, other)
    desk.do_now(starting.start, other.id, instead_of=order.id)
    assert scanned_as(desk, other, "42", "0042") == [("wrong_item", 0), ("counted", 1)]


def test_a_code_of_two_products_is_asked_about_and_what_was_chosen_is_journaled(desk: Desk) -> None:
    order = lamps(desk, distinction="BLUE")
    desk.do_now(products.keep_product, sku="LAMP-R", name="Lamp", barcode=GTIN, distinction="RED")
    match = desk.do_now(scanning.scan, order.id, GTIN)
    assert (match.result, packed(desk)) == (ScanResult.SEVERAL, [0])
    assert [said for _, said in match.facts] == ["Lamp BLUE", "Lamp RED"]
    chosen = desk.do_now(scanning.scan_as, order.id, order.lines[0].id, GTIN)
    assert (chosen.result, packed(desk)) == (ScanResult.COUNTED, [1])
    with pytest.raises(BadInput, match=r"line\.unknown"):
        desk.do_now(scanning.scan_as, order.id, 10**6, GTIN)
    # the SKU of one may be the code of another
    desk.do_now(products.keep_product, sku="4711", name="Mug 4711")
    desk.do_now(products.keep_product, sku="LAMP", name="Lamp", barcode="4711", distinction="BLUE")
    assert desk.do_now(scanning.scan, order.id, "4711").result is ScanResult.SEVERAL


ASKS = (Asked.LOT, Asked.EXPIRY, Asked.SERIAL)


def full(serial: str, expires: str = "271231") -> str:
    return f"010{GTIN}10L26\x1d17{expires}21{serial}"


def test_lot_expiry_and_serial_are_kept_and_what_is_missing_or_expired_stops(desk: Desk) -> None:
    order = lamps(desk, asks=ASKS)
    assert scanned_as(desk, order, full("S1"), full("S2", "260131"), f"010{GTIN}21S3", GTIN) == [
        ("counted", 1), ("expired", 0), ("unreadable", 0), ("unreadable", 0)]  # fmt: skip
    match = desk.do_now(scanning.scan, order.id, f"010{GTIN}10L261726013121S7781")
    assert (match.result, match.facts) == (ScanResult.UNREADABLE, (("why", "separators"),))
    # a station whose scanner sends another sign reads the same
    assert (
        desk.do_now(scanning.scan, order.id, scanned.read(full("S4").replace("\x1d", "|"), "|")).result
        is ScanResult.COUNTED
    )
    units = desk.ask_now(lambda session: list(session.scalars(select(PackedUnit).order_by(PackedUnit.id))))
    assert [(unit.item, unit.lot, unit.serial, str(unit.expires)) for unit in units] == [
        (f"0{GTIN}", "L26", "S1", "2027-12-31"), (f"0{GTIN}", "L26", "S4", "2027-12-31")]  # fmt: skip
    with pytest.raises(Refused, match=r"pack\.scan_only"):
        desk.do_now(scanning.count_by_hand, order.id, order.lines[0].id)


def test_a_serial_leaves_once_and_is_free_when_its_piece_is_taken_out(desk: Desk, clock: Clock) -> None:
    order = lamps(desk, asks=(Asked.SERIAL,))
    serial = f"010{GTIN}21S7781"
    assert scanned_as(desk, order, serial) == [("counted", 1)]
    desk.do_now(holding.put_down, order.id)
    other = lamps_of(desk, 2)
    match = desk.do_now(scanning.scan, other.id, serial)
    assert match.result is ScanResult.SERIAL_USED and dict(match.facts)["number"] == "SO-1"
    desk.do_now(starting.start, order.id, instead_of=other.id)
    with pytest.raises(Refused, match=r"pack\.which_serial"):
        desk.do_now(scanning.take_out_one, order.id, order.lines[0].id)
    with pytest.raises(Refused, match=r"pack\.which_serial"):
        desk.do_now(scanning.take_out, order.id, f"010{GTIN}21S1")
    assert desk.do_now(scanning.take_out, order.id, serial).pieces == -1
    desk.do_now(starting.start, other.id, instead_of=order.id)
    assert scanned_as(desk, other, serial) == [("counted", 1)]
    # an edit of the shop replaces the lines; the piece in the box stays the one that it is
    assert desk.ask_now(lambda session: session.scalar(select(func.count(PackedUnit.id)))) == 2


def test_a_piece_is_taken_out_of_the_box_that_holds_it(desk: Desk) -> None:
    order = ready(desk, *MUGS, PAN)
    desk.do_now(starting.start, order.id)
    with pytest.raises(Refused, match=r"pack\.not_in"):
        desk.do_now(scanning.take_out, order.id, "PAN")
    scanned_as(desk, order, "666", "PAN")
    desk.do_now(starting.new_parcel, order.id)
    scanned_as(desk, order, "MUG")
    assert desk.do_now(scanning.take_out, order.id, "MUG") == Match(ScanResult.COUNTED, order.lines[0].id, -1)
    assert [parcel.contents for parcel in get(desk, "SO-1").parcels] == [{"MUG": 6, "PAN": 1}, {}]
    assert desk.do_now(scanning.take_out, order.id, "666").pieces == -6
    assert desk.do_now(scanning.take_out_one, order.id, order.lines[2].id).pieces == -1
    assert packed(desk) == [0, 0, 0]
    # a box that was emptied is none, and the one that is being filled stays
    assert [(parcel.position, parcel.contents) for parcel in get(desk, "SO-1").parcels] == [(1, {})]


def test_an_order_is_found_however_its_number_is_written(desk: Desk) -> None:
    order = ready(desk, PAN)
    for text in ("SO-1", "so-1", "1"):
        assert desk.ask_now(pack_queue.order_of_scan, text) == order.id


def test_two_products_that_scans_mistake_are_scanned_one_by_one(desk: Desk, clock: Clock) -> None:
    order = ready(desk, PAN)
    desk.do_now(products.keep_product, sku="POT", name="Pot", barcode="333")
    desk.do_now(starting.start, order.id)
    (line,) = desk.ask_now(bench.open_order, order.id, desk.clock()).lines
    for _ in range(look_alikes.ENOUGH):
        assert not desk.ask_now(bench.open_order, order.id, desk.clock()).lines[0].scan_only
        assert desk.do_now(scanning.scan, order.id, "333").result is ScanResult.WRONG_ITEM
    shown = desk.ask_now(bench.open_order, order.id, desk.clock())
    assert shown.lines[0].scan_only and shown.look_alikes == {"PAN": "Pot"}
    with pytest.raises(Refused, match=r"pack\.scan_only"):
        desk.do_now(scanning.count_by_hand, order.id, line.id)
    # what nobody mistook for a season is forgotten
    clock.forward(look_alikes.DAYS + timedelta(days=1))
    assert not desk.ask_now(bench.open_order, order.id, desk.clock()).lines[0].scan_only


def test_a_code_of_no_product_teaches_nothing(desk: Desk) -> None:
    order = ready(desk, PAN)
    desk.do_now(starting.start, order.id)
    for _ in range(look_alikes.ENOUGH + 1):
        desk.do_now(scanning.scan, order.id, "no such code")
    assert desk.ask_now(bench.open_order, order.id, desk.clock()).look_alikes == {}
