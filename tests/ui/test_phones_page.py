"""The phones of a day on the screen: paired, looked after, taken back; and what a phone says that nobody did."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones import hearing, pairing, phones_list
from dispatch_console.application.road import day_end, doorstep
from dispatch_console.console.console import Console
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.settings import Settings
from dispatch_console.ui.tracking.tab import DAY_END, HANDOFF, PHONES
from tests.builders.days import PROMISE, out_on_the_road, route_id
from tests.builders.fleet import DAY
from tests.builders.phones import delivered, paired
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.ui.conftest import Run, until
from tests.ui.conftest import press as press_key

DOOR = "https://door.example"


@pytest.fixture
def out(desk: Desk, clock: Clock) -> Desk:
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, ("1002", "1004"))
    return desk


def test_a_phone_is_paired_looked_after_and_taken_back(
    out: Desk, clock: Clock, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_console(out, replace(settings, door_address=DOOR))
    tab, page = console.tracking.tab, console.tracking.tab.phone_page

    async def work() -> None:
        console.window.show_tab("tracking")
        await until(lambda: console.tracking.chosen.board is not None)
        await press_key(tab, Qt.Key.Key_T)
        await until(lambda: tab.pages.currentIndex() == PHONES and page.table.rowCount() == 1)
        await until(lambda: page.qr.text.startswith(f"{DOOR}/d/"))
        assert "No phone has this route" in page._state.text() and not page.code.isEnabled()
        phone = paired(out, route_id(out))
        assert page.qr.text == f"{DOOR}/d/{phone.token}"
        await until(lambda: "does not come over https" in page._state.text())
        checks = {"secure": True, "worker": True, "stored": True, "reloaded": True, "camera": "prompt", "more": "x"}
        await out.acting_as(pairing.driver_of(phone.holder)).do(hearing.hear, phone.holder.phone_id, 3, checks)
        await until(lambda: "Ready without network" in page._state.text())
        assert "acts that never came: 1, 2, 3" in page._state.text()
        row = page.table.item(0, 0)
        assert row is not None and "Sami Niemi" in row.text()
        cells = [page.table.item(0, column) for column in (3, 6, 8)]
        assert [cell.text() for cell in cells if cell is not None] == ["yes", "asks", "3 acts"]
        await press_key(page, Qt.Key.Key_N)
        await until(lambda: len(page._code.text()) == 9)
        await press_key(page, Qt.Key.Key_F9)
        await until(lambda: not phone.holder.may_act)
        # the next one is another link
        await until(lambda: page.qr.text not in ("", f"{DOOR}/d/{phone.token}"))

    run(work())


def test_without_an_address_of_the_door_it_says_where_to_write_it(
    out: Desk, open_console: Callable[..., Console], run: Run
) -> None:
    console = open_console(out)
    page = console.tracking.tab.phone_page

    async def work() -> None:
        console.window.show_tab("tracking")
        await until(lambda: console.tracking.chosen.board is not None)
        console.tracking.tab.phones_wanted.emit()
        await until(lambda: "Settings, This station" in page._steps.text())
        assert page.qr.isHidden() and page.qr.text == ""
        assert out.ask_now(phones_list.phones, DAY, out.clock())[0].token == ""

    run(work())


def test_what_a_phone_says_and_nobody_did_comes_to_a_person_and_keeps_the_day_open(
    out: Desk, open_console: Callable[..., Console], run: Run
) -> None:
    phone = paired(out, route_id(out))
    order = get(out, "1002").id
    out.do_now(doorstep.hand_over, order, HandoffFacts(outcome="failed_refused"), through="phone", signature=None)
    phone.act("handoff", order, **delivered())
    phone.act("arrive", get(out, "1004").id)
    assert phone.hand_in(phone.kept[0]) == ["open"]
    out.acting_as(pairing.driver_of(phone.holder)).do_now(hearing.hear, phone.holder.phone_id, 2, {})
    console = open_console(out)
    tab, page = console.tracking.tab, console.tracking.tab.phone_page

    def kinds() -> list[tuple[str, str]]:
        things = out.ask_now(day_end.open_things, DAY)
        return [(thing.what, thing.number) for thing in things if thing.kind == "phone"]

    async def work() -> None:
        console.window.show_tab("tracking")
        await until(lambda: console.tracking.chosen.board is not None)
        assert kinds() == [("phone.recorded_otherwise", "#1002"), ("silent", "1")]
        tab.day_end_wanted.emit()
        await until(lambda: tab.pages.currentIndex() == DAY_END and bool(tab.day_end.rows.open_rows))
        said = [f"{row.title}: {row.under}" for row in tab.day_end.rows.open_rows]
        assert any(one.startswith("#1002, ") and "The phone says otherwise" in one for one in said)
        assert any("1 act never came" in one for one in said)
        tab.phones_wanted.emit()
        await until(lambda: bool(page.acts.cards))
        assert "recorded something else for order #1002" in page._said.text()
        await press_key(page, Qt.Key.Key_Return)
        await until(lambda: tab.pages.currentIndex() == HANDOFF)
        tab.phones_wanted.emit()
        await until(lambda: tab.pages.currentIndex() == PHONES and bool(page.acts.cards))
        await press_key(page, Qt.Key.Key_F8)
        await until(lambda: "Write why" in console.window.banner.accessibleName())
        page.why.setText("the desk is right")
        await press_key(page, Qt.Key.Key_F8)
        await until(lambda: not page.acts.cards)
        phone.hand_in()
        await until(lambda: kinds() == [])

    run(work())
