"""Read where the depot stands, and its time zone."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.domain.values import Coordinate
from dispatch_console.store.entities import Depot
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import station_zone


def depot_zone(session: Session) -> ZoneInfo | None:
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    return ZoneInfo(depot.zone) if depot else None


@reads(Kind.FLEET)
def zone_of(session: Session) -> ZoneInfo:
    """Return the depot's zone; while there is no depot, that of the station that asks."""
    return depot_zone(session) or station_zone(session)


def depot_place(session: Session) -> Coordinate | None:
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    return Coordinate(depot.lat, depot.lon) if depot else None


def depot_places(session: Session) -> tuple[Coordinate, ...]:
    """Return the places of all depots."""
    return tuple(Coordinate(depot.lat, depot.lon) for depot in session.scalars(select(Depot).order_by(Depot.id)))
