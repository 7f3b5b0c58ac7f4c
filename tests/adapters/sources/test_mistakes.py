"""Five hundred files with mistakes in them; `make fuzz` reads ten thousand others."""

from pathlib import Path

import pytest

from dispatch_console.adapters.sources.generic import Generic
from dispatch_console.ports import SourceOptions
from tests.fuzz.running import run


@pytest.mark.parametrize("first", range(0, 500, 100))
def test_no_mistake_crashes_a_reader_or_takes_a_good_row_with_it(tmp_path: Path, first: int) -> None:
    assert list(run(tmp_path, first, 100)) == []


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("Phone", "ring my mother", "phone.unreadable"), ("Phone", "brak", "phone.unreadable"),
        ("Phone", "12", "phone.unreadable"), ("Phone", "040 123 4567", ""), ("Phone", "+49 30 123456", ""),
        ("E-mail", "aino at example", "email.unreadable"), ("E-mail", "aino@example.com", ""),
    ],
)  # fmt: skip
def test_what_nobody_could_ring_or_write_to_is_said_and_kept(tmp_path: Path, column: str, text: str, code: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(f"Order number;Name;Street;Item;Quantity;{column}\nA-1;Ann;Road 1;Mug;1;{text}\n")
    reading = Generic().read(file, SourceOptions("Europe/Helsinki", "FI"))
    (order,) = reading.orders
    assert [(one.column, one.code, one.blocks) for one in reading.problems] == ([(column, code, False)] if code else [])
    kept = order.phone if column == "Phone" else order.email
    assert kept == text or not code
