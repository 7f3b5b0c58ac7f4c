"""M on the Routes tab: what publishing would do is shown, then done or left."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dispatch_console.application.desk import Desk
from dispatch_console.application.promises import promising
from dispatch_console.console.console import Console
from tests.builders.days import plan_day, prepare, ready_orders
from tests.builders.sample_orders import get
from tests.ui.conftest import Run, until

NUMBERS = ("1002", "1004", "1006")


@pytest.fixture
def console(desk: Desk, open_console: Callable[[Desk], Console]) -> Console:
    """Open the Routes tab on a draft of three stops, one of them not packed."""
    ready_orders(desk, NUMBERS, unpacked="1006")
    plan_day(desk, publish=False)
    console = open_console(desk)
    console.window.show_tab("routes")
    return console


def test_calls_papers_and_open_boxes_are_shown_and_esc_leaves_a_draft(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab
    desk.do_now(promising.must_be_rung, get(desk, "1002").id)

    async def ask() -> None:
        await console.routes.load()
        QTest.keyClick(tab, Qt.Key.Key_M)
        await until(tab.publish.isVisible)
        said = tab.publish.accessibleName()
        assert "Peter Frick" in said and "1002: E 13:00 comes" in said and "promised 14:00–16:00" in said
        assert "E 13:00 new" in said and "1 order is not packed yet; its manifest says so: #1006" in said
        QTest.keyClick(tab.publish, Qt.Key.Key_Escape)
        await until(lambda: not tab.publish.isVisible())

    run(ask())
    assert get(desk, "1004").dispatch == "planned" and not tab.papers.isVisible()


def test_what_is_shown_follows_the_day_and_m_again_publishes(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def publish() -> None:
        QTest.keyClick(tab, Qt.Key.Key_M)
        await until(tab.publish.isVisible)
        assert "1004" not in tab.publish.accessibleName()
        desk.do_now(promising.must_be_rung, get(desk, "1004").id)
        await until(lambda: "1004: E 13:00 comes" in tab.publish.accessibleName())
        QTest.keyClick(tab, Qt.Key.Key_M)
        await until(tab.papers.isVisible)
        # while they were drawn
        assert tab.said.accessibleName() == "Printing the papers…" and not tab.said.isVisible()

    run(publish())
    assert get(desk, "1004").dispatch == "on_manifest"


def test_a_change_in_the_hand_is_dropped_or_put_back_first(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def carry() -> None:
        console.routes.select(sorted(prepare(desk).problem.visit)[0])
        await console.routes.editing.hand.prepare()
        QTest.keyClick(tab, Qt.Key.Key_U)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_M)
        await until(lambda: "not made yet" in tab.said.accessibleName())
        assert not tab.publish.isVisible()

    run(carry())
    assert get(desk, "1004").dispatch == "planned"
