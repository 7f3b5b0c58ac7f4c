"""Proofs and the dispute file of an order, and the end of a day, from the command line."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dispatch_console import texts
from dispatch_console.application.customers import inbox
from dispatch_console.application.desk import Desk
from dispatch_console.application.papers import proof_facts, withdrawing
from dispatch_console.application.phones import dispute, photos
from dispatch_console.application.road import doorstep
from dispatch_console.application.road.finished import orders_of_day, record_view
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.settings import Settings
from dispatch_console.station import disputes, erased_papers, printing
from dispatch_console.station.letterhead import sender_of
from dispatch_console.store.entities import Handoff, InboxItem, PhonePhoto
from tests.application.test_handing_over import collect_on_delivery
from tests.builders.commands import call
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.phones import delivered, paired
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.door.test_driver_page import door_of_a_house, picture


@pytest.fixture
def done(desk: Desk, clock: Clock) -> Desk:
    """Return a day on which one order was delivered by phone, with a photo, and one was missed."""
    clock.now = PROMISE.start
    phone = paired(desk, out_on_the_road(desk, ("1002", "1004")))
    first, second = get(desk, "1002").id, get(desk, "1004").id
    looked = photos.Looked(picture(door_of_a_house), "")
    desk.do_now(photos.take_photo, phone.holder.phone_id, "b" * 32, b"whole", looked, first)
    place = {"lat": 60.1650, "lon": 24.9490, "accuracy": 8, "age": 1}
    phone.act("called", first, answered=False)
    phone.act("handoff", first, **delivered(place=place, recipient="<b>Anna</b>"))
    phone.act("handoff", second, outcome="failed_not_home")
    assert set(phone.hand_in()) == {"done"}
    clock.forward(timedelta(hours=1))
    return desk


def test_the_proofs_of_a_day_are_one_file_or_a_zip(done: Desk, settings: Settings, tmp_path: Path) -> None:
    orders = done.ask_now(orders_of_day, DAY)
    assert orders == (get(done, "1002").id,)
    one = printing.print_proofs(done, settings, orders, tmp_path)
    single = printing.print_proof(done, settings, orders[0], tmp_path)
    assert one.read_bytes().startswith(b"%PDF") and single.stat().st_size > 1000
    packed = printing.zip_proofs(done, settings, orders, tmp_path)
    with zipfile.ZipFile(packed) as archive:
        assert [name.endswith(".pdf") for name in archive.namelist()] == [True]
    with pytest.raises(Refused, match=r"proof\.none_of_day"):
        printing.print_proofs(done, settings, (), tmp_path)


def test_the_dispute_file_tells_the_whole_story_and_interprets_nothing(
    done: Desk, settings: Settings, tmp_path: Path
) -> None:
    order = get(done, "1002").id
    file = disputes.write_dispute(done, settings, order, tmp_path)
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        story = archive.read("story.html").decode()
        told = json.loads(archive.read("all.json"))
    assert {"story.html", "all.json", "photo-1.jpg", "signature-1.png"} < names
    assert any(name.endswith(".pdf") for name in names)
    assert "&lt;b&gt;Anna&lt;/b&gt;" in story and "<b>Anna" not in story
    for words in ("On the manifest", "Loaded", "The van left", "signed", "the phone says: the driver rang"):
        assert words in story, words
    assert told["handoffs"][0]["outcome_code"] == "delivered_to_recipient" and told["phone"] and told["journal"]
    assert told["handoffs"][0]["signature"] == "kept as a picture"
    times = [event.at for event in done.ask_now(dispute.dispute, order).events]
    assert times == sorted(times) and len(times) > 10


def test_a_case_that_a_record_opened_is_said_by_nobody_and_one_of_a_colleague_by_her(desk: Desk, clock: Clock) -> None:
    clock.now = PROMISE.start
    out_on_the_road(desk, ("1002",))
    order = get(desk, "1002").id
    collect_on_delivery(desk, order, 5000)
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        on_paper=True, collected=5500,
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=b"x")
    (case,) = (one for one in desk.ask_now(dispute.dispute, order).events if one.kind == "customer service")
    assert (case.words, case.by) == ("Paid too much: 5.00 EUR", "")
    item = desk.ask_now(lambda session: session.scalars(select(InboxItem)).one().id)
    desk.do_now(inbox.close_item, item, "given back on the spot")
    *_, settled = (one for one in desk.ask_now(dispute.dispute, order).events if one.kind == "customer service")
    assert (settled.words, settled.by) == ("given back on the spot", desk.actor.name)


def test_an_option_that_is_given_twice_is_refused_or_adds_up(
    done: Desk, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = call(database_url, tmp_path, capsys, "dispute", "--order", "1002", "--order", "1004")
    assert code == 2 and "--order is given twice" in said
    asked = "proof", "--order", "1002", "--order", "1004", "--out", str(tmp_path), "--json"
    code, out, _ = call(database_url, tmp_path, capsys, *asked)
    assert code == 0 and len(json.loads(out)["files"]) == 2


def test_an_order_that_nobody_has_yet_has_a_dispute_file_without_a_proof(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    out_on_the_road(desk, ("1002",))
    with zipfile.ZipFile(disputes.write_dispute(desk, settings, get(desk, "1002").id, tmp_path)) as archive:
        assert set(archive.namelist()) == {"story.html", "all.json"}


def test_the_command_line_writes_proofs_and_says_what_keeps_a_day_open(
    done: Desk, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(*arguments: str) -> tuple[int, dict[str, Any]]:
        code, out, said = call(database_url, tmp_path, capsys, *arguments, "--json")
        return code, json.loads(out) if out else {"said": said}

    number = get(done, "1002").number
    for arguments in (
        ("proof", "--order", number),
        ("proof", "--day", str(DAY), "--zip"),
        ("proof", "--order", number, "--one"),
        ("dispute", "--order", number),
    ):
        code, document = answer(*arguments)
        assert code == 0, document
        assert all(Path(file).exists() for file in document["files"])
    code, document = answer("day", "close", "--day", str(DAY), "--dry-run")
    assert (code, document["closed"]) == (1, False)
    assert {"what": "parcel", "order": get(done, "1004").number, "route": "E"}.items() <= next(
        thing for thing in document["open"] if thing["what"] == "parcel"
    ).items()
    code, document = answer("day", "close", "--day", "2026-11-20")
    assert (code, document) == (0, {"closed": True, "open": []})
    code, document = answer("door", "link", "--day", str(DAY), "--route", "e")
    # the links of the test's day are long over by the clock of the command
    assert code != 0 and "url" not in document
    code, document = answer("door", "link", "--day", str(DAY), "--route", "Z")
    assert code != 0


def test_a_withdrawn_photo_is_gone_from_the_database_and_from_every_paper(done: Desk, settings: Settings) -> None:
    order = get(done, "1002").id
    papers = settings.papers_dir
    papers.mkdir(parents=True, exist_ok=True)
    single = printing.print_proof(done, settings, order, papers)
    packed = printing.zip_proofs(done, settings, (order,), papers)
    story = disputes.write_dispute(done, settings, order, papers)
    innocent = papers / "proofs-of-delivery-another.zip"
    with zipfile.ZipFile(innocent, "w") as archive:
        archive.writestr("another.pdf", "%PDF")
    row = done.ask_now(lambda session: session.scalars(select(PhonePhoto)).one())
    with pytest.raises(Refused, match=r"correct\.words"):
        done.do_now(withdrawing.withdraw_photo, row.id, "  ")
    done.do_now(withdrawing.withdraw_photo, row.id, "not a proof")
    with pytest.raises(Conflict, match=r"photo\.gone"):
        done.do_now(withdrawing.withdraw_photo, row.id, "not a proof")
    assert erased_papers.remove(done, settings) >= 3
    assert not any(file.exists() for file in (single, packed, story)) and innocent.exists()
    # what is printed from now on shows the hole, and is kept
    said = done.ask_now(proof_facts.proof_facts, order, sender_of(settings), 1, texts.milestone, done.clock())
    assert said.photos == () and "A photo was withdrawn by Ana Ruiz: not a proof." in said.missing
    fresh = printing.print_proof(done, settings, order, papers)
    assert erased_papers.remove(done, settings) == 0 and fresh.exists()
    record = done.ask_now(lambda session: session.scalars(select(Handoff.id).where(Handoff.order_id == order)).one())
    (shown,) = done.ask_now(record_view, record).photos
    assert (shown.picture, shown.withdrawn_for) == (None, "not a proof")
