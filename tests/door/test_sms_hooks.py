"""What an SMS gateway tells us: only a plain yes confirms, STOP ends messages, and a stranger tells nothing."""

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.promises import promising
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.store.entities import InboxItem, IncomingMessage, Message, OptOut, PromiseEntry
from tests.application.test_sms import gateway as gateway
from tests.application.test_sms import run
from tests.builders.customer_links import link
from tests.builders.days import PROMISE, ready_orders
from tests.builders.fleet import on_duty_for_days
from tests.builders.sample_orders import get
from tests.builders.sms import DOOR, LENA, OURS, PETRA, at_gateway, by_sms, with_phone
from tests.conftest import Clock
from tests.sms_gateway import Gateway, signed

pytestmark = pytest.mark.usefixtures("secrets_kept")
ORDER, OTHER = "1002", "1004"


@pytest.fixture
def at_the_door(settings: Settings, gateway: Gateway) -> Settings:
    return at_gateway(settings, gateway)


@pytest.fixture
def asked(desk: Desk, at_the_door: Settings) -> Desk:
    """Return a desk at which Petra was asked whether a window suits her."""
    ready_orders(desk, (ORDER, OTHER))
    desk.do_now(on_duty_for_days)
    by_sms(desk)
    order = get(desk, ORDER).id
    with_phone(desk, order, PETRA)
    desk.do_now(promising.ask_for_another_day, [order])
    desk.do_now(promising.ask_customer, order, PROMISE)
    assert run(desk, at_the_door).sent == 1
    return desk


def tell(door: httpx.Client, path: str, form: Mapping[str, str], password: str = "between us") -> httpx.Response:
    return door.post(path, data=dict(form), headers=signed(f"{DOOR}{path}", form, password))


def answer(door: httpx.Client, body: str, sender: str = PETRA, sid: str = "IN1") -> httpx.Response:
    return tell(door, "/sms/in", {"MessageSid": sid, "From": sender, "To": OURS, "Body": body, "NumMedia": "0"})


def confirmed(desk: Desk, number: str = ORDER) -> list[str]:
    query = select(PromiseEntry.channel).where(
        PromiseEntry.order_id == get(desk, number).id, PromiseEntry.what == "confirmed"
    )
    return list(desk.ask_now(lambda session: session.scalars(query.order_by(PromiseEntry.id)).all()))


def open_items(desk: Desk) -> list[InboxItem]:
    return list(desk.ask_now(lambda session: session.scalars(select(InboxItem).order_by(InboxItem.id)).all()))


@pytest.mark.parametrize("body", ["ja.", " YES ", "Ja!", "JA", "kyllä", "„Ja“"])
def test_a_plain_yes_confirms_the_offer(asked: Desk, door: httpx.Client, body: str) -> None:
    for _ in range(2):
        told = answer(door, body)
        assert (told.status_code, told.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert confirmed(asked)[-1] == "sms" and confirmed(asked).count("sms") == 1
    assert get(asked, ORDER).appointment == "confirmed" and open_items(asked) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Gefällt „Ihre Lieferung … antworten Sie JA“", "reaction"),
        ('Liked "…JA…"', "reaction"),
        ('Reacted 👍 to "Antworten Sie JA"', "reaction"),
        ("👍", "reaction"),
        ("", "empty"),
        ("Ja aber erst nach 18 Uhr", ""),
        ("Nein, da sind wir weg", ""),
        ("ja\nVon: mir aus auch später", ""),
        ("Bitte keine SMS mehr", "may_stop"),
        ("ok", ""),
    ],
)
def test_everything_else_is_a_query_and_the_promise_is_untouched(
    asked: Desk, door: httpx.Client, body: str, reason: str
) -> None:
    assert answer(door, body).status_code == 200
    (item,) = open_items(asked)
    assert (item.kind_of, item.reason, item.order_id) == ("query", reason, get(asked, ORDER).id)
    assert "sms" not in confirmed(asked) and get(asked, ORDER).appointment == "proposed"
    assert asked.ask_now(lambda session: session.scalars(select(OptOut)).all()) == []


def test_a_word_of_the_gateway_stops_messages_and_cancels_no_order(asked: Desk, door: httpx.Client) -> None:
    assert answer(door, "CANCEL").status_code == 200
    (item,) = open_items(asked)
    assert (item.reason, get(asked, ORDER).closure) == ("may_cancel", "open")
    known = asked.ask_now(lambda session: session.scalars(select(OptOut)).one())
    assert (known.shown, known.said, known.by) == (PETRA, "CANCEL", "customer")


def test_a_stranger_and_a_yes_to_nothing_are_read_by_a_person(asked: Desk, door: httpx.Client) -> None:
    answer(door, "JA", sender=LENA)
    answer(door, "JA", sid="IN2")
    answer(door, "JA", sid="IN3")
    assert [(one.reason, one.order_id) for one in open_items(asked)] == [
        ("unknown_sender", None),
        ("no_offer", get(asked, ORDER).id),
    ]


def test_a_telephone_that_two_share_confirms_neither(
    asked: Desk, door: httpx.Client, at_the_door: Settings, clock: Clock
) -> None:
    other = get(asked, OTHER).id
    with_phone(asked, other, PETRA)
    asked.do_now(promising.ask_for_another_day, [other])
    asked.do_now(promising.ask_customer, other, PROMISE)
    run(asked, at_the_door)
    answer(door, "JA")
    assert [one.reason for one in open_items(asked)] == ["several_offers"]
    assert "sms" not in confirmed(asked) + confirmed(asked, OTHER)


def test_a_yes_that_comes_too_late_confirms_nothing(asked: Desk, door: httpx.Client, clock: Clock) -> None:
    clock.now = PROMISE.end + timedelta(minutes=1)
    answer(door, "JA")
    assert [one.reason for one in open_items(asked)] == ["offer_lapsed"] and "sms" not in confirmed(asked)


def test_a_wrong_number_by_sms_ends_its_links_and_its_messages(
    asked: Desk, door: httpx.Client, at_the_door: Settings, gateway: Gateway
) -> None:
    mine = gateway.posts[0]["Body"].partition("https://door.example")[2].split()[0]
    by_hand = link(asked)
    assert door.get(mine).status_code == 200
    order = get(asked, ORDER).id
    asked.do_now(promising.ask_customer, order, TimeWindow(PROMISE.start, PROMISE.end + timedelta(hours=1)))
    answer(door, "Falsche Nummer")
    assert (door.get(mine).status_code, door.get(by_hand).status_code) == (404, 200)
    assert get(asked, ORDER).phone == ""
    done = run(asked, at_the_door)
    assert (done.sent, [reason for *_, reason in done.refused]) == (0, ["wrong_number"])
    # it is no wish for no messages
    assert asked.ask_now(lambda session: session.scalars(select(OptOut)).all()) == []


def test_receipts_are_heard_and_only_the_gateway_is(asked: Desk, door: httpx.Client) -> None:
    sid = asked.ask_now(
        lambda session: session.scalars(select(Message.provider_id).where(Message.state == "sent")).one()
    )
    form = {"MessageSid": sid, "MessageStatus": "delivered"}
    for signature in ({}, {"X-Twilio-Signature": "x"}, signed(f"{DOOR}/sms/status", form, "guessed"),
                      signed(f"{DOOR}/sms/in", form)):  # fmt: skip
        assert door.post("/sms/status", data=form, headers=signature).status_code == 403
    assert (
        tell(door, "/sms/status", {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": "30036"}).status_code
        == 200
    )
    for nonsense in (
        {},
        {"MessageSid": "SM-none", "MessageStatus": "delivered"},
        {"MessageSid": sid, "MessageStatus": "x"},
    ):
        assert tell(door, "/sms/status", nonsense).status_code == 200
    known = asked.ask_now(lambda session: session.scalars(select(Message).where(Message.provider_id == sid)).one())
    assert (known.receipt, known.reason) == ("expired", "expired")
    assert [one.kind_of for one in open_items(asked)] == ["failed"]
    assert door.post("/sms/in", data={"Body": "JA"}).status_code == 403
    assert asked.ask_now(lambda session: session.scalars(select(IncomingMessage)).all()) == []
