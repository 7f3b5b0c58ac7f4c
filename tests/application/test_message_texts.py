"""Texts to customers are written by screen: every version stays, and none says what it cannot know."""

import asyncio
from datetime import UTC, datetime

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import text_fields, text_rules, texts, ways
from dispatch_console.application.messages.texts import Text
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing import outbox_list, sending, text_preview
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.segments import segments
from dispatch_console.domain.messages.truth import checks_of
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import for_customers
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Message
from dispatch_console.texts.messages import MESSAGE_FIELDS, MUST_HOLD
from tests.builders.days import out_on_the_road
from tests.builders.mails import body, smtp
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.mail_server import MailBox

HOUSE = Letterhead(Sender("Kotivara", "", "+358 9 555 0100"), "https://door.example", "+358401110000")
OURS = "Order {{ number }}\nHello {{ first_name }}, {{ driver_first }} comes {{ day }}, {{ eta_from }}-{{ eta_until }}."
NEEDED = "{{ number }} {{ day }} {{ eta_from }} {{ eta_until }}"


@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.parametrize("channel", ways.CHANNELS)
@pytest.mark.parametrize("language", for_customers())
def test_every_text_that_is_shipped_follows_the_rules(kind: MessageKind, channel: str, language: str) -> None:
    source = texts.shipped(kind, channel, language)
    assert source is not None
    text_rules.require_good(kind, channel, source)


def test_every_field_and_every_reason_has_words() -> None:
    assert tuple(MESSAGE_FIELDS) == text_fields.FIELDS
    assert set(MUST_HOLD) == {check.code for kind in MessageKind for check in checks_of(kind)}


@pytest.mark.parametrize(
    ("source", "code"),
    (
        ("", "template.empty"),
        ("Only a subject {{ number }}", "template.empty"),
        (f"S\n{NEEDED} {{{{ number", "template.syntax"),
        (f"S\n{NEEDED} {{% if link %}}", "template.syntax"),
        (f"S\n{NEEDED} {{% for a in name %}}x{{% endfor %}}", "template.forbidden"),
        (f"S\n{NEEDED} {{% for a in range(1000000000) %}}x{{% endfor %}}", "template.forbidden"),
        (f"S\n{NEEDED} {{{{ name.__class__ }}}}", "template.forbidden"),
        (f"S\n{NEEDED} {{{{ name['upper'] }}}}", "template.forbidden"),
        (f"S\n{NEEDED} {{{{ name.upper() }}}}", "template.forbidden"),
        (f"S\n{NEEDED} {{{{ name|upper }}}}", "template.forbidden"),
        (f"S\n{NEEDED} {{{{ name * 1000000000 }}}}", "template.forbidden"),
        (f"S\n{NEEDED} {{{{ '%1000000000d' % 1 }}}}", "template.forbidden"),
        (f"S\n{NEEDED} {{% set number = 1 %}}", "template.forbidden"),
        (f"S\n{NEEDED} {{% include 'x' %}}", "template.forbidden"),
        (f"S\n{NEEDED} {{% macro f() %}}{{% endmacro %}}", "template.forbidden"),
        (f"S\n{NEEDED} {{{{ secret }}}}", "template.field"),
        # a field of another kind
        (f"S\n{NEEDED} {{{{ recipient }}}}", "template.field"),
        ("S\n{{ number }} {{ eta_from }} {{ eta_until }}", "template.needs"),
        (f"S\n{NEEDED} today", "template.day_word"),
        (f"S\n{NEEDED} Heute kommt", "template.day_word"),
        (f"S\n{NEEDED} guten Morgens", None),
        (f"S\n{NEEDED} {'x' * 5000}", "text.long"),
        (f"S\n{NEEDED}", None),
    ),
)
def test_a_text_takes_fields_and_conditions_and_nothing_else(source: str, code: str | None) -> None:
    if code is None:
        text_rules.require_good(MessageKind.REMINDER, "email", source)
        return
    with pytest.raises(BadInput) as refused:
        text_rules.require_good(MessageKind.REMINDER, "email", source)
    assert refused.value.code == code


def test_a_sender_that_is_a_name_leaves_a_way_back() -> None:
    with pytest.raises(BadInput, match="no_way_back"):
        text_rules.require_good(MessageKind.ASK, "sms", f"{NEEDED} YES?", can_be_answered=False)
    for way in ("link", "company_phone"):
        text_rules.require_good(MessageKind.ASK, "sms", f"{NEEDED} {{{{ {way} }}}}", can_be_answered=False)
    text_rules.require_good(MessageKind.ASK, "sms", f"{NEEDED} YES?")


def test_the_next_message_says_the_new_text_and_every_version_stays(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002",))
    assert desk.do_now(texts.keep_text, "reminder", "email", "en", OURS, seen=0) == 1
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    asyncio.run(sending.run_outbox(desk, smtp(settings, port), letterhead=HOUSE))
    (sent,) = box.mails
    assert str(sent["Subject"]) == "Order #1002" and "Hello Peter, Sami comes Mon 23 Nov, " in body(sent)
    told = desk.ask_now(lambda session: session.query(Message).one())
    assert (told.text_language, told.text_version) == ("en", 1)
    assert desk.do_now(texts.keep_text, "reminder", "email", "en", f"{OURS} Bye.", seen=1) == 2
    kept = desk.ask_now(texts.versions, "reminder", "email", "en")
    assert [(one.version, one.made_by, one.sent) for one in kept] == [
        (2, "Ana Ruiz", 0),
        (1, "Ana Ruiz", 1),
        (0, "", 0),
    ]
    assert kept[1].source == OURS + "\n" and kept[2].source == texts.shipped("reminder", "email", "en")
    # the one that is shipped can be taken again, as a version of its own
    assert desk.do_now(texts.keep_text, "reminder", "email", "en", kept[2].source, seen=2) == 3
    assert desk.ask_now(texts.text_of, "reminder", "email", "en") == Text("en", 3, kept[2].source)


def test_two_who_write_at_once_and_one_who_changes_nothing_are_told(desk: Desk) -> None:
    desk.do_now(texts.keep_text, "reminder", "email", "en", OURS, seen=0)
    with pytest.raises(Conflict, match=r"template\.changed"):
        desk.do_now(texts.keep_text, "reminder", "email", "en", f"{OURS} Mine.", seen=0)
    with pytest.raises(Refused, match=r"template\.same"):
        desk.do_now(texts.keep_text, "reminder", "email", "en", OURS, seen=1)
    for kind, channel, language in (("x", "email", "en"), ("ask", "fax", "en"), ("ask", "email", "tlh")):
        with pytest.raises(BadInput):
            desk.do_now(texts.keep_text, kind, channel, language, OURS, seen=0)


def test_a_language_without_a_text_gets_the_english_one(desk: Desk) -> None:
    desk.do_now(texts.keep_text, "reminder", "email", "en", OURS, seen=0)
    assert desk.ask_now(texts.text_of, "reminder", "email", "ja").version == 1
    assert desk.ask_now(texts.text_of, "reminder", "email", "de_AT").language == "de"
    known = desk.ask_now(texts.languages)
    assert known["reminder", "email"] == for_customers()


def test_a_draft_is_shown_on_a_real_order_with_what_must_hold(desk: Desk, clock: Clock) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    ids = desk.ask_now(text_preview.orders_for, "reminder")
    assert set(ids) == {get(desk, number).id for number in ("1002", "1004")}
    source = f"{NEEDED} {{{{ link }}}} it’s {{{{ to_pay }}}}{{{{ weight_kg }}}} kg"
    shown = desk.ask_now(
        text_preview.text_preview, get(desk, "1002").id, "reminder", "sms", Text("en", 9, source), clock(), HOUSE
    )
    assert "https://door.example/c/" in shown.body and "Mon 23 Nov" in shown.body and "4.2 kg" in shown.body
    assert shown.sms is not None and shown.sms.unicode and shown.sms.others == ("’",)
    assert not segments(text_rules.straight(shown.body)).unicode
    held = dict(shown.checks)
    assert held["not_loaded"] and held["outside_promise"] and next(iter(held)) == "told_already"
    # nothing of it is written
    assert desk.ask_now(lambda session: session.query(Message).filter_by(channel="sms").count()) == 0
    # where no order fits any will do
    assert desk.ask_now(text_preview.orders_for, "missed")
    assert desk.ask_now(outbox_list.preview, ids[0], "reminder", clock(), HOUSE.house, "email").subject
