"""The Routes tab by mouse and keys: real widgets, a real solver, a real map page."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from dispatch_console.adapters.documents.manifest import draw_manifest
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_board
from dispatch_console.application.road import doorstep
from dispatch_console.application.routes import day_plan
from dispatch_console.console.console import Console
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.ui.papers.page import print_files
from dispatch_console.ui.routes import views
from tests.builders.days import out_on_the_road, plan_day, ready_orders
from tests.builders.fleet import DAY, set_up_fleet
from tests.builders.papers import manifest, pages, read
from tests.builders.sample_orders import get, import_sample
from tests.conftest import Clock
from tests.ui.conftest import Run, until

NUMBERS = ("1002", "1004", "1006")


def test_a_day_is_planned_published_and_printed_from_the_tab(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    ready_orders(desk, NUMBERS)
    console = open_console(desk)
    tab = console.routes.tab
    console.window.show_tab("routes")
    assert tab.header.figures["unrouted"].accessibleName() == "3 unrouted"

    async def plan() -> None:
        QTest.keyClick(tab, Qt.Key.Key_O)
        await until(lambda: not tab.optimiser.isHidden())
        await until(tab.optimiser.keep.isEnabled)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: tab.header.figures["stops"].accessibleName() == "3 stops")
        assert tab.header.figures["unrouted"].accessibleName() == "0 unrouted"
        QTest.keyClick(tab, Qt.Key.Key_M)
        await until(tab.publish.isVisible)
        assert "Publish revision 1? Prints 1 manifest, 1 load list, 1 call sheet" in tab.publish.accessibleName()
        QTest.keyClick(tab.publish.agree, Qt.Key.Key_Return)
        await until(lambda: "revision 1: 1 manifest" in tab.papers._summary.toolTip())
        assert tab.papers.isVisible() and [card.title for card in tab.papers.papers.cards] == [
            "Manifest",
            "Load list",
            "Call sheet",
        ]
        assert tab.papers.papers.cards[0].under == "E 13:00, revision 1" and tab.papers.pages == 1
        QTest.keyClick(tab.papers, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: any(word in tab.papers.said.accessibleName() for word in ("printer", "pages")))
        QTest.keyClick(tab.papers, Qt.Key.Key_Escape)
        await until(lambda: not tab.papers.isVisible())
        # what is started from the papers is seen
        tab.show_papers(True)
        QTest.keyClick(tab, Qt.Key.Key_O)
        await until(lambda: tab.optimiser.isVisible() and not tab.papers.isVisible())
        QTest.keyClick(tab, Qt.Key.Key_Escape)
        await until(lambda: not tab.optimiser.isVisible())

    run(plan())
    kept = desk.ask_now(day_plan.day_plan, DAY)
    assert kept is not None
    assert kept.revision == 1
    assert get(desk, "1002").dispatch == "on_manifest"
    assert len(list((tmp_path / "station" / "papers" / str(DAY)).glob("manifest-*.pdf"))) == 1


def test_cancelling_the_optimiser_leaves_the_day_as_it_was(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS)
    console = open_console(desk)
    tab = console.routes.tab
    console.window.show_tab("routes")

    async def cancel() -> None:
        tab.optimise.click()
        await until(lambda: not tab.optimiser.isHidden())
        QTest.keyClick(tab, Qt.Key.Key_Escape)
        await until(tab.optimiser.isHidden)

    run(cancel())
    assert desk.ask_now(day_plan.day_plan, DAY) is None
    assert get(desk, "1002").dispatch == "unplanned"


def test_one_selection_moves_map_timeline_and_stop_list(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS)
    plan_day(desk)
    console = open_console(desk)
    tab = console.routes.tab
    console.window.show_tab("routes")
    shown: list[str] = []

    async def look() -> None:
        await until(lambda: len(tab.van.stops.cards) == 3)
        await until(lambda: tab.map._stands)
        keys = [card.key for card in tab.van.stops.cards]
        box = tab.timeline.bar_box(keys[1])
        assert box is not None
        QTest.mouseClick(
            tab.timeline, Qt.MouseButton.LeftButton, pos=QPoint(int(box.center().x()), int(box.center().y()))
        )
        assert console.routes.selection == ("E", keys[1])
        assert tab.van.stops.currentIndex().row() == 1
        QTest.keyClick(tab.timeline, Qt.Key.Key_Right)
        assert console.routes.selection == ("E", keys[2])
        tab.van.stops.step(-1)
        assert console.routes.selection == ("E", keys[1])
        # the page itself must say what it shows, and a click in it must come back
        page = tab.map.view.page()
        page.runJavaScript("document.querySelectorAll('.pin text').length.toString()", shown.append)
        await until(lambda: bool(shown))
        first_pin = "icon => icon.querySelector('text')?.textContent === '1'"
        page.runJavaScript(f"[...document.querySelectorAll('.leaflet-marker-icon')].find({first_pin}).click()")
        await until(lambda: console.routes.selection == ("E", keys[0]))

    run(look())
    assert shown == ["3"]


def test_the_tray_says_why_an_order_has_no_route(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    ready_orders(desk, NUMBERS)
    console = open_console(desk)
    tab = console.routes.tab
    console.window.show_tab("routes")

    async def ask() -> None:
        QTest.keyClick(tab, Qt.Key.Key_W)
        await until(lambda: all("there is a place" in card.under for card in tab.tray.cards))

    run(ask())


def test_a_day_without_vans_is_said_in_a_sentence(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    console = open_console(desk)
    tab = console.routes.tab
    console.window.show_tab("routes")

    async def ask() -> None:
        tab.optimise.click()
        await until(lambda: "Nothing to plan" in tab.said.accessibleName())
        tab.header.moved.emit(1)
        await until(lambda: tab.timeline.scale() is None)

    run(ask())


def test_papers_are_printed_page_by_page_as_they_were_drawn(qt_loop: object, tmp_path: Path) -> None:
    draw_manifest(tmp_path / "one.pdf", manifest(9))
    draw_manifest(tmp_path / "two.pdf", manifest(2))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    assert print_files([tmp_path / "one.pdf", tmp_path / "two.pdf"], printer) == 3
    for number, picture in enumerate(pages(tmp_path / "printed.pdf", 150), 1):
        sheet = number if number < 3 else 1
        assert {found for found, _ in read(picture)} == {str(Code(CodeKind.SHEET, 73141, sheet))}


def test_a_van_at_the_door_has_no_slack_but_the_time_since_when(desk: Desk, clock: Clock, qt_loop: object) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    clock.forward(timedelta(hours=3, minutes=20))
    board = desk.ask_now(day_board.day_board, DAY, clock())
    first = board.stops[0]
    desk.do_now(doorstep.arrive, first.order_ids)
    clock.forward(timedelta(minutes=9))
    board = desk.ask_now(day_board.day_board, DAY, clock())
    cards = views.stop_cards(board.vans[0], board.zone)
    assert cards[0].under_right == "at the door since 14:02"
    assert "at the door" not in cards[1].under_right
