"""Where an instant lies on the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Maps `start`…`end` onto `left`…`left + width` pixels."""

    start: datetime
    end: datetime
    left: int
    width: int

    def x(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return self.left + share * self.width

    def at(self, x: float) -> datetime:
        return self.start + (self.end - self.start) * ((x - self.left) / self.width)

    def hours(self) -> tuple[datetime, ...]:
        """Every full hour that lies on the scale."""
        first = self.start.replace(minute=0, second=0, microsecond=0)
        if first < self.start:
            first += timedelta(hours=1)
        count = int((self.end - first) / timedelta(hours=1)) + 1
        return tuple(first + timedelta(hours=number) for number in range(count))


def spanning(instants: Sequence[datetime], left: int, width: int) -> TimeScale | None:
    """A scale that holds all instants with a little air, or None without any."""
    if not instants:
        return None
    air = timedelta(minutes=12)
    return TimeScale(min(instants) - air, max(instants) + air, left, max(1, width))
