"""The Schedule tab with the keys of the call desk: real widgets on a real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import addresses, verifying
from dispatch_console.application.promises import call_results, calls, closed_days, promising, slot_records
from dispatch_console.application.promises.closed_days import PROMISED, RING, WAYS
from dispatch_console.console.console import Console
from dispatch_console.domain.promises.calling import RING_AGAIN
from dispatch_console.domain.values import Coordinate, TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Actor
from dispatch_console.ui import words
from dispatch_console.ui.schedule.presenter import HELD_MS
from dispatch_console.ui.schedule.tab import ScheduleTab
from dispatch_console.ui.widgets.card_list import dragged
from tests.application.test_slot_rules import RULE
from tests.builders.days import PROMISE, out_on_the_road, plan_day, ready_orders
from tests.builders.fleet import on_duty_for_days, set_up_fleet
from tests.builders.received import incoming, reading, wished
from tests.builders.sample_orders import get, import_sample, verify_whole
from tests.builders.screens import enter
from tests.ui.conftest import Run, until
from tests.ui.conftest import press as press_key


def press(console: Console, name: str) -> None:
    found = [b for b in console.schedule.tab.findChildren(QPushButton) if b.accessibleName() == name]
    found[0].click()


def to_call(console: Console, count: int) -> Callable[[], bool]:
    return lambda: console.schedule.tab.to_call.accessibleName() == f"{count} to call"


def opened(console: Console, order: Order) -> Callable[[], bool]:
    """Return whether the call of this order can be seen, with its slots."""
    tab = console.schedule.tab
    return lambda: (
        bool(tab.panel.slot_buttons) and order.number in [one.text() for one in tab.panel._body.findChildren(QLabel)]
    )


def test_a_call_ends_in_a_promise_that_stands_in_the_ledger(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    verify_whole(desk, get(desk, "1002"))
    console = open_console(desk)
    tab = console.schedule.tab

    async def ring() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(lambda: len(tab.panel.slot_buttons) == 2)
        assert not tab.panel.confirm.isEnabled()
        press(console, "No answer")
        # nobody else waits: the call stands there with its next try, and can be opened all the same
        await until(lambda: [card.right for card in tab.calls.cards] == ["11:27"])
        await until(lambda: not tab.panel.slot_buttons)
        assert tab.calls.cards[0].under == "no answer 10:42"
        tab.call_chosen.emit(int(tab.calls.cards[0].key))
        await until(lambda: len(tab.panel.slot_buttons) == 2)
        tab.panel.slot_buttons[1].click()
        await until(tab.panel.confirm.isEnabled)
        tab.panel.confirm.click()
        await until(lambda: tab.to_call.accessibleName() == "0 to call")

    run(ring())
    order = get(desk, "1002")
    assert order.appointment == "confirmed"
    assert order.promise_start is not None
    assert order.promise_start.isoformat() == "2026-11-23T12:00:00+00:00"
    assert [entry.what for entry in order.ledger] == ["no_answer", "confirmed"]


def test_whoever_did_not_answer_is_rung_last_and_the_card_says_so(desk: Desk) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    for number in ("1002", "1004"):
        verify_whole(desk, get(desk, number))
    now = desk.clock()
    first, second = desk.ask_now(calls.call_list, now)
    desk.do_now(call_results.note_call, first.order_id, "no_answer")
    again = desk.ask_now(calls.call_list, now)
    assert [call.order_id for call in again] == [second.order_id, first.order_id]
    assert (again[1].result, again[1].rung_at) == ("no_answer", now)
    later = desk.ask_now(calls.call_list, now + RING_AGAIN)
    assert [call.order_id for call in later] == [first.order_id, second.order_id]


def test_an_empty_call_desk_says_so(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    console = open_console(desk)
    press(console, "Next call")

    async def wait() -> None:
        await until(lambda: not console.schedule.tab.panel.confirm.isEnabled())

    run(wait())
    assert console.schedule.tab.to_call.accessibleName() == "0 to call"


def test_next_call_passes_nobody_over(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    set_up_fleet(desk)
    numbers = ["SO-1", "SO-2", "SO-3", "SO-4"]
    desk.do_now(importing.take_reading, reading(*map(incoming, range(1, 5))), "one.csv")
    for number in numbers:
        verify_whole(desk, get(desk, number))
    console = open_console(desk)
    tab = console.schedule.tab
    rung: list[str] = []

    async def ring_all() -> None:
        console.window.show_tab("schedule")
        for left in range(len(numbers), 0, -1):
            await until(to_call(console, left))
            listed = [f"SO-{card.under_right}" for card in tab.calls.cards]
            press(console, "Next call")
            await until(opened(console, get(desk, listed[0])))
            rung.append(listed[0])
            tab.panel.slot_buttons[0].click()
            await until(tab.panel.confirm.isEnabled)
            tab.panel.confirm.click()
        await until(to_call(console, 0))

    run(ring_all())
    assert sorted(rung) == numbers


def test_who_presses_next_call_again_lets_one_wait(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    for number in ("1002", "1004"):
        verify_whole(desk, get(desk, number))
    console = open_console(desk)

    async def skip() -> None:
        console.window.show_tab("schedule")
        first, second = (get(desk, call.number) for call in desk.ask_now(calls.call_list, desk.clock()))
        for order in (first, second, first):
            press(console, "Next call")
            await until(opened(console, order))

    run(skip())


def test_a_late_customer_hears_that_first(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    order = get(desk, "1002")
    desk.do_now(promising.must_be_rung, order.id)
    console = open_console(desk)
    tab = console.schedule.tab

    async def look() -> None:
        console.window.show_tab("schedule")
        await until(lambda: bool(tab.calls.cards))
        assert tab.calls.cards[0].under.startswith("late: comes 1")
        press(console, "Next call")
        await until(lambda: any("We promised your order #1002" in text for text in texts_of(tab)))
        assert any("14:00–16:00, cannot be kept" in text for text in texts_of(tab))
        assert not any("is ready" in text for text in texts_of(tab))
        # the window that is broken is not offered again
        assert not any("14:00–16:00" in button.text() for button in tab.panel.slot_buttons)
        desk.do_now(promising.promise_holds, order.id, desk.clock())
        await until(lambda: any("is confirmed" in text for text in texts_of(tab)))

    run(look())


def texts_of(tab: QWidget) -> list[str]:
    return [found.text() for found in tab.findChildren(QLabel)]


def waiting(desk: Desk, *numbers: int) -> None:
    set_up_fleet(desk)
    orders = [replace(incoming(number), phone="+358 40 123 4567") for number in numbers]
    desk.do_now(importing.take_reading, reading(*orders), "one.csv")
    for number in numbers:
        verify_whole(desk, get(desk, f"SO-{number}"))


def test_a_call_back_asks_when_and_a_result_is_taken_back_by_one_key(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1, 2)
    console = open_console(desk)
    tab = console.schedule.tab
    said = console.window.banner

    async def ring() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(lambda: bool(tab.panel.slot_buttons))
        first = get(desk, "SO-1").id
        await press_key(tab.panel, Qt.Key.Key_C)
        await until(lambda: tab.panel.field.isVisible())
        # a figure is a figure of the time now, and chooses no slot
        assert tab.panel.field.text() == "11:45" and not tab.panel.confirm.isEnabled()
        enter(tab.panel.field, "half past two")
        await until(lambda: "not a time" in said.accessibleName())
        assert get(desk, "SO-1").ledger == []
        enter(tab.panel.field, "14:30")
        await until(lambda: "Rung again 14:30. Ctrl+Z takes it back." in said.accessibleName())
        assert [entry.what for entry in get(desk, "SO-1").ledger] == ["call_back"]
        await until(lambda: tab.panel._order == get(desk, "SO-2").id)
        # a key pressed twice is no result of the next customer, whom nobody has rung
        await press_key(tab.panel, Qt.Key.Key_W)
        await until(lambda: "only just came up" in said.accessibleName())
        assert get(desk, "SO-2").ledger == []
        await until(lambda: tab.panel.open_ms > HELD_MS)
        await press_key(tab.panel, Qt.Key.Key_W)
        await until(lambda: "The number is struck" in said.accessibleName())
        assert "It stood in SO-1 too" in said.accessibleName()
        await until(lambda: tab.panel.field.isVisible())
        await press_key(tab.panel.field, Qt.Key.Key_Escape)
        await press_key(tab.panel, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "Taken back: wrong number." in said.accessibleName())
        assert {get(desk, number).phone for number in ("SO-1", "SO-2")} == {"+358 40 123 4567"}
        assert first in {call.order_id for call in desk.ask_now(calls.call_list, desk.clock())}

    run(ring())


def test_any_slot_of_the_week_can_be_offered_and_says_what_it_costs(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    console = open_console(desk)
    tab = console.schedule.tab

    async def offer() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(lambda: any("keeps all promises" in button.accessibleName() for button in tab.panel.slot_buttons))
        start = console.schedule._shown_loads[1].window.start
        tab.week.slot_clicked.emit(start)
        await until(tab.panel.confirm.isEnabled)
        assert tab.panel.confirm.accessibleName() == "Confirm 14:00–16:00"
        await press_key(tab.panel, Qt.Key.Key_Return)
        await until(lambda: get(desk, "SO-1").appointment == "confirmed")
        # a name in the week opens its order, and a promise is moved
        await until(lambda: len(console.schedule._shown_loads[1].booked) == 1)
        tab.week.order_clicked.emit(get(desk, "SO-1").id)
        await until(lambda: bool(tab.panel.slot_buttons))
        tab.panel.slot_buttons[0].click()
        await until(lambda: tab.panel.confirm.accessibleName() == "Move to 12:00–14:00")
        tab.panel.confirm.click()
        await until(lambda: [entry.what for entry in get(desk, "SO-1").ledger] == ["confirmed", "confirmed"])
        # it was the wrong customer: the promise is none, and he is rung
        await until(lambda: "Ctrl+Z takes it back" in console.window.banner.accessibleName())
        await press_key(tab.panel, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "Taken back: confirmed." in console.window.banner.accessibleName())
        await until(to_call(console, 1))
        assert [entry.what for entry in get(desk, "SO-1").ledger] == ["confirmed", "confirmed", "taken_back"]

    run(offer())
    assert (get(desk, "SO-1").appointment, get(desk, "SO-1").promise_start) == ("lapsed", None)


def test_calls_are_taken_back_one_after_another(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    waiting(desk, 1, 2)
    console = open_console(desk)
    tab, said = console.schedule.tab, console.window.banner

    def last(number: str) -> str:
        return get(desk, number).ledger[-1].what

    async def ring() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(lambda: bool(tab.panel.slot_buttons))
        await press_key(tab.panel, Qt.Key.Key_N)
        await until(lambda: tab.panel._order == get(desk, "SO-2").id and tab.panel.open_ms > HELD_MS)
        await press_key(tab.panel, Qt.Key.Key_V)
        await until(lambda: bool(get(desk, "SO-2").ledger))
        assert (last("SO-1"), last("SO-2")) == ("no_answer", "voicemail")
        await press_key(tab.panel, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: last("SO-2") == "taken_back")
        assert last("SO-1") == "no_answer"
        await press_key(tab.panel, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: last("SO-1") == "taken_back")
        await until(lambda: tab.panel._order == get(desk, "SO-1").id)
        await press_key(tab.panel, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "No call was noted here" in said.accessibleName())

    run(ring())


def test_a_call_of_another_desk_is_shown_and_taken_over_only_with_a_key(
    desk: Desk, make_desk: Callable[[Actor], Desk], open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    console = open_console(desk)
    other = open_console(make_desk(Actor("Petri Lahti", "customer_service", "Office")))
    here, there = console.schedule.tab, other.schedule.tab

    async def both() -> None:
        for one in (console, other):
            one.window.show_tab("schedule")
        press(console, "Next call")
        await until(lambda: bool(here.panel.slot_buttons))
        await until(lambda: [card.under for card in there.calls.cards] == ["Ana, Station 2"])
        there.call_chosen.emit(get(desk, "SO-1").id)
        await until(lambda: "Ana Ruiz at Station 2 has SO-1 on the line" in other.window.banner.accessibleName())
        assert not there.panel.slot_buttons
        await press_key(there, Qt.Key.Key_F6)
        await until(lambda: bool(there.panel.slot_buttons))
        press(console, "Voicemail")
        await until(lambda: "Petri Lahti at Office has SO-1 on the line" in console.window.banner.accessibleName())
        assert get(desk, "SO-1").ledger == []

    run(both())


def test_a_slot_past_its_cut_off_says_so_before_it_is_said_aloud(
    desk: Desk, make_desk: Callable[[Actor], Desk], open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    desk.do_now(slot_records.keep_slot_rule, None, {**RULE, "order_by": "10:00", "order_days": "0"})
    service = open_console(make_desk(Actor("Petri Lahti", "customer_service", "Office")))
    console = open_console(desk)

    async def offer(here: Console) -> None:
        here.window.show_tab("schedule")
        press(here, "Next call")
        # nothing of today is offered, the week dims it, and no van is out tomorrow
        await until(lambda: any("No slot can be offered" in text for text in texts_of(here.schedule.tab.panel)))
        today = here.schedule._shown_loads[0].window
        assert today not in here.schedule._choice.windows and today.start in here.schedule.tab.week._barred
        here.schedule.tab.week.slot_clicked.emit(today.start)
        await until(lambda: any("could be promised until" in text for text in texts_of(here.schedule.tab.panel)))

    async def both() -> None:
        await offer(service)
        assert not service.schedule.tab.panel.confirm.isEnabled()
        press(service, "Voicemail")
        await until(lambda: [entry.what for entry in get(desk, "SO-1").ledger] == ["voicemail"])
        here, panel = console, console.schedule.tab.panel
        here.window.show_tab("schedule")
        await until(lambda: bool(here.schedule.tab.calls.cards))
        here.schedule.tab.call_chosen.emit(get(desk, "SO-1").id)
        await until(lambda: panel._order == get(desk, "SO-1").id)
        await until(lambda: any("No slot can be offered" in text for text in texts_of(panel)))
        here.schedule.tab.week.slot_clicked.emit(here.schedule._shown_loads[0].window.start)
        await until(lambda: any("could be promised until" in text for text in texts_of(panel)))
        await until(panel.confirm.isEnabled)
        await press_key(panel, Qt.Key.Key_Return)
        await until(panel.field.isVisible)
        enter(panel.field, "")
        await until(lambda: "reason" in here.window.banner.accessibleName().lower())
        assert get(desk, "SO-1").appointment == "unset"
        # whoever is asked may think better of it
        await press_key(panel.field, Qt.Key.Key_Escape)
        await until(panel.confirm.isEnabled)
        await press_key(panel, Qt.Key.Key_Return)
        await until(panel.field.isVisible)
        enter(panel.field, "The van waits for it")
        await until(lambda: get(desk, "SO-1").appointment == "confirmed")
        assert get(desk, "SO-1").ledger[-1].note == "The van waits for it"

    run(both())


def test_a_slot_that_no_van_can_keep_is_promised_with_a_reason_alone(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    # three hours of road away
    desk.do_now(addresses.set_pin, get(desk, "SO-1").address_id, Coordinate(62.24, 25.75))
    console = open_console(desk)
    tab = console.schedule.tab

    async def offer() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(opened(console, get(desk, "SO-1")))
        # faster than the plan: Enter waits until it is known that nobody can be there
        tab.panel.slot_buttons[0].click()
        tab.panel.confirm_wanted.emit()
        await until(tab.panel.field.isVisible)
        assert get(desk, "SO-1").appointment == "unset"
        assert "no van can be there" in tab.panel.slot_buttons[0].accessibleName()
        enter(tab.panel.field, "A courier takes it there")
        await until(lambda: get(desk, "SO-1").appointment == "confirmed")

    run(offer())
    assert [(entry.what, entry.note) for entry in get(desk, "SO-1").ledger] == [
        ("confirmed", "A courier takes it there")
    ]


def test_what_is_on_its_way_is_offered_no_slot(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    out_on_the_road(desk, ("1002",))
    console = open_console(desk)
    tab = console.schedule.tab

    async def offer() -> None:
        console.window.show_tab("schedule")
        await until(lambda: bool(console.schedule._shown_loads))
        tab.call_chosen.emit(get(desk, "1002").id)
        await until(opened(console, get(desk, "1002")))
        tab.panel.slot_buttons[-1].click()
        await until(lambda: any("is on its way" in text for text in texts_of(tab.panel)))
        assert not tab.panel.confirm.isEnabled()

    run(offer())


def test_a_closed_day_is_seen_in_the_week_and_its_reason_is_said(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1, 2)
    desk.do_now(slot_records.keep_slot_rule, None, {**RULE, "order_by": ""})
    tomorrow = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))
    desk.do_now(promising.confirm, get(desk, "SO-1").id, tomorrow)
    console = open_console(desk)
    tab = console.schedule.tab

    async def close() -> None:
        console.window.show_tab("schedule")
        await until(to_call(console, 1))
        tab.call_chosen.emit(get(desk, "SO-2").id)
        await until(opened(console, get(desk, "SO-2")))
        closed = {"day": "2026-11-24", "reason": "Stock count", "way": WAYS["closed"], "from": "", "zone": ""}
        await desk.do(closed_days.keep_closed_day, None, {**closed, "promised": PROMISED[RING]})
        # the call that was open offers what holds now
        await until(lambda: "closed: Stock count" in str(tab.week._days[1]))
        await until(lambda: all(window.start.day != 24 for window in console.schedule._choice.windows))
        assert all(cell.is_over for cell in tab.week._cells if cell.column == 1)
        tab.call_chosen.emit(get(desk, "SO-1").id)
        await until(lambda: any("nobody drives on that day (Stock count)" in text for text in texts_of(tab.panel)))

    run(close())


def test_a_filter_without_calls_says_how_many_wait_elsewhere(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    console = open_console(desk)
    tab = console.schedule.tab

    async def look() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(opened(console, get(desk, "SO-1")))
        tab.late.click()
        press(console, "Next call")
        await until(lambda: "1 call waits in the others" in console.window.banner.accessibleName())
        # the customer on the line stays on the line
        assert opened(console, get(desk, "SO-1"))()

    run(look())


def test_two_orders_of_one_customer_are_one_call(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    set_up_fleet(desk)
    # the first and the third are of one household
    phones = {1: "+358 40 123 4567", 2: "+358 40 765 4321", 3: "+358 40 123 4567"}
    orders = [replace(incoming(number), phone=phone) for number, phone in phones.items()]
    desk.do_now(importing.take_reading, reading(*orders), "one.csv")
    for number in phones:
        verify_whole(desk, get(desk, f"SO-{number}"))
    console = open_console(desk)
    tab = console.schedule.tab

    async def ring() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(opened(console, get(desk, "SO-1")))
        assert "Also to ring for: SO-3" in texts_of(tab.panel)
        tab.panel.slot_buttons[0].click()
        # the week shows what it would bring
        await until(lambda: tab.week._added > 0)
        tab.panel.confirm.click()
        await until(opened(console, get(desk, "SO-3")))
        await until(lambda: "Confirmed for Customer 1" in console.window.banner.accessibleName())

    run(ring())


def test_an_order_on_hold_is_rung_for_by_nobody_and_its_card_says_why(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    desk.do_now(verifying.hold, get(desk, "SO-1").id, "The shop asks for the payment again")
    desk.do_now(importing.take_reading, reading(incoming(2)), "two.csv")
    console = open_console(desk)
    tab = console.schedule.tab

    async def look() -> None:
        console.window.show_tab("schedule")
        await until(to_call(console, 0))
        tab.call_chosen.emit(get(desk, "SO-1").id)
        await until(lambda: any("on hold. The shop asks for the payment" in text for text in texts_of(tab.panel)))
        tab.call_chosen.emit(get(desk, "SO-2").id)
        await until(lambda: any("is not verified" in text for text in texts_of(tab.panel)))

    run(look())


def test_a_slot_is_closed_by_hand_and_opened_again_with_one_key(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1, 2)
    desk.do_now(promising.confirm, get(desk, "SO-1").id, PROMISE)
    console = open_console(desk)
    tab, said = console.schedule.tab, console.window.banner

    async def close() -> None:
        console.window.show_tab("schedule")
        await until(lambda: bool(tab.week._cells))
        await press_key(tab, Qt.Key.Key_X)
        await until(lambda: "Choose a slot in the week first" in said.accessibleName())
        # with a call in hand Enter would confirm it: while the card asks, it means the card alone
        press(console, "Next call")
        await until(lambda: bool(tab.panel.slot_buttons))
        tab.week.slot_clicked.emit(PROMISE.start)
        await until(tab.panel.confirm.isEnabled)
        await press_key(tab, Qt.Key.Key_X)
        await until(tab.close_card.isVisible)
        assert not tab.panel.confirm.isEnabled()
        await press_key(tab, Qt.Key.Key_X)
        await until(tab.close_card.isVisible)
        # whom it concerns stands there before it is done
        assert "1 customer is promised it" in tab.close_card.accessibleName()
        tab.close_card.reason.setText("Stock count")
        await press_key(tab.close_card.reason, Qt.Key.Key_Return)
        await until(to_call(console, 2))
        assert get(desk, "SO-1").appointment == "moved" and get(desk, "SO-2").appointment != "confirmed"
        await until(tab.panel.isEnabled)
        await until(lambda: any(cell.closed_for == "Stock count" for cell in tab.week._cells))
        await press_key(tab, Qt.Key.Key_X)
        await until(lambda: "1 promise holds again" in said.accessibleName())
        assert get(desk, "SO-1").appointment == "confirmed"

    run(close())


def test_a_slot_is_chosen_by_arrows_and_by_dropping_an_order_on_it(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1, 2)
    console = open_console(desk)
    tab, schedule = console.schedule.tab, console.schedule

    async def choose() -> None:
        console.window.show_tab("schedule")
        await until(to_call(console, 2))
        press(console, "Next call")
        await until(lambda: bool(tab.panel.slot_buttons))
        await press_key(tab, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        await until(lambda: schedule._choice.window is not None)
        first = schedule._choice.window
        await press_key(tab, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        await until(lambda: schedule._choice.window not in (None, first))
        # the other one is held over a slot: what it would bring stands there, and nothing is opened or written
        other, load = get(desk, "SO-2").id, schedule._shown_loads[1]
        assert schedule._open != other
        tab.week._hovered = load.window.start
        tab.week.slot_hovered.emit(other, load.window.start)
        await until(lambda: "keeps all promises" in tab.week._effect[0])
        assert tab.week._effect[0].startswith("+") and schedule._open != other
        tab.week.slot_dropped.emit(other, load.window.start)
        await until(lambda: schedule._open == other and schedule._choice.window == load.window)
        await until(lambda: "is chosen, not promised" in console.window.banner.accessibleName())
        assert get(desk, "SO-2").appointment in ("unset", "proposed") and get(desk, "SO-2").ledger == []

    run(choose())


def test_a_name_of_the_week_is_dragged_and_a_click_opens_it(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    desk.do_now(promising.confirm, get(desk, "SO-1").id, PROMISE)
    console = open_console(desk)
    week = console.schedule.tab.week
    order = get(desk, "SO-1")

    async def look() -> None:
        console.window.show_tab("schedule")
        await until(lambda: bool(week._chips))
        area, chip = week._chips[0]
        assert chip.order_id == order.id
        QTest.mouseClick(week, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
        await until(opened(console, order))
        # what is dragged is known by its key, and a drop tells the order and the slot
        dropped: list[tuple[int, object]] = []
        week.slot_dropped.connect(lambda order_id, start: dropped.append((order_id, start)))
        cell = next(cell for cell in week._cells if cell.start != PROMISE.start and not cell.is_over)
        at = week._area(cell.column, cell.row).center()
        data, none = dragged(str(order.id)), Qt.KeyboardModifier.NoModifier
        move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
        week.dragEnterEvent(QDragEnterEvent(at.toPoint(), move, data, left, none))
        week.dragMoveEvent(QDragMoveEvent(at.toPoint(), move, data, left, none))
        assert week._hovered == cell.start
        week.dropEvent(QDropEvent(at, move, data, left, none))
        assert dropped == [(order.id, cell.start)] and week._hovered is None

    run(look())


def test_a_day_is_shown_by_half_hours_and_its_windows_as_a_calendar_file(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, tmp_path: Path
) -> None:
    waiting(desk, 1, 2)
    desk.do_now(promising.confirm, get(desk, "SO-1").id, PROMISE)
    console = open_console(desk)
    tab, schedule = console.schedule.tab, console.schedule
    schedule.choose_target = lambda name: tmp_path / name

    async def look() -> None:
        console.window.show_tab("schedule")
        await press_key(tab, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: bool(tab.day._rows))
        assert tab.shows_day and tab._span.text() == "Mon 23 Nov 2026"
        row = next(row for row in tab.day._rows if row.start == PROMISE.start)
        assert [chip.customer for chip in row.chips] == ["Customer 1"] and " of " in row.time
        press(console, "Next call")
        await until(lambda: bool(tab.panel.slot_buttons))
        tab.day.slot_clicked.emit(PROMISE.start + timedelta(minutes=30))
        await until(lambda: schedule._choice.window is not None and schedule._choice.window.start == PROMISE.start)
        await until(lambda: tab.day._from == PROMISE.start and tab.day._until == PROMISE.end)
        await press_key(tab, Qt.Key.Key_E)
        await until(lambda: "1 window stands in 2026-11-23.ics" in console.window.banner.accessibleName())
        assert b"STATUS:CONFIRMED" in (tmp_path / "2026-11-23.ics").read_bytes()
        tab.week_moved.emit(1)
        await until(lambda: tab._span.text() == "Tue 24 Nov 2026")
        await press_key(tab, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not tab.shows_day and "28 Nov" in tab._span.text())

    run(look())


def test_a_question_that_no_station_can_send_is_said_to_wait(
    desk: Desk, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    waiting(desk, 1)
    said_where = []
    for station in (settings, replace(settings, smtp_host="127.0.0.1")):
        console = open_console(desk, station)
        tab, said = console.schedule.tab, console.window.banner

        async def ask(console: Console = console, tab: ScheduleTab = tab) -> None:
            console.window.show_tab("schedule")
            tab.call_chosen.emit(get(desk, "SO-1").id)
            await until(lambda: bool(tab.panel.slot_buttons))
            await press_key(tab, Qt.Key.Key_1)
            await until(tab.panel.confirm.isEnabled)
            await press_key(tab, Qt.Key.Key_L)
            await until(lambda: "link_sent" in [entry.what for entry in get(desk, "SO-1").ledger][-1:])
            await until(lambda: bool(console.window.banner.accessibleName()))

        run(ask())
        said_where.append("neither mail nor SMS is set up" in said.accessibleName())
        run(console.close())
    assert said_where == [True, False]


def test_a_wish_that_is_no_slot_is_not_said_as_if_it_could_be_confirmed(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    set_up_fleet(desk)
    desk.do_now(on_duty_for_days)
    # nine to eleven is no slot, and twelve to two is
    asked = wished(1, PROMISE.start - timedelta(hours=3, minutes=15))
    desk.do_now(importing.take_reading, reading(asked), "f")
    verify_whole(desk, get(desk, "SO-1"))
    console = open_console(desk)
    tab = console.schedule.tab

    async def look() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(lambda: bool(tab.panel.slot_buttons))
        script = next(text for text in texts_of(tab.panel) if "May we bring it" in text)
        first = console.schedule._choice.windows[0]
        assert words.spoken(first.start, first.end, console.schedule._zone, desk.clock()) in script
        # what is today says so, beside the slots of other days
        todays = [button.accessibleName() for button in tab.panel.slot_buttons]
        assert todays[0].startswith("Slot today ") and not todays[-1].startswith("Slot today ")

    run(look())


def test_a_slot_that_was_chosen_stays_chosen_at_every_moment_of_a_refresh(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    waiting(desk, 1)
    console = open_console(desk)
    tab, schedule = console.schedule.tab, console.schedule
    chosen: list[object] = []

    async def refresh() -> None:
        console.window.show_tab("schedule")
        press(console, "Next call")
        await until(lambda: bool(tab.panel.slot_buttons))
        await press_key(tab, Qt.Key.Key_1)
        await until(lambda: schedule._choice.window is not None)
        window, facts = schedule._choice.window, schedule._facts
        assert facts is not None
        asks = schedule._choice.ask_refusals

        async def slowly() -> None:
            # Enter may come here: what is chosen now would be promised
            chosen.append(schedule._choice.window)
            await asks()
            chosen.append(schedule._choice.window)

        schedule._choice.ask_refusals = slowly  # type: ignore[method-assign]
        await schedule._offer_slots(facts, keep=True)
        assert chosen and set(chosen) == {window}
        # without being told to keep it a new call begins with nothing chosen
        await schedule._offer_slots(facts)
        assert schedule._choice.window is None

    run(refresh())
