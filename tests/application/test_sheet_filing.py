"""What was read of signed sheets is filed to the orders printed there, also of a revision that is stale."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.papers import ledger
from dispatch_console.application.road import correcting, doorstep, goods_in, sheet_filing, sheet_rows
from dispatch_console.application.road.correcting import Right
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers.sheet_reading import ReadPage
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.proof import SHEET, HandoffFacts
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.station.signed_sheets import read_sheets
from dispatch_console.store.entities import Handoff, Order, Sheet, SheetRow
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.days import out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get
from tests.builders.signed_sheets import signed_manifest
from tests.conftest import Clock

TAKEN = HandoffFacts(
    outcome="delivered_to_recipient",
    recipient="Anna",
    has_signature=True,
    on_paper=True,
    said_name=True,
    said_number=True,
)


class Scanned(NamedTuple):
    """A printed sheet, the file of its scan, and the number of the order in its first row, which is signed."""

    printed: Sheet
    scan: Path
    number: str


@pytest.fixture
def sheet(desk: Desk, settings: Settings, clock: Clock, tmp_path: Path) -> Scanned:
    """Return a manifest of two stops of which the first is signed."""
    out_on_the_road(desk, ("1002", "1004"))
    row, picture = signed_manifest(desk, settings, tmp_path)
    scan = tmp_path / "scan.png"
    picture.save(scan)
    return Scanned(row, scan, str(row.layout["pages"][0][0]["order"]))


def rows(desk: Desk) -> list[SheetRow]:
    return desk.ask_now(lambda session: list(session.scalars(select(SheetRow).order_by(SheetRow.stop))))


def record(desk: Desk, number: str) -> Handoff:
    query = select(Handoff).where(Handoff.order_id == get(desk, number).id, Handoff.replaced_at.is_(None))
    return desk.ask_now(lambda session: session.scalars(query).one())


def test_a_signature_comes_to_the_record_that_waits_for_it(desk: Desk, sheet: Scanned, tmp_path: Path) -> None:
    desk.do_now(doorstep.hand_over, get(desk, sheet.number).id, TAKEN, through="phone", signature=None)
    assert record(desk, sheet.number).open_proofs == ["signature"]
    (tmp_path / "holiday.txt").write_text("no sheet")
    found = read_sheets(desk, [sheet.scan, tmp_path / "holiday.txt"])
    assert [(one.signed, one.empty, one.doubtful, one.stale) for one in found.filed] == [(1, 1, 0, False)]
    assert [one.reason for one in found.unread] == ["unreadable"] and found.missing == ()
    done = record(desk, sheet.number)
    assert done.open_proofs == [] and done.signature is not None and done.signature.startswith(b"\x89PNG")
    # read again it is the same, and changes nothing
    read_sheets(desk, [sheet.scan])
    assert len(rows(desk)) == 2 and record(desk, sheet.number).signature == done.signature


def test_a_row_that_is_typed_later_takes_the_picture_that_was_read(desk: Desk, sheet: Scanned) -> None:
    read_sheets(desk, [sheet.scan])
    desk.do_now(sheet_rows.record_row, get(desk, sheet.number).id, TAKEN, None, "signature seen on the sheet")
    made = record(desk, sheet.number)
    assert made.reported_through == SHEET and made.signature is not None and made.open_proofs == []


def test_a_signature_that_was_read_counts_though_whoever_typed_the_row_left_it_out(desk: Desk, sheet: Scanned) -> None:
    read_sheets(desk, [sheet.scan])
    unsigned = replace(TAKEN, has_signature=False, on_paper=False)
    desk.do_now(sheet_rows.record_row, get(desk, sheet.number).id, unsigned, None, "")
    made = record(desk, sheet.number)
    assert made.open_proofs == [] and made.signature is not None


def test_an_identity_box_that_is_certainly_ticked_comes_to_the_record_and_another_does_not(
    desk: Desk, sheet: Scanned
) -> None:
    def asks_identity(tx: Transaction) -> None:
        for number in ("1002", "1004"):
            tx.session.get_one(Order, get(desk, number).id).requirements = [str(Requirement.ID_CHECK)]

    def ticked(tx: Transaction) -> None:
        row = tx.session.scalars(select(SheetRow).where(SheetRow.signed.is_(True))).one()
        row.ticked = True

    desk.do_now(asks_identity)
    read_sheets(desk, [sheet.scan])
    desk.do_now(ticked)
    other = next(number for number in ("1002", "1004") if number not in sheet.number)
    for number in (sheet.number, other):
        desk.do_now(sheet_rows.record_row, get(desk, number).id, replace(TAKEN, on_paper=False), None, "")
    assert record(desk, sheet.number).open_proofs == []
    assert "identity box ticked" in record(desk, sheet.number).note
    assert "id_kind" in record(desk, other).open_proofs


def test_a_tick_beside_what_was_told_by_telephone_keeps_no_page_from_being_filed(desk: Desk, sheet: Scanned) -> None:
    order = get(desk, sheet.number).id

    def asks_identity(tx: Transaction) -> None:
        tx.session.get_one(Order, order).requirements = [str(Requirement.ID_CHECK)]

    def ticked(tx: Transaction) -> None:
        tx.session.scalars(select(SheetRow).where(SheetRow.order_id == order)).one().ticked = True

    desk.do_now(asks_identity)
    read_sheets(desk, [sheet.scan])
    desk.do_now(ticked)
    unsigned = replace(TAKEN, on_paper=False)
    desk.do_now(doorstep.hand_over, order, unsigned, through="phone", signature=b"x")
    (row,) = [row for row in rows(desk) if row.order_id == order]
    desk.do_now(sheet_filing.decide, row.id, signed=True)
    assert record(desk, sheet.number).open_proofs == ["id_kind"]


def test_a_box_that_was_read_as_empty_is_not_typed_as_signed(desk: Desk, sheet: Scanned) -> None:
    read_sheets(desk, [sheet.scan])
    (empty,) = [row for row in rows(desk) if row.signed is False]
    with pytest.raises(Refused, match=r"sheet\.reads_empty"):
        desk.do_now(sheet_rows.record_row, empty.order_id, TAKEN, None, "signature seen on the sheet")
    # a person who looked may say so, and take it back: then the record waits again
    desk.do_now(sheet_filing.decide, empty.id, signed=True)
    made = desk.do_now(sheet_rows.record_row, empty.order_id, TAKEN, None, "signature seen on the sheet")

    def proofs() -> tuple[list[str], bool]:
        record = desk.ask_now(lambda session: session.get_one(Handoff, made))
        return record.open_proofs, record.signature is not None

    assert proofs() == ([], True)
    desk.do_now(sheet_filing.decide, empty.id, signed=False)
    assert proofs() == (["signature"], False)
    desk.do_now(sheet_filing.decide, empty.id, signed=True)
    assert proofs() == ([], True)


def test_a_second_print_of_the_same_revision_makes_no_sheet_old(
    desk: Desk, sheet: Scanned, settings: Settings, tmp_path: Path
) -> None:
    printing.print_manifests(desk, settings, DAY, tmp_path)
    first = read_sheets(desk, [sheet.scan]).filed[0]
    assert not first.stale and not first.again
    assert read_sheets(desk, [sheet.scan]).filed[0].again


def test_a_stale_sheet_is_read_by_its_own_layout_and_said(desk: Desk, sheet: Scanned) -> None:
    desk.do_now(ledger.make_stale, sheet.printed.departure, "plan_changed")
    (filed,) = read_sheets(desk, [sheet.scan]).filed
    assert filed.stale and all(row.stale for row in rows(desk))


def test_a_person_decides_what_is_doubtful_and_that_stands(desk: Desk, sheet: Scanned) -> None:
    found = read_sheets(desk, [sheet.scan])
    empty = next(row for row in rows(desk) if row.signed is False)
    desk.do_now(sheet_filing.decide, empty.id, signed=True)
    desk.do_now(sheet_filing.file_page, found.read[0])
    decided = next(row for row in rows(desk) if row.id == empty.id)
    assert (decided.signed, decided.decided_by) == (True, "Ana Ruiz")
    with pytest.raises(BadInput, match=r"sheet\.unknown"):
        desk.do_now(sheet_filing.file_page, ReadPage(sheet=999_999, page=1, missing=(), rows=()))
    assert desk.ask_now(sheet_filing.layout_of, 999_999, 1) is None


def test_a_part_that_is_recorded_by_the_form_takes_the_picture_that_was_read(desk: Desk, sheet: Scanned) -> None:
    read_sheets(desk, [sheet.scan])
    order = get(desk, sheet.number)
    part = Turned(line_id=order.delivery_lines[0].id, refused=1, damaged=0, issue="wrong_item", done="back_refund")
    desk.do_now(doorstep.hand_over, order.id, replace(TAKEN, turned=(part,)), through="phone", signature=None)
    made = record(desk, sheet.number)
    assert made.open_proofs == [] and made.signature is not None and made.signature.startswith(b"\x89PNG")
    # a correction that leaves it on paper keeps it; what is corrected to another sum takes it from the sheet too
    desk.do_now(correcting.correct, made.id, Right(facts=TAKEN, acted_at=made.acted_at), why="wrong_code")
    assert record(desk, sheet.number).signature == made.signature and record(desk, sheet.number).open_proofs == []


def test_what_somebody_vouched_for_is_shown_once_the_sheet_is_read(desk: Desk, sheet: Scanned) -> None:
    made = desk.do_now(doorstep.hand_over, get(desk, sheet.number).id, TAKEN, through="phone", signature=None)
    desk.do_now(goods_in.supply_proof, made, ("signature",), words="seen on the sheet")
    read_sheets(desk, [sheet.scan])
    assert record(desk, sheet.number).signature is not None


def test_nobody_sees_a_signature_on_a_sheet_whose_box_is_empty(desk: Desk, sheet: Scanned) -> None:
    read_sheets(desk, [sheet.scan])
    (empty,) = [row for row in rows(desk) if row.signed is False]
    made = desk.do_now(doorstep.hand_over, empty.order_id, TAKEN, through="phone", signature=None)
    other = desk.acting_as(Actor("Ben", "supervisor", "Station 1"))
    for who in (desk, other):
        with pytest.raises(Refused, match=r"sheet\.reads_empty"):
            who.do_now(goods_in.supply_proof, made, ("signature",), words="seen on the sheet")
    assert desk.ask_now(lambda session: session.get_one(Handoff, made)).open_proofs == ["signature"]


def test_a_signature_of_one_day_proves_no_other_attempt(desk: Desk, sheet: Scanned) -> None:
    read_sheets(desk, [sheet.scan])

    def of_another_day(tx: Transaction) -> None:
        tx.session.get_one(Sheet, sheet.printed.id).departure = "2026-01-02/1:0"

    desk.do_now(of_another_day)
    desk.do_now(doorstep.hand_over, get(desk, sheet.number).id, TAKEN, through="phone", signature=None)
    made = record(desk, sheet.number)
    assert made.open_proofs == ["signature"] and made.signature is None
