"""Convert the depot's departure times into instants of a day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.domain.local_day import LocalDay
from dispatch_console.store.entities import Depot
from dispatch_console.store.transaction import station_zone

NEEDED_ON_THE_ROAD = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Local departure times of the depot, in its zone."""

    zone: ZoneInfo
    times: tuple[time, ...]

    def leaves_at(self, start: datetime, end: datetime) -> datetime | None:
        """Return the last departure of the window's day that still reaches it; the first one if none does."""
        local = LocalDay.of(start, self.zone)
        instants = [local.at(clock) for clock in self.times]
        fitting = [instant for instant in instants if instant + NEEDED_ON_THE_ROAD <= end]
        return fitting[-1] if fitting else instants[0] if instants else None


def calendar(session: Session) -> Calendar:
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    if depot is None:
        return Calendar(station_zone(session), ())
    return Calendar(ZoneInfo(depot.zone), tuple(time.fromisoformat(text) for text in depot.departures))
