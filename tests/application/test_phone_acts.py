"""What a phone says was done: once, in any order, on its order, at the time of the act; the rest is for a person."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any, ClassVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.customers import page
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links
from dispatch_console.application.operations import rights
from dispatch_console.application.outgoing import sending
from dispatch_console.application.phones import acts, hearing, pairing, phones_list
from dispatch_console.application.planning import day_board
from dispatch_console.application.road import day_end, doorstep
from dispatch_console.application.routes import silence
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.road import phone_acts
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import OutgoingMessage
from dispatch_console.store.entities import DriverPhone, Handoff, Message, Order, PhoneAct, Stop, VanCheck
from dispatch_console.store.transaction import Actor, Transaction
from tests.application.test_handing_over import collect_on_delivery
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.phones import INK, Phone, delivered, paired
from tests.builders.sample_orders import get
from tests.conftest import Clock

NOT_HOME: dict[str, Any] = {"outcome": "failed_not_home"}


@pytest.fixture
def phone(desk: Desk, clock: Clock) -> Phone:
    """Return the phone of a van that left with two orders."""
    clock.now = PROMISE.start - timedelta(minutes=30)
    return paired(desk, out_on_the_road(desk, ("1002", "1004")))


def orders(desk: Desk) -> tuple[int, int]:
    return get(desk, "1002").id, get(desk, "1004").id


def records(desk: Desk) -> list[Handoff]:
    query = select(Handoff).where(Handoff.replaced_at.is_(None)).order_by(Handoff.order_id)
    return desk.ask_now(lambda session: list(session.scalars(query)))


def rows(desk: Desk) -> list[PhoneAct]:
    return desk.ask_now(lambda session: list(session.scalars(select(PhoneAct).order_by(PhoneAct.id))))


def test_an_act_is_done_once_with_the_time_of_the_act(desk: Desk, clock: Clock, phone: Phone) -> None:
    first, _ = orders(desk)
    phone.ahead = timedelta(minutes=47)
    phone.hear()
    at = PROMISE.start + timedelta(minutes=5)
    phone.act("arrive", first, at=at - timedelta(minutes=3))
    phone.act("handoff", first, at=at, **delivered(place={"lat": 60.1, "lon": 24.9, "accuracy": 8, "age": 2}))
    clock.now = PROMISE.end + timedelta(hours=1)
    assert phone.hand_in() == ["done", "done"]
    assert phone.hand_in() == ["done", "done"]
    (record,) = records(desk)
    assert (record.acted_at, record.arrived_at) == (at, at - timedelta(minutes=3))
    assert (record.recorded_by, record.driver, record.reported_through) == ("Sami Niemi", "Sami Niemi", "app")
    assert record.signature is not None and record.open_proofs == [] and record.place["accuracy"] == 8
    assert record.note == "phone's clock corrected"
    # the picture stands in the record alone
    assert INK not in str([row.said for row in rows(desk)])


def test_any_order_of_arrival_comes_to_the_same(desk: Desk, clock: Clock) -> None:
    clock.now = PROMISE.start - timedelta(minutes=30)
    phone = paired(desk, out_on_the_road(desk, ("1002", "1004")))
    first, second = orders(desk)
    clock.now = PROMISE.start
    phone.act("arrive", first)
    phone.act("handoff", first, at=PROMISE.start + timedelta(minutes=4), **NOT_HOME)
    phone.act("handoff", first, at=PROMISE.start + timedelta(minutes=6), **delivered())
    phone.act("handoff", second, at=PROMISE.start + timedelta(minutes=20), **delivered(recipient="Marco"))
    clock.now = PROMISE.end
    seen = {play(desk, phone, order) for order in permutations(phone.kept)}
    assert len(seen) == 1
    ((one, two),) = seen
    assert one == ("delivered_to_recipient", "Anna Virtanen", PROMISE.start + timedelta(minutes=6))
    assert two == ("delivered_to_recipient", "Marco", PROMISE.start + timedelta(minutes=20))


def play(desk: Desk, phone: Phone, documents: Sequence[dict[str, Any]]) -> tuple[tuple[object, ...], ...]:
    """Take acts in a transaction that is thrown away, and return what would stand."""
    driver, held = desk.acting_as(pairing.driver_of(phone.holder)), phone.holder.phone_id
    sent = phone_acts.reading_of({"at": phone.wall(), "jumped": 0})

    def whole(tx: Transaction) -> None:
        for document in documents:
            acts.take_act(tx, held, phone_acts.read_act(document), sent)
            tx.session.flush()

    rights.operation("take_phone_act", roles.ROAD)(whole)

    def stands(session: Session) -> tuple[tuple[object, ...], ...]:
        query = select(Handoff).where(Handoff.replaced_at.is_(None)).order_by(Handoff.order_id)
        return tuple((one.outcome_code, one.recipient, one.acted_at) for one in session.scalars(query))

    return driver.rehearse_now(stands, whole)


def test_she_opens_after_all_and_nothing_false_is_told(desk: Desk, clock: Clock, phone: Phone) -> None:
    first, _ = orders(desk)
    clock.now = PROMISE.start + timedelta(minutes=10)
    phone.act("handoff", first, **NOT_HOME)
    clock.forward(timedelta(minutes=2))
    phone.act("handoff", first, **delivered())
    assert phone.hand_in() == ["done", "done"]
    (record,) = records(desk)
    assert record.outcome_code == "delivered_to_recipient" and record.why == ""
    kinds = desk.ask_now(lambda session: session.execute(select(Message.kind_of, Message.state, Message.reason)).all())
    assert [state for kind, state, _ in kinds if kind == "missed"] == ["refused"]
    assert [state for kind, state, _ in kinds if kind == "delivered"] == ["waiting"]


def test_the_same_id_with_another_content_is_kept_beside_it(desk: Desk, phone: Phone) -> None:
    first, _ = orders(desk)
    made = phone.act("handoff", first, **delivered())
    assert phone.hand_in() == ["done"]
    assert phone.take({**made, "data": delivered(note="one was refused")}).state == "open"
    assert phone.take({**made, "data": delivered(note="one was refused")}).state == "open"
    assert [(row.state, row.reason) for row in rows(desk)] == [("done", ""), ("open", "phone.other_version")]


def test_what_the_desk_recorded_otherwise_is_for_a_person_and_the_same_brings_its_signature(
    desk: Desk, phone: Phone
) -> None:
    first, second = orders(desk)
    desk.do_now(doorstep.hand_over, first, HandoffFacts(outcome="failed_refused"), through="phone", signature=None)
    facts = HandoffFacts(outcome="delivered_to_recipient", recipient="Marco", said_name=True, said_number=True)
    desk.do_now(doorstep.hand_over, second, facts, through="phone", signature=None)
    phone.act("handoff", first, **delivered())
    phone.act("handoff", second, **delivered())
    assert phone.hand_in() == ["open", "same"]
    one, two = records(desk)
    assert (one.outcome_code, two.signature is not None, two.open_proofs) == ("failed_refused", True, [])
    (waiting,) = [row for row in rows(desk) if row.state == "open"]
    assert waiting.reason == "phone.recorded_otherwise" and waiting.said["data"]["signature"] == INK
    with pytest.raises(Refused, match=r"phone\.words"):
        desk.do_now(acts.settle, waiting.id, " ")
    desk.do_now(acts.settle, waiting.id, "the driver says the desk is right")
    assert rows(desk)[0].state == "set_aside"
    with pytest.raises(Refused, match=r"phone\.settled"):
        desk.do_now(acts.settle, waiting.id, "again")


def test_other_goods_or_another_sum_than_the_desk_has_is_for_a_person(desk: Desk, phone: Phone) -> None:
    first, second = orders(desk)
    collect_on_delivery(desk, first, 3990)
    line = get(desk, "1004").delivery_lines[0].id
    facts = HandoffFacts(outcome="delivered_to_recipient", recipient="Marco", said_name=True, said_number=True)
    desk.do_now(doorstep.hand_over, first, replace(facts, collected=2700), through="phone", signature=None)
    kept = Turned(line_id=line, damaged=1, issue="damaged", done="kept_refund")
    desk.do_now(doorstep.hand_over, second, replace(facts, turned=(kept,)), through="phone", signature=None)
    phone.act("handoff", first, **delivered(collected=3990))
    phone.act("handoff", second, **delivered())
    assert phone.hand_in() == ["open", "open"]
    assert {row.reason for row in rows(desk)} == {"phone.recorded_otherwise"}
    phone.act("handoff", first, **delivered(collected=2700))
    turned = [{"line": line, "refused": 0, "damaged": 1, "issue": "damaged", "done": "kept_refund"}]
    phone.act("handoff", second, **delivered(turned=turned))
    assert phone.hand_in()[2:] == ["same", "same"]


def test_a_safe_place_that_was_taken_back_meanwhile_is_said_and_nobody_is_thanked(
    desk: Desk, clock: Clock, phone: Phone
) -> None:
    first, second = orders(desk)
    phone.act("handoff", first, outcome="delivered_safe_place", may_leave=True)
    phone.act("handoff", second, outcome="delivered_safe_place")
    clock.forward(timedelta(minutes=40))
    assert phone.hand_in() == ["done", "open"]
    (record,) = records(desk)
    assert record.open_proofs == ["permission"]
    thanked = select(Message.id).where(Message.kind_of == "delivered", Message.order_id == first)
    assert desk.ask_now(lambda session: session.scalars(thanked).all()) == []
    things = desk.ask_now(day_end.open_things, DAY)
    assert ("proof", "permission") in [(thing.kind, thing.what) for thing in things]


def test_an_act_of_another_day_is_for_a_person(desk: Desk, clock: Clock, phone: Phone) -> None:
    first, _ = orders(desk)
    phone.act("handoff", first, at=clock.now - timedelta(days=2), **delivered())
    assert phone.hand_in() == ["open"]
    assert rows(desk)[0].reason == "phone.other_day" and records(desk) == []


def test_a_link_that_was_taken_back_shows_nothing_and_what_was_done_may_be_handed_in(desk: Desk, phone: Phone) -> None:
    first, _ = orders(desk)
    phone.act("handoff", first, **delivered())
    desk.do_now(pairing.revoke, phone.holder.shift_id)
    assert not phone.holder.may_act and phone.holder.revoked
    assert phone.hand_in() == ["open"]
    assert rows(desk)[0].reason == "phone.revoked" and records(desk) == []
    with pytest.raises(Refused, match=r"phone\.no_link"):
        desk.do_now(pairing.revoke, phone.holder.shift_id)
    with pytest.raises(Refused, match=r"link\.dead"):
        desk.acting_as(pairing.PAGE).do_now(pairing.take, phone.token, "another")


def test_another_phone_takes_over_with_a_code_and_the_first_still_hands_in(
    desk: Desk, clock: Clock, phone: Phone
) -> None:
    first, second = orders(desk)
    page = desk.acting_as(pairing.PAGE)
    phone.act("handoff", first, **delivered())
    for wrong in ("", "AAAA AAAA"):
        with pytest.raises(Refused, match=r"phone\.taken"):
            page.do_now(pairing.take, phone.token, "iPhone", wrong)
    code, until = desk.do_now(pairing.make_code, phone.holder.shift_id)
    assert len(code) == 8 and until > clock.now
    secret = page.do_now(pairing.take, phone.token, "iPhone", f" {code[:4].lower()} {code[4:]}")
    other = Phone(desk, phone.token, secret)
    other.hear()
    assert other.holder.may_act and not phone.holder.may_act and not phone.holder.revoked
    other.act("handoff", second, **delivered())
    assert (phone.hand_in(), other.hand_in()) == (["done"], ["done"])
    with pytest.raises(Refused, match=r"phone\.taken"):
        page.do_now(pairing.take, phone.token, "third", code)
    late, _ = desk.do_now(pairing.make_code, phone.holder.shift_id)
    clock.forward(timedelta(minutes=11))
    with pytest.raises(Refused, match=r"phone\.taken"):
        page.do_now(pairing.take, phone.token, "third", late)


def test_acts_that_never_came_have_numbers(desk: Desk, phone: Phone) -> None:
    first, second = orders(desk)
    phone.act("arrive", first)
    lost = phone.act("handoff", first, **delivered())
    phone.act("handoff", second, **NOT_HOME)
    phone.hand_in(*(one for one in phone.kept if one is not lost))
    held = desk.ask_now(lambda session: session.get_one(DriverPhone, phone.holder.phone_id))
    assert desk.ask_now(acts.missing_acts, held) == (2,)


def test_a_check_of_the_van_is_kept_with_the_van_and_an_arrival_is_inferred_by_nobody(
    desk: Desk, clock: Clock, phone: Phone
) -> None:
    first, _ = orders(desk)
    phone.act("check", odometer=48_213, fuel="3/4", damage="", papers=True)
    phone.act("back", odometer=48_260)
    assert phone.hand_in() == ["done", "done"]
    checks = desk.ask_now(lambda session: session.scalars(select(VanCheck).order_by(VanCheck.id)).all())
    assert [(one.way, one.odometer, one.papers) for one in checks] == [("out", 48_213, True), ("back", 48_260, False)]
    phone.act("handoff", first, **delivered())
    phone.hand_in()
    stop = desk.ask_now(lambda session: session.scalars(select(Stop).where(Stop.left_at.is_not(None))).one())
    assert stop.arrived_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"v": 9}, {"id": "x"}, {"n": 0}, {"n": "1"}, {"kind": "fly"}, {"orders": ["1"]}, {"orders": [1] * 51},
        {"at": "yesterday"}, {"at": "2026-11-23T10:00:00"}, {"jumped": "much"}, {"heard": {"ours": ""}}, {"heard": 5},
    ],
)  # fmt: skip
def test_what_is_no_act_is_refused(desk: Desk, phone: Phone, wrong: dict[str, object]) -> None:
    good = phone.act("arrive", orders(desk)[0])
    with pytest.raises(BadInput, match=r"phone\.act"):
        phone_acts.read_act({**good, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "no picture"}, {"signature": "AAAA"}, {"signature": 7}, {"recipient": "x" * 501},
        {"collected": -1}, {"collected": 1.5}, {"turned": "all"}, {"turned": [{"line": "1"}]}, {"photos": ["../etc"]},
    ],
)  # fmt: skip
def test_a_handoff_that_cannot_be_read_is_kept_for_a_person(desk: Desk, phone: Phone, wrong: dict[str, object]) -> None:
    phone.act("handoff", orders(desk)[0], **delivered(**wrong))
    assert phone.hand_in() == ["open"]
    assert rows(desk)[0].reason == "phone.act" and records(desk) == []


def test_signs_that_no_database_keeps_stop_nothing(desk: Desk, phone: Phone) -> None:
    phone.act("handoff", orders(desk)[0], **delivered(note="a\x00b\ud83d"))
    assert phone.hand_in() == ["done"]
    assert records(desk)[0].note.startswith("ab")


def test_what_was_checked_at_the_door_is_in_the_record(desk: Desk, clock: Clock, phone: Phone) -> None:
    first, *_ = orders(desk)
    clock.now = PROMISE.start + timedelta(minutes=5)
    (parcel,) = desk.ask_now(lambda session: session.get_one(Order, first).parcels)
    others = {"DCP000000123457": "scanned", "6400000000017": "scanned", "": "seen"}
    phone.act("handoff", first, **delivered(checked={str(parcel.code): "typed"} | others))
    phone.act("handoff", orders(desk)[1], **delivered(checked={"x": 3}))
    assert phone.hand_in() == ["done", "done"]
    assert [record.checked for record in records(desk)] == [{str(parcel.id): "typed"}, {}]


def test_what_the_phone_says_is_taken_with_its_signature_when_a_person_decides_so(
    desk: Desk, clock: Clock, phone: Phone
) -> None:
    first, second = orders(desk)
    clock.now = PROMISE.start + timedelta(minutes=5)
    # the desk wrote something else meanwhile
    for order in (first, second):
        desk.do_now(doorstep.hand_over, order, HandoffFacts(outcome="failed_not_home"), through="phone", signature=None)
    at = PROMISE.start + timedelta(minutes=2)
    phone.act("handoff", first, at=at, **delivered(note="rang twice"))
    phone.act("arrive", second)
    assert phone.hand_in() == ["open", "done"]
    (waiting,) = desk.ask_now(lambda session: session.scalars(select(PhoneAct).where(PhoneAct.state == "open")).all())
    day = DAY
    assert desk.ask_now(phones_list.waiting_count, day) == 1
    desk.do_now(acts.accept, waiting.id)
    standing = [record for record in records(desk) if record.order_id == first and record.replaced_at is None]
    (record,) = standing
    assert (record.outcome_code, record.acted_at, record.note) == ("delivered_to_recipient", at, "rang twice")
    assert record.signature is not None and record.open_proofs == []
    # nobody knows why the desk had it otherwise
    replaced = select(Handoff).where(Handoff.order_id == first, Handoff.replaced_at.is_not(None))
    (before,) = desk.ask_now(lambda session: session.scalars(replaced).all())
    assert (before.why, before.why_words) == ("other", "as the driver's phone says")
    assert desk.ask_now(phones_list.waiting_count, day) == 0
    with pytest.raises(Refused, match=r"phone\.settled"):
        desk.do_now(acts.accept, waiting.id)


def test_a_packer_takes_no_acts_and_no_route(desk: Desk, phone: Phone) -> None:
    packer = desk.acting_as(Actor("Petri", "packer", "Station 3"))
    with pytest.raises(Refused, match=r"right\.missing"):
        packer.do_now(pairing.revoke, phone.holder.shift_id)
    with pytest.raises(Refused, match=r"right\.missing"):
        packer.do_now(pairing.take, phone.token, "mine")


def test_silence_is_not_lateness(desk: Desk, clock: Clock, phone: Phone) -> None:
    """A van of which nobody hears may have been there: no message guesses, and the page says of when its news is."""
    first, second = orders(desk)
    tokens = [desk.do_now(links.make_link, order, LinkKind.WHERE)[0] for order in (first, second)]
    shift = phone.holder.shift_id

    def silent() -> tuple[bool, ...]:
        def look(session: Session) -> tuple[bool, ...]:
            stops = [current_stop(session, order) for order in (first, second)]
            return tuple(silence.may_be_done(session, stop, clock.now) for stop in stops if stop is not None)

        return desk.ask_now(look)

    assert silent() == (False, False)
    assert desk.ask_now(silence.silent_since, shift, clock.now) is None
    heard = clock.now
    clock.now = PROMISE.start + timedelta(minutes=70)
    assert desk.ask_now(silence.silent_since, shift, clock.now) == heard
    assert silent() == (True, True)
    done = asyncio.run(sending.run_outbox(desk, Nowhere()))
    assert {reason for *_, reason in done.refused} == {"phone_silent"} and done.sent == 0
    (van,) = desk.ask_now(day_board.day_board, DAY, clock.now).vans
    assert van.silent_since == heard
    facts = desk.ask_now(page.page_facts, tokens[0], clock.now)
    assert facts.coming is not None and facts.coming.last_news == heard
    # it is heard again, and what it did is known
    phone.act("handoff", first, at=PROMISE.start + timedelta(minutes=5), **delivered())
    assert phone.hand_in() == ["done"]
    assert desk.ask_now(silence.silent_since, shift, clock.now) is None
    assert silent() == (False, False)


def test_a_van_is_seen_where_its_phone_was_last_while_it_is_out(desk: Desk, clock: Clock, phone: Phone) -> None:
    here = {"lat": 60.17, "lon": 24.94, "accuracy": 20, "age": 60}

    def seen() -> silence.SeenAt | None:
        (van,) = desk.ask_now(day_board.day_board, DAY, clock.now).vans
        return van.seen

    def hear(place: object) -> None:
        desk.do_now(hearing.hear, phone.holder.phone_id, 0, {}, place)

    assert seen() is None
    hear(here)
    assert seen() == silence.SeenAt(Coordinate(60.17, 24.94), 20, clock.now - timedelta(minutes=1))
    # what is no place changes nothing, and neither does a phone that does not say it
    for other in (None, {"lat": 99, "lon": 0, "accuracy": 1, "age": 0}, {"lat": "x"}):
        hear(other)
        assert seen() is not None
    clock.now = PROMISE.start + timedelta(minutes=5)
    for order in orders(desk):
        phone.act("handoff", order, **delivered())
    assert phone.hand_in() == ["done", "done"]
    # the last stop is done: where the driver goes now is nobody's business
    assert seen() is None
    hear(here)
    assert desk.ask_now(lambda session: session.scalars(select(DriverPhone.place)).all()) == [{}]


class Nowhere:
    """Takes mails and sends none."""

    channel: ClassVar[str] = "email"

    async def send(self, message: OutgoingMessage) -> str:
        raise AssertionError(message.body)
