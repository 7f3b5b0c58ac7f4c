"""`door` as a process: it says where it listens, hears a ring, and ends when it is asked to."""

import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.shops import asking
from tests.builders.commands import call


def test_the_door_listens_hears_and_ends(desk: Desk, database_url: str, tmp_path: Path) -> None:
    record = desk.do_now(
        live_sources.keep_source, None, name="Kotivara", kind="woocommerce", address="https://shop.example", options={},
        own_fields={},
    )  # fmt: skip
    command = [sys.executable, "-m", "dispatch_console", "--data-dir", str(tmp_path), "--database", database_url]
    with subprocess.Popen(
        [*command, "door", "--listen", "127.0.0.1:0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DISPATCH_CONSOLE_SECRET_SOURCE_KOTIVARA_BELL": "between us"},
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            at = json.loads(process.stdout.readline())["listening"]
            body = b'{"id": 17}'
            signature = base64.b64encode(hmac.new(b"between us", body, hashlib.sha256).digest()).decode()
            answer = httpx.post(f"{at}/bell/{record}", content=body, headers={"X-WC-Webhook-Signature": signature})
            assert answer.status_code == 200
            hints = desk.ask_now(asking.hinted, record)
            assert hints is not None and hints.refs == ("17",)
        finally:
            process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, "Traceback" in err) == (0, "", False), err


@pytest.mark.parametrize(("listen", "said"), [("nowhere", "is no place to listen"), ("203.0.113.9:1", "cannot listen")])
def test_where_it_cannot_listen_is_said(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], listen: str, said: str
) -> None:
    code, _, err = call(database_url, tmp_path, capsys, "door", "--listen", listen)
    assert code == 1 and said in err
