"""SMS through an SMS centre: no part twice, half a message is none, receipts find their part however it is named."""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import keyring
import pytest
import smpplib.gsm
from sqlalchemy import select

from dispatch_console.adapters.senders.smpp_pdu import NotUnderstood, Status, delivered, relative, submit
from dispatch_console.adapters.senders.sms_smpp import SmsSmppSender
from dispatch_console.adapters.senders.sms_text import GSM, UCS2, decoded, encoded
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import opt_outs, texts
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing import sending, sms_parts
from dispatch_console.application.outgoing.post import Post
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.messages.part_ids import meant
from dispatch_console.domain.messages.receipts import Receipt
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.ports import OutgoingMessage
from dispatch_console.settings import Settings
from dispatch_console.store.entities import InboxItem, IncomingMessage, Message, SmsPart, StrayReceipt
from tests.builders.days import out_on_the_road
from tests.builders.sample_orders import get
from tests.builders.sms import LENA, OURS, by_sms, with_phone
from tests.conftest import Clock
from tests.sms_centre import ACCOUNT, PASSWORD, Centre, delivery, receipt, sms_centre

pytestmark = pytest.mark.usefixtures("secrets_kept")
# three parts
LONG = "{{ number }} {{ day }} {{ eta_from }} {{ eta_until }} " + "and so on it goes " * 20


@pytest.fixture
def centre() -> Iterator[Centre]:
    with sms_centre() as running:
        yield running


@pytest.fixture
def due(desk: Desk, clock: Clock) -> Desk:
    """Return a desk at which a reminder of three parts to Lena is due."""
    by_sms(desk)
    desk.do_now(texts.keep_text, "reminder", "sms", "en", LONG, seen=0)
    out_on_the_road(desk, ("1002",))
    with_phone(desk, get(desk, "1002").id, LENA)
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    return desk


def station(settings: Settings, centre: Centre, password: str = PASSWORD) -> Settings:
    keyring.set_password("dispatch-console", "sms_password", password)
    return Settings(
        data_dir=settings.data_dir, database_url=settings.database_url, sms_address=centre.address,
        sms_account=ACCOUNT, sms_from=OURS, given=frozenset({"zone"}),
    )  # fmt: skip


def run(desk: Desk, settings: Settings, rounds: int = 1, after_s: float = 0.0) -> sending.OutboxRun:
    """Send what is due; the line is held for a while, so that what the centre tells is heard."""

    async def work() -> sending.OutboxRun:
        sender = SmsSmppSender(settings)
        post = Post([sender], [sender], Letterhead(Sender("", "", "")))
        try:
            for _ in range(rounds):
                done = await post.send_due(desk)
            await asyncio.sleep(after_s)
        finally:
            await post.close()
        return done

    return asyncio.run(work())


def message(desk: Desk) -> Message:
    return desk.ask_now(lambda session: session.scalars(select(Message).where(Message.channel == "sms")).one())


def test_a_long_message_goes_in_parts_with_its_validity_and_each_gets_its_id(
    due: Desk, settings: Settings, centre: Centre
) -> None:
    assert run(due, station(settings, centre)).sent == 1
    assert len(centre.taken) == 3 and centre.binds == 1
    one = centre.taken[0]
    assert (one.source, one.destination, one.data_coding) == (OURS.lstrip("+"), LENA.lstrip("+"), GSM)
    assert one.esm_class & 0x40 and one.wants_receipt == 1 and one.text[:5] == b"\x05\x00\x03" + one.text[3:4] + b"\x03"
    assert [part.text[5] for part in centre.taken] == [1, 2, 3] and len({part.text[3] for part in centre.taken}) == 1
    # it ends with what it says, however long the telephone is off
    known = message(due)
    assert known.valid_until is not None
    left = (known.valid_until - due.clock()).total_seconds()
    assert one.validity == relative(int(left)) and one.validity.endswith("R") and len(one.validity) == 16
    assert "".join(decoded(part.text[6:], GSM) for part in centre.taken) == known.body
    assert (known.provider_id, known.segments) == ("00000001", 3)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_half_a_message_is_none_in_whatever_order_its_receipts_come(
    due: Desk, settings: Settings, centre: Centre, order: tuple[int, ...]
) -> None:
    ids = ["00B8BE19", "00B8BE1A", "00B8BE1B"]
    # without zeros, as a decimal number, in small letters
    told = ["B8BE19", str(0xB8BE1A), "b8be1b"]
    stats = ["DELIVRD", "UNDELIV", "DELIVRD"]
    centre.ids = lambda number: ids[number - 1]
    run(due, station(settings, centre))
    centre.tell(*(receipt(LENA, told[part], stats[part]) for part in order))
    run(due, station(settings, centre))
    known = message(due)
    assert (known.receipt, known.reason) == ("undelivered", "undelivered")
    # the van is still to come: somebody rings at once
    items = due.ask_now(lambda session: session.scalars(select(InboxItem.reason)).all())
    assert list(items) == ["undelivered"] and len(centre.taken) == 3


def test_a_message_is_delivered_when_every_part_is_and_one_receipt_was_faster_than_its_answer(
    due: Desk, settings: Settings, centre: Centre
) -> None:
    centre.before_answer = lambda number: [receipt(LENA, f"{number:X}", "DELIVRD")]
    run(due, station(settings, centre), after_s=0.5)
    assert message(due).receipt == "delivered"
    assert due.ask_now(lambda session: session.scalars(select(StrayReceipt)).all()) == []
    # one that nobody knows is kept, and marks nobody's message
    centre.tell(receipt(LENA, "77777777", "UNDELIV"))
    run(due, station(settings, centre))
    assert message(due).receipt == "delivered"
    assert len(due.ask_now(lambda session: session.scalars(select(StrayReceipt)).all())) == 1


def test_what_is_told_to_wait_waits_and_is_taken_once(due: Desk, settings: Settings, centre: Centre) -> None:
    centre.answers = lambda number: Status.THROTTLED if number in (1, 3) else Status.OK
    assert run(due, station(settings, centre)).sent == 1
    assert centre.tries == 5 and [part.text[5] for part in centre.taken] == [1, 2, 3]


def test_parts_that_went_are_not_sent_again(due: Desk, settings: Settings, centre: Centre, clock: Clock) -> None:
    centre.answers = lambda number: Status.SYSTEM if number == 2 else Status.OK
    first = run(due, station(settings, centre))
    assert (first.sent, first.retried, first.blocked, len(centre.taken)) == (0, 1, "sms.busy", 1)
    clock.forward(timedelta(minutes=2))
    assert run(due, station(settings, centre)).sent == 1
    assert [part.text[5] for part in centre.taken] == [1, 2, 3] and len({part.text[3] for part in centre.taken}) == 1


def test_a_part_whose_answer_was_lost_comes_to_a_person(
    due: Desk, settings: Settings, centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dispatch_console.adapters.senders.smpp_link.ANSWER_WITHIN_S", 0.5)
    centre.ids = lambda number: None if number == 2 else f"{number}"
    assert run(due, station(settings, centre)).blocked == "sms.answer_lost"
    clock.forward(timedelta(minutes=2))
    done = run(due, station(settings, centre))
    assert [reason for *_, reason in done.refused] == ["sms.unsure"] and len(centre.taken) == 2


def test_the_rest_of_a_text_that_would_say_something_else_now_is_not_sent(
    due: Desk, settings: Settings, centre: Centre, clock: Clock
) -> None:
    centre.answers = lambda number: Status.SYSTEM if number == 2 else Status.OK
    run(due, station(settings, centre))
    due.do_now(texts.keep_text, "reminder", "sms", "en", LONG.replace("goes", "went"), seen=1)
    clock.forward(timedelta(minutes=2))
    done = run(due, station(settings, centre))
    assert [reason for *_, reason in done.refused] == ["half_sent"] and len(centre.taken) == 1


def test_a_stop_that_lay_there_is_heard_before_anything_is_sent(due: Desk, settings: Settings, centre: Centre) -> None:
    centre.backlog = [delivery(LENA, b"STOP"), *(delivery("+358409999999", f"and {n}".encode()) for n in range(5))]
    done = run(due, station(settings, centre))
    assert [reason for *_, reason in done.refused] == ["opted_out"] and centre.taken == []
    assert due.ask_now(lambda session: opt_outs.standing(session, "sms", LENA)) is not None
    assert centre.acknowledged == [Status.OK] * 6


def test_a_yes_at_the_end_of_a_longer_text_is_no_yes(due: Desk, settings: Settings, centre: Centre) -> None:
    part = b"\x05\x00\x03\x21\x02\x02JA"
    centre.backlog = [delivery(LENA, part, esm_class=0x40), delivery(LENA, "Grüße".encode("utf-16-be"), coding=UCS2)]
    run(due, station(settings, centre))
    said = due.ask_now(lambda session: session.scalars(select(IncomingMessage.body)).all())
    assert list(said) == ["(2/2) JA", "Grüße"]
    kinds = due.ask_now(lambda session: session.scalars(select(InboxItem.kind_of)).all())
    assert list(kinds) == ["query", "query"]


def test_what_nobody_understands_ends_no_line(due: Desk, settings: Settings, centre: Centre) -> None:
    centre.backlog = [b"\0\1\1123", delivery(LENA, b"id:none stat:??", esm_class=0x04), delivery(LENA, b"Hello")]
    assert run(due, station(settings, centre)).sent == 1
    assert centre.acknowledged == [Status.NEVER, Status.OK, Status.OK]


@pytest.mark.parametrize(
    ("status", "error", "code"),
    (
        (Status.BAD_DESTINATION, BadInput, "sms.number"),
        (Status.BAD_SOURCE, Unavailable, "sms.sender"),
        (0x45, BadInput, "sms.refused"),
        (Status.SYSTEM, Unavailable, "sms.busy"),
    ),
)
def test_each_answer_is_told_apart(
    settings: Settings, centre: Centre, status: int, error: type[Exception], code: str
) -> None:
    centre.answers = lambda _number: status

    async def send() -> None:
        sender = SmsSmppSender(station(settings, centre))
        try:
            await sender.send(OutgoingMessage("dispatch-1", LENA, "", "Hello"))
        finally:
            await sender.close()

    with pytest.raises(error, match=code):
        asyncio.run(send())


def test_a_wrong_password_and_a_centre_that_is_away_are_said(settings: Settings, centre: Centre) -> None:
    with pytest.raises(Unavailable, match=r"sms\.sign_in"):
        asyncio.run(SmsSmppSender(station(settings, centre, "wrong")).reach())
    asyncio.run(SmsSmppSender(station(settings, centre)).reach())
    centre.port = 1
    with pytest.raises(Unavailable, match=r"sms\.away"):
        asyncio.run(SmsSmppSender(station(settings, centre)).reach())


@pytest.mark.parametrize(
    ("told", "known", "found"),
    (
        ("B8BE19", ("00B8BE19",), "00B8BE19"),
        (str(0xB8BE19), ("00B8BE19", "00B8BE1A"), "00B8BE19"),
        ("b8be19", ("12107289",), "12107289"),
        # the same sign for sign goes before the same number
        ("16", ("10", "16"), "16"),
        # it may be either: it is neither
        ("10", ("a", "16"), None),
        ("5", ("6",), None),
        ("x-1", ("X-1",), "X-1"),
        ("", ("1",), None),
    ),
)
def test_an_id_is_known_however_it_is_written_and_never_means_another(
    told: str, known: tuple[str, ...], found: str | None
) -> None:
    assert meant(told, known) == found


def test_no_message_is_marked_by_the_receipt_of_another_number(due: Desk, settings: Settings, centre: Centre) -> None:
    run(due, station(settings, centre))
    assert not due.do_now(sms_parts.take_part_receipt, "1", "+358400000000", Receipt.UNDELIVERED)
    parts = due.ask_now(lambda session: session.scalars(select(SmsPart.receipt)).all())
    assert list(parts) == ["", "", ""]


def test_texts_are_written_in_the_alphabet_that_they_need() -> None:
    for text in ("Hello @ £ Ä ö ß", "[€] {|} ^~\\"):
        coding, (part,) = encoded(text, 7)
        assert coding == GSM and decoded(part, GSM) == text
    assert encoded("Hello @ £", 7)[1][0] == smpplib.gsm.gsm_encode("Hello @ £")
    coding, parts = encoded("Šimánek " * 20, 7)
    assert coding == UCS2 and len(parts) == 3
    assert b"".join(part[6:] for part in parts).decode("utf-16-be") == "Šimánek " * 20
    # a sign of two places is never cut
    coding, parts = encoded("a" * 152 + "€" + "b" * 100, 7)
    assert [len(part) - 6 for part in parts] == [152, 102] and decoded(parts[1][6:], GSM).startswith("€b")


def test_what_cannot_be_written_or_was_cut_off_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        submit("Größe", LENA, b"x", data_coding=0, udhi=False, validity="")
    with pytest.raises(NotUnderstood):
        submit(OURS, LENA, b"x" * 255, data_coding=0, udhi=False, validity="")
    whole = delivery(LENA, b"Hello", more=((0x001E, b"ABC"),))
    # an id without a zero behind it keeps its last sign
    assert delivered(whole).more[0x001E] == b"ABC" and delivered(whole).text == b"Hello"
    for length in range(len(whole)):
        if length != len(whole) - 7:
            with pytest.raises(NotUnderstood):
                delivered(whole[:length])
    assert (relative(90), relative(3 * 86400 + 3661)) == ("000000000130000R", "000003010101000R")
