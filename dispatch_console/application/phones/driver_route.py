"""What a driver's phone shows of his day: plain values, so that it works on without us."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import permissions, proof_rules
from dispatch_console.application.road import taking_over
from dispatch_console.application.routes import live_eta
from dispatch_console.application.routes.van_place import place_in_van, place_words
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.moments import to_text
from dispatch_console.domain.orders.permissions import may_be_left
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.values import minor_digits
from dispatch_console.language import long_day
from dispatch_console.store.entities import (
    DayPlan,
    DriverLink,
    DriverPhone,
    GoodsBack,
    Handoff,
    Order,
    Parcel,
    PhoneAct,
    Route,
    Shift,
    Stop,
    StopOrder,
    VanCheck,
)
from dispatch_console.store.kinds import Kind

VERSION = 1
# what somebody at the door must hear or show, as the page asks it
_ASKED = {
    Requirement.ID_CHECK: "id",
    Requirement.AGE_18: "age",
    Requirement.TWO_PERSON: "two",
    Requirement.FRAGILE: "fragile",
    Requirement.COLD: "cold",
}


@reads(
    Kind.PLANS, Kind.ROAD, Kind.FLEET, Kind.ORDERS, Kind.DISPATCH, Kind.OUTCOMES, Kind.CLOSURE, Kind.LOADING,
    Kind.PACKING, Kind.PROMISES, Kind.ADDRESSES, Kind.SITE, Kind.PHONES,
)  # fmt: skip
def driver_route(session: Session, driver_shift_id: int, now: datetime) -> dict[str, Any]:
    """Return the published departures of a shift with their stops, as the driver's page keeps them."""
    zone = zone_of(session)
    shift = session.get_one(Shift, driver_shift_id, options=(joinedload(Shift.driver), joinedload(Shift.vehicle)))
    loads = selectinload(Route.stops).selectinload(Stop.served).selectinload(StopOrder.order)
    query = (
        select(Route)
        .join(DayPlan, DayPlan.id == Route.plan_id)
        .where(DayPlan.day == shift.day, Route.shift_id == driver_shift_id)
        .options(
            loads.selectinload(Order.parcels),
            loads.selectinload(Order.lines),
            loads.joinedload(Order.address),
            selectinload(Route.stops).joinedload(Stop.address),
        )
        .order_by(Route.departure)
    )
    routes = list(session.scalars(query))
    done = _records(session, routes)
    stops: list[dict[str, Any]] = []
    for route, _, times in live_eta.walk(routes, now):
        if route.published_at is not None:
            stops += [
                _stop(session, route, stop, live.start_at, zone, shift.day, done)
                for stop, live in zip(route.stops, times, strict=True)
            ]
    shown = [route for route in routes if route.published_at is not None]
    return {
        "v": VERSION,
        "shift": driver_shift_id,
        "name": shift.driver.letter,
        "driver": shift.driver.name,
        "van": shift.vehicle.name,
        "day": long_day(shift.day),
        "routes": [
            {"name": route.name, "revision": route.revision, "left": route.departed_at is not None} for route in shown
        ],
        "back": _clock(max((route.finish_at for route in shown), default=None), zone),
        "server": to_text(now),
        "stops": stops,
        "goods": _goods(session, driver_shift_id),
        "at_desk": _at_desk(session, driver_shift_id),
        **_van(session, shift),
    }


def _records(session: Session, routes: Sequence[Route]) -> dict[tuple[int, int], Handoff]:
    """Return the records that stand, by stop and order: an order that goes on to another attempt is done at this
    stop all the same.
    """
    stops = [stop.id for route in routes for stop in route.stops]
    query = select(Handoff).where(Handoff.stop_id.in_(stops), Handoff.replaced_at.is_(None))
    return {(record.stop_id or 0, record.order_id): record for record in session.scalars(query)}


def _van(session: Session, shift: Shift) -> dict[str, Any]:
    """Return what is known of the van: its last odometer, whether it was checked, and since when it is back."""
    checks = select(VanCheck).where(VanCheck.shift_id == shift.id).order_by(VanCheck.at)
    ways = {check.way: check for check in session.scalars(checks)}
    last = select(func.max(VanCheck.odometer)).where(VanCheck.vehicle_id == shift.vehicle_id)
    zone = zone_of(session)
    return {
        "odometer": session.scalar(last) or 0,
        "checked": "out" in ways,
        "back_at": _clock(ways["back"].at, zone) if "back" in ways else "",
    }


def _stop(
    session: Session, route: Route, stop: Stop, eta: datetime, zone: ZoneInfo, day: date,
    done: Mapping[tuple[int, int], Handoff],
) -> dict[str, Any]:  # fmt: skip
    address, orders = stop.address, [served.order for served in stop.served]
    window = ""
    if stop.window_start and stop.window_end:
        window = f"{_clock(stop.window_start, zone)}–{_clock(stop.window_end, zone)}"
    access = (address.entrance, address.access_note, *(order.instructions for order in orders))
    return {
        "id": stop.id,
        "route": route.name,
        "number": stop.sequence,
        "eta": _clock(eta, zone),
        "window": window,
        "until": to_text(stop.window_end) if stop.window_end else "",
        "km": round(stop.distance_m / 1000, 1),
        "min": max(1, stop.driving_s // 60),
        "street": " ".join(part for part in (address.line1, address.line2) if part),
        "town": " ".join(part for part in (address.postcode, address.city) if part),
        "lat": address.lat,
        "lon": address.lon,
        "code": address.gate_code,
        "access": [part for part in access if part],
        "arrived": to_text(stop.arrived_at) if stop.arrived_at else "",
        "left": route.departed_at is not None,
        "orders": [_order(session, stop, order, day, done.get((stop.id, order.id))) for order in orders],
    }


def _order(session: Session, stop: Stop, order: Order, day: date, record: Handoff | None) -> dict[str, Any]:
    due, parcels = order.due_on_delivery or 0, order.parcels if order.packing == "packed" else []
    alone = may_be_left(order.requirements, due)
    held = {one.parcel_id: f"{one.vehicle}, {one.driver}" for one in taking_over.elsewhere(session, (order.id,))}
    return {
        "id": order.id,
        "number": order.number,
        "name": order.customer_name,
        "phone": order.phone,
        "attempt": order.attempt,
        "state": order.dispatch,
        "outcome": record.outcome_code if record is not None else "",
        "collected": record.collected if record is not None else 0,
        "means": record.means if record is not None else "",
        "on_paper": record is not None and record.on_paper,
        "cancelled": record is None and order.closure == "cancelled",
        "needs": [code for need, code in _ASKED.items() if need in order.requirements],
        "proofs": {proof: str(level) for proof, level in proof_rules.levels_of(session, order).items()},
        "due": due,
        "currency": order.currency or "",
        "digits": minor_digits(order.currency or ""),
        "alone": alone,
        "safe_place": permissions.safe_place_for(session, [order], day) if alone else "",
        "parcels": [_parcel(stop, parcel, len(parcels), held) for parcel in parcels],
        "lines": [
            {"id": line.id, "name": line.name, "sku": line.sku, "sent": line.quantity, "price": line.unit_price}
            for line in order.delivery_lines
        ],
    }


def _parcel(stop: Stop, parcel: Parcel, count: int, held: Mapping[int, str]) -> dict[str, Any]:
    return {
        "code": str(parcel.code),
        "spaced": parcel.code.spaced,
        "of": f"{parcel.position}/{count}",
        "place": place_words(place_in_van(stop, parcel)),
        "loaded": parcel.loaded_route_id == stop.route_id,
        "from": held.get(parcel.id, ""),
    }


def _goods(session: Session, shift_id: int) -> list[dict[str, Any]]:
    """Return what the van is to bring back."""
    query = (
        select(GoodsBack, Order)
        .join(Order, Order.id == GoodsBack.order_id)
        .where(GoodsBack.shift_id == shift_id, GoodsBack.void_at.is_(None))
        .order_by(GoodsBack.id)
    )
    rows = session.execute(query).all()
    codes = select(Parcel).where(Parcel.id.in_([row.parcel_id for row, _ in rows if row.parcel_id is not None]))
    parcels = {parcel.id: parcel.code.spaced for parcel in session.scalars(codes)}
    return [
        {
            "what": parcels.get(row.parcel_id, "") if row.parcel_id is not None else f"{row.pieces} × {row.name}",
            "name": order.customer_name,
            "here": row.seen_at is not None,
        }
        for row, order in rows
    ]


def _at_desk(session: Session, shift_id: int) -> list[str]:
    """Return the acts of the van's phones that a person at the desk still has to look at."""
    query = (
        select(PhoneAct.act_id)
        .join(DriverPhone, DriverPhone.id == PhoneAct.phone_id)
        .join(DriverLink, DriverLink.id == DriverPhone.link_id)
        .where(DriverLink.shift_id == shift_id, PhoneAct.state == "open")
        .order_by(PhoneAct.id)
    )
    return list(session.scalars(query))


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}" if at is not None else ""
