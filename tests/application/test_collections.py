"""What the customer fetches is verified and packed, waits at the counter, and is on no route and on no call list."""

from dataclasses import replace

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import verifying
from dispatch_console.application.promises import calls, promising, slots
from dispatch_console.application.road import doorstep
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.orders.incoming import IncomingAddress
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction
from tests.builders.days import prepare
from tests.builders.fleet import DAY, set_up_fleet
from tests.builders.received import first, incoming, reading
from tests.builders.sample_orders import all_checked, get, pack_whole
from tests.conftest import Clock

FETCHED = replace(incoming(1), handover=Handover.COLLECTION, address=IncomingAddress(line1=""))


def verified(desk: Desk) -> Order:
    set_up_fleet(desk)
    desk.do_now(importing.take_reading, reading(FETCHED), "f")
    order = desk.ask_now(first)

    def tick(tx: Transaction) -> None:
        for item in gates.items_for("verify", tx.session.get_one(Order, order.id).needs):
            verifying.tick(tx, order.id, "verify", item.key, "spoken with the customer")

    desk.do_now(tick)
    desk.do_now(verifying.verify, order.id)
    return order


def test_it_waits_at_the_counter_and_is_handed_over_there(desk: Desk) -> None:
    order = verified(desk)
    assert get(desk, "SO-1").stage == "pack"
    pack_whole(desk, get(desk, "SO-1"))
    assert get(desk, "SO-1").stage == "counter"
    facts = HandoffFacts(outcome="picked_up", recipient="Ann", said_name=True, said_number=True, has_signature=True,
                         checked=all_checked(desk, "SO-1"))  # fmt: skip
    desk.do_now(doorstep.hand_over, order.id, facts, through="counter", signature=b"signed")
    after = get(desk, "SO-1")
    assert (after.stage, after.outcome, after.dispatch) == ("reconcile", "picked_up", "done")


def test_no_van_comes_for_it(desk: Desk, clock: Clock) -> None:
    order = verified(desk)
    assert desk.ask_now(calls.call_list, clock()) == ()
    window = desk.ask_now(slots.slots, DAY, 1)[0]
    for operation in (promising.offer, promising.confirm):
        with pytest.raises(Refused, match=r"promise\.collected") as refusal:
            desk.do_now(operation, order.id, window)
        assert refusal.value.facts == {"number": "SO-1"}
    assert get(desk, "SO-1").leaves_at is None


def test_an_order_that_became_one_after_it_was_promised_is_planned_no_more(desk: Desk) -> None:
    set_up_fleet(desk)
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    window = desk.ask_now(slots.slots, DAY, 1)[0]
    order = desk.ask_now(first)
    desk.do_now(promising.confirm, order.id, TimeWindow(window.start, window.end))
    desk.do_now(importing.take_reading, reading(FETCHED), "f")
    assert get(desk, "SO-1").handover == "collection"
    prepared = prepare(desk)
    assert prepared.problem.visits == ()
    assert prepared.not_ready == (("SO-1", "collection"),)
