"""Papers that are no longer true are listed with where they lie, and printed again with one key."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import source_change
from dispatch_console.console.console import Console
from dispatch_console.settings import Settings
from dispatch_console.station import label_printing, printing
from tests.builders.days import ready_orders
from tests.builders.sample_orders import get
from tests.builders.source_changes import ELSEWHERE, change_at_the_source
from tests.ui.conftest import Run, press, until


def test_label_and_slip_with_the_old_address_are_printed_again(
    desk: Desk, settings: Settings, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    printing.print_slip(desk, settings, order.id, settings.papers_dir)
    change_at_the_source(desk, "1002", address=ELSEWHERE)
    desk.do_now(source_change.take_change, order.id)
    console = open_console(desk)

    async def again() -> None:
        await until(lambda: console.window.status.stale.accessibleName() == "2 stale papers")
        console.window.status.stale.click()
        await until(lambda: console.stale_page is not None and console.stale_page.isVisible())
        page = console.stale_page
        assert page is not None
        assert [(card.title, card.right) for card in page.list.cards] == [
            ("Label, order #1002", "on the parcel"), ("Slip, order #1002", "in the box"),
        ]  # fmt: skip
        assert all("its address was changed" in card.under for card in page.list.cards)
        page.activateWindow()
        await press(page.list, Qt.Key.Key_P)
        await until(lambda: "2 papers printed" in page.said.accessibleName())
        assert page.list.cards == () and "is true" in page._title.text()
        page.close()

    run(again())
