"""An order that its source changed: it is not verified over the change, and a new plan does not lose it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.application import importing, planning, tracking, verifying
from dispatch_console.application.desk import Desk
from dispatch_console.application.load_list import load_list
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.incoming import Reading
from dispatch_console.ports import SourceOptions
from dispatch_console.store.entities import Route
from tests.conftest import DATA
from tests.days import plan_day, ready_orders
from tests.journeys.test_one_order import DAY, get


def change_at_the_source(desk: Desk, number: str) -> None:
    """The shop's next export says one more of the first article."""
    reading = ShopifyCsv().read(DATA / "shopify_orders_export.csv", SourceOptions("Europe/Helsinki", "FI"))
    told = next(order for order in reading.orders if order.number.lstrip("#") == number)
    more = replace(told.lines[0], quantity=told.lines[0].quantity + 1)
    changed = replace(told, lines=(more, *told.lines[1:]))
    desk.do_now(importing.take_reading, Reading(reading.source, (changed,)), "shopify.csv")


def test_a_changed_order_is_verified_only_after_the_change_was_taken(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    change_at_the_source(desk, "1002")
    order = get(desk, "1002")
    assert order.verification == "changed"
    with pytest.raises(Refused, match=r"change\.open"):
        desk.do_now(verifying.verify, order.id)
    desk.do_now(verifying.take_change, order.id)
    assert get(desk, "1002").source_change is None


def test_a_planned_order_that_changed_keeps_its_stop_and_cannot_be_loaded(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    change_at_the_source(desk, "1002")
    plan_day(desk)
    assert get(desk, "1002").dispatch == "on_manifest"
    assert desk.ask_now(planning.unrouted, DAY) == ()
    route = desk.ask_now(lambda session: session.scalars(select(Route.id)).one())
    parcel = next(p for p in desk.ask_now(load_list, route).parcels if p.order_id == get(desk, "1002").id)
    with pytest.raises(Refused, match=r"load\.not_verified"):
        desk.do_now(tracking.load_parcel, route, parcel.code)


def test_an_order_put_on_hold_leaves_its_route_with_the_next_plan(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    desk.do_now(verifying.hold, get(desk, "1002").id, "asked to wait")
    plan_day(desk)
    assert get(desk, "1002").dispatch == "unplanned"
    assert get(desk, "1004").dispatch == "on_manifest"
