"""The Orders tab as a person uses it: real widgets on a real database."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableWidgetItem

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, source_change
from dispatch_console.application.orders import queue, verifying
from dispatch_console.console.console import Console
from dispatch_console.domain.orders.incoming import IncomingOrder
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Actor
from dispatch_console.ui.orders import presenter as orders_presenter
from dispatch_console.ui.orders.columns import KEYS
from dispatch_console.ui.orders.delegate import CHANGED_HEIGHT, ROW_HEIGHT, changes_of
from dispatch_console.ui.orders.table import OrderTable
from tests.builders.fleet import set_up_fleet
from tests.builders.received import incoming, reading, verify_first, wished
from tests.builders.sample_orders import get, import_sample
from tests.builders.screens import boxes, take_file
from tests.conftest import DATA, Clock
from tests.ui.conftest import Run, until

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_an_empty_database_says_how_to_get_orders_in(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    assert console.orders.tab._stack.currentIndex() == 1

    async def drop() -> None:
        console.orders.tab.file_dropped.emit(str(DATA / "shopify_orders_export.csv"))
        await until(lambda: console.orders.tab.is_importing)
        assert console.orders.model.rowCount() == 0
        assert console.orders.tab.import_page.buckets["new"].accessibleName() == "20 new"
        QTest.keyClick(console.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: console.orders.model.rowCount() == 20)

    run(drop())
    assert console.orders.tab._stack.currentIndex() == 0
    assert "20 new" in console.window.banner.accessibleName()


def test_an_order_is_verified_by_pin_ticks_and_key(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    panel = console.orders.tab.panel

    def are_ticked(count: int) -> bool:
        return sum(box.isChecked() for box in boxes(console)) == count

    async def verify() -> None:
        await take_file(console, DATA / "shopify_orders_export.csv")
        await until(lambda: len(boxes(console)) == 5)
        assert "Open:" in panel.verify_button.toolTip()
        # with open items it says which, and nothing is verified
        panel.verify_button.click()
        await until(lambda: "Not yet: products, quantities" in console.window.banner.accessibleName())
        pin = next(field for field in panel.findChildren(QLineEdit) if field.accessibleName().startswith("Pin"))
        QTest.keyClicks(pin, "47.14, 9.52")
        QTest.keyClick(pin, Qt.Key.Key_Return)
        await until(lambda: any("By hand" in text for text in _texts(console)))
        for number in range(5):
            boxes(console)[number].click()
            await until(partial(are_ticked, number + 1))
        await until(panel.verify_button.isEnabled)
        panel.verify_button.click()
        await until(lambda: "1 waiting" not in console.window.rail["orders"].accessibleName())
        await until(lambda: "19 waiting" in console.window.rail["orders"].accessibleName())

    run(verify())


def test_an_order_without_a_doubt_is_verified_with_two_keys_and_the_next_one_waits_for_its_own(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(sure(1), sure(2), replace(sure(3), phone="")), "f")
    console = open_console(desk)
    table = console.orders.tab.table

    def marked() -> str:
        row = console.orders.model.row(table.currentIndex().row())
        return row.number if row else ""

    def ticks(count: int) -> bool:
        return sum(box.isChecked() for box in boxes(console)) == count

    def is_next(number: str) -> bool:
        return marked() == number and table.hasFocus()

    async def empty_the_queue() -> None:
        await until(lambda: len(boxes(console)) == 5 and marked() == "SO-1")
        table.setFocus()
        for number in (1, 2):
            QTest.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
            await until(partial(ticks, 5))
            QTest.keyClick(console.window, Qt.Key.Key_V)
            await until(partial(is_next, f"SO-{number + 1}"))
            await until(partial(ticks, 0))
        # without a telephone somebody has to look
        QTest.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
        await until(partial(ticks, 4))
        QTest.keyClick(console.window, Qt.Key.Key_V)
        await until(lambda: "customer and phone is still open" in console.window.banner.accessibleName())
        QTest.keyClick(table, Qt.Key.Key_Space)
        await until(partial(ticks, 5))
        QTest.keyClick(console.window, Qt.Key.Key_V)
        await until(lambda: desk.ask_now(queue.stage_counts).get("verify", 0) == 0)

    run(empty_the_queue())


def sure(number: int) -> IncomingOrder:
    """Return an order with a telephone and a pin of its own."""
    order = incoming(number)
    place = replace(order.address, line1=f"Bulevardi {number}", lat=60.16 + number / 1000, lon=24.94)
    return replace(order, phone="+358405550101", address=place)


def _texts(console: Console) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [found.text() for found in console.orders.tab.panel.findChildren(QLabel)]


def test_a_tick_without_a_pin_is_a_sentence_in_place_and_the_box_stays_open(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)

    async def tick() -> None:
        await take_file(console, DATA / "shopify_orders_export.csv")
        await until(lambda: len(boxes(console)) == 5)
        next(box for box in boxes(console) if box.objectName() == "check-address_exact").click()
        await until(lambda: "no pin" in console.window.banner.accessibleName())
        await until(lambda: not any(box.isChecked() for box in boxes(console)))

    run(tick())


def test_a_second_console_sees_the_change_of_the_first(
    desk: Desk, make_desk: Callable[[Actor], Desk], open_console: Callable[[Desk], Console], run: Run
) -> None:
    first = open_console(desk)
    second = open_console(make_desk(Actor("Noor Aalto", "order_processor", "Station 1")))

    async def watch() -> None:
        await take_file(first, DATA / "shopify_orders_export.csv")
        await until(lambda: second.orders.model.rowCount() == 20)
        order = second.orders.model.row(0)
        assert order is not None
        await desk.do(verifying.hold, order.id, "wrong colour")
        await until(lambda: (row := second.orders.model.row(0)) is not None and row.stage == "needs_attention")

    run(watch())


def test_search_and_stage_filter_ask_the_database(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)

    async def search() -> None:
        await take_file(console, DATA / "shopify_orders_export.csv")
        QTest.keyClicks(console.orders.tab.search, "vaduz mug")
        await until(lambda: console.orders.model.rowCount() == 1)
        console.orders.tab.search.setText("nobody at all")
        await until(lambda: console.orders.model.rowCount() == 0)
        console.orders.tab.search.setText("")
        console.orders.tab.filters.buttons["pack"].click()
        await until(lambda: console.orders.tab.filters.buttons["pack"].isChecked())

    run(search())


def test_hostile_names_are_shown_not_interpreted(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    console = open_console(desk)

    async def show() -> None:
        await take_file(console, DATA / "hostile.csv")
        await until(lambda: any("<img" in text for text in _texts(console)))

    run(show())
    from PySide6.QtWidgets import QLabel

    for shown in console.window.findChildren(QLabel):
        if "<" in shown.text():
            assert shown.textFormat() == Qt.TextFormat.PlainText


def test_a_supervisor_waives_an_item_with_a_reason(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    import_sample(desk)
    order = get(desk, "1002")
    console = open_console(desk)
    panel = console.orders.tab.panel

    async def waive() -> None:
        await console.orders.show_order(order.id)
        wanted = "Waive: Customer and phone"
        next(made for made in panel.findChildren(QPushButton) if made.accessibleName() == wanted).click()
        QTest.keyClicks(panel.reason, "known for years")
        QTest.keyClick(panel.reason, Qt.Key.Key_Return)
        await until(lambda: any("waived" in shown.text() for shown in panel.findChildren(QLabel)))

    run(waive())
    marks = get(desk, "1002").marks
    assert [(mark.key, mark.waived, mark.reason) for mark in marks] == [("customer_known", True, "known for years")]


def test_a_click_on_an_empty_map_pins_nothing(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    import_sample(desk)
    order = get(desk, "1002")
    console = open_console(desk)
    panel = console.orders.tab.panel

    async def click() -> None:
        await console.orders.show_order(order.id)
        await until(lambda: panel.map._stands)
        await asyncio.sleep(0.3)
        target = panel.map.view.focusProxy()
        assert target is not None
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
        await asyncio.sleep(0.5)

    run(click())
    assert get(desk, "1002").address.lat is None
    assert any("No street map here" in field.placeholderText() for field in panel.findChildren(QLineEdit))


def test_a_click_on_the_map_sets_the_pin_and_dragging_it_corrects_it(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    import_sample(desk)
    order = get(desk, "1002")
    console = open_console(desk)
    panel = console.orders.tab.panel
    panel.has_streets = lambda: True

    async def place() -> None:
        await console.orders.show_order(order.id)
        await until(lambda: panel.map._stands)
        await asyncio.sleep(0.3)
        target = panel.map.view.focusProxy()
        assert target is not None
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
        await until(lambda: get(desk, "1002").address.lat is not None)

    run(place())
    assert get(desk, "1002").address.quality == "by_hand"


def hides(table: OrderTable, wanted: set[str]) -> bool:
    return {key for number, key in enumerate(KEYS) if table.isColumnHidden(number)} == wanted


def test_on_a_small_screen_the_stage_stays_and_lesser_columns_give_way(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    table = console.orders.tab.table

    async def look() -> None:
        await take_file(console, DATA / "shopify_orders_export.csv")
        first = {"town", "source"}
        for size, hidden in ((1600, first), (1358, first | {"step", "pieces", "leaves"})):
            console.window.resize(size, 688)
            await until(partial(hides, table, hidden))
            stage = table.visualRect(table.model().index(0, KEYS.index("stage")))
            assert table.viewport().rect().contains(stage)

    run(look())


def test_several_chosen_orders_are_held_at_once_and_what_was_refused_is_said(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    import_sample(desk)
    console = open_console(desk)
    tab = console.orders.tab
    said: list[str] = []
    console.orders.on_said = said.append

    async def hold() -> None:
        await until(lambda: console.orders.model.rowCount() >= 3)
        ids = [row.id for number in range(3) if (row := console.orders.model.row(number)) is not None]
        await desk.do(verifying.hold, ids[1], "already waits")
        await console._caught_up()
        tab.table.clearSelection()
        for order_id in ids:
            number = next(
                number
                for number in range(console.orders.model.rowCount())
                if (row := console.orders.model.row(number)) is not None and row.id == order_id
            )
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            tab.table.selectionModel().select(console.orders.model.index(number, 0), flags)
        assert set(tab.chosen()) == set(ids)
        assert "3 chosen" in tab._chosen.text()
        QTest.keyClick(tab.table, Qt.Key.Key_H)
        await until(tab.panel.reason.isVisible)
        QTest.keyClicks(tab.panel.reason, "all wait for the shop")
        QTest.keyClick(tab.panel.reason, Qt.Key.Key_Return)
        await until(lambda: bool(said))

    run(hold())
    assert said[0].startswith("2 of 3 held.") and "kept back" in said[0]


def test_a_key_right_after_the_choice_asks_for_what_was_chosen_and_keeps_its_field(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    import_sample(desk)
    console = open_console(desk)
    tab = console.orders.tab
    held: list[int] = []

    async def hold() -> None:
        await until(lambda: console.orders.model.rowCount() >= 3)
        first, second = (row.id for number in (0, 1) if (row := console.orders.model.row(number)) is not None)
        await console.orders.show_order(first)
        # faster than the panel: it still shows the first one
        tab.table.choose(1)
        tab.panel.hold_button.click()
        assert tab.panel.reason.isVisible() and tab.panel._facts is not None and tab.panel._facts.id == first
        await until(lambda: tab.panel._facts is not None and tab.panel._facts.id == second)
        assert tab.panel.reason.isVisible()
        QTest.keyClicks(tab.panel.reason, "it waits for the shop")
        QTest.keyClick(tab.panel.reason, Qt.Key.Key_Return)
        await until(lambda: not tab.panel.reason.isVisible())
        held.append(second)
        # another choice ends what was asked of the one before
        tab.table.choose(2)
        QTest.keyClick(tab.table, Qt.Key.Key_H)
        await until(tab.panel.reason.isVisible)
        tab.table.choose(0)
        assert not tab.panel.reason.isVisible()

    run(hold())
    on_hold = desk.ask_now(lambda session: session.query(Order.id).filter_by(verification="on_hold").all())
    assert [one for (one,) in on_hold] == held


def test_an_address_is_corrected_in_the_panel(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    import_sample(desk)
    order = get(desk, "1002")
    console = open_console(desk)
    panel = console.orders.tab.panel

    async def correct() -> None:
        await console.orders.show_order(order.id)
        QTest.keyClick(console.orders.tab.table, Qt.Key.Key_A)
        await until(panel.address.isVisible)
        assert panel.address.fields["line1"].text() == order.address.line1
        street = panel.address.fields["line1"]
        street.setText("")
        QTest.keyClick(street, Qt.Key.Key_Return)
        await until(lambda: "needs a street" in console.window.banner.accessibleName())
        assert panel.address.isVisible(), "what was typed is not lost"
        QTest.keyClicks(street, "Another Road 7")
        QTest.keyClick(street, Qt.Key.Key_Return)
        await until(lambda: not panel.address.isVisible())
        await until(lambda: any("Another Road 7" in text for text in _texts(console)))

    run(correct())
    assert get(desk, "1002").address.line1 == "Another Road 7"


def test_our_version_is_kept_from_the_panel_with_a_reason(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "monday.csv")
    order = verify_first(desk)
    desk.do_now(importing.take_reading, reading(incoming(1, quantity=4)), "tuesday.csv")
    console = open_console(desk)
    panel = console.orders.tab.panel

    async def keep() -> None:
        await console.orders.show_order(order)
        QTest.keyClick(console.orders.tab.table, Qt.Key.Key_O)
        await until(panel.reason.isVisible)
        QTest.keyClicks(panel.reason, "the customer rang")
        QTest.keyClick(panel.reason, Qt.Key.Key_Return)
        await until(lambda: any("Our version kept: the customer rang" in text for text in _texts(console)))

    run(keep())
    assert [line.quantity for line in get(desk, "SO-1").lines] == [1]


def test_an_order_is_typed_by_hand_and_what_is_wrong_keeps_the_page_open(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)
    tab = console.orders.tab
    page = tab.hand_page

    async def write() -> None:
        QTest.keyClick(tab.table, Qt.Key.Key_N)
        await until(page.isVisible)
        for name, text in (("name", "Aino"), ("line1", "Bulevardi 7"), ("city", "Helsinki"), ("window", "soon")):
            QTest.keyClicks(page.fields[name], text)
        page.lines.setItem(0, 0, QTableWidgetItem("2"))
        page.lines.setItem(0, 2, QTableWidgetItem("Mug"))
        assert page.lines.rowCount() == 2, "there is always an empty line below"
        page.save.click()
        await until(lambda: "Hours" in page.said.accessibleName())
        assert page.isVisible() and page.fields["name"].text() == "Aino"
        page.fields["window"].setText("")
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not page.isVisible() and console.orders.model.rowCount() == 1)
        await until(lambda: any("Bulevardi 7" in text for text in _texts(console)))
        QTest.keyClick(tab.table, Qt.Key.Key_N)
        await until(page.isVisible)
        assert page.fields["name"].text() == "" and page.lines.rowCount() == 1
        QTest.keyClicks(page.fields["name"], "Bo")
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await until(lambda: "dropped" in page.said.accessibleName())
        assert page.isVisible()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await until(lambda: not page.isVisible())

    run(write())
    row = console.orders.model.row(0)
    assert row is not None and row.number.startswith("H-") and row.pieces == 2


def test_lists_of_vans_and_saved_ones_stand_beside_the_queue(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    set_up_fleet(desk)
    orders = [wished(1, NOON), wished(2, NOON), wished(3, NOON + timedelta(days=1)), incoming(4)]
    desk.do_now(importing.take_reading, reading(*orders), "monday.csv")
    console = open_console(desk)
    tab = console.orders.tab
    filters = tab.filters

    def saved() -> list[str]:
        return [button.accessibleName() for key, button in filters.buttons.items() if key.startswith("saved:")]

    async def look() -> None:
        await until(lambda: any(key.startswith("van:") for key in filters.buttons))
        vans = [key for key in filters.buttons if key.startswith("van:")]
        every = console.orders.model.rowCount()
        filters.buttons[vans[0]].click()
        expected = filters.buttons[vans[0]].accessibleName().rpartition(", ")[2]
        await until(lambda: console.orders.model.rowCount() == int(expected))
        assert 0 < console.orders.model.rowCount() < every
        filters.keep.click()
        QTest.keyClicks(filters._name, "First van")
        QTest.keyClick(filters._name, Qt.Key.Key_Return)
        await until(lambda: saved() == [f"First van, {expected}"])
        assert filters.buttons[vans[0]].isChecked(), "what is shown stays chosen"
        filters.buttons["open"].click()
        await until(lambda: console.orders.model.rowCount() == every)
        key = next(key for key in filters.buttons if key.startswith("saved:"))
        filters.buttons[key].click()
        await until(lambda: console.orders.model.rowCount() == int(expected))
        filters.buttons[key].setFocus()
        QTest.keyClick(filters.buttons[key], Qt.Key.Key_Delete)
        await until(lambda: saved() == [])
        await until(lambda: filters.buttons["work"].isChecked() and console.orders.model.rowCount() == every)

    run(look())


def test_columns_are_chosen_and_stay_so_at_this_station(
    desk: Desk, open_console: Callable[..., Console], run: Run
) -> None:
    import_sample(desk)
    console = open_console(desk)
    table = console.orders.tab.table

    def hidden() -> set[str]:
        return {key for number, key in enumerate(KEYS) if table.isColumnHidden(number)}

    async def choose() -> None:
        console.window.resize(1600, 1000)
        await until(lambda: hidden() == {"town", "source"})
        menu = table.columns_menu()
        entries = {entry.text(): entry for entry in menu.actions()}
        assert "Stage" not in entries and entries["Address"].isChecked() and not entries["Town"].isChecked()
        entries["Town"].trigger()
        entries["In step"].trigger()
        # the items give way to what was asked for
        await until(lambda: hidden() == {"step", "source", "pieces"})
        await until(lambda: console.station.settings.orders_hidden == "step,source")

    run(choose())
    again = open_console(desk, console.station.settings)
    assert again.orders.tab.table.isColumnHidden(KEYS.index("step"))


def test_orders_that_may_miss_their_van_are_counted_marked_and_listed(
    desk: Desk, clock: Clock, open_console: Callable[[Desk], Console], run: Run
) -> None:
    set_up_fleet(desk)
    clock.forward(timedelta(minutes=30))
    now = desk.clock()
    soon, later = (wished(number, now + timedelta(hours=hours)) for number, hours in ((1, 3), (2, 30)))
    desk.do_now(importing.take_reading, reading(soon, later), "f")
    leaves = {row.number: row.leaves_at for row in desk.ask_now(queue.page, queue.OrderFilter())}
    assert leaves["SO-1"] is not None and leaves["SO-1"] - now < timedelta(minutes=120)
    console = open_console(desk)
    tab = console.orders.tab

    async def look() -> None:
        await until(lambda: tab.late.accessibleName() == "1 may miss their van")
        tab.late.click()
        await until(lambda: console.orders.model.rowCount() == 1)
        # no list is shown as chosen beside it
        assert not tab.filters.buttons["work"].isChecked() and not tab.work.isChecked()
        row = console.orders.model.row(0)
        assert row is not None and row.number == "SO-1"
        tab.filters.buttons["open"].click()
        await until(lambda: console.orders.model.rowCount() == 2)
        assert not tab.late.isChecked()
        tab.late.click()
        await until(lambda: console.orders.model.rowCount() == 1)
        tab.late.click()
        await until(lambda: tab.work.isChecked() and console.orders.model.rowCount() == 2)

    run(look())


def test_an_item_that_needs_a_call_is_ticked_once_it_is_written_what_was_said(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(replace(sure(1), requirements=("age_18",))), "f")
    console = open_console(desk)
    tab = console.orders.tab

    def ticked() -> int:
        return sum(box.isChecked() for box in boxes(console))

    async def settle() -> None:
        await until(lambda: len(boxes(console)) == 6)
        tab.table.setFocus()
        QTest.keyClick(tab.table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: ticked() == 5)
        assert "needs a call" in _texts(console)
        QTest.keyClick(tab.table, Qt.Key.Key_Space)
        await until(tab.panel.reason.hasFocus)
        assert ticked() == 5
        QTest.keyClicks(tab.panel.reason, "Veera: knows it, is 34")
        QTest.keyClick(tab.panel.reason, Qt.Key.Key_Return)
        await until(lambda: ticked() == 6 and tab.table.hasFocus())
        assert "“Veera: knows it, is 34”" in _texts(console)
        QTest.keyClick(console.window, Qt.Key.Key_V)
        await until(lambda: desk.ask_now(queue.stage_counts).get("verify", 0) == 0)

    run(settle())


def test_an_item_that_the_site_keeps_in_settings_stands_in_the_checklist(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(sure(1)), "f")
    console = open_console(desk)
    page = console.fleet.pages["checklist"]

    async def keep() -> None:
        await until(lambda: len(boxes(console)) == 5)
        console.window.show_tab("settings")
        await until(console.settings_tab.isEnabled)
        console.settings_tab.show_page("checklist")
        page.add.click()
        fields = {key: page.inputs[key] for key in ("words", "value")}
        for key, text in (("words", "Glass counted"), ("value", "MUG")):
            field = fields[key]
            assert isinstance(field, QLineEdit)
            field.setText(text)
        scope = page.inputs["scope"]
        assert isinstance(scope, QComboBox)
        scope.setCurrentText("a product")
        page.save.click()
        await until(lambda: "Saved." in page.said.accessibleName())
        console.window.show_tab("orders")
        await until(lambda: len(boxes(console)) == 6)
        assert boxes(console)[-1].text() == "Glass counted"

    run(keep())


def test_a_changed_order_says_in_the_list_what_changed_and_only_while_it_is_so(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1), incoming(2), incoming(3)), "monday.csv")
    order = verify_first(desk)
    desk.do_now(importing.take_reading, reading(incoming(1, quantity=4)), "tuesday.csv")
    console = open_console(desk)
    table, model = console.orders.tab.table, console.orders.model

    def heights() -> dict[str, int]:
        rows = {row.number: number for first, rows in model.read_rows() for number, row in enumerate(rows, first)}
        return {name: table.rowHeight(number) for name, number in rows.items()}

    async def look() -> None:
        await until(lambda: heights() == {"SO-1": CHANGED_HEIGHT, "SO-2": ROW_HEIGHT, "SO-3": ROW_HEIGHT})
        changed = next(row for _, rows in model.read_rows() for row in rows if row.number == "SO-1")
        assert changes_of(changed) == "MUG 1 → 4"
        await desk.do(source_change.take_change, order)
        await until(lambda: set(heights().values()) == {ROW_HEIGHT})

    run(look())


def test_v_goes_on_in_the_list_that_is_shown_and_no_key_reaches_an_order_outside(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(sure(1), sure(2), replace(sure(13), customer_name="Wanda")), "f")
    console = open_console(desk)
    tab, table = console.orders.tab, console.orders.tab.table

    def shown() -> str:
        return tab.panel._facts.number if tab.panel._facts else ""

    async def work() -> None:
        await until(lambda: console.orders.model.rowCount() == 3)
        tab.search.setText("Wanda")
        await until(lambda: console.orders.model.rowCount() == 1 and shown() == "SO-13")
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: sum(box.isChecked() for box in boxes(console)) == 5)
        QTest.keyClick(console.window, Qt.Key.Key_V)
        await until(lambda: "Nothing more to verify in this list" in console.window.banner.accessibleName())
        assert shown() == "SO-13"
        tab.search.setText("nobody at all")
        await until(lambda: console.orders.model.rowCount() == 0 and shown() == "")
        assert not tab.panel.hold_button.isEnabled()

    run(work())
    assert desk.ask_now(queue.stage_counts)["verify"] == 2


def test_the_panel_is_empty_when_the_last_order_leaves_the_list(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(sure(1)), "f")
    console = open_console(desk)
    tab = console.orders.tab

    async def work() -> None:
        await until(lambda: console.orders.model.rowCount() == 1)
        # the list stands before the order leaves it, so that it empties by news and not by a question
        console.orders._wanted = queue.OrderFilter(stage="verify")
        await console.orders.load()
        await until(lambda: tab.panel._facts is not None)
        order_id = console.orders._shown
        assert order_id is not None
        # another station rejects it
        await desk.do(verifying.reject, order_id, "a joke")
        await until(lambda: console.orders.model.rowCount() == 0 and tab.panel._facts is None)
        assert not tab.panel.hold_button.isEnabled()
        # who names it elsewhere sees it, and keeps it while the list stays empty
        await console.orders.go_to(order_id)
        await console.orders.refresh(orders_presenter.ROWS)
        assert tab.panel._facts is not None

    run(work())


def test_one_order_is_chosen_though_ctrl_is_still_held_from_a_shortcut(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(sure(1), sure(2), sure(3)), "f")
    console = open_console(desk)
    table = console.orders.tab.table

    async def choose() -> None:
        await until(lambda: console.orders.model.rowCount() == 3)
        QTest.keyPress(table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
        for number in (0, 2, 1):
            table.choose(number)
        QTest.keyRelease(table, Qt.Key.Key_Control)
        assert [index.row() for index in table.selectionModel().selectedRows()] == [1]

    run(choose())


def test_what_just_came_in_is_seen_though_something_else_was_looked_for(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    desk.do_now(importing.take_reading, reading(sure(1)), "f")
    console = open_console(desk)
    tab = console.orders.tab

    def marked() -> int:
        row = console.orders.model.row(tab.table.currentIndex().row())
        return row.id if row else 0

    async def take() -> None:
        tab.search.setText("Nobody")
        await until(lambda: console.orders.model.rowCount() == 0)
        await take_file(console, DATA / "shopify_orders_export.csv")
        await until(lambda: console.orders.model.rowCount() == 21)
        assert tab.search.text() == "" and tab.filters.buttons["work"].isChecked()
        await until(lambda: tab.panel._facts is not None and marked() == tab.panel._facts.id)

    run(take())
