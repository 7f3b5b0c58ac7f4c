"""Time and memory of files of 100,000 order lines: a CSV with all of Shopify's columns, and a workbook."""

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.application.desk import Desk
from tests.benchmarks.results import Result

ORDERS, LINES = 50_000, 2
HEADER = tuple(
    dict.fromkeys(
        (*(name for names in ShopifyCsv.columns.values() for name in names), *sorted(ShopifyCsv.of_no_use), "Vendor")
    )
)
MEASURED = """
import resource, sys, time
from pathlib import Path
from dispatch_console.ports import SourceOptions
from dispatch_console.station.intake import recognise
from dispatch_console.cli.main import run
options, file = SourceOptions("Europe/Helsinki", "FI"), Path(sys.argv[2])
begin = time.monotonic()
reading = recognise(file).read(file, options)
read, peak = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
lines = sum(len(order.lines) for order in reading.orders)
del reading
begin = time.monotonic()
code = run(["--data-dir", sys.argv[1], "import", sys.argv[2]])
whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("measured", code, lines, read, peak, time.monotonic() - begin, whole)
"""


def order_files(_: Desk) -> list[Result]:
    """Read and import both files, each in a process of its own on an empty database."""
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _csv(folder / "orders.csv")
        _workbook(folder / "orders.xlsx")
        for file in (folder / "orders.csv", folder / "orders.xlsx"):
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, str(folder / file.suffix.strip(".")), str(file)],
                capture_output=True,
                text=True,
                check=True,
            )
            _said, code, lines, read, peak, took, whole = done.stdout.strip().splitlines()[-1].split()
            size = file.stat().st_size / 2**20
            kind = file.suffix.strip(".")
            note = f"{lines} lines, {size:.0f} MB, peak {float(peak):.0f} MB"
            results.append(Result(f"read_{kind}", round(float(read), 1), "s", note))
            note = f"the same file with its import, exit {code}, peak {float(whole):.0f} MB"
            results.append(Result(f"import_{kind}", round(float(took), 1), "s", note))
    return results


def _rows() -> Iterator[dict[str, str]]:
    for number in range(ORDERS):
        head = {
            "Name": f"#{number}", "Id": str(10**9 + number), "Email": f"c{number % 4000}@example.com",
            "Financial Status": "paid", "Currency": "EUR", "Total": "48.00", "Created at": "2026-11-20 09:00:00 +0200",
            "Shipping Name": f"Customer {number % 4000}", "Shipping Address1": f"Street {number % 3000}",
            "Shipping Zip": "'00100", "Shipping City": "Helsinki", "Shipping Country": "FI", "Vendor": "Kotivara",
            "Shipping Phone": "040 123 4567", "Shipping Method": "Local Delivery", "Payment Method": "Card",
            "Note Attributes": f"Delivery Date: 2026-12-{1 + number % 28:02d}\nDelivery Time: 10:00 - 12:00",
        }  # fmt: skip
        for line in range(LINES):
            goods = {"Lineitem quantity": "2", "Lineitem name": "Blue mug", "Lineitem sku": f"MUG-{number % 500}",
                     "Lineitem price": "12.00", "Lineitem requires shipping": "true"}  # fmt: skip
            yield (head if line == 0 else {"Name": head["Name"], "Email": head["Email"]}) | goods


def _csv(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, HEADER, restval="")
        writer.writeheader()
        writer.writerows(_rows())


def _workbook(file: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Order", "Customer", "Street", "Zip", "City", "Phone", "Item", "SKU", "Quantity", "Price"])
    for row in _rows():
        repeated = [row.get(f"Shipping {name}", "") for name in ("Name", "Address1", "Zip", "City", "Phone")]
        sheet.append([row["Name"], *repeated, row["Lineitem name"], row["Lineitem sku"], 2, 12.0])
    book.save(file)
