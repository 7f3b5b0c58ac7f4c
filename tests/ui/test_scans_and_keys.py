"""Scanners and keys: a scan is a scan wherever the focus is, a reason keeps its keys, and a banner moves nothing."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from tests.builders.days import plan_day, ready_orders
from tests.builders.sample_orders import get
from tests.builders.screens import NUMBERS, TRACKING, at_the_table, boxes, take_file
from tests.conftest import DATA
from tests.ui.conftest import Run, until

KEYS = {" ": Qt.Key.Key_Space}


# slower than any scanner
BY_HAND_MS = 45


async def type_anywhere(console: Console, text: str, *, enter: bool = True, by_hand: bool = False) -> None:
    """As a scanner does, or as a hand: keys go to the window, whatever has the focus in it."""
    handle = console.window.windowHandle()
    done: asyncio.Future[None] = asyncio.get_event_loop().create_future()

    def press() -> None:
        for sign in text:
            QTest.keyClick(handle, KEYS.get(sign) or Qt.Key(ord(sign.upper())))
            if by_hand:
                QTest.qWait(BY_HAND_MS)
        if enter:
            QTest.keyClick(handle, Qt.Key.Key_Return)
        done.set_result(None)

    # Qt lets other work run between keys, which must not happen inside a task
    QTimer.singleShot(0, press)
    await done


def test_after_a_paper_was_ticked_by_keyboard_the_next_scan_is_a_scan(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console, tab = at_the_table(desk, open_console)
    console.window.activateWindow()

    async def pack() -> None:
        await type_anywhere(console, "1002")
        await until(lambda: tab.current_line() is not None)
        before = tab._count.text()
        for button in console.window.rail.values():
            assert button.focusPolicy() == Qt.FocusPolicy.NoFocus, "Tab and Space stay at the table"
        for made in tab.findChildren(QAbstractButton):
            if made.isVisible():
                assert made.focusPolicy() == Qt.FocusPolicy.NoFocus, "no touch of the space bar presses a button"
        tab.queue.setFocus()
        assert QApplication.focusWidget() is tab.queue
        await type_anywhere(console, "6400000000017")
        await until(lambda: tab._count.text() != before)
        assert console.window.shown == "packing"

    run(pack())


def test_elsewhere_the_rail_can_be_reached_by_keyboard(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console, _ = at_the_table(desk, open_console)
    console.window.show_tab("orders")
    assert all(button.focusPolicy() == Qt.FocusPolicy.StrongFocus for button in console.window.rail.values())


def test_a_reason_keeps_the_keys_until_it_is_one_or_esc(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    panel = console.orders.tab.panel

    async def hold() -> None:
        await take_file(console, DATA / "shopify_orders_export.csv")
        await until(lambda: len(boxes(console)) == 5)
        number = panel._facts.number if panel._facts else ""
        console.window.activateWindow()
        QTest.keyClick(console.orders.tab, Qt.Key.Key_H)
        await until(lambda: panel.reason.isVisible() and panel.reason.hasFocus())
        await type_anywhere(console, "")
        assert panel.reason.isVisible(), "an empty reason is none, and the field stays"
        await type_anywhere(console, "r", by_hand=True)
        assert panel.reason.text() == "r" and panel.reason.isVisible()
        assert get(desk, number).closure == "open"
        QTest.keyClick(panel.reason, Qt.Key.Key_Escape)
        await until(lambda: not panel.reason.isVisible())
        QTest.keyClick(console.orders.tab, Qt.Key.Key_H)
        await until(lambda: panel.reason.hasFocus())
        await type_anywhere(console, "customer rings back", by_hand=True)
        await until(lambda: get(desk, number).hold_reason == "customer rings back")
        await until(lambda: not panel.reason.isVisible())
        await type_anywhere(console, "")
        assert get(desk, number).closure == "open", "Enter after Hold presses no button"

    run(hold())


def test_a_pin_that_is_typed_outlives_news_of_another_station(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    panel = console.orders.tab.panel

    def pin() -> QLineEdit:
        return next(field for field in panel.findChildren(QLineEdit, "pin") if field.isVisible())

    async def news() -> None:
        await take_file(console, DATA / "shopify_orders_export.csv")
        await until(lambda: len(boxes(console)) == 5)
        console.window.activateWindow()
        before = pin()
        before.setFocus()
        QTest.keyClicks(before, "47.14, 9")
        await console.orders.refresh(frozenset({"*"}))
        assert pin().text() == "47.14, 9" and pin().hasFocus()

    run(news())


def hides(console: Console, scan: QLineEdit) -> bool:
    """Whether the window's message lies over the scan field."""
    banner = console.window.banner
    banner.say("This order is open at another station. " * 4)
    QApplication.processEvents()
    over = banner.parentWidget()
    assert over is not None and scan.isVisible()
    return banner._card.geometry().intersects(QRect(scan.mapTo(over, QPoint(0, 0)), scan.size()))


def test_a_banner_hides_no_scan_field(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    console, tab = at_the_table(desk, open_console)
    assert not hides(console, tab.scan)


def test_a_banner_hides_no_scan_field_at_the_load_out(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS)
    plan_day(desk)
    console = open_console(desk)
    page = console.tracking.tab.loading

    async def load() -> None:
        console.window.show_tab(TRACKING)
        QTest.keyClick(console.tracking.tab, Qt.Key.Key_L)
        await until(page.scan.isVisible)

    run(load())
    assert not hides(console, page.scan)


def test_a_banner_moves_nothing_below_the_pointer(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    window, tab = console.window, console.orders.tab

    def place() -> QPoint:
        return tab.table.mapTo(window, QPoint(0, 0))

    before = place()
    for sentence, wrong in (("A refusal " * 40, True), ("Done", False), ("", True)):
        window.banner.say(sentence, wrong=wrong)
        QApplication.processEvents()
        assert place() == before
        assert window.banner.isVisible() == bool(sentence)
