"""Who drives when: what decides which roads are open to a van."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# above this permitted mass a goods vehicle is a heavy one in every country that OpenStreetMap's `hgv` speaks of
HEAVY_ABOVE_KG = 3500
QUARTERS = (0, 15, 30, 45)


@dataclass(frozen=True, slots=True, kw_only=True)
class VanSize:
    """Outer height, width (without mirrors) and length in centimetres, permitted mass in kilograms."""

    height_cm: int
    width_cm: int
    length_cm: int
    mass_kg: int

    @property
    def is_heavy(self) -> bool:
        """Return whether signs for heavy goods vehicles apply to it."""
        return self.mass_kg > HEAVY_ABOVE_KG


# a large panel van: what a van is taken for until its size is entered, so that no bridge is too low for it unsaid
LARGE_VAN = VanSize(height_cm=270, width_cm=205, length_cm=600, mass_kg=3500)


@dataclass(frozen=True, slots=True)
class Outing:
    """A van on the road: its size, the local day on which it leaves and the hours (0 to 23) in which it is away.

    Without a day or hours the time is not known: whatever is forbidden at any time counts as forbidden.
    """

    size: VanSize = LARGE_VAN
    day: date | None = None
    hours: tuple[int, ...] = ()

    @property
    def moments(self) -> Iterator[datetime]:
        """Yield every quarter of an hour in which the van is away; hours that run backwards are of the next day."""
        if self.day is None:
            return
        day, before = self.day, -1
        for hour in self.hours:
            if hour < before:
                day += timedelta(days=1)
            before = hour
            for minute in QUARTERS:
                yield datetime.combine(day, time(hour, minute))


ANY_TIME = Outing()
