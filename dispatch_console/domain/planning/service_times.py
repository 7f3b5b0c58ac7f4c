"""Learn from what happened at the doors how long stops take: once per address, per order and per parcel."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# fewer stops teach nothing
LEAST_STOPS = 40
# a shorter one was noted afterwards, a longer one says something of its own day
SHORTEST_S, LONGEST_S = 20, 3600
# beyond this a stop counts less and less: somebody had coffee
_ODD_S = 60.0
# the present times count like so many stops, and decide where the stops cannot: all of one order and one parcel
_PRESENT_WEIGHS = 4.0
_ROUNDS, _STEP_S = 300, 10
# a smaller gain is not worth another plan
_LEAST_GAIN = 0.05


@dataclass(frozen=True, slots=True)
class ServiceTimes:
    """Seconds at a door: `setup_s` once per address (park and walk), then per order and per parcel."""

    setup_s: int
    per_order_s: int
    per_parcel_s: int

    def of(self, orders: int, parcels: int) -> int:
        return self.setup_s + self.per_order_s * orders + self.per_parcel_s * parcels


@dataclass(frozen=True, slots=True)
class DoorTime:
    """How long a stop took, from the arrival (or the window's begin) until the van left; what the zone adds is off."""

    orders: int
    parcels: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the stops teach. `planned_s` and `took_s`: the middle one; `error_s` and `was_error_s`: by how much a stop
    typically differs from its plan, with these times and with the present ones.
    """

    times: ServiceTimes
    stops: int
    planned_s: float
    took_s: float
    error_s: float
    was_error_s: float

    @property
    def is_better(self) -> bool:
        """Return whether there are stops enough, and the plan would be truer by a twentieth or more."""
        return self.stops >= LEAST_STOPS and self.error_s <= self.was_error_s * (1 - _LEAST_GAIN)


def learn(done: Sequence[DoorTime], present: ServiceTimes) -> Learnt | None:
    """Return what the stops teach; None without any. None of the times comes out below zero; they are in steps of ten
    seconds.

    Huber's loss (Huber 1964, Robust Estimation of a Location Parameter), minimised time by time with weights that are
    renewed in each round; the present times are a weak prior.
    """
    stops = [stop for stop in done if SHORTEST_S <= stop.seconds <= LONGEST_S]
    if not stops:
        return None
    rows = [((1.0, float(stop.orders), float(stop.parcels)), stop.seconds) for stop in stops]
    prior = (float(present.setup_s), float(present.per_order_s), float(present.per_parcel_s))
    found = list(prior)
    for _ in range(_ROUNDS):
        weighed = [(row, took, _weight(took - _sum(row, found))) for row, took in rows]
        for place in range(3):
            pull = _PRESENT_WEIGHS * (prior[place] - found[place])
            mass = _PRESENT_WEIGHS
            for row, took, weight in weighed:
                pull += weight * row[place] * (took - _sum(row, found))
                mass += weight * row[place] ** 2
            found[place] = max(0.0, found[place] + pull / mass)
    setup, order, parcel = (round(value / _STEP_S) * _STEP_S for value in found)
    times = ServiceTimes(setup, order, parcel)
    return Learnt(
        times=times,
        stops=len(stops),
        planned_s=median(present.of(stop.orders, stop.parcels) for stop in stops),
        took_s=median(stop.seconds for stop in stops),
        error_s=_error(stops, times),
        was_error_s=_error(stops, present),
    )


def _weight(residual: float) -> float:
    return 1.0 if abs(residual) <= _ODD_S else _ODD_S / abs(residual)


def _sum(row: tuple[float, float, float], times: Sequence[float]) -> float:
    return row[0] * times[0] + row[1] * times[1] + row[2] * times[2]


def _error(stops: Sequence[DoorTime], times: ServiceTimes) -> float:
    return median(abs(stop.seconds - times.of(stop.orders, stop.parcels)) for stop in stops)
