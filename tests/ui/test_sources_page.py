"""A shop is connected by screen: tried, mapped, read, and what it refuses goes to a person."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.orders import detail, queue
from dispatch_console.application.shops import asking
from dispatch_console.application.shops.listing import open_write_backs
from dispatch_console.application.shops.noting import note_event
from dispatch_console.console.console import Console
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction
from dispatch_console.ui.settings.source_trial import FIELD
from dispatch_console.ui.settings.sources_page import SourcesPage
from tests.key_store import Memory
from tests.ui.conftest import Run, until
from tests.woocommerce_server import KEY, SECRET, Fault, Shop

pytestmark = pytest.mark.usefixtures("secrets_kept")


def opened(console: Console) -> SourcesPage:
    console.window.show_tab("settings")
    console.settings_tab.show_page("sources")
    return next(iter(console.settings_tab.findChildren(SourcesPage)))


def fill(page: SourcesPage, web_shop: Shop, secret: str) -> None:
    page.fields.kind.setCurrentIndex(page.fields.kind.findData("woocommerce"))
    page.fields.name.setText("Kotivara")
    page.fields.address.setText(web_shop.address)
    page.fields.secret.setText(secret)


def told(page: SourcesPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def cell(page: SourcesPage, row: int, column: int) -> str:
    item = page.trial.orders.item(row, column)
    return item.text() if item else ""


def row_of(page: SourcesPage, name: str) -> int:
    own = page.trial.own
    return next(row for row in range(own.rowCount()) if (item := own.item(row, 0)) and item.text() == name)


def test_a_shop_is_tried_with_what_stands_in_the_form_and_then_kept_and_read(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run, web_shop: Shop, secrets_kept: Memory
) -> None:
    own = [{"id": 1, "key": "Toimituspäivä", "value": "24.11.2026"}, {"id": 2, "key": "Klo", "value": "10-12"}]
    placed = web_shop.place(7, meta_data=own)
    console = open_settings(desk)

    async def connect() -> None:
        page = opened(console)
        QTest.keyClick(page, Qt.Key.Key_N)
        # the button is seen to go down before it acts
        await until(page.fields.name.hasFocus)
        fill(page, web_shop, "ck_wrong:cs_wrong")
        page.try_out.click()
        await until(lambda: "does not accept the secret" in page.said.accessibleName())
        fill(page, web_shop, f"{KEY}:{SECRET}")
        page.try_out.click()
        await until(lambda: page.trial.orders.rowCount() == 5)
        assert "5 of 7 orders as they would come in" in told(page)
        assert (cell(page, 0, 0), cell(page, 0, 1)) == ("103", "Ann Shopper 103")
        assert cell(page, 0, 3) == ""
        # the fields of the shop's own wait for somebody who says what they are
        for name, ours in (("Toimituspäivä", "delivery_day"), ("Klo", "window")):
            box = page.trial.own.cellWidget(row_of(page, name), FIELD)
            assert isinstance(box, QComboBox)
            # the next one is chosen before the answer to this one is there
            box.setCurrentIndex(box.findData(ours))
        await until(lambda: "10:00" in cell(page, 0, 3))
        assert desk.ask_now(queue.total, queue.OrderFilter()) == 0, "nothing is written before it is saved"
        page.save.click()
        await until(lambda: "Saved." in page.said.accessibleName())
        page.read.click()
        await until(lambda: desk.ask_now(queue.total, queue.OrderFilter(source="Kotivara")) == len(placed))
        await until(lambda: "not read yet" not in told(page) and "read " in told(page))

    run(connect())
    assert secrets_kept.kept[("dispatch-console", "source Kotivara")] == f"{KEY}:{SECRET}"
    source = desk.ask_now(live_sources.live_sources)[0]
    assert source.own_fields == {"Toimituspäivä": "delivery_day", "Klo": "window"}
    assert "cs_test" not in str(source)


def test_what_the_shop_refuses_is_shown_with_both_sides_and_told_again(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run, web_shop: Shop
) -> None:
    (number,) = web_shop.place()
    console = open_settings(desk)

    def note(tx: Transaction) -> None:
        note_event(tx, detail.by_number(tx.session, str(number), "Kotivara"), WriteBack.DELIVERED)

    def buttons(page: SourcesPage, name: str) -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()]

    async def settle() -> None:
        page = opened(console)
        fill(page, web_shop, f"{KEY}:{SECRET}")
        page.save.click()
        await until(lambda: "Saved." in page.said.accessibleName())
        page.read.click()
        await until(lambda: desk.ask_now(queue.total, queue.OrderFilter()) == 1)
        web_shop.orders[number]["status"] = "refunded"
        await desk.do(note)
        page.read.click()
        await until(lambda: "here it is delivered, there it is refunded" in told(page))
        web_shop.orders[number]["status"] = "processing"
        again = buttons(page, "Tell again")
        assert len(again) == 1
        again[0].click()
        await until(lambda: "waits its turn" in told(page) or desk.ask_now(open_write_backs) == ())
        page.read.click()
        await until(lambda: desk.ask_now(open_write_backs) == ())
        assert web_shop.orders[number]["status"] == "completed"

    run(settle())


def test_what_is_typed_is_not_lost_and_a_pause_is_shown(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run, web_shop: Shop
) -> None:
    console = open_settings(desk)

    async def pause() -> None:
        page = opened(console)
        fill(page, web_shop, f"{KEY}:{SECRET}")
        page.save.click()
        await until(lambda: "Saved." in page.said.accessibleName())
        await until(lambda: page.pause.isEnabled())
        page.pause.click()
        await until(lambda: "paused" in told(page))
        assert (page.pause.accessibleName(), page.pause.shortcut().toString()) == ("Go on", "P")
        assert desk.ask_now(live_sources.live_sources)[0].is_paused
        # while somebody types, news of the source do not touch the form
        page.fields.name.setText("Another name")
        source = desk.ask_now(live_sources.live_sources)[0]
        await desk.do(live_sources.pause_source, source.id, False)
        await console._caught_up()
        page.add.click()
        assert page.fields.name.text() == "Another name"
        assert "is not saved" in page.said.accessibleName()
        fields = [field for field in page.findChildren(QLineEdit) if field.accessibleName() == "Secret"]
        assert [field.text() for field in fields] == [""], "a secret is never shown again"

    run(pause())


def test_the_status_line_says_since_when_a_shop_is_away(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run, web_shop: Shop
) -> None:
    console = open_settings(desk)
    line = console.window.status.sources

    async def away() -> None:
        assert line.isHidden(), "without sources there is nothing to say"
        page = opened(console)
        fill(page, web_shop, f"{KEY}:{SECRET}")
        page.save.click()
        await until(lambda: "Saved." in page.said.accessibleName())
        page.read.click()
        await until(lambda: line.accessibleName().startswith("sources read"))
        web_shop.fail(Fault(503))
        page.read.click()
        await until(lambda: "1 source away since" in line.accessibleName())
        assert "does not answer: 503" in line.toolTip()
        console.window.show_tab("orders")
        line.click()
        await until(lambda: page.isVisible())
        page.read.click()
        await until(lambda: "away" not in line.accessibleName())

    run(away())


def test_a_ring_of_the_shop_shows_its_order_though_no_look_is_due(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run, web_shop: Shop
) -> None:
    (number,) = web_shop.place()
    console = open_settings(desk)

    async def ring() -> None:
        page = opened(console)
        fill(page, web_shop, f"{KEY}:{SECRET}")
        page.fields.bell_secret.setText("between us")
        page.save.click()
        await until(lambda: "Saved." in page.said.accessibleName())
        page.read.click()
        await until(lambda: desk.ask_now(queue.total, queue.OrderFilter()) == 1)
        await until(lambda: not console.live._reading)
        (source,) = desk.ask_now(live_sources.live_sources)
        assert f"/bell/{source.id}" in told(page)
        web_shop.orders[number]["shipping"]["address_1"] = "Ratakatu 9"
        await desk.do(asking.note_hints, source.id, [str(number)])
        await until(lambda: detail_of(desk, number).address.line1 == "Ratakatu 9", 4)
        await until(lambda: "rang" in told(page))
        # another ring while a look goes on is followed after it
        web_shop.then(lambda: desk.do_now(asking.note_hints, source.id, [str(number)]))
        web_shop.orders[number]["customer_note"] = "Back door"
        page.read.click()
        await until(lambda: detail_of(desk, number).instructions == "Back door")
        await until(lambda: desk.ask_now(asking.hinted, source.id) is None)

    run(ring())


def detail_of(desk: Desk, number: int) -> Order:
    return desk.ask_now(detail.by_number, str(number), "Kotivara")
