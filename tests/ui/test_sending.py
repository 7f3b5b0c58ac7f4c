"""The console sends what is due by itself, and says what was not sent and why."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Customer, Message
from dispatch_console.store.station_lock import StationLock
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.mails import states, thank
from tests.mail_server import MailBox, free_port
from tests.ui.conftest import Run, until


def with_mail(settings: Settings, port: int) -> Settings:
    return replace(settings, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)


def opt_out(tx: Transaction) -> None:
    tx.session.scalars(select(Customer).where(Customer.email == "c0@example.com")).one().opted_out = True


def test_what_is_due_is_sent_and_what_was_refused_is_named(
    desk: Desk, open_console: Callable[..., Console], settings: Settings, run: Run, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    thank(desk, 3)
    desk.do_now(opt_out)
    console = open_console(desk, with_mail(settings, port))
    status = console.window.status.messages

    async def look() -> None:
        console._tick.timeout.emit()
        await until(lambda: len(box.mails) == 2 and status.text() == "0 messages waiting, 1 not sent")
        status.click()
        await until(lambda: console.outbox_page is not None and console.outbox_page.isVisible())
        page = console.outbox_page
        assert page is not None
        (card,) = page.list.cards
        assert (card.title, card.right, card.under) == (
            "delivered, email: Customer 0", "not sent", "the customer wants no messages",
        )  # fmt: skip
        assert "Not sent: the customer wants no messages." in page._verdict.text()
        assert "Your order SO-0 has been delivered" in page._subject.text()
        # somebody rings instead
        page.call.click()
        await until(lambda: console.window.shown == "schedule" and not page.isVisible())

    run(look())


def test_another_station_that_sends_is_left_to_it(
    desk: Desk, make_desk: Callable[[Actor], Desk], open_console: Callable[..., Console], settings: Settings, run: Run,
    mail: tuple[MailBox, int],
) -> None:  # fmt: skip
    box, port = mail
    thank(desk, 1)
    lock = StationLock(make_desk(Actor("Petri", "dispatcher", "Station 3")).engine)
    assert lock.mine()
    console = open_console(desk, with_mail(settings, port))

    async def look() -> None:
        await console.sending.run()
        assert box.mails == []
        lock.release()
        await console.sending.run()
        assert len(box.mails) == 1

    run(look())


@pytest.mark.parametrize("set_up", (True, False))
def test_when_nothing_can_be_sent_the_console_says_why(
    desk: Desk, open_console: Callable[..., Console], settings: Settings, run: Run, set_up: bool
) -> None:
    thank(desk, 2)
    console = open_console(desk, with_mail(settings, free_port()) if set_up else settings)
    status = console.window.status.messages

    async def look() -> None:
        await console._time_passed()
        assert status.isEnabled() and status.text() == "2 messages waiting"
        status.click()
        why = "mail server cannot be reached" if set_up else "No mail server is set up"
        await until(lambda: console.outbox_page is not None and why in console.outbox_page.said.accessibleName())
        assert console.outbox_page is not None
        assert len(console.outbox_page.list.cards) == 2
        console.outbox_page.close()

    run(look())
    assert states(desk) == {"waiting": 2}
    assert desk.ask_now(lambda session: {message.tries for message in session.scalars(select(Message))}) == {0}


def test_all_sending_is_stopped_by_two_presses_and_goes_on_with_one(
    desk: Desk, open_console: Callable[..., Console], settings: Settings, run: Run, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    thank(desk, 2)
    console = open_console(desk, with_mail(settings, port))

    async def stop() -> None:
        await console._show_outbox()
        page = console.outbox_page
        assert page is not None and page.stop.accessibleName() == "Stop all sending"
        page.stop.click()
        await until(lambda: page.stop.accessibleName() == "Stop it? Press again")
        await console.sending.run()
        # once is only a question: messages go
        await until(lambda: len(box.mails) == 2)
        page.stop.click()
        await until(lambda: page.stop.accessibleName() == "Let messages go again")
        assert "Ana Ruiz stopped all sending" in page.said.accessibleName()
        await until(lambda: "all sending is stopped" in console.window.status.messages.text())
        await console.customers.load()
        assert "Ana Ruiz stopped all sending." in console.customers.tab._today.text()
        page.stop.click()
        await until(lambda: page.stop.accessibleName() == "Stop all sending")
        page.close()

    run(stop())
