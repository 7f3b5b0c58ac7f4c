"""Match the shifts of a day with the drivers and vans that are there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.planning.day_problem import DEFAULT_ITEM_G, DEFAULT_ITEM_ML
from dispatch_console.application.site.zone_records import known_zones
from dispatch_console.domain import roles
from dispatch_console.domain.local_day import HOUR_S, LocalDay
from dispatch_console.domain.orders.requirements import SKILLS
from dispatch_console.domain.planning.crews import Crew, DriverOnDuty, RouteNeed, VanAtHand
from dispatch_console.domain.planning.delivery_zones import DeliveryZone, zone_at, zones_of_van
from dispatch_console.store.entities import DayPlan, Driver, Order, Route, Shift, Vehicle
from dispatch_console.store.transaction import Transaction

# somebody without a shift may be asked for the whole day, also for the longest of the year
WHOLE_DAY = (0, 25 * HOUR_S)


@dataclass(frozen=True, slots=True)
class Manning:
    """A day as the matching wants it. Shifts are the routes, called by their id; nobody drives one called off."""

    shifts: tuple[RouteNeed, ...]
    drivers: tuple[DriverOnDuty, ...]
    vans: tuple[VanAtHand, ...]


def manning(session: Session, day: date) -> Manning:
    """Return the shifts that have not left, and the drivers and vans that are not on the road."""
    shifts = list(session.scalars(select(Shift).where(Shift.day == day).order_by(Shift.id)))
    routes = list(session.scalars(select(Route).join(DayPlan).where(DayPlan.day == day)))
    out = {route.shift_id for route in routes if route.departed_at is not None}
    away = [shift for shift in shifts if shift.id in out]
    absent = {shift.driver_id for shift in shifts if shift.called_off_at} | {shift.driver_id for shift in away}
    drivers = [
        DriverOnDuty(str(driver.id), *WHOLE_DAY, frozenset(driver.skills))
        for driver in session.scalars(select(Driver).where(Driver.active).order_by(Driver.id))
        if driver.id not in absent
    ]
    zones = known_zones(session)
    vans = [
        VanAtHand(str(van.id), (van.weight_g, van.volume_ml), frozenset(van.skills) | zones_of_van(zones, van.id))
        for van in session.scalars(select(Vehicle).where(Vehicle.active).order_by(Vehicle.id))
        if van.id not in {shift.vehicle_id for shift in away}
    ]
    needs = tuple(
        _need(shift, [route for route in routes if route.shift_id == shift.id], zones)
        for shift in shifts
        if shift.id not in out
    )
    return Manning(needs, tuple(drivers), tuple(vans))


@operation("man", roles.DISPATCH)
def man(tx: Transaction, day: date, crews: Sequence[Crew]) -> int:
    """Give shifts their drivers and vans, and put them on duty. Returns how many changed."""
    changed = []
    for crew in crews:
        shift = tx.session.get_one(Shift, int(crew.route), with_for_update=True)
        wanted = (int(crew.driver), int(crew.van))
        if (shift.driver_id, shift.vehicle_id) != wanted or shift.called_off_at:
            changed.append((shift, wanted))
    # two drivers who change their shifts would meet on one for a moment, which the table forbids
    for number, (shift, _) in enumerate(changed):
        shift.day = day + timedelta(days=100_000 + number)
    tx.session.flush()
    for shift, (driver, van) in changed:
        shift.day, shift.driver_id, shift.vehicle_id = day, driver, van
        shift.called_off_at, shift.called_off_for = None, ""
    tx.session.flush()
    return len(changed)


def _need(shift: Shift, routes: Iterable[Route], zones: Sequence[DeliveryZone]) -> RouteNeed:
    local = LocalDay(shift.day, ZoneInfo(shift.depot.zone))
    begin = min(local.seconds(local.at(leaves)) for leaves, _ in shift.departures)
    end = max(local.seconds(local.at(back, last=True)) for _, back in shift.departures)
    weight, volume, skills = 0, 0, set[str]()
    for route in routes:
        orders = [served.order for stop in route.stops for served in stop.served]
        weight = max(weight, sum(_grams(order) for order in orders))
        volume = max(volume, sum(order.pieces * DEFAULT_ITEM_ML for order in orders))
        skills |= {str(need) for order in orders for need in order.requirements if need in SKILLS}
        skills |= {need for order in orders if (zone := zone_at(zones, order.address.postcode)) for need in zone.needs}
    driver = "" if shift.called_off_at else str(shift.driver_id)
    return RouteNeed(str(shift.id), begin, end, (weight, volume), frozenset(skills), driver, str(shift.vehicle_id))


def _grams(order: Order) -> int:
    return order.weighed_g or order.pieces * DEFAULT_ITEM_G
