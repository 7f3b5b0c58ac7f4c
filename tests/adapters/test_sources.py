"""Order files as they come, with everything that is wrong with them."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from dispatch_console.adapters.sources.generic import Generic
from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.adapters.sources.woocommerce_json import WooCommerceJson
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.ports import SourceOptions
from tests.conftest import DATA

HELSINKI = SourceOptions("Europe/Helsinki", "FI")
HEAD = (
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem sku,"
    "Lineitem requires shipping,Shipping Name,Shipping Address1,Shipping Zip,Shipping City,Shipping Country,"
    "Shipping Phone,Notes,Note Attributes,Cancelled at,Id\n"
)


def shopify(tmp_path: Path, body: str, encoding: str = "utf-8") -> Reading:
    file = tmp_path / "orders.csv"
    file.write_bytes((HEAD + body).encode(encoding))
    return ShopifyCsv().read(file, HELSINKI)


def row(
    number: str = "#1",
    quantity: str = "2",
    street: str = "Bulevardi 1",
    name: str = "Ann",
    more: str = "true",
    **_: str,
) -> str:
    slot = '"Delivery Date: 2026-11-24\nDelivery Time: 10:00-12:00"'
    head = f"{number},a@example.com,paid,EUR,10.00,2026-11-20 10:00:00 +0200,{quantity},Mug,MUG,{more}"
    return f"{head},{name},{street},'00120,Helsinki,FI,040 123 4567,,{slot},,77{number}\n"


def test_the_shopify_sample_arrives_whole() -> None:
    reading = ShopifyCsv().read(DATA / "shopify_orders_export.csv", HELSINKI)
    assert len(reading.orders) == 20
    assert sum(len(order.lines) for order in reading.orders) == 39
    assert reading.problems == ()
    third = reading.orders[2]
    assert (third.customer_name, third.address.line2, third.address.postcode) == ("Lena Büchel", "2. Stock", "9497")
    assert third.instructions == "Leave with neighbour\nif nobody answers"
    assert third.total == 19790
    assert reading.orders[15].address.line2 == "Apt 4B"


def test_the_woocommerce_sample_arrives_whole() -> None:
    reading = WooCommerceJson().read(DATA / "woocommerce_rest_v3_orders.json", HELSINKI)
    assert [(order.number, order.left_out) for order in reading.orders] == [("727", None), ("723", "left.completed")]
    assert reading.problems == ()
    assert reading.orders[0].phone == "+15555555555"
    assert "–" in reading.orders[0].lines[1].name


def test_apostrophes_go_phones_are_understood_and_the_slot_becomes_a_window(tmp_path: Path) -> None:
    order = shopify(tmp_path, row()).orders[0]
    assert order.address.postcode == "00120"
    assert order.phone == "+358401234567"
    assert order.windows[0].start == datetime.fromisoformat("2026-11-24T10:00:00+02:00")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert shopify(tmp_path, row(name="Mäki-Öst"), encoding).orders[0].customer_name == "Mäki-Öst"


def test_a_negative_quantity_keeps_its_order_out_and_the_good_one_in(tmp_path: Path) -> None:
    reading = shopify(tmp_path, row() + row("#2", "-2") + row("#3"))
    assert [order.number for order in reading.orders] == ["#1", "#3"]
    problem = reading.problems[0]
    assert (problem.row, problem.column, problem.value, problem.order_number) == (4, "Lineitem quantity", "-2", "#2")


def test_the_same_number_with_another_order_is_told_and_the_first_stays(tmp_path: Path) -> None:
    reading = shopify(tmp_path, row() + row("#2") + row("#1", street="Other 5"))
    assert [order.number for order in reading.orders] == ["#1", "#2"]
    assert [problem.code for problem in reading.problems] == ["order.number_twice"]


def test_a_cancelled_order_and_one_that_needs_no_delivery_are_said(tmp_path: Path) -> None:
    cancelled = row().replace(",,77#1", ",2026-11-21 10:00:00 +0200,77#1")
    reading = shopify(tmp_path, cancelled + row("#2", more="false"))
    assert reading.problems == ()
    assert [order.left_out for order in reading.orders] == ["left.cancelled", "left.nothing"]
    assert [order.cancelled for order in reading.orders] == [True, False]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    name, street = '"=HYPERLINK(""http://x"",""y"")"', "<img src=x onerror=alert(1)>"
    order = shopify(tmp_path, row(name=name, street=street)).orders[0]
    assert order.customer_name == '=HYPERLINK("http://x","y")'
    assert order.address.line1 == street


def test_an_older_export_with_few_columns_is_read(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(
        "Name;Email;Lineitem quantity;Lineitem name;Shipping Name;Shipping Street\n#9;a@b.c;1;Mug;Ann;X 1\n"
    )
    assert ShopifyCsv().recognises(file)
    assert ShopifyCsv().read(file, HELSINKI).orders[0].address.line1 == "X 1"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file.empty"), (b" \n\n", "file.empty"), (b"%PDF-1.7 ...", "file.binary"), (b"a,b\n1,2\n", "file.columns")],
)
def test_a_file_of_which_nothing_can_be_read_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        ShopifyCsv().read(file, HELSINKI)
    assert refusal.value.code == code


def test_a_planners_template_is_guessed(tmp_path: Path) -> None:
    file = tmp_path / "detrack.csv"
    file.write_text(
        "D.O. No.*,Date*,Address*,Deliver to,Delivery time,Phone No.,SKU,Item Description,Quantity\n"
        "D1,24/11/2026,Bulevardi 1,Ann,10:00-12:00,0401234567,MUG,Mug,2\nD1,24/11/2026,Bulevardi 1,Ann,,,PAN,Pan,1\n"
    )
    order = Generic().read(file, HELSINKI).orders[0]
    assert [line.sku for line in order.lines] == ["MUG", "PAN"]
    assert order.windows[0].end == datetime.fromisoformat("2026-11-24T12:00:00+02:00")


def test_a_workbook_is_read_and_a_broken_one_refused(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Order", "Customer", "Address", "Latitude", "Longitude", "Qty"])
    sheet.append([1001, "Ann", "Bulevardi 1", 0, 0, 1])
    book.save(file)
    reading = Generic().read(file, HELSINKI)
    assert reading.orders[0].number == "1001"
    assert reading.orders[0].address.lat is None
    assert [problem.code for problem in reading.problems] == ["pin.impossible"]
    file.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(BadInput):
        Generic().read(file, HELSINKI)
