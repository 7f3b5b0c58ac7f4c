"""Proofs that a site asks for more or less strongly, and the PIN that the customer alone knows."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch_console.application.customers import page
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links
from dispatch_console.application.orders import pins, proof_rules
from dispatch_console.application.orders.site_checklist import SCOPES
from dispatch_console.application.papers.proof_facts import proof_facts
from dispatch_console.application.phones import photos
from dispatch_console.application.phones.driver_route import driver_route
from dispatch_console.application.promises import calls
from dispatch_console.application.road import doorstep, handoff_view
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.store.entities import Handoff, JournalEntry, Order, PhoneAct
from dispatch_console.ui.schedule import call_words
from tests.application.test_handing_over import TOLD_AT_COUNTER
from tests.builders.days import PROMISE, out_on_the_road, ready_orders
from tests.builders.phones import Phone, delivered, paired
from tests.builders.sample_orders import all_checked, get
from tests.conftest import Clock

NUMBERS = ("1002", "1004")


@pytest.fixture
def phone(desk: Desk, clock: Clock) -> Phone:
    clock.now = PROMISE.start - timedelta(minutes=30)
    found = paired(desk, out_on_the_road(desk, NUMBERS))
    clock.now = PROMISE.start + timedelta(minutes=5)
    return found


def rule(desk: Desk, proof: str, level: str, scope: str = "every", value: str = "") -> int:
    texts = {
        "proof": proof_rules.PROOFS[proof],
        "level": proof_rules.LEVELS[level],
        "scope": SCOPES[scope],
        "value": value,
    }
    return desk.do_now(proof_rules.keep_proof_rule, None, texts)


def record_of(desk: Desk, number: str) -> Handoff:
    order = get(desk, number).id
    query = select(Handoff).where(Handoff.order_id == order, Handoff.replaced_at.is_(None))
    return desk.ask_now(lambda session: session.scalars(query).one())


def hand_in(phone: Phone, number: str, **more: Any) -> None:
    phone.act("handoff", get(phone.desk, number).id, **delivered(**more))
    assert set(phone.hand_in()) == {"done"}


def pin_of(desk: Desk, number: str) -> str:
    order = get(desk, number).id
    return desk.ask_now(lambda session: pins.pin_for(session, session.get_one(Order, order)))


def test_what_is_warned_about_stands_in_the_record_and_what_is_required_keeps_it_open(desk: Desk, phone: Phone) -> None:
    rule(desk, "photo", "warned")
    rule(desk, "photo", "required", "customer", get(desk, "1004").customer_name)
    off = rule(desk, "said_number", "off")
    for number in NUMBERS:
        hand_in(phone, number, said_number=False)
    first, second = (record_of(desk, number) for number in NUMBERS)
    assert (first.open_proofs, first.lacking) == ([], ["photo"])
    assert (second.open_proofs, second.lacking) == (["photo"], [])
    facts = desk.ask_now(proof_facts, get(desk, "1002").id, Sender("", "", ""), 1, lambda name: name, desk.clock())
    assert any("Asked for and not there: photo" in line for line in facts.missing)
    # a rule that is out of use means nobody
    desk.do_now(proof_rules.retire_proof_rule, off)
    assert len(desk.ask_now(proof_rules.proof_rules)) == 2
    with pytest.raises(BadInput, match=r"item\.which"):
        rule(desk, "pin", "required", "product")


def test_a_photo_that_comes_after_the_act_closes_the_record(desk: Desk, phone: Phone) -> None:
    rule(desk, "photo", "required")
    for number, looked in (("1002", photos.Looked(b"jpeg", "")), ("1004", photos.Looked(None, "photo.shows_nothing"))):
        hand_in(phone, number)
        assert record_of(desk, number).open_proofs == ["photo"]
        order = get(desk, number).id
        desk.do_now(photos.take_photo, phone.holder.phone_id, number * 8, number.encode(), looked, order)
    assert record_of(desk, "1002").open_proofs == []
    # one that shows nothing is no proof
    assert record_of(desk, "1004").open_proofs == ["photo"]


def test_a_pin_is_compared_when_the_act_comes_and_kept_nowhere(desk: Desk, phone: Phone) -> None:
    rule(desk, "pin", "required")
    right = pin_of(desk, "1002")
    wrong = f"{(int(pin_of(desk, '1004')) + 1) % 10_000:04d}"
    hand_in(phone, "1002", pin=right)
    hand_in(phone, "1004", pin=wrong)
    first, second = (record_of(desk, number) for number in NUMBERS)
    assert first.open_proofs == [] and "PIN" not in first.note
    assert second.open_proofs == ["pin"] and "a wrong PIN was said" in second.note
    kept = desk.ask_now(
        lambda session: json.dumps(
            [
                [act.said for act in session.scalars(select(PhoneAct))],
                [[entry.before, entry.after] for entry in session.scalars(select(JournalEntry))],
            ],
            default=str,
        )
    )
    assert '"pin"' not in json.dumps([act["data"] for act in phone_said(desk)]) and f'"{right}"' not in kept


def phone_said(desk: Desk) -> list[dict[str, Any]]:
    return desk.ask_now(lambda session: list(session.scalars(select(PhoneAct.said))))


def test_an_act_that_is_for_a_person_keeps_no_pin_either(desk: Desk, phone: Phone) -> None:
    made = phone.act("handoff", get(desk, "1002").id, **delivered(pin="1234"))
    assert phone.hand_in() == ["done"]
    assert phone.take({**made, "data": delivered(note="another", pin="4321")}).state == "open"
    assert all("pin" not in said["data"] for said in phone_said(desk))


def test_five_wrong_ones_are_enough(desk: Desk, phone: Phone) -> None:
    rule(desk, "pin", "warned")
    right = pin_of(desk, "1002")
    order = get(desk, "1002").id
    wrong = f"{(int(right) + 1) % 10_000:04d}"
    tried = [desk.do_now(pins.try_pin, order, wrong) for _ in range(5)]
    assert [(one.result, one.left) for one in tried] == [
        ("wrong", 4), ("wrong", 3), ("wrong", 2), ("wrong", 1), ("locked", 0),
    ]  # fmt: skip
    assert desk.do_now(pins.try_pin, order, right).result == "locked"
    other = get(desk, "1004").id
    assert desk.do_now(pins.try_pin, other, pin_of(desk, "1004")).result == "right"
    # once right it stays so, whatever is said afterwards
    assert desk.do_now(pins.try_pin, other, "xxxx").result == "right"
    assert desk.ask_now(handoff_view.view, other).pin_right


def test_the_customer_sees_his_pin_and_the_phone_never_does(desk: Desk, phone: Phone, clock: Clock) -> None:
    order = get(desk, "1002").id
    token, _ = desk.do_now(links.make_link, order, LinkKind.WHERE)
    assert desk.ask_now(page.page_facts, token, clock.now).pin == ""
    rule(desk, "pin", "required", "customer", get(desk, "1002").customer_name)
    right = pin_of(desk, "1002")
    assert desk.ask_now(page.page_facts, token, clock.now).pin == right
    route = desk.ask_now(driver_route, phone.holder.shift_id, clock.now)
    asked = [stop_order["proofs"]["pin"] for stop in route["stops"] for stop_order in stop["orders"]]
    assert sorted(asked) == ["off", "required"]
    assert f'"{right}"' not in json.dumps(route)
    hand_in(phone, "1002", pin=right)
    # it opens nothing any more
    assert desk.ask_now(page.page_facts, token, clock.now).pin == ""


def test_a_customer_who_is_only_rung_hears_his_pin(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002",))

    def heard() -> str:
        facts = desk.ask_now(calls.call_facts, get(desk, "1002").id, clock.now)
        return call_words.script(facts, "Kaarna & Koti", "today", desk.zone, clock.now)

    assert "PIN" not in heard()
    rule(desk, "pin", "required")
    assert f"The driver will ask for a PIN. Yours is {pin_of(desk, '1002')}." in heard()


def test_at_the_counter_nothing_is_given_without_the_pin(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002",))
    rule(desk, "pin", "required")
    rule(desk, "photo", "required")
    order = get(desk, "1002").id
    told = replace(TOLD_AT_COUNTER, checked=all_checked(desk, "1002"))
    with pytest.raises(Refused) as refused:
        desk.do_now(doorstep.hand_over, order, told, through="counter", signature=b"x")
    assert refused.value.facts["missing"] == ("pin",)
    desk.do_now(pins.try_pin, order, pin_of(desk, "1002"))
    desk.do_now(doorstep.hand_over, order, told, through="counter", signature=b"x")
    assert get(desk, "1002").outcome == "picked_up"
