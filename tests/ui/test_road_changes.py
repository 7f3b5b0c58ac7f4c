"""The dispatcher changes the rest of a route while its van is on the road, and sees first what it brings."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import taking_over
from dispatch_console.console.console import Console
from dispatch_console.ui.map.day import stop_key
from tests.builders.road import stop, two_vans_out, van
from tests.builders.sample_orders import get
from tests.builders.screens import TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, until


def test_a_stop_goes_to_another_van_and_its_parcels_once_they_are_taken_over(
    desk: Desk, clock: Clock, open_console: Callable[[Desk], Console], run: Run
) -> None:
    two_vans_out(desk, clock)
    console = open_console(desk)
    tab = console.tracking.tab
    card, panel = tab.road_card, tab.board.stop
    console.window.show_tab(TRACKING)

    async def choose(number: str) -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        assert console.tracking.chosen.board is not None
        found = next(one for one in console.tracking.chosen.board.stops if get(desk, number).id in one.order_ids)
        await console.tracking.select(stop_key(found))

    async def give() -> None:
        await choose("1006")
        await until(panel.other_van.isVisible)
        # who leaves it as it is changed nothing
        QTest.keyClick(console.window, Qt.Key.Key_V)
        await until(card.isVisible)
        QTest.keyClick(card, Qt.Key.Key_Escape)
        await until(card.isHidden)
        assert van(desk, "1006") == "E"
        QTest.keyClick(console.window, Qt.Key.Key_V)
        await until(card.isVisible)
        assert "Who takes the stop of" in card.accessibleName()
        assert "stay in their van until they are scanned over" in card.accessibleName()
        card.agree.click()
        await until(lambda: van(desk, "1006") == "F")
        await until(panel.taken_over.isVisible)
        panel.taken_over.click()
        await until(lambda: "has the parcels of" in tab.said.accessibleName())
        await until(panel.taken_over.isHidden)

    run(give())
    assert desk.ask_now(taking_over.elsewhere, (get(desk, "1006").id,)) == ()


def test_the_stops_of_a_van_that_goes_no_further_are_shared(
    desk: Desk, clock: Clock, open_console: Callable[[Desk], Console], run: Run
) -> None:
    two_vans_out(desk, clock)
    console = open_console(desk)
    tab = console.tracking.tab
    console.window.show_tab(TRACKING)

    async def share() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        QTest.keyClick(tab.board, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: "Choose a van" in tab.said.accessibleName())
        await console.tracking._select_van("E")
        QTest.keyClick(tab.board, Qt.Key.Key_R)
        await until(lambda: "fewer than two stops whose order" in tab.said.accessibleName())
        QTest.keyClick(tab.board, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
        await until(tab.road_card.isVisible)
        assert "All promises are kept" in tab.road_card.accessibleName()
        tab.road_card.agree.click()
        await until(lambda: {van(desk, number) for number in ("1002", "1004", "1006")} == {"F"})

    run(share())
    # F is bound for its own door, and goes there first
    assert stop(desk, "1004").sequence == 1
