"""Compute live times: the plan's driving and service times, from the last known fact on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# less is not called late
LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTimes:
    """One stop as planned, and what is known of it. `driving` is from the stop before; breaks lie before that drive or
    at this stop's door."""

    arrive_at: datetime
    start_at: datetime
    leave_at: datetime
    driving: timedelta
    window: tuple[datetime, datetime] | None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    rest: timedelta = timedelta(0)
    rest_at_door: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class LiveTimes:
    """Arrival, begin and end of service: past ones as they were, coming ones as expected. `late`: how long after the
    end of the window service begins, never less than nothing.
    """

    arrive_at: datetime
    start_at: datetime
    leave_at: datetime
    late: timedelta

    @property
    def eta(self) -> datetime:
        """Return the time that customers are told: a van that is early waits for the window. Board, messages and checks
        say this.
        """
        return self.start_at

    @property
    def is_late(self) -> bool:
        """Return whether the stop is late by a whole minute or more."""
        return self.late >= LATE


def live_times(
    stops: Sequence[PlannedTimes], start_at: datetime, departed_at: datetime | None, now: datetime
) -> tuple[LiveTimes, ...]:
    """Return the times of a route from its last known fact on. A van that should have left and has not, leaves now.

    Stops may be done in another order than planned: those that are left follow the last one that is done.
    """
    clock = departed_at if departed_at is not None else max(start_at, now)
    if departed_at is not None and departed_at < start_at:
        clock = start_at
    done = [stop.left_at for stop in stops if stop.left_at is not None]
    times, skipped = [], False
    for stop in stops:
        service = stop.leave_at - stop.start_at
        if stop.left_at is not None:
            # a driver who only rang in when done was there for as long as planned
            arrive = stop.arrived_at or stop.left_at - service
            begin, leave = min(arrive, stop.left_at), stop.left_at
            # a van that was here before a stop that it has yet to serve is not here again after it
            clock = max(clock, leave) if skipped else leave
        else:
            if done and not skipped:
                clock = max(clock, *done)
            skipped = True
            there = clock + stop.rest + stop.driving
            arrive = stop.arrived_at or max(there, now if departed_at is not None else clock)
            rested = arrive + stop.rest_at_door
            begin = max(rested, stop.window[0]) if stop.window else rested
            clock = leave = max(begin + service, now) if stop.arrived_at is not None else begin + service
        over = begin - stop.window[1] if stop.window else timedelta(0)
        times.append(LiveTimes(arrive, begin, leave, max(over, timedelta(0))))
    return tuple(times)
