"""Workbooks: a number is what the sheet shows, a header may stand anywhere, merged cells belong to all their rows."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dispatch_console.adapters.sources.generic import Generic
from dispatch_console.adapters.sources.values.number_formats import shown
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.ports import SourceOptions

OPTIONS = SourceOptions("America/New_York", "US")
DAY = datetime.fromisoformat("2026-12-01")
HEAD = ["Order ID", "Customer", "Address", "Zip", "Item", "Qty"]


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-01T{clock}")


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (17, "000000", "000017"), (4101, "00000", "04101"), (212021234, "00000-0000", "21202-1234"),
        (123, '"A-"0000', "A-0123"), (12.5, "0.00", "12.5"), (5, "General", "5"), (1234, "#,##0", "1234"),
        (-3, "000", "-3"), (4105550161, "0000000000", "4105550161"), (0.1 + 0.2, "General", "0.3"),
        # three decimals must not look like thousands
        (1.234, "0.000", "1.2340"),
        (DAY, "m/d/yyyy", "2026-12-01"), (at("09:00"), "m/d/yyyy h:mm", "2026-12-01 09:00"),
        (DAY, "m/d/yyyy h:mm", "2026-12-01 00:00"), (time(13, 30), "h:mm AM/PM", "13:30"),
        (timedelta(hours=25), "[h]:mm", "25:00"), (True, "General", "true"), (None, "General", ""),
    ],
)  # fmt: skip
def test_the_text_of_a_cell(value: Any, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text


def read(tmp_path: Path, book: openpyxl.Workbook) -> Reading:
    file = tmp_path / "orders.xlsx"
    book.save(file)
    return Generic().read(file, OPTIONS)


def workbook(*rows: list[Any]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def test_leading_zeros_that_the_sheet_shows_are_kept(tmp_path: Path) -> None:
    book = workbook(HEAD, [17, "Ann", "Road 1", 4101, "Mug", 1])
    book.worksheets[0]["A2"].number_format = "000000"
    book.worksheets[0]["D2"].number_format = "00000"
    (order,) = read(tmp_path, book).orders
    assert (order.number, order.address.postcode) == ("000017", "04101")


def test_times_of_a_sheet_make_a_window(tmp_path: Path) -> None:
    head = [*HEAD, "Delivery date", "Earliest Time", "Latest Time"]
    reading = read(
        tmp_path,
        workbook(
            head,
            ["T-1", "Ann", "Road 1", "1", "Mug", 1, DAY, time(10), time(12)],
            ["T-2", "Bo", "Road 2", "1", "Mug", 1, DAY, at("10:00"), at("12:00")],
            ["T-3", "Cy", "Road 3", "1", "Mug", 1, DAY, "10:00", "12:00"],
        ),
    )
    assert len({order.windows for order in reading.orders}) == 1
    assert reading.orders[0].windows[0].start == datetime.fromisoformat("2026-12-01T10:00:00-05:00")


def test_a_header_below_titles_and_on_the_second_sheet(tmp_path: Path) -> None:
    book = workbook(["Nothing here"], ["but notes"])
    second = book.create_sheet("Orders")
    for row in (["Deliveries of Tuesday"], ["printed", "10:42"], HEAD, ["S-1", "Ann", "Road 1", "1", "Mug", 1]):
        second.append(row)
    reading = read(tmp_path, book)
    (order,) = reading.orders
    assert (order.number, order.row) == ("S-1", 4)
    assert sum(column.filled for column in reading.account) == 3 + 6


def test_merged_cells_belong_to_all_their_rows(tmp_path: Path) -> None:
    book = workbook(
        HEAD,
        ["M-1", "Ann", "Road 1", "1", "Mug", 1],
        ["", "", "", "", "Pan", 2],
        ["M-2", "Bo", "Road 2", "1", "Cup", 3],
    )
    for column in "ABCD":
        book.worksheets[0].merge_cells(f"{column}2:{column}3")
    reading = read(tmp_path, book)
    assert [(order.number, [line.name for line in order.lines]) for order in reading.orders] == [
        ("M-1", ["Mug", "Pan"]),
        ("M-2", ["Cup"]),
    ]
    assert reading.problems == ()


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    book = workbook(HEAD, ["H-1", "Ann", "Road 1", "1", "Mug", 1], ["H-2", "Bo", "Road 2", "1", "Mug", 1])
    book.worksheets[0].row_dimensions[3].hidden = True
    reading = read(tmp_path, book)
    assert [order.number for order in reading.orders] == ["H-1", "H-2"]
    assert [(problem.row, problem.code, problem.blocks) for problem in reading.problems] == [(3, "row.hidden", False)]


def test_a_row_that_adds_up_is_no_order(tmp_path: Path) -> None:
    book = workbook(HEAD, ["S-1", "Ann", "Road 1", "1", "Mug", 4], ["", "", "", "", "Total", 4])
    reading = read(tmp_path, book)
    assert [order.number for order in reading.orders] == ["S-1"]
    assert [(problem.row, problem.code, problem.blocks) for problem in reading.problems] == [(3, "row.total", False)]
