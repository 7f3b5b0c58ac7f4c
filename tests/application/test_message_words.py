"""What customers are told: in their language, with weekday and date, a range, and who writes."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

import pytest
from sqlalchemy import select

from dispatch_console.adapters.senders.smtp import SmtpSender
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import wording, writing
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.orders import verifying
from dispatch_console.application.outgoing import sending
from dispatch_console.application.outgoing.sending import OutboxRun
from dispatch_console.application.packing import part_pack, scanning
from dispatch_console.application.promises import promising
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.site import notices
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.segments import segments
from dispatch_console.domain.packing.condition import Condition, Decision
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import for_customers
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Customer, Message, Order
from dispatch_console.store.transaction import Transaction
from tests.application.test_packing import PAN
from tests.application.test_part_pack import MUGS, begin, line_of, seal
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.mails import body
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.mail_server import MailBox

HOUSE = Sender("Kotivara", "Hakaniemenranta 6", "+358 9 555 0100")
# in no language may a message speak of a day that is another one when it is read
TODAY = ("today", "tomorrow", "heute", "morgen ", "tänään", "huomenna", "i dag", "idag", "imorgon")


def send(desk: Desk, settings: Settings, port: int) -> OutboxRun:
    station = Settings(
        data_dir=settings.data_dir, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False,
        mail_from="dispatch@kotivara.example", sender_name="Kotivara",
    )  # fmt: skip
    return asyncio.run(sending.run_outbox(desk, SmtpSender(station), letterhead=Letterhead(HOUSE)))


def speak(tx: Transaction, language: str) -> None:
    for customer in tx.session.scalars(select(Customer)):
        customer.language = language


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "comes Mon 23 Nov between"),
        ("de_AT", "kommt Mo. 23. Nov. zwischen"),
        ("fi", "tulee ma 23.11. klo"),
        ("sv", "kommer mån 23 nov. mellan"),
        # a language without a template is written to in English, and with English days
        ("ja", "comes Mon 23 Nov between"),
    ],
)
def test_a_reminder_says_day_and_range_in_the_language_of_its_customer(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int], language: str, words: str
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002",))
    desk.do_now(speak, language)
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    run = send(desk, settings, port)
    assert (run.sent, run.refused) == (1, ())
    (sent,) = box.mails
    subject = " ".join(str(make_header(decode_header(str(sent["Subject"])))).split())
    assert words in subject
    assert str(sent["From"]) == "Kotivara <dispatch@kotivara.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert abs(parsedate_to_datetime(str(sent["Date"])).timestamp() - datetime.now(UTC).timestamp()) < 3600
    assert "Kotivara, +358 9 555 0100" in body(sent)
    assert not any(word in f"{subject} {body(sent)}".lower() for word in TODAY)


@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.parametrize("language", for_customers())
def test_every_message_is_written_in_every_language_of_the_papers(kind: MessageKind, language: str) -> None:
    facts = dict.fromkeys(
        (
            "name",
            "number",
            "day",
            "eta_from",
            "eta_until",
            "driver",
            "driver_phone",
            "recipient",
            "time",
            "address",
            "text",
        ),
        "X",
    )
    subject, text = wording.rendered(kind, language, **facts, company="Kotivara", company_phone="+358 9 1")
    assert "X" in subject and text.rstrip().endswith("Kotivara, +358 9 1")
    assert not any(word in f"{subject} {text}".lower() for word in TODAY)
    english = wording.rendered(kind, **facts, company="Kotivara", company_phone="+358 9 1")[1]
    # what somebody wrote himself is in his language
    assert (text == english) == (language == "en" or kind is MessageKind.ANSWER)
    # without a name of the house nothing stands at the foot
    assert not wording.rendered(kind, language, **facts)[1].rstrip().endswith(",")


@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.parametrize("language", for_customers())
def test_every_sms_is_one_line_of_at_most_two_parts_and_says_the_day(kind: MessageKind, language: str) -> None:
    facts = {
        "name": "Petra Huber", "number": "SO-104233", "day": "Mon 23 Nov", "eta_from": "14:00", "eta_until": "14:30",
        "driver": "Sami Niemi", "driver_phone": "+358405550105", "recipient": "Petra Huber", "time": "14:12",
        "address": "Bulevardi 14 C 17, 00120 Helsinki", "items": "2 × Mug", "text": "We come at two.",
        "link": f"https://door.kotivara.example/c/{'x' * 24}", "company": "Kotivara", "can_answer": True,
        "company_phone": "+358 9 555 0100",
    }  # fmt: skip
    subject, text = wording.rendered(kind, language, "sms", **facts)
    assert subject == "" and text and text == " ".join(text.split())
    assert not any(word in text.lower() for word in TODAY)
    # Finnish and Swedish, English and German need no larger alphabet; what is typed or sold may
    assert segments(text.replace("×", "x")).count <= 2
    assert kind in (MessageKind.ANSWER,) or "SO-104233" in text
    # a sender that cannot be answered asks for no answer
    unanswered = wording.rendered(kind, language, "sms", **facts | {"can_answer": False})[1]
    words = {part.strip(".,!?").casefold() for part in unanswered.split()}
    assert not words & {"yes", "kyllä"} or kind is not MessageKind.ASK or "https://" in unanswered


def test_a_reminder_of_a_promise_that_was_moved_is_not_sent_and_that_of_the_new_one_is(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002",))

    def move(tx: Transaction) -> None:
        order = tx.session.get_one(Order, get(desk, "1002").id)
        assert order.promise_start is not None
        order.promise_start -= timedelta(minutes=5)
        stop = current_stop(tx.session, order.id)
        assert stop is not None
        # written twice for one promise it is one
        writing.plan_reminder(tx, order, stop)
        writing.plan_reminder(tx, order, stop)

    desk.do_now(move)
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    run = send(desk, settings, port)
    assert (run.sent, [reason for *_, reason in run.refused], len(box.mails)) == (1, ["window_moved"], 1)
    states = desk.ask_now(lambda session: session.scalars(select(Message.state).order_by(Message.id)).all())
    assert list(states) == ["refused", "sent"]


def test_a_confirmed_window_and_a_part_that_follows_are_told_where_the_site_says_so(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    order = begin(desk, MUGS, PAN, packed=8)
    # as delivered nobody is told of either
    desk.do_now(promising.confirm, order.id, PROMISE)
    desk.do_now(notices.keep_notices, ["confirmed", "part"])
    later = TimeWindow(PROMISE.start + timedelta(hours=2), PROMISE.end + timedelta(hours=2))
    desk.do_now(promising.confirm, order.id, later)
    desk.do_now(scanning.scan, order.id, "PAN")
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 2, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    seal(desk, order)
    clock.forward(promising.SECOND_THOUGHTS)
    run = send(desk, settings, port)
    assert (run.sent, run.refused) == (2, ())
    told = {str(one["Subject"]).split("SO-1")[0].strip(): body(one) for one in box.mails}
    # by the clock of the customer, whose country the order names
    assert "on Mon 23 Nov between 16:00 and 18:00" in told["Your delivery"]
    assert "2 × Mug of your order SO-1 could not be packed" in told["A part of your order"]


def test_what_was_confirmed_or_was_to_follow_and_is_no_more_is_not_told(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    _, port = mail
    desk.do_now(notices.keep_notices, ["confirmed", "part"])
    order = begin(desk, MUGS, packed=8)
    desk.do_now(promising.confirm, order.id, PROMISE)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 2, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    seal(desk, order)
    desk.do_now(promising.must_be_rung, order.id)
    desk.do_now(verifying.cancel, get(desk, "SO-1/2").id)
    clock.forward(promising.SECOND_THOUGHTS)
    run = send(desk, settings, port)
    assert run.sent == 0
    assert sorted(reason for *_, reason in run.refused) == ["nothing_follows", "window_moved"]
