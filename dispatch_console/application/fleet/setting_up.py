"""Depots, vehicles, drivers and shifts: what must stand before a day can be planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.store.entities import Depot, Driver, Shift, Vehicle
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class VanDay:
    """One van with its driver for a day. Departures as local `HH:MM` pairs (leaves, back by)."""

    driver: str
    phone: str
    letter: str
    vehicle: str
    plate: str
    weight_g: int
    volume_ml: int
    skills: tuple[str, ...]
    departures: tuple[tuple[str, str], ...]


@operation("set_up_depot", roles.DISPATCH)
def set_up_depot(
    tx: Transaction,
    *,
    name: str,
    address: str,
    lat: float,
    lon: float,
    zone: str,
    departures: Sequence[str],
    slots: Sequence[str],
    setup_s: int = 180,
) -> int:
    """Create the depot or bring it up to date. `setup_s` is the time to park and walk at each stop."""
    depot = tx.session.scalar(select(Depot).where(Depot.name == name))
    if depot is None:
        depot = Depot(name=name, lat=lat, lon=lon, zone=zone)
        tx.session.add(depot)
    depot.address, depot.lat, depot.lon, depot.zone = address, lat, lon, zone
    depot.setup_s = setup_s
    depot.departures, depot.slots = list(departures), list(slots)
    tx.session.flush()
    return depot.id


@operation("set_up_shift", roles.DISPATCH)
def set_up_shift(tx: Transaction, depot_id: int, day: date, van: VanDay) -> int:
    """Create or change the shift of one van and its driver on one day."""
    driver = tx.session.scalar(select(Driver).where(Driver.name == van.driver))
    if driver is None:
        driver = Driver(name=van.driver, letter=van.letter)
        tx.session.add(driver)
    driver.phone, driver.letter, driver.skills = van.phone, van.letter, list(van.skills)
    vehicle = tx.session.scalar(select(Vehicle).where(Vehicle.name == van.vehicle))
    if vehicle is None:
        vehicle = Vehicle(name=van.vehicle, weight_g=van.weight_g, volume_ml=van.volume_ml)
        tx.session.add(vehicle)
    vehicle.plate, vehicle.weight_g, vehicle.volume_ml = van.plate, van.weight_g, van.volume_ml
    vehicle.skills = list(van.skills)
    tx.session.flush()
    shift = tx.session.scalar(select(Shift).where(Shift.day == day, Shift.driver_id == driver.id))
    if shift is None:
        shift = Shift(day=day, depot_id=depot_id, driver_id=driver.id, vehicle_id=vehicle.id)
        tx.session.add(shift)
    shift.departures = [list(pair) for pair in van.departures]
    tx.session.flush()
    return shift.id
