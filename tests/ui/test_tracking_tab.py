"""The day on the road from the Tracking tab: load-out, release, handoff, a miss and its way out."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import permissions
from dispatch_console.application.road import doorstep, load_out
from dispatch_console.application.road.load_list import load_list
from dispatch_console.console.console import Console
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.store.entities import Handoff, InboxItem, VanCheck
from dispatch_console.ui.handoff.signature_pad import SignaturePad
from dispatch_console.ui.map.day import stop_key
from dispatch_console.ui.tracking.board_page import BoardPage
from tests.builders.days import load_all, out_on_the_road, plan_day, ready_orders, route_id
from tests.builders.fleet import on_duty_for_days
from tests.builders.sample_orders import get
from tests.builders.screens import NUMBERS, TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, press, until


def sign(pad: SignaturePad) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 50))
    for x in range(40, 200, 8):
        QTest.mouseMove(pad, QPoint(x, 50 + (x // 8 % 2) * 14))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 50))


def signature_of(session: Session, order_id: int) -> bytes:
    return session.scalars(select(Handoff.signature).where(Handoff.order_id == order_id)).one() or b""


def test_the_check_of_a_van_is_noted_at_the_dock_where_its_driver_has_only_paper(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    console = open_console(desk)
    console.window.show_tab("tracking")
    page = console.tracking.tab.loading

    def noted() -> list[tuple[int | None, str]]:
        return [(check.odometer, check.damage) for check in desk.ask_now(lambda s: s.scalars(select(VanCheck)).all())]

    async def work() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        console.tracking.tab.load_out.click()
        await until(lambda: page.isVisible() and console.tracking.rooms.load_out._load is not None)
        await press(page, Qt.Key.Key_F2)
        card = page.check_card
        await until(lambda: card.isVisible() and not card.agree.isEnabled())
        card.odometer.setText("48200")
        card.damage.setText("scratch on the left door")
        await press(card.odometer, Qt.Key.Key_Return)
        await until(lambda: noted() == [(48200, "scratch on the left door")])
        await until(lambda: not card.isVisible())
        # Esc puts the card away, not the van
        await press(page, Qt.Key.Key_F2)
        await until(card.isVisible)
        await press(card.odometer, Qt.Key.Key_Escape)
        await until(lambda: not card.isVisible())
        assert page.isVisible() and len(noted()) == 1
        await press(page, Qt.Key.Key_Escape)
        await until(lambda: not page.isVisible())

    run(work())


def scan(console: Console, text: str) -> None:
    console.tracking.tab.loading.scan.setText(text)
    console.tracking.tab.loading.scan.returnPressed.emit()


def test_a_van_is_loaded_scan_by_scan_and_released(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS)
    plan_day(desk)
    parcels = desk.ask_now(load_list, route_id(desk)).parcels
    console = open_console(desk)
    page = console.tracking.tab.loading
    console.window.show_tab(TRACKING)

    def said(words: str) -> bool:
        return words in page._last.text()

    async def load() -> None:
        QTest.keyClick(console.tracking.tab, Qt.Key.Key_L)
        await until(lambda: page._stop.text() == f"Stop {parcels[0].stop}")
        assert not page.release.isEnabled()
        scan(console, str(Code(CodeKind.PARCEL, 999_999)))
        await until(lambda: not page.strip.isHidden())
        for parcel in parcels:
            scan(console, parcel.code)
            await until(partial(said, f"Stop {parcel.stop}, {parcel.position}"))
        # a stranger's parcel lies on the dock: the van waits until it is carried away
        assert not page.release.isEnabled()
        page.carried.click()
        await until(page.release.isEnabled)
        page.release.click()
        await until(lambda: "on the road" in console.tracking.tab.said.accessibleName())

    run(load())
    assert [get(desk, number).dispatch for number in NUMBERS] == ["out", "out"]


def test_a_parcel_that_is_not_here_leaves_the_route_on_the_second_key(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS)
    plan_day(desk)
    parcels = desk.ask_now(load_list, route_id(desk)).parcels
    console = open_console(desk)
    page = console.tracking.tab.loading
    console.window.show_tab(TRACKING)

    async def leave() -> None:
        console.tracking.tab.load_out.click()
        await until(lambda: page._stop.text() == f"Stop {parcels[0].stop}")
        page.lost.click()
        await until(lambda: page._counts["missing"].text() == "1")
        page.behind.click()
        await until(lambda: "once more" in page._last.text())
        page.behind.click()
        await until(lambda: page._counts["scanned"].text() == "0 of 1")

    run(leave())
    behind = [number for number in NUMBERS if get(desk, number).dispatch == "unplanned"]
    assert len(behind) == 1
    assert get(desk, behind[0]).parcels[0].missing


def test_a_handoff_is_recorded_only_with_every_proof(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS)
    plan_day(desk)
    load_all(desk)
    desk.do_now(load_out.depart, route_id(desk))
    console = open_console(desk)
    tab = console.tracking.tab
    page, form = tab.handoff, tab.handoff.form
    console.window.show_tab(TRACKING)

    async def hand_over() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        assert console.tracking.chosen.board is not None
        stop = next(stop for stop in console.tracking.chosen.board.stops if get(desk, "1002").id in stop.order_ids)
        await console.tracking.select(stop_key(stop))
        tab.board.stop.arrived.click()
        await until(lambda: get(desk, "1002").dispatch == "at_door")
        await until(tab.board.stop.record.isEnabled)
        tab.board.stop.record.click()
        await until(lambda: form.recipient.text() != "")
        # nobody took it: there is nothing to record
        form.recipient.setText("")
        assert not page.record.isEnabled()
        form.recipient.setText("Maria Frick")
        # it has happened, and what is missing stays open
        assert page.record.isEnabled() and page.record.accessibleName() == "Record, 3 open"
        form.said_name.click()
        form.said_number.click()
        sign(form.pad)
        await until(lambda: page.record.accessibleName() == "Record handoff")
        page.record.click()
        await until(lambda: get(desk, "1002").outcome == "delivered")

    run(hand_over())
    order = get(desk, "1002")
    assert order.recipient == "Maria Frick"
    assert order.delivered_at is not None
    assert desk.ask_now(signature_of, order.id).startswith(b"\x89PNG")


def missed_of_1004(desk: Desk, outcome: str = "failed_not_home") -> None:
    """Nobody took it at a stop of the only van of the day, which is out."""
    out_on_the_road(desk, NUMBERS)
    facts = HandoffFacts(outcome=outcome)
    desk.do_now(doorstep.hand_over, get(desk, "1004").id, facts, through="phone", signature=None)


async def choose_missed(board: BoardPage) -> None:
    """Choose the one exception that there is."""
    await until(lambda: len(board.exceptions.cards) == 1)
    assert board.exceptions.cards[0].title == "Missed"
    QTest.keyClick(board, Qt.Key.Key_J)


def test_a_missed_delivery_stands_first_and_one_key_brings_it_back(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    missed_of_1004(desk)
    desk.do_now(on_duty_for_days, 1)
    console = open_console(desk)
    board = console.tracking.tab.board
    console.window.show_tab(TRACKING)

    async def bring_back() -> None:
        await choose_missed(board)
        # today nobody leaves any more: what is offered first is what can be kept
        await until(lambda: len(board.stop.ways) > 1 and board.stop.ways[0].isEnabled())
        assert "Tue 12:00" in board.stop.ways[0].accessibleName()
        QTest.keyClick(board, Qt.Key.Key_1)
        await until(lambda: not board.exceptions.cards)
        # the day had it, though it has a next step
        assert console.tracking.tab.header.figures["missed"]._number.text() == "1"

    run(bring_back())
    order = get(desk, "1004")
    assert (order.attempt, order.dispatch, order.appointment) == (2, "unplanned", "proposed")
    assert order.promise_start == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_a_window_that_no_van_can_keep_cannot_be_taken_and_says_so(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    missed_of_1004(desk)
    console = open_console(desk)
    board = console.tracking.tab.board
    console.window.show_tab(TRACKING)

    async def work() -> None:
        await choose_missed(board)
        await until(lambda: len(board.stop.ways) > 1 and "still at the depot" in board.stop.ways[0].accessibleName())
        again = [way for way in board.stop.ways if way.accessibleName().startswith("Deliver again")]
        assert len(again) == 1
        assert not again[0].isEnabled()
        QTest.keyClick(board, Qt.Key.Key_1)
        await until(lambda: board.stop.ways[1].isEnabled())

    run(work())
    assert get(desk, "1004").attempt == 1


def test_who_refused_it_is_not_offered_another_time_first(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    missed_of_1004(desk, "failed_refused")
    desk.do_now(on_duty_for_days, 1)
    console = open_console(desk)
    board = console.tracking.tab.board
    console.window.show_tab(TRACKING)

    async def work() -> None:
        await choose_missed(board)
        await until(lambda: len(board.stop.ways) > 1 and board.stop.ways[1].isEnabled())
        first, second = (way.accessibleName() for way in board.stop.ways[:2])
        assert first.startswith("It comes back for good") and second.startswith("Deliver again")
        QTest.keyClick(board, Qt.Key.Key_1)
        await until(lambda: not board.exceptions.cards)

    run(work())
    assert (get(desk, "1004").attempt, get(desk, "1004").closure) == (1, "cancelled")


def test_a_permission_is_noted_at_the_door_and_what_it_excludes_is_said(
    desk: Desk, clock: Clock, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS)
    plan_day(desk)
    load_all(desk)
    desk.do_now(load_out.depart, route_id(desk))
    missed = get(desk, "1004")
    desk.do_now(doorstep.hand_over, missed.id, HandoffFacts(outcome="failed_not_home"), through="phone", signature=None)
    console = open_console(desk)
    board, door = console.tracking.tab.board, console.tracking.door_notes
    console.window.show_tab(TRACKING)

    def blocked(words: str) -> bool:
        return any(words in way.accessibleName() and not way.isEnabled() for way in board.stop.ways)

    async def note() -> None:
        await choose_missed(board)
        await until(
            lambda: blocked("neighbour. no permission on file") and blocked("safe place. no permission on file")
        )
        QTest.keyClick(board, Qt.Key.Key_G)
        await until(door.isVisible)
        door.inputs["neighbour"].setText("Aila, flat 3")
        door.inputs["most"].setText("ten")
        door.keep.click()
        await until(lambda: "Write who allowed it" in door.said.accessibleName())
        door.inputs["said_by"].setText("Marco, on the phone")
        door.keep.click()
        await until(lambda: "“ten” is no amount" in door.said.accessibleName())
        door.inputs["most"].setText("1.00")
        door.keep.click()
        await until(lambda: not door.isVisible())
        await until(lambda: blocked("neighbour. worth more than was allowed"))
        board.stop.door.click()
        await until(door.isVisible)
        assert door.inputs["most"].text() == "1.00"
        door.inputs["most"].setText("")
        door.inputs["until"].setText("2020-01-01")
        door.keep.click()
        await until(lambda: "no day to come" in door.said.accessibleName())
        door.inputs["until"].setText("2026-12-24")
        door.keep.click()
        await until(lambda: not door.isVisible())
        await until(lambda: any("Aila, flat 3" in way.accessibleName() and way.isEnabled() for way in board.stop.ways))
        assert "Aila, flat 3, by Marco, on the phone" in "".join(
            label.text() for label in board.stop.findChildren(QLabel)
        )
        way = next(way for way in board.stop.ways if "neighbour" in way.accessibleName())
        way.click()
        correct = console.tracking.tab.correct
        await until(lambda: correct.isVisible() and correct.right_outcome.currentData() == "delivered_third_party")
        console.tracking.tab.show_page(0)
        board.stop.support.click()
        await until(lambda: "Customer service is asked to ring" in console.tracking.tab.said.accessibleName())

    run(note())
    (item,) = desk.ask_now(lambda session: session.scalars(select(InboxItem)).all())
    assert (item.kind_of, item.reason) == ("ring", "missed")
    # the day after the last it does not stand any more
    clock.now = datetime(2026, 12, 25, 10, tzinfo=UTC)
    assert desk.do_now(permissions.end_over) == 1
    assert desk.ask_now(permissions.standing, missed.address_id) == {}


def test_an_order_that_was_not_packed_in_time_is_left_behind_by_two_keys(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, NUMBERS, unpacked="1004")
    plan_day(desk)
    load_all(desk)
    console = open_console(desk)
    page = console.tracking.tab.loading
    console.window.show_tab(TRACKING)

    async def leave() -> None:
        console.tracking.tab.load_out.click()
        await until(lambda: "is not packed" in page._lost.accessibleName())
        assert not page.release.isEnabled()
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: "Press F4 again" in page.behind.accessibleDescription())
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(page.release.isEnabled)

    run(leave())
    assert get(desk, "1004").dispatch == "unplanned"
    assert get(desk, "1002").dispatch == "loaded"
