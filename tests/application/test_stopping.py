"""All sending is stopped and goes on again: nothing is lost, and what is no longer true then is not sent."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import stopping
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing.post import Post
from dispatch_console.application.outgoing.sending import OutboxRun
from dispatch_console.domain.errors import Refused
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Message
from tests.builders.days import out_on_the_road
from tests.builders.mails import smtp
from tests.conftest import Clock
from tests.mail_server import MailBox


def send(desk: Desk, settings: Settings, port: int) -> OutboxRun:
    return asyncio.run(Post([smtp(settings, port)], [], Letterhead()).send_due(desk))


def test_nothing_goes_while_all_is_stopped_and_what_waited_is_asked_anew(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002",))
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    desk.do_now(stopping.stop_sending)
    desk.do_now(stopping.stop_sending)
    done = send(desk, settings, port)
    assert (done.sent, done.blocked, done.waiting, box.mails) == (0, stopping.CODE, 1, [])
    stop = desk.ask_now(stopping.stopped)
    assert stop is not None and (stop.by, stop.at) == ("Ana Ruiz", clock.now)
    # the van has passed when it goes on
    clock.forward(timedelta(hours=3))
    desk.do_now(stopping.resume_sending)
    done = send(desk, settings, port)
    assert (done.sent, done.blocked) == (0, "") and len(done.refused) == 1
    # waiting was no try
    tries = desk.ask_now(lambda session: session.scalars(select(Message.tries)).all())
    assert list(tries) == [0]
    with pytest.raises(Refused):
        desk.do_now(stopping.resume_sending)
