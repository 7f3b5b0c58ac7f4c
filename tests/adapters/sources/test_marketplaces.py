"""Exports of marketplaces: read whole, without a question."""

from pathlib import Path

import pytest

from dispatch_console.adapters.sources.known_table import KnownTable
from dispatch_console.adapters.sources.marketplaces import AmazonUnshipped, Ebay, EtsyItems, EtsyOrders, MagentoGrid
from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.domain.orders.incoming import Fate, Reading
from dispatch_console.ports import SourceOptions
from tests.conftest import DATA

HERE = SourceOptions("Europe/Vaduz", "LI")


def read(tmp_path: Path, reader: KnownTable, *rows: dict[str, str], delimiter: str = ",") -> Reading:
    """Write a file with all columns of a kind, and read it."""
    names = dict.fromkeys((*reader.needed, *(name for some in reader.columns.values() for name in some)))
    header = [*names, *sorted(reader.of_no_use - names.keys())]
    file = tmp_path / "export.csv"
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    file.write_text("\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines), encoding="utf-8")
    assert reader.recognises(file)
    return reader.read(file, HERE)


def test_the_amazon_sample_arrives_whole() -> None:
    reading = AmazonUnshipped().read(DATA / "amazon_unshipped_orders.txt", HERE)
    first = reading.orders[0]
    assert (first.number, first.customer_name, first.address.line1, first.address.city) == (
        "113-4500000-1234500", "Anna Marxer", "Städtle 28", "Vaduz",
    )  # fmt: skip
    assert [(line.sku, line.quantity) for line in first.lines] == [("MUG-BLU", 1)]
    assert (first.payment, first.phone, first.left_out) == ("paid", "+4232345671", None)
    assert reading.problems == ()
    assert {column.column for column in reading.account if Fate.SEEN in column.fates} <= {
        "promise-date", "purchase-order-number",
    }  # fmt: skip


def test_only_what_is_still_to_ship_of_an_amazon_order_is_work(tmp_path: Path) -> None:
    base = {"order-id": "1", "ship-address-1": "Städtle 28", "recipient-name": "Ann", "payments-date": "2026-11-01"}
    reading = read(
        tmp_path,
        AmazonUnshipped(),
        base | {"sku": "MUG", "quantity-purchased": "3", "quantity-shipped": "2", "quantity-to-ship": "1"},
        base | {"sku": "PAN", "quantity-purchased": "1", "quantity-shipped": "1", "quantity-to-ship": "0"},
        delimiter="\t",
    )
    assert [(line.sku, line.quantity) for line in reading.orders[0].lines] == [("MUG", 1)]


def test_etsy_writes_the_month_first_wherever_it_sells(tmp_path: Path) -> None:
    order = {
        "Order ID": "7",
        "Sale Date": "09/03/26",
        "Full Name": "Ann",
        "Number of Items": "2",
        "Street 1": "Städtle 28",
    }
    reading = read(tmp_path, EtsyOrders(), order, order | {"Order ID": "8", "Date Shipped": "09/04/26"})
    placed = reading.orders[0].placed_at
    assert placed is not None and (placed.month, placed.day) in ((9, 2), (9, 3))
    assert [(one.number, one.left_out) for one in reading.orders] == [("7", None), ("8", "left.completed")]
    assert sum(line.quantity for line in reading.orders[0].lines) == 2


def test_the_items_of_an_etsy_order_are_its_lines(tmp_path: Path) -> None:
    base = {"Order ID": "7", "Sale Date": "09/03/26", "Ship Name": "Ann", "Ship Address1": "Städtle 28"}
    base |= {"Quantity": "1", "Transaction ID": "1", "Date Paid": "09/03/2026"}
    reading = read(
        tmp_path,
        EtsyItems(),
        base | {"Item Name": "Mug", "Variations": "Colour:Blue", "Listing ID": "5"},
        base | {"Item Name": "Pan", "Listing ID": "6"},
    )
    (order,) = reading.orders
    assert [line.name for line in order.lines] == ["Mug - Colour:Blue", "Pan"]
    assert order.payment == "paid"


def test_a_combined_ebay_order_has_the_lines_below_its_head(tmp_path: Path) -> None:
    head = {"Sales Record Number": "9", "Order Number": "12-1", "Ship To Name": "Ann", "Quantity": "3",
            "Ship To Address 1": "Städtle 28", "Total Price": "1 234,50 €", "Paid On Date": "Nov-20-26"}  # fmt: skip
    reading = read(
        tmp_path,
        Ebay(),
        head,
        {"Order Number": "12-1", "Item Number": "1", "Item Title": "Mug", "Quantity": "2"},
        {"Order Number": "12-1", "Item Number": "2", "Item Title": "Pan", "Quantity": "1"},
        {"Sales Record Number": "2 record(s) downloaded"},
        delimiter=";",
    )
    (order,) = reading.orders
    assert [(line.name, line.quantity) for line in order.lines] == [("Mug", 2), ("Pan", 1)]
    assert (order.total, order.payment) == (123450, "paid")
    assert [problem.code for problem in reading.problems] == ["row.total"]


def test_click_and_collect_of_ebay_is_fetched_by_the_customer(tmp_path: Path) -> None:
    order = {"Order Number": "1", "Item Title": "Mug", "Quantity": "1", "Ship To Address 1": "Shop 1"}
    reading = read(
        tmp_path, Ebay(), order | {"Click And Collect": "Yes"}, order | {"Order Number": "2", "Click And Collect": "No"}
    )
    assert [one.handover for one in reading.orders] == ["collection", "delivery"]


def test_a_grid_of_magento_has_its_address_in_one_cell(tmp_path: Path) -> None:
    order = {
        "ID": "000000012",
        "Ship-to Name": "Ann",
        "Shipping Address": "Städtle 28,Vaduz,,9490",
        "Status": "processing",
    }
    reading = read(
        tmp_path,
        MagentoGrid(),
        order,
        order | {"ID": "13", "Status": "closed"},
        order | {"ID": "14", "Status": "holded"},
    )
    assert [(one.number, one.left_out, one.remarks) for one in reading.orders] == [
        ("000000012", None, ()), ("13", "left.completed", ()), ("14", None, ("held_at_source",)),
    ]  # fmt: skip


KINDS: tuple[KnownTable, ...] = (AmazonUnshipped(), EtsyOrders(), EtsyItems(), Ebay(), MagentoGrid(), ShopifyCsv())


@pytest.mark.parametrize("reader", KINDS)
def test_a_file_of_one_kind_is_taken_for_no_other(reader: KnownTable) -> None:
    header = {*reader.needed, *reader.of_no_use, *(name for some in reader.columns.values() for name in some)}
    assert [one.kind for one in KINDS if one.is_header(header)] == [reader.kind]
