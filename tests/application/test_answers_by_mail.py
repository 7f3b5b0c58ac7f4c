"""Answers by mail: threaded by what they answer and who wrote them, and machines are answered by nobody."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import keyring
import pytest
from sqlalchemy import select

from dispatch_console.adapters.senders.imap_replies import ImapReplies
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing import outbox_list
from dispatch_console.application.outgoing.post import Post
from dispatch_console.application.promises import promising
from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.settings import Settings
from dispatch_console.store.entities import InboxItem, IncomingMessage, Message, OptOut, Order, PromiseEntry
from dispatch_console.store.transaction import Transaction
from tests.builders.days import PROMISE, ready_orders
from tests.builders.fleet import on_duty_for_days
from tests.builders.mails import smtp
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.imap_server import PASSWORD, USER, Folder, mail_folder
from tests.mail_server import MailBox

pytestmark = pytest.mark.usefixtures("secrets_kept")
ORDER, PETRA, OURS = "1002", "petra@example.com", "delivery@example.com"


@pytest.fixture
def folder() -> Iterator[Folder]:
    with mail_folder() as running:
        yield running


@pytest.fixture
def station(settings: Settings, folder: Folder) -> Settings:
    keyring.set_password("dispatch-console", "smtp_password", PASSWORD)
    return replace(settings, imap_host="127.0.0.1", imap_port=folder.port, imap_user=USER, imap_tls=False)


@pytest.fixture
def asked(desk: Desk, station: Settings, mail: tuple[MailBox, int]) -> str:
    """Return the Message-ID of the mail that asked Petra whether a window suits her."""
    ready_orders(desk, (ORDER,))
    desk.do_now(on_duty_for_days)
    order = get(desk, ORDER).id

    def address(tx: Transaction) -> None:
        tx.session.get_one(Order, order).email = PETRA

    desk.do_now(address)
    desk.do_now(promising.ask_for_another_day, [order])
    desk.do_now(promising.ask_customer, order, PROMISE)
    sender = smtp(station, mail[1])
    asyncio.run(Post([sender], [], Letterhead()).send_due(desk))
    return str(mail[0].mails[0]["Message-ID"])


def read(desk: Desk, station: Settings) -> Post:
    post = Post([], [ImapReplies(station)], Letterhead())
    asyncio.run(post.send_due(desk))
    return post


def answer(body: str, about: str, sender: str = PETRA, name: str = "a1", more: str = "") -> str:
    head = f"From: <{sender}>\nTo: {OURS}\nSubject: Re: your order\nMessage-ID: <{name}@there.example>\n"
    head += f"Date: Mon, 23 Nov 2026 09:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n{more}"
    head += f"In-Reply-To: {about}\n" if about else ""
    return f"{head}\n{body}\n"


def report(about: str, action: str, status: str, name: str = "r1") -> str:
    return f"""From: MAILER-DAEMON@there.example
To: {OURS}
Subject: Delivery status
Message-ID: <{name}@there.example>
Date: Mon, 23 Nov 2026 09:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not go.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; there.example

Final-Recipient: rfc822; {PETRA}
Action: {action}
Status: {status}
--b
Content-Type: text/rfc822-headers

Message-ID: {about}
Subject: Does it suit you?
--b--
"""


def items(desk: Desk) -> list[tuple[str, str, bool]]:
    query = select(InboxItem).order_by(InboxItem.id)
    found = desk.ask_now(lambda session: session.scalars(query).all())
    return [(item.kind_of, item.reason, item.order_id is not None) for item in found]


def confirmed(desk: Desk) -> list[str]:
    query = select(PromiseEntry.channel).where(PromiseEntry.what == "confirmed").order_by(PromiseEntry.id)
    return list(desk.ask_now(lambda session: session.scalars(query).all()))


def test_a_plain_yes_by_mail_confirms_and_counts_once(
    desk: Desk, station: Settings, folder: Folder, asked: str, clock: Clock
) -> None:
    folder.drop(answer("JA.\n\nAm 23.11.2026 um 09:00 schrieb Kotivara:\n> Antworten Sie mit JA\n", asked))
    for _ in range(3):
        read(desk, station)
        clock.forward(timedelta(minutes=3))
    assert confirmed(desk)[-1] == "email" and confirmed(desk).count("email") == 1 and items(desk) == []
    # nothing in the folder is marked, moved or deleted
    assert not [one for one in folder.asked if one.upper().startswith(("UID STORE", "UID COPY", "UID MOVE", "EXPUNGE"))]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Nein, da sind wir weg\n\n> antworten Sie mit JA", ""),
        ("> antworten Sie mit JA\n\naber erst ab 18 Uhr", ""),
        ("Ja\n> Passt das?\naber erst ab 18 Uhr", ""),
        ("Ja\nVon: mir aus auch später", ""),
        ("> antworten Sie mit JA", "empty"),
        ("Please unsubscribe me, order 1041", "may_stop"),
    ],
)
def test_everything_else_is_a_query_of_its_order(
    desk: Desk, station: Settings, folder: Folder, asked: str, body: str, reason: str
) -> None:
    folder.drop(answer(body, asked))
    read(desk, station)
    assert items(desk) == [("query", reason, True)] and "email" not in confirmed(desk)


def test_machines_and_strangers_confirm_and_stop_nothing(
    desk: Desk, station: Settings, folder: Folder, asked: str, mail: tuple[MailBox, int]
) -> None:
    folder.drop(answer("I am away. unsubscribe", asked, more="Auto-Submitted: auto-replied\n"))
    folder.drop(answer("stop", asked, name="a2", more="Precedence: bulk\n"))
    folder.drop(answer("Auftrag 1002, bitte an die Nachbarn", "", sender="who@example.net", name="a3"))
    folder.drop(answer("JA", "", sender="who@example.net", name="a4"))
    sent = len(mail[0].mails)
    read(desk, station)
    assert items(desk) == [("query", "unknown_sender", False)] * 2 and "email" not in confirmed(desk)
    assert desk.ask_now(lambda session: session.scalars(select(OptOut)).all()) == []
    filed = desk.ask_now(lambda session: session.scalars(select(IncomingMessage.meaning)).all())
    assert list(filed).count("machine") == 2 and len(mail[0].mails) == sent


@pytest.mark.parametrize(
    ("action", "status", "said"),
    [("delayed", "4.4.1", []), ("failed", "5.1.1", ["bounced"]), ("failed", "5.7.1", ["relay_refused"])],
)
def test_a_mail_that_came_back_is_told_and_one_that_is_late_is_not(
    desk: Desk, station: Settings, folder: Folder, asked: str, action: str, status: str, said: list[str]
) -> None:
    folder.drop(report(asked, action, status))
    folder.drop(report("<not-ours@example.com>", "failed", "5.1.1", "r2"))
    read(desk, station)
    assert [reason for _, reason, _ in items(desk)] == said
    message = desk.ask_now(lambda session: session.scalars(select(Message)).one())
    assert message.receipt == ("undelivered" if said else "")


@pytest.mark.parametrize(("status", "told"), [("5.1.1", "came_back"), ("5.7.1", "")])
def test_an_address_that_nobody_has_is_not_written_to_again_until_somebody_writes_from_it(
    desk: Desk, station: Settings, folder: Folder, asked: str, clock: Clock, status: str, told: str
) -> None:
    def why() -> str:
        order = get(desk, ORDER).id
        return desk.ask_now(
            outbox_list.preview, order, MessageKind.ANSWER, desk.clock(), Sender("", "", ""), "email"
        ).reason

    assert why() == ""
    folder.drop(report(asked, "failed", status))
    read(desk, station)
    # our own relay's fault blames no address
    assert why() == told
    clock.forward(timedelta(hours=1))
    folder.drop(answer("It works again.", "", name="a9"))
    read(desk, station)
    assert why() == ""


def port_of_nobody(station: Settings) -> Settings:
    return replace(station, imap_port=1)


def wrong_account(station: Settings) -> Settings:
    return replace(station, imap_user="nobody")


def no_such_folder(station: Settings) -> Settings:
    return replace(station, imap_folder="Elsewhere")


@pytest.mark.parametrize(
    ("broken", "code"),
    [(port_of_nobody, "imap.away"), (wrong_account, "imap.sign_in"), (no_such_folder, "imap.sign_in")],
)
def test_a_mail_box_that_cannot_be_read_holds_no_mail_back_and_is_said(
    desk: Desk,
    station: Settings,
    mail: tuple[MailBox, int],
    asked: str,
    broken: Callable[[Settings], Settings],
    code: str,
) -> None:
    listener = ImapReplies(broken(station))
    with pytest.raises(Unavailable) as away:
        asyncio.run(listener.replies_since(desk.clock()))
    assert away.value.code == code
    order = get(desk, ORDER).id
    desk.do_now(promising.ask_customer, order, replace(PROMISE, end=PROMISE.end + timedelta(hours=1)))
    post = Post([smtp(station, mail[1])], [listener], Letterhead())
    run = asyncio.run(post.send_due(desk))
    assert (run.sent, post.silent) == (1, ("email",))
