"""Rows that wait are listed with their reasons, and exported as they came."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from dispatch_console.cli.main import run

HEAD = "Order,Customer,Address,City,Item,Qty\n"
ROWS = "A1,Ann,Bulevardi 1,Helsinki,Mug,2\nA1,Ann,Bulevardi 1,Helsinki,=2+5,x\nA2,Bo,Bulevardi 2,Helsinki,Pan,1\n"


@pytest.fixture
def office(tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: str) -> dict[str, Any]:
        run(["--data-dir", str(tmp_path / "office"), "--database", database_url, *words, "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    return ask


def test_an_order_that_waits_is_listed_and_its_rows_are_exported_as_they_came(office: Any, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")
    answer = office("import", str(file))
    assert (answer["orders"]["new"], answer["orders"]["quarantined"]) == (1, 1)
    assert [(one["column"], one["severity"]) for one in answer["problems"]] == [("Qty", "error")]
    (row,) = office("quarantine")["rows"]
    assert (row["row"], row["order_number"], row["customer"], row["source"]) == (3, "A1", "Ann", "generic")
    assert row["problems"][0]["message"] == "The quantity must be a whole number of at least 1."
    assert office("quarantine", "--source", "shopify-csv")["rows"] == []
    out = tmp_path / "waiting.csv"
    assert office("quarantine", "export", str(out))["rows"] == 2
    with out.open(encoding="utf-8-sig", newline="") as handle:
        written = list(csv.DictReader(handle))
    assert [one["row"] for one in written] == ["2", "3"]
    # what a spreadsheet would compute is text
    assert (written[0]["Item"], written[1]["Item"], written[1]["Qty"]) == ("Mug", "'=2+5", "x")
    assert (written[0]["reason"], "whole number" in written[1]["reason"]) == ("", True)
    # corrected there and brought in again, it waits no more
    text = out.read_text(encoding="utf-8-sig").replace(",x,", ",3,")
    file.write_text(text, encoding="utf-8")
    assert office("import", str(file))["orders"]["new"] == 1
    assert office("quarantine")["rows"] == []
