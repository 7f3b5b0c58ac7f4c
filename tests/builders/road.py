"""Vans on the road, and what they have still to do."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import edits, publishing, road_edits
from dispatch_console.application.planning.road_rest import RoadRest, road_rest
from dispatch_console.application.road import load_out
from dispatch_console.application.road.load_list import load_list
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain.planning.pricing import moved
from dispatch_console.store.entities import Route, Stop
from tests.builders.days import PROMISE, plan_day, prepare, ready_orders
from tests.builders.fleet import DAY, second_van
from tests.builders.sample_orders import get
from tests.conftest import Clock

NUMBERS = ("1002", "1004", "1006")


def two_vans_out(desk: Desk, clock: Clock) -> None:
    """Let two vans leave: E with two stops, F with one."""
    ready_orders(desk, NUMBERS)
    desk.do_now(second_van)
    plan_day(desk)
    prepared = prepare(desk)
    visit_of = {order: visit for visit, ids in prepared.orders.items() for order in ids}
    first, second, third = (visit_of[get(desk, number).id] for number in NUMBERS)
    desk.do_now(edits.edit, prepared, {"E1": [first, third], "F1": [second]}, "move")
    desk.do_now(publishing.publish, DAY)
    clock.now = PROMISE.start - timedelta(minutes=30)
    for route in desk.ask_now(lambda session: list(session.scalars(select(Route.id).order_by(Route.id)))):
        for parcel in desk.ask_now(load_list, route).parcels:
            desk.do_now(load_out.load_parcel, route, parcel.code)
        desk.do_now(load_out.depart, route)
    clock.forward(timedelta(minutes=35))


def rest(desk: Desk, **more: str) -> RoadRest:
    return desk.ask_now(road_rest, DAY, GreatCircle(), desk.clock(), **more)


def visit(desk: Desk, number: str) -> str:
    return f"stop-{stop(desk, number).id}"


def stop(desk: Desk, number: str) -> Stop:
    def read(session: Session) -> Stop:
        found = current_stop(session, get(desk, number).id)
        assert found is not None
        return session.get_one(Stop, found.id)

    return desk.ask_now(read)


def van(desk: Desk, number: str) -> str:
    def read(session: Session) -> str:
        found = current_stop(session, get(desk, number).id)
        assert found is not None
        return found.route.shift.driver.letter

    return desk.ask_now(read)


def shift(desk: Desk, letter: str) -> int:
    def read(session: Session) -> int:
        routes = session.scalars(select(Route))
        return next(route.shift_id for route in routes if route.shift.driver.letter == letter)

    return desk.ask_now(read)


def route(desk: Desk, letter: str) -> Route:
    def read(session: Session) -> Route:
        found = next(one for one in session.scalars(select(Route)) if one.shift.driver.letter == letter)
        return session.get_one(Route, found.id)

    return desk.ask_now(read)


def give(desk: Desk, number: str, to: str) -> None:
    left = rest(desk, stuck=van(desk, number))
    at = len(left.sequences[to])
    desk.do_now(road_edits.rearrange, left, moved(left.standing, visit(desk, number), to, at))
