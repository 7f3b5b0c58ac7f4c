"""Shopify as its connector sees it: what an order means, what requests cost, and how it is told."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dispatch_console.adapters.sources.live.shopify import Shopify
from dispatch_console.adapters.sources.live.shopify_order import OUR_COMPANY
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.admission import LeftOut
from dispatch_console.domain.orders.incoming import Fate, IncomingOrder, Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts, WrittenLine
from dispatch_console.ports import SourceAccount, SourceOptions, SourcePage, Written
from tests.shopify_server import (
    CLIENT,
    CLIENT_SECRET,
    PLACED,
    TOKEN,
    ShopifyShop,
    fulfilment_order,
    line,
    money,
    refused,
    shopify,
)

OPTIONS = SourceOptions("Europe/Helsinki", "FI")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop() -> Iterator[ShopifyShop]:
    with shopify() as served:
        yield served


@pytest.fixture
def connector(shop: ShopifyShop) -> Iterator[Shopify]:
    made = connected(shop)
    yield made
    made.close()


def connected(shop: ShopifyShop, secret: str = TOKEN, **options: str) -> Shopify:
    return Shopify(SourceAccount("Kotivara", shop.address, secret, options))


def reading(options: SourceOptions = OPTIONS, **changes: Any) -> Reading:
    with shopify() as served:
        served.place(**changes)
        with closing(connected(served)) as made:
            return made.read(made.placed_since(PLACED), options)


def told(**changes: Any) -> IncomingOrder:
    return reading(**changes).orders[0]


def facts(event: WriteBack, ref: str = "1001", quantity: int = 2, at: datetime = NOON) -> WriteBackFacts:
    lines = (WrittenLine(f"{ref}0", "MUG", quantity),)
    return WriteBackFacts(
        key="dc-1", event=event, ref=ref, number="#1001", at=at, tracking="P-7", recipient="", lines=lines
    )


def sent(quantity: int = 1, company: str = "Posti", status: str = "SUCCESS") -> dict[str, Any]:
    return {
        "id": "gid://shopify/Fulfillment/1", "status": status, "displayStatus": "FULFILLED", "events": [],
        "trackingInfo": [{"company": company, "number": "1"}],
        "fulfillmentLineItems": [{"lineItem": {"id": "gid://shopify/LineItem/10010"}, "quantity": quantity}],
    }  # fmt: skip


def test_an_order_is_read_with_every_value_accounted_for() -> None:
    whole = reading()
    (one,) = whole.orders
    assert (one.number, one.source_ref, one.customer_name) == ("#1001", "1001", "Ann Shopper 1001")
    assert (one.address.line1, one.address.line2, one.address.gate_code) == ("Bulevardi 1001", "B 3", "4417#")
    assert (one.phone, one.email, one.total, one.payment) == ("+358401234567", "c1001@example.com", 2400, "paid")
    assert [(item.sku, item.quantity, item.unit_price, item.barcode, item.ref) for item in one.lines] == [
        ("MUG", 2, 1200, "6400000000017", "10010")
    ]
    assert one.windows[0].start == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert (one.requirements, one.attributes["utm_source"]) == (("fragile",), "letter")
    assert whole.problems == () and all(Fate.NOT_UNDERSTOOD not in column.fates for column in whole.account)
    fates = {column.column: column.fates for column in whole.account}
    assert Fate.USED in fates["customAttributes[Door code]"]
    assert Fate.SEEN in fates["customAttributes[utm_source]"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"displayFinancialStatus": "PENDING", "paymentGatewayNames": ["Cash on Delivery (COD)"],
          "totalOutstandingSet": money("24.0")}, ("delivery", "on_delivery", 2400, None, ())),
        ({"displayFinancialStatus": "PENDING", "paymentTerms": {"paymentTermsName": "Net 30"},
          "totalOutstandingSet": money("24.0")}, ("delivery", "terms", None, None, ())),
        ({"displayFinancialStatus": "AUTHORIZED", "totalOutstandingSet": money("24.0")},
         ("delivery", "unpaid", None, None, ("not_paid",))),
        ({"totalOutstandingSet": money("-6.5")}, ("delivery", "credit", None, None, ())),
        ({"displayFinancialStatus": "PARTIALLY_REFUNDED", "totalRefundedSet": money("5.0")},
         ("delivery", "paid", None, None, ("refund_open",))),
        ({"test": True}, ("delivery", "paid", None, None, ("held_at_source",))),
        ({"displayFulfillmentStatus": "ON_HOLD"}, ("delivery", "paid", None, None, ("held_at_source",))),
        ({"fulfillmentOrders": [fulfilment_order(1, "PICK_UP")], "shippingAddress": None,
          "shippingLine": {"title": "Kotivara Hakaniemi", "code": "Kotivara Hakaniemi"}},
         ("collection", "paid", None, None, ())),
        ({"fulfillmentOrders": [fulfilment_order(1, "PICKUP_POINT")]},
         ("delivery", "paid", None, None, ("handover_unclear",))),
        ({"cancelledAt": "2026-11-23T08:00:00Z"}, ("delivery", "paid", None, LeftOut.CANCELLED, ())),
        ({"displayFinancialStatus": "REFUNDED"}, ("delivery", "paid", None, LeftOut.REFUNDED, ())),
        ({"displayFulfillmentStatus": "FULFILLED", "fulfillments": [sent(2)]},
         ("none", "paid", None, LeftOut.COMPLETED, ())),
    ],
)  # fmt: skip
def test_what_the_shop_says_of_an_order(changes: dict[str, Any], expected: tuple[Any, ...]) -> None:
    one = told(**changes)
    assert (one.handover, one.payment, one.due_on_delivery, one.left_out, one.remarks) == expected


def test_what_others_sent_is_not_delivered_again_and_what_we_sent_is_still_ours() -> None:
    some = {"displayFulfillmentStatus": "PARTIALLY_FULFILLED"}
    assert told(**some, fulfillments=[sent()]).lines[0].quantity == 1
    assert told(**some, fulfillments=[sent(status="CANCELLED")]).lines[0].quantity == 2
    whole = {"displayFulfillmentStatus": "FULFILLED"}
    ours = told(**whole, fulfillments=[sent(2, company=OUR_COMPANY)])
    assert (ours.lines[0].quantity, ours.left_out) == (2, None)


def test_removed_and_refunded_pieces_are_not_packed() -> None:
    fewer = line(10010) | {"currentQuantity": 1}
    one = told(lineItems=[fewer, line(2, "TEE") | {"currentQuantity": 0}], totalRefundedSet=money("12.0"),
               displayFinancialStatus="PARTIALLY_REFUNDED")  # fmt: skip
    assert [(item.sku, item.quantity) for item in one.lines] == [("MUG", 1)] and one.remarks == ()


def test_own_fields_are_those_that_the_site_names_and_what_they_hold_is_never_guessed() -> None:
    fields = [{"key": "Toimituspäivä", "value": "30.11.2026"}, {"key": "Klo", "value": "illalla"},
              {"key": "Ovikoodi 2", "value": "99"}, {"key": "Nouto", "value": "kyllä"}]  # fmt: skip
    own = {"Toimituspäivä": "delivery_day", "Klo": "window", "Ovikoodi 2": "gate_code", "Nouto": "collects"}
    whole = reading(replace(OPTIONS, own_fields=own), customAttributes=fields)
    (one,) = whole.orders
    assert (one.address.gate_code, one.handover, one.wish, one.windows) == (
        "99",
        "collection",
        "30.11.2026 illalla",
        (),
    )
    assert [(problem.column, problem.code) for problem in whole.problems] == [
        ("customAttributes[Klo]", "window.unreadable")
    ]
    doubtful = reading(
        replace(OPTIONS, own_fields={"Nouto": "collects"}), customAttributes=[fields[3] | {"value": "ehkä"}]
    )
    assert [problem.code for problem in doubtful.problems] == ["cell.yes_no"]


def test_a_local_delivery_brings_its_window() -> None:
    part = fulfilment_order(1)
    part["deliveryMethod"] |= {"minDeliveryDateTime": "2026-11-30T08:00:00Z",
                               "maxDeliveryDateTime": "2026-11-30T10:00:00Z",
                               "additionalInformation": {"instructions": "Back door"}}  # fmt: skip
    one = told(customAttributes=[], fulfillmentOrders=[part])
    assert one.windows[0].start == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert one.instructions == "Ring twice; Back door"


def test_an_order_without_a_street_or_with_odd_amounts_waits_and_says_why() -> None:
    nowhere = reading(shippingAddress=None)
    assert nowhere.orders == () and [problem.code for problem in nowhere.problems] == ["address.empty"]
    odd = reading(currentTotalPriceSet=money("much"))
    assert [(problem.column, problem.code) for problem in odd.problems] == [
        ("currentTotalPriceSet.shopMoney.amount", "cell.money")
    ]


def test_markup_in_a_note_stays_text() -> None:
    note = "<script>alert(1)</script> Ring <b>twice</b>"
    assert told(note=note).instructions == note


def every(connector: Shopify) -> list[str]:
    """Return the names of all orders as the station reads them: page by page, by when they were placed."""
    since, skip, names = PLACED, 0, []
    while True:
        page: SourcePage = connector.placed_since(since, skip)
        names += [str(one["name"]) for one in page.orders]
        if not page.more or not page.orders:
            return names
        if page.last_placed is not None and page.last_placed > since:
            since, skip = page.last_placed, 0
        else:
            skip += len(page.orders)


def test_pages_are_read_without_a_gap_also_where_many_orders_share_a_second(
    shop: ShopifyShop, connector: Shopify
) -> None:
    shop.place(50)
    for number in range(1010, 1045):
        shop.orders[number]["createdAt"] = shop.orders[1010]["createdAt"]
    names = every(connector)
    assert set(names) == {f"#{number}" for number in shop.orders}


def test_an_order_of_two_thousand_lines_is_read_whole(shop: ShopifyShop, connector: Shopify) -> None:
    shop.place(lineItems=[line(number, f"S{number}") for number in range(2000)])
    (one,) = connector.read(connector.placed_since(PLACED), OPTIONS).orders
    assert len({item.sku for item in one.lines}) == 2000


def test_a_shop_that_is_asked_too_much_is_waited_for_and_a_page_that_is_too_dear_is_made_smaller(
    shop: ShopifyShop, connector: Shopify
) -> None:
    shop.place(60)
    shop.most = shop.there = 1000.0
    assert len(set(every(connector))) == 60
    shop.planned.append(lambda _: refused("MAX_COST_EXCEEDED", "Query cost is 2000"))
    assert len(set(every(connector))) == 60
    assert min(body["variables"]["first"] for body in shop.asked if "first" in body["variables"]) == 6


def test_a_bucket_that_stays_empty_is_no_reason_to_wait_for_ever(shop: ShopifyShop, connector: Shopify) -> None:
    shop.place(1)
    shop.there, shop.restores = 0.0, 5.0
    with pytest.raises(Unavailable) as error:
        connector.placed_since(PLACED)
    assert error.value.code == "source.away" and float(str(error.value.facts["wait_s"])) > 20


def test_a_right_that_is_missing_is_named_also_where_the_rest_of_an_order_comes(
    shop: ShopifyShop, connector: Shopify
) -> None:
    shop.place()
    said = "Access denied for fulfillmentOrders field. Required access: `read_merchant_managed_fulfillment_orders`"
    shop.planned.append(lambda _: (200, {"data": {"orders": None}, "errors": [
        {"message": said, "path": ["orders"], "extensions": {"code": "ACCESS_DENIED"}}]}))  # fmt: skip
    with pytest.raises(Unavailable) as error:
        connector.placed_since(PLACED)
    assert (error.value.code, error.value.facts["detail"]) == ("source.scope", said)


def test_a_wrong_token_is_said_and_a_client_signs_in_again_once_its_token_ended(shop: ShopifyShop) -> None:
    shop.place()
    for secret in ("shpat_odd", f"{CLIENT}:shpss_odd"):
        with closing(connected(shop, secret)) as wrong, pytest.raises(Unavailable) as error:
            wrong.placed_since(PLACED)
        assert error.value.code == "source.sign_in" and "odd" not in str(error.value.facts)
    with closing(connected(shop, f"{CLIENT}:{CLIENT_SECRET}")) as client:
        assert len(client.placed_since(PLACED).orders) == 1
        shop.tokens.clear()
        assert len(client.placed_since(PLACED).orders) == 1


def test_an_order_that_was_deleted_is_gone_and_one_that_is_too_old_to_be_seen_is_not(
    shop: ShopifyShop, connector: Shopify
) -> None:
    shop.place(3)
    del shop.orders[1002]
    page = connector.by_refs(["1003", "1002", "900"])
    assert [one["name"] for one in page.orders] == ["#1003"] and page.missing == ("1002",)


def test_what_became_of_an_order_is_told_once(shop: ShopifyShop, connector: Shopify) -> None:
    shop.place()
    out, tried, there = (WriteBack.OUT_FOR_DELIVERY, WriteBack.ATTEMPTED, WriteBack.DELIVERED)
    assert [connector.write(facts(event)) for event in (out, tried, there)] == [Written.DONE] * 3
    assert [connector.write(facts(event)) for event in (out, tried, there)] == [Written.ALREADY] * 3
    later = NOON + timedelta(days=1)
    assert connector.write(facts(out, at=later)) is Written.DONE, "a second attempt is an event of its own"
    assert [name for name, _ in shop.done] == ["fulfillmentCreate", *["fulfillmentEventCreate"] * 4]
    made = shop.orders[1001]["fulfillments"]
    assert [event["status"] for event in made[0]["events"]] == [
        "OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY", "DELIVERED", "OUT_FOR_DELIVERY"]  # fmt: skip
    assert shop.done[0][1]["notifyCustomer"] is False


def test_an_answer_that_was_lost_is_looked_up_and_not_told_twice(shop: ShopifyShop, connector: Shopify) -> None:
    shop.place()
    for name in ("fulfillmentCreate", "fulfillmentEventCreate"):
        shop.lost.append(name)
        with pytest.raises(Unavailable) as error:
            connector.write(facts(WriteBack.OUT_FOR_DELIVERY))
        assert error.value.code == "source.away"
    assert connector.write(facts(WriteBack.OUT_FOR_DELIVERY)) is Written.ALREADY
    assert [name for name, _ in shop.done] == ["fulfillmentCreate", "fulfillmentEventCreate"]


def test_an_order_that_is_fetched_is_fulfilled_without_an_event(shop: ShopifyShop, connector: Shopify) -> None:
    shop.place()
    assert connector.write(facts(WriteBack.COLLECTED)) is Written.DONE
    assert connector.write(facts(WriteBack.COLLECTED)) is Written.ALREADY
    assert [name for name, _ in shop.done] == ["fulfillmentCreate"]


def test_an_order_of_two_locations_is_fulfilled_in_each(shop: ShopifyShop, connector: Shopify) -> None:
    shop.place(
        lineItems=[line(10010), line(10011, "TEE") | {"place": 1}],
        fulfillmentOrders=[fulfilment_order(1001), fulfilment_order(1001, place=2)],
    )
    both = replace(facts(WriteBack.DELIVERED), lines=(WrittenLine("10010", "MUG", 2), WrittenLine("10011", "TEE", 2)))
    assert connector.write(both) is Written.DONE
    assert [name for name, _ in shop.done] == ["fulfillmentCreate"] * 2 + ["fulfillmentEventCreate"] * 2


@pytest.mark.parametrize(
    ("changes", "theirs"),
    [
        ({"cancelledAt": "2026-11-23T08:00:00Z"}, "cancelled"),
        ({"fulfillments": [sent(2)], "displayFulfillmentStatus": "FULFILLED"}, "fulfilled (open)"),
        ({"fulfillmentOrders": [fulfilment_order(1001) | {"status": "ON_HOLD"}],
          "displayFulfillmentStatus": "ON_HOLD"}, "on_hold (on_hold)"),
    ],
)  # fmt: skip
def test_what_the_shop_says_otherwise_is_a_conflict_with_both_sides(
    shop: ShopifyShop, connector: Shopify, changes: dict[str, Any], theirs: str
) -> None:
    shop.place(**changes)
    with pytest.raises(Refused) as error:
        connector.write(facts(WriteBack.DELIVERED))
    assert (error.value.code, error.value.facts["theirs"], shop.done) == ("write_back.conflict", theirs, [])
    with pytest.raises(Refused) as error:
        connector.write(facts(WriteBack.DELIVERED, ref="5"))
    assert error.value.code == "write_back.gone"
