"""`customer`: what is kept of a person is given out, two entries become one, and a person is forgotten."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.cli.main import run
from tests.builders.commands import call
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get


def test_a_person_is_given_out_merged_and_erased(
    desk: Desk, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1), incoming(2), incoming(3)), "f")

    def answer(*words: str) -> tuple[int, dict[str, Any]]:
        code, out, _ = call(database_url, tmp_path, capsys, *words, "--json")
        return code, json.loads(out)

    customer = partial(answer, "customer")

    file = tmp_path / "one.json"
    assert customer("export", "--order", "SO-1", str(file)) == (0, {"file": str(file), "orders": 1})
    assert json.loads(file.read_text(encoding="utf-8"))["customer"]["name"] == "Customer 1"
    assert customer("merge", "--order", "SO-1", "--same-as", "SO-2") == (0, {"merged": True})
    # without being sure it says what goes, and nothing goes
    code, goes = customer("erase", "--order", "SO-2")
    assert (code, goes["erased"], goes["orders"], goes["called_off"]) == (0, False, 2, ["SO-1", "SO-2"])
    assert get(desk, "SO-1").customer_name == "Customer 1"
    code, gone = customer("erase", "--order", "SO-2", "--sure")
    assert (code, gone["erased"], gone["files"]) == (0, True, 0)
    assert [get(desk, f"SO-{number}").customer_name for number in (1, 2, 3)] == ["(erased)", "(erased)", "Customer 3"]
    assert customer("erase", "--order", "SO-1", "--sure")[1]["error"]["code"] == "erase.done"
    code, audit = answer("audit", "verify")
    assert (code, audit["intact"]) == (0, True) and audit["emptied"] == 1


def test_an_order_that_nobody_knows_erases_nobody(desk: Desk, database_url: str, tmp_path: Path) -> None:
    assert run(["--data-dir", str(tmp_path), "--database", database_url, "customer", "erase", "--order", "X"]) == 1
