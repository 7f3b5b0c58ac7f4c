"""What lies in a box beside the goods: its kind, its materials, its papers, and the invoice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dispatch_console.adapters.sources.product_file import read_products
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders.site_checklist import SCOPES
from dispatch_console.application.packing import (
    bench,
    boxes,
    materials,
    paper_rules,
    part_pack,
    product_list,
    product_records,
    scanning,
    sealing,
    starting,
)
from dispatch_console.application.packing.materials import PER, Needed
from dispatch_console.application.papers import invoicing
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.orders.incoming import IncomingLine
from dispatch_console.domain.packing.condition import Condition, Decision
from dispatch_console.domain.papers import invoice
from dispatch_console.domain.papers.invoice import InvoiceLine
from dispatch_console.ports import SourceOptions
from dispatch_console.settings import Settings
from dispatch_console.station import kit_printing, printing
from dispatch_console.station.letterhead import seller_of
from dispatch_console.store.entities import Invoice, LearntWeight, Order, Product
from dispatch_console.store.transaction import Transaction
from tests.application.test_packing import PAN, ready
from tests.builders.papers import pages, read, text
from tests.builders.sample_orders import get

MUG = IncomingLine("MUG", "Mug", 4, 1_200)
BOXES = (("S", "25 x 18 x 10", "0.1", "5"), ("M", "35 x 25 x 20", "0.2", "12"), ("L", "50 x 40 x 30", "0.4", "20"))


def ours(settings: Settings) -> Settings:
    """Return the settings of a company that sends invoices."""
    return replace(
        settings,
        seller_iban="FI21 1234 5600 0007 85",
        seller_vat_id="FI12345671",
        seller_business_id="1234567-1",
    )


def change(desk: Desk, order: Order, **columns: object) -> None:
    """Let the database say something else of an order."""

    def write(tx: Transaction) -> None:
        known = tx.session.get_one(Order, order.id)
        for name, value in columns.items():
            setattr(known, name, value)

    desk.do_now(write)


def with_boxes(desk: Desk) -> None:
    for name, size, tare, limit in BOXES:
        desk.do_now(boxes.keep_box, None, {"name": name, "size": size, "tare": tare, "limit": limit})


def sized(desk: Desk, **sizes: str) -> None:
    for sku, size in sizes.items():
        row = next(
            one.record for one in desk.ask_now(product_list.product_rows, sku) if one.record.fields["sku"] == sku
        )
        desk.do_now(product_records.keep_product_record, row.id, {**row.fields, "size": size})


def all_in(desk: Desk, order: Order) -> None:
    desk.do_now(starting.start, order.id)
    for line in order.delivery_lines:
        for _ in range(line.quantity):
            desk.do_now(scanning.scan, order.id, line.sku)


def seal(desk: Desk, order: Order, *, off_g: int = 0) -> None:
    desk.do_now(sealing.inspect, order.id)
    state = desk.ask_now(bench.open_order, order.id, desk.clock()).state
    for paper in state.papers:
        desk.do_now(sealing.tick_paper, order.id, paper.key)
    for box in state.boxes:
        expected = box.check.expected_g if box.check else 1_000
        desk.do_now(sealing.weigh, order.id, expected + off_g, box.position)
    desk.do_now(sealing.seal, order.id)


def papers(desk: Desk, order: Order) -> dict[str, bool]:
    return {paper.name: paper.is_in for paper in desk.ask_now(bench.open_order, order.id, desk.clock()).state.papers}


def test_the_smallest_box_is_suggested_taken_and_weighed(desk: Desk) -> None:
    with_boxes(desk)
    order = ready(desk, MUG)
    sized(desk, MUG="12 x 9 x 10")
    desk.do_now(starting.start, order.id)
    shown = desk.ask_now(bench.open_order, order.id, desk.clock())
    assert shown.suggested == ("S",) and [parcel.box for parcel in shown.parcels] == ["S"]
    for _ in range(4):
        desk.do_now(scanning.scan, order.id, "MUG")
    (weighed,) = desk.ask_now(bench.open_order, order.id, desk.clock()).state.boxes
    assert weighed.check is not None and weighed.check.expected_g == 4 * 300 + 100
    desk.do_now(sealing.weigh, order.id, 1_400)
    with pytest.raises(BadInput, match=r"box\.unknown"):
        desk.do_now(starting.choose_box, order.id, 1, "XXL")
    desk.do_now(starting.choose_box, order.id, 1, "L")
    box = desk.ask_now(bench.open_order, order.id, desk.clock()).state.boxes[0]
    assert (box.weighed_g, box.check.expected_g if box.check else 0) == (None, 4 * 300 + 400)


def test_without_a_size_no_box_is_suggested_and_the_middle_one_is_taken(desk: Desk) -> None:
    with_boxes(desk)
    order = ready(desk, MUG, PAN)
    desk.do_now(starting.start, order.id)
    shown = desk.ask_now(bench.open_order, order.id, desk.clock())
    assert shown.suggested == () and [parcel.box for parcel in shown.parcels] == ["M"]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("size", "25 x 18", "field.size"),
        ("limit", "much", "field.number"),
        ("name", "", "field.empty"),
        ("name", "M", "box.twice"),
    ],
)
def test_a_box_that_cannot_be_is_refused(desk: Desk, field: str, value: str, error: str) -> None:
    with_boxes(desk)
    wrong = {"name": "N", "size": "1 x 1 x 1", "tare": "", "limit": "1", field: value}
    with pytest.raises((BadInput, Refused)) as refusal:
        desk.do_now(boxes.keep_box, None, wrong)
    assert refusal.value.code == error


def test_a_piece_is_moved_by_scan_and_both_boxes_are_weighed_again(desk: Desk) -> None:
    order = ready(desk, MUG)
    all_in(desk, order)
    desk.do_now(sealing.weigh, order.id, 1_350)
    desk.do_now(starting.new_parcel, order.id)
    assert desk.do_now(scanning.move_piece, order.id, "111").pieces == 1
    held = get(desk, "SO-1")
    assert [(parcel.contents, parcel.weight_g) for parcel in held.parcels] == [({"MUG": 3}, None), ({"MUG": 1}, None)]
    assert held.lines[0].packed == 4
    desk.do_now(starting.open_parcel, order.id, 1)
    desk.do_now(scanning.move_piece, order.id, "111")
    with pytest.raises(Refused, match=r"pack\.not_in"):
        desk.do_now(scanning.move_piece, order.id, "111")


def test_rules_say_which_papers_go_in_and_the_label_waits_for_them(desk: Desk, settings: Settings) -> None:
    rule = {"paper": "Care sheet", "scope": SCOPES["product"], "value": "MU*", "code": "CARE-1", "file": ""}
    desk.do_now(paper_rules.keep_paper_rule, None, rule)
    terms = {**rule, "paper": "Invoice", "scope": SCOPES["payment"], "value": "terms", "code": ""}
    desk.do_now(paper_rules.keep_paper_rule, None, terms)
    abroad = {**rule, "paper": "Customs form", "scope": SCOPES["country"], "value": "NO"}
    desk.do_now(paper_rules.keep_paper_rule, None, abroad)
    hazard = {**rule, "paper": "Hazard sheet", "scope": SCOPES["every"], "value": "", "file": "hazard.pdf"}
    with pytest.raises(BadInput, match=r"paper\.unreadable"):
        desk.do_now(paper_rules.keep_paper_rule, None, hazard, pdf=b"no pdf")
    desk.do_now(paper_rules.keep_paper_rule, None, hazard, pdf=b"%PDF-1.4 sheet")
    order = ready(desk, MUG)
    change(desk, order, payment="terms")
    all_in(desk, order)
    assert papers(desk, order) == {"Packing slip": False, "Invoice": False, "Hazard sheet": False, "Care sheet": False}
    printed = kit_printing.print_kit(desk, ours(settings), order.id, settings.papers_dir)
    assert [file.name.partition("-")[0] for file in printed.files] == ["packing", "invoice", "hazard.pdf"]
    assert printed.refused == () and printed.files[2].read_bytes() == b"%PDF-1.4 sheet"
    desk.do_now(sealing.inspect, order.id)
    desk.do_now(sealing.weigh, order.id, 1_350)
    with pytest.raises(Refused) as refusal:
        desk.do_now(sealing.seal, order.id)
    assert refusal.value.facts == {"missing": ("papers:4",)}
    seal(desk, order)


def test_no_price_lies_beside_a_gift(desk: Desk, settings: Settings) -> None:
    """Case: ten mugs, one refunded before packing, five today, four follow; a line of none keeps nothing open."""
    desk.do_now(
        paper_rules.keep_paper_rule, None,
        {"paper": "Invoice", "scope": SCOPES["every"], "value": "", "code": "", "file": ""},
    )  # fmt: skip
    order = ready(desk, IncomingLine("MUG", "Mug", 9, 1_200), IncomingLine("NONE", "Nothing", 0, 500))
    change(desk, order, requirements=["gift"], payment="terms", total=12_000)
    desk.do_now(starting.start, order.id)
    for _ in range(5):
        desk.do_now(scanning.scan, order.id, "MUG")
    (line,) = [one.id for one in desk.ask_now(bench.open_order, order.id, desk.clock()).lines if one.sku == "MUG"]
    found = desk.do_now(part_pack.report_pieces, order.id, line, 4, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    assert list(papers(desk, order)) == ["Packing slip"]
    (slip,) = kit_printing.print_kit(desk, settings, order.id, settings.papers_dir).files
    said = text(slip)
    assert "4 to follow" in said and "Nothing" not in said and "5 of 9 pieces packed" in said
    for money in ("12.00", "60.00", "108.00", "EUR", "€"):
        assert money not in said
    with pytest.raises(Refused, match=r"invoice\.gift"):
        printing.print_invoice(desk, settings, order.id, settings.papers_dir)
    seal(desk, order)
    assert get(desk, "SO-1").packing == "packed"


def test_an_invoice_is_the_sum_of_its_lines_and_is_issued_once(desk: Desk, settings: Settings) -> None:
    order = ready(desk, MUG, PAN)
    change(desk, order, payment="terms", total=4 * 1_200 + 6_900 + 890, currency="EUR")
    company = ours(settings)
    with pytest.raises(Refused, match=r"invoice\.not_complete"):
        printing.print_invoice(desk, company, order.id, settings.papers_dir)
    all_in(desk, order)
    paper = printing.print_invoice(desk, company, order.id, settings.papers_dir)
    again = printing.print_invoice(desk, company, order.id, settings.papers_dir)
    (row,) = desk.ask_now(lambda session: session.scalars(select(Invoice)).all())
    assert (row.number, paper.print_number, again.print_number) == ("2600001", 1, 2)
    said = text(paper.file)
    for words in ("2600001", "Delivery and others", "125.90 EUR", "100.32 EUR", "25.58 EUR", "FI21 1234 5600 0007 85"):
        assert words in said
    found = {code for picture in pages(paper.file, 150) for code, _ in read(picture)}
    (transfer,) = [code for code in found if code.startswith("BCD")]
    assert transfer.split("\n")[:8] == ["BCD", "002", "1", "SCT", "", "Kotivara", "FI2112345600000785", "EUR125.90"]
    assert any(code.startswith("DCD") for code in found)


def test_what_follows_is_invoiced_when_it_is_sent(desk: Desk, settings: Settings) -> None:
    order = ready(desk, MUG)
    change(desk, order, payment="terms", total=4 * 1_200, currency="EUR")
    desk.do_now(starting.start, order.id)
    for _ in range(3):
        desk.do_now(scanning.scan, order.id, "MUG")
    (line,) = desk.ask_now(bench.open_order, order.id, desk.clock()).lines
    found = desk.do_now(part_pack.report_pieces, order.id, line.id, 1, Condition.DAMAGED)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    seal(desk, order)
    paper = printing.print_invoice(desk, ours(settings), order.id, settings.papers_dir)
    said = " ".join(text(paper.file).split())
    assert "36.00 EUR" in said and "1 × Mug follow and are invoiced" in said and "48.00" not in said


@pytest.mark.parametrize(
    ("columns", "vat", "error"),
    [({"currency": None}, "25.5", "no_currency"), ({}, "", "no_vat"), ({"lines": None}, "25.5", "no_price")],
)
def test_an_invoice_that_cannot_be_right_is_refused(
    desk: Desk, settings: Settings, columns: dict[str, object], vat: str, error: str
) -> None:
    order = ready(desk, replace(MUG, unit_price=None) if "lines" in columns else MUG)
    change(desk, order, **{"currency": "EUR", **{name: value for name, value in columns.items() if name != "lines"}})
    all_in(desk, order)
    with pytest.raises(Refused, match=rf"invoice\.{error}"):
        desk.do_now(invoicing.issue_invoice, order.id, seller_of(replace(settings, vat_rate=vat)))


def test_vat_is_what_the_prices_hold_and_adds_up() -> None:
    goods = [InvoiceLine("A", "A", 1, 18_900, 255), InvoiceLine("B", "B", 3, 333, 140)]
    lines = [*goods, InvoiceLine("", "less", 1, -100, 255)]
    parts = invoice.vat_parts(lines)
    assert [part.permille for part in parts] == [255, 140]
    assert sum(part.net + part.vat for part in parts) == invoice.total(lines) == 19_799
    assert parts[0].vat == round(18_800 * 255 / 1_255)


def test_references_are_those_of_banks() -> None:
    # the sample of the national reference of Finland, and of ISO 11649
    assert invoice.national_reference(2610418) == "26104184"
    assert invoice.creditor_reference("26104184") == "RF9426104184"
    assert invoice.creditor_reference("539007547034") == "RF18539007547034"
    assert invoice.grouped_from_end("26104184") == "261 04184"


def test_sleeves_are_counted_by_rule_and_kept_for_the_day(desk: Desk) -> None:
    sleeve = {"name": "Sleeve", "count": "2", "per": PER["piece"], "scope": SCOPES["product"], "value": "MU*"}
    fill = {"name": "Void fill", "count": "1", "per": PER["box"], "scope": SCOPES["every"], "value": ""}
    for one in (sleeve, fill):
        desk.do_now(materials.keep_material, None, one)
    order = ready(desk, MUG, PAN)
    all_in(desk, order)
    seal(desk, order)
    day = desk.clock().replace(hour=0, minute=0)
    assert desk.ask_now(materials.used, day, desk.clock()) == (Needed("Sleeve", 8), Needed("Void fill", 1))
    said = [record.under for record in desk.ask_now(materials.material_records, desk.clock())]
    assert all(words.endswith(f"used today {n}, in seven days {n}") for words, n in zip(said, (8, 1), strict=True))
    week_later = desk.clock() + timedelta(days=8)
    assert not any("used" in one.under for one in desk.ask_now(materials.material_records, week_later))


def test_clean_packs_teach_and_others_do_not(desk: Desk) -> None:
    order = ready(desk, MUG)
    all_in(desk, order)
    seal(desk, order, off_g=8)
    (learnt,) = desk.ask_now(lambda session: session.scalars(select(LearntWeight)).all())
    assert (learnt.sku, learnt.packs, learnt.mean_g) == ("MUG", 1, 302.0)


def test_a_weight_that_was_waived_teaches_nothing(desk: Desk) -> None:
    order = ready(desk, MUG)
    all_in(desk, order)
    desk.do_now(sealing.inspect, order.id)
    desk.do_now(sealing.tick_paper, order.id, "packing_slip")
    desk.do_now(sealing.weigh, order.id, 9_000)
    desk.do_now(sealing.seal, order.id, weight_waiver="a brick")
    assert desk.ask_now(lambda session: session.scalars(select(LearntWeight)).all()) == []


CODES = "4006381333931, 36000291452"
FORM = {"sku": "CUP", "name": "Cup", "barcodes": CODES, "packs": "6: 14006381333938", "weight": "0.25"}


def test_a_product_is_kept_with_all_that_it_needs(desk: Desk) -> None:
    given = {
        **FORM, "size": "12 × 9 × 10", "shelf": "B-1", "plate": "DARK", "asks": "Lot, serial", "needs": "fragile",
        "papers": "care_sheet", "vat": "14", "by_hand": "yes",
    }  # fmt: skip
    kept = desk.do_now(product_records.keep_product_record, None, given)
    row = desk.ask_now(product_list.product_rows, "36000291452")[0].record
    assert row.id == kept and row.fields["barcodes"] == "4006381333931, 36000291452"
    assert (row.fields["packs"], row.fields["size"]) == ("6: 14006381333938", "12 × 9 × 10")
    assert row.fields["weight"] == "0.250"
    # of a piece whose lot is asked for none is counted by hand, whatever the form says
    assert (row.fields["asks"], row.fields["by_hand"], row.fields["needs"]) == ("lot, serial", "no", "fragile")
    desk.do_now(product_records.keep_product_record, kept, {**row.fields, "shelf": "B-2"}, row.fields)
    with pytest.raises(Conflict, match=r"record\.changed"):
        desk.do_now(product_records.keep_product_record, kept, {**row.fields, "shelf": "B-3"}, row.fields)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("barcodes", "4.00638E+12", "product.code"),
        ("barcodes", "4" * 81, "product.code"),
        ("packs", "14006381333938", "product.pack"),
        ("asks", "colour", "product.asks"),
        ("size", "big", "field.size"),
        ("weight", "heavy", "field.number"),
        ("vat", "99", "field.number"),
        ("name", " ", "field.empty"),
    ],
)
def test_a_product_that_cannot_be_is_refused(desk: Desk, field: str, value: str, error: str) -> None:
    with pytest.raises(BadInput) as refusal:
        desk.do_now(product_records.keep_product_record, None, {**FORM, field: value})
    assert refusal.value.code == error


def test_a_code_that_another_product_has_is_refused_with_its_name(desk: Desk) -> None:
    desk.do_now(product_records.keep_product_record, None, FORM)
    other = {"sku": "BOWL", "name": "Bowl", "barcodes": "14006381333938"}
    with pytest.raises(Refused, match=r"product\.code_taken") as refusal:
        desk.do_now(product_records.keep_product_record, None, other)
    assert refusal.value.facts == {"sku": "CUP", "name": "Cup"}
    # look-alikes may share one: the bench asks
    desk.do_now(product_records.keep_product_record, None, {**other, "looks_like": "CUP"})
    with pytest.raises(Refused, match=r"product\.twice"):
        desk.do_now(product_records.keep_product_record, None, {"sku": "CUP", "name": "Another"})


@pytest.mark.parametrize("make", ["csv", "semicolon"])
def test_products_are_read_from_a_file_and_wrong_rows_are_named(desk: Desk, tmp_path: Path, make: str) -> None:
    rows = [
        "SKU,Product name,EAN,Length (cm),Width,Height,Grams,Bin,Colour",
        "CUP,Cup,4006381333931,12,9,10,250,B-1,red",
        "BAD,Bad,4.00638E+12,,,,,,",
        "TWIN,Twin,4006381333931,,,,,,",
        "MUG,,,,,,310,C-1,",
    ]
    file = tmp_path / "products.csv"
    file.write_text("\n".join(row.replace(",", ";") if make == "semicolon" else row for row in rows), encoding="utf-8")
    ready(desk, MUG, IncomingLine("WHAT", "Unknown thing", 1, 100))
    done = desk.do_now(product_records.import_products, read_products(file, SourceOptions("Europe/Helsinki", "FI")))
    assert (done.new, done.changed) == (1, 1)
    assert [(row, error.code) for row, error in done.wrong] == [(3, "product.code"), (4, "product.code_taken")]
    known = {row.sku: row for row in desk.ask_now(lambda session: session.scalars(select(Product)).all())}
    assert (known["CUP"].weight_g, known["CUP"].length_mm, known["CUP"].shelf) == (250, 120, "B-1")
    # what the file leaves out stays
    mug = known["MUG"]
    assert (mug.weight_g, mug.shelf, mug.name, mug.barcode) == (310, "C-1", "Mug", "111")
    assert desk.ask_now(product_list.unknown_skus) == (("WHAT", "Unknown thing", 1),)
    assert desk.ask_now(product_list.counts).unknown == 1


def test_a_file_without_a_column_for_the_sku_is_refused_with_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("thing,colour\nmug,red\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"products\.no_sku") as refusal:
        read_products(file, SourceOptions("Europe/Helsinki", "FI"))
    assert refusal.value.facts["columns"] == "thing, colour"
