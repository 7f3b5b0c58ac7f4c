"""Sheets are typed blind: Enter goes on to the next row at once, and nothing typed lands on another customer."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.domain.road import handed
from dispatch_console.store.entities import Handoff
from dispatch_console.ui.return_desk.grid import CASH, CODE, SIGNATURE, SIGNED_BY, TIME, ReturnGrid
from tests.application.test_handing_over import collect_on_delivery
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.road import two_vans_out
from tests.builders.sample_orders import get
from tests.builders.screens import TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, choose, press, until

NUMBERS = ("1002", "1004", "1006")


@pytest.fixture
def console(desk: Desk, clock: Clock, open_console: Callable[[Desk], Console]) -> Console:
    """Return a console at Tracking; the van is back with three stops of which nothing is recorded."""
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, NUMBERS)
    clock.forward(timedelta(hours=5))
    opened = open_console(desk)
    opened.window.show_tab(TRACKING)
    return opened


async def at_the_desk(console: Console) -> ReturnGrid:
    await until(lambda: console.tracking.chosen.board is not None)
    await press(console.tracking.tab.board, Qt.Key.Key_B)
    grid = console.tracking.tab.returns.grid
    await until(lambda: grid.rowCount() == 3 and CODE in grid._fields)
    console.window.activateWindow()
    await until(lambda: grid._fields[CODE].hasFocus())
    return grid


def type_here(text: str, key: Qt.Key | None = Qt.Key.Key_Return) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, text)
    if key is not None:
        QTest.keyClick(field, key)


def recorded(desk: Desk) -> dict[int, str]:
    query = select(Handoff).where(Handoff.replaced_at.is_(None))
    return {
        row.stop_sequence or 0: row.outcome_code for row in desk.ask_now(lambda session: session.scalars(query).all())
    }


def test_what_is_typed_behind_a_row_belongs_to_the_next_one_though_one_above_is_open(
    desk: Desk, console: Console, run: Run
) -> None:
    async def work() -> None:
        grid = await at_the_desk(console)
        # the first one is left open: nobody can read it
        grid.setCurrentCell(1, 0)
        grid.begin()
        type_here("31")
        # the last Enter, and at once what stands in the row below
        type_here("1415")
        assert grid._filling == 2
        type_here("33", None)
        assert grid._fields[CODE].text() == "33"
        await until(lambda: recorded(desk) == {2: "failed_not_home"})
        await asyncio.sleep(0.3)
        assert grid._filling == 2 and grid._fields[CODE].text() == "33"
        type_here("")
        type_here("1420")
        # after the last row comes the one that was left
        assert grid._filling == 0
        await until(lambda: recorded(desk) == {2: "failed_not_home", 3: "failed_no_access"})

    run(work())


def test_after_the_last_row_letters_are_keys_of_the_page_and_not_the_beginning_of_a_code(
    desk: Desk, console: Console, run: Run
) -> None:
    page = console.tracking.tab.returns

    async def work() -> None:
        grid = await at_the_desk(console)
        for _ in NUMBERS:
            type_here("31")
            type_here("1415")
        await until(lambda: len(recorded(desk)) == 3)
        await until(lambda: not grid._fields)
        assert grid.hasFocus()
        await press(grid, Qt.Key.Key_J)
        assert page.scan.text() == ""

    run(work())


def test_j_and_k_go_from_van_to_van(
    desk: Desk, clock: Clock, open_console: Callable[[Desk], Console], run: Run
) -> None:
    two_vans_out(desk, clock)
    console = open_console(desk)
    console.window.show_tab(TRACKING)
    page = console.tracking.tab.returns

    async def work() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        await press(console.tracking.tab.board, Qt.Key.Key_B)
        await until(lambda: page.grid.rowCount() == 2 and CODE in page.grid._fields)
        # as long as a row is typed a letter belongs to it
        page.vans.setFocus()
        await press(page, Qt.Key.Key_J)
        await until(lambda: page.grid.rowCount() == 1)
        page.vans.setFocus()
        await press(page, Qt.Key.Key_K)
        await until(lambda: page.grid.rowCount() == 2)
        assert page.scan.text() == ""

    run(work())


def test_a_row_that_is_refused_comes_back_as_it_was_typed_at_its_wrong_field(
    desk: Desk, console: Console, run: Run
) -> None:
    async def work() -> None:
        grid = await at_the_desk(console)
        type_here("11")
        type_here("2759")
        type_here("Olli")
        type_here("1")
        await until(lambda: "2759" in console.tracking.tab.returns._says.text())
        await until(lambda: grid._filling == 0 and grid._fields[TIME].hasFocus())
        assert (grid._fields[CODE].text(), grid._fields[SIGNED_BY].text()) == ("11", "Olli")
        assert recorded(desk) == {}
        grid._fields[TIME].clear()
        type_here("1410", Qt.Key.Key_Tab)
        assert grid._fields[SIGNED_BY].hasFocus()
        QTest.keyClick(grid._fields[SIGNED_BY], Qt.Key.Key_Backtab)
        assert grid._fields[TIME].hasFocus()
        for _ in range(3):
            type_here("")
        await until(lambda: recorded(desk) == {1: "delivered_third_party"})

    run(work())


def test_cash_that_is_due_is_not_taken_for_cash_that_was_paid(desk: Desk, console: Console, run: Run) -> None:
    for number in NUMBERS:
        collect_on_delivery(desk, get(desk, number).id, 3990)

    async def work() -> None:
        grid = await at_the_desk(console)
        page = console.tracking.tab.returns
        for text in ("10", "1410", "", "1", ""):
            type_here(text)
        await until(lambda: "Type the cash as the sheet says it; 39.90 EUR was due" in page._says.text())
        assert recorded(desk) == {}
        await until(lambda: grid._filling == 0 and grid._fields[CASH].hasFocus())
        type_here("38,90")
        await until(lambda: recorded(desk) == {1: "delivered_to_recipient"})

    run(work())
    (made,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert (made.due, made.collected) == (3990, 3890)


def test_a_signature_that_is_read_while_its_row_is_typed_is_there(console: Console, run: Run) -> None:
    async def work() -> None:
        grid = await at_the_desk(console)
        type_here("10")
        type_here("1410")
        rows = grid._rows
        grid.show_rows((replace(rows[0], read="1"), *rows[1:]), rows[0].key)
        assert grid._fields[SIGNATURE].text() == "1" and grid._fields[CODE].text() == "10"

    run(work())


def test_whoever_is_named_nowhere_on_the_sheet_is_the_customer(desk: Desk, console: Console, run: Run) -> None:
    async def work() -> None:
        await at_the_desk(console)
        for text in ("10", "1410", "", "1"):
            type_here(text)
        await until(lambda: recorded(desk) == {1: "delivered_to_recipient"})

    run(work())
    (record,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert record.recipient and record.relation == "customer"


def test_what_was_typed_of_a_row_is_there_again_after_another_was_looked_at(
    desk: Desk, console: Console, run: Run
) -> None:
    async def work() -> None:
        grid = await at_the_desk(console)
        type_here("11")
        type_here("1410")
        type_here("Olli", None)
        click(grid, 2, CODE)
        # whoever clicks on an open row types there, and not into the field for parcels
        await until(lambda: grid._filling == 2 and grid._fields[CODE].hasFocus())
        assert grid._fields[CODE].text() == ""
        click(grid, 0, TIME)
        await until(lambda: grid._filling == 0 and grid._fields[TIME].hasFocus())
        texts = [grid._fields[column].text() for column in (CODE, TIME, SIGNED_BY)]
        assert texts == ["11", "1410", "Olli"]
        # also after another van was looked at
        rows = grid._rows
        grid.show_rows((), "")
        grid.show_rows(rows, rows[0].key)
        assert [grid._fields[column].text() for column in (CODE, TIME, SIGNED_BY)] == ["11", "1410", "Olli"]
        assert recorded(desk) == {}

    run(work())


def test_pieces_are_typed_into_the_form_which_asks_what_a_sheet_can_show(
    desk: Desk, console: Console, run: Run
) -> None:
    async def work() -> None:
        grid = await at_the_desk(console)
        page, form = console.tracking.tab.returns, console.tracking.tab.handoff.form
        for text in ("15", "1410", "Olli", "1"):
            type_here(text)
        await until(lambda: "Ctrl+E opens the form" in page._says.text())
        # the cursor stands in a field of the row
        QTest.keyClick(console.window.windowHandle(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: form.paper.isChecked() and form.paper.isVisible())
        # what was typed of the row stands there; as long as every piece is accepted, it is no part
        entered = form.entered()
        assert (entered.outcome, entered.acted, entered.recipient) == ("delivered_partial", "1410", "Olli")
        record = console.tracking.tab.handoff.record
        assert not record.isEnabled()
        damaged = next(one for one in form.goods.findChildren(QLineEdit) if one.accessibleName().endswith("damaged"))
        damaged.selectAll()
        QTest.keyClicks(damaged, "1")
        done = next(one for one in form.goods.findChildren(QComboBox) if one.accessibleName().endswith("was done"))
        choose(done, handed.DONE[0])
        assert form.entered().turned[0].issue == handed.DAMAGED
        # nobody wrote on a sheet whether name and number were said
        await until(record.isEnabled)
        record.click()
        await until(lambda: len(recorded(desk)) == 1)
        await until(lambda: grid.isVisible() and "delivered in part" in page._says.text())
        # the next row that is open waits for its code
        await until(lambda: grid.isAncestorOf(console.window.focusWidget() or page))

    run(work())
    (record,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert (record.outcome_code, record.reported_through) == ("delivered_partial", "sheet")
    assert (record.open_proofs, record.items_damaged) == (["signature"], 1)


def click(grid: ReturnGrid, row: int, column: int) -> None:
    place = grid.visualRect(grid.model().index(row, column)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
