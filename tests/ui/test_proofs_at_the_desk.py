"""Proofs that a signed sheet shows, seen by a person at the return desk: one look, one key."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.store.entities import Handoff, Order
from dispatch_console.store.transaction import Transaction
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.screens import TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, press, until
from tests.ui.test_return_grid import type_here


def asked_for_age_and_identity(tx: Transaction) -> None:
    for order in tx.session.scalars(select(Order).where(Order.number == "#1002")):
        order.requirements = [str(Requirement.ID_CHECK), str(Requirement.AGE_18)]


def test_one_box_of_the_sheet_proves_identity_and_age_with_one_key(
    desk: Desk, clock: Clock, open_console: Callable[[Desk], Console], run: Run
) -> None:
    clock.now = PROMISE.start
    out_on_the_road(desk, ("1002",))
    desk.do_now(asked_for_age_and_identity)
    clock.forward(timedelta(hours=2))
    console = open_console(desk)
    console.window.show_tab(TRACKING)
    page = console.tracking.tab.returns

    def record() -> Handoff | None:
        return desk.ask_now(lambda session: session.scalars(select(Handoff)).one_or_none())

    async def work() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        await press(console.tracking.tab.board, Qt.Key.Key_B)
        await until(lambda: page.grid.rowCount() == 1)
        console.window.activateWindow()
        await until(lambda: page.grid.isAncestorOf(console.window.focusWidget() or page))
        # nothing is typed for the signature: the box on the sheet is empty, as far as anybody said
        for text in ("10", "1410", "", "0"):
            type_here(text)
        await until(lambda: "Still to be seen on the sheet" in page._says.text())
        made = record()
        assert made is not None
        assert sorted(made.open_proofs) == ["id_kind", "of_age", "signature"]
        await until(page.seen.isEnabled)
        await press(page.grid, Qt.Key.Key_F6)
        await until(lambda: "F6 again" in page._says.text())
        first = record()
        assert first is not None
        await press(page.grid, Qt.Key.Key_F6)
        await until(lambda: not page.seen.isEnabled())
        # either the signature first, or the two that are one box
        assert set(first.open_proofs) in ({"id_kind", "of_age"}, {"signature"})

    run(work())
    done = record()
    assert done is not None and done.open_proofs == []
