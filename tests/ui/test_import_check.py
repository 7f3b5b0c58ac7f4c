"""The import check: reasons on cells, corrections, columns by hand; nothing is written before it is taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import rules
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.application.site import depot
from dispatch_console.console.console import Console
from dispatch_console.settings import Settings, load
from dispatch_console.ui import words
from dispatch_console.ui.widgets.choosing import choose_row
from tests.builders.sample_orders import get
from tests.ui.conftest import Run, press, until

BACKGROUND = Qt.ItemDataRole.BackgroundRole
HEAD = "Order number;Name;Street;Post code;City;SKU;Item;Quantity\n"


def count(desk: Desk) -> int:
    return desk.ask_now(queue.total, OrderFilter())


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_a_bad_cell_is_corrected_alone_and_the_others_like_it_when_they_are_meant_too(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    rows = "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;-2\nA2;Ossi;Bulevardi 8;00120;Helsinki;MUG;Mug;-2\n"
    file = write(tmp_path / "orders.csv", HEAD + rows + "A3;Kirsi;Bulevardi 9;00120;Helsinki;MUG;Mug;1\n")
    console = open_console(desk)
    page = console.orders.tab.import_page

    async def fix() -> None:
        await console.orders.check_file(file)
        assert page.buckets["fix"].accessibleName() == "2 to fix"
        assert page.buckets["new"].accessibleName() == "1 new"
        cell = page.model.index(0, 4)
        assert page.model.data(cell) == "-2"
        assert "number" in str(page.model.data(page.model.index(0, 5))).lower()
        page.model.setData(cell, "2")
        await until(lambda: page.buckets["new"].accessibleName() == "2 new")
        assert page.buckets["fix"].accessibleName() == "1 to fix"
        assert page.same.isVisible()
        QTest.keyClick(console.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: page.buckets["new"].accessibleName() == "3 new")
        assert not page.same.isVisible()
        assert count(desk) == 0
        page.take.click()
        await until(lambda: count(desk) == 3)

    run(fix())
    assert [line.quantity for line in get(desk, "A2").lines] == [2]
    assert "-2" in file.read_text(encoding="utf-8")


def test_what_is_filled_into_an_empty_cell_is_filled_into_no_other(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    rows = "A1;Maj;;00120;Helsinki;MUG;Mug;1\nA2;Ossi;;00120;Helsinki;MUG;Mug;1\n"
    console = open_console(desk)
    page = console.orders.tab.import_page

    async def fix() -> None:
        await console.orders.check_file(write(tmp_path / "orders.csv", HEAD + rows))
        assert page.buckets["fix"].accessibleName() == "2 to fix"
        page.model.setData(page.model.index(0, 4), "Bulevardi 7")
        await until(lambda: page.buckets["new"].accessibleName() == "1 new")
        assert page.buckets["fix"].accessibleName() == "1 to fix"
        assert not page.same.isVisible()
        page.take.click()
        await until(lambda: count(desk) == 1)

    run(fix())
    assert get(desk, "A1").address.line1 == "Bulevardi 7"


def test_without_a_depot_the_zone_of_the_times_is_asked_for_first_and_kept(
    desk: Desk, settings: Settings, open_console: Callable[[Desk, Settings], Console], run: Run, tmp_path: Path
) -> None:
    rows = "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1;2026-11-25;12:00-14:00\n"
    text = HEAD.strip() + ";Delivery date;Delivery time\n" + rows
    unknown = replace(settings, given=frozenset())
    console = open_console(desk, unknown)
    page = console.orders.tab.import_page

    async def answer() -> None:
        await console.orders.check_file(write(tmp_path / "orders.csv", text))
        await until(lambda: page.zones.isVisible())
        assert not page.take.isEnabled()
        page.zones.setCurrentText("Europe/Atlantis")
        page.read_file.click()
        await until(lambda: "not a time zone" in console.window.banner.accessibleName())
        page.zones.setCurrentText("Europe/Stockholm")
        page.read_file.click()
        await until(lambda: page.buckets["new"].accessibleName() == "1 new")
        assert "Europe/Stockholm" in page._file.accessibleName()
        page.take.click()
        await until(lambda: count(desk) == 1)
        page.take.click()

    run(answer())
    begins = datetime.fromisoformat(get(desk, "A1").wish_windows[0][0])
    assert begins.astimezone(UTC).hour == 11
    assert load(settings.data_dir).zone == "Europe/Stockholm"
    assert words.clock(begins, desk.ask_now(depot.zone_of)) == "12:00", "shown as the file says it"


def test_rows_that_wait_can_be_read_after_the_import_and_put_away(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    console = open_console(desk)
    tab = console.orders.tab
    page = tab.waiting_page
    rows = "A1;Maj;;00120;Helsinki;MUG;Mug;1\nA2;Ossi;Bulevardi 8;00120;Helsinki;MUG;Mug;-2\n"

    async def look() -> None:
        assert not tab.waiting.isVisible(), "nothing waits on most days"
        await console.orders.check_file(write(tmp_path / "orders.csv", HEAD + rows))
        assert tab.import_page.take.isEnabled(), "rows that wait are kept although no order goes in"
        tab.import_page.take.click()
        await until(tab.waiting.isVisible)
        assert tab.waiting.accessibleName() == "2 waiting from files"
        tab.waiting.click()
        await until(lambda: page.isVisible() and page.model.rowCount() == 2)
        shown = [str(page.model.data(page.model.index(0, number))) for number in range(8)]
        assert (shown[0], *shown[2:7]) == ("orders.csv", "2", "A1", "Maj", "Street", "")
        assert "street is empty" in shown[7]
        # the news of the import must not come between choosing and putting away
        await console._caught_up()
        # once it says whose row goes, once more and it is gone
        await press(page, Qt.Key.Key_Delete)
        await until(lambda: "Del once more puts A1 away" in page._said.toolTip())
        assert tab.waiting.accessibleName() == "2 waiting from files"
        await press(page, Qt.Key.Key_Delete)
        await until(lambda: tab.waiting.accessibleName() == "1 waiting from files")
        await press(page, Qt.Key.Key_Escape)
        await until(lambda: not page.isVisible())
        await console.orders.check_file(write(tmp_path / "next.csv", HEAD + rows.replace("-2", "2")))
        tab.import_page.take.click()
        await until(lambda: count(desk) == 1)
        await until(lambda: tab.waiting.accessibleName() == "1 waiting from files")

    run(look())


def test_a_key_that_is_still_held_while_rows_are_read_again_leaves_one_row_chosen(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    console = open_console(desk)
    tab = console.orders.tab
    page = tab.waiting_page
    rows = "A1;Maj;;00120;Helsinki;MUG;Mug;1\nA2;Ossi;;00120;Helsinki;MUG;Mug;1\n"

    async def look() -> None:
        await console.orders.check_file(write(tmp_path / "orders.csv", HEAD + rows))
        tab.import_page.take.click()
        await until(tab.waiting.isVisible)
        tab.waiting.click()
        await until(lambda: page.isVisible() and page.model.rowCount() == 2)
        await console._caught_up()
        QTest.keyPress(page, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
        for _ in range(3):
            await desk.do(rules.keep, "generic", "City", "HKI", "Helsinki")
            await desk.do(rules.forget, [rule.id for rule in desk.ask_now(rules.rules)])
            await console._caught_up()
            assert {index.row() for index in page.table.selectionModel().selectedIndexes()} == {0}
            assert page.put_away.isEnabled()
        QTest.keyRelease(page, Qt.Key.Key_Control)

    run(look())


def test_what_changes_can_be_read_whole(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    before = "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1\n"
    street = "A very long street that goes on and on past every door of the whole quarter " * 2
    console = open_console(desk)
    page = console.orders.tab.import_page

    async def look() -> None:
        await console.orders.check_file(write(tmp_path / "orders.csv", HEAD + before))
        page.take.click()
        await until(lambda: not console.orders.tab.is_importing)
        changed = before.replace("Bulevardi 7", street.strip())
        await console.orders.check_file(write(tmp_path / "orders.csv", HEAD + changed))
        page.buckets["changed"].setChecked(True)
        last = page.model.columnCount() - 1
        assert street.strip() in str(page.model.data(page.model.index(0, last)))
        cell = page.table.visualRect(page.model.index(0, last))
        assert page.table.viewport().rect().contains(cell), "nothing of it is cut off"
        told = str(page.model.data(page.model.index(0, last)))
        metrics, wraps = page.table.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
        needs = metrics.boundingRect(QRect(0, 0, cell.width() - 8, 10_000), wraps, told).height()
        assert metrics.height() < needs <= cell.height(), "it takes several lines, and the row is as high"

    run(look())


def test_leaving_the_check_writes_nothing(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    file = write(tmp_path / "orders.csv", HEAD + "A3;Kirsi;Bulevardi 9;00120;Helsinki;MUG;Mug;1\n")
    console = open_console(desk)

    async def leave() -> None:
        await console.orders.check_file(file)
        QTest.keyClick(console.window, Qt.Key.Key_Escape)
        await until(lambda: not console.orders.tab.is_importing)

    run(leave())
    assert count(desk) == 0


def test_columns_that_nobody_can_guess_are_chosen_by_hand_and_remembered(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    text = "Auftrag;Wer;Wohin;Was\n77;Kirsi;Bulevardi 9;Mug\n"
    console = open_console(desk)
    page = console.orders.tab.import_page

    def choose(column: str, field: str) -> None:
        page.combos[column].setCurrentIndex(page.combos[column].findData(field))

    def means(column: str, field: str) -> bool:
        return page.mapping().get(column) == field

    async def take(file: Path) -> None:
        await console.orders.check_file(file)
        if "Auftrag" in page.__dict__.get("combos", {}) and not page.take.isEnabled():
            assert page.buckets["columns"].isChecked()
            for column, field in (("Auftrag", "number"), ("Wohin", "line1"), ("Wer", "name"), ("Was", "item")):
                choose(column, field)
                await until(partial(means, column, field))
        await until(lambda: page.buckets["new"].accessibleName() == "1 new")
        page.take.click()
        await until(lambda: not console.orders.tab.is_importing)

    run(take(write(tmp_path / "one.csv", text)))
    assert get(desk, "77").customer_name == "Kirsi"
    run(take(write(tmp_path / "two.csv", text.replace("77", "78"))))
    assert get(desk, "78").customer_name == "Kirsi"


def test_a_file_that_is_none_leaves_the_queue_and_says_why(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    file = write(tmp_path / "orders.csv", "%PDF-1.7 not a table")
    console = open_console(desk)

    async def drop() -> None:
        console.orders.tab.file_dropped.emit(str(file))
        await until(lambda: "orders.csv" in console.window.banner.accessibleName())

    run(drop())
    assert not console.orders.tab.is_importing


def test_what_was_guessed_is_shown_with_the_other_reading_and_changed_by_one_choice(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    rows = "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1;12/01/2026;10:00-12:00\n"
    file = write(tmp_path / "orders.csv", HEAD.strip() + ";Delivery day;Window\n" + rows)
    console = open_console(desk)
    page = console.orders.tab.import_page

    async def choose() -> None:
        await console.orders.check_file(file)
        combo = page.guesses["day_order:Delivery day"]
        assert combo.isVisible()
        assert [combo.itemText(place) for place in range(combo.count())] == [
            "12/01/2026 is Monday 12 January 2026",
            "12/01/2026 is Tuesday 1 December 2026",
        ]
        combo.setCurrentIndex(1)
        combo.activated.emit(1)
        await until(lambda: "Tuesday" in page.guesses["day_order:Delivery day"].itemText(0))
        page.take.click()
        await until(lambda: count(desk) == 1)

    run(choose())
    begins = datetime.fromisoformat(get(desk, "A1").wish_windows[0][0])
    assert (begins.month, begins.day) == (12, 1)


def test_names_that_can_be_read_in_two_ways_are_asked_about_with_a_preview(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes((HEAD + "A1;Tomáš Dvořák;Růžová 7;301 00;Plzeň;MUG;Mug;1\n").encode("cp1250"))
    console = open_console(desk)
    page = console.orders.tab.import_page

    async def choose() -> None:
        await console.orders.check_file(file)
        combo = page.guesses["encoding"]
        assert combo.currentIndex() == -1 and not page.take.isEnabled()
        words = [combo.itemText(place) for place in range(combo.count())]
        right = next(place for place, text in enumerate(words) if "Dvořák" in text)
        assert len(words) > 1 and count(desk) == 0
        combo.setCurrentIndex(right)
        combo.activated.emit(right)
        await until(lambda: page.buckets["new"].accessibleName() == "1 new")
        page.take.click()
        await until(lambda: count(desk) == 1)

    run(choose())
    assert get(desk, "A1").customer_name == "Tomáš Dvořák"


def test_orders_that_are_no_work_are_listed_with_the_reason(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    head = HEAD.strip() + ";Status;Delivery time\n"
    rows = (
        "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1;completed;\nA2;Ossi;Bulevardi 8;00120;Helsinki;MUG;Mug;1;;noon\n"
    )
    console = open_console(desk)
    page = console.orders.tab.import_page

    async def look() -> None:
        await console.orders.check_file(write(tmp_path / "orders.csv", head + rows))
        assert page.buckets["left_out"].accessibleName() == "1 left out"
        assert page.buckets["notices"].accessibleName() == "1 to look at"
        assert page.buckets["fix"].accessibleName() == "0 to fix"
        page.buckets["left_out"].click()
        assert page.model.data(page.model.index(0, 1)) == "A1"
        assert page.model.data(page.model.index(0, 2)) == "Completed at the source."
        page.take.click()
        await until(lambda: count(desk) == 1)

    run(look())
    assert get(desk, "A2").wish == "noon"


def test_a_row_that_waits_is_corrected_in_place_with_those_like_it_and_kept_as_a_rule(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    console = open_console(desk)
    tab = console.orders.tab
    page = tab.waiting_page
    rows = "".join(f"A{number};Maj;Bulevardi {number};00120;Helsinki;MUG;Mug;two\n" for number in (1, 2, 3))
    street = "A4;Ossi;;00120;Helsinki;MUG;Mug;1\n"

    def shown(row: int, column: int) -> str:
        return str(page.model.data(page.model.index(row, column)))

    async def correct() -> None:
        await console.orders.check_file(write(tmp_path / "orders.csv", HEAD + rows + street))
        tab.import_page.take.click()
        await until(tab.waiting.isVisible)
        tab.waiting.click()
        await until(lambda: page.isVisible() and page.model.rowCount() == 4)
        assert (shown(0, 3), shown(0, 5), shown(0, 6)) == ("A1", "Quantity", "two")
        cells = {str(page.row_model.data(page.row_model.index(n, 0))): n for n in range(page.row_model.rowCount())}
        assert str(page.row_model.data(page.row_model.index(cells["Street"], 1))) == "Bulevardi 1"
        marked = [page.row_model.data(page.row_model.index(place, 1), BACKGROUND) for place in cells.values()]
        assert sum(one is not None for one in marked) == 1, "the wrong cell alone is marked"
        page.model.setData(page.model.index(0, 6), "2")
        await until(lambda: count(desk) == 1 and page.model.rowCount() == 3)
        await until(lambda: page.same.isVisible() and page.keep.isVisible())
        assert "2" in page.same.accessibleName()
        QTest.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "1 rule" in page.rules.accessibleName())
        QTest.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: count(desk) == 3 and page.model.rowCount() == 1)
        # the street is corrected in the row beside it
        page.row_model.setData(page.row_model.index(cells["Street"], 1), "Bulevardi 9")
        await until(lambda: count(desk) == 4 and page.model.rowCount() == 0)
        assert page.isVisible(), "the last correction may still be kept as a rule"
        await press(page, Qt.Key.Key_Escape)
        await until(lambda: not page.isVisible())
        assert tab.waiting.isVisible(), "there is a rule to look at"
        await console.orders.check_file(write(tmp_path / "next.csv", HEAD + rows.replace("A1", "A7")))
        assert tab.import_page.buckets["new"].accessibleName() == "1 new"

    run(correct())
    assert [line.quantity for line in get(desk, "A3").lines] == [2]
    assert [line.quantity for line in get(desk, "A4").lines] == [1]


def test_rules_are_listed_changed_and_forgotten_and_rows_are_exported(
    desk: Desk, settings: Settings, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    desk.do_now(rules.keep, "generic", "Quantity", "two", "2")
    desk.do_now(rules.keep, "generic", "City", "HKI", "Helsinki")
    console = open_console(desk)
    tab = console.orders.tab
    page = tab.waiting_page

    async def look() -> None:
        await console.orders.check_file(
            write(tmp_path / "orders.csv", HEAD + "A1;Maj;;00120;HKI;MUG;Mug;two\nA2;Bo;;00120;HKI;MUG;Mug;1\n")
        )
        tab.import_page.take.click()
        await until(lambda: tab.waiting.accessibleName() == "2 waiting from files")
        tab.waiting.click()
        await until(lambda: page.isVisible() and "2 rules" in page.rules.accessibleName())
        page.rules.click()
        await until(lambda: page.rules_model.rowCount() == 2)
        page.rules_model.setData(page.rules_model.index(1, 3), "3")
        await until(lambda: {rule.becomes for rule in desk.ask_now(rules.rules)} == {"3", "Helsinki"})
        await until(lambda: str(page.rules_model.data(page.rules_model.index(1, 3))) == "3")
        # the news of one's own change must not come between choosing and forgetting
        await console._caught_up()
        choose_row(page.rules_table, 0)
        await press(page, Qt.Key.Key_Delete)
        await until(lambda: page.rules_model.rowCount() == 1)
        await press(page, Qt.Key.Key_Escape)
        await until(lambda: page.table.isVisible())
        page.export.click()
        await until(lambda: EXPORT.name in page._said.toolTip() or EXPORT.exists())

    EXPORT = tmp_path / "rows that wait.csv"
    console.orders.waiting._choose_target = lambda name: tmp_path / name
    run(look())
    told = EXPORT.read_text(encoding="utf-8-sig")
    assert "A1" in told and "A2" in told and "street is empty" in told


def test_texts_of_a_column_stand_beside_its_meaning_and_a_choice_keeps_the_place(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    console = open_console(desk)
    page = console.orders.tab.import_page
    file = write(tmp_path / "x.csv", "Nr;Kto;Dokad;Ile\nP1;Ala;Prosta 1;2\nP2;Ola;Prosta 2;1\n")

    async def choose() -> None:
        await console.orders.check_file(file)
        await until(lambda: set(page.combos) == {"Nr", "Kto", "Dokad", "Ile"})
        texts = {one.text() for one in page._mapping.findChildren(QLabel)}
        assert {"P1", "P2", "Ala", "Prosta 2"} <= texts
        combo = page.combos["Dokad"]
        combo.setFocus()
        combo.setCurrentIndex(combo.findData("line1"))
        await until(lambda: page._filled["Ile"].text() == "2")
        assert page.combos["Dokad"] is combo, "the list is not built anew"
        page.combos["Ile"].setCurrentIndex(page.combos["Ile"].findData("quantity"))
        page.combos["Nr"].setCurrentIndex(page.combos["Nr"].findData("number"))
        page.combos["Kto"].setCurrentIndex(page.combos["Kto"].findData("name"))
        await until(lambda: page._account is not None and "8 filled cells: 8 used" in page._account.text())
        page.take.click()
        await until(lambda: count(desk) == 2)

    run(choose())
    assert get(desk, "P1").address.line1 == "Prosta 1"
