"""Where an instant lies on the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Maps `start`…`end` onto `left`…`left + width` pixels, as time passes and not as clocks show it."""

    start: datetime
    end: datetime
    left: int
    width: int

    def x(self, at: datetime) -> float:
        share = (at.astimezone(UTC) - self._begin) / self._span
        return self.left + share * self.width

    def at(self, x: float) -> datetime:
        return self._local(self._begin + self._span * ((x - self.left) / self.width))

    def hours(self) -> tuple[datetime, ...]:
        """Return every full hour that lies on the scale."""
        past = timedelta(minutes=self.start.minute, seconds=self.start.second, microseconds=self.start.microsecond)
        first = self._begin - past
        if past:
            first += HOUR
        count = int((self.end.astimezone(UTC) - first) / HOUR) + 1
        return tuple(self._local(first + HOUR * number) for number in range(count))

    @property
    def _begin(self) -> datetime:
        return self.start.astimezone(UTC)

    @property
    def _span(self) -> timedelta:
        return self.end.astimezone(UTC) - self._begin

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.start.tzinfo)


def spanning(instants: Sequence[datetime], left: int, width: int) -> TimeScale | None:
    """Return a scale that holds all instants with a little air, or None without any."""
    if not instants:
        return None
    air, zone = timedelta(minutes=12), instants[0].tzinfo
    moments = [instant.astimezone(UTC) for instant in instants]
    begin, end = (instant.astimezone(zone) for instant in (min(moments) - air, max(moments) + air))
    return TimeScale(begin, end, left, max(1, width))
