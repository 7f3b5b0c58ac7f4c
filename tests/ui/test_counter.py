"""Customers fetch their goods at the counter: a scan finds the order, and each parcel is scanned before it is given."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders.pins import pin_for
from dispatch_console.application.orders.proof_rules import LEVELS, PROOFS, keep_proof_rule
from dispatch_console.console.console import Console
from dispatch_console.store.entities import Handoff, Order
from tests.builders.days import ready_orders
from tests.builders.sample_orders import all_checked, get
from tests.builders.screens import TRACKING
from tests.ui.conftest import Run, press, until
from tests.ui.test_scans_and_keys import type_anywhere
from tests.ui.test_tracking_tab import sign


def test_the_pin_of_a_pick_up_is_compared_as_it_is_said(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, ("1002",))
    texts = {"proof": PROOFS["pin"], "level": LEVELS["required"], "scope": "every order", "value": ""}
    desk.do_now(keep_proof_rule, None, texts)
    order = get(desk, "1002").id
    pin = desk.ask_now(lambda session: pin_for(session, session.get_one(Order, order)))
    console = open_console(desk)
    console.window.show_tab(TRACKING)
    form = console.tracking.tab.handoff.form

    async def say() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        await press(console.tracking.tab, Qt.Key.Key_D)
        await until(lambda: len(console.tracking.tab.handoff.waiting.cards) == 1)
        await console.tracking.rooms.handoff.open(order)
        await until(form.pin.isVisible)
        QTest.keyClicks(form.pin, f"{(int(pin) + 1) % 10_000:04d}")
        await until(lambda: "is wrong, 4 tries are left" in form._pin_says.text())
        assert form.pin.text() == ""
        QTest.keyClicks(form.pin, pin)
        await until(lambda: form._pin_says.text() == "is right")
        assert not form.pin.isEnabled()

    run(say())


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
        await until(lambda: console.tracking.chosen.board is not None)
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
