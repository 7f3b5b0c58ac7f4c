"""Items that a site adds to Verify: of which orders they are asked, how they are settled, and what becomes of ticks."""

from collections.abc import Mapping

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import site_checklist, verifying
from dispatch_console.application.orders.order_view import OrderView, order_view
from dispatch_console.domain.errors import BadInput, Conflict, DispatchError, Refused
from tests.builders.received import first, incoming, reading

GLASS = {"words": "Glass counted", "scope": "a product", "value": "MUG", "way": "by a look"}


def taken(desk: Desk) -> int:
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    return desk.ask_now(first).id


def keep(desk: Desk, **texts: str) -> int:
    return desk.do_now(site_checklist.keep_item, None, GLASS | texts)


def asked(desk: Desk, order: int) -> list[str]:
    view: OrderView = desk.ask_now(order_view, order)
    return [item.words for item in view.items if item.words]


@pytest.mark.parametrize(
    ("scope", "value", "is_asked"),
    [
        ("every order", "", True),
        ("a product", "mug", True),
        ("a product", "MU*", True),
        ("a product", "M", False),
        ("a product", "PLATE", False),
        ("a customer", "customer 1", True),
        ("a customer", "customer", False),
        ("a source", "TEST", True),
        ("a source", "shopify", False),
        ("a requirement", "fragile", False),
    ],
)
def test_an_item_is_asked_of_the_orders_it_is_meant_for(desk: Desk, scope: str, value: str, is_asked: bool) -> None:
    order = taken(desk)
    keep(desk, scope=scope, value=value)
    assert asked(desk, order) == (["Glass counted"] if is_asked else [])


def test_an_order_is_not_verified_before_the_sites_item_is_ticked_and_the_refusal_says_its_words(desk: Desk) -> None:
    order = taken(desk)
    item = keep(desk)
    desk.do_now(verifying.tick_sure, order)
    for key in ("address_exact", "customer_known", "instructions_read"):
        desk.do_now(_tick_if_open, order, key)
    with pytest.raises(Refused) as refused:
        desk.do_now(verifying.verify, order)
    assert refused.value.facts["missing"] == ("Glass counted",)
    desk.do_now(verifying.tick, order, "verify", f"site-{item}")
    desk.do_now(verifying.verify, order)
    # taken out of use it is asked of no order, and the history still names it
    desk.do_now(site_checklist.retire_item, item)
    view = desk.ask_now(order_view, order)
    assert view.axes.verification == "verified"
    assert "Glass counted" in [step.item for step in view.history]
    assert desk.ask_now(site_checklist.checklist_items) == ()


def _tick_if_open(tx: object, order: int, key: str) -> None:
    from dispatch_console.application.orders import checklist
    from dispatch_console.store.entities import Order
    from dispatch_console.store.transaction import Transaction

    assert isinstance(tx, Transaction)
    checklist.mark(tx, tx.session.get_one(Order, order), "verify", key)


def test_an_item_that_is_settled_by_a_call_wants_to_know_what_was_said(desk: Desk) -> None:
    order = taken(desk)
    item = f"site-{keep(desk, way='by a call')}"
    for said in ("", "ok"):
        with pytest.raises(Refused) as refused:
            desk.do_now(verifying.tick, order, "verify", item, said)
        assert refused.value.code == "item.no_call"
    desk.do_now(verifying.tick, order, "verify", item, "Veera: ring at the gate")
    view = desk.ask_now(order_view, order)
    assert [(mark.key, mark.evidence) for mark in view.marks] == [(item, "Veera: ring at the gate")]
    assert view.history[0].reason == "Veera: ring at the gate"


def test_other_words_ask_anew_and_another_product_does_not(desk: Desk) -> None:
    order = taken(desk)
    item = keep(desk)
    desk.do_now(verifying.tick, order, "verify", f"site-{item}")
    assert desk.do_now(site_checklist.keep_item, item, GLASS | {"value": "MU*"}) == item
    changed = desk.do_now(site_checklist.keep_item, item, GLASS | {"words": "Glass counted twice"})
    assert changed != item
    view = desk.ask_now(order_view, order)
    assert [one.key for one in view.items if one.words] == [f"site-{changed}"]
    assert f"site-{changed}" not in {mark.key for mark in view.marks}


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"words": "  "}, "field.empty"),
        ({"words": "x" * 81}, "field.long"),
        ({"value": " "}, "item.which"),
        ({"scope": "a requirement", "value": "heavy"}, "item.requirement"),
    ],
)
def test_an_item_that_says_nothing_is_refused(desk: Desk, texts: Mapping[str, str], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        keep(desk, **texts)
    assert refused.value.code == code
    assert desk.ask_now(site_checklist.checklist_items) == ()


def test_a_tag_of_a_shop_names_its_requirement(desk: Desk) -> None:
    keep(desk, scope="a requirement", value="Tail lift")
    (record,) = desk.ask_now(site_checklist.checklist_items)
    assert (record.fields["value"], record.under) == ("lift", "a requirement: lift, by a look")


def test_whoever_comes_second_is_told_what_stands_there_now(desk: Desk) -> None:
    item = keep(desk)
    seen = desk.ask_now(site_checklist.checklist_items)[0].fields
    desk.do_now(site_checklist.keep_item, item, GLASS | {"value": "PLATE"}, seen)
    with pytest.raises(DispatchError) as refused:
        desk.do_now(site_checklist.keep_item, item, GLASS | {"value": "CUP"}, seen)
    assert isinstance(refused.value, Conflict) and refused.value.code == "record.changed"
