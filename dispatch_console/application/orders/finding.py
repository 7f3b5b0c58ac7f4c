"""Find orders, today's drivers and addresses by a few letters."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.store.entities import Address, Driver, Shift, Vehicle

AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Match:
    """`kind` is order, driver or address; `key` its id, the driver's letter or the street."""

    kind: str
    key: str
    title: str
    note: str


def find(session: Session, text: str, day: date) -> tuple[Match, ...]:
    """Return at most five matches of each kind."""
    if not text.strip():
        return ()
    matches = [
        Match("order", str(row.id), f"{row.number}  {row.customer}", f"{row.address}, {texts.plain(row.stage)}")
        for row in queue.page(session, OrderFilter(text=text), "leaves", limit=AT_MOST)
    ]
    drivers = (
        select(Driver.letter, Driver.name, Vehicle.name)
        .join(Shift, Shift.driver_id == Driver.id)
        .join(Vehicle, Vehicle.id == Shift.vehicle_id)
        .where(Shift.day == day, func.lower(Driver.name + " " + Vehicle.name).contains(text.lower(), autoescape=True))
        .order_by(Driver.letter)
        .limit(AT_MOST)
    )
    matches += [Match("driver", letter, name, vehicle) for letter, name, vehicle in session.execute(drivers)]
    streets = (
        select(Address.line1, func.min(Address.city))
        .where(func.lower(Address.line1).contains(text.lower(), autoescape=True))
        .group_by(Address.line1)
        .order_by(Address.line1)
        .limit(AT_MOST)
    )
    matches += [Match("address", street, street, city) for street, city in session.execute(streets)]
    return tuple(matches)
