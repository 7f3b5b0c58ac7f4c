"""What somebody writes to a customer: nothing is lost, nothing goes the wrong way, and nothing untrue is offered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from dispatch_console.application.customers import replying, surveying
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import links, opt_outs
from dispatch_console.application.orders import detail
from dispatch_console.application.road import doorstep
from dispatch_console.console.console import Console
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.ports import IncomingText
from dispatch_console.settings import Settings
from tests.application.test_message_occasions import TOLD
from tests.builders.days import out_on_the_road
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get
from tests.builders.sms import OURS, with_phone
from tests.conftest import Clock
from tests.ui.conftest import Run, until
from tests.ui.test_customers_tab import open_tab

LENA, MAIL = "+358401234567", "c1@example.com"


@pytest.fixture
def two(desk: Desk, clock: Clock) -> Desk:
    """Return a desk at which one customer wrote an SMS and another a mail; both could be reached both ways."""
    desk.do_now(importing.take_reading, reading(incoming(1), incoming(2)), "f")
    for number, phone in ((1, LENA), (2, "+358417654321")):
        with_phone(desk, get(desk, f"SO-{number}").id, phone)
    desk.do_now(replying.take_reply, IncomingText("sms", "1", LENA, OURS, "Where is it?", clock()))
    clock.forward(timedelta(minutes=1))
    mail = IncomingText("email", "2", "c2@example.com", "us@example.com", "And mine?", clock(), subject="Order SO-2")
    desk.do_now(replying.take_reply, mail)
    return desk


def both_ways(settings: Settings) -> Settings:
    return replace(settings, smtp_host="127.0.0.1", sms_address="http://127.0.0.1:9", sms_from=OURS)


def way(console: Console) -> str:
    return str(console.customers.tab.conversation.way.currentData())


def test_an_answer_goes_the_way_that_the_customer_used_whoever_was_open_before(
    two: Desk, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_console(two, both_ways(settings))
    tab = console.customers.tab

    async def look() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: tab.conversation.send.isEnabled() and way(console) == "sms")
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: way(console) == "email")
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: way(console) == "sms")

    run(look())


def test_what_was_begun_is_there_again_when_its_customer_is_opened(
    two: Desk, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_console(two, both_ways(settings))
    tab = console.customers.tab

    async def look() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: tab.conversation.send.isEnabled())
        tab.conversation.write("We come at tw")
        tab.items.step(1)
        await until(lambda: way(console) == "email")
        assert tab.conversation.text.toPlainText() == ""
        tab.conversation.write("Yours too")
        tab.items.step(-1)
        await until(lambda: tab.conversation.text.toPlainText() == "We come at tw")
        tab.items.step(1)
        await until(lambda: tab.conversation.text.toPlainText() == "Yours too")

    run(look())


def test_messages_are_stopped_by_the_way_that_the_customer_used(
    two: Desk, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_console(two, both_ways(settings))
    tab = console.customers.tab

    async def stop() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: tab.customer.stop.isEnabled())
        # the way that is chosen for the answer is another one
        tab.conversation.way.setCurrentIndex(tab.conversation.way.findData("email"))
        tab.customer.stop.click()
        await until(lambda: tab.conversation.is_asking)
        assert f"Stop SMS to {LENA}?" in tab.conversation._ask_words.text()
        QTest.keyClick(tab.conversation.field, Qt.Key.Key_Return)
        await until(lambda: f"{LENA} gets no more messages." in console.window.banner.accessibleName())
        standing = await two.ask(lambda session: opt_outs.standing(session, "sms", LENA))
        assert standing is not None
        assert await two.ask(lambda session: opt_outs.standing(session, "email", MAIL)) is None

    run(stop())


def test_only_what_is_true_is_offered_as_a_text(
    desk: Desk, clock: Clock, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    console = open_console(desk, replace(settings, smtp_host="127.0.0.1"))
    tab, said = console.customers.tab, console.window.banner

    async def look() -> None:
        console.window.show_tab("customers")
        await console.customers.open_order(get(desk, "1002").id)
        await until(lambda: tab.conversation.send.isEnabled())
        seen = []
        for number in (1, 2):
            await console.customers._next_template()
            await until(lambda number=number: f"Text {number} of 2." in said.accessibleName())  # type: ignore[misc]
            seen.append(tab.conversation.text.toPlainText())
        # it is on its way and its window is agreed; it was neither delivered nor missed, and nothing is asked
        assert "Sami" in seen[0] and "we bring your order" in seen[1]
        assert not any(word in text for text in seen for word in ("thank you", "could not hand over", "Does that suit"))

    run(look())


def test_a_number_is_found_as_the_screens_show_it(two: Desk) -> None:
    for written in ("SO-1", "1", "so-1", " 1 "):
        assert two.ask_now(detail.id_of, written) == get(two, "SO-1").id
    with pytest.raises(BadInput):
        two.ask_now(detail.id_of, "9")


def test_a_case_is_closed_by_keys_with_what_becomes_of_it_and_taken_back(
    desk: Desk, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    out_on_the_road(desk, ("1002",))
    order = get(desk, "1002").id
    desk.do_now(doorstep.hand_over, order, TOLD, through="phone", signature=b"ink")
    token, _ = desk.do_now(links.make_link, order, LinkKind.PROOF)
    desk.do_now(surveying.complain, token, "A cup is chipped.")
    console = open_console(desk, both_ways(settings))
    tab, said = console.customers.tab, console.window.banner
    field = tab.conversation.field

    async def close() -> None:
        open_tab(console)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: tab.conversation.done.isEnabled())
        QTest.keyClick(console.window, Qt.Key.Key_D)
        await until(lambda: tab.conversation.is_asking)
        field.setText("3")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: "and why" in said.accessibleName())
        field.setText("3 cup was chipped")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: "Which goods come once more" in tab.conversation._ask_words.text())
        # nothing is chosen beforehand: Enter alone sends nothing
        assert field.text() == ""
        sku = get(desk, "1002").delivery_lines[0].sku
        assert f"{sku} " in tab.conversation._ask_words.text()
        field.setText(f"{sku} 1")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: "#1002-R1 waits to be verified" in said.accessibleName())
        assert [line.quantity for line in get(desk, "#1002-R1").lines] == [1]
        tab.conversation.setFocus()
        QTest.keyClick(console.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: get(desk, "#1002-R1").closure == "cancelled")
        await until(lambda: "#1002-R1 is cancelled." in said.accessibleName())

    run(close())


def test_a_text_of_ours_never_replaces_what_somebody_wrote_and_is_taken_back_like_typing(
    desk: Desk, clock: Clock, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    out_on_the_road(desk, ("1002",))
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    console = open_console(desk, replace(settings, smtp_host="127.0.0.1"))
    tab, said = console.customers.tab, console.window.banner
    field = tab.conversation.text

    async def look() -> None:
        console.window.show_tab("customers")
        await console.customers.open_order(get(desk, "1002").id)
        await until(lambda: tab.conversation.send.isEnabled())
        tab.conversation.write("We come at two.")
        await console.customers._next_template()
        assert field.toPlainText() == "We come at two." and "Your own text stands there" in said.accessibleName()
        field.clear()
        await console.customers._next_template()
        first = field.toPlainText()
        assert "Sami" in first and field.textCursor().atEnd()
        # one of ours makes way for the next of ours
        await console.customers._next_template()
        assert field.toPlainText() not in ("", first)
        field.undo()
        assert field.toPlainText() == first

    run(look())


def test_a_filter_that_is_on_is_seen_and_says_what_it_hides(
    two: Desk, open_console: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_console(two, both_ways(settings))
    tab = console.customers.tab

    async def look() -> None:
        open_tab(console)
        assert tab.mine.property("kind") == "choice"
        tab.mine.setChecked(True)
        QTest.keyClick(console.window, Qt.Key.Key_F4)
        await until(lambda: any("2 items wait in the others" in label.text() for label in tab.findChildren(QLabel)))
        # nobody is open: nothing of the one before stands there
        assert tab.conversation.text.placeholderText() == "" and tab.conversation.way.count() == 0

    run(look())
