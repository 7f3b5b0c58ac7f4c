"""Tryton as its connector sees it: what a sale means, and how its shipment is taken along."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dispatch_console.adapters.sources.live.tryton import Tryton
from dispatch_console.adapters.sources.live.tryton_order import plain, read
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.incoming import Fate, IncomingOrder, Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts
from dispatch_console.ports import SourceAccount, SourceOptions, Written
from tests.tryton_server import KEY, line, sale, tryton
from tests.tryton_server import Tryton as Site

OPTIONS = SourceOptions("Europe/Helsinki", "FI")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with tryton() as served:
        yield served


@pytest.fixture
def connector(site: Site) -> Iterator[Tryton]:
    made = Tryton(SourceAccount("Company", site.address, KEY))
    yield made
    made.close()


def reading(**changes: Any) -> Reading:
    return read("Company", (plain(sale(1) | changes),), OPTIONS)


def told(**changes: Any) -> IncomingOrder:
    return reading(**changes).orders[0]


def facts(event: WriteBack, ref: str = "1", key: str = "dc-1") -> WriteBackFacts:
    return WriteBackFacts(key=key, event=event, ref=ref, number="S1", at=NOON, tracking="P-7", recipient="", lines=())


def test_a_sale_is_read_with_every_value_accounted_for() -> None:
    whole = reading()
    (one,) = whole.orders
    assert (one.number, one.source_ref, one.customer_name, one.phone) == ("S1", "1", "Ada Lovelace", "+358401234567")
    assert (one.address.line1, one.address.line2, one.address.country) == ("Bulevardi 5", "B 12", "FI")
    assert (one.total, one.currency, one.instructions, one.wish) == (5343, "EUR", "Ring twice", "2026-11-24")
    assert [(line.sku, line.quantity, line.unit_price, line.needs_delivery) for line in one.lines] == [
        ("MUG", 2, 1250, True), ("TEE", 1, 1990, True), ("WRAP", 1, 300, False)]  # fmt: skip
    assert one.placed_at == datetime(2026, 11, 23, 6, 1, 0, 500, tzinfo=UTC)
    assert all(Fate.NOT_UNDERSTOOD not in column.fates for column in whole.account) and whole.problems == ()


@pytest.mark.parametrize(
    ("changes", "left_out", "payment"),
    [
        ({"state": "draft"}, "left.draft", "unpaid"),
        ({"state": "quotation"}, "left.draft", "unpaid"),
        ({"state": "cancelled"}, "left.cancelled", "unpaid"),
        ({"invoice_state": "paid"}, None, "paid"),
        ({"payment_term": {"id": 1, "name": "30 days"}}, None, "terms"),
        ({"lines": [line(13, "WRAP", 1.0, "3.00", "service")]}, "left.nothing", "unpaid"),
    ],
)
def test_what_is_no_work_and_who_pays(changes: dict[str, Any], left_out: str | None, payment: str) -> None:
    one = told(**changes)
    assert (one.left_out, one.payment) == (left_out, payment)


def test_what_others_sent_is_subtracted_and_a_part_of_a_piece_waits_for_a_person() -> None:
    move = {"id": 1, "origin": "sale.line,11", "quantity": 2.0, "state": "done"}
    sent = {"id": 100, "state": "done", "reference": None, "outgoing_moves": [move]}
    assert [line.sku for line in told(shipments=[sent]).lines] == ["TEE", "WRAP"]
    ours = sent | {"reference": "Dispatch Console P-7"}
    assert [line.sku for line in told(shipments=[ours]).lines] == ["MUG", "TEE", "WRAP"]
    wrong = reading(lines=[line(11, "ROPE", 2.5, "1.00")])
    assert wrong.orders == () and [one.code for one in wrong.problems] == ["line.fraction"]


def test_sales_are_read_from_an_instant_on_and_one_by_one(site: Site, connector: Tryton) -> None:
    for _ in range(55):
        site.sell()
    page = connector.placed_since(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))
    assert (len(page.orders), page.more) == (50, True) and page.last_placed is not None
    assert [one["id"] for one in connector.placed_since(page.last_placed).orders] == [50, 51, 52, 53, 54, 55]
    found = connector.by_refs(["3", "999", "x"])
    assert ([one["id"] for one in found.orders], found.missing) == ([3], ("999", "x"))


def test_a_shipment_is_taken_along_step_by_step_and_once(site: Site, connector: Tryton) -> None:
    site.sell()
    assert connector.write(facts(WriteBack.OUT_FOR_DELIVERY)) is Written.DONE
    assert connector.write(facts(WriteBack.OUT_FOR_DELIVERY)) is Written.ALREADY
    assert connector.write(facts(WriteBack.DELIVERED)) is Written.DONE
    assert connector.write(facts(WriteBack.DELIVERED)) is Written.ALREADY
    assert site.did == ["assign_try", "pick", "pack", "ship", "do"]
    assert (site.shipment(100)["state"], site.shipment(100)["reference"]) == ("done", "Dispatch Console P-7")


def test_what_cannot_be_done_there_goes_to_a_person_with_both_sides(site: Site, connector: Tryton) -> None:
    empty, cancelled, sent = site.sell(), site.sell(state="cancelled"), site.sell()
    site.out_of_stock.add(100 * empty)
    site.shipment(100 * sent)["state"] = "done"
    for number, theirs in ((empty, "waiting"), (cancelled, "cancelled"), (sent, "done")):
        with pytest.raises(Refused) as refused:
            connector.write(facts(WriteBack.DELIVERED, str(number)))
        assert (refused.value.code, refused.value.facts["theirs"]) == ("write_back.conflict", theirs)
    with pytest.raises(Refused) as gone:
        connector.write(facts(WriteBack.DELIVERED, "99"))
    assert gone.value.code == "write_back.gone"


def test_an_attempt_is_a_note_that_is_written_once(site: Site, connector: Tryton) -> None:
    site.sell()
    assert [connector.write(facts(WriteBack.ATTEMPTED)) for _ in range(2)] == [Written.DONE, Written.ALREADY]
    assert connector.write(facts(WriteBack.ATTEMPTED, key="dc-2")) is Written.DONE
    assert [note["resource"] for note in site.notes] == ["sale.sale,1"] * 2


def test_a_wrong_key_is_said(site: Site) -> None:
    other = Tryton(SourceAccount("Company", site.address, "wrong"))
    with pytest.raises(Unavailable) as refused:
        other.by_refs(["1"])
    other.close()
    assert refused.value.code == "source.sign_in"
