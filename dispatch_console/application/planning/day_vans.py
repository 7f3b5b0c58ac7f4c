"""The departures of a day, as the routing problem knows them: hours, capacity, skills, break and driving times."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.fleet.outings import outing_of
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.planning import problem
from dispatch_console.domain.planning.crews import able
from dispatch_console.domain.planning.delivery_zones import DeliveryZone, zones_of_van
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.domain.planning.problem import Matrix, Vehicle
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import TravelTimes
from dispatch_console.store.entities import DayPlan, Depot, Route, Shift

# a break may begin this much later than the shift says
BREAK_LATER_S = 3600


def departed(session: Session, day: date) -> set[tuple[int, int]]:
    """Return shift and departure of the vans of a day that have left."""
    query = (
        select(Route.shift_id, Route.departure).join(DayPlan).where(DayPlan.day == day, Route.departed_at.is_not(None))
    )
    return {(shift_id, departure) for shift_id, departure in session.execute(query)}


def vehicles(
    session: Session,
    local: LocalDay,
    depot: Depot,
    gone: set[tuple[int, int]],
    zones: Sequence[DeliveryZone],
    back_on_duty: int,
) -> tuple[list[Vehicle], dict[str, tuple[int, int]], dict[str, Outing]]:
    """Return the departures of a day but those `gone`; shift and departure of each; and the outing of each.

    `back_on_duty`: a shift that counts although it is called off; 0: none.
    """
    query = (
        select(Shift)
        .where(Shift.day == local.day, Shift.depot_id == depot.id)
        .where(or_(Shift.called_off_at.is_(None), Shift.id == back_on_duty))
        .order_by(Shift.id)
    )
    vehicles, keys, outings = [], {}, {}
    for shift in session.scalars(query):
        of_van = frozenset(shift.vehicle.skills) | zones_of_van(zones, shift.vehicle_id)
        skills = able(frozenset(shift.driver.skills), of_van)
        for index, (leaves, back) in enumerate(shift.departures):
            if (shift.id, index) in gone:
                continue
            away = local.span(leaves, back)
            if away is None:
                continue
            leaves_s, back_s = map(local.seconds, away)
            key = f"{shift.driver.letter}{index + 1}"
            keys[key], outings[key] = (shift.id, index), outing_of(local, shift, index)
            vehicles.append(
                Vehicle(
                    key=key,
                    route=shift.driver.letter,
                    start_location=0,
                    end_location=0,
                    start_s=leaves_s,
                    end_s=back_s,
                    capacity=(shift.vehicle.weight_g, shift.vehicle.volume_ml),
                    skills=skills,
                    breaks=_breaks(local, shift, leaves_s, back_s),
                )
            )
    return vehicles, keys, outings


def _breaks(local: LocalDay, shift: Shift, leaves_s: int, back_s: int) -> tuple[problem.Break, ...]:
    """Return the driver's break where it falls into this departure; between departures it is taken at the depot."""
    if not shift.break_start or shift.break_minutes <= 0:
        return ()
    begin, lasts = local.seconds(local.at(shift.break_start)), shift.break_minutes * 60
    if not leaves_s < begin < back_s - lasts:
        return ()
    return (problem.Break(f"break-{shift.id}", ((begin, begin + BREAK_LATER_S),), lasts),)


def timed(
    vehicles: Sequence[Vehicle], outings: Mapping[str, Outing], places: Sequence[Coordinate], travel: TravelTimes
) -> tuple[tuple[Vehicle, ...], Matrix, dict[str, Matrix]]:
    """Return departures with the driving times of their outings; one table where all are alike.

    A table has the name of the first departure that it was made for.
    """
    tables: dict[str, Matrix] = {}
    timed = []
    for vehicle in vehicles:
        outing = outings[vehicle.key]
        alike = next((known for known in tables if not travel.varies(outings[known], outing)), None)
        if alike is None:
            alike, tables[vehicle.key] = vehicle.key, travel.matrix(places, outing)
        timed.append(vehicle if alike == vehicles[0].key else replace(vehicle, times=alike))
    matrix = tables.pop(vehicles[0].key) if tables else travel.matrix(places)
    return tuple(timed), matrix, tables
