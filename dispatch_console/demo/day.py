"""Plays the demo day up to 10:42 through the same operations that people use, with a clock of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import plugins
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import addresses, verifying
from dispatch_console.application.orders.site_checklist import SCOPES
from dispatch_console.application.packing import (
    boxes,
    materials,
    product_records,
    products,
    progress,
    scanning,
    sealing,
    starting,
)
from dispatch_console.application.packing.materials import PER
from dispatch_console.application.planning import day_problem, keeping, publishing, solving
from dispatch_console.application.promises import promising
from dispatch_console.application.road import doorstep, load_out
from dispatch_console.application.routes import day_plan
from dispatch_console.demo import pictures, shop_file, voices
from dispatch_console.demo.catalogue import BOXES, DRIVERS, PRODUCTS
from dispatch_console.demo.signature import signature_png
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Coordinate, TimeWindow
from dispatch_console.language import tr
from dispatch_console.ports import SourceOptions, TravelTimes
from dispatch_console.store.entities import Handoff, Order, Route
from dispatch_console.store.transaction import Transaction

ZONE = ZoneInfo("Europe/Helsinki")
DEPOT = Coordinate(60.1786, 24.9525)
NOW = time(10, 42)
MISSED = 22
BEHIND = {"C": 12, "E": 5}
# came in after the plan of the morning was made, and for the afternoon
LATE_COMERS = frozenset({3, 13, 25, 35, 45, 57, 67, 77, 89})
UNVERIFIED = frozenset({61, 71, 83})
SLOTS = ("08:00-10:00", "10:00-12:00", "12:00-14:00", "14:00-16:00", "16:00-18:00")


@dataclass
class DemoClock:
    """The time of the story; afterwards it runs on from there."""

    at: datetime
    started: datetime | None = None

    def __call__(self) -> datetime:
        if self.started is None:
            return self.at
        return self.at + (datetime.now(UTC) - self.started)

    def set(self, day: date, clock: time) -> None:
        self.at = LocalDay(day, ZONE).at(clock)

    def run(self) -> None:
        self.started = datetime.now(UTC)


def is_played(session: Session) -> bool:
    return session.scalar(select(Order.id).limit(1)) is not None


def handed_over(session: Session) -> list[int]:
    """Return the orders with a record of their handoff."""
    return list(session.scalars(select(Handoff.order_id).order_by(Handoff.id)))


def play(
    desk: Desk,
    clock: DemoClock,
    day: date,
    folder: Path,
    seconds: float,
    travel: TravelTimes,
    say: Callable[[str], None],
) -> None:
    """Import, verify, pack, confirm, plan, publish, load, drive, hand over, up to 10:42."""
    open_orders = prepare(desk, clock, day, folder, say)
    prepared = desk.ask_now(day_problem.day_problem, day, travel)
    plan, violations = solving.solve_day(prepared, plugins.load("solvers", "portfolio")(), seconds)
    desk.do_now(keeping.keep_plan, prepared, plan)
    desk.do_now(publishing.publish, day)
    say(
        f"planned {len(prepared.problem.visits)} stops, {len(plan.unplanned)} without a place, {len(violations)} broken"
    )
    for route in _routes(desk, day, departure=0):
        clock.set(day, time(7, 50))
        desk.do_now(_load, route.id)
        desk.do_now(load_out.depart, route.id)
    say("the 08:00 vans are on the road")
    _drive(desk, clock, day)
    clock.set(day, time(10, 24))
    for index in sorted(LATE_COMERS):
        _prepare(desk, open_orders[index], index, day)
    read_file(desk, folder / "kotivara-orders.csv", day, changed=True)
    voices.speak(desk, clock.set, day, ZONE)
    clock.set(day, NOW)


def prepare(desk: Desk, clock: DemoClock, day: date, folder: Path, say: Callable[[str], None]) -> list[int]:
    """Prepare the day as it stands at 07:20, before it is planned. Returns the order ids in the file's order."""
    clock.set(day - timedelta(days=1), time(16, 40))
    set_up(desk, day)
    folder.mkdir(parents=True, exist_ok=True)
    read_file(desk, folder / "kotivara-orders.csv", day)
    open_orders = desk.ask_now(_open_orders)
    say(f"{len(open_orders)} orders imported")
    for index, order_id in enumerate(open_orders):
        if index not in LATE_COMERS:
            _prepare(desk, order_id, index, day)
    say("verified, packed and confirmed what the story needs")
    clock.set(day, time(7, 20))
    return open_orders


def set_up(desk: Desk, day: date) -> None:
    """Set up depot, vans, drivers and products."""
    depot = desk.do_now(
        setting_up.set_up_depot,
        name="Hakaniemi",
        address="Hakaniemenranta 6, 00530 Helsinki",
        lat=DEPOT.lat,
        lon=DEPOT.lon,
        zone=ZONE.key,
        departures=["08:00", "13:00"],
        slots=list(SLOTS),
        setup_s=1080,
    )
    for offset in range(5):
        for letter, driver, vehicle, plate in DRIVERS:
            skills = ("two_person", "lift") if letter in "CE" else ("cold",)
            van = setting_up.VanDay(
                driver=driver,
                phone=f"+35840555010{ord(letter) - 64}",
                letter=letter,
                vehicle=vehicle,
                plate=plate,
                weight_g=800_000,
                volume_ml=6_000_000,
                skills=skills,
                departures=(("08:00", "12:00"), ("13:00", "16:30")),
            )
            desk.do_now(setting_up.set_up_shift, depot, day + timedelta(days=offset), van)
    for product in PRODUCTS:
        desk.do_now(
            products.keep_product,
            sku=product.sku,
            name=product.name,
            barcode=product.barcode,
            pack_barcodes=dict(product.pack),
            weight_g=product.weight_g,
            shelf=product.shelf,
            distinction=product.distinction,
            looks_like=product.looks_like,
            papers=product.papers,
        )
    sizes = [(row, {"sku": one.sku, "size": one.size, "needs": one.needs}) for row, one in enumerate(PRODUCTS)]
    assert not desk.do_now(product_records.import_products, sizes).wrong
    for product in PRODUCTS:
        desk.do_now(product_records.keep_picture, product.sku, pictures.picture(product.picture))
    for name, size, tare, limit in BOXES:
        desk.do_now(boxes.keep_box, None, {"name": name, "size": size, "tare": tare, "limit": limit})
    fill = {"name": tr("Void fill"), "count": "1", "per": PER["box"], "scope": SCOPES["every"], "value": ""}
    desk.do_now(materials.keep_material, None, fill)


def read_file(desk: Desk, file: Path, day: date, *, changed: bool = False) -> None:
    shop_file.write(file, day, changed=changed)
    source = plugins.load("sources", "shopify-csv")()
    reading = source.read(file, SourceOptions(ZONE.key, "FI"))
    desk.do_now(importing.take_reading, reading, file.name)


def _open_orders(session: Session) -> list[int]:
    return list(session.scalars(select(Order.id).order_by(Order.id)))


def _prepare(desk: Desk, order_id: int, index: int, day: date) -> None:
    """Take one order as far as the story has it: most are ready, some wait at each step."""
    today = index < shop_file.STOPS
    left_alone = (today and index in UNVERIFIED) or (not today and index % 3 == 0)
    collected = desk.ask_now(_is_collected, order_id)
    if not desk.do_now(_set_pin_and_tick, order_id, left_alone and not collected):
        return
    desk.do_now(verifying.verify, order_id)
    window = desk.ask_now(_wish, order_id) if today else None
    if window is not None:
        desk.do_now(promising.confirm, order_id, window, "link")
    if collected or (today and (index % 2 == 0 or index % 13 != 12)) or (not today and index % 3 == 1):
        desk.do_now(_scan_and_weigh, order_id)
        desk.do_now(sealing.seal, order_id)


def _set_pin_and_tick(tx: Transaction, order_id: int, left_alone: bool) -> bool:
    """Set the pin and tick the checklist. Returns whether the order can be verified."""
    order = tx.session.get_one(Order, order_id)
    known = {place.street: place for place in shop_file.addresses()}
    place = known.get(order.address.line1)
    if place is not None:
        addresses.set_pin(tx, order.address_id, Coordinate(place.lat, place.lon), "exact")
    if (place is None and order.handover != Handover.COLLECTION) or left_alone or order.duplicate_of:
        return False
    for item in gates.items_for("verify", order.needs):
        said = "told and agreed" if item.evidence == gates.CALL else ""
        verifying.tick(tx, order_id, "verify", item.key, said)
    return True


def _is_collected(session: Session, order_id: int) -> bool:
    return session.get_one(Order, order_id).handover == Handover.COLLECTION


def _wish(session: Session, order_id: int) -> TimeWindow | None:
    order = session.get_one(Order, order_id)
    if not order.wish_windows:
        return None
    start, end = (datetime.fromisoformat(text) for text in order.wish_windows[0])
    return TimeWindow(start, end)


def _scan_and_weigh(tx: Transaction, order_id: int) -> None:
    starting.start(tx, order_id)
    order = tx.session.get_one(Order, order_id)
    for line in order.delivery_lines:
        for _ in range(line.quantity):
            scanning.scan(tx, order_id, line.sku)
    state = progress.progress(tx.session, order)
    for paper in state.papers:
        sealing.tick_paper(tx, order_id, paper.key)
    sealing.inspect(tx, order_id)
    check = state.boxes[0].check
    # a little beside what it should be, as scales and boxes are
    sealing.weigh(tx, order_id, (check.expected_g if check else state.goods_g + 150) + 10)


def _routes(desk: Desk, day: date, departure: int) -> list[Route]:
    plan = desk.ask_now(day_plan.day_plan, day)
    return [route for route in plan.routes if route.departure == departure] if plan else []


def _load(tx: Transaction, route_id: int) -> None:
    route = tx.session.get_one(Route, route_id)
    for order in [served.order for stop in route.stops for served in stop.served]:
        if not order.parcels or order.packing != "packed":
            load_out.leave_behind(tx, route_id, order.id)
            continue
        for parcel in order.parcels:
            load_out.load_parcel(tx, route_id, str(parcel.code))


def _drive(desk: Desk, clock: DemoClock, day: date) -> None:
    """Play everything that was planned before 10:42; at one door nobody was home."""
    limit = LocalDay(day, ZONE).at(NOW)
    events = []
    for route in _routes(desk, day, departure=0):
        behind = timedelta(minutes=BEHIND.get(route.shift.driver.letter, 0))
        for stop in route.stops:
            for served in stop.served:
                events += [
                    (stop.start_at + behind, served.order_id, False),
                    (stop.leave_at + behind, served.order_id, True),
                ]
    handed = 0
    for at, order_id, leaves in sorted(event for event in events if event[0] <= limit):
        clock.at = at
        if leaves:
            _hand_over(desk, order_id, handed == MISSED)
            handed += 1
        else:
            desk.do_now(doorstep.arrive, (order_id,))


def _hand_over(desk: Desk, order_id: int, missed: bool) -> None:
    if missed:
        facts = HandoffFacts(outcome="failed_not_home")
        desk.do_now(doorstep.hand_over, order_id, facts, through="phone", signature=None)
        return
    order = desk.ask_now(lambda session: session.get_one(Order, order_id))
    needs_id = Requirement.ID_CHECK in order.requirements
    facts = HandoffFacts(
        outcome="delivered_to_recipient",
        recipient=order.customer_name,
        relation="customer",
        said_name=True,
        said_number=True,
        id_kind="driving_licence" if needs_id else "",
        of_age=Requirement.AGE_18 in order.requirements,
        has_signature=True,
        collected=order.due_on_delivery or 0,
    )
    signature = signature_png(order.customer_name)
    desk.do_now(doorstep.hand_over, order_id, facts, through="phone", signature=signature)
