"""SMS through a gateway: nothing twice, nothing to who wants none, and nothing counts as told that did not arrive."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch_console.application.customers import receipts, replying
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import hours, opt_outs
from dispatch_console.application.outgoing import sending
from dispatch_console.application.promises import promising
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages.receipts import Receipt
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import IncomingText
from dispatch_console.settings import Settings
from dispatch_console.store.entities import InboxItem, IncomingMessage, Message, OptOut
from tests.builders.days import PROMISE, out_on_the_road, ready_orders
from tests.builders.mails import smtp
from tests.builders.sample_orders import get
from tests.builders.sms import LENA, OURS, at_gateway, by_sms, post, with_phone
from tests.conftest import Clock
from tests.mail_server import MailBox
from tests.sms_gateway import Gateway, Refusal, sms_gateway

pytestmark = pytest.mark.usefixtures("secrets_kept")
ORDER = "1002"
LATER = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with sms_gateway() as running:
        yield running


@pytest.fixture
def due(desk: Desk, clock: Clock) -> Desk:
    """Return a desk at which a reminder to Lena is due."""
    by_sms(desk)
    ready_orders_with_phone(desk)
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    return desk


def ready_orders_with_phone(desk: Desk, phone: str = LENA) -> int:
    out_on_the_road(desk, (ORDER,))
    order = get(desk, ORDER).id
    with_phone(desk, order, phone)
    return order


def run(desk: Desk, station: Settings) -> sending.OutboxRun:
    return asyncio.run(post(station).send_due(desk))


def message(desk: Desk) -> Message:
    return desk.ask_now(lambda session: session.scalars(select(Message).where(Message.channel == "sms")).one())


def items(desk: Desk) -> list[tuple[str, str]]:
    query = select(InboxItem.kind_of, InboxItem.reason).order_by(InboxItem.id)
    return [(kind, reason) for kind, reason in desk.ask_now(lambda session: session.execute(query).all())]


def test_a_reminder_says_when_it_is_no_longer_true_and_answers_are_asked_for_first(
    due: Desk, settings: Settings, gateway: Gateway
) -> None:
    assert run(due, at_gateway(settings, gateway)).sent == 1
    (sent,) = gateway.posts
    assert (sent["To"], sent["From"]) == (LENA, OURS)
    assert sent["StatusCallback"] == "https://door.example/sms/status"
    assert gateway.asked[0] == "GET" and gateway.asked.count("POST") == 1
    known = message(due)
    assert known.valid_until is not None and known.told_eta is not None
    left = (known.valid_until - due.clock()).total_seconds()
    assert 0 < int(sent["ValidityPeriod"]) <= left and known.valid_until <= PROMISE.end
    assert "Mon 23 Nov between" in sent["Body"] and "\n" not in sent["Body"] and known.segments >= 1


def test_a_stop_of_the_night_is_heard_before_the_first_message(
    due: Desk, settings: Settings, gateway: Gateway, clock: Clock
) -> None:
    station = at_gateway(settings, gateway)
    said = gateway.came_in(LENA, "STOP", OURS)
    for number in range(5):
        gateway.came_in("+358409999999", f"and {number}", OURS)
    done = run(due, station)
    assert (done.sent, [reason for *_, reason in done.refused]) == (0, ["opted_out"])
    assert gateway.posts == []
    # the gateway tells it once more by itself
    again = IncomingText("sms", said, LENA, OURS, "STOP", clock())
    assert not due.do_now(replying.take_reply, again)
    kept = due.ask_now(lambda session: session.scalars(select(IncomingMessage.provider_id)).all())
    assert len(kept) == len(set(kept)) == 6
    # within the hour nobody asks again, and after it somebody does
    asked = len(gateway.asked)
    rounds = post(station)
    asyncio.run(rounds.send_due(due))
    asyncio.run(rounds.send_due(due))
    first = len(gateway.asked)
    clock.forward(timedelta(hours=1, minutes=1))
    asyncio.run(rounds.send_due(due))
    assert asked < first < len(gateway.asked)


def test_a_gateway_without_a_list_says_that_answers_may_be_missing(
    due: Desk, settings: Settings, gateway: Gateway
) -> None:
    gateway.has_list = False
    rounds = post(at_gateway(settings, gateway))
    assert asyncio.run(rounds.send_due(due)).sent == 1
    assert rounds.silent == ("sms",)


@pytest.mark.parametrize("lost", ["lost", (500, {}), (201, {}), (503, {"message": "later"})])
def test_a_message_whose_answer_was_lost_is_looked_for_and_goes_once(
    due: Desk, settings: Settings, gateway: Gateway, clock: Clock, lost: Refusal
) -> None:
    station = at_gateway(settings, gateway)
    # it may have been taken, or not; both times it arrives once
    took = lost == "lost"
    gateway.answers = lambda form: lost if len(gateway.posts) == 1 else None
    done = run(due, station)
    assert (done.sent, done.retried, done.blocked) == (0, 1, "sms.answer_lost")
    clock.forward(timedelta(minutes=2))
    assert run(due, station).sent == 1
    assert gateway.per_number == {LENA: 1} and len(gateway.posts) == (1 if took else 2)


def test_a_lost_answer_without_a_list_comes_to_a_person_and_is_not_sent_again(
    due: Desk, settings: Settings, gateway: Gateway, clock: Clock
) -> None:
    gateway.has_list = False
    gateway.answers = lambda _form: "lost"
    station = at_gateway(settings, gateway)
    run(due, station)
    clock.forward(timedelta(minutes=2))
    assert [reason for *_, reason in run(due, station).refused] == ["sms.unsure"]
    assert len(gateway.posts) == 1 and items(due) == [("failed", "sms.unsure")]


def test_the_gateway_knows_of_a_stop_and_is_asked_once(due: Desk, settings: Settings, gateway: Gateway) -> None:
    gateway.answers = lambda _form: (400, {"code": 21610, "message": "unsubscribed"})
    station = at_gateway(settings, gateway)
    assert [reason for *_, reason in run(due, station).refused] == ["sms.wants_none"]
    run(due, station)
    assert len(gateway.posts) == 1
    known = due.ask_now(lambda session: session.scalars(select(OptOut)).one())
    assert (known.channel, known.shown, known.ended_at) == ("sms", LENA, None)


@pytest.mark.parametrize(
    ("phone", "reason"),
    [
        ("+49891234567", "sms.landline"),
        ("+35860012345", "sms.premium"),
        ("12", "sms.number"),
        ("call me", "sms.number"),
    ],
)
def test_numbers_that_take_no_sms_are_not_written_to_but_rung(
    desk: Desk, settings: Settings, gateway: Gateway, clock: Clock, phone: str, reason: str
) -> None:
    by_sms(desk)
    ready_orders_with_phone(desk, phone)
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    assert [found for *_, found in run(desk, at_gateway(settings, gateway)).refused] == [reason]
    assert gateway.posts == [] and items(desk) == [("failed", reason)]


def test_where_sms_does_not_reach_the_mail_goes(
    desk: Desk, settings: Settings, gateway: Gateway, clock: Clock, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    by_sms(desk, "email")
    ready_orders_with_phone(desk, "+49891234567")
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    station = at_gateway(settings, gateway)
    run(desk, station)
    assert asyncio.run(sending.run_outbox(desk, smtp(settings, port))).sent == 1
    assert len(box.mails) == 1 and items(desk) == []


@pytest.mark.parametrize(
    ("status", "body", "blocked"),
    [(401, {}, "sms.sign_in"), (404, {}, "sms.account"), (429, {}, "sms.busy"), (400, {"code": 21606}, "sms.sender")],
)
def test_what_is_wrong_with_the_channel_costs_no_message_its_tries(
    due: Desk, settings: Settings, gateway: Gateway, clock: Clock, status: int, body: dict[str, int], blocked: str
) -> None:
    gateway.answers = lambda _form: (status, body)
    station = at_gateway(settings, gateway)
    for _ in range(sending.MAX_TRIES + 1):
        assert run(due, station).blocked == blocked
        clock.forward(timedelta(minutes=1))
    assert (message(due).state, message(due).tries) == ("waiting", 0)


def test_a_gateway_that_cannot_be_asked_for_answers_sends_nothing(
    due: Desk, settings: Settings, gateway: Gateway
) -> None:
    gateway.port, port = 1, gateway.port
    done = run(due, at_gateway(settings, gateway))
    gateway.port = port
    assert (done.sent, done.blocked, gateway.posts) == (0, "sms.away", [])


def test_a_sender_that_cannot_be_answered_asks_for_no_answer(
    desk: Desk, settings: Settings, gateway: Gateway, clock: Clock
) -> None:
    by_sms(desk)
    ready_orders(desk, (ORDER,))
    order = get(desk, ORDER).id
    with_phone(desk, order, LENA)
    desk.do_now(promising.ask_customer, order, PROMISE)
    run(desk, at_gateway(settings, gateway, "KORBHAUS"))
    (sent,) = gateway.posts
    assert "YES" not in sent["Body"] and "https://door.example/c/" in sent["Body"]
    # with neither a link nor a telephone number it is not sent at all
    desk.do_now(promising.ask_customer, order, TimeWindow(PROMISE.start, PROMISE.end + timedelta(hours=1)))
    blank = post(at_gateway(settings, gateway, "KORBHAUS", door=""))
    blank._letterhead = type(blank._letterhead)(sms_from="KORBHAUS")
    done = asyncio.run(blank.send_due(desk))
    assert [reason for *_, reason in done.refused] == ["cannot_be_answered"] and len(gateway.posts) == 1


def sent(desk: Desk, settings: Settings, gateway: Gateway) -> Message:
    assert run(desk, at_gateway(settings, gateway)).sent == 1
    return message(desk)


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ((Receipt.ON_ITS_WAY, Receipt.DELIVERED), Receipt.DELIVERED),
        ((Receipt.DELIVERED, Receipt.ON_ITS_WAY), Receipt.DELIVERED),
        ((Receipt.UNDELIVERED, Receipt.ON_ITS_WAY), Receipt.UNDELIVERED),
        ((Receipt.UNDELIVERED, Receipt.UNDELIVERED), Receipt.UNDELIVERED),
        ((Receipt.EXPIRED,), Receipt.EXPIRED),
    ],
)
def test_receipts_come_twice_and_in_any_order(
    due: Desk, settings: Settings, gateway: Gateway, told: tuple[Receipt, ...], holds: Receipt
) -> None:
    sid = sent(due, settings, gateway).provider_id
    for receipt in told:
        assert due.do_now(receipts.take_receipt, "sms", sid, receipt)
    assert not due.do_now(receipts.take_receipt, "sms", "SM-unknown", Receipt.DELIVERED)
    assert message(due).receipt == holds
    failed = holds in (Receipt.UNDELIVERED, Receipt.EXPIRED)
    assert items(due) == ([("failed", str(holds))] if failed else [])
    # a customer whose van is still to come is rung at once
    at_once = due.ask_now(lambda session: session.scalars(select(InboxItem.due_at)).all())
    assert at_once == ([due.clock()] if failed else [])


def test_a_reminder_of_which_nobody_knows_comes_to_a_person_before_the_van(
    due: Desk, settings: Settings, gateway: Gateway, clock: Clock
) -> None:
    known = sent(due, settings, gateway)
    assert due.do_now(receipts.doubt_silence) == 0 and known.told_eta is not None
    clock.now = known.told_eta - timedelta(minutes=20)
    assert (due.do_now(receipts.doubt_silence), due.do_now(receipts.doubt_silence)) == (1, 0)
    assert items(due) == [("failed", "no_receipt")]


def test_a_yes_after_a_stop_opens_no_channel(due: Desk, clock: Clock) -> None:
    for number, body in enumerate(("STOP", "YES")):
        due.do_now(replying.take_reply, IncomingText("sms", str(number), LENA, OURS, body, clock()))
    assert due.ask_now(lambda session: opt_outs.standing(session, "sms", LENA)) is not None
    due.do_now(opt_outs.allow_messages, "sms", "0" + LENA.removeprefix("+358"))
    assert due.ask_now(lambda session: opt_outs.standing(session, "sms", LENA)) is None


def test_a_site_sets_when_nobody_is_written_to_and_how_early_a_reminder_goes(
    desk: Desk, settings: Settings, gateway: Gateway, clock: Clock
) -> None:
    by_sms(desk)
    desk.do_now(hours.keep_message_hours, "12:00", "12:30", "60")
    ready_orders_with_phone(desk)
    station, eta = at_gateway(settings, gateway), PROMISE.start
    # an hour before, not an hour and a half; and his clock shows noon
    clock.now = eta - timedelta(minutes=80)
    assert (run(desk, station).sent, gateway.posts) == (0, [])
    clock.now = datetime(2026, 11, 23, 11, 15, tzinfo=UTC)
    assert run(desk, station).sent == 0
    clock.now = datetime(2026, 11, 23, 11, 31, tzinfo=UTC)
    assert run(desk, station).sent == 1
    for wrong in (("25:00", "7:00", "90"), ("21:00", "x", "90"), ("21:00", "7:00", "30"), ("21:00", "7:00", "")):
        with pytest.raises(BadInput):
            desk.do_now(hours.keep_message_hours, *wrong)
