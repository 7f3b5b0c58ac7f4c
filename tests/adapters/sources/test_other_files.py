"""XLS, ODS, JSON of any shape, and files whose name says something else than what they are."""

import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dispatch_console.adapters.sources.files import any_file
from dispatch_console.adapters.sources.generic import Generic
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.ports import SourceOptions
from dispatch_console.station.intake import recognise
from tests.conftest import DATA

OPTIONS = SourceOptions("Europe/Helsinki", "FI")
ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def read(file: Path) -> Reading:
    return Generic().read(file, OPTIONS)


def ods(file: Path, *rows: str, sheets: str = "") -> Path:
    table = f'<table:table table:name="Orders">{"".join(rows)}</table:table>'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"{ODS_HEAD}{sheets}{table}{ODS_TAIL}")
    return file


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def text(said: str, attributes: str = "") -> str:
    inner = f"<text:p>{said}</text:p>"
    return f'<table:table-cell office:value-type="string" {attributes}>{inner}</table:table-cell>'


def number(value: str, said: str) -> str:
    inner = f"<text:p>{said}</text:p>"
    return f'<table:table-cell office:value-type="float" office:value="{value}">{inner}</table:table-cell>'


def moment(kind: str, value: str, said: str) -> str:
    inner = f"<text:p>{said}</text:p>"
    return f'<table:table-cell office:value-type="{kind}" office:{kind}-value="{value}">{inner}</table:table-cell>'


HEADS = row(
    *(text(name) for name in ("Order", "Customer", "Street", "Zip", "City", "Item", "Qty", "Date", "From", "To"))
)


def test_a_workbook_of_excel_2003_says_what_it_shows() -> None:
    reading = read(DATA / "orders_2003.xls")
    first, second = reading.orders
    assert (first.number, first.address.postcode, first.customer_name) == ("000017", "01500", "Zażółć Gęślą")
    assert [(line.sku, line.name, line.quantity, line.unit_price) for line in first.lines] == [
        ("000009", "Blue mug", 2, 1250),
        ("112233", "Pan", 1, None),
    ]
    assert first.windows[0].start == datetime.fromisoformat("2026-12-01T10:00:00+02:00")
    assert first.windows[0].end == datetime.fromisoformat("2026-12-01T12:00:00+02:00")
    assert second.number == "000018"
    assert [(problem.row, problem.code) for problem in reading.problems] == [(6, "row.hidden")]


def test_a_sheet_of_libreoffice_says_what_it_shows(tmp_path: Path) -> None:
    window = (moment("date", "2026-12-01", "1.12.26"), moment("time", "PT10H00M00S", "10:00"))
    file = ods(
        tmp_path / "orders.ods",
        HEADS,
        row(attributes='table:number-rows-repeated="3"'),
        row(
            number("17", "000017"), text("Ann <text:span>Lee</text:span>"), text("Road<text:s/>1"),
            number("1500", "01500"), text("Lahti"), text("Mug"), number("2", "2"), *window,
            moment("time", "PT12H30M00S", "12:30"),
        ),
        row(text("O-2"), text("Bo"), text("Road 2"), text("01500"), text("Lahti"), text("Mug"), number("1.5", "1,5"),
            attributes='table:visibility="collapse"'),
        row(text("O-3"), text("Cy"), text("Road 3"), text("01500"), text("Lahti"), text("Mug"), number("3", "3")),
        row("<table:table-cell table:number-columns-repeated='16384'/>",
            attributes='table:number-rows-repeated="1048000"'),
    )  # fmt: skip
    reading = read(file)
    assert [(order.number, order.customer_name, order.address.postcode) for order in reading.orders] == [
        ("000017", "Ann Lee", "01500"),
        ("O-3", "Cy", "01500"),
    ]
    first = reading.orders[0]
    assert (first.row, first.address.line1, first.wish) == (5, "Road 1", "2026-12-01 10:00 - 12:30")
    assert {(problem.row, problem.code) for problem in reading.problems} == {(6, "row.hidden"), (6, "line.fraction")}


def test_merged_cells_and_comments_of_a_sheet(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell/>"
    span = 'table:number-rows-spanned="2"'
    noted = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>not this</text:p></office:annotation>'
        "<text:p>Mug</text:p></table:table-cell>"
    )
    file = ods(
        tmp_path / "orders.ods",
        row(*(text(name) for name in ("Order", "Customer", "Street", "Item", "Qty"))),
        row(text("M-1", span), text("Ann", span), text("Road 1", span), noted, number("1", "1")),
        row(covered, covered, covered, text("Pan"), number("2", "2")),
    )
    (order,) = read(file).orders
    assert [line.name for line in order.lines] == ["Mug", "Pan"]


@pytest.mark.parametrize("name", ["orders.ods", "orders.xls", "orders.xlsx"])
@pytest.mark.parametrize("damage", ["cut", "noise", "empty part"])
def test_a_damaged_workbook_is_refused_by_its_name(tmp_path: Path, name: str, damage: str) -> None:
    whole = {"orders.xls": DATA / "orders_2003.xls"}.get(name)
    file = tmp_path / name
    if whole:
        shutil.copy(whole, file)
    else:
        ods(file, HEADS) if name.endswith("ods") else _workbook(file)
    raw = file.read_bytes()
    if damage == "cut":
        file.write_bytes(raw[: len(raw) // 2])
    elif damage == "noise":
        file.write_bytes(raw[:40] + bytes(range(256)) * 20 + raw[400:])
    else:
        file.write_bytes(raw[:8])
    with pytest.raises(BadInput) as refused:
        read(file)
    assert refused.value.code in ("file.ods", "file.xls", "file.xlsx", "file.empty", "file.binary")
    assert refused.value.facts["file"] == name


def _workbook(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 50)


def test_entities_of_a_sheet_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.ods"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(BadInput) as refused:
        read(file)
    assert refused.value.code == "file.ods"


def test_a_file_is_what_it_holds_and_not_what_its_name_says(tmp_path: Path) -> None:
    table = tmp_path / "export.xls"
    table.write_text("Order\tCustomer\tStreet\tItem\tQty\nT-1\tAnn\tRoad 1\tMug\t2\n")
    book = tmp_path / "export.csv"
    shutil.copy(DATA / "orders_2003.xls", book)
    page = tmp_path / "page.xls"
    page.write_text("<html><table><tr><td>Order</td></tr></table></html>")
    assert read(table).orders[0].number == "T-1"
    assert read(book).orders[0].number == "000017"
    with pytest.raises(BadInput) as refused:
        read(page)
    assert refused.value.code == "file.html"
    assert any_file.kind(book) == "xls"


ORDER: dict[str, Any] = {
    "code": "V-1",
    "state": "PaymentSettled",
    "customer": {"firstName": "Aino", "lastName": "Virtanen", "emailAddress": "aino@example.com"},
    "shippingAddress": {"fullName": "Aino Virtanen", "streetLine1": "Main 1", "postalCode": "00100", "city": "Helsinki",
                        "countryCode": "FI", "phoneNumber": "0401234567"},
    "lines": [{"quantity": 2, "productVariant": {"sku": "M-1", "name": "Mug"}},
              {"quantity": 1, "productVariant": {"sku": "P-1", "name": "Pan"}}],
}  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        [ORDER],
        ORDER,
        {"orders": [ORDER], "count": 1, "shop": "here"},
        {"data": {"orders": {"totalItems": 1, "items": [ORDER]}}},
        {"data": {"orders": {"pageInfo": {"hasNextPage": False}, "edges": [{"cursor": "a", "node": ORDER}]}}},
    ],
)
def test_json_of_another_shop_is_read_wherever_its_orders_stand(tmp_path: Path, document: object) -> None:
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(document))
    source = recognise(file)
    (order,) = source.read(file, OPTIONS).orders
    assert (order.number, order.customer_name, order.email) == ("V-1", "Aino Virtanen", "aino@example.com")
    assert (order.address.line1, order.address.postcode, order.address.region) == ("Main 1", "00100", "")
    assert [(line.sku, line.name, line.quantity) for line in order.lines] == [("M-1", "Mug", 2), ("P-1", "Pan", 1)]


def test_numbers_of_json_stay_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    flat = (
        '[{"order": 17, "street": "Road 1", "item": "Mug", "quantity": 2.0, "total": 12.50, "gift": true, "x": null}]'
    )
    file.write_text(flat)
    (read_order,) = read(file).orders
    assert (read_order.number, read_order.total, read_order.lines[0].quantity, read_order.attributes["gift"]) == (
        "17",
        1250,
        2,
        "true",
    )


@pytest.mark.parametrize("said", ["[]", "{}", '[1, "two"]', '{"orders": []}'])
def test_json_without_orders_says_so(tmp_path: Path, said: str) -> None:
    file = tmp_path / "orders.json"
    file.write_text(said)
    with pytest.raises(BadInput) as refused:
        read(file)
    assert refused.value.code in ("file.no_orders", "file.columns")
