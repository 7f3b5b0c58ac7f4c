"""Close the day: things by kind with their acts below them, reasons that are asked for, goods, checks and cash."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import cash_counting, day_closings, doorstep
from dispatch_console.console.console import Console
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.settings import Settings
from dispatch_console.store.entities import GoodsBack, InboxItem, Route
from dispatch_console.ui.return_desk.day_list import ACTS_HIGH, OPEN_HIGH, ROOMY, DayList
from dispatch_console.ui.return_desk.day_page import DayPage
from dispatch_console.ui.return_desk.day_rows import Act, BackRow, DayRow, HeadRow, OpenRow
from dispatch_console.ui.return_desk.day_side import CashLine, CashTable, DaySide
from tests.application.test_handing_over import collect_on_delivery
from tests.builders.customer_links import SIGNATURE as INK
from tests.builders.days import PROMISE, out_on_the_road, route_id
from tests.builders.papers import text
from tests.builders.sample_orders import get
from tests.builders.screens import NUMBERS, TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, press, until

DAY = date(2026, 11, 23)
NOT_HOME = HandoffFacts(outcome="failed_not_home")


def menu() -> QMenu | None:
    shown = QApplication.activePopupWidget()
    return shown if isinstance(shown, QMenu) else None


def counts_of(console: Console) -> list[QLineEdit]:
    return console.tracking.tab.returns.cash.findChildren(QLineEdit)


def acts_of(page: DayPage) -> list[str]:
    return [one.accessibleName() for one in page.rows.viewport().findChildren(QPushButton) if one.isVisible()]


def test_a_day_is_settled_by_keys_and_closed_and_opened_again_with_a_reason(
    desk: Desk, clock: Clock, settings: Settings, open_console: Callable[[Desk], Console], run: Run
) -> None:
    clock.now = PROMISE.start
    out_on_the_road(desk, NUMBERS)
    collect_on_delivery(desk, get(desk, "1002").id, 12950)
    paid = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        collected=12950,
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, get(desk, "1002").id, paid, through="phone", signature=INK)
    desk.do_now(doorstep.hand_over, get(desk, "1004").id, NOT_HOME, through="phone", signature=None)
    shift = desk.ask_now(lambda session: session.get_one(Route, route_id(desk)).shift_id)
    desk.do_now(cash_counting.count_cash, DAY, shift, "EUR", {}, 12000)
    clock.forward(timedelta(hours=2))
    console = open_console(desk)
    console.window.show_tab(TRACKING)
    page = console.tracking.tab.day_end
    rows, side = page.rows, page.side

    def kinds() -> list[str]:
        return [row.key.partition(":")[0] for row in rows.open_rows]

    def back() -> list[GoodsBack]:
        return list(desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all()))

    async def settle() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        await press(console.tracking.tab.board, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: kinds() == ["next_step", "goods", "cash"])
        assert page.open_said.text() == "3 things of 3 kinds"
        assert acts_of(page) == ["Ring for a new window", "It comes back for good"]
        # a line of what should be so leads to what is open
        (line,) = [one for one in side.findChildren(QPushButton) if one.accessibleName().startswith("Cash agrees")]
        line.click()
        await until(lambda: acts_of(page) == ["Count it at the return desk"])
        assert "9.50 EUR short" in next(row.title for row in rows.open_rows if row.key.startswith("cash:"))
        # its act leads to the money, and Esc back
        await press(page, Qt.Key.Key_1)
        coins = console.tracking.tab.returns.cash._loose
        await until(lambda: coins.isVisible() and console.window.focusWidget() in counts_of(console))
        await press(console.tracking.tab.returns, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "Ring for a new window" in acts_of(page) and rows.hasFocus())
        rows.choose(next(row.key for row in rows.open_rows if row.key.startswith("cash:")))
        # nothing is let pass without a word: the field asks for it, and Enter does what was begun
        await press(page, Qt.Key.Key_W)
        await until(side.reason.hasFocus)
        QTest.keyClicks(side.reason, "9.50 in coins lies in the van")
        QTest.keyClick(side.reason, Qt.Key.Key_Return)
        await until(lambda: "somebody else" in console.window.banner.accessibleName())
        # the same person counted it: the reason stands, for the second person
        assert side.reason.text() == "9.50 in coins lies in the van"
        await press(side.reason, Qt.Key.Key_Escape)
        assert rows.hasFocus() and not side.reason.text()
        goods_key = next(row.key for row in rows.open_rows if row.key.startswith("goods:"))
        rows.choose(goods_key)
        await press(page, Qt.Key.Key_W)
        await until(side.reason.hasFocus)
        QTest.keyClicks(side.reason, "the search goes on tomorrow")
        QTest.keyClick(side.reason, Qt.Key.Key_Return)
        await until(lambda: kinds() == ["next_step", "cash", "goods"])
        # the next key is meant for what still blocks
        await until(lambda: acts_of(page) == ["Count it at the return desk"])
        rows.choose(goods_key)
        await until(lambda: side.waive.accessibleName() == "Let it block again")
        await press(page, Qt.Key.Key_W)
        await until(lambda: "Press it again" in side._may.text())
        await press(page, Qt.Key.Key_W)
        await until(lambda: kinds() == ["next_step", "goods", "cash"])
        rows.choose(goods_key)
        await press(page, Qt.Key.Key_1)
        await until(lambda: kinds() == ["next_step", "cash"])
        goods = [row for row in rows.rows if isinstance(row, BackRow)]
        assert [row.tone for row in goods] == ["good"] and "Ana Ruiz" in goods[0].state
        # without goods chosen, G chooses the first
        await press(page, Qt.Key.Key_G)
        await until(lambda: menu() is not None)
        shown = menu()
        assert shown is not None and [one.text() for one in shown.actions() if one.isChecked()] == ["&1  Next attempt"]
        QTest.keyClick(shown, Qt.Key.Key_4)
        await until(lambda: [row.goes_to for row in back()] == ["damage"])
        assert not side.waive.isVisible()
        rows.choose(next(row.key for row in rows.open_rows if row.key.startswith("next_step:")))
        await press(page, Qt.Key.Key_2)
        await until(side.reason.hasFocus)
        # an Enter without a word does nothing
        QTest.keyClick(side.reason, Qt.Key.Key_Return)
        await asyncio.sleep(0.2)
        assert get(desk, "1004").closure == "open" and side.reason.hasFocus()
        QTest.keyClicks(side.reason, "moved away")
        QTest.keyClick(side.reason, Qt.Key.Key_Return)
        await until(lambda: kinds() == ["cash"])
        assert rows.hasFocus()
        # another person closes
        desk.do_now(cash_counting.count_cash, DAY, shift, "EUR", {}, 12950)
        await until(side.close_day.isEnabled)
        assert page.checks() == {
            "Every van left, or was called off": "1 of 1",
            "Every stop has an outcome": "2 of 2",
            "Missed stops have a next step": "1 of 1",
            "Every parcel has a place": "1 of 1",
            "Nothing surplus lies in a van": "",
            "No parcel is here that somebody took": "",
            "Every handoff has its proof": "1 of 1",
            "Cash agrees or is explained": "1 of 1",
            "Every phone has said all": "",
            "All promised orders left": "",
        }
        await press(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "Report of the day" in console.tracking.tab.said.accessibleName())
        (file,) = settings.papers_dir.glob("*/end-of-day-*.pdf")
        said = text(file)
        assert "129.50" in said and "Nothing is open; nobody closed the day yet." in said
        # anybody may read the sheet: it names the parcel, and not the customer
        (parcel,) = get(desk, "1004").parcels
        assert parcel.code.spaced in said and get(desk, "1004").customer_name not in said
        side.close_day.click()
        await until(lambda: desk.ask_now(day_closings.standing, DAY) is not None)
        await until(console.tracking.tab.board.isVisible)
        await press(console.tracking.tab.board, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(side.reopen.isVisible)
        side.reopen.click()
        await until(side.reason.hasFocus)
        QTest.keyClicks(side.reason, "a sheet was found")
        QTest.keyClick(side.reason, Qt.Key.Key_Return)
        await until(lambda: desk.ask_now(day_closings.standing, DAY) is None)

    run(settle())
    said = desk.ask_now(lambda session: session.scalars(select(InboxItem.text)).all())
    assert any("moved away" in one for one in said)


def many(count: int) -> list[DayRow]:
    acts = Act(code="here", words="It is here"), Act(code="lost", words="It is lost")
    things = [
        OpenRow(key=f"goods:{number}", sign="circle-x", tone="wrong", title=f"0041 8684 {number:02d}", under="not here",
                right="since 16:25", under_right="47 min", acts=acts)
        for number in range(count)
    ]  # fmt: skip
    back = BackRow(key="back:1", what="0041 8666 04", whose="Mäkinen", place_sign="warehouse", place="stock",
                   state="here 16:51")  # fmt: skip
    return [HeadRow(sign="package-x", count=str(count), words="are not here"), *things,
            HeadRow(sign="undo-2", count="", words="Brought back"), back]  # fmt: skip


@pytest.fixture
def day_list(qtbot: object) -> DayList:
    shown = DayList("What is open")
    shown.resize(900, 600)
    shown.show()
    return shown


def high(shown: DayList, row: int) -> int:
    return shown.visualRect(shown.model().index(row, 0)).height()


def test_one_click_does_what_is_drawn_below_a_row_that_is_not_chosen(day_list: DayList) -> None:
    done: list[tuple[str, str]] = []
    chosen: list[str] = []
    day_list.chosen.connect(chosen.append)
    day_list.act_wanted.connect(lambda code: done.append((chosen[-1], code)))
    day_list.show_rows(many(3), "goods:0")
    assert high(day_list, 3) == OPEN_HIGH + ACTS_HIGH
    box = day_list.visualRect(day_list.model().index(3, 0))
    spots = day_list._delegate.act_spots(day_list.model().index(3, 0), box)
    assert [act.code for act, _ in spots] == ["here", "lost"]
    QTest.mouseClick(day_list.viewport(), Qt.MouseButton.LeftButton, pos=spots[1][1].center())
    assert done == [("goods:2", "lost")]
    # beside them the row is only chosen
    first = day_list.visualRect(day_list.model().index(1, 0))
    QTest.mouseClick(day_list.viewport(), Qt.MouseButton.LeftButton, pos=first.topLeft() + QPoint(300, 12))
    assert chosen[-1] == "goods:0" and len(done) == 1


def test_a_long_list_shows_acts_below_the_chosen_row_alone_and_heads_are_passed_over(day_list: DayList) -> None:
    day_list.show_rows(many(ROOMY), "goods:0")
    assert high(day_list, 1) == OPEN_HIGH + ACTS_HIGH and high(day_list, 2) == OPEN_HIGH
    day_list.step(1)
    assert high(day_list, 1) == OPEN_HIGH and high(day_list, 2) == OPEN_HIGH + ACTS_HIGH
    QTest.keyClick(day_list, Qt.Key.Key_End)
    assert day_list.currentIndex().row() == ROOMY + 2
    QTest.keyClick(day_list, Qt.Key.Key_Up)
    assert day_list.currentIndex().row() == ROOMY
    spoken = [day_list.model().data(day_list.model().index(row, 0)) for row in (0, 1, ROOMY + 2)]
    assert spoken == [
        "10 are not here", "0041 8684 00, not here, since 16:25, 47 min", "0041 8666 04, Mäkinen, stock, here 16:51",
    ]  # fmt: skip


def test_news_leaves_the_button_that_is_being_pressed(day_list: DayList) -> None:
    rows = many(3)
    day_list.show_rows(rows, "goods:1")
    (first, *_) = [one for one in day_list.viewport().findChildren(QPushButton) if one.isVisible()]
    done: list[str] = []
    day_list.act_wanted.connect(done.append)
    QTest.mousePress(first, Qt.MouseButton.LeftButton)
    # another thing went: the list is another one, the chosen row the same
    day_list.show_rows([rows[0], *rows[2:]], "goods:1")
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton)
    assert done == ["here"]


def test_a_long_name_widens_no_table_of_cash_and_cuts_no_sum(qtbot: object) -> None:
    table, narrowest = CashTable(), DaySide().minimumWidth()
    line = CashLine(letter="A", driver="Aleksandra-Wilhelmiina Mannerheim-Lindgren", due="12345.50", counted="12345.00",
                    difference="-0.50", tone="wrong", reason="Stop 11: 11.50 change instead of 11.00")  # fmt: skip
    table.show_cash("0.50 EUR explained", [line, replace(line, driver="All, EUR", is_sum=True)])
    # a scroll bar stands beside it
    assert table.minimumSizeHint().width() <= narrowest - 10
    table.resize(narrowest - 10, 200)
    table.show()
    sums = [one for one in table.findChildren(QLabel) if one.text() in ("12345.50", "12345.00", "-0.50")]
    assert len(sums) == 6
    assert all(one.width() >= one.fontMetrics().horizontalAdvance(one.text()) for one in sums)
