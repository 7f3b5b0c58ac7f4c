"""A finished stop is put right: nothing is overwritten, and whoever was told something wrong is told once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch_console import texts
from dispatch_console.application.customers import inbox, page
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links
from dispatch_console.application.papers.proof_facts import proof_facts
from dispatch_console.application.phones import dispute
from dispatch_console.application.promises import promising
from dispatch_console.application.road import correcting, day_closings, doorstep, next_attempt, settled
from dispatch_console.application.road.correcting import Right
from dispatch_console.application.site import notices
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.papers.facts import ProofFacts, Sender
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.store.entities import DayClosing, GoodsBack, Handoff, InboxItem, Message, Order, Stop
from dispatch_console.store.transaction import Actor, Transaction
from tests.application.test_handing_over import collect_on_delivery
from tests.application.test_message_occasions import TOLD, send
from tests.builders.days import PROMISE, out_on_the_road, ready_orders
from tests.builders.fleet import DAY
from tests.builders.mails import body
from tests.builders.sample_orders import all_checked, get
from tests.conftest import Clock
from tests.mail_server import MailBox

NOT_HOME = HandoffFacts(outcome="failed_not_home")
NEIGHBOUR = HandoffFacts(
    outcome="delivered_third_party", recipient="Aila Ketola", relation="neighbour", said_name=True, said_number=True,
    has_signature=True, on_paper=True,
)  # fmt: skip


@pytest.fixture
def door(desk: Desk, clock: Clock) -> Desk:
    """Return a desk whose van stands at the door of 1002."""
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, ("1002", "1004"))
    clock.forward(timedelta(minutes=45))
    return desk


def hand_over(desk: Desk, facts: HandoffFacts, number: str = "1002", signature: bytes | None = None) -> int:
    return desk.do_now(doorstep.hand_over, get(desk, number).id, facts, through="phone", signature=signature)


def correct(desk: Desk, record: int, facts: HandoffFacts | None, **more: Any) -> int | None:
    right = Right(facts=facts, acted_at=desk.clock()) if facts is not None else None
    return desk.do_now(correcting.correct, record, right, **({"why": "wrong_code"} | more))


def messages(desk: Desk) -> list[tuple[str, str, str]]:
    query = select(Message).where(Message.kind_of.in_(("delivered", "missed", "survey", "correction", "ask")))
    rows = desk.ask_now(lambda session: session.scalars(query.order_by(Message.id)).all())
    return [(row.kind_of, row.state, row.reason) for row in rows]


def records(desk: Desk, number: str = "1002") -> list[Handoff]:
    order = get(desk, number).id
    query = select(Handoff).where(Handoff.order_id == order).order_by(Handoff.id)
    return list(desk.ask_now(lambda session: session.scalars(query).all()))


def test_delivered_by_a_slip_of_the_thumb_is_still_on_the_road_and_told_once(
    door: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    door.do_now(notices.keep_notices, ["survey"])
    first = hand_over(door, TOLD, signature=b"ink")
    order = get(door, "1002")
    token, _ = door.do_now(links.make_link, order.id, LinkKind.PROOF)
    send(door, settings, port)
    assert [mail["Subject"].split()[-1] for mail in box.mails][-1:] == ["delivered"]
    clock.forward(timedelta(minutes=7))
    assert correct(door, first, None, why="wrong_order") is None
    order = get(door, "1002")
    assert (order.dispatch, order.outcome, order.outcome_code, order.delivered_at, order.recipient) == (
        "out", "none", "", None, None,
    )  # fmt: skip
    # the van still has it, and the stop is ahead again
    stops = door.ask_now(lambda session: session.scalars(select(Stop)).all())
    assert all(stop.left_at is None for stop in stops)
    # the proof with another person's signature is gone
    with pytest.raises(Refused, match=r"link\.dead"):
        door.ask_now(page.page_facts, token, clock.now)
    before = len(box.mails)
    send(door, settings, port)
    send(door, settings, port)
    (told,) = [mail for mail in box.mails[before:] if "Correction" in str(mail["Subject"])]
    assert "was wrong. We are sorry. It has not been handed over yet." in body(told)
    assert ("survey", "refused", "withdrawn") in messages(door)
    # the right door is recorded afterwards, as if nothing had been
    hand_over(door, TOLD, signature=b"ink")
    assert get(door, "1002").outcome == "delivered"
    assert [record.replaced_at is None for record in records(door)] == [False, True]


def test_a_text_that_waits_is_withdrawn_and_nobody_is_told_of_a_mistake_that_he_did_not_read(
    door: Desk, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    first = hand_over(door, NOT_HOME)
    assert ("missed", "waiting", "") in messages(door)
    failures = get(door, "1002").address.failures
    new = correct(door, first, NEIGHBOUR, why="opened_after_all")
    order = get(door, "1002")
    assert (order.outcome, order.outcome_code, order.recipient) == (
        "delivered", "delivered_third_party", "Aila Ketola",
    )  # fmt: skip
    assert order.address.failures == failures - 1
    assert messages(door) == [("missed", "refused", "withdrawn"), ("delivered", "waiting", "")]
    send(door, settings, port)
    (told,) = [mail for mail in box.mails if "1002" in str(mail["Subject"])]
    assert "Aila Ketola" in body(told)
    # the goods are not expected back any more
    rows = door.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert rows and all(row.void_at is not None for row in rows)
    old, now = records(door)
    assert (old.outcome_code, old.replaced_at is not None, old.why) == ("failed_not_home", True, "opened_after_all")
    assert (now.id, now.replaces_id, now.open_proofs) == (new, first, ["signature"])


def test_nothing_stands_under_a_correction_that_was_not_signed(door: Desk) -> None:
    first = hand_over(door, TOLD, signature=b"ink")
    correct(door, first, replace(TOLD, recipient="Aila", has_signature=False), why="sheet_differs")
    order = get(door, "1002").id
    facts = door.ask_now(proof_facts, order, Sender("", "", ""), 1, lambda name: name, door.clock())
    assert facts.signature is None and facts.signed == ""
    said = dict(facts.rows)
    assert said["Received by"].startswith("Aila") and "signed sheet says otherwise" in said["Corrected"]
    assert "Before it said: delivered to the customer" in said["Corrected"] and "Aino" in said["Corrected"]
    assert "No signature under this record: it was corrected afterwards." in facts.missing


def test_a_signature_stands_as_long_as_what_was_signed_for(door: Desk, clock: Clock) -> None:
    first = hand_over(door, TOLD, signature=b"ink")
    right = Right(facts=replace(TOLD, has_signature=False), acted_at=clock.now - timedelta(minutes=9))
    door.do_now(correcting.correct, first, right, why="wrong_time")
    _, now = records(door)
    assert (now.signature, now.open_proofs, now.acted_at) == (b"ink", [], right.acted_at)


def test_a_second_correction_is_somebody_elses(door: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    second = correct(door, hand_over(door, NOT_HOME), NEIGHBOUR)
    assert second is not None
    with pytest.raises(Refused, match=r"correct\.second_person"):
        correct(door, second, NOT_HOME)
    other = make_desk(Actor("Mikko Salo", "dispatcher", "Station 4"))
    assert correct(other, second, NOT_HOME) is not None
    with pytest.raises(Conflict, match=r"correct\.replaced"):
        correct(other, second, NEIGHBOUR)
    assert len(records(door)) == 3


def test_who_is_told_nothing_says_why(door: Desk, settings: Settings, mail: tuple[MailBox, int]) -> None:
    box, port = mail
    first = hand_over(door, NOT_HOME)
    send(door, settings, port)
    told = len(box.mails)
    with pytest.raises(Refused, match=r"correct\.words"):
        correct(door, first, NEIGHBOUR, tell=False)
    correct(door, first, NEIGHBOUR, tell=False, words="she stands beside me")
    send(door, settings, port)
    assert len(box.mails) == told


def test_after_the_day_is_closed_a_supervisor_corrects(door: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    first = hand_over(door, NOT_HOME)

    def close(tx: Transaction) -> None:
        tx.session.add(DayClosing(day=date(2026, 11, 23), closed_at=tx.now, closed_by="Ana Ruiz", facts={}))

    door.do_now(close)
    dispatcher = make_desk(Actor("Mikko Salo", "dispatcher", "Station 4"))
    with pytest.raises(Refused, match=r"correct\.closed"):
        correct(dispatcher, first, NEIGHBOUR)
    assert correct(door, first, NEIGHBOUR) is not None


def test_a_next_attempt_that_was_agreed_falls_with_the_miss(door: Desk, clock: Clock) -> None:
    first = hand_over(door, NOT_HOME)
    order = get(door, "1002").id
    tomorrow = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))
    door.do_now(next_attempt.rebook, [order], tomorrow)
    assert get(door, "1002").attempt == 2
    clock.forward(timedelta(minutes=5))
    correct(door, first, NEIGHBOUR)
    now = get(door, "1002")
    assert (now.attempt, now.outcome, now.dispatch, now.appointment) == (1, "delivered", "done", "confirmed")
    assert (now.promise_start, now.promise_end) == (PROMISE.start, PROMISE.end)
    assert promising.offered(now) is None


def test_an_attempt_that_is_on_its_way_is_not_corrected_away(door: Desk) -> None:
    first = hand_over(door, NOT_HOME)
    order = get(door, "1002").id
    door.do_now(next_attempt.rebook, [order])

    def plan(tx: Transaction) -> None:
        tx.session.get_one(Order, order).take("dispatch", "plan", tx.now)

    door.do_now(plan)
    with pytest.raises(Refused, match=r"correct\.next_attempt"):
        correct(door, first, NEIGHBOUR)


def test_goods_that_are_here_are_not_with_the_customer(door: Desk) -> None:
    first = hand_over(door, NOT_HOME)

    def scan(tx: Transaction) -> None:
        for row in tx.session.scalars(select(GoodsBack)):
            row.seen_at, row.seen_by = tx.now, "Petri Lahti"

    door.do_now(scan)
    with pytest.raises(Conflict, match=r"correct\.goods_seen"):
        correct(door, first, NEIGHBOUR)
    assert get(door, "1002").outcome == "failed"
    # another miss of the same goods keeps what is back
    correct(door, first, HandoffFacts(outcome="failed_refused"))
    rows = door.ask_now(lambda session: session.scalars(select(GoodsBack).order_by(GoodsBack.id)).all())
    standing = [row for row in rows if row.void_at is None]
    assert standing and all(row.seen_by == "Petri Lahti" for row in standing)


def test_a_pick_up_that_was_none_is_back_at_the_counter(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002").id
    facts = replace(TOLD, outcome="picked_up", checked=all_checked(desk, "1002"))
    first = desk.do_now(doorstep.hand_over, order, facts, through="counter", signature=b"ink")
    with pytest.raises(Refused, match=r"handoff\.not_out"):
        correct(desk, first, NOT_HOME)
    correct(desk, first, None, why="wrong_order")
    now = get(desk, "1002")
    assert (now.dispatch, now.outcome, now.closure) == ("unplanned", "none", "open")
    desk.do_now(doorstep.hand_over, order, facts, through="counter", signature=b"ink")
    assert get(desk, "1002").outcome == "picked_up"


def test_a_driver_and_customer_service_correct_nothing(door: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    first = hand_over(door, NOT_HOME)
    for role in ("driver", "customer_service", "packer"):
        with pytest.raises(Refused, match=r"right\.missing"):
            correct(make_desk(Actor("Maija", role, "Station 3")), first, NEIGHBOUR)


def cases(desk: Desk) -> list[tuple[str, str]]:
    query = select(InboxItem).where(InboxItem.reason == "handoff").order_by(InboxItem.id)
    return [(row.text, row.answer) for row in desk.ask_now(lambda session: session.scalars(query).all())]


def test_a_case_is_not_opened_twice_and_ends_with_what_it_was_about(door: Desk, clock: Clock) -> None:
    line = get(door, "1002").delivery_lines[0].id
    part = (Turned(line_id=line, refused=1, issue="wrong_item", done="back_refund"),)
    partial = replace(NEIGHBOUR, turned=part)
    first = hand_over(door, partial)
    ((said, _),) = cases(door)
    # another time changes nothing of what is to be made good
    clock.forward(timedelta(minutes=2))
    second = correct(door, first, replace(partial, recipient="Aila K. Ketola"))
    assert cases(door) == [(said, "")] and second is not None
    other = door.acting_as(Actor("Ben", "supervisor", "Station 1"))
    third = correct(other, second, replace(NEIGHBOUR, recipient="Aila K. Ketola"))
    assert cases(door) == [(said, "Not so any more: the stop was corrected.")] and third is not None


def test_a_case_that_was_settled_before_the_correction_is_named_in_the_new_one(door: Desk, clock: Clock) -> None:
    line = get(door, "1002").delivery_lines[0].id
    partial = replace(NEIGHBOUR, turned=(Turned(line_id=line, refused=1, issue="wrong_item", done="back_refund"),))
    first = hand_over(door, partial)
    ((said, _),) = cases(door)
    item = door.ask_now(lambda session: session.scalars(select(InboxItem.id).where(InboxItem.text == said)).one())
    door.do_now(inbox.close_item, item, "paid back")
    correct(door, first, NEIGHBOUR)
    assert cases(door)[1:] == [
        (f"Nothing is to be made good any more: the stop was corrected; settled before: {said}", "")
    ]


def test_proof_and_story_of_a_corrected_stop_say_who_corrected_it_when_and_what_was_let_pass(
    door: Desk, clock: Clock
) -> None:
    first = hand_over(door, replace(TOLD, outcome="delivered_mailbox", recipient="", has_signature=False))
    clock.forward(timedelta(minutes=20))
    second = correct(door, first, replace(NEIGHBOUR, has_signature=False, on_paper=False))
    ben = door.acting_as(Actor("Ben", "supervisor", "Station 2"))
    clock.forward(timedelta(minutes=5))
    ben.do_now(day_closings.waive, DAY, f"proof:{second}:signature", "the customer confirmed it by phone", None)
    order = get(door, "1002").id
    events = door.ask_now(dispute.dispute, order).events
    (corrected,) = [event for event in events if event.kind == "correction"]
    made = records(door)[-1]
    assert (corrected.at, corrected.by) == (made.recorded_at, made.recorded_by)
    assert "delivered to another person, Aila Ketola" in corrected.words and "phone" not in corrected.by
    (passed,) = [event for event in events if event.kind == "end of the day"]
    assert (passed.by, passed.at) == ("Ben", clock.now)
    assert "signature was let pass: the customer confirmed it by phone" in passed.words
    assert all(event.words for event in events)
    facts = door.ask_now(proof_facts, order, Sender("x", "y", "z"), 1, texts.milestone, clock.now)
    said = [(what, who) for _, what, who in facts.history]
    assert any(what == "Left in the mailbox" and ", phone, noted by " in who for what, who in said)
    assert any(what.startswith("Corrected: delivered to another person, Aila Ketola") for what, _ in said)
    assert facts.title.startswith("Delivered to another person")


def test_what_was_not_put_right_stays_where_the_phone_was_and_to_the_second(door: Desk, clock: Clock) -> None:
    first = hand_over(door, TOLD, signature=b"ink")
    place = {"lat": 60.17, "lon": 24.95, "accuracy": 8.0, "age": 1.0}

    def seen(tx: Transaction) -> None:
        tx.session.get_one(Handoff, first).place = place

    door.do_now(seen)
    clock.forward(timedelta(minutes=20))
    before = records(door)[0]
    # the relation beside the outcome says the opposite of it
    facts = replace(TOLD, outcome="delivered_third_party", recipient="Anna Kassa", relation="customer")
    right = Right(facts=facts, acted_at=before.acted_at, signature=b"ink")
    door.do_now(correcting.correct, first, right, why="wrong_name")
    made = records(door)[-1]
    assert (made.place, made.acted_at, made.relation) == (place, before.acted_at, "other")
    # at another moment the phone was not there
    other = Right(facts=facts, acted_at=clock.now, signature=b"ink")
    boss = door.acting_as(Actor("Petri", "supervisor", "Station 1"))
    boss.do_now(correcting.correct, made.id, other, why="wrong_time")
    assert records(door)[-1].place == {}


def test_a_proof_says_what_was_not_paid_and_who_let_it_pass_and_nothing_that_nobody_asked(
    door: Desk, clock: Clock
) -> None:
    collect_on_delivery(door, get(door, "1002").id, 3990)
    facts = replace(TOLD, said_name=False, said_number=False, collected=3000, on_paper=True)
    record = door.do_now(doorstep.hand_over, get(door, "1002").id, facts, through="sheet", signature=None)
    boss = door.acting_as(Actor("Petri", "supervisor", "Station 1"))
    boss.do_now(day_closings.waive, DAY, f"proof:{record}:cash", "she pays at the shop tomorrow", None)

    def proof() -> ProofFacts:
        order = get(door, "1002").id
        return door.ask_now(proof_facts, order, Sender("x", "y", "z"), 1, texts.milestone, clock.now)

    found = proof()
    assert "Not paid: 9.90 EUR." in found.missing
    assert "Let pass by Petri: cash, she pays at the shop tomorrow." in found.missing
    assert "Identity" not in dict(found.rows) and found.delivered
    assert any(who.endswith("sheet, noted by Ana Ruiz") for _, _, who in found.history)
    correct(door, record, NOT_HOME)
    assert not proof().delivered


def test_who_refused_hears_of_no_new_time(door: Desk) -> None:
    hand_over(door, HandoffFacts(outcome="failed_refused"))
    assert "missed" not in [kind for kind, _, _ in messages(door)]


def test_what_was_noted_of_a_miss_says_nothing_of_a_delivery(door: Desk) -> None:
    order = get(door, "1002").id
    first = door.do_now(doorstep.hand_over, order, NOT_HOME, through="phone", signature=None, note="no answer")
    second = correct(door, first, TOLD, why="opened_after_all")
    assert [record.note for record in records(door)] == ["no answer", ""] and second is not None
    (row,) = door.ask_now(settled.settled, DAY)
    assert (row.became, row.outcome) == ("opened", "failed_not_home")
