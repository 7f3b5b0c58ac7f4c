"""Keep speed factors by road class and hour, and read the drives that teach them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.planning.speeds import Calibration, SpeedProfile
from dispatch_console.domain.values import Coordinate
from dispatch_console.store.entities import Route, Shift, SpeedFactor, Stop
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class NotedDrive:
    """From one door to the next as it was noted: places, the local hour of leaving, seconds."""

    start: Coordinate
    end: Coordinate
    hour: int
    took_s: float


def profile(session: Session) -> SpeedProfile:
    """Return the known factors; free speeds where there are none."""
    rows = session.scalars(select(SpeedFactor))
    return SpeedProfile({(row.road_class, row.hour): row.factor for row in rows})


def noted_drives(session: Session, since: datetime | None = None) -> tuple[NotedDrive, ...]:
    """Return drives between two stops whose leaving and arriving were both noted, in the order driven."""
    query = (
        select(Route)
        .where(Route.departed_at.is_not(None))
        .options(
            selectinload(Route.stops).selectinload(Stop.address),
            selectinload(Route.shift).selectinload(Shift.depot),
        )
    )
    if since is not None:
        query = query.where(Route.departed_at >= since)
    drives: list[NotedDrive] = []
    for route in session.scalars(query):
        zone = ZoneInfo(route.shift.depot.zone)
        done = [
            (stop.arrived_at, stop.left_at, Coordinate(stop.address.lat, stop.address.lon))
            for stop in route.stops
            if stop.arrived_at and stop.left_at and stop.address.lat is not None and stop.address.lon is not None
        ]
        done.sort(key=lambda stop: stop[0])
        for (_, left, start), (arrived, gone, end) in pairwise(done):
            # who rang in only afterwards has no arrival: it was noted together with the leaving
            if arrived < gone and left < arrived:
                drives.append(NotedDrive(start, end, left.astimezone(zone).hour, (arrived - left).total_seconds()))
    return tuple(drives)


@operation("adopt_speeds", roles.DISPATCH)
def adopt(tx: Transaction, learnt: Calibration) -> None:
    """Use these speeds from now on, at all stations."""
    forget(tx)
    tx.session.flush()
    tx.session.add_all(
        SpeedFactor(
            road_class=road_class,
            hour=hour,
            factor=factor,
            driven_s=learnt.driven_s.get((road_class, hour), 0),
            learnt_at=tx.now,
        )
        for (road_class, hour), factor in sorted(learnt.profile.factors.items())
    )


@operation("forget_speeds", roles.DISPATCH)
def forget(tx: Transaction) -> int:
    """Go back to free speeds. Returns how many factors there were."""
    rows = list(tx.session.scalars(select(SpeedFactor)))
    for row in rows:
        tx.session.delete(row)
    return len(rows)
