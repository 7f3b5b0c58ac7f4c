"""Vendure as its connector sees it: what an order means, and what it is told, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dispatch_console.adapters.sources.live.vendure import Vendure
from dispatch_console.adapters.sources.live.vendure_order import OUR_METHOD, read
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.incoming import Fate, IncomingOrder, Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts, WrittenLine
from dispatch_console.ports import SourceAccount, SourceOptions, Written
from tests.vendure_server import API_KEY, PASSWORD, PLACED, USER, order, vendure
from tests.vendure_server import Vendure as Shop

OPTIONS = SourceOptions("Europe/Helsinki", "FI")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with vendure() as served:
        yield served


@pytest.fixture
def line(shop: Shop) -> Iterator[Vendure]:
    connector = Vendure(SourceAccount("Kotivara", shop.address, f"{USER}:{PASSWORD}"))
    yield connector
    connector.close()


def reading(**changes: Any) -> Reading:
    return read("Kotivara", (order("1") | changes,), OPTIONS)


def told(**changes: Any) -> IncomingOrder:
    return reading(**changes).orders[0]


def test_an_order_is_read_with_its_own_fields_and_every_value_is_accounted_for() -> None:
    whole = reading()
    (one,) = whole.orders
    assert (one.number, one.customer_name, one.phone) == ("V1", "Aino Virtanen", "+358401234567")
    assert (one.total, one.payment, one.due_on_delivery, one.handover) == (35890, "paid", None, "delivery")
    assert [(line.sku, line.quantity, line.unit_price, line.ref) for line in one.lines] == [("OAK-T", 3, 11900, "L1")]
    assert one.windows[0].start == datetime(2026, 12, 3, 6, 0, tzinfo=UTC)
    assert (one.instructions, one.address.gate_code) == ("Ring twice", "4711#")
    lost = [column for column in whole.account if Fate.NOT_UNDERSTOOD in column.fates]
    assert lost == [] and whole.problems == ()


def test_own_fields_are_those_that_the_site_names() -> None:
    fields = {"deliveryDate": None, "deliveryWindow": None, "instructions": None, "Ovi": "Ovi auki", "Aika": "10-12",
              "Päivä": "2026-12-04T00:00:00.000Z"}  # fmt: skip
    own = {"Ovi": "instructions", "Aika": "window", "Päivä": "delivery_day"}
    (one,) = read("Kotivara", (order("1") | {"customFields": fields},), replace(OPTIONS, own_fields=own)).orders
    assert (one.instructions, one.windows[0].start) == ("Ovi auki", datetime(2026, 12, 4, 8, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changes", "payment", "due"),
    [
        ({"payments": []}, "unpaid", None),
        ({"payments": [{"method": "cash-on-delivery", "amount": 35890, "state": "Authorized"}]}, "on_delivery", 35890),
        ({"payments": [{"method": "card", "amount": 35890, "state": "Authorized"}]}, "unpaid", None),
        ({"payments": [{"method": "card", "amount": 35890, "state": "Settled"}]}, "paid", None),
    ],
)
def test_who_pays(changes: dict[str, Any], payment: str, due: int | None) -> None:
    one = told(**changes)
    assert (one.payment, one.due_on_delivery) == (payment, due)


def paid(*refunds: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": "1", "method": "card", "amount": 35890, "state": "Settled", "refunds": list(refunds)}]


def test_what_others_sent_or_gave_back_is_not_delivered_and_what_we_sent_still_counts() -> None:
    piece = [{"orderLineId": "L1", "quantity": 1}]
    by_others = {"id": "F1", "state": "Shipped", "method": "Post", "lines": piece}
    assert told(fulfillments=[by_others]).lines[0].quantity == 2
    assert told(fulfillments=[by_others | {"state": "Cancelled"}]).lines[0].quantity == 3
    assert told(fulfillments=[by_others | {"method": OUR_METHOD}]).lines[0].quantity == 3
    named = {"id": "1", "state": "Settled", "total": 11900, "lines": piece}
    one = told(payments=paid(named))
    assert (one.lines[0].quantity, one.remarks) == (2, ())
    unnamed = told(payments=paid({"id": "1", "state": "Settled", "total": 11900, "lines": []}))
    assert (unnamed.lines[0].quantity, unnamed.remarks) == (3, ("refund_open",))
    failed = told(payments=paid(named | {"state": "Failed"}))
    assert (failed.lines[0].quantity, failed.remarks) == (3, ())


@pytest.mark.parametrize(
    ("changes", "left_out"),
    [
        ({"state": "Cancelled"}, "left.cancelled"),
        ({"state": "ArrangingPayment"}, "left.draft"),
        ({"lines": []}, "left.nothing"),
        ({"state": "Delivered"}, None),
        ({"state": "Modifying"}, None),
    ],
)
def test_what_is_no_work(changes: dict[str, Any], left_out: str | None) -> None:
    assert told(**changes).left_out == left_out


def test_a_collection_needs_no_address_and_a_delivery_does() -> None:
    nowhere = dict.fromkeys(order("1")["shippingAddress"])
    counter = [{"shippingMethod": {"code": "collect", "name": "Collect at the counter"}}]
    assert told(shippingAddress=nowhere, shippingLines=counter).handover == "collection"
    wrong = reading(shippingAddress=nowhere)
    assert wrong.orders == () and [one.code for one in wrong.problems if one.blocks] == ["address.empty"]


def test_orders_are_read_from_an_instant_on_and_one_by_one(shop: Shop, line: Vendure) -> None:
    numbers = [shop.place() for _ in range(60)]
    page = line.placed_since(PLACED)
    assert [one["id"] for one in page.orders] == numbers[:50] and page.more
    assert page.last_placed == PLACED + timedelta(minutes=50)
    later = line.placed_since(page.last_placed)
    assert [one["id"] for one in later.orders] == numbers[49:] and not later.more
    assert [one["id"] for one in line.placed_since(PLACED, skip=55).orders] == numbers[55:]
    found = line.by_refs(["3", "999"])
    assert ([one["id"] for one in found.orders], found.missing) == (["3"], ("999",))


def facts(event: WriteBack, ref: str = "1", quantity: int = 3, key: str = "dc-1") -> WriteBackFacts:
    lines = (WrittenLine(f"L{ref}", "OAK-T", quantity),)
    return WriteBackFacts(
        key=key, event=event, ref=ref, number=f"V{ref}", at=NOON, tracking="P-77", recipient="", lines=lines
    )


def test_an_order_is_sent_and_delivered_once_though_it_is_told_again(shop: Shop, line: Vendure) -> None:
    shop.place()
    assert line.write(facts(WriteBack.OUT_FOR_DELIVERY)) is Written.DONE
    assert line.write(facts(WriteBack.OUT_FOR_DELIVERY)) is Written.ALREADY
    assert line.write(facts(WriteBack.DELIVERED, key="dc-2")) is Written.DONE
    assert line.write(facts(WriteBack.DELIVERED, key="dc-2")) is Written.ALREADY
    (fulfilment,) = shop.orders["1"]["fulfillments"]
    assert (fulfilment["state"], fulfilment["trackingCode"], fulfilment["method"]) == ("Delivered", "P-77", OUR_METHOD)
    assert shop.asked.count("fulfil") == 1


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_an_answer_that_is_lost_leads_to_no_second_fulfilment(shop: Shop, line: Vendure, lost: int) -> None:
    shop.place()
    shop.lose = lost
    for _ in range(6):
        try:
            line.write(facts(WriteBack.DELIVERED))
        except Unavailable as away:
            assert away.code == "source.away"
            continue
        break
    assert [one["state"] for one in shop.orders["1"]["fulfillments"]] == ["Delivered"]


def test_an_attempt_is_a_note_that_is_written_once(shop: Shop, line: Vendure) -> None:
    shop.place()
    assert line.write(facts(WriteBack.ATTEMPTED)) is Written.DONE
    assert line.write(facts(WriteBack.ATTEMPTED)) is Written.ALREADY
    assert line.write(facts(WriteBack.ATTEMPTED, key="dc-9")) is Written.DONE
    assert len(shop.orders["1"]["notes"]) == 2 and shop.orders["1"]["state"] == "PaymentSettled"


def test_what_stands_there_otherwise_is_a_conflict_with_both_sides(shop: Shop, line: Vendure) -> None:
    cancelled, sent = shop.place(state="Cancelled"), shop.place()
    shop.orders[sent]["fulfillments"].append(
        {"id": "F9", "state": "Shipped", "method": "Post", "trackingCode": "X",
         "lines": [{"orderLineId": f"L{sent}", "quantity": 2}]}
    )  # fmt: skip
    for number, theirs in ((cancelled, "cancelled"), (sent, "ITEMS_ALREADY_FULFILLED_ERROR")):
        with pytest.raises(Refused) as refused:
            line.write(facts(WriteBack.DELIVERED, number))
        assert (refused.value.code, refused.value.facts["theirs"]) == ("write_back.conflict", theirs)
        assert refused.value.facts["ours"] == "delivered"
    with pytest.raises(Refused) as gone:
        line.write(facts(WriteBack.DELIVERED, "404"))
    assert gone.value.code == "write_back.gone"
    assert shop.asked.count("move") == 0


def test_a_wrong_secret_and_a_right_that_is_missing_are_two_things(shop: Shop, line: Vendure) -> None:
    shop.place()
    for secret in ("desk@example.fi:wrong", "no-such-key"):
        other = Vendure(SourceAccount("Kotivara", shop.address, secret))
        with pytest.raises(Unavailable) as refused:
            other.placed_since(PLACED)
        other.close()
        assert refused.value.code == "source.sign_in" and secret not in str(refused.value)
    shop.rights = False
    with pytest.raises(Unavailable) as refused:
        line.placed_since(PLACED)
    assert refused.value.code == "source.scope"
    shop.rights = True
    by_key = Vendure(SourceAccount("Kotivara", shop.address, API_KEY))
    assert len(by_key.placed_since(PLACED).orders) == 1
    by_key.close()
