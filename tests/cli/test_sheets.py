"""Signed sheets from the command line: what was filed, what was not, and a blank back that lacks nothing."""

import json
import random
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.entities import Sheet
from tests.builders.commands import call
from tests.builders.days import out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.papers import pages
from tests.builders.signed_sheets import sign, with_torn_code


def test_a_page_a_blank_back_and_a_torn_page(
    desk: Desk, settings: Settings, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    paper = printing.print_manifests(desk, settings, DAY, tmp_path)[0]
    newest = select(Sheet).where(Sheet.kind_of == "manifest").order_by(Sheet.id.desc())
    sheet = desk.ask_now(lambda session: session.scalars(newest).first())
    assert sheet is not None
    signed = sign(pages(paper.path, 200)[0].convert("L"), sheet.layout["pages"][0], [True, False], random.Random(7))
    blank = Image.new("L", signed.size, 250)
    signed.save(tmp_path / "scan.pdf", save_all=True, append_images=[blank])
    code, out, _ = call(database_url, tmp_path, capsys, "sheets", "read", str(tmp_path / "scan.pdf"), "--json")
    document = json.loads(out)
    assert code == 0 and document["missing"] == []
    ((page,), (unread,)) = document["sheets"], document["unread"]
    assert page["route"].startswith("E ") and page["code"].startswith("DCS")
    assert [stop["signed"] for stop in page["stops"]] == [True, False]
    assert (unread["page"], unread["reason"]) == (2, "blank")
    # the same document, wherever it is asked for
    _, out, _ = call(database_url, tmp_path, capsys, "sheets", "--json", "read", str(tmp_path / "scan.pdf"))
    assert set(json.loads(out)) == set(document)
    with_torn_code(signed).save(tmp_path / "torn.png")
    code, out, said = call(database_url, tmp_path, capsys, "sheets", "read", str(tmp_path / "torn.png"))
    assert code == 1
    assert "torn.png, page 1: " in out + said and "no_code" not in out + said
