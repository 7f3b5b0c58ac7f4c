"""Customers fetch their goods at the counter: a scan finds the order, and each parcel is scanned before it is given."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.store.entities import Handoff
from tests.builders.days import ready_orders
from tests.builders.sample_orders import all_checked, get
from tests.builders.screens import TRACKING
from tests.ui.conftest import Run, press, until
from tests.ui.test_scans_and_keys import type_anywhere
from tests.ui.test_tracking_tab import sign


def test_a_pick_up_is_opened_by_a_scan_and_nothing_of_somebody_else_is_given(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, ("1002", "1004"))
    console = open_console(desk)
    console.window.show_tab(TRACKING)
    page = console.tracking.tab.handoff
    ticks = page.form.parcels
    mine, other = get(desk, "1002").parcels, get(desk, "1004").parcels

    async def fetch() -> None:
        await until(lambda: console.tracking._board is not None)
        await press(console.tracking.tab, Qt.Key.Key_D)
        await until(lambda: page.isVisible() and len(page.waiting.cards) == 2)
        console.window.activateWindow()
        await type_anywhere(console, str(mine[0].code))
        await until(lambda: "All are here." in ticks._says.text())
        assert get(desk, "1002").number in page._title.text()
        await type_anywhere(console, str(other[0].code))
        await until(lambda: "do not hand it out here" in ticks._says.text())
        assert ticks.checked() == {mine[0].id: "scanned"}
        await type_anywhere(console, "6400000000017")
        await until(lambda: "no parcel of ours" in ticks._says.text())
        # whoever takes the tick away has not seen it
        box = ticks._boxes[mine[0].id]
        form = page.form
        form.said_name.setChecked(True)
        form.said_number.setChecked(True)
        sign(form.pad)
        await until(page.record.isEnabled)
        box.setChecked(False)
        await until(lambda: not page.record.isEnabled())
        box.setChecked(True)
        await until(page.record.isEnabled)
        page.record.click()
        await until(lambda: get(desk, "1002").outcome == "picked_up")

    run(fetch())
    (record,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert record.checked == {str(parcel): "seen" for parcel in all_checked(desk, "1002")}
