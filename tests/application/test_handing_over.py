"""What is recorded of a door: when it was, what was accepted, what comes back, and what is still open."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.papers.proof_facts import proof_facts
from dispatch_console.application.road import correcting, doorstep, drafts, handoff_view
from dispatch_console.application.road.correcting import Right
from dispatch_console.application.routes.accepted import goods_at_door
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Money
from dispatch_console.language import money
from dispatch_console.store.entities import GoodsBack, Handoff, InboxItem, Order, Parcel, Route, Stop
from dispatch_console.store.transaction import Transaction
from dispatch_console.ui.tracking import views
from tests.application.test_message_occasions import TOLD
from tests.builders.days import PROMISE, out_on_the_road, ready_orders
from tests.builders.sample_orders import all_checked, get
from tests.conftest import Clock


def record(desk: Desk, record_id: int) -> Handoff:
    return desk.ask_now(lambda session: session.get_one(Handoff, record_id))


def left_at(desk: Desk, clock: Clock) -> int:
    """Let the van be on the road since noon. Returns the order at whose door it is."""
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, ("1002",))
    return get(desk, "1002").id


def collect_on_delivery(desk: Desk, order_id: int, due: int, currency: str = "EUR") -> None:
    def change(tx: Transaction) -> None:
        order = tx.session.get_one(Order, order_id)
        order.due_on_delivery, order.currency = due, currency
        for line in order.lines:
            line.unit_price = 1290

    desk.do_now(change)


def proof_rows(desk: Desk, order_id: int) -> dict[str, str]:
    facts = desk.ask_now(proof_facts, order_id, Sender("", "", ""), 1, lambda name: name, desk.clock())
    return dict(facts.rows)


def test_an_act_that_is_rung_in_later_has_its_own_time_and_keeps_its_promise(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    clock.now = PROMISE.end + timedelta(minutes=15)
    at, since = PROMISE.end + timedelta(minutes=4), PROMISE.end - timedelta(minutes=1)
    made = desk.do_now(doorstep.hand_over, order, TOLD, through="phone", signature=b"x", acted_at=at, arrived_at=since)
    found = record(desk, made)
    assert (found.acted_at, found.arrived_at, found.recorded_at) == (at, since, clock.now)
    (stop,) = desk.ask_now(lambda session: session.scalars(select(Stop)).all())
    assert (stop.arrived_at, stop.left_at) == (since, at)
    assert get(desk, "1002").delivered_at == at
    rows = proof_rows(desk, order)
    assert rows["Promised"].endswith(", kept") and rows["Time"].startswith("16:04")


def test_an_arrival_that_nobody_told_is_none(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    clock.forward(timedelta(hours=1))
    desk.do_now(doorstep.hand_over, order, TOLD, through="phone", signature=b"x")
    (stop,) = desk.ask_now(lambda session: session.scalars(select(Stop)).all())
    assert (stop.arrived_at, stop.left_at) == (None, clock.now)


def test_an_arrival_that_was_noted_after_the_act_was_at_the_act(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    clock.forward(timedelta(hours=1))
    desk.do_now(doorstep.arrive, [order])
    at = clock.now - timedelta(minutes=12)
    found = record(desk, desk.do_now(doorstep.hand_over, order, TOLD, through="phone", signature=b"x", acted_at=at))
    assert (found.arrived_at, found.acted_at) == (at, at)


@pytest.mark.parametrize(("minutes", "code"), ((5, "act.ahead"), (-45, "act.before_departure")))
def test_a_time_that_cannot_be_is_refused_and_nothing_is_recorded(
    desk: Desk, clock: Clock, minutes: int, code: str
) -> None:
    order = left_at(desk, clock)
    clock.forward(timedelta(minutes=10))
    with pytest.raises(Refused) as refusal:
        desk.do_now(
            doorstep.hand_over,
            order,
            TOLD,
            through="phone",
            signature=b"x",
            acted_at=clock.now + timedelta(minutes=minutes),
        )
    assert refusal.value.code == code
    assert get(desk, "1002").outcome == "none"
    with pytest.raises(Refused) as refusal:
        desk.do_now(doorstep.arrive, [order], clock.now + timedelta(minutes=minutes))
    assert refusal.value.code == code


def test_pieces_that_are_turned_down_lower_the_cash_and_come_back(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    collect_on_delivery(desk, order, 12950)
    line = get(desk, "1002").delivery_lines[0]
    broken = Turned(line_id=line.id, damaged=1, issue="damaged", done="back_refund")
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", relation="family", said_name=True, said_number=True,
        has_signature=True, collected=11660, turned=(broken,),
    )  # fmt: skip
    clock.forward(timedelta(minutes=40))
    found = record(desk, desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=b"x"))
    pieces = get(desk, "1002").pieces
    assert (found.outcome_code, found.due, found.collected, found.means) == ("delivered_partial", 11660, 11660, "cash")
    assert (found.items_accepted, found.items_damaged, found.open_proofs) == (pieces - 1, 1, [])
    (back,) = desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert (back.line_id, back.pieces, back.damaged, back.seen_at, back.void_at) == (line.id, 1, 1, None, None)
    assert back.shift_id is not None
    # the price was taken off, so nobody has money to get back
    assert desk.ask_now(lambda session: session.scalars(select(InboxItem)).all()) == []
    rows = proof_rows(desk, order)
    assert rows["Not accepted"] == f"1 × {line.name}: damaged, back with us, money back"
    assert rows["To collect"].endswith("cash")


def test_what_was_paid_before_is_given_back_by_customer_service(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    collect_on_delivery(desk, order, 0)
    line = get(desk, "1002").delivery_lines[0]
    again = Turned(line_id=line.id, refused=1, issue="wrong_item", done="back_again")
    broken = Turned(line_id=get(desk, "1002").delivery_lines[1].id, damaged=1, issue="damaged", done="kept_refund")
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        turned=(again, broken),
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=b"x")
    (item,) = desk.ask_now(lambda session: session.scalars(select(InboxItem)).all())
    assert item.kind_of == "wrong" and item.facts["refund"] == 1290
    assert "to give back: 12.90 EUR" in item.text and f"to bring again: 1 × {line.name}" in item.text
    assert f"1 × {line.name} (wrong article; back with us, goods once more)" in item.text
    # what he keeps does not come back
    assert [row.line_id for row in desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all())] == [line.id]


def test_who_keeps_what_is_damaged_has_all_of_it_and_nothing_is_told_otherwise(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    collect_on_delivery(desk, order, 12950)
    lines = get(desk, "1002").delivery_lines
    kept = tuple(Turned(line_id=line.id, damaged=line.quantity, issue="damaged", done="kept_refund") for line in lines)
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        turned=kept,
    )  # fmt: skip
    found = record(desk, desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=b"x"))
    assert (found.outcome_code, found.items_accepted) == ("delivered_to_recipient", 0)
    assert desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all()) == []
    with_him, back = desk.ask_now(lambda session: goods_at_door(session, session.get_one(Order, order)))
    assert (sum(pieces for pieces, _ in with_him), back) == (get(desk, "1002").pieces, ())
    # what he does not keep after all is another delivery, and he is told so
    right = Right(facts=replace(facts, turned=(replace(kept[0], done="back_refund"), *kept[1:])), acted_at=clock.now)
    second = desk.do_now(correcting.correct, found.id, right, why="wrong_code")
    assert second is not None and record(desk, second).outcome_code == "delivered_partial"
    assert record(desk, second).signature is None
    (coming,) = desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert (coming.line_id, coming.pieces, coming.damaged) == (lines[0].id, lines[0].quantity, lines[0].quantity)


def test_what_was_refused_of_a_line_comes_back_though_its_damaged_pieces_are_kept(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    collect_on_delivery(desk, order, 12950)
    line = max(get(desk, "1002").delivery_lines, key=lambda line: line.quantity)
    assert line.quantity > 1
    both = Turned(line_id=line.id, refused=1, damaged=1, issue="damaged", done="kept_refund")
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        turned=(both,),
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=b"x")
    (coming,) = desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert (coming.pieces, coming.damaged) == (1, 0)
    # each piece is told where it is
    rows = desk.ask_now(proof_facts, order, Sender("", "", ""), 1, lambda name: name, desk.clock()).rows
    said = [(name, text) for name, text in rows if name in ("Items", "Kept", "Not accepted")]
    assert said[0][1].endswith("1 refused, 1 damaged, 1 of them kept")
    assert said[1:] == [
        ("Kept", f"1 × {line.name}: damaged, kept, money back"),
        ("Not accepted", f"1 × {line.name}: damaged, back with us, money back"),
    ]


def test_too_much_and_too_little_money_are_said(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    collect_on_delivery(desk, order, 5000)
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        collected=5500, means="card",
    )  # fmt: skip
    found = record(desk, desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=b"x"))
    assert (found.due, found.collected, found.means) == (5000, 5500, "card")
    (item,) = desk.ask_now(lambda session: session.scalars(select(InboxItem)).all())
    assert item.text == "Paid too much: 5.00 EUR" and item.facts["overpaid"] == 500


def test_too_little_money_at_the_door_is_recorded_and_stays_open(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    collect_on_delivery(desk, order, 5000)
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        on_paper=True, collected=4000,
    )  # fmt: skip
    found = record(desk, desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=None))
    assert found.open_proofs == ["cash", "signature"] and found.on_paper
    # the board names the money that is still to come, not just that some is
    rows = dict(views.record_rows(desk.ask_now(handoff_view.view, found.order_id)))
    assert rows["Missing"].startswith(money(Money(found.due - found.collected, "EUR")) + ", ")


def test_nobody_home_leaves_every_parcel_to_come_back(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    desk.do_now(doorstep.hand_over, order, HandoffFacts(outcome="failed_not_home"), through="phone", signature=None)
    parcels = desk.ask_now(lambda session: session.scalars(select(Parcel.id).where(Parcel.order_id == order)).all())
    rows = desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert sorted(row.parcel_id or 0 for row in rows) == sorted(parcels)
    (route,) = desk.ask_now(lambda session: session.scalars(select(Route)).all())
    assert {row.shift_id for row in rows} == {route.shift_id} and all(row.place for row in rows)


def test_at_the_counter_nothing_is_handed_out_with_a_proof_open(desk: Desk, clock: Clock) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002").id
    facts = HandoffFacts(outcome="picked_up", recipient="Anna", said_name=True, said_number=True)
    with pytest.raises(Refused, match=r"handoff\.missing"):
        desk.do_now(doorstep.hand_over, order, facts, through="counter", signature=None)
    with pytest.raises(Refused, match=r"act\.long_ago"):
        desk.do_now(
            doorstep.hand_over, order, replace(TOLD_AT_COUNTER, checked=all_checked(desk, "1002")), through="counter",
            signature=b"x", acted_at=clock.now - timedelta(days=2),
        )  # fmt: skip
    with pytest.raises(Refused, match=r"handoff\.missing"):
        desk.do_now(doorstep.hand_over, order, TOLD_AT_COUNTER, through="counter", signature=b"x")
    # a parcel of somebody else is none of these
    told = replace(TOLD_AT_COUNTER, checked=all_checked(desk, "1002") | {99_999: "scanned"})
    record = desk.do_now(doorstep.hand_over, order, told, through="counter", signature=b"x")
    assert get(desk, "1002").outcome == "picked_up"
    kept = desk.ask_now(lambda session: session.get_one(Handoff, record).checked)
    assert kept == {str(parcel): "scanned" for parcel in all_checked(desk, "1002")}


TOLD_AT_COUNTER = HandoffFacts(
    outcome="picked_up", recipient="Anna", said_name=True, said_number=True, has_signature=True
)


def test_what_was_begun_is_kept_until_it_is_recorded(desk: Desk, clock: Clock) -> None:
    order = left_at(desk, clock)
    assert desk.ask_now(drafts.draft_of, order) is None
    desk.do_now(drafts.keep, order, {"recipient": "Petra"}, b"ink")
    desk.do_now(drafts.keep, order, {"recipient": "Petra V"}, b"ink2")
    kept = desk.ask_now(drafts.draft_of, order)
    assert kept is not None
    assert (kept.by, kept.entered, kept.signature) == ("Ana Ruiz", {"recipient": "Petra V"}, b"ink2")
    desk.do_now(doorstep.hand_over, order, TOLD, through="phone", signature=b"x")
    assert desk.ask_now(drafts.draft_of, order) is None
    desk.do_now(drafts.drop, order)
