"""Convert wall-clock times, instants and seconds of a day into one another: the only place where that is done.

Python subtracts two datetimes of one zone as their clocks read, not as time passes. On the two nights of a year on
which clocks change that is an hour wrong. So instants are UTC here, and nothing else does arithmetic on local times.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

HOUR_S = 3600


@dataclass(frozen=True)
class LocalDay:
    """A calendar day at one place: 23, 24 or 25 hours. Seconds count the time that passes since its midnight."""

    day: date
    zone: ZoneInfo

    @classmethod
    def of(cls, instant: datetime, zone: ZoneInfo) -> "LocalDay":
        """Return the day on which an instant lies."""
        return cls(instant.astimezone(zone).date(), zone)

    @cached_property
    def begins(self) -> datetime:
        """Return midnight, as an instant in UTC."""
        return self.at(time(0))

    @cached_property
    def ends(self) -> datetime:
        """Return the next midnight, as an instant in UTC."""
        return LocalDay(self.day + timedelta(days=1), self.zone).begins

    @property
    def length_s(self) -> int:
        return self.seconds(self.ends)

    def at(self, clock: time | str, *, last: bool = False) -> datetime:
        """Return when a clock here shows this time of day, in UTC.

        A time that the clocks show twice means the first, with `last` the second; one that they skip is an hour
        later on the clock.
        """
        shown = time.fromisoformat(clock) if isinstance(clock, str) else clock
        return datetime.combine(self.day, shown.replace(fold=int(last)), self.zone).astimezone(UTC)

    def span(self, begin: time | str, end: time | str) -> tuple[datetime, datetime] | None:
        """Return from the first time that clocks show `begin` to the last that they show `end`; None where they skip it
        all.

        `24:00` is the end of the day.
        """
        start = self.at(begin)
        finish = self.ends if end == "24:00" else self.at(end, last=True)
        return (start, finish) if start < finish else None

    def seconds(self, instant: datetime) -> int:
        """Return the seconds that have passed since midnight."""
        return int((instant.astimezone(UTC) - self.begins).total_seconds())

    def instant(self, seconds: float) -> datetime:
        """Return the instant so many seconds after midnight, in UTC."""
        return self.begins + timedelta(seconds=seconds)

    def clock(self, seconds: float) -> str:
        """Return `HH:MM`, as a clock here shows it so many seconds after midnight."""
        return f"{self.instant(seconds).astimezone(self.zone):%H:%M}"

    def hours(self, begin_s: int, end_s: int) -> tuple[int, ...]:
        """Return the hours of the clock (0 to 23) that a span of seconds touches, in their order."""
        return tuple(dict.fromkeys(self._hours(begin_s, end_s)))

    def _hours(self, begin_s: int, end_s: int) -> Iterator[int]:
        second = begin_s
        last = min(max(end_s, begin_s + 1), self.length_s)
        while second < last:
            yield self.instant(second).astimezone(self.zone).hour
            second += HOUR_S - second % HOUR_S
