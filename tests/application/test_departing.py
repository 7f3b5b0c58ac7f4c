"""A van cannot leave twice at once: its second departure waits for the first to be done."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import verifying
from dispatch_console.application.planning import day_board, edits, publishing
from dispatch_console.application.promises import promising
from dispatch_console.application.road import doorstep, goods_in, load_out
from dispatch_console.application.road.load_list import load_list
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order, Route
from dispatch_console.store.transaction import Transaction
from tests.builders.days import plan_day, prepare, ready_orders, set_up_two_departures
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get

MORNING = TimeWindow(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 10, 0, tzinfo=UTC))


def routes(session: Session) -> list[int]:
    return list(session.scalars(select(Route.id).order_by(Route.departure)))


def load(desk: Desk, route: int) -> None:
    for parcel in desk.ask_now(load_list, route).parcels:
        desk.do_now(load_out.load_parcel, route, parcel.code)


def test_the_second_departure_waits_until_the_first_is_done(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    desk.do_now(set_up_two_departures)
    desk.do_now(promising.confirm, get(desk, "1004").id, MORNING)
    plan_day(desk)
    first, second = desk.ask_now(routes)
    for route in (first, second):
        load(desk, route)
    desk.do_now(load_out.depart, first)
    with pytest.raises(Refused, match=r"route\.not_back"):
        desk.do_now(load_out.depart, second)
    assert get(desk, "1002").dispatch == "loaded"
    # a van that is not back yet makes its next stops late as well
    overdue = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    legs = desk.ask_now(day_board.day_board, DAY, overdue).legs
    assert legs[1].stops[0].times.arrive_at > overdue and legs[1].stops[0].state == "late"
    facts = HandoffFacts(outcome="failed_not_home")
    desk.do_now(doorstep.hand_over, get(desk, "1004").id, facts, through="phone", signature=None)
    # what nobody took is still in the van, or nowhere
    with pytest.raises(Refused) as refusal:
        desk.do_now(load_out.depart, second)
    assert refusal.value.code == "route.goods_open"
    shift = desk.ask_now(lambda session: session.get_one(Route, first).shift_id)
    for parcel in get(desk, "1004").parcels:
        desk.do_now(goods_in.scan_back, shift, str(parcel.code))
    desk.do_now(load_out.depart, second)
    assert get(desk, "1002").dispatch == "out"


def test_a_driver_counts_his_stops_through_the_day(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004", "1006"))
    desk.do_now(set_up_two_departures)
    desk.do_now(promising.confirm, get(desk, "1004").id, MORNING)
    plan_day(desk)

    def numbers() -> list[list[int]]:
        board = desk.ask_now(day_board.day_board, DAY, desk.clock())
        return [[stop.sequence for stop in leg.stops] for leg in board.legs]

    assert numbers() == [[1], [2, 3]]
    first, _ = desk.ask_now(routes)
    load(desk, first)
    desk.do_now(load_out.depart, first)
    # those that have left keep their numbers, the others go on from there
    prepared = prepare(desk)
    (second,) = prepared.visits_of_departure
    turned = prepared.visits_of_departure[second][::-1]
    desk.do_now(edits.edit, prepared, {second: turned}, "reverse")
    assert numbers() == [[1], [2, 3]]


def closed(tx: Transaction, order_id: int) -> None:
    tx.session.get_one(Order, order_id).take("closure", "cancel", tx.now)


def test_an_order_on_a_route_is_not_cancelled_under_it(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk, publish=False)
    order = get(desk, "1002").id
    for _ in ("planned", "published"):
        with pytest.raises(Refused, match=r"order\.on_a_route"):
            desk.do_now(verifying.cancel, order)
        desk.do_now(publishing.publish, DAY)
    (route,) = desk.ask_now(routes)
    load(desk, route)
    with pytest.raises(Refused, match=r"order\.on_its_way"):
        desk.do_now(verifying.cancel, order)
    assert get(desk, "1002").closure == "open"


def test_a_cancelled_order_leaves_in_no_van(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    (route,) = desk.ask_now(routes)
    order = get(desk, "1002")
    desk.do_now(closed, order.id)
    assert desk.ask_now(load_list, route).not_verified == ((order.id, order.number),)
    with pytest.raises(Refused, match=r"load\.closed"):
        load(desk, route)
    for parcel in get(desk, "1004").parcels:
        desk.do_now(load_out.load_parcel, route, str(parcel.code))
    with pytest.raises(Refused, match=r"load\.held") as refusal:
        desk.do_now(load_out.depart, route)
    assert refusal.value.facts == {"numbers": order.number}
    desk.do_now(load_out.leave_behind, route, order.id)
    desk.do_now(load_out.depart, route)
    assert (get(desk, "1002").dispatch, get(desk, "1004").dispatch) == ("unplanned", "out")
