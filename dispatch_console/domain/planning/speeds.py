"""How much slower than free the vans drive, per road class and hour of the day, and what their own drives teach.

A factor multiplies the free driving time of a road class; a class and an hour have one each, so that a few days of
drives are enough to know them. Every factor is held to 1 by as much as half an hour of driving would say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

HOURS = range(24)
# driving that weighs as much as the belief that nothing is slower than free
PRIOR_S = 1800.0
SLOWEST, FASTEST = 3.0, 0.5
# a drive that took so much less or more than at free speed was noted wrongly, or was no drive
SHORTEST_S, LEAST_SHARE, MOST_SHARE = 30.0, 0.3, 4.0
ROUNDS = 30


@dataclass(frozen=True)
class SpeedProfile:
    """Factors by (road class, hour); what is missing is 1."""

    factors: Mapping[tuple[str, int], float] = field(default_factory=dict)

    def of(self, road_class: str, hours: Sequence[int] = ()) -> float:
        """Return the mean factor over some hours, over the whole day without any."""
        chosen = hours or HOURS
        return sum(self.factors.get((road_class, hour), 1.0) for hour in chosen) / len(chosen)

    def over(self, classes: Sequence[str], hours: Sequence[int] = ()) -> tuple[float, ...]:
        return tuple(round(self.of(name, hours), 3) for name in classes)


FREE = SpeedProfile()


@dataclass(frozen=True, slots=True)
class Drive:
    """One drive between two stops as it was: when it began, what it took, and what it takes at free speed.

    `free_s` per road class; `turns_s` is spent at turns and signals.
    """

    hour: int
    took_s: float
    free_s: Mapping[str, float]
    turns_s: float = 0.0

    @property
    def usable(self) -> bool:
        free = sum(self.free_s.values()) + self.turns_s
        return self.took_s >= SHORTEST_S and LEAST_SHARE * free <= self.took_s <= MOST_SHARE * free

    def expected(self, profile: SpeedProfile) -> float:
        """Return the seconds that a profile expects for the drive."""
        return self.turns_s + sum(part * profile.of(name, (self.hour,)) for name, part in self.free_s.items())


@dataclass(frozen=True, slots=True)
class Calibration:
    """The result of a calibration: the new profile, the number of drives used, and the mean error before and after.

    `driven_s` are the seconds really driven per class and hour; errors are seconds per drive.
    """

    profile: SpeedProfile
    used: int
    left_out: int
    error_before_s: float
    error_after_s: float
    driven_s: Mapping[tuple[str, int], int]


def calibrated(before: SpeedProfile, drives: Iterable[Drive]) -> Calibration:
    """Return the factors under which the drives would have taken as long as they took; unknown classes and hours stay
    at 1.
    """
    everything = list(drives)
    used = [drive for drive in everything if drive.usable]
    classes = sorted({name for drive in used for name in drive.free_s})
    hours = sorted({drive.hour for drive in used})
    of_class, of_hour = dict.fromkeys(classes, 1.0), dict.fromkeys(hours, 1.0)
    for _ in range(ROUNDS):
        for hour in hours:
            of_hour[hour] = _hour_factor([drive for drive in used if drive.hour == hour], of_class)
        for name in classes:
            of_class[name] = _class_factor(name, used, of_class, of_hour)
    driven: Counter[tuple[str, int]] = Counter()
    for drive in used:
        for name, part in drive.free_s.items():
            driven[name, drive.hour] += round(part * of_class[name] * of_hour[drive.hour])
    factors = {
        (name, hour): round(_within_bounds(of_class[name] * of_hour[hour]), 3) for name in classes for hour in hours
    }
    after = SpeedProfile(factors)
    return Calibration(
        after, len(used), len(everything) - len(used), _error(used, before), _error(used, after), dict(driven)
    )


def _hour_factor(drives: Sequence[Drive], of_class: Mapping[str, float]) -> float:
    """Fit a factor by least squares, each drive weighted by its length."""
    above = below = PRIOR_S
    for drive in drives:
        free = sum(part * of_class[name] for name, part in drive.free_s.items())
        above += drive.took_s - drive.turns_s
        below += free
    return _within_bounds(above / below)


def _class_factor(
    name: str, drives: Sequence[Drive], of_class: Mapping[str, float], of_hour: Mapping[int, float]
) -> float:
    above = below = PRIOR_S
    for drive in drives:
        part = drive.free_s.get(name, 0.0) * of_hour[drive.hour]
        if part <= 0:
            continue
        whole = sum(other * of_class[key] for key, other in drive.free_s.items()) * of_hour[drive.hour]
        rest = whole - part * of_class[name]
        weight = part / whole
        above += weight * (drive.took_s - drive.turns_s - rest)
        below += weight * part
    return _within_bounds(above / below)


def _within_bounds(factor: float) -> float:
    return min(SLOWEST, max(FASTEST, factor))


def _error(drives: Sequence[Drive], profile: SpeedProfile) -> float:
    if not drives:
        return 0.0
    return sum(abs(drive.took_s - drive.expected(profile)) for drive in drives) / len(drives)
