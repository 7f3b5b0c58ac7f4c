"""Two versions, or two orders that look alike, side by side in the Orders tab, by keys alone."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import detail
from dispatch_console.console.console import Console
from dispatch_console.ui.orders.compare_page import ComparePage
from tests.builders.received import incoming, reading, verify_first
from tests.ui.conftest import Run, until


def told(page: ComparePage) -> str:
    return " | ".join(
        label.accessibleName() or label.text() for label in page.findChildren(QLabel) if label.isVisible()
    )


def press(console: Console, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or console.window, key)


def changed(desk: Desk) -> int:
    desk.do_now(importing.take_reading, reading(incoming(1)), "monday.csv")
    order = verify_first(desk)
    desk.do_now(importing.take_reading, reading(replace(incoming(1, 4), phone="+358401234567")), "tuesday.csv")
    return order


def test_a_part_of_a_change_is_taken_by_keys_and_the_rest_stays_with_a_reason(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    order = changed(desk)
    console = open_console(desk)
    tab, page = console.orders.tab, console.orders.tab.compare

    async def compare() -> None:
        await until(lambda: tab.panel.hold_button.isEnabled())
        tab.table.setFocus()
        press(console, Qt.Key.Key_D)
        await until(lambda: tab.is_comparing and "Verify opens again" in told(page))
        assert page.taken == {"lines", "phone"}
        assert "MUG: 1 | MUG: 4" in told(page)
        # the lines stay as they are
        press(console, Qt.Key.Key_1)
        await until(lambda: page.taken == {"phone"})
        assert page.take.accessibleName() == "Take 1 of 2"
        press(console, Qt.Key.Key_J)
        press(console, Qt.Key.Key_1)
        await until(lambda: not page.take.isEnabled())
        await until(lambda: "Nothing is taken" in told(page))
        press(console, Qt.Key.Key_2)
        await until(page.take.isEnabled)
        press(console, Qt.Key.Key_T)
        await until(page.reason.isVisible)
        QTest.keyClicks(page.reason, "one mug is right")
        press(console, Qt.Key.Key_Return)
        await until(lambda: not tab.is_comparing)
        await until(tab.table.hasFocus)

    run(compare())
    taken = desk.ask_now(lambda session: detail.by_number(session, "SO-1"))
    assert (taken.id, taken.phone, taken.pieces, taken.source_change) == (order, "+358401234567", 1, None)


def test_compare_is_left_by_its_key_and_by_another_order_and_then_nothing_is_decided(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    changed(desk)
    desk.do_now(importing.take_reading, reading(incoming(2)), "wednesday.csv")
    console = open_console(desk)
    tab = console.orders.tab
    first, second = (desk.ask_now(detail.id_of, number) for number in ("SO-1", "SO-2"))

    async def leave() -> None:
        await console.orders.go_to(first)
        tab.table.setFocus()
        for key in (Qt.Key.Key_D, Qt.Key.Key_Escape):
            press(console, Qt.Key.Key_D)
            await until(lambda: tab.is_comparing and tab.compare.taken != frozenset())
            press(console, key)
            await until(lambda: not tab.is_comparing)
        press(console, Qt.Key.Key_D)
        await until(lambda: tab.is_comparing)
        await console.orders.go_to(second)
        assert not tab.is_comparing
        # an order without a second version has nothing to compare
        await until(lambda: "SO-2" in told_of(console))
        press(console, Qt.Key.Key_D)
        assert not tab.is_comparing

    run(leave())
    assert desk.ask_now(lambda session: detail.by_number(session, "SO-1").source_change) is not None


def told_of(console: Console) -> str:
    return " ".join(label.text() for label in console.orders.tab.panel.findChildren(QLabel))


def test_a_possible_duplicate_is_told_compared_and_rejected(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    later = replace(incoming(2), customer_name="Customer 1", email="c1@example.com", phone="+358401234567")
    third = replace(later, number="SO-3", source_ref="3")
    desk.do_now(importing.take_reading, reading(incoming(1), later, third), "monday.csv")
    console = open_console(desk)
    tab, page = console.orders.tab, console.orders.tab.compare
    second, last = (desk.ask_now(detail.id_of, number) for number in ("SO-2", "SO-3"))

    async def decide() -> None:
        await console.orders.go_to(second)
        await until(lambda: "Same customer and goods as SO-1" in told_of(console))
        tab.table.setFocus()
        press(console, Qt.Key.Key_D)
        await until(lambda: tab.is_comparing and "the later one" in told(page))
        press(console, Qt.Key.Key_B)
        await until(lambda: not tab.is_comparing)
        await until(lambda: "Same customer and goods" not in told_of(console))
        await console.orders.go_to(last)
        await until(lambda: "Same customer and goods as SO-2" in told_of(console))
        press(console, Qt.Key.Key_D)
        await until(lambda: tab.is_comparing)
        press(console, Qt.Key.Key_R)
        await until(lambda: "SO-3 is rejected" in console.window.banner.accessibleName())

    run(decide())
    both, rejected = (desk.ask_now(detail.by_number, number) for number in ("SO-2", "SO-3"))
    assert (both.verification, rejected.verification) == ("new", "rejected")
    assert rejected.hold_reason == "The same as SO-2"
