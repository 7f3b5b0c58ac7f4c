"""Scanned sheets are read at the return desk: what was found is said, the signature is seen, a person decides."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.domain.errors import BadInput
from dispatch_console.settings import Settings
from dispatch_console.station.signed_sheets import read_page_as, read_sheets
from dispatch_console.store.entities import SheetRow
from dispatch_console.ui.tracking.tab import RETURN_DESK
from tests.builders.days import out_on_the_road
from tests.builders.signed_sheets import signed_manifest, with_torn_code
from tests.ui.conftest import Run, until
from tests.ui.conftest import press as press_key


def test_a_scan_is_read_looked_at_and_decided(
    desk: Desk, settings: Settings, tmp_path: Path, open_console: Callable[..., Console], run: Run
) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    signed_manifest(desk, settings, tmp_path)[1].save(tmp_path / "scan.png")
    (tmp_path / "other.png").write_bytes(b"no picture")
    given = [tmp_path / "other.png", tmp_path / "scan.png"]
    console = open_console(desk)
    console.tracking.rooms.returns._sheets._choose = lambda: [given.pop(0)]
    tab, page = console.tracking.tab, console.tracking.tab.returns

    def decided() -> list[tuple[bool | None, str]]:
        rows = desk.ask_now(lambda session: session.scalars(select(SheetRow).order_by(SheetRow.stop)).all())
        return [(row.signed, row.decided_by) for row in rows]

    async def work() -> None:
        console.window.show_tab("tracking")
        await until(lambda: console.tracking.chosen.board is not None)
        await press_key(tab, Qt.Key.Key_B)
        await until(lambda: tab.pages.currentIndex() == RETURN_DESK and page.grid.rowCount() == 2)
        await press_key(page.vans, Qt.Key.Key_F3)
        await until(lambda: "cannot be read as a picture" in page._says.text())
        await press_key(page.vans, Qt.Key.Key_F3)
        await until(lambda: "1 page read: 1 signed, 1 empty." in page._says.text())
        given.append(tmp_path / "scan.png")
        await press_key(page.vans, Qt.Key.Key_F3)
        await until(lambda: "1 page was read before." in page._says.text())
        page.grid.setCurrentCell(0, 0)
        await until(lambda: page.strip.isVisible() and "read as signed" in page._read_says.text())
        page.grid.setCurrentCell(1, 0)
        await until(lambda: "read as empty" in page._read_says.text())
        page.is_signed.click()
        # what was read is not overruled by one key
        await until(lambda: "F7 again" in page._says.text())
        assert decided()[1] == (False, "")
        page.is_signed.click()
        await until(lambda: "signed, says" in page._read_says.text())
        # the form does not ask for what the scan shows
        form = tab.handoff.form
        await press_key(page.grid, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: form.paper.isVisible() and form.paper.isChecked())
        assert form.entered().outcome == "delivered_to_recipient"
        for box in (form.said_name, form.said_number):
            if box.isVisible() and not box.isChecked():
                box.click()

        def missing() -> list[str]:
            there = tab.handoff.findChildren(QLabel)
            return [one.text() for one in there if one.isVisible() and one.text() == "missing"]

        await until(lambda: missing() == [])
        # without the sheet somebody has to draw
        form.paper.click()
        await until(lambda: missing() == ["missing"])

    run(work())
    assert decided() == [(True, ""), (True, desk.actor.name)]


def test_a_page_with_a_torn_code_is_named_by_a_person(
    desk: Desk, settings: Settings, tmp_path: Path, open_console: Callable[..., Console], run: Run
) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    sheet, whole = signed_manifest(desk, settings, tmp_path)
    torn = with_torn_code(whole)
    back = Image.new("L", torn.size, 250)
    torn.rotate(180).save(tmp_path / "scan.pdf", save_all=True, append_images=[back])
    console = open_console(desk)
    console.tracking.rooms.returns._sheets._choose = lambda: [tmp_path / "scan.pdf"]
    tab, page = console.tracking.tab, console.tracking.tab.returns
    card = page.page_card

    def read() -> list[bool | None]:
        rows = desk.ask_now(lambda session: session.scalars(select(SheetRow).order_by(SheetRow.stop)).all())
        return [row.signed for row in rows]

    async def work() -> None:
        console.window.show_tab("tracking")
        await until(lambda: console.tracking.chosen.board is not None)
        await press_key(tab, Qt.Key.Key_B)
        await until(lambda: tab.pages.currentIndex() == RETURN_DESK and page.grid.rowCount() == 2)
        await press_key(page.vans, Qt.Key.Key_F3)
        await until(card.isVisible)
        # the newest print is what a driver had, and comes first
        assert "1 page is blank." in page._says.text()
        assert f"sheet {sheet.id}," in card.pages.currentText()
        assert len(card.page.places) == 4
        # four places that are no squares: refused, and asked again
        corners = card.page.places
        for place in (QPoint(200, 200), QPoint(260, 200), QPoint(260, 300), QPoint(200, 300)):
            QTest.mouseClick(card.page, Qt.MouseButton.LeftButton, pos=place)
        card.agree.click()
        await until(lambda: card.isVisible() and "are not on this picture" in card._says.text())
        assert read() == []
        card.page.places = corners
        await press_key(card.pages, Qt.Key.Key_Return)
        await until(lambda: "1 signed, 1 empty" in page._says.text())
        assert not card.isVisible()
        await press_key(page.vans, Qt.Key.Key_F3)
        await until(lambda: card.isVisible() and "read already" in card.pages.currentText())
        # left alone, it stays read as it was
        await press_key(card.pages, Qt.Key.Key_Escape)
        await until(lambda: not card.isVisible())

    run(work())
    assert read() == [True, False]


def test_a_page_whose_code_can_be_read_is_offered_as_no_other_page(
    desk: Desk, settings: Settings, tmp_path: Path, open_console: Callable[..., Console], run: Run
) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    first, whole = signed_manifest(desk, settings, tmp_path)
    second, _ = signed_manifest(desk, settings, tmp_path)
    # what is left of the page has its code, and too few marks
    whole.crop((0, 0, whole.width, whole.height // 5)).save(tmp_path / "scan.png")
    console = open_console(desk)
    console.tracking.rooms.returns._sheets._choose = lambda: [tmp_path / "scan.png"]
    tab, page = console.tracking.tab, console.tracking.tab.returns
    card = page.page_card

    async def work() -> None:
        console.window.show_tab("tracking")
        await until(lambda: console.tracking.chosen.board is not None)
        await press_key(tab, Qt.Key.Key_B)
        await until(lambda: tab.pages.currentIndex() == RETURN_DESK and page.grid.rowCount() == 2)
        await press_key(page.vans, Qt.Key.Key_F3)
        await until(card.isVisible)
        assert first.id != second.id
        assert [card.pages.itemText(at).split(", ")[3] for at in range(card.pages.count())] == [f"sheet {first.id}"]
        await press_key(card.pages, Qt.Key.Key_Escape)
        await until(lambda: not card.isVisible())

    run(work())
    (unread,) = read_sheets(desk, [tmp_path / "scan.png"]).unread
    assert (unread.reason, unread.sheet, unread.sheet_page) == ("marks", first.id, 1)
    corners = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0))
    with pytest.raises(BadInput, match=r"sheet\.other_code"):
        read_page_as(desk, unread, second.id, 1, corners)
