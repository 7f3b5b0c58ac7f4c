"""Depots, vans, drivers and shifts kept by screen, with what is wrong said in place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from dispatch_console.application.planning import day_problem, edits
from dispatch_console.application.site import zone_records
from dispatch_console.console.console import Console
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning.unplanned import explain_unplanned
from dispatch_console.ui.settings.record_page import RecordPage
from tests.builders.days import plan_day, ready_orders, solved
from tests.builders.fleet import DAY, second_van
from tests.ui.conftest import Run, until


@pytest.fixture
def console(desk: Desk, open_settings: Callable[[Desk], Console]) -> Console:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    console = open_settings(desk)
    console.window.show_tab("settings")
    return console


def fill(page: RecordPage, **texts: str) -> None:
    for name, text in texts.items():
        made = page.inputs[name]
        if isinstance(made, QComboBox):
            made.setCurrentText(text)
        else:
            assert isinstance(made, QLineEdit)
            made.setText(text)


def test_a_van_a_driver_and_his_shift_are_set_up_by_screen(desk: Desk, console: Console, run: Run) -> None:
    fleet = console.fleet

    async def set_up() -> None:
        console.settings_tab.buttons["vans"].click()
        page = fleet.pages["vans"]
        QTest.keyClick(page, Qt.Key.Key_N)
        await until(lambda: page.texts()["name"] == "")
        fill(page, name="Van 9", plate="ABC-9", weight="many", volume="6,5", skills="lift")
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "Payload: many is not a number" in page.said.accessibleName())
        assert page.texts()["name"] == "Van 9", "what was typed stays"
        fill(page, weight="900")
        fill(page, plate="kln-483")
        page.save.click()
        await until(lambda: "KLN-483 is the plate of Van 5" in page.said.accessibleName())
        fill(page, plate="ABC-9")
        page.save.click()
        await until(lambda: len(page.records.cards) == 2)
        console.settings_tab.buttons["drivers"].click()
        page = fleet.pages["drivers"]
        page.add.click()
        fill(page, name="Tuuli Koski", letter="e", phone="+358 40 555 0199", skills="")
        page.save.click()
        await until(lambda: "The letter E is Sami Niemi's" in page.said.accessibleName())
        fill(page, letter="f", phone="hello")
        page.save.click()
        await until(lambda: "hello is not a telephone number" in page.said.accessibleName())
        fill(page, phone="+358 40 555 0199")
        page.save.click()
        page.save.click()
        # what is typed next, even before it is saved, is meant for the record that was just made
        fill(page, phone="+358 40 555 0107")
        await until(lambda: len(page.records.cards) == 2)
        page.save.click()
        await until(lambda: "0107" in page.records.cards[1].under)
        assert "0107" not in page.records.cards[0].under
        console.settings_tab.buttons["shifts"].click()
        page = fleet.pages["shifts"]
        page.add.click()
        fill(page, driver="Tuuli Koski", van="Van 9", departures="13:00-12:00")
        page.save.click()
        await until(lambda: "must end after it begins" in page.said.accessibleName())
        fill(page, departures="8:00-12:00, 13:00-16:30", **{"break": "11:30", "minutes": "30"})
        page.save.click()
        await until(lambda: len(page.records.cards) == 2)
        assert console.news.is_stale("routes")
        console.window.show_tab("routes")
        await until(lambda: len(console.routes._board.vans) == 2 if console.routes._board else False)

    run(set_up())
    rows = desk.ask_now(records.shifts, DAY)
    assert [row.under for row in rows] == ["13:00-16:30", "08:00-12:00, 13:00-16:30, break 11:30 for 30 min"]


def test_what_is_typed_is_not_lost_to_a_click_on_another_record(desk: Desk, console: Console, run: Run) -> None:
    desk.do_now(second_van)
    fleet = console.fleet

    async def wander() -> None:
        console.settings_tab.buttons["vans"].click()
        page = fleet.pages["vans"]
        await until(lambda: len(page.records.cards) == 2)
        first, other = (card.key for card in page.records.cards)
        await until(lambda: page.key == first)
        fill(page, height="3.1")
        page.records.step(1)
        await until(lambda: "is not saved" in page.said.accessibleName())
        assert (page.key, page.texts()["height"]) == (first, "3.1")
        page.inputs["height"].setFocus()
        QTest.keyClick(page.inputs["height"], Qt.Key.Key_Escape)
        await until(lambda: page.texts()["height"] == "2.7" and not page.said.isVisible())
        page.records.step(1)
        await until(lambda: page.key == other)
        # a new one is left in the same way
        page.add.click()
        fill(page, name="Van 9")
        page.inputs["name"].setFocus()
        QTest.keyClick(page.inputs["name"], Qt.Key.Key_Escape)
        await until(lambda: page.key == first and not page.touched)

    run(wander())


def test_a_driver_with_an_open_route_is_not_deleted_under_it(desk: Desk, console: Console, run: Run) -> None:
    page = console.fleet.pages["drivers"]

    async def remove() -> None:
        console.settings_tab.buttons["drivers"].click()
        page.remove.click()
        await until(lambda: "has a shift on" in page.said.accessibleName())

    run(remove())
    assert len(desk.ask_now(records.drivers)) == 1
    (shift,) = desk.ask_now(records.shifts, DAY)
    with pytest.raises(Refused, match=r"shift\.planned"):
        desk.do_now(records.remove_shift, shift.id)


def test_shifts_are_copied_to_the_next_day(desk: Desk, console: Console, run: Run) -> None:
    page = console.fleet.pages["shifts"]

    async def copy() -> None:
        console.settings_tab.buttons["shifts"].click()
        QTest.keyClick(page, Qt.Key.Key_PageDown)
        await until(lambda: not page.records.cards)
        QTest.keyClick(page, Qt.Key.Key_C)
        await until(lambda: len(page.records.cards) == 1)
        QTest.keyClick(page, Qt.Key.Key_C)
        await until(lambda: "Nobody to copy" in page.said.accessibleName())

    run(copy())


def test_a_shift_called_off_is_manned_by_somebody_who_can(desk: Desk, console: Console, run: Run) -> None:
    texts = {"name": "Tuuli Koski", "letter": "F", "phone": "", "skills": "lift"}
    desk.do_now(records.keep_driver, None, texts)
    (shift,) = desk.ask_now(records.shifts, DAY)
    desk.do_now(edits.call_off, shift.id, "ill")
    page = console.fleet.pages["shifts"]

    async def man() -> None:
        console.settings_tab.buttons["shifts"].click()
        await until(lambda: "called off" in page.records.cards[0].under)
        QTest.keyClick(page, Qt.Key.Key_M)
        await until(lambda: "1 shift changed" in page.said.accessibleName())
        await until(lambda: "Tuuli Koski, Van 5" in page.records.cards[0].title)
        QTest.keyClick(page, Qt.Key.Key_M)
        await until(lambda: "0 shifts changed" in page.said.accessibleName())

    run(man())
    (row,) = desk.ask_now(records.shifts, DAY)
    assert "called off" not in row.under


def test_a_zone_is_kept_by_screen_and_its_orders_wait_for_its_vans(desk: Desk, console: Console, run: Run) -> None:
    van = {"name": "Van 9", "plate": "ABC-9", "weight": "900", "volume": "6", "skills": ""}
    desk.do_now(records.keep_van, None, van)
    before = desk.ask_now(day_problem.day_problem, DAY, GreatCircle()).problem
    page = console.fleet.pages["zones"]

    async def keep() -> None:
        console.settings_tab.buttons["zones"].click()
        page.add.click()
        fill(page, name="Centre", postcodes="00180-00100", vans="Van 99", extra="2")
        page.save.click()
        await until(lambda: "is not a span of postcodes" in page.said.accessibleName())
        fill(page, postcodes="94")
        page.save.click()
        await until(lambda: "There is no van Van 99. Known are Van 5, Van 9" in page.said.accessibleName())
        fill(page, vans="van 9")
        page.save.click()
        await until(lambda: [card.under for card in page.records.cards] == ["94; Van 9, 2 min more per stop"])
        page.add.click()
        fill(page, name="Harbour", postcodes="94", vans="", extra="")
        page.save.click()
        await until(lambda: "94 is in the zone Centre already" in page.said.accessibleName())

    run(keep())
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    assert prepared.problem.visits[0].setup_s == before.visits[0].setup_s + 120
    plan = solved(prepared)
    (left,) = explain_unplanned(prepared.problem, plan)
    assert (left.reason, plan.routes) == ("no_van_for_zone", ())
    (zone,) = desk.ask_now(zone_records.zones)
    desk.do_now(zone_records.keep_zone, zone.id, {**zone.fields, "vans": "Van 9, Van 5"})
    assert not solved(desk.ask_now(day_problem.day_problem, DAY, GreatCircle())).unplanned
    desk.do_now(zone_records.remove_zone, zone.id)
    assert not desk.ask_now(zone_records.zones)
