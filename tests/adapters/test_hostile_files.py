"""Whatever a file holds, there is a sentence, and what can be read is stored."""

import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from dispatch_console.adapters.sources.files import grid, xlsx
from dispatch_console.adapters.sources.generic import Generic
from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.adapters.sources.woocommerce_json import WooCommerceJson
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.domain import field_bounds
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.ports import SourceOptions
from dispatch_console.store.entities import Order, QuarantinedRow
from tests.conftest import DATA

HELSINKI = SourceOptions("Europe/Helsinki", "FI")
HEADER = (
    "Order",
    "Customer",
    "Street",
    "City",
    "SKU",
    "Item",
    "Qty",
    "Price",
    "Weight (kg)",
    "Notes",
    "Email",
    "Placed at",
)
GOOD = (
    "SO-1",
    "Ann",
    "Bulevardi 1",
    "Helsinki",
    "MUG",
    "Mug",
    "2",
    "12.00",
    "0.4",
    "ring twice",
    "a@example.com",
    "2026-11-20",
)
MAPPING = dict(zip(HEADER, ("number", "name", "line1", "city", "sku", "item", "quantity", "unit_price", "weight_kg",
                            "instructions", "email", "placed_at"), strict=True))  # fmt: skip
OPTIONS = SourceOptions("Europe/Helsinki", "FI", MAPPING)


def csv_file(tmp_path: Path, **cells: str) -> Path:
    row = [cells.get(MAPPING[name], value) for name, value in zip(HEADER, GOOD, strict=True)]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
    file = tmp_path / "orders.csv"
    file.write_bytes((",".join(HEADER) + "\n" + quoted + "\n").encode("utf-8", "surrogatepass"))
    return file


def store(desk: Desk, reading: Reading) -> None:
    """Take what was read, and read it, and comes out again."""
    desk.do_now(importing.take_reading, reading, "f")
    desk.ask_now(lambda session: [order.customer_name for order in session.scalars(select(Order))])


def said(reading: Reading) -> list[tuple[str, str, bool]]:
    return [(problem.column, problem.code, problem.blocks) for problem in reading.problems]


@pytest.mark.parametrize("bad", ("\x00", "\x01", "\x1f", "\x9b", "\ufffe"))
def test_signs_that_nothing_can_print_are_left_out_and_said(desk: Desk, tmp_path: Path, bad: str) -> None:
    for field in ("number", "name", "line1", "city", "sku", "item", "instructions", "email"):
        whole = f"Be{bad}fore" + ("@example.com" if field == "email" else "")
        reading = Generic().read(csv_file(tmp_path, **{field: whole}), OPTIONS)
        column = next(name for name, known in MAPPING.items() if known == field)
        assert said(reading) == [(column, "cell.characters", False)]
        store(desk, reading)
        assert "Before" in repr(reading.orders[0])


def test_a_column_name_may_hold_them_too(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(b"Order,Street,SKU,Qty,Sh\x00ade\nSO-1,Bulevardi 1,MUG,1,r\x07ed\n")
    reading = Generic().read(file, HELSINKI)
    assert reading.orders[0].attributes == {"Shade": "red"}
    store(desk, reading)


@pytest.mark.parametrize("bad", ("\\u0000", "\\u0007", "\\ud800", "\\udfff x"))
def test_json_escapes_of_such_signs(desk: Desk, tmp_path: Path, bad: str) -> None:
    text = (DATA / "woocommerce_rest_v3_orders.json").read_text(encoding="utf-8")
    document = json.loads(text)
    document[0]["shipping"]["first_name"] = "BAD"
    document[0]["meta_data"] = [{"key": "BAD", "value": "BAD"}]
    document[0]["number"] = "9BAD"
    document[0]["line_items"][0]["sku"] = "BAD"
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(document).replace("BAD", f"x{bad}y"), encoding="utf-8")
    reading = WooCommerceJson().read(file, HELSINKI)
    assert {column for column, code, _ in said(reading) if code == "cell.characters"} >= {
        "shipping.first_name", "number", "line_items[0].sku",
    }  # fmt: skip
    assert len(reading.orders) == 2
    store(desk, reading)


@pytest.mark.parametrize(
    ("field", "value", "code", "blocks"),
    (
        ("name", "x" * 6000, "cell.too_long", True),
        ("line1", "x" * 6000, "cell.too_long", True),
        ("sku", "x" * 6000, "cell.too_long", True),
        ("email", "x" * 6000 + "@example.com", "cell.too_long", True),
        ("number", "9" * 6000, "cell.too_long", True),
        ("instructions", "x" * 20_000, "cell.too_long", True),
        ("unit_price", "30,000,000.00", "cell.money", False),
        ("unit_price", "1e30", "cell.money", False),
        ("unit_price", "9" * 400, "cell.money", False),
        ("unit_price", "1e999999999", "cell.money", False),
        ("weight_kg", "inf", "cell.weight", False),
        ("weight_kg", "nan", "cell.weight", False),
        ("weight_kg", "3e6", "cell.weight", False),
        ("weight_kg", "-5", "cell.weight", False),
        ("quantity", "sNaN", "line.quantity", True),
        ("quantity", "1e999999999", "line.quantity", True),
        ("quantity", "-2", "line.quantity", True),
        ("placed_at", "0001-01-01T00:00:00+14:00", "cell.instant", False),
        ("placed_at", "9999-12-31T23:59:59-12:00", "cell.instant", False),
        ("placed_at", "0001-01-01", "cell.instant", False),
    ),
)
def test_what_does_not_fit_is_said_on_its_cell(
    desk: Desk, tmp_path: Path, field: str, value: str, code: str, blocks: bool
) -> None:
    reading = Generic().read(csv_file(tmp_path, **{field: value}), OPTIONS)
    column = next(name for name, known in MAPPING.items() if known == field)
    assert (column, code, blocks) in said(reading)
    assert len(reading.orders) == (0 if blocks else 1)
    assert reading.problems[0].row == 2
    store(desk, reading)


@pytest.mark.parametrize("field", ("shipping_lines", "line_items", "meta_data", "shipping", "billing"))
def test_a_document_of_another_shape_is_no_error(desk: Desk, tmp_path: Path, field: str) -> None:
    shapes: tuple[Any, ...] = ([None], {"a": 1}, 7, "x", [[]], None, [{"key": None, "value": {}}])
    for value in shapes:
        document = json.loads((DATA / "woocommerce_rest_v3_orders.json").read_text(encoding="utf-8"))
        document[0][field] = value
        file = tmp_path / "orders.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        store(desk, WooCommerceJson().read(file, HELSINKI))


@pytest.mark.parametrize(
    "text", ("[" * 100_000, '[{"billing": {}, "id": ' + "9" * 5000 + "}]", '{"orders": 7}', "[]", '{"billing": 1}')
)
def test_json_that_breaks_readers(tmp_path: Path, text: str) -> None:
    file = tmp_path / "orders.json"
    file.write_text(text, encoding="utf-8")
    try:
        WooCommerceJson().read(file, HELSINKI)
    except BadInput as error:
        assert error.code.startswith("file.")


def test_half_a_utf16_file_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes("Order;Street\nSO-1;Bulevardi".encode("utf-16") + b"\x00\xd8\x41")
    with pytest.raises(BadInput, match=r"file\.encoding"):
        Generic().read(file, HELSINKI)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the workbook with some of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return out.getvalue()


def _wide(path: Path, rows: int) -> None:
    cells = "".join(f'<row r="{row}"><c r="XFD{row}"><v></v></c></row>' for row in range(3, rows))

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"</sheetData>", cells.encode() + b"</sheetData>") if "worksheets/" in name else part

    path.write_bytes(repacked(workbook(HEADER, GOOD), change))


def test_an_empty_cell_in_the_last_column_costs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    _wide(file, 300)
    assert file.stat().st_size < 12_000
    Generic().read(file, OPTIONS)
    tracemalloc.start()
    reading = Generic().read(file, OPTIONS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(reading.orders) == 1 and peak < 4_000_000


def test_a_cell_beyond_the_columns_is_named(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    wide = [None] * (grid.MAX_COLUMNS + 3)
    file.write_bytes(workbook(HEADER, GOOD, (*wide, "stray")))
    with pytest.raises(BadInput) as refusal:
        Generic().read(file, OPTIONS)
    assert (refusal.value.code, refusal.value.facts["cell"]) == ("file.too_wide", "SV3")


def test_a_false_note_of_the_sheet_s_size_loses_no_order(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    rows = [(f"SO-{number}", *GOOD[1:]) for number in range(101)]

    def lie(name: str, part: bytes) -> bytes:
        import re

        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:C2"', part)

    file.write_bytes(repacked(workbook(HEADER, *rows), lie))
    assert len(Generic().read(file, OPTIONS).orders) == 101


def test_a_row_that_stands_far_below_costs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"

    def far(name: str, part: bytes) -> bytes:
        return part.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>') if (
            "worksheets/" in name
        ) else part  # fmt: skip

    file.write_bytes(repacked(workbook(HEADER, GOOD), far))
    with pytest.raises(BadInput, match=r"file\.too_long"):
        Generic().read(file, OPTIONS)


def test_one_endless_row_is_not_held_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    endless = b"<row r='3'>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row></sheetData>"

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"</sheetData>", endless) if "worksheets/" in name else part

    file.write_bytes(repacked(workbook(HEADER, GOOD), change))
    tracemalloc.start()
    with pytest.raises(BadInput, match=r"file\.too_large"):
        Generic().read(file, OPTIONS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120_000_000


def test_a_part_that_unpacks_beyond_its_bound_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"

    def bomb(name: str, part: bytes) -> bytes:
        return part + b" " * (xlsx.MAX_PART_BYTES + 1) if name.endswith("styles.xml") else part

    file.write_bytes(repacked(workbook(HEADER, GOOD), bomb))
    assert file.stat().st_size < 100_000
    with pytest.raises(BadInput, match=r"file\.too_large"):
        Generic().read(file, OPTIONS)


def test_a_zip_whose_sum_is_wrong_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    raw = bytearray(workbook(HEADER, GOOD))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    at = raw.find(b"PK\x01\x02")
    while raw[at + 46 : at + 46 + len(part.filename)] != part.filename.encode():
        at = raw.find(b"PK\x01\x02", at + 4)
    for place in (at + 16, part.header_offset + 14):
        raw[place : place + 4] = (part.CRC ^ 1).to_bytes(4, "little")
    file.write_bytes(raw)
    with pytest.raises(BadInput, match=r"file\.xlsx"):
        Generic().read(file, OPTIONS)


def _mutated(raw: bytes, dice: random.Random) -> bytes:
    """Return some bytes turned, cut, doubled or put in."""
    out = bytearray(raw)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(out))
        match dice.randrange(5):
            case 0:
                out[at] = dice.randrange(256)
            case 1:
                del out[at : at + dice.randint(1, 40)]
            case 2:
                out[at:at] = dice.choice((b"\x00", b"\xff", b'"', b"\\u0000", b"\n", b"9" * 400, b"1e400", b"[[", b"-"))
            case 3:
                out[at:at] = out[at : at + dice.randint(1, 200)]
            case _:
                out[at] = 0
    return bytes(out)


@pytest.mark.parametrize("kind", ("shopify", "woocommerce", "generic", "xlsx", "inside"))
def test_mutated_files_are_read_or_refused(desk: Desk, tmp_path: Path, kind: str) -> None:
    dice = random.Random(kind)
    for number in range(40):
        file = (
            tmp_path
            / f"{number}.{'json' if kind == 'woocommerce' else 'xlsx' if kind in ('xlsx', 'inside') else 'csv'}"
        )
        source: Any = {"shopify": ShopifyCsv, "woocommerce": WooCommerceJson}.get(kind, Generic)()
        if kind == "shopify":
            raw = _mutated((DATA / "shopify_orders_export.csv").read_bytes(), dice)
        elif kind == "woocommerce":
            raw = _mutated((DATA / "woocommerce_rest_v3_orders.json").read_bytes(), dice)
        elif kind == "generic":
            raw = _mutated(csv_file(tmp_path).read_bytes(), dice)
        elif kind == "xlsx":
            raw = _mutated(workbook(HEADER, GOOD, GOOD), dice)
        else:
            raw = repacked(workbook(HEADER, GOOD, GOOD), lambda name, part: _mutated(part, dice) if part else part)
        file.write_bytes(raw)
        try:
            source.recognises(file)
            reading = source.read(file, HELSINKI if kind in ("shopify", "woocommerce") else OPTIONS)
        except BadInput:
            continue
        store(desk, reading)
        desk.do_now(_forget)


def _forget(tx: Any) -> None:
    for entity in (QuarantinedRow, Order):
        for row in tx.session.scalars(select(entity)):
            tx.session.delete(row)


def test_the_bounds_of_a_field_are_exact() -> None:
    assert field_bounds.too_long("sku", "x" * 100) is None and field_bounds.too_long("sku", "x" * 101) == 100
    assert field_bounds.grams(2000) == 2_000_000 and field_bounds.grams(0.0001) == 1
    assert field_bounds.minor_units(2_000_000_000) == 2_000_000_000
    for bad in (2000.001, 0, -1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="weight"):
            field_bounds.grams(bad)
    with pytest.raises(ValueError, match="order"):
        field_bounds.minor_units(2_000_000_001)
    assert field_bounds.printable("a\r\nb\rc\td\u2028e") == ("a\nb\nc\td\ne", False)
    assert field_bounds.printable("a\x00b") == ("ab", True)
