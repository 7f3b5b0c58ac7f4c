"""Customer service clears its inbox by keyboard: what waits, what was said, an answer, and the next one."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from dispatch_console.application.customers import replying
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.console.console import Console
from dispatch_console.ports import IncomingText
from dispatch_console.settings import Settings
from dispatch_console.store.entities import InboxItem, Message, Order
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get
from tests.builders.sms import OURS, PETRA, with_phone
from tests.conftest import Clock
from tests.ui.conftest import Run, until

MESSAGES = 9


@pytest.fixture
def morning(desk: Desk, clock: Clock) -> Desk:
    """Return a desk at which nine customers wrote, and one that nobody knows."""
    desk.do_now(importing.take_reading, reading(*(incoming(number) for number in range(MESSAGES))), "f")
    for number in range(MESSAGES):
        phone = f"+35840123450{number}"
        with_phone(desk, get(desk, f"SO-{number}").id, phone)
        text = IncomingText("sms", f"in-{number}", phone, OURS, f"Question {number}?", clock())
        desk.do_now(replying.take_reply, text)
        clock.forward(timedelta(minutes=1))
    return desk


def state(desk: Desk) -> tuple[int, int]:
    """Return how many items are open, and how many answers were written."""
    items = desk.ask_now(lambda session: session.scalars(select(InboxItem)).all())
    written = desk.ask_now(lambda session: session.scalars(select(Message).where(Message.kind_of == "answer")).all())
    return sum(item.done_at is None for item in items), len(written)


def has_state(desk: Desk, wanted: tuple[int, int]) -> bool:
    return state(desk) == wanted


def is_open(console: Console, number: int) -> bool:
    return console.customers.tab.conversation._who.accessibleName() == f"Customer {number}"


def open_tab(console: Console) -> None:
    console.window.show_tab("customers")
    console.customers.tab.items.setFocus()


def test_nine_messages_are_answered_by_keys_alone(
    morning: Desk, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_console(morning, replace(settings, smtp_host="127.0.0.1"))
    tab = console.customers.tab

    async def clear() -> None:
        open_tab(console)
        assert [card.title for card in tab.items.cards][:2] == ["Question 0?", "Question 1?"]
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        for number in range(MESSAGES):
            await until(partial(is_open, console, number))
            await until(tab.conversation.send.isEnabled)
            # mail is set up here, SMS is not: what can go at once is chosen
            assert tab.conversation.way.currentData() == "email"
            tab.conversation.text.setFocus()
            QTest.keyClicks(tab.conversation.text, f"Answer {number}.")
            QTest.keyClick(tab.conversation.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            await until(partial(has_state, morning, (MESSAGES - number - 1, number + 1)))
        await until(lambda: not tab.items.isVisible())
        # the last answer is not sent yet: it is taken back, with its text
        QTest.keyClick(console.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(partial(has_state, morning, (1, MESSAGES)))
        await until(lambda: tab.conversation.text.toPlainText() == f"Answer {MESSAGES - 1}.")

    run(clear())


def test_an_answer_is_taken_back_an_item_put_away_and_a_stranger_given_to_an_order(
    morning: Desk, open_console: Callable[..., Console], run: Run, clock: Clock
) -> None:
    morning.do_now(replying.take_reply, IncomingText("sms", "x", PETRA, OURS, "To the neighbour, please", clock()))
    console = open_console(morning)
    tab = console.customers.tab

    async def work() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: tab.conversation.done.isEnabled())
        QTest.keyClick(console.window, Qt.Key.Key_D)
        await until(lambda: state(morning)[0] == MESSAGES)
        QTest.keyClick(console.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "waits for an answer again" in console.window.banner.accessibleName())
        assert state(morning)[0] == MESSAGES + 1
        QTest.keyClick(console.window, Qt.Key.Key_A)
        await until(lambda: "mine" in tab.items.cards[0].under)
        await until(lambda: "You answer it" in console.window.banner.accessibleName())
        QTest.keyClick(console.window, Qt.Key.Key_S)
        await until(lambda: tab.conversation.is_asking)
        tab.conversation.field.setText("nonsense")
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        await until(lambda: "30 days" in console.window.banner.accessibleName())
        assert tab.conversation.is_asking
        tab.conversation.field.setText("120 min")
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        await until(lambda: "from" in tab.items.cards[-1].right)
        # the stranger: whoever knows the order says so
        stranger = next(card.key for card in tab.items.cards if card.under.startswith(PETRA))
        tab.item_chosen.emit(int(stranger))
        await until(lambda: not tab.conversation.send.isEnabled())
        QTest.keyClick(console.window, Qt.Key.Key_F)
        await until(lambda: tab.conversation.is_asking)
        tab.conversation.field.setText("SO-3")
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        await until(lambda: tab.conversation.send.isEnabled())
        assert tab.conversation._number.text() == "SO-3"

    run(work())


def test_a_person_is_erased_when_her_name_is_typed(
    morning: Desk, open_console: Callable[..., Console], run: Run
) -> None:
    console = open_console(morning)
    tab, said = console.customers.tab, console.window.banner

    async def work() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: tab.customer.erase.isEnabled())
        order = console.customers._order
        tab.customer.erase.click()
        await until(lambda: tab.conversation.is_asking)
        assert "This cannot be taken back" in tab.conversation._ask_words.text()
        # Enter alone erases nobody
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        await until(lambda: "Not erased: that is not the name Customer 0." in said.accessibleName())
        assert tab.conversation.is_asking
        tab.conversation.field.setText("customer 0")
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        await until(lambda: "Erased, with" in said.accessibleName())
        assert order is not None and not tab.conversation.is_asking
        assert await morning.ask(lambda session: session.get_one(Order, order).customer_name) == "(erased)"
        assert state(morning)[0] == MESSAGES - 1

    run(work())


def test_merging_says_what_follows_and_can_be_taken_back_and_data_is_given_out(
    morning: Desk, open_console: Callable[..., Console], run: Run, tmp_path: Path
) -> None:
    console = open_console(morning)
    tab, target = console.customers.tab, tmp_path / "all.json"
    console.customers.person.choose_target = lambda name: target if name == "Customer 0.json" else None

    async def work() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: tab.customer.merge.isEnabled())
        tab.customer.merge.click()
        await until(lambda: tab.conversation.is_asking)
        tab.conversation.field.setText("SO-1")
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        await until(lambda: "1 order of Customer 1" in tab.conversation._ask_words.text())
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        first = get(morning, "SO-0").customer_id
        await until(lambda: "one customer now" in console.window.banner.accessibleName())
        assert get(morning, "SO-1").customer_id == first
        tab.conversation.setFocus()
        QTest.keyClick(console.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: get(morning, "SO-1").customer_id != first)
        tab.customer.export.click()
        await until(target.exists)
        await asyncio.sleep(0.1)
        assert "Question 0?" in target.read_text(encoding="utf-8")

    run(work())


def test_where_nothing_waits_the_tab_says_so(desk: Desk, open_console: Callable[..., Console], run: Run) -> None:
    console = open_console(desk)

    async def look() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await asyncio.sleep(0.1)
        assert not console.customers.tab.items.isVisible() and console.customers.tab._nothing.isVisible()
        assert not console.customers.tab.conversation.send.isEnabled()

    run(look())
