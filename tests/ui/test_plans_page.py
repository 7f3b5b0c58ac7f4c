"""Plans side by side: kept, compared, turned by the dial, and one of them taken."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import edits, variants
from dispatch_console.console.console import Console
from dispatch_console.store.transaction import Actor
from dispatch_console.ui.routes.plan_map import PlanMap
from dispatch_console.ui.routes.plans import presenter
from dispatch_console.ui.routes.plans.cells import Cell
from tests.builders.days import plan_day, prepare, ready_orders, sequences
from tests.builders.fleet import second_van
from tests.ui.conftest import Run, until


def test_plans_are_kept_compared_dialled_and_taken(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "STEP_SECONDS", 0.5)
    ready_orders(desk, ("1002", "1004", "1006"))
    desk.do_now(second_van)
    plan_day(desk)
    planned = prepare(desk)
    everything = sorted(planned.problem.visit)
    desk.do_now(edits.edit, planned, {"E1": everything, "F1": []}, "move")
    console = open_console(desk)
    console.window.show_tab("routes")
    tab, page = console.routes.tab, console.routes.tab.plans

    async def compare() -> None:
        QTest.keyClick(tab, Qt.Key.Key_P)
        await until(lambda: page.isVisible() and "3 open stops, 1 plan" in page._summary.toolTip())
        assert not page.take.isEnabled()
        QTest.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "Plan 1" in page.columns)
        QTest.keyClick(page, Qt.Key.Key_Right)
        await until(lambda: "not computed" not in page.steps[1].accessibleName())
        assert "nothing moves" in page.steps[1].accessibleName(), "an hour of work is too dear for a change"
        page.steps[4].click()
        await until(lambda: "not computed" not in page.steps[4].accessibleName())
        await until(lambda: page.chosen == presenter.DIAL)
        told = {made.accessibleName() for made in page.findChildren(PlanMap)}
        assert {"Map of In use: 3 stops, 0 moved, 0 without a route"} <= told and len(told) == 3
        names = {made.accessibleName() for made in page.findChildren(Cell)}
        assert any(name.startswith("Shift used: E ") and ", F " in name for name in names)
        rows = len(page.findChildren(Cell))
        QTest.keyClick(page, Qt.Key.Key_X)
        await until(lambda: page.differing.isChecked())
        await until(lambda: len(page.findChildren(Cell)) < rows)
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not page.isVisible())
        assert sorted(visit for held in sequences(desk).values() for visit in held) == everything
        QTest.keyClick(tab, Qt.Key.Key_P)
        await until(lambda: page.isVisible() and "Plan 1" in page.columns)
        page.columns["Plan 1"].click()
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: sequences(desk) == {"E1": tuple(everything)})

    run(compare())


def test_a_plan_that_another_station_keeps_is_shown_at_once(
    desk: Desk, open_console: Callable[[Desk], Console], make_desk: Callable[[Actor], Desk], run: Run
) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    planned = prepare(desk)
    console = open_console(desk)
    console.window.show_tab("routes")
    tab, page = console.routes.tab, console.routes.tab.plans
    other = make_desk(Actor("Petri Lahti", "dispatcher", "Station 3"))

    async def look() -> None:
        QTest.keyClick(tab, Qt.Key.Key_P)
        await until(lambda: page.isVisible() and "1 plan" in page._summary.toolTip())
        other.do_now(variants.keep, planned, planned.standing, "Rainy day")
        await until(lambda: "Rainy day" in page.columns)
        other.do_now(variants.forget, planned.day, "Rainy day")
        await until(lambda: "Rainy day" not in page.columns)

    run(look())
