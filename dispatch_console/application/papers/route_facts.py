"""Collect the facts on load lists and call sheets."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console.application.papers import ledger
from dispatch_console.application.promises import slots
from dispatch_console.application.routes import day_plan
from dispatch_console.application.routes.van_place import place_in_van
from dispatch_console.application.site import depot
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers.facts import Call, CallSheetFacts, LoadListFacts, LoadRow, RouteHead, Sender
from dispatch_console.domain.values import Money
from dispatch_console.language import decimal, long_day, money, tr, whole_day
from dispatch_console.store.entities import Order, Parcel, Route, Stop

# calls are made before the van leaves, so many minutes apart
CALL_EVERY, BEFORE_LEAVING = timedelta(minutes=5), timedelta(minutes=45)
BEFORE_THE_WINDOW = timedelta(minutes=30)
HEAVY_G = 12_000


@dataclass(frozen=True, slots=True)
class LoadListPaper:
    route_id: int
    route_name: str
    facts: LoadListFacts


@dataclass(frozen=True, slots=True)
class CallSheetPaper:
    route_id: int
    route_name: str
    facts: CallSheetFacts


def load_lists(session: Session, day: date, sender: Sender, sheets: dict[int, int]) -> tuple[LoadListPaper, ...]:
    """Return the load list of each published route that has a sheet number."""
    zone = depot.zone_of(session)
    papers = []
    for route in _published(session, day, sheets):
        rows = tuple(
            _row(route, stop, served.order, parcel)
            for stop in reversed(route.stops)
            for served in reversed(stop.served)
            if served.order.packing == "packed"
            for parcel in sorted(served.order.parcels, key=lambda parcel: -parcel.position)
        )
        unpacked = tuple(
            (stop.sequence, served.order.number, served.order.customer_name)
            for stop in reversed(route.stops)
            for served in reversed(stop.served)
            if served.order.packing != "packed"
        )
        orders = [served.order for stop in route.stops for served in stop.served]
        packed = [order for order in orders if order.packing == "packed"]
        grams = sum(parcel.weight_g or 0 for order in packed for parcel in order.parcels)
        head = route_head(session, route, zone, sender, sheets[route.id], "load_list")
        facts = LoadListFacts(head, rows, decimal(grams / 1000, 1), unpacked)
        papers.append(LoadListPaper(route.id, route.name, facts))
    return tuple(papers)


def call_sheets(session: Session, day: date, sender: Sender, sheets: dict[int, int]) -> tuple[CallSheetPaper, ...]:
    """Return the call sheet of each published route that has a sheet number."""
    zone = depot.zone_of(session)
    papers = []
    for route in _published(session, day, sheets):
        calls: list[Call] = []
        confirmed = []
        begin = route.start_at - BEFORE_LEAVING
        for stop in route.stops:
            reason = _reason(stop)
            # a van that is early waits: this is when it rings
            arrival = f"{stop.start_at.astimezone(zone):%H:%M}"
            head = stop.served[0].order
            if reason:
                at = min(begin + CALL_EVERY * len(calls), _latest_call(stop)).astimezone(zone)
                calls.append(_call(stop, head, f"{at:%H:%M}", arrival, reason, zone))
            else:
                confirmed.append((str(stop.sequence), arrival, head.customer_name, head.phone))
        script = _script(session, route, sender)
        head_of = route_head(session, route, zone, sender, sheets[route.id], "call_sheet")
        facts = CallSheetFacts(head_of, script, tuple(calls), tuple(confirmed))
        papers.append(CallSheetPaper(route.id, route.name, facts))
    return tuple(papers)


def _published(session: Session, day: date, sheets: dict[int, int]) -> list[Route]:
    plan = day_plan.day_plan(session, day)
    return [route for route in plan.routes if route.id in sheets and route.stops] if plan else []


def route_head(session: Session, route: Route, zone: ZoneInfo, sender: Sender, sheet: int, kind: str) -> RouteHead:
    """Return the head of a route's paper."""
    start, shift = route.start_at.astimezone(zone), route.shift
    older = ledger.before(session, route, kind)
    return RouteHead(
        sender=sender,
        sheet=sheet,
        route=route.name,
        revision=route.revision,
        replaces=older.revision if older else 0,
        day=whole_day(start),
        day_short=long_day(start),
        published=route.published_at.astimezone(zone).strftime("%H:%M") if route.published_at else "",
        driver=", ".join(part for part in (shift.driver.name, shift.driver.phone) if part),
        van=", ".join(part for part in (shift.vehicle.name, shift.vehicle.plate) if part),
    )


def _row(route: Route, stop: Stop, order: Order, parcel: Parcel) -> LoadRow:
    place = place_in_van(stop, parcel)
    return LoadRow(
        stop=stop.sequence,
        code=parcel.code.spaced.removeprefix("DCP "),
        order=order.number,
        of=f"{parcel.position}/{len(order.parcels)}",
        name=order.customer_name,
        side=place.side,
        depth=place.depth,
        level=place.level,
        # of several parcels only all together were weighed
        kg=("~" if len(order.parcels) > 1 else "") + decimal((parcel.weight_g or 0) / 1000, 1),
        mark=_mark(order, parcel),
    )


def _mark(order: Order, parcel: Parcel) -> tuple[str, str]:
    """Return what the driver has to see of a parcel: money and age on black, how it is carried beside it."""
    checks, plain = [], []
    if order.due_on_delivery and order.currency:
        checks.append(money(Money(order.due_on_delivery, order.currency)))
    if Requirement.AGE_18 in order.requirements:
        checks.append("18+")
    if Requirement.FRAGILE in order.requirements:
        plain.append(tr("Fragile"))
    elif (parcel.weight_g or 0) >= HEAVY_G:
        plain.append(tr("Heavy"))
    return "check" if checks else "plain" if plain else "", ", ".join((*checks, *plain))


def _reason(stop: Stop) -> str:
    """Return why a customer is rung although the reminder is sent; empty where he is not."""
    orders = [served.order for served in stop.served]
    said = []
    if any(order.appointment == "moved" for order in orders):
        said.append(tr("Comes outside its promise: say so first, and ask whether the new time suits."))
    elif any(order.appointment != "confirmed" for order in orders):
        said.append(tr("Window not confirmed."))
    due = sum(order.due_on_delivery or 0 for order in orders)
    currency = next((order.currency for order in orders if order.currency), "")
    if due and currency:
        said.append(tr("Collect {Money}: ask to have it ready.", Money=money(Money(due, currency))))
    attempt = max(order.attempt for order in orders)
    if attempt > 1:
        said.append(tr("Failed before. Attempt {attempt} of 3.", attempt=attempt))
    return " ".join(said)


def _latest_call(stop: Stop) -> datetime:
    """Return the latest time to ring a customer, some time before the window or the van."""
    return min(stop.start_at, stop.window_start or stop.start_at) - BEFORE_THE_WINDOW


def _call(stop: Stop, order: Order, ring_by: str, arrival: str, reason: str, zone: ZoneInfo) -> Call:
    window = ""
    if stop.window_start and stop.window_end:
        span = f"{stop.window_start.astimezone(zone):%H:%M}–{stop.window_end.astimezone(zone):%H:%M}"
        agreed = order.appointment in ("confirmed", "moved")
        window = ", " + (tr("promised {span}", span=span) if agreed else tr("offered {span}", span=span))
    numbers = ", ".join(served.order.number for served in stop.served)
    return Call(
        ring_by,
        stop.sequence,
        order.customer_name,
        order.phone,
        numbers,
        tr("arrival {arrival}{window}", arrival=arrival, window=window),
        reason,
    )


def _script(session: Session, route: Route, sender: Sender) -> str:
    tomorrow = slots.slots(session, route.shift.day + timedelta(days=1), 1)
    zone = depot.zone_of(session)
    offers = (" " + tr("or") + " ").join(
        f"{slot.start.astimezone(zone):%H}–{slot.end.astimezone(zone):%H}" for slot in tomorrow[:3]
    )
    other = (" " + tr("If not: offer {offers} tomorrow.", offers=offers)) if offers else ""
    driver = route.shift.driver.name.split()[0] if route.shift.driver.name else tr("on his way")
    return tr(
        "Good day, this is ____ from {sender}. We bring your order today between "
        "____ and ____. Is somebody at home? Our driver is {driver}.{other} Never say a "
        "time that is not on this sheet. Repeat the agreed time before you hang up.",
        sender=sender.name,
        driver=driver,
        other=other,
    )
