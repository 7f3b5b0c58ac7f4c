"""A day of orders that ask for everything: cash, age, two persons, a line twice, part to follow, nobody home."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import addresses, checklist, verifying
from dispatch_console.application.outgoing import sending
from dispatch_console.application.packing import bench, products, scanning, sealing, starting
from dispatch_console.application.planning import day_problem, edits, keeping, publishing, variants
from dispatch_console.application.promises import call_results, promising
from dispatch_console.application.road import doorstep, load_out, reconciling
from dispatch_console.application.road.load_list import load_list
from dispatch_console.application.site import zone_records
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Problem
from dispatch_console.domain.planning.pricing import resequenced
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Coordinate, TimeWindow
from dispatch_console.ports import OutgoingMessage
from dispatch_console.store.entities import Order, Route
from dispatch_console.store.transaction import Transaction
from tests.builders.fleet import DAY, TUULI, on_duty, set_up_fleet
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get
from tests.conftest import Clock

EARLY = TimeWindow(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
LATE = TimeWindow(datetime(2026, 11, 23, 14, 0, tzinfo=UTC), datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
CASH, PLAIN, SHY, LEFT = "SO-1", "SO-2", "SO-3", "SO-4"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")


class Post:
    """Takes every message."""

    channel: ClassVar[str] = "email"

    async def send(self, message: OutgoingMessage) -> str:
        return f"id of {message.key}"


def play(desk: Desk, clock: Clock) -> Iterator[str]:
    """Play the day; yields the name of each moment at which somebody looks."""
    take_in(desk)
    yield "imported"
    agree(desk)
    yield "agreed"
    pack(desk)
    yield "packed"
    plan(desk)
    yield "planned"
    desk.do_now(publishing.publish, DAY)
    yield "published"
    change_by_hand(desk)
    yield "changed"
    desk.do_now(edits.undo, desk.ask_now(day_problem.day_problem, DAY, GreatCircle()))
    yield "undone"
    load(desk)
    yield "loaded"
    stand_at_the_door(desk, clock)
    yield "at_the_door"
    hand_over(desk, clock)
    yield "handed_over"


def order_with_everything() -> IncomingOrder:
    address = IncomingAddress(
        line1="Liisankatu 27", line2="A 12", postcode="00170", city="Helsinki", region="Uusimaa", country="FI",
        company="Kaarna Oy",
    )  # fmt: skip
    lines = (
        IncomingLine("WINE", "Red wine", 2, 1599, True, "6400000000017", 1400),
        IncomingLine("WINE", "Red wine", 1, 1599, True, "6400000000017", 1400),
        IncomingLine("CHAIR", "Oak chair", 1, 8900, True, None, 12_500),
        IncomingLine("GIFT", "Gift card", 1, 2000, False),
    )
    return replace(
        incoming(1), customer_name="Oskar Grönqvist", phone="+358405550117", address=address, lines=lines, total=15697,
        due_on_delivery=4805, instructions="Ring twice. The dog is friendly.", wish="after 14:00", windows=(EARLY,),
        requirements=("id_check", "age_18", "cash_on_delivery", "fragile", "two_person", "this_way_up", "signature"),
        financial_status="partially_paid", attributes={"Gift wrap": "yes"},
    )  # fmt: skip


def take_in(desk: Desk) -> None:
    set_up_fleet(desk)
    desk.do_now(_van_for_two)
    (shift, *_) = desk.ask_now(records.shifts, DAY)
    desk.do_now(records.keep_shift, shift.id, {**shift.fields, "break": "15:30", "minutes": "20"}, DAY)
    zone = {"name": "Kruununhaka", "postcodes": "00170", "vans": "Van 6", "extra": "5"}
    desk.do_now(zone_records.keep_zone, None, zone)
    plain = replace(incoming(2), phone="09 555 0102", address=replace(incoming(2).address, line1="Annankatu 3"))
    shy = replace(incoming(3), address=replace(incoming(3).address, line1="Kalevankatu 5"), email="", total=None)
    far = replace(incoming(4).address, line1="Eerikinkatu 9")
    left = replace(incoming(4, 3), address=far, requirements=("id_check",))
    wrong = Problem(9, "Qty", "-2", "line.quantity", "SO-9", blocks=True)
    orders = (order_with_everything(), plain, shy, left, incoming(5))
    desk.do_now(importing.take_reading, reading(*orders, problems=(wrong,)), "monday.csv")
    weights = (("WINE", "Red wine", 1400, "6400000000017", "W-02"), ("CHAIR", "Oak chair", 12_500, "", "C-11"),
               ("MUG", "Mug", 350, "6400000000024", "M-07"))  # fmt: skip
    for sku, name, grams, barcode, shelf in weights:
        desk.do_now(products.keep_product, sku=sku, name=name, weight_g=grams, barcode=barcode, shelf=shelf)


def _van_for_two(tx: Transaction) -> None:
    van = replace(
        TUULI,
        weight_g=900_000,
        volume_ml=7_000_000,
        skills=("lift", "two_person"),
        departures=(("08:00", "11:00"), ("13:00", "16:30")),
    )
    on_duty(tx, van)


def agree(desk: Desk) -> None:
    places = {CASH: (60.1733, 24.9573), PLAIN: (60.1667, 24.9401), SHY: (60.1671, 24.9366), LEFT: (60.1655, 24.9339)}
    for number, (lat, lon) in places.items():
        order = get(desk, number)
        desk.do_now(addresses.set_pin, order.address_id, Coordinate(lat, lon))
        desk.do_now(_tick_all, order.id)
        desk.do_now(verifying.verify, order.id)
    desk.do_now(addresses.note_access, get(desk, CASH).address_id, gate_code="4711#", entrance="A",
                access_note="3rd floor, lift on the left")  # fmt: skip
    desk.do_now(addresses.note_access, get(desk, PLAIN).address_id, gate_code="", entrance="", access_note="",
                safe_place="behind the shed")  # fmt: skip
    desk.do_now(promising.confirm, get(desk, CASH).id, LATE)
    desk.do_now(promising.confirm, get(desk, PLAIN).id, EARLY)
    desk.do_now(promising.offer, get(desk, SHY).id, EARLY)
    desk.do_now(promising.confirm, get(desk, LEFT).id, LATE)
    desk.do_now(call_results.note_call, get(desk, SHY).id, "voicemail")
    desk.do_now(promising.confirm, get(desk, SHY).id, EARLY)
    desk.do_now(verifying.hold, get(desk, "SO-5").id, "no card")


def _tick_all(tx: Transaction, order_id: int) -> None:
    order = tx.session.get_one(Order, order_id)
    for item in gates.items_for("verify", order.needs):
        checklist.mark(tx, order, "verify", item.key, evidence="60.17, 24.95" if item.evidence == "pin" else "")


def pack(desk: Desk) -> None:
    cash = get(desk, CASH)
    desk.do_now(starting.start, cash.id)
    for code in ("WINE", "6400000000017", "WINE"):
        desk.do_now(scanning.scan, cash.id, code)
    desk.do_now(starting.new_parcel, cash.id)
    desk.do_now(scanning.count_by_hand, cash.id, next(line.id for line in cash.lines if line.sku == "CHAIR"))
    desk.do_now(sealing.tick_paper, cash.id, "packing_slip")
    desk.do_now(sealing.inspect, cash.id)
    for box in desk.ask_now(bench.open_order, cash.id, desk.clock()).state.boxes:
        assert box.check is not None
        desk.do_now(sealing.weigh, cash.id, box.check.expected_g, box.position)
    desk.do_now(sealing.seal, cash.id)
    for number in (PLAIN, LEFT):
        order = get(desk, number)
        desk.do_now(starting.start, order.id)
        for line in order.delivery_lines:
            for _ in range(line.quantity):
                desk.do_now(scanning.scan, order.id, line.sku)
        desk.do_now(sealing.tick_paper, order.id, "packing_slip")
        desk.do_now(sealing.inspect, order.id)
        desk.do_now(sealing.weigh, order.id, 350 * order.pieces + 150)
        desk.do_now(sealing.seal, order.id)
    shy = get(desk, SHY)
    desk.do_now(starting.start, shy.id)


def plan(desk: Desk) -> None:
    """By hand, so that the day is the same whatever the search finds."""
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    visit = {number: prepared.visits_of([[get(desk, number).id]])[0] for number in (CASH, PLAIN, SHY, LEFT)}
    departures = {vehicle.key: () for vehicle in prepared.problem.vehicles}
    two, one = (next(key for key in departures if key.startswith(start)) for start in ("F2", "E1"))
    held: dict[str, tuple[str, ...]] = {**departures, two: (visit[CASH],), one: (visit[PLAIN], visit[SHY], visit[LEFT])}
    desk.do_now(keeping.keep_plan, prepared, resequenced(prepared.problem, Plan((), (), "hand", True), held))
    desk.do_now(edits.lock_stop, DAY, get(desk, CASH).id, True)
    kept = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    desk.do_now(variants.keep, kept, kept.standing, "before the calls")


def change_by_hand(desk: Desk) -> None:
    """Drive the last stop of van E with van F in the morning: its customer is promised the afternoon."""
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    visits = prepared.visits_of_departure
    one, early = (next(key for key in prepared.problem.vehicle if key.startswith(start)) for start in ("E1", "F1"))
    desk.do_now(edits.edit, prepared, {one: visits[one][:-1], early: visits[one][-1:]}, "move")


def load(desk: Desk) -> None:
    for letter in ("E", "F"):
        route = desk.ask_now(_route_of(letter))
        parcels = desk.ask_now(load_list, route).parcels
        shy = get(desk, SHY).id
        for parcel in parcels:
            if parcel.order_id != shy:
                desk.do_now(load_out.load_parcel, route, parcel.code)
        if letter == "E":
            desk.do_now(load_out.leave_behind, route, shy)
        desk.do_now(load_out.depart, route)


def stand_at_the_door(desk: Desk, clock: Clock) -> None:
    clock.forward(timedelta(hours=5))
    desk.do_now(doorstep.arrive, (get(desk, CASH).id,))


def hand_over(desk: Desk, clock: Clock) -> None:
    cash, plain, left = (get(desk, number).id for number in (CASH, PLAIN, LEFT))
    clock.forward(timedelta(minutes=6))
    taken = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Oskar Grönqvist", said_name=True, said_number=True,
        id_kind="passport", of_age=True, has_signature=True, collected=4805,
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, cash, taken, through="phone", signature=PNG, note="left the chair in the hall")
    safe = HandoffFacts(outcome="delivered_safe_place", safe_place="behind the shed")
    desk.do_now(doorstep.hand_over, plain, safe, through="phone", signature=None)
    desk.do_now(doorstep.hand_over, left, HandoffFacts(outcome="failed_not_home"), through="phone", signature=None)
    desk.do_now(reconciling.reconcile, cash)
    asyncio.run(sending.run_outbox(desk, Post()))


def _route_of(letter: str) -> Callable[..., int]:
    def find(session: Session) -> int:
        routes = session.scalars(select(Route).order_by(Route.id))
        return next(route.id for route in routes if route.name.startswith(letter) and route.stops)

    return find
