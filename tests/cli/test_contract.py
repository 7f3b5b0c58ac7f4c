"""The command line as other programs see it: exit codes, one JSON document, sentences on stderr."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.cli.main import run
from dispatch_console.store import station_clock
from tests.builders.commands import call
from tests.builders.days import plan_day, ready_orders
from tests.builders.fleet import DAY
from tests.builders.mails import thank
from tests.builders.received import incoming, reading
from tests.conftest import DATA
from tests.label_printer import PAPER_OUT, READY, printing
from tests.mail_server import MailBox, free_port

ROOT = Path(__file__).parents[2]


def test_import_and_orders_answer_as_agreed(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(database_url, tmp_path, capsys, "import", str(DATA / "shopify_orders_export.csv"), "--json")
    answer = json.loads(out)
    assert (code, answer["source"], answer["orders"]["new"], answer["lines"]) == (0, "shopify-csv", 20, 39)
    assert (answer["encoding"], answer["left_out"], answer["problems"]) == ("utf-8", [], [])
    city = next(column for column in answer["cells"] if column["column"] == "Shipping City")
    assert city == {
        "column": "Shipping City", "fields": ["city"], "used": 20, "no_use": 0, "not_understood": 0, "seen": 0,
    }  # fmt: skip
    code, out, _ = call(database_url, tmp_path, capsys, "orders", "--number", "#1003", "--json")
    order = json.loads(out)["orders"][0]
    assert order["address"] | {"lat": 0} == {
        "line1": "Dorfstrasse 10",
        "line2": "2. Stock",
        "postcode": "9497",
        "city": "Triesenberg",
        "region": None,
        "country": "LI",
        "company": None,
        "lat": 0,
        "lon": None,
        "quality": "none",
        "doubt": None,
    }
    assert (order["handover"], order["payment"], order["due_on_delivery"]) == ("delivery", "paid", None)
    assert order["next_action"] == "verify"
    assert call(database_url, tmp_path, capsys, "orders", "--stage", "closed", "--json")[1].startswith('{"total": 0')


def test_what_is_no_work_is_left_out_by_code_and_what_is_wrong_has_its_severity(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    head = "Order,Customer,Address,Item,Qty,Status,Delivery time\n"
    rows = "A,Ann,Road 1,Mug,1,completed,\nB,Bo,Road 2,Mug,x,,\nC,Cy,Road 3,Mug,1,,noon\n"
    file.write_text(head + rows, encoding="utf-8")
    code, out, _ = call(database_url, tmp_path, capsys, "import", str(file), "--json")
    answer = json.loads(out)
    assert (code, answer["orders"]["new"], answer["orders"]["left_out"], answer["orders"]["quarantined"]) == (
        0,
        1,
        1,
        1,
    )
    assert answer["left_out"] == [
        {"order_number": "A", "code": "left.completed", "message": "Completed at the source."}
    ]
    assert [(one["order_number"], one["code"], one["severity"]) for one in answer["problems"]] == [
        ("B", "line.quantity", "error"),
        ("C", "window.unreadable", "notice"),
    ]


def test_an_encoding_that_may_be_several_is_asked_for(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes("Order,Customer,Address\nA,Tomáš Dvořák,Růžová 7\n".encode("cp1250"))
    code, out, said = call(database_url, tmp_path, capsys, "import", str(file), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "file.encoding_ask")
    assert "Tomáš Dvořák" in said
    code, out, _ = call(database_url, tmp_path, capsys, "import", str(file), "--encoding", "cp1250", "--json")
    assert (code, json.loads(out)["encoding"], json.loads(out)["orders"]["new"]) == (0, "cp1250", 1)


def test_a_dry_run_writes_nothing(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = str(DATA / "woocommerce_rest_v3_orders.json")
    assert json.loads(call(database_url, tmp_path, capsys, "import", sample, "--dry-run", "--json")[1])["dry_run"]
    assert json.loads(call(database_url, tmp_path, capsys, "orders", "--json")[1])["total"] == 0


def test_refusals_are_a_sentence_and_code_1(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = tmp_path / "orders.csv"
    fake.write_bytes(b"%PDF-1.7")
    code, out, err = call(database_url, tmp_path, capsys, "import", str(fake), "--json")
    assert code == 1
    assert json.loads(out)["error"]["code"] in ("file.unknown", "file.binary")
    assert "orders.csv" in err
    assert call(database_url, tmp_path, capsys, "plan", "--day", "2026-11-23")[0] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("region", "route", "-30.03,-51.2", "-30.05,-51.21"), "region.none"),
        (("region", "route", "nan,nan", "47.1,9.5"), "pin.impossible"),
        (("region", "route", "here", "47.1,9.5"), "pin.unreadable"),
    ],
)
def test_places_in_the_south_and_west_are_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    assert run(["--data-dir", str(tmp_path), *words, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_wrong_words_are_code_2(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(database_url, tmp_path, capsys, "plan", "--day", "tomorrow")[0] == 2
    assert call(database_url, tmp_path, capsys, "fly")[0] == 2


def test_without_a_screen_the_console_says_so(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, _, err = call(database_url, tmp_path, capsys)
    assert (code, "no screen" in err) == (1, True)


def test_a_database_that_is_away_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call("postgresql://nobody@127.0.0.1:9/none", tmp_path, capsys, "orders", "--json")
    assert code == 1
    assert json.loads(out)["error"]["code"] == "database.away"
    assert "cannot be reached" in err


def test_the_doctor_says_what_it_looked_at(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(database_url, tmp_path, capsys, "doctor", "--json")
    answer = json.loads(out)
    assert (code, answer["healthy"]) == (0, True)
    assert {"name", "ok", "detail", "remedy"} == set(answer["checks"][0])


def test_the_doctor_says_that_the_clock_is_off(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def clock() -> tuple[bool, str]:
        code, out, _ = call(database_url, tmp_path, capsys, "doctor", "--json")
        checks = {check["name"]: check for check in json.loads(out)["checks"]}
        assert code == (0 if checks["clock"]["ok"] else 1)
        return checks["clock"]["ok"], checks["clock"]["detail"]

    assert clock()[0]
    monkeypatch.setattr(station_clock, "station_now", lambda: datetime.now(UTC) + timedelta(minutes=5))
    assert clock() == (False, "300 s ahead of the database's")


def test_the_doctor_says_that_a_cluster_without_certificates_is_not_asked(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_CONSOLE_CLUSTER", "tcp://127.0.0.1:8786")
    code, out, _ = call(database_url, tmp_path, capsys, "doctor", "--json")
    found = next(check for check in json.loads(out)["checks"] if check["name"] == "planning cluster")
    assert code == 1 and not found["ok"]
    assert "tls://" in found["detail"] and found["remedy"]


def test_every_error_code_has_a_sentence() -> None:
    import re

    raised = re.compile(r"(?:Refused|BadInput|Unavailable|Conflict)\(\s*\"([a-z_.]+)\"")
    said = re.compile(r"_say\([^\"]*(?:\"[^\"]*\"[^\"]*)*?\"((?:order|line|cell|address|window|pin)\.[a-z_]+)\"")
    codes: set[str] = set()
    for file in (ROOT / "dispatch_console").rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        codes |= set(raised.findall(source)) | set(said.findall(source))
    assert len(codes) > 40
    assert sorted(codes - set(texts.SENTENCES)) == []


def test_the_doctor_says_when_nothing_can_be_sent_and_why(
    database_url: str, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    mail: tuple[MailBox, int],
) -> None:  # fmt: skip
    thank(desk, 2)

    def doctor() -> tuple[bool, str]:
        code, out, _ = call(database_url, tmp_path, capsys, "doctor", "--json")
        found = next(check for check in json.loads(out)["checks"] if check["name"] == "mail server")
        assert (code == 0) == found["ok"]
        return found["ok"], found["detail"]

    ok, said = doctor()
    assert not ok and "not set up here" in said and "2 messages due" in said
    monkeypatch.setenv("DISPATCH_CONSOLE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("DISPATCH_CONSOLE_SMTP_PORT", str(free_port()))
    ok, said = doctor()
    assert not ok and "nothing can be sent, 2 messages due: The mail server 127.0.0.1 cannot be reached" in said
    monkeypatch.setenv("DISPATCH_CONSOLE_SMTP_PORT", str(mail[1]))
    monkeypatch.setenv("DISPATCH_CONSOLE_SMTP_STARTTLS", "false")
    assert doctor()[0]
    code, out, _ = call(database_url, tmp_path, capsys, "outbox", "run", "--once", "--json")
    answer = json.loads(out)
    # at night they wait for the morning
    assert (code, answer["blocked"], answer["sent"] + answer["waiting"]) == (0, None, 2)


def test_papers_of_an_order_are_written_as_agreed(
    desk: Desk, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready_orders(desk, ("1002",))
    folder = tmp_path / "out"
    for command, kind, name in (("labels", "label", "label-DCP"), ("slip", "slip", "packing-slip"), ("invoice",) * 3):
        code, out, _ = call(database_url, tmp_path, capsys, command, "--order", "1002", "--out", str(folder), "--json")
        (file,) = json.loads(out)["files"]
        assert (code, file["kind"], file["order"], file["revision"], file["pages"]) == (0, kind, "1002", 1, 1)
        assert Path(file["path"]).name.startswith(name) and Path(file["path"]).read_bytes().startswith(b"%PDF")
    code, out, _ = call(
        database_url, tmp_path, capsys, "labels", "--order", "1002", "--format", "zpl", "--out", str(folder), "--json"
    )
    (file,) = json.loads(out)["files"]
    assert file["revision"] == 2 and Path(file["path"]).read_bytes().startswith(b"^XA")
    plan_day(desk)
    code, out, _ = call(database_url, tmp_path, capsys, "labels", "--day", f"{DAY}", "--out", str(folder), "--json")
    assert [(file["order"], file["revision"]) for file in json.loads(out)["files"]] == [("#1002", 3)]
    assert call(database_url, tmp_path, capsys, "labels", "--json")[0] == 2
    code, out, said = call(database_url, tmp_path, capsys, "labels", "--order", "1004", "--json")
    assert code == 1 and json.loads(out)["error"]["code"] == "label.not_sealed" and "not sealed" in said


def test_a_message_is_shown_as_it_would_be_sent(
    desk: Desk, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "one.csv")
    asked = ("message", "preview", "--order", "SO-1", "--json")
    code, out, _ = call(database_url, tmp_path, capsys, *asked, "--kind", "reminder", "--language", "fi")
    document = json.loads(out)
    assert code == 0 and set(document) == {"subject", "text", "segments", "cost", "would_send", "reason"}
    assert "Toimituksesi SO-1" in document["subject"]
    assert (document["would_send"], document["reason"]) == (False, "not_loaded")
    for wrong in (("--kind", "love_letter"), ("--kind", "missed", "--language", "tlh")):
        code, out, _ = call(database_url, tmp_path, capsys, *asked, *wrong)
        assert code == 1 and json.loads(out)["error"]["code"] in ("message.kind", "field.language")


@pytest.mark.parametrize(("answer", "healthy"), [(READY, True), (PAPER_OUT, False), (None, False)])
def test_the_doctor_asks_the_label_printer(
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    answer: tuple[str, ...] | None,
    healthy: bool,
) -> None:
    with printing(answer) as printer:
        monkeypatch.setenv("DISPATCH_CONSOLE_LABEL_PRINTER", f"zpl:{printer.where}")
        _, out, _ = call(database_url, tmp_path, capsys, "doctor", "--json")
    (check,) = [check for check in json.loads(out)["checks"] if check["name"] == "label printer"]
    assert check["ok"] is healthy and printer.printed == b""
