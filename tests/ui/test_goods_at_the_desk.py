"""Goods that come back, at the return desk: taken in, not here after all, and sent to another place by a menu."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import doorstep
from dispatch_console.console.console import Console
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.store.entities import GoodsBack
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.sample_orders import get
from tests.builders.screens import TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, press, until


@pytest.fixture
def console(desk: Desk, clock: Clock, open_console: Callable[[Desk], Console]) -> Console:
    """Return a console at Tracking; the van is back with the parcel of an order that nobody took."""
    clock.now = PROMISE.start
    out_on_the_road(desk, ("1002", "1004"))
    facts = HandoffFacts(outcome="failed_not_home")
    desk.do_now(doorstep.hand_over, get(desk, "1004").id, facts, through="phone", signature=None)
    clock.forward(timedelta(hours=2))
    opened = open_console(desk)
    opened.window.show_tab(TRACKING)
    return opened


def back(desk: Desk) -> GoodsBack:
    return desk.ask_now(lambda session: session.scalars(select(GoodsBack)).one())


async def scanned_in(console: Console, desk: Desk) -> None:
    """Open the return desk and scan the parcel that came back."""
    await until(lambda: console.tracking.chosen.board is not None)
    await press(console.tracking.tab.board, Qt.Key.Key_B)
    page = console.tracking.tab.returns
    await until(lambda: len(page.goods.cards) == 1)
    assert not page.elsewhere.isEnabled()
    (parcel,) = get(desk, "1004").parcels
    page.scan.setText(str(parcel.code))
    QTest.keyClick(page.scan, Qt.Key.Key_Return)
    await until(lambda: "#1004: it is here" in page._says.text() and page.elsewhere.isEnabled())


def test_a_parcel_that_was_taken_in_by_mistake_is_not_here_after_all(desk: Desk, console: Console, run: Run) -> None:
    page = console.tracking.tab.returns

    async def work() -> None:
        await scanned_in(console, desk)
        assert back(desk).seen_at is not None
        assert page.by_hand.accessibleName().startswith("Not here after all")
        await press(page.goods, Qt.Key.Key_H)
        await until(lambda: "not here after all" in page._says.text())
        await until(lambda: page.goods.cards[0].right == "not here" and page.goods.cards[0].tone == "wrong")
        row = back(desk)
        assert (row.seen_at, row.seen_by) == (None, "")
        # it keeps the van open again, and can be sent nowhere
        assert not page.elsewhere.isEnabled() and not page.close_van.isEnabled()
        assert page.by_hand.accessibleName().startswith("It is here")
        await press(page.goods, Qt.Key.Key_H)
        await until(lambda: "it is here" in page._says.text() and back(desk).seen_at is not None)

    run(work())


def test_goods_are_sent_elsewhere_by_a_menu_that_marks_where_they_go_now(
    desk: Desk, console: Console, run: Run
) -> None:
    page = console.tracking.tab.returns

    def menu() -> QMenu | None:
        shown = QApplication.activePopupWidget()
        return shown if isinstance(shown, QMenu) else None

    async def work() -> None:
        await scanned_in(console, desk)
        before = back(desk).goes_to
        await press(page.goods, Qt.Key.Key_G)
        await until(lambda: menu() is not None)
        shown = menu()
        assert shown is not None
        assert [one.text()[:2] for one in shown.actions()] == ["&1", "&2", "&3", "&4"]
        marked = [one.text() for one in shown.actions() if one.isChecked()]
        # Esc leaves everything as it is
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        await until(lambda: menu() is None)
        assert back(desk).goes_to == before
        await press(page.goods, Qt.Key.Key_G)
        await until(lambda: menu() is not None)
        shown = menu()
        assert shown is not None
        QTest.keyClick(shown, Qt.Key.Key_3)
        await until(lambda: back(desk).goes_to == "supplier")
        await until(lambda: "goes to" in page._says.text() and page.goods.cards[0].under_right != "")
        assert marked == [] or "supplier" not in marked[0].lower()
        await until(lambda: [one.text() for one in page.places.actions() if one.isChecked()] == ["&3  Supplier"])

    run(work())
