"""Odoo as its connector sees it: what a sale order means in each version, and how its delivery is validated."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dispatch_console.adapters.sources.live.odoo import Odoo as Connector
from dispatch_console.adapters.sources.live.odoo_order import OURS, text_of
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.admission import LeftOut
from dispatch_console.domain.orders.incoming import Fate, IncomingOrder, Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts, WrittenLine
from dispatch_console.ports import SourceAccount, SourceOptions, Written
from tests.odoo_server import DATABASE, KEY, LOGIN, Odoo, odoo

OPTIONS = SourceOptions("Europe/Helsinki", "FI")
SINCE = datetime(2026, 11, 23, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(params=[16, 17, 19])
def site(request: pytest.FixtureRequest) -> Iterator[Odoo]:
    with odoo(request.param) as served:
        yield served


@pytest.fixture
def connector(site: Odoo) -> Iterator[Connector]:
    with closing(connected(site)) as made:
        yield made


def connected(site: Odoo, secret: str = KEY, database: str = DATABASE) -> Connector:
    return Connector(SourceAccount("Company", site.address, secret, {"database": database, "login": LOGIN}))


def reading(options: SourceOptions = OPTIONS, **changes: Any) -> Reading:
    with odoo() as served:
        served.sell(**changes)
        with closing(connected(served)) as made:
            return made.read(made.placed_since(SINCE), options)


def told(**changes: Any) -> IncomingOrder:
    return reading(**changes).orders[0]


def facts(event: WriteBack, ref: str = "1", quantity: int = 2, key: str = "dc-1") -> WriteBackFacts:
    lines = (WrittenLine("1", "MUG", quantity),)
    return WriteBackFacts(
        key=key, event=event, ref=ref, number="S00001", at=NOON, tracking="P-7", recipient="", lines=lines
    )


def test_an_order_is_read_in_each_version_with_every_value_accounted_for(site: Odoo, connector: Connector) -> None:
    site.sell()
    whole = connector.read(connector.placed_since(SINCE), OPTIONS)
    (one,) = whole.orders
    assert (one.number, one.source_ref, one.customer_name, one.phone) == (
        "S00001", "1", "Ann Shopper 1", "+358401234567")  # fmt: skip
    assert (one.address.line1, one.address.line2, one.address.postcode, one.address.country) == (
        "Bulevardi 1", "B 3", "00120", "FI")  # fmt: skip
    assert (one.address.gate_code, one.instructions, one.wish) == ("4417#", "Ring twice", "2026-11-30 10:00")
    assert [(item.sku, item.quantity, item.unit_price, item.barcode, item.weight_g) for item in one.lines] == [
        ("MUG", 2, 1200, "6400000000017", 350)
    ]
    assert (one.total, one.currency, one.handover, one.left_out) == (2900, "EUR", "delivery", None)
    assert whole.problems == () and all(Fate.NOT_UNDERSTOOD not in column.fates for column in whole.account)
    if site.version >= 17:
        assert one.payment == "paid"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "draft"}, ("delivery", "paid", LeftOut.DRAFT)),
        ({"state": "sent"}, ("delivery", "paid", LeftOut.DRAFT)),
        ({"state": "cancel"}, ("delivery", "paid", LeftOut.CANCELLED)),
        ({"amount_paid": 0.0, "payment_term_id": [2, "30 Days"]}, ("delivery", "terms", None)),
        ({"amount_paid": 0.0}, ("delivery", "unpaid", None)),
    ],
)
def test_what_odoo_says_of_an_order(changes: dict[str, Any], expected: tuple[Any, ...]) -> None:
    one = told(**changes)
    assert (one.handover, one.payment, one.left_out) == expected


def test_cash_at_the_door_and_orders_that_are_fetched() -> None:
    with odoo() as site, closing(connected(site)) as connector:
        site.sell(2, amount_paid=0.0)
        site.rows["payment.transaction"][1] |= {"state": "pending", "provider_id": [4, "Cash on Delivery"]}
        counter = site.add("delivery.carrier", name="Kotivara Hakaniemi", delivery_type="in_store")
        site.rows["sale.order"][2]["carrier_id"] = [counter, "Kotivara Hakaniemi"]
        cash, fetched = connector.read(connector.placed_since(SINCE), OPTIONS).orders
    assert (cash.payment, cash.due_on_delivery) == ("on_delivery", 2900)
    assert fetched.handover == "collection"


def test_an_invoice_that_is_paid_counts_and_one_that_is_not_does_not(site: Odoo, connector: Connector) -> None:
    site.sell(2, amount_paid=0.0)
    for number, state in ((1, "paid"), (2, "partial")):
        invoice = site.add("account.move", state="posted", payment_state=state, move_type="out_invoice")
        site.rows["sale.order"][number]["invoice_ids"] = [invoice]
    orders = connector.read(connector.placed_since(SINCE), OPTIONS).orders
    assert [one.payment for one in orders] == ["paid", "unpaid"]


def test_what_others_delivered_is_not_delivered_again(site: Odoo, connector: Connector) -> None:
    site.sell(2)
    for number, name in ((1, False), (2, f"{OURS} P-7")):
        site.rows["stock.picking"][number] |= {"state": "done", "carrier_tracking_ref": name}
        site.rows["stock.move"][number] |= {"state": "done", **site.counts(1, picked=True)}
    orders = connector.read(connector.placed_since(SINCE), OPTIONS).orders
    assert [one.lines[0].quantity for one in orders] == [1, 2]


def test_a_part_of_a_piece_and_an_order_without_a_street_wait_and_say_why(site: Odoo, connector: Connector) -> None:
    site.sell(2)
    site.rows["sale.order.line"][1]["product_uom_qty"] = 1.5
    site.rows["res.partner"][2]["street"] = False
    whole = connector.read(connector.placed_since(SINCE), OPTIONS)
    assert whole.orders == ()
    assert [(one.order_number, one.code) for one in whole.problems] == [
        ("S00001", "line.fraction"), ("S00002", "address.empty")]  # fmt: skip


def test_own_fields_are_those_that_the_site_names() -> None:
    own = replace(OPTIONS, own_fields={"x_studio_day": "delivery_day", "x_studio_hours": "window"})
    whole = reading(own, x_studio_day="2026-11-30", x_studio_hours="10-12", x_gift="yes")
    (one,) = whole.orders
    assert one.windows[0].start == datetime(2026, 11, 30, 8, 0, tzinfo=UTC) and one.attributes["x_gift"] == "yes"
    assert {column.own for column in whole.account if column.own} == {
        "x_studio_day", "x_studio_hours", "x_gift", "x_studio_door_code"}  # fmt: skip


def test_pages_are_read_without_a_gap(site: Odoo, connector: Connector) -> None:
    site.sell(120, create_date="2026-11-23 06:00:00")
    names: set[str] = set()
    skip = 0
    while True:
        page = connector.placed_since(SINCE, skip)
        names |= {str(one["name"]) for one in page.orders}
        skip += len(page.orders)
        if not page.more:
            break
    assert len(names) == 120
    site.rows["sale.order"][7]["write_date"] = "2026-11-24 06:00:00"
    changed = connector.changed_since(datetime(2026, 11, 24, tzinfo=UTC))
    assert [one["id"] for one in changed.orders] == [7]
    assert connector.by_refs(["7", "500"]).missing == ("500",)


def test_what_keeps_us_out_is_said_by_its_name(site: Odoo, connector: Connector) -> None:
    site.sell()
    for made in (connected(site, "odd"), connected(site, database="odd")):
        with closing(made), pytest.raises(Unavailable) as error:
            made.placed_since(SINCE)
        assert error.value.code == "source.sign_in"
    site.forbidden.add("sale.order")
    with pytest.raises(Unavailable) as error:
        connector.placed_since(SINCE)
    assert error.value.code == "source.scope" and "sale.order" in str(error.value.facts["detail"])


def test_what_became_of_an_order_is_told_once(site: Odoo, connector: Connector) -> None:
    site.sell()
    assert connector.write(facts(WriteBack.OUT_FOR_DELIVERY)) is Written.DONE
    assert connector.write(facts(WriteBack.OUT_FOR_DELIVERY)) is Written.ALREADY
    assert connector.write(facts(WriteBack.ATTEMPTED, key="dc-2")) is Written.DONE
    assert connector.write(facts(WriteBack.DELIVERED, key="dc-3")) is Written.DONE
    assert connector.write(facts(WriteBack.DELIVERED, key="dc-3")) is Written.ALREADY
    assert site.rows["stock.picking"][1]["state"] == "done"
    assert [name for _, name in site.done].count("button_validate") == 1
    assert len(site.rows["mail.message"]) == 2


def test_an_answer_that_was_lost_is_looked_up(site: Odoo, connector: Connector) -> None:
    site.sell()
    for method in ("message_post", "button_validate"):
        event = WriteBack.OUT_FOR_DELIVERY if method == "message_post" else WriteBack.DELIVERED
        site.lost.append(method)
        with pytest.raises(Unavailable):
            connector.write(facts(event))
        assert connector.write(facts(event)) is Written.ALREADY
    assert [name for _, name in site.done].count("button_validate") == 1 and len(site.rows["mail.message"]) == 1


def test_a_short_delivery_leaves_the_rest_open_there(site: Odoo, connector: Connector) -> None:
    site.sell()
    assert connector.write(facts(WriteBack.DELIVERED, quantity=1)) is Written.DONE
    counted = "quantity" if site.version >= 17 else "quantity_done"
    assert site.rows["stock.move"][1][counted] == 1


@pytest.mark.parametrize("kind", ["cancelled", "done there", "stuck", "gone"])
def test_what_odoo_says_otherwise_is_a_conflict_with_both_sides(site: Odoo, connector: Connector, kind: str) -> None:
    site.sell()
    theirs = {"cancelled": "cancelled", "done there": "done", "stuck": "You need to supply a lot number."}
    if kind == "cancelled":
        site.rows["sale.order"][1]["state"] = "cancel"
    elif kind == "done there":
        site.rows["stock.picking"][1]["state"] = "done"
    elif kind == "stuck":
        site.stuck[1] = theirs["stuck"]
    with pytest.raises(Refused) as error:
        connector.write(facts(WriteBack.DELIVERED, ref="9" if kind == "gone" else "1"))
    if kind == "gone":
        assert error.value.code == "write_back.gone"
    else:
        assert (error.value.code, error.value.facts["theirs"]) == ("write_back.conflict", theirs[kind])


def test_notes_are_text() -> None:
    assert text_of("<p>Ring <b>twice</b><br>Door &amp; bell</p><script>x()</script>") == "Ring twice Door & bell"
