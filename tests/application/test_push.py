"""Push notes: for whom turned them on, by the other way when the server is away, never twice."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import keyring
import pytest
from sqlalchemy import select

from dispatch_console.adapters.senders.push_http import PushSender
from dispatch_console.application.customers import pushing
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links, ways
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing import sending
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.settings import Settings
from dispatch_console.station.senders import senders_of
from dispatch_console.store.entities import Message
from tests.builders.days import out_on_the_road
from tests.builders.mails import smtp
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.mail_server import MailBox
from tests.push_server import TOKEN, PushServer, push_server

pytestmark = pytest.mark.usefixtures("secrets_kept")
ORDER = "1002"


@pytest.fixture
def server() -> Iterator[PushServer]:
    with push_server() as running:
        yield running


@pytest.fixture
def station(settings: Settings, server: PushServer) -> Settings:
    keyring.set_password("dispatch-console", "push_token", TOKEN)
    return replace(settings, push_server=server.address, sender_name="Kotivara", door_address="https://door.example")


@pytest.fixture
def due(desk: Desk, clock: Clock) -> Desk:
    """Return a desk at which a reminder is due to a customer who turned push notes on."""
    desk.do_now(ways.keep_message_ways, dict.fromkeys(("reminder", "ask", "confirmed", "delivered"), ("push", "email")))
    out_on_the_road(desk, (ORDER,))
    turn(desk, wanted=True)
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    return desk


def turn(desk: Desk, *, wanted: bool, kind: LinkKind = LinkKind.WHERE) -> str:
    token, _ = desk.do_now(links.make_link, get(desk, ORDER).id, kind)
    desk.do_now(pushing.want_push, token, wanted=wanted)
    return get(desk, ORDER).push_topic


def run(desk: Desk, station: Settings, mail: int) -> sending.OutboxRun:
    letterhead = Letterhead(door=station.door_address)
    return asyncio.run(sending.run_outbox(desk, PushSender(station), smtp(station, mail), letterhead=letterhead))


def messages(desk: Desk, kind: str = "reminder") -> list[tuple[str, str, str]]:
    query = select(Message.channel, Message.state, Message.reason).where(Message.kind_of == kind).order_by(Message.id)
    rows = desk.ask_now(lambda session: session.execute(query).all())
    return [(channel, state, reason) for channel, state, reason in rows]


def test_a_note_goes_to_the_topic_of_its_order_and_leads_to_its_page(
    due: Desk, station: Settings, server: PushServer, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    assert run(due, station, port).sent == 1
    (note,) = server.notes
    topic = get(due, ORDER).push_topic
    assert note["topic"] == topic and len(topic) > 30 and note["title"] == "Kotivara"
    assert "between" in note["message"] and note["click"].startswith("https://door.example/c/")
    assert note["click"] in note["message"] and box.mails == []
    # nobody can answer a note: it does not ask for it
    assert "JA" not in note["message"] and messages(due) == [("push", "sent", "")]
    # a station without a server has no such sender
    assert [sender.channel for sender in senders_of(station)] == ["email", "sms", "push"]
    assert [sender.channel for sender in senders_of(replace(station, push_server=""))] == ["email", "sms"]


@pytest.mark.parametrize("answer", [503, 401, 429, 400])
def test_where_the_server_does_not_take_it_the_other_way_does(
    due: Desk, station: Settings, server: PushServer, clock: Clock, mail: tuple[MailBox, int], answer: int
) -> None:
    box, port = mail
    server.answer = answer
    run(due, station, port)
    clock.forward(timedelta(minutes=2))
    run(due, station, port)
    assert server.notes == [] and len(box.mails) == 1
    assert [(channel, state) for channel, state, _ in messages(due)] == [("push", "refused"), ("email", "sent")]


def test_a_note_whose_answer_was_lost_is_not_sent_again(
    due: Desk, station: Settings, server: PushServer, clock: Clock, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    server.answer = "lost"
    assert run(due, station, port).retried == 1
    server.answer = 200
    clock.forward(timedelta(minutes=2))
    assert run(due, station, port).sent == 1
    assert len(server.notes) == 1 and box.mails == []


def test_what_waits_follows_the_wish_and_a_link_after_delivery_has_no_say(due: Desk) -> None:
    assert messages(due) == [("push", "waiting", "")]
    assert turn(due, wanted=False) == ""
    assert messages(due) == [("email", "waiting", "")]
    first = turn(due, wanted=True)
    assert messages(due) == [("push", "waiting", "")]
    # once more is the same wish, and off and on again another address
    assert turn(due, wanted=True) == first
    turn(due, wanted=False)
    assert turn(due, wanted=True) not in ("", first)
    with pytest.raises(Refused, match=r"link\.dead"):
        turn(due, wanted=False, kind=LinkKind.PROOF)


def test_who_did_not_turn_it_on_is_told_as_before(
    desk: Desk, clock: Clock, station: Settings, server: PushServer, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    desk.do_now(ways.keep_message_ways, {"reminder": ("push", "sms")})
    out_on_the_road(desk, (ORDER,))
    # neither way reaches this one by push: the SMS is the way that he did not have to ask for
    assert [channel for channel, *_ in messages(desk)] == ["sms"]
    assert run(desk, station, port).sent == 0 and server.notes == [] and box.mails == []
