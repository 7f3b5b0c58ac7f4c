"""What the timeline shows, as values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stop: driving ends at `arrive`, service is `start`…`end`. `state` as on the map."""

    key: str
    number: int
    arrive: datetime
    start: datetime
    end: datetime
    state: str
    promise: tuple[datetime, datetime] | None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """One departure of the van: out at `start`, back at `end`, to be back by `back_by`."""

    start: datetime
    end: datetime
    back_by: datetime
    bars: tuple[Bar, ...]
    breaks: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class VanRow:
    letter: str
    driver: str
    under: str
    legs: tuple[Leg, ...]
    off: bool = False
    locked: bool = False
