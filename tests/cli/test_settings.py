"""Settings by command: shown, changed, and secrets kept where nobody reads them."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from dispatch_console import secrets, settings
from dispatch_console.cli.main import run
from dispatch_console.domain.errors import Unavailable
from tests.key_store import Away, Memory, key_store


def call(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = run(["--data-dir", str(folder), "settings", *words, "--json"])
    captured = capsys.readouterr()
    return code, json.loads(captured.out), captured.err


def test_an_option_is_written_and_what_stood_in_the_file_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# of the site\nstation = "Station 4" # by the door\nunknown = 7\n', encoding="utf-8")
    code, answer, _ = call(tmp_path, capsys, "set", "smtp_port", "2525")
    assert (code, answer["settings"][0]["value"]) == (0, 2525)
    assert file.read_text(encoding="utf-8") == (
        '# of the site\nstation = "Station 4" # by the door\nunknown = 7\nsmtp_port = 2525\n'
    )
    assert settings.load(tmp_path).smtp_port == 2525
    call(tmp_path, capsys, "set", "station", 'Packing "north" ä')
    assert call(tmp_path, capsys, "get", "station")[1]["settings"][0]["value"] == 'Packing "north" ä'


@pytest.mark.parametrize(
    ("option", "value", "code"),
    (
        ("smtp_port", "many", "settings.type"),
        ("smtp_starttls", "perhaps", "settings.type"),
        ("colour_scheme", "pink", "settings.type"),
        ("role", "intruder", "settings.type"),
        ("zone", "Europe/Nowhere", "settings.type"),
        ("nothing", "1", "settings.unknown"),
        ("smtp_password", "in the open", "settings.secret"),
    ),
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secrets_kept: Memory, option: str, value: str, code: str
) -> None:
    done, answer, _ = call(tmp_path, capsys, "set", option, value)
    assert (done, answer["error"]["code"]) == (1, code)
    assert not (tmp_path / "settings.toml").exists() and secrets_kept.kept == {}


def test_every_option_is_listed_with_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secrets_kept: Memory
) -> None:
    _, answer, _ = call(tmp_path, capsys, "list")
    listed = {entry["key"]: entry for entry in answer["settings"]}
    assert set(settings.OPTIONS) | {"smtp_password", "database_password"} == set(listed)
    assert all(entry["description"] for entry in listed.values())
    assert listed["smtp_port"] == {
        "key": "smtp_port", "value": 587, "type": "int", "default": 587, "description": "its port",
    }  # fmt: skip


def test_a_secret_comes_by_standard_input_and_is_never_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secrets_kept: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call(tmp_path, capsys, "get", "smtp_password")[1]["settings"][0]["set"] is False
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
    code, answer, err = call(tmp_path, capsys, "set", "smtp_password")
    assert code == 0 and answer["settings"][0]["set"] is True
    assert "correct horse" not in json.dumps(answer) + err
    assert secrets.read(settings.load(tmp_path).mail_password) == "correct horse"
    assert not (tmp_path / "settings.toml").exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert call(tmp_path, capsys, "set", "smtp_password")[1]["settings"][0]["set"] is False


def test_a_password_in_an_address_is_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secrets_kept: Memory
) -> None:
    call(tmp_path, capsys, "set", "database_url", "postgresql://ana:hunter2@db/orders")
    assert "hunter2" not in json.dumps(call(tmp_path, capsys, "list")[1])
    for mistyped in ("postgresql//ana:hunter2@db/orders", "mysql://ana:hunter2@db/orders"):
        run(["--data-dir", str(tmp_path), "--database", mistyped, "orders"])
        captured = capsys.readouterr()
        assert "hunter2" not in captured.out + captured.err and captured.err


def test_a_machine_without_a_key_store_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with key_store(Away()):
        with pytest.raises(Unavailable, match=r"secret\.away"):
            secrets.read("smtp_password")
        with pytest.raises(Unavailable, match=r"secret\.away") as refusal:
            secrets.keep("smtp_password", "x")
        variable = str(refusal.value.facts["variable"])
        monkeypatch.setenv(variable, "from the environment")
        assert secrets.read("smtp_password") == "from the environment"
