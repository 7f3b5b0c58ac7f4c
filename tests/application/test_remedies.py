"""A case ends with its cause and what becomes of it; goods that come once more are an order of their own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch_console.application.customers import inbox_list, remedies, surveying
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links
from dispatch_console.application.orders import rests, verifying
from dispatch_console.application.promises import calls, promisable, promising
from dispatch_console.application.road import doorstep
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.messages.remedies import Remedy, read_goods, read_remedy
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import InboxItem
from tests.application.test_message_occasions import TOLD
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.sample_orders import get, verify_whole

ORDERED = {"MUG": 3, "PAN-28": 1, "LAMP 2": 2}


@pytest.fixture
def case(desk: Desk) -> int:
    """Return a case of a delivered order."""
    out_on_the_road(desk, ("1002",))
    order = get(desk, "1002").id
    desk.do_now(doorstep.hand_over, order, TOLD, through="phone", signature=b"ink")
    token, _ = desk.do_now(links.make_link, order, LinkKind.PROOF)
    desk.do_now(surveying.complain, token, "A cup is chipped.")
    (row,) = desk.ask_now(inbox_list.inbox_rows, desk.clock())
    return row.item_id


def facts(desk: Desk) -> dict[str, object]:
    return dict(desk.ask_now(lambda session: session.scalars(select(InboxItem.facts)).one()))


def test_goods_come_once_more_for_nothing_and_like_any_order(desk: Desk, case: int) -> None:
    ordered = desk.ask_now(remedies.ordered_goods, get(desk, "1002").id)
    sku = next(iter(ordered))
    number = desk.do_now(remedies.settle_case, case, Remedy.REDELIVERY, "cup chipped, packed too loosely", {sku: 1})
    assert number == "#1002-R1"
    again, first = get(desk, "#1002-R1"), get(desk, "1002")
    assert [(line.sku, line.quantity) for line in again.lines] == [(sku, 1)] and again.pieces == 1
    assert (again.payment, again.due_on_delivery, again.verification) == ("paid", None, "new")
    assert (again.customer_id, again.address_id) == (first.customer_id, first.address_id)
    # it is nothing that the first one still owes
    assert desk.ask_now(rests.followed, first.id) == {} and desk.ask_now(rests.all_coming, first.id) == []
    verify_whole(desk, again)
    assert again.id in {call.order_id for call in desk.ask_now(calls.call_list, desk.clock())}
    assert {"remedy": "redelivery", "again": "#1002-R1"}.items() <= facts(desk).items()
    with pytest.raises(Conflict, match=r"inbox\.done"):
        desk.do_now(remedies.settle_case, case, Remedy.NONE, "twice")
    # somebody has begun with it
    with pytest.raises(Conflict, match=r"case\.begun"):
        desk.do_now(remedies.take_back_case, case)


def test_how_a_case_ended_is_taken_back_with_what_came_of_it(desk: Desk, case: int) -> None:
    sku = next(iter(desk.ask_now(remedies.ordered_goods, get(desk, "1002").id)))
    desk.do_now(remedies.settle_case, case, Remedy.REDELIVERY, "cup chipped", {sku: 1})
    desk.do_now(remedies.take_back_case, case)
    assert get(desk, "#1002-R1").closure == "cancelled" and "remedy" not in facts(desk)
    assert len(desk.ask_now(inbox_list.inbox_rows, desk.clock())) == 1
    # a second one is another order
    assert desk.do_now(remedies.settle_case, case, Remedy.REDELIVERY, "cup chipped", {sku: 1}) == "#1002-R2"


def test_money_back_is_written_down_and_done_by_nobody(desk: Desk, case: int) -> None:
    assert desk.do_now(remedies.settle_case, case, Remedy.REFUND, "came a day late") == ""
    assert facts(desk)["cause"] == "came a day late" and desk.ask_now(inbox_list.inbox_rows, desk.clock()) == ()


def test_what_cannot_be_closed_so_stays_open(desk: Desk, case: int) -> None:
    for goods in ({}, {"NONE": 1}, {next(iter(desk.ask_now(remedies.ordered_goods, get(desk, "1002").id))): 99}):
        with pytest.raises(BadInput, match=r"remedy\.goods"):
            desk.do_now(remedies.settle_case, case, Remedy.REDELIVERY, "cup chipped", goods)
    with pytest.raises(BadInput, match=r"remedy\.unread"):
        desk.do_now(remedies.settle_case, case, Remedy.NONE, " ")
    assert len(desk.ask_now(inbox_list.inbox_rows, desk.clock())) == 1
    with pytest.raises(Refused, match=r"inbox\.gone"):
        desk.do_now(remedies.settle_case, 999, Remedy.NONE, "nothing")


def test_an_order_that_was_called_off_says_so_once_more(desk: Desk, case: int) -> None:
    sku = next(iter(desk.ask_now(remedies.ordered_goods, get(desk, "1002").id)))
    desk.do_now(remedies.settle_case, case, Remedy.REDELIVERY, "cup chipped", {sku: 1})
    desk.do_now(verifying.cancel, get(desk, "#1002-R1").id)
    desk.do_now(remedies.take_back_case, case)
    assert len(desk.ask_now(inbox_list.inbox_rows, desk.clock())) == 1


@pytest.mark.parametrize(
    ("text", "read"),
    (
        ("3 cup was chipped", (Remedy.REDELIVERY, "cup was chipped")), ("1  all is well", (Remedy.NONE, "all is well")),
        ("2 late", (Remedy.REFUND, "late")), ("4 x y z", None), ("3", None), ("3 x", None), ("", None),
        ("chipped", None),
    ),
)  # fmt: skip
def test_a_figure_and_a_cause_are_read(text: str, read: tuple[Remedy, str] | None) -> None:
    if read is None:
        with pytest.raises(BadInput):
            read_remedy(text)
    else:
        assert read_remedy(text) == read


@pytest.mark.parametrize(
    ("text", "goods"),
    (
        ("MUG 2, PAN-28", {"MUG": 2, "PAN-28": 1}), ("mug × 2", {"MUG": 2}), ("mug x2", {"MUG": 2}),
        ("LAMP 2", {"LAMP 2": 1}), ("LAMP 2 2", {"LAMP 2": 2}), ("MUG 1, MUG 2", {"MUG": 3}), ("MUG 4", None),
        ("CUP 1", None), ("", None), ("MUG 0", None),
    ),
)  # fmt: skip
def test_goods_are_read_as_they_are_written(text: str, goods: dict[str, int] | None) -> None:
    if goods is None:
        with pytest.raises(BadInput):
            read_goods(text, ORDERED)
    else:
        assert read_goods(text, ORDERED) == goods


def test_nothing_more_is_promised_of_what_was_delivered(desk: Desk, case: int) -> None:
    order = get(desk, "1002")
    later = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))
    for act in (promising.confirm, promising.offer):
        with pytest.raises(Refused, match=r"promise\.delivered"):
            desk.do_now(act, order.id, later)
    assert get(desk, "1002").promise_start == PROMISE.start and get(desk, "1002").appointment == "confirmed"
    barred = desk.ask_now(promisable.refusals, order.id, (later,), desk.clock())
    assert barred[later].code == "promise.delivered" and not barred[later].may_waive
