"""In which zone the times of a file are read; every answer says it."""

import json
from pathlib import Path

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from tests.builders.commands import call
from tests.builders.sample_orders import get

TEXT = (
    "Order number;Name;Street;Post code;City;SKU;Item;Quantity;Delivery date;Delivery time\n"
    "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1;2026-11-25;12:00-14:00\n"
)


def begins(desk: Desk) -> str:
    """When the wished window of A1 begins, in UTC."""
    return str(get(desk, "A1").wish_windows[0][0])


@pytest.mark.parametrize(
    ("depot", "told", "zone", "hour"),
    [
        ("", "", "Europe/Helsinki", 10),
        ("", "America/New_York", "America/New_York", 17),
        ("Europe/Lisbon", "", "Europe/Lisbon", 12),
        ("Europe/Lisbon", "Asia/Tokyo", "Asia/Tokyo", 3),
    ],
)
def test_a_file_is_read_in_the_zone_that_was_said_else_the_depots(
    desk: Desk,
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    depot: str,
    told: str,
    zone: str,
    hour: int,
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(TEXT, encoding="utf-8")
    if depot:
        desk.do_now(
            setting_up.set_up_depot, name="D", address="Rua 1", lat=38.7, lon=-9.1, zone=depot, departures=[], slots=[]
        )
    words = ["import", str(file), *(["--zone", told] if told else [])]
    _, out, _ = call(database_url, tmp_path, capsys, *words, "--dry-run", "--json")
    assert json.loads(out)["zone"] == zone
    _, out, _ = call(database_url, tmp_path, capsys, *words)
    assert f"times in {zone}" in out
    assert f"T{hour:02}:00:00" in begins(desk)


def test_a_zone_that_does_not_exist_is_a_sentence(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(TEXT, encoding="utf-8")
    code, out, _ = call(database_url, tmp_path, capsys, "import", str(file), "--zone", "Europe/Atlantis", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "field.zone")
