"""Ctrl+K and F1: what people name is found, and what they choose is done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from tests.builders.days import ready_orders
from tests.builders.sample_orders import get
from tests.ui.conftest import Run, until


def test_an_order_is_found_by_its_customer_and_opened_with_enter(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, ())
    wanted = get(desk, "1006")
    console = open_console(desk)
    card = console.window.palette_card
    console.window.show_tab("schedule")

    async def find() -> None:
        QTest.keyClick(console.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not card.isHidden() and bool(card.results.cards))
        QTest.keyClicks(card.line, wanted.number)
        await until(lambda: card.results.cards[:1] != () and wanted.customer_name in card.results.cards[0].title)
        QTest.keyClick(card.line, Qt.Key.Key_Return)
        await until(lambda: console.orders._shown == wanted.id)

    run(find())
    assert card.isHidden()
    assert console.window.shown == "orders"


def test_an_action_of_the_screen_is_done_and_another_tab_reached(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, ())
    console = open_console(desk)
    card = console.window.palette_card

    async def go() -> None:
        console.palette.open()
        QTest.keyClicks(card.line, ">tracking")
        await until(lambda: [found.title for found in card.results.cards] == ["Go to Tracking"])
        QTest.keyClick(card.line, Qt.Key.Key_Return)
        assert console.window.shown == "tracking"
        # a page of Settings is found from anywhere
        console.palette.open()
        QTest.keyClicks(card.line, "regular")
        await until(lambda: [found.title for found in card.results.cards] == ["Settings: Regulars"])
        QTest.keyClick(card.line, Qt.Key.Key_Return)

    run(go())
    assert console.window.shown == "settings" and console.settings_tab.buttons["regulars"].isChecked()


def test_the_key_list_says_what_the_screen_can_do(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    console.window.show_tab("routes")
    QTest.keyClick(console.window, Qt.Key.Key_F1)
    keys = console.window.keys
    assert not keys.isHidden()
    assert "Go to a tab" not in keys.accessibleName()
    # the screen below does not hear its keys meanwhile, and hears them again afterwards
    assert not console.routes.tab.manifests.isEnabled()
    assert not console.routes.tab.optimise.isEnabled()
    bar = keys._area.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(keys, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(keys, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    QTest.keyClick(keys, Qt.Key.Key_Home)
    assert bar.value() == 0
    QTest.keyClick(keys, Qt.Key.Key_Escape)
    assert keys.isHidden()
    assert console.routes.tab.optimise.isEnabled()


def test_markup_and_wildcards_are_only_text(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    ready_orders(desk, ())
    console = open_console(desk)
    card = console.window.palette_card

    async def find() -> None:
        console.palette.open()
        for text in ("%", "<img onerror=x>", "\\"):
            card.line.setText(text)
            await until(partial(console.palette.has_answered, text))
            await until(lambda: not card._typing.isActive())

    run(find())
    assert card.results.cards == ()


def test_the_log_is_reached_from_every_tab(desk: Desk, open_console: Callable[[Desk], Console]) -> None:
    window = open_console(desk).window
    for head in window.heads:
        window.show_tab(head.key)
        assert "Open the log" in {action.words for action in window.actions_here()}
