"""Small values used everywhere: ids, coordinates, time windows, money."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NewType

OrderId = NewType("OrderId", int)
LineId = NewType("LineId", int)
ParcelId = NewType("ParcelId", int)
RouteId = NewType("RouteId", int)
StopId = NewType("StopId", int)
PlanId = NewType("PlanId", int)


@dataclass(frozen=True, slots=True)
class Coordinate:
    """WGS 84 degrees."""

    lat: float
    lon: float

    @property
    def is_plausible(self) -> bool:
        """Return False for values outside the globe and for (0, 0), which an empty field turns into."""
        inside = -90 <= self.lat <= 90 and -180 <= self.lon <= 180
        return inside and not (abs(self.lat) < 1e-6 and abs(self.lon) < 1e-6)


@dataclass(frozen=True, slots=True, order=True)
class TimeWindow:
    """Aware instants, kept in UTC; the stop starts inside. `start` is before `end`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a time window needs aware instants")
        # two local times of one zone are compared by their clocks, which is wrong on the nights clocks change
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end <= self.start:
            raise ValueError("a time window ends after it starts")

    def contains(self, instant: datetime) -> bool:
        return self.start <= instant <= self.end


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) of one ISO 4217 currency."""

    minor: int
    currency: str

    def __str__(self) -> str:
        digits = minor_digits(self.currency)
        if digits == 0:
            return f"{self.minor} {self.currency}"
        sign = "-" if self.minor < 0 else ""
        whole, rest = divmod(abs(self.minor), 10**digits)
        return f"{sign}{whole}.{rest:0{digits}d} {self.currency}"


def minor_digits(currency: str) -> int:
    """Return how many decimals a currency has (ISO 4217; only the exceptions from two are listed)."""
    if currency in {"JPY", "KRW", "CLP", "ISK", "VND", "XAF", "XOF", "UGX", "PYG"}:
        return 0
    if currency in {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}:
        return 3
    return 2
