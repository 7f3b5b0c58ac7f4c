"""The CSV of WooCommerce's export plugins: lines packed in cells, or a row each; paid, cash, completed."""

from pathlib import Path

import pytest

from dispatch_console.adapters.sources.woocommerce_csv import WooCommerceCsv
from dispatch_console.domain.orders.admission import LeftOut, Payment
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.ports import SourceOptions
from dispatch_console.station.intake import recognise

HEAD = (
    "order_id,order_number,order_date,status,order_total,order_currency,payment_method,billing_first_name,"
    "billing_last_name,billing_phone,billing_address_1,billing_city,shipping_first_name,shipping_last_name,"
    "shipping_address_1,shipping_postcode,shipping_city"
)


def read(tmp_path: Path, head: str, *rows: str) -> Reading:
    file = tmp_path / "orders.csv"
    file.write_text("\n".join((head, *rows)), encoding="utf-8")
    source = recognise(file)
    assert source.kind == WooCommerceCsv.kind
    return source.read(file, SourceOptions("Europe/Helsinki", "FI"))


def row(number: int, status: str, payment: str, lines: str, ship: str = "Bo,Lee,Road 1,00100,Helsinki") -> str:
    head = f"{number},{1000 + number},9/6/2026 6:29:00,{status},55.00,EUR,{payment}"
    return f"{head},Ann,Lee,040 123 4567,Pay 1,Espoo,{ship},{lines}"


MUG, PAN = "name:Mug; large|sku:M-1|quantity:2|total:45.00", "name:Pan|sku:P-1|quantity:1|total:10.00"


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("line_item_1,line_item_2", f"{MUG},{PAN}"),
        ("line_items", f"{MUG};{PAN}"),
        ("line_items", f"id:1|{MUG};id:2|{PAN}"),
    ],
)
def test_packed_lines_are_unpacked(tmp_path: Path, columns: str, cells: str) -> None:
    reading = read(tmp_path, f"{HEAD},{columns}", row(11, "processing", "stripe", cells))
    (order,) = reading.orders
    assert [(line.sku, line.name, line.quantity) for line in order.lines] == [
        ("M-1", "Mug; large", 2),
        ("P-1", "Pan", 1),
    ]
    assert (order.number, order.source_ref, order.customer_name) == ("1011", "11", "Bo Lee")
    assert order.placed_at is not None and f"{order.placed_at:%Y-%m-%d}" == "2026-09-06"


def test_a_row_per_line(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        f"{HEAD},item_name,item_sku,item_quantity",
        row(11, "processing", "stripe", "Mug,M-1,2"),
        row(11, "processing", "stripe", "Pan,P-1,1"),
    )
    (order,) = reading.orders
    assert [line.name for line in order.lines] == ["Mug", "Pan"]


def test_who_pays_and_what_is_no_work(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        f"{HEAD},line_item_1",
        row(1, "processing", "cod", PAN),
        row(2, "processing", "stripe", PAN),
        row(3, "wc-pending", "bacs", PAN),
        row(4, "completed", "stripe", PAN),
    )
    assert [(order.payment, order.due_on_delivery, order.left_out) for order in reading.orders] == [
        (Payment.ON_DELIVERY, 5500, None),
        (Payment.PAID, None, None),
        (Payment.UNPAID, None, None),
        (Payment.PAID, None, LeftOut.COMPLETED),
    ]


def test_the_payer_stands_in_where_no_other_address_is_given(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{HEAD},line_item_1", row(1, "processing", "stripe", PAN, ",,,,"))
    (order,) = reading.orders
    assert (order.customer_name, order.address.line1, order.address.city) == ("Ann Lee", "Pay 1", "Espoo")


def test_a_line_that_cannot_be_unpacked_keeps_its_order_waiting(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{HEAD},line_item_1", row(1, "processing", "stripe", "rubbish"))
    assert reading.orders == ()
    (problem,) = (problem for problem in reading.problems if problem.blocks)
    assert (problem.row, problem.code, problem.order_number) == (2, "line.quantity", "1001")
    assert "rubbish" in str(problem.facts["rows"])


def test_a_product_by_its_number(tmp_path: Path) -> None:
    reading = read(
        tmp_path, f"{HEAD},order_item_1", row(1, "processing", "stripe", "product_id:4959|3|30|size: Medium")
    )
    (line,) = reading.orders[0].lines
    assert (line.quantity, line.name) == (3, "product_id:4959 - size: Medium")
