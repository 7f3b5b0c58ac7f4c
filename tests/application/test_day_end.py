"""A day is closed when every stop, parcel, proof and coin is accounted for, or somebody let it pass and says why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import addresses
from dispatch_console.application.planning import day_board
from dispatch_console.application.promises import calls, promising
from dispatch_console.application.road import (
    cash_counting,
    correcting,
    day_closings,
    day_end,
    day_facts,
    doorstep,
    goods_in,
    load_out,
    next_attempt,
    van_return,
)
from dispatch_console.application.road.correcting import Right
from dispatch_console.application.road.day_facts import DayFacts
from dispatch_console.application.road.goods_in import BackResult
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.store.entities import DayClosing, GoodsBack, Handoff, InboxItem, Parcel, Route
from dispatch_console.store.transaction import Actor
from dispatch_console.ui.schedule import call_words
from tests.application.test_correcting import NEIGHBOUR, NOT_HOME
from tests.application.test_handing_over import collect_on_delivery
from tests.application.test_message_occasions import TOLD
from tests.builders.days import PLACES, PROMISE, load_all, out_on_the_road, plan_day, ready_orders, route_id
from tests.builders.sample_orders import get, verify_whole
from tests.conftest import Clock

DAY = date(2026, 11, 23)
REASON = "search goes on tomorrow"


@pytest.fixture
def road(desk: Desk, clock: Clock) -> Desk:
    """Return a desk whose van is out with two orders."""
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, ("1002", "1004"))
    clock.forward(timedelta(minutes=45))
    return desk


def open_things(desk: Desk) -> list[tuple[str, str]]:
    return [
        (thing.kind.value, thing.number or thing.what)
        for thing in desk.ask_now(day_end.open_things, DAY)
        if thing.blocks
    ]


def shift_of(desk: Desk) -> int:
    return desk.ask_now(lambda session: session.get_one(Route, route_id(desk)).shift_id)


def hand_over(desk: Desk, number: str, facts: HandoffFacts, signature: bytes | None = None) -> int:
    return desk.do_now(doorstep.hand_over, get(desk, number).id, facts, through="phone", signature=signature)


def parcels(desk: Desk, number: str) -> list[str]:
    return [str(parcel.code) for parcel in get(desk, number).parcels]


def the_thing(desk: Desk, kind: OpenKind) -> OpenThing:
    return next(thing for thing in desk.ask_now(day_end.open_things, DAY) if thing.kind is kind)


def test_a_day_of_two_stops_closes_only_when_both_are_accounted_for(road: Desk, clock: Clock) -> None:
    assert open_things(road) == [("outcome", "#1002"), ("outcome", "#1004")]
    with pytest.raises(Refused) as refusal:
        road.do_now(day_closings.close_day, DAY)
    assert texts.explain(refusal.value) == "Still open: 2. Settle them, or let them pass."
    hand_over(road, "1004", TOLD, b"ink")
    hand_over(road, "1002", NOT_HOME)
    codes = parcels(road, "1002")
    assert open_things(road) == [("next_step", "#1002"), *[("goods", "#1002")] * len(codes)]
    shift = shift_of(road)
    for code in codes:
        assert road.do_now(goods_in.scan_back, shift, code).result is BackResult.BACK
        assert road.do_now(goods_in.scan_back, shift, code).result is BackResult.ALREADY
    assert open_things(road) == [("next_step", "#1002")]
    road.do_now(next_attempt.rebook, [get(road, "1002").id])
    assert open_things(road) == []
    road.do_now(day_closings.close_van, shift)
    assert road.do_now(day_closings.close_day, DAY) == 1
    assert get(road, "1004").closure == "reconciled" and get(road, "1002").closure == "open"
    closing = road.ask_now(day_closings.standing, DAY)
    assert closing is not None and closing.closed_by == "Ana Ruiz"
    assert {"delivered": 1, "missed": 1, "corrected": 0, "waived": []}.items() <= closing.facts.items()
    with pytest.raises(Conflict, match=r"close\.closed"):
        road.do_now(day_closings.close_day, DAY)
    with pytest.raises(Conflict, match=r"close\.closed"):
        road.do_now(day_closings.close_van, shift)
    with pytest.raises(Refused, match=r"close\.day_closed"):
        road.do_now(day_closings.reopen_van, shift)


def test_a_scan_says_what_it_found(road: Desk) -> None:
    shift = shift_of(road)
    first = parcels(road, "1002")[0]
    assert road.do_now(goods_in.scan_back, shift, first).result is BackResult.NO_RECORD
    hand_over(road, "1002", TOLD, b"ink")
    found = road.do_now(goods_in.scan_back, shift, first)
    assert (found.result, found.who) == (BackResult.WITH_CUSTOMER, "Aino")
    # it lies here all the same, which the day does not forget; a scan too much is taken back
    assert ("contradiction", "#1002") in open_things(road) and found.goods_id is not None
    road.do_now(goods_in.undo_back, found.goods_id)
    assert ("contradiction", "#1002") not in open_things(road)
    assert road.do_now(goods_in.scan_back, shift, "6417321000019").result is BackResult.NOT_OURS
    hand_over(road, "1004", NOT_HOME)
    other = road.do_now(goods_in.scan_back, None, parcels(road, "1004")[0])
    assert (other.result, other.who) == (BackResult.OTHER_VAN, "Sami Niemi")
    assert other.goods_id is not None
    road.do_now(goods_in.undo_back, other.goods_id)
    assert ("goods", "#1004") in open_things(road)
    with pytest.raises(BadInput):
        road.do_now(goods_in.scan_back, shift, first[:-1] + ("0" if first[-1] != "0" else "1"))


def test_a_van_does_not_leave_again_before_it_is_emptied(desk: Desk, clock: Clock) -> None:
    clock.now = PROMISE.start - timedelta(hours=2)
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    route = load_all(desk)
    desk.do_now(load_out.depart, route)
    clock.now = PROMISE.start + timedelta(minutes=10)
    hand_over(desk, "1002", NOT_HOME)
    again = desk.ask_now(lambda session: session.get_one(Route, route))
    mine = [thing for thing in desk.ask_now(day_end.open_things, DAY) if thing.kind is OpenKind.GOODS]
    assert {thing.shift_id for thing in mine} == {again.shift_id}
    with pytest.raises(Refused) as refusal:
        desk.do_now(lambda tx: load_out._require_emptied(tx.session, tx.session.get_one(Route, route)))
    assert "has not brought back" in texts.explain(refusal.value)
    # what is scanned into its next van is here
    for parcel in get(desk, "1002").parcels:
        desk.do_now(goods_in.seen_by_loading, parcel.id)
    rows = desk.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert {row.goes_to for row in rows} == {"rebook"}


def test_cash_is_counted_to_the_coin_and_a_difference_explained(road: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    collect_on_delivery(road, get(road, "1002").id, 12950)
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        collected=12950,
    )  # fmt: skip
    hand_over(road, "1002", facts, b"ink")
    hand_over(road, "1004", TOLD, b"ink")
    shift = shift_of(road)
    thing = the_thing(road, OpenKind.CASH)
    assert (thing.money, thing.currency, thing.what, thing.shift_id) == (-12950, "EUR", "not_counted", shift)
    for pieces, loose in (({5000: -1}, 0), ({5000: 1}, -1), ({-5000: 1}, 0), ({5000: 10**6}, 0)):
        with pytest.raises(BadInput, match=r"cash\.count"):
            road.do_now(cash_counting.count_cash, DAY, shift, "EUR", pieces, loose)
    with pytest.raises(Conflict, match=r"cash\.due_changed"):
        road.do_now(cash_counting.count_cash, DAY, shift, "EUR", {5000: 2}, 0, seen_due=10000)
    assert road.do_now(cash_counting.count_cash, DAY, shift, "EUR", {5000: 2, 1000: 1, 500: 1}, 450) == 11950
    thing = the_thing(road, OpenKind.CASH)
    assert (thing.money, thing.by, thing.what) == (-1000, "Ana Ruiz", "")
    # whoever counted does not let it pass alone
    with pytest.raises(Refused, match=r"close\.second_person"):
        road.do_now(day_closings.waive, DAY, thing.key, REASON)
    boss = make_desk(Actor("Petri Lahti", "supervisor", "Station 1"))
    boss.do_now(day_closings.waive, DAY, thing.key, REASON)
    assert open_things(road) == []
    boss.do_now(day_closings.unwaive, DAY, thing.key)
    with pytest.raises(Refused, match=r"close\.reason"):
        road.do_now(cash_counting.count_cash, DAY, shift, "EUR", {10000: 1}, 1950, "short")
    road.do_now(cash_counting.count_cash, DAY, shift, "EUR", {10000: 1}, 1950, "gave change of 11.50 instead of 1.50")
    assert open_things(road) == []
    (row,) = road.ask_now(day_end.cash_of, DAY)
    assert (row.due, row.counted, row.difference, row.stops, row.letter) == (12950, 11950, -1000, 1, "E")
    # the explanation was of that difference, not of another one
    record = road.ask_now(lambda session: session.scalars(select(Handoff.id).order_by(Handoff.id)).all())[0]
    less = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        collected=12000,
    )  # fmt: skip
    right = Right(facts=less, acted_at=road.clock())
    road.do_now(correcting.correct, record, right, why="sheet_differs")
    assert ("cash", "") in open_things(road)


def test_what_no_sheet_can_show_is_vouched_for_with_a_reason_by_somebody_else(
    road: Desk, make_desk: Callable[[Actor], Desk]
) -> None:
    record = hand_over(road, "1002", replace(TOLD, has_signature=False, said_name=False))
    for code in ("signature", "said_name"):
        with pytest.raises(Refused, match=r"close\.reason"):
            road.do_now(goods_in.supply_proof, record, (code,), words="seen")
        with pytest.raises(Refused, match=r"close\.second_person"):
            road.do_now(goods_in.supply_proof, record, (code,), words="the driver told me on the phone")
    boss = make_desk(Actor("Petri Lahti", "supervisor", "Station 1"))
    boss.do_now(goods_in.supply_proof, record, ("said_name",), words="the driver told me on the phone")
    filed = road.ask_now(lambda session: session.get_one(Handoff, record))
    assert (filed.open_proofs, filed.note) == (
        ["signature"],
        "the driver told me on the phone (vouched for by Petri Lahti)",
    )


def test_what_was_promised_and_went_out_with_no_van_is_counted(road: Desk) -> None:
    assert road.ask_now(day_end.not_gone, DAY) == 0
    order = get(road, "1006")
    verify_whole(road, order)
    road.do_now(addresses.set_pin, order.address_id, PLACES["1006"])
    road.do_now(promising.confirm, order.id, PROMISE)
    assert road.ask_now(day_end.not_gone, DAY) == 1
    # the next attempt of a miss is another day's
    hand_over(road, "1004", NOT_HOME)
    assert road.ask_now(day_end.not_gone, DAY) == 1


@pytest.mark.parametrize(
    ("outcome", "goes_to"),
    [("failed_not_home", "rebook"), ("failed_refused", "stock"), ("failed_damaged", "damage")],
)
def test_a_parcel_that_comes_back_goes_where_its_outcome_says(road: Desk, outcome: str, goes_to: str) -> None:
    hand_over(road, "1002", HandoffFacts(outcome=outcome))
    (row,) = road.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    road.do_now(goods_in.count_back, row.id)
    (row,) = road.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert row.goes_to == goes_to


def test_nobody_is_promised_another_attempt_with_a_parcel_on_the_damage_shelf(road: Desk) -> None:
    hand_over(road, "1002", HandoffFacts(outcome="failed_damaged"))
    (row,) = road.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    road.do_now(goods_in.count_back, row.id)
    with pytest.raises(Refused, match=r"rebook\.goods"):
        road.do_now(next_attempt.rebook, [get(road, "1002").id])
    road.do_now(goods_in.send_goods, row.id, Destination.REBOOK)
    road.do_now(next_attempt.rebook, [get(road, "1002").id])
    assert get(road, "1002").attempt == 2


def test_a_proof_that_comes_later_is_filed_and_what_is_let_pass_says_by_whom(
    road: Desk, make_desk: Callable[[Actor], Desk]
) -> None:
    record = hand_over(road, "1002", NEIGHBOUR)
    hand_over(road, "1004", NEIGHBOUR)
    assert open_things(road) == [("proof", "#1002"), ("proof", "#1004")]
    with pytest.raises(BadInput, match=r"proof\.words"):
        road.do_now(goods_in.supply_proof, record, ("signature",))
    road.do_now(goods_in.supply_proof, record, ("signature",), words="sheet 0007 3152, row 6")
    with pytest.raises(Conflict, match=r"proof\.there"):
        road.do_now(goods_in.supply_proof, record, ("signature",), signature=b"ink")
    filed = road.ask_now(lambda session: session.get_one(Handoff, record))
    assert (filed.open_proofs, filed.note) == ([], "sheet 0007 3152, row 6")
    thing = the_thing(road, OpenKind.PROOF)
    with pytest.raises(Refused, match=r"close\.second_person"):
        road.do_now(day_closings.waive, DAY, thing.key, REASON)
    boss = make_desk(Actor("Petri Lahti", "supervisor", "Station 1"))
    with pytest.raises(Refused, match=r"close\.reason"):
        boss.do_now(day_closings.waive, DAY, thing.key, "later")
    with pytest.raises(Refused, match=r"close\.gone"):
        boss.do_now(day_closings.waive, DAY, "proof:0:signature", REASON)
    with pytest.raises(Refused, match=r"right\.missing"):
        make_desk(Actor("Ana", "dispatcher", "Station 2")).do_now(day_closings.waive, DAY, thing.key, REASON)
    boss.do_now(day_closings.waive, DAY, thing.key, REASON)
    boss.do_now(day_closings.close_day, DAY)
    closing = road.ask_now(day_closings.standing, DAY)
    assert closing is not None
    assert closing.facts["waived"] == [{"key": thing.key, "by": "Petri Lahti", "reason": REASON}]


def test_nobody_lets_a_stop_pass_of_which_nobody_knows(road: Desk) -> None:
    thing = the_thing(road, OpenKind.OUTCOME)
    with pytest.raises(Refused, match=r"close\.never"):
        road.do_now(day_closings.waive, DAY, thing.key, REASON)


def test_a_van_that_did_not_leave_keeps_the_day_open(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    assert [kind for kind, _ in open_things(desk)] == ["route"]


def test_a_late_act_opens_a_closed_day_again_and_says_so(road: Desk, clock: Clock) -> None:
    first = hand_over(road, "1002", TOLD, b"ink")
    hand_over(road, "1004", TOLD, b"ink")
    road.do_now(day_closings.close_day, DAY)
    correcting_right = Right(facts=NEIGHBOUR, acted_at=clock.now)
    road.do_now(correcting.correct, first, correcting_right, why="customer_says")
    (closing,) = road.ask_now(lambda session: session.scalars(select(DayClosing)).all())
    assert (closing.reopened_by, closing.why) == ("Ana Ruiz", "corrected")
    assert open_things(road) == [("proof", "#1002")]
    road.do_now(goods_in.supply_proof, first + 2, ("signature",), words="seen on the sheet")
    road.do_now(day_closings.close_day, DAY)
    with pytest.raises(Refused, match=r"correct\.words"):
        road.do_now(day_closings.reopen_day, DAY, " ")
    road.do_now(day_closings.reopen_day, DAY, "one more parcel")
    with pytest.raises(Refused, match=r"close\.not_closed"):
        road.do_now(day_closings.reopen_day, DAY, "again")


def test_a_day_to_come_is_not_closed(road: Desk) -> None:
    with pytest.raises(Refused, match=r"close\.early"):
        road.do_now(day_closings.close_day, DAY + timedelta(days=1))


def test_pieces_are_counted_in_and_sent_where_they_belong(road: Desk) -> None:
    line = get(road, "1002").delivery_lines[0]
    turned = (Turned(line_id=line.id, damaged=1, issue="damaged", done="back_refund"),)
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        turned=turned,
    )  # fmt: skip
    hand_over(road, "1002", facts, b"ink")
    thing = the_thing(road, OpenKind.GOODS)
    assert thing.what == f"1 × {line.name}" and thing.goods_id is not None
    with pytest.raises(BadInput, match=r"goods\.not_here"):
        road.do_now(goods_in.send_goods, thing.goods_id, Destination.STOCK)
    road.do_now(goods_in.count_back, thing.goods_id)
    with pytest.raises(Conflict, match=r"goods\.here"):
        road.do_now(goods_in.count_back, thing.goods_id)
    (row,) = road.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert row.goes_to == "damage"
    road.do_now(goods_in.send_goods, row.id, Destination.SUPPLIER)
    road.do_now(goods_in.undo_back, row.id)
    # it is nowhere, and somebody says so
    road.do_now(goods_in.send_goods, row.id, Destination.LOST)
    (row,) = road.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert (row.goes_to, row.seen_by) == ("lost", "Ana Ruiz")


@pytest.mark.parametrize("where", (Destination.LOST, Destination.DAMAGE, Destination.STOCK))
def test_customer_service_hears_of_a_parcel_that_is_gone_though_its_order_is_tried_again(
    road: Desk, where: Destination
) -> None:
    hand_over(road, "1002", NOT_HOME)
    hand_over(road, "1004", NOT_HOME)
    shift = shift_of(road)
    for number in ("1002", "1004"):
        for code in parcels(road, number):
            road.do_now(goods_in.scan_back, shift, code)
    # one is decided, of the other nobody has said yet what comes
    road.do_now(next_attempt.rebook, [get(road, "1002").id])

    def cases() -> list[tuple[int | None, str]]:
        query = select(InboxItem).where(InboxItem.reason == "goods_gone")
        return [(item.order_id, item.text) for item in road.ask_now(lambda session: session.scalars(query).all())]

    for row in road.ask_now(lambda session: session.scalars(select(GoodsBack)).all()):
        road.do_now(goods_in.send_goods, row.id, where)
    if where is Destination.STOCK:
        assert cases() == []
        return
    assert {order for order, _ in cases()} == {get(road, "1002").id}
    assert all("does not go out again" in text for _, text in cases())
    # from one such place to another is no news
    told = len(cases())
    for row in road.ask_now(lambda session: session.scalars(select(GoodsBack)).all()):
        road.do_now(goods_in.send_goods, row.id, Destination.SUPPLIER)
    assert len(cases()) == told
    with pytest.raises(Refused, match=r"rebook\.goods"):
        road.do_now(next_attempt.rebook, [get(road, "1004").id])


def test_a_parcel_that_came_damaged_is_told_also_when_it_is_scanned_after_the_next_attempt_was_decided(
    road: Desk,
) -> None:
    hand_over(road, "1002", replace(NOT_HOME, outcome="failed_damaged"))
    road.do_now(next_attempt.rebook, [get(road, "1002").id])
    for code in parcels(road, "1002"):
        road.do_now(goods_in.scan_back, shift_of(road), code)
    query = select(InboxItem.order_id).where(InboxItem.reason == "goods_gone")
    assert set(road.ask_now(lambda session: session.scalars(query).all())) == {get(road, "1002").id}


@pytest.mark.parametrize("seen_first", (True, False))
def test_who_is_tried_no_more_comes_back_for_good_and_is_customer_services(road: Desk, *, seen_first: bool) -> None:
    order = get(road, "1002").id
    with pytest.raises(Refused, match=r"attempt\.none"):
        road.do_now(next_attempt.give_up, [order], "third time")
    hand_over(road, "1002", NOT_HOME)
    with pytest.raises(Refused, match=r"correct\.words"):
        road.do_now(next_attempt.give_up, [order], " ")

    def take_in() -> None:
        for code in parcels(road, "1002"):
            road.do_now(goods_in.scan_back, shift_of(road), code)

    if seen_first:
        take_in()
    road.do_now(next_attempt.give_up, [order], "third time")
    if not seen_first:
        take_in()
    assert get(road, "1002").closure == "cancelled"
    assert [kind for kind, _ in open_things(road)] == ["outcome"]
    rows = road.ask_now(lambda session: session.scalars(select(GoodsBack)).all())
    assert {row.goes_to for row in rows} == {"stock"}
    (item,) = road.ask_now(lambda session: session.scalars(select(InboxItem)).all())
    assert item.text.startswith("Comes back for good: third time.")
    # she opens after all
    record = road.ask_now(lambda session: session.scalars(select(Handoff.id)).one())
    with pytest.raises(Conflict, match=r"correct\.goods_seen"):
        road.do_now(correcting.correct, record, Right(facts=NEIGHBOUR, acted_at=road.clock()), why="opened_after_all")
    assert road.ask_now(lambda session: session.scalars(select(Parcel)).first()) is not None


def test_what_was_let_pass_until_a_day_comes_back_and_blocks_until_it_is_there(
    road: Desk, make_desk: Callable[[Actor], Desk], clock: Clock
) -> None:
    """A parcel that nobody finds is not forgotten: the next days list it, and from the day that was named it blocks."""
    boss = make_desk(Actor("Petri Lahti", "supervisor", "Station 1"))
    for number in ("1002", "1004"):
        hand_over(road, number, NOT_HOME)
        road.do_now(next_attempt.rebook, [get(road, number).id])
    shift = shift_of(road)
    road.do_now(goods_in.scan_back, shift, parcels(road, "1002")[0])
    thing = the_thing(road, OpenKind.GOODS)
    with pytest.raises(BadInput, match=r"close\.until"):
        boss.do_now(day_closings.waive, DAY, thing.key, REASON, DAY)
    boss.do_now(day_closings.waive, DAY, thing.key, REASON, DAY + timedelta(days=2))
    boss.do_now(day_closings.close_day, DAY)

    def later(days: int) -> list[tuple[str, bool, date | None]]:
        found = boss.ask_now(day_end.open_things, DAY + timedelta(days=days))
        return [(one.key, one.blocks, one.of_day) for one in found if one.kind is OpenKind.GOODS]

    clock.forward(timedelta(days=1))
    assert later(1) == [(thing.key, False, DAY)] and later(2) == later(1)
    assert later(3) == [(thing.key, True, DAY)]
    clock.forward(timedelta(days=2))
    with pytest.raises(Refused, match=r"close\.open"):
        boss.do_now(day_closings.close_day, DAY + timedelta(days=3))
    # it is let pass once more, and that is taken back
    boss.do_now(day_closings.waive, DAY + timedelta(days=3), thing.key, REASON)
    assert later(3) == [(thing.key, False, DAY)] and later(4) == []
    boss.do_now(day_closings.unwaive, DAY + timedelta(days=3), thing.key)
    assert later(3) == [(thing.key, True, DAY)]
    # here it is
    road.do_now(goods_in.scan_back, shift, parcels(road, "1004")[0])
    assert later(3) == []
    boss.do_now(day_closings.close_day, DAY + timedelta(days=3))
    assert later(9) == []


def test_a_parcel_that_somebody_took_and_that_is_here_keeps_the_day_open_until_one_of_both_is_put_right(
    road: Desk,
) -> None:
    shift = shift_of(road)
    record = hand_over(road, "1002", TOLD, b"ink")
    for code in parcels(road, "1002"):
        road.do_now(goods_in.scan_back, shift, code)
    assert ("contradiction", "#1002") in open_things(road)
    with pytest.raises(Conflict, match=r"correct\.goods_seen"):
        road.do_now(correcting.correct, record, Right(facts=TOLD, acted_at=road.clock()), why="wrong_code")
    road.do_now(correcting.correct, record, Right(facts=NOT_HOME, acted_at=road.clock()), why="wrong_code")
    assert ("contradiction", "#1002") not in open_things(road) and ("goods", "#1002") not in open_things(road)


def test_beside_what_is_open_stands_how_much_is_as_it_should_be(road: Desk) -> None:
    def facts() -> DayFacts:
        return road.ask_now(day_facts.facts_of, DAY)

    assert (facts().vans, facts().stops, facts().goods) == (1, 0, ())
    assert facts().done[OpenKind.ROUTE] == 1 and facts().done[OpenKind.OUTCOME] == 0
    hand_over(road, "1002", TOLD, b"ink")
    hand_over(road, "1004", NOT_HOME)
    assert facts().stops == 2
    done = facts().done
    # a miss of which nothing was decided, and a parcel that nobody scanned in, are not as they should be
    assert (done[OpenKind.OUTCOME], done[OpenKind.NEXT_STEP], done[OpenKind.PROOF]) == (2, 0, 1)
    assert done[OpenKind.GOODS] == 0 and facts().goods == ()
    road.do_now(goods_in.scan_back, shift_of(road), parcels(road, "1004")[0])
    road.do_now(next_attempt.rebook, [get(road, "1004").id])
    done = facts().done
    assert (done[OpenKind.NEXT_STEP], done[OpenKind.GOODS]) == (1, 1)
    (here,) = facts().goods
    assert (here.outcome, here.goes_to, here.letter) == ("failed_not_home", "rebook", "E")


def test_whoever_is_rung_after_a_miss_hears_that_the_van_was_there(road: Desk) -> None:
    hand_over(road, "1004", NOT_HOME)
    road.do_now(next_attempt.rebook, [get(road, "1004").id])
    facts = road.ask_now(calls.call_facts, get(road, "1004").id, road.clock())
    said = call_words.script(facts, "Kaarna & Koti", "tomorrow", road.zone, road.clock())
    assert "We were at your door with order #1004" in said and "could not hand it over" in said


def test_closing_the_day_closes_its_vans_and_a_correction_opens_its_own_again(road: Desk, clock: Clock) -> None:
    shift = shift_of(road)
    record = hand_over(road, "1002", TOLD, b"ink")
    hand_over(road, "1004", TOLD, b"ink")
    road.do_now(day_closings.close_day, DAY)

    def closed_by() -> str:
        return road.ask_now(van_return.van_return, DAY, shift).closed_by

    assert closed_by() == "Ana Ruiz"
    (van,) = [one for one in road.ask_now(day_board.day_board, DAY, clock.now).vans if one.legs]
    assert van.closed_at == clock.now
    # all is done before its time: the van is back as long after its last stop as planned
    route = route_id(road)

    def way_home(session: Session) -> timedelta:
        plan = session.get_one(Route, route)
        return plan.finish_at - plan.stops[-1].leave_at

    assert van.legs[0].finish_at == clock.now + road.ask_now(way_home)
    right = Right(facts=replace(TOLD, recipient="Aila"), acted_at=clock.now, signature=b"other ink")
    road.do_now(correcting.correct, record, right, why="wrong_name")
    assert closed_by() == "" and road.ask_now(day_closings.standing, DAY) is None
    # nobody has to close the van by itself
    road.do_now(day_closings.close_day, DAY)
    assert closed_by() == "Ana Ruiz"
