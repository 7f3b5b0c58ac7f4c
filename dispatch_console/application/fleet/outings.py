"""Outings of a day's departures: which van is out, and in which hours."""

from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.store.entities import Shift


def outing_of(local: LocalDay, shift: Shift, departure: int) -> Outing:
    """Return the outing of a departure of a shift; at any time where its hours are not on this day."""
    away = local.span(*shift.departures[departure]) if departure < len(shift.departures) else None
    if away is None:
        return Outing(shift.vehicle.size)
    begins, ends = map(local.seconds, away)
    return Outing(shift.vehicle.size, local.day, local.hours(begins, ends))
