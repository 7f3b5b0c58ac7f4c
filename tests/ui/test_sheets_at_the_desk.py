"""Scanned sheets are read at the return desk: what was found is said, the signature is seen, a person decides."""

import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.entities import Sheet, SheetRow
from dispatch_console.ui.tracking.tab import RETURN_DESK
from tests.builders.days import out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.papers import pages
from tests.builders.signed_sheets import sign, with_torn_code
from tests.ui.conftest import Run, until
from tests.ui.conftest import press as press_key


def test_a_scan_is_read_looked_at_and_decided(
    desk: Desk, settings: Settings, tmp_path: Path, open_console: Callable[..., Console], run: Run
) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    paper = printing.print_manifests(desk, settings, DAY, tmp_path)[0]
    newest = select(Sheet).where(Sheet.kind_of == "manifest").order_by(Sheet.id.desc())
    sheet = desk.ask_now(lambda session: session.scalars(newest).first())
    assert sheet is not None
    whole = pages(paper.path, 200)[0].convert("L")
    sign(whole, sheet.layout["pages"][0], [True, False], random.Random(7)).save(tmp_path / "scan.png")
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

    run(work())
    assert decided() == [(True, ""), (True, desk.actor.name)]


def test_a_page_with_a_torn_code_is_named_by_a_person(
    desk: Desk, settings: Settings, tmp_path: Path, open_console: Callable[..., Console], run: Run
) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    paper = printing.print_manifests(desk, settings, DAY, tmp_path)[0]
    newest = select(Sheet).where(Sheet.kind_of == "manifest").order_by(Sheet.id.desc())
    sheet = desk.ask_now(lambda session: session.scalars(newest).first())
    assert sheet is not None
    whole = pages(paper.path, 200)[0].convert("L")
    torn = with_torn_code(sign(whole, sheet.layout["pages"][0], [True, False], random.Random(7)))
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
