"""The demo day that `make run` plays: imported, planned, driven to 10:42, printed and shown."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QImage

from dispatch_console.cli.main import run
from dispatch_console.console.tabs import TABS
from dispatch_console.domain.orders.stages import Stage

DAY = "2026-11-25"


@pytest.mark.long
def test_the_demo_day_is_played_printed_and_shown(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    station = ["--data-dir", str(tmp_path / "station"), "--database", database_url]
    said = ""

    def ask(*words: str) -> tuple[int, dict[str, Any]]:
        nonlocal said
        code = run([*station, *words, "--json"])
        out, said = capsys.readouterr()
        return code, json.loads(out)

    code, played = ask("demo", "--day", DAY, "--seconds", "2")
    assert code == 0
    assert "0 without a place, 0 broken" in said
    stages = played["stages"]
    assert sum(stages.values()) == ask("orders", "--limit", "0")[1]["total"]
    # every step of the procedure has something to show, only that nothing is settled yet at 10:42
    assert stages.keys() == set(Stage) - {Stage.CLOSED}
    assert ask("audit", "verify")[1]["intact"] is True
    # a second time nothing is mixed in
    code, refused = ask("demo", "--day", DAY)
    assert (code, refused["error"]["code"]) == (1, "demo.not_empty")

    code, papers = ask("demo", "--day", DAY, "--papers", str(tmp_path / "papers"))
    assert code == 0
    # label, packing slip and proof of each order that was delivered, beside the manifests
    assert len(papers["files"]) > 3 * stages["reconcile"]
    for file in papers["files"]:
        document = pypdfium2.PdfDocument(file)
        assert len(document) > 0, file
        document.close()

    command = [sys.executable, "-m", "dispatch_console", *station, "demo", "--day", DAY, "--json", "--pictures"]
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    shown = subprocess.run(
        [*command, str(tmp_path / "screens")], env=offscreen, capture_output=True, text=True, check=False, timeout=300
    )
    assert shown.returncode == 0, shown.stderr
    pictures = json.loads(shown.stdout)["files"]
    assert len(pictures) >= 2 * len(TABS)
    assert all(QImage(file).width() >= 1600 for file in pictures)
