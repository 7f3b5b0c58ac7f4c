"""Inbox, merging and answering: nothing is lost, nobody is written to who wants nothing."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch_console.application.customers import (
    answering,
    choosing,
    conversation,
    customer_view,
    giving_out,
    inbox,
    inbox_list,
    merging,
    replying,
)
from dispatch_console.application.customers.inbox_list import InboxRow
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import links, opt_outs, ways, writing
from dispatch_console.application.outgoing import delays, sending
from dispatch_console.application.planning import agreeing, day_board
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import IncomingText
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Message, Order, Route
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.days import PROMISE, out_on_the_road, plan_day, ready_orders
from tests.builders.fleet import DAY, on_duty_for_days
from tests.builders.mails import smtp
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get
from tests.builders.sms import LENA, OURS, PETRA, with_phone
from tests.conftest import Clock
from tests.mail_server import MailBox


def write(desk: Desk, body: str, sender: str = LENA, sid: str = "1") -> None:
    desk.do_now(replying.take_reply, IncomingText("sms", sid, sender, OURS, body, desk.clock()))


def rows(desk: Desk) -> tuple[InboxRow, ...]:
    return desk.ask_now(inbox_list.inbox_rows, desk.clock())


@pytest.fixture
def asked(desk: Desk) -> InboxRow:
    """Return what Lena asked, who has an open order."""
    desk.do_now(importing.take_reading, reading(incoming(1), incoming(2)), "f")
    with_phone(desk, get(desk, "SO-1").id, LENA)
    write(desk, "Where is my order?")
    (row,) = rows(desk)
    return row


def test_an_item_is_taken_once_and_answered_once(
    desk: Desk, make_desk: Callable[[Actor], Desk], asked: InboxRow
) -> None:
    other = make_desk(Actor("Petri", "customer_service", "Station 3"))
    assert (asked.who, asked.number, asked.owner) == ("Customer 1", "SO-1", "")
    desk.do_now(inbox.take_item, asked.item_id, "")
    with pytest.raises(Conflict) as taken:
        other.do_now(inbox.take_item, asked.item_id, "")
    assert (taken.value.code, taken.value.facts["by"]) == ("inbox.taken", "Ana Ruiz")
    # whoever saw whose it was may take it over
    other.do_now(inbox.take_item, asked.item_id, "Ana Ruiz")
    assert asked.order_id is not None
    for press in range(2):
        if press:
            with pytest.raises(Conflict):
                other.do_now(answering.answer_customer, asked.order_id, "email", "At two.", asked.item_id, "k")
        else:
            other.do_now(answering.answer_customer, asked.order_id, "email", "At two.", asked.item_id, "k")
    assert rows(desk) == ()
    told = desk.ask_now(lambda session: session.scalars(select(Message)).one())
    assert (told.kind_of, told.channel, told.body) == ("answer", "email", "At two.")
    desk.do_now(inbox.open_item_again, asked.item_id)
    assert [row.item_id for row in rows(desk)] == [asked.item_id]


def test_an_answer_goes_out_as_it_was_written(
    desk: Desk, settings: Settings, mail: tuple[MailBox, int], asked: InboxRow, clock: Clock
) -> None:
    box, port = mail
    assert asked.order_id is not None
    desk.do_now(answering.answer_customer, asked.order_id, "email", "{{ driver }} comes at two <3.\nAna", asked.item_id)
    # in half a minute: until then it can be taken back
    assert asyncio.run(sending.run_outbox(desk, smtp(settings, port))).sent == 0
    clock.forward(writing.ANSWER_WAITS)
    assert asyncio.run(sending.run_outbox(desk, smtp(settings, port))).sent == 1
    text = box.mails[0].get_payload(decode=True)
    assert isinstance(text, bytes) and text.decode().replace("\r", "").startswith("{{ driver }} comes at two <3.\nAna")
    assert box.mails[0]["Subject"] == "Your order SO-1"


def test_nobody_is_written_to_who_wants_nothing_or_has_no_address(desk: Desk, asked: InboxRow) -> None:
    assert asked.order_id is not None
    write(desk, "stop", sid="2")
    for channel, code in (("sms", "answer.wants_none"),):
        with pytest.raises(Refused) as refused:
            desk.do_now(answering.answer_customer, asked.order_id, channel, "At two.")
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        desk.do_now(answering.answer_customer, get(desk, "SO-2").id, "sms", "At two.")
    assert refused.value.code == "answer.no_contact"
    for text, code in (("  ", "answer.empty"), ("x" * 2001, "text.long")):
        with pytest.raises(BadInput) as bad:
            desk.do_now(answering.answer_customer, asked.order_id, "email", text)
        assert bad.value.code == code


def test_an_item_that_is_put_away_comes_back(desk: Desk, clock: Clock, asked: InboxRow) -> None:
    write(desk, "And the other one?", sid="2")
    for until in (clock(), clock() + timedelta(days=31)):
        with pytest.raises(BadInput):
            desk.do_now(inbox.snooze_item, asked.item_id, until)
    desk.do_now(inbox.snooze_item, asked.item_id, clock() + timedelta(hours=3))
    assert [row.item_id for row in rows(desk)][-1] == asked.item_id
    clock.forward(timedelta(hours=3, minutes=1))
    assert asked.item_id in [row.item_id for row in rows(desk) if row.due_at <= clock()]


def test_a_stranger_is_given_to_an_order(desk: Desk, asked: InboxRow) -> None:
    write(desk, "Bring it to the neighbour, order SO-2", sender=PETRA, sid="2")
    stranger = next(row for row in rows(desk) if row.order_id is None)
    # a number in the text proves nothing
    assert (stranger.who, stranger.reason) == (PETRA, "unknown_sender")
    said = desk.ask_now(conversation.conversation, None, stranger.item_id)
    assert [one.text for one in said] == ["Bring it to the neighbour, order SO-2"]
    desk.do_now(answering.assign_item, stranger.item_id, "SO-2")
    assert [row.number for row in rows(desk)] == ["SO-1", "SO-2"]


def customer(desk: Desk, number: str) -> int:
    return desk.ask_now(customer_view.customer_of, get(desk, number).id)


def test_the_stricter_wish_wins_a_merge_survives_an_import_and_can_be_taken_back(desk: Desk, asked: InboxRow) -> None:
    with_phone(desk, get(desk, "SO-2").id, PETRA)
    write(desk, "STOP", sender=PETRA, sid="2")
    one, two = customer(desk, "SO-1"), customer(desk, "SO-2")
    follows = desk.ask_now(merging.what_follows, one, two)
    assert (follows.orders, follows.wants_none) == (1, (PETRA,))
    desk.do_now(merging.merge_customers, one, two)
    view = desk.ask_now(customer_view.customer_view, one, get(desk, "SO-2").id, desk.clock())
    assert (view.order_count, view.wants_none) == (2, ("sms",))
    # his shop brings him again under the old key
    desk.do_now(importing.take_reading, reading(incoming(3)), "g")
    again = replace(incoming(2), source_ref="9", number="SO-9")
    desk.do_now(importing.take_reading, reading(again), "h")
    assert customer(desk, "SO-9") == one
    for pair in ((one, one), (one, two)):
        with pytest.raises(Refused):
            desk.do_now(merging.merge_customers, *pair)
    desk.do_now(merging.part_customers, two)
    assert (customer(desk, "SO-1"), customer(desk, "SO-2")) == (one, two)
    assert desk.ask_now(lambda session: opt_outs.standing(session, "sms", PETRA)) is not None
    with pytest.raises(Refused):
        desk.do_now(merging.part_customers, two)


def test_everything_that_is_kept_of_a_person_can_be_given_out(desk: Desk, asked: InboxRow) -> None:
    assert asked.customer_id is not None
    data = desk.ask_now(giving_out.data_of, asked.customer_id)
    assert data["customer"]["name"] == "Customer 1" and data["orders"][0]["number"] == "SO-1"
    assert data["answers"][0]["body"] == "Where is my order?" and "search_text" not in data["orders"][0]
    assert all(row["number"] != "SO-2" for row in data["orders"])


def test_what_was_said_stands_in_its_order(desk: Desk, clock: Clock, asked: InboxRow) -> None:
    assert asked.order_id is not None and asked.customer_id is not None
    clock.forward(timedelta(minutes=5))
    desk.do_now(answering.note_on_customer, asked.order_id, "Rang her: she is at home.")
    clock.forward(timedelta(minutes=5))
    desk.do_now(answering.answer_customer, asked.order_id, "email", "At two.", asked.item_id)
    said = desk.ask_now(conversation.conversation, asked.customer_id, asked.item_id)
    shown = [(one.what, one.text) for one in said if one.what != "promise"]
    assert shown == [("in", "Where is my order?"), ("item", "Rang her: she is at home."), ("out", "At two.")]


def test_a_refused_message_is_tried_again_with_the_facts_of_now(
    desk: Desk, settings: Settings, mail: tuple[MailBox, int], asked: InboxRow, clock: Clock
) -> None:
    box, port = mail
    order_id = asked.order_id
    assert order_id is not None

    def address(tx: Transaction, email: str) -> None:
        tx.session.get_one(Order, order_id).email = email

    desk.do_now(answering.answer_customer, order_id, "email", "At two.")
    desk.do_now(address, "none")
    clock.forward(writing.ANSWER_WAITS)
    asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    failed = next(row for row in rows(desk) if row.kind == "failed")
    assert failed.message_id is not None
    desk.do_now(address, "lena@example.com")
    desk.do_now(answering.send_again, failed.message_id)
    assert [row.kind for row in rows(desk)] == ["query"]
    assert asyncio.run(sending.run_outbox(desk, smtp(settings, port))).sent == 1 and len(box.mails) == 1
    with pytest.raises(Refused):
        desk.do_now(answering.send_again, failed.message_id)


def test_each_slip_of_a_van_is_told_once(
    desk: Desk, settings: Settings, mail: tuple[MailBox, int], clock: Clock
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002",))
    desk.do_now(ways.keep_message_ways, {"reminder": ("email",)})
    leg = desk.ask_now(day_board.day_board, DAY, clock()).legs[0]

    def leaves(tx: Transaction, minutes: int) -> None:
        tx.session.get_one(Route, leg.route_id).departed_at = leg.start_at + timedelta(minutes=minutes)

    def round_of_post() -> list[str]:
        desk.do_now(delays.note_delays)
        asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
        query = select(Message.kind_of).where(Message.state == "sent").order_by(Message.id)
        return list(desk.ask_now(lambda session: session.scalars(query).all()))

    clock.now = leg.start_at
    assert round_of_post() == ["reminder"]
    told = [1, 1, 2, 2, 3]
    for minutes, count in zip((15, 19, 35, 50, 60), told, strict=True):
        clock.now = leg.start_at + timedelta(minutes=minutes)
        desk.do_now(leaves, minutes)
        for _ in range(2):
            assert round_of_post() == ["reminder", *["delay"] * (count - 1)], minutes
    assert all("comes later" in str(one["Subject"]) for one in box.mails[1:])


def test_whoever_moves_his_window_is_not_driven_to_in_the_old_one(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002", "1004"))
    desk.do_now(on_duty_for_days)
    plan_day(desk)
    moved, stays = get(desk, "1002"), get(desk, "1004")
    tomorrow = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))
    token, _ = desk.do_now(links.make_link, moved.id, LinkKind.SLOT)
    desk.do_now(choosing.choose_window, token, tomorrow)
    board = desk.ask_now(day_board.day_board, DAY, clock())
    assert [stop.numbers for stop in board.stops] == [("#1004",)]
    assert (get(desk, "1002").dispatch, get(desk, "1002").appointment) == ("unplanned", "confirmed")
    stale = desk.ask_now(lambda session: session.scalars(select(Route.revision)).one())
    assert stale > 1
    # a window in which the van comes anyway keeps its place
    wider = TimeWindow(PROMISE.start - timedelta(minutes=30), PROMISE.end)
    desk.do_now(agreeing.agree, stays.id, wider)
    (stop,) = desk.ask_now(day_board.day_board, DAY, clock()).stops
    assert stop.numbers == ("#1004",) and get(desk, "1004").dispatch == "on_manifest"


def test_an_answer_is_taken_back_until_it_is_sent(
    desk: Desk, settings: Settings, mail: tuple[MailBox, int], asked: InboxRow, clock: Clock
) -> None:
    order_id, item = asked.order_id, asked.item_id
    assert order_id is not None
    desk.do_now(answering.answer_customer, order_id, "email", "At two.", item, "k")
    assert desk.do_now(answering.take_back_answer, order_id, "k", item) == "At two."
    clock.forward(writing.ANSWER_WAITS)
    assert asyncio.run(sending.run_outbox(desk, smtp(settings, mail[1]))).sent == 0
    assert [row.item_id for row in rows(desk)] == [item]
    desk.do_now(answering.answer_customer, order_id, "email", "At three.", item, "l")
    clock.forward(writing.ANSWER_WAITS)
    assert asyncio.run(sending.run_outbox(desk, smtp(settings, mail[1]))).sent == 1
    with pytest.raises(Refused) as refused:
        desk.do_now(answering.take_back_answer, order_id, "l", item)
    assert (refused.value.code, rows(desk), len(mail[0].mails)) == ("answer.sent", (), 1)


def test_a_wish_for_no_messages_stands_in_the_conversation(desk: Desk, asked: InboxRow) -> None:
    write(desk, "stop", sid="2")
    desk.do_now(opt_outs.allow_messages, "sms", LENA)
    said = desk.ask_now(conversation.conversation, asked.customer_id, asked.item_id)
    assert [(one.kind, one.channel) for one in said if one.what == "wish"] == [("stop", "sms"), ("allow", "sms")]
