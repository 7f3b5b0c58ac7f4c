"""A stretch of road between two junctions in one direction, while the graph is being built."""

import math
from dataclasses import dataclass, field

from dispatch_console.adapters.region.road_ways import RoadWay
from dispatch_console.region_files.road_graph import EARTH_M
from dispatch_console.region_files.road_rules.rules import Rule

# longitude, latitude
Point = tuple[float, float]


@dataclass(slots=True)
class Segment:
    """A part of a way in one direction: indices of its first and last node there, and what the nodes are called.

    `leaving` and `arriving`: the bearings in degrees with which it begins and ends.
    """

    start: int
    end: int
    way: RoadWay
    first: int
    last: int
    length_m: float
    copy_of: int = -1
    leaving: float = field(init=False)
    arriving: float = field(init=False)

    def __post_init__(self) -> None:
        self.leaving = _bearing(self.point(0), self.point(1))
        self.arriving = _bearing(self.point(-2), self.point(-1))

    @property
    def backward(self) -> bool:
        return self.last < self.first

    @property
    def points(self) -> list[Point]:
        low, high = min(self.first, self.last), max(self.first, self.last)
        points = list(zip(self.way.lon[low : high + 1], self.way.lat[low : high + 1], strict=True))
        return points[::-1] if self.backward else points

    def point(self, place: int) -> Point:
        """Return the first, second, last but one or last point (0, 1, -2, -1)."""
        step = -1 if self.backward else 1
        at = self.first + step * place if place >= 0 else self.last + step * (place + 1)
        return self.way.lon[at], self.way.lat[at]

    def turns_back(self, other: "Segment") -> bool:
        """Return whether the other is the same street in the other direction."""
        return self.way is other.way and self.first == other.last and self.last == other.first


@dataclass(frozen=True, slots=True)
class Arc:
    """A permitted turn: the seconds that it takes, and the number of the rules that it is under."""

    seconds: float
    rules: int


class RuleSets:
    """Rules that hold together, each set with a number; 0 is no rule at all."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Rule, ...], int] = {(): 0}

    def number(self, *rules: Rule) -> int:
        return self._numbers.setdefault(rules, len(self._numbers))

    def adding(self, number: int, rule: Rule) -> int:
        """Return the number of a set with one more rule."""
        return self.number(*self.known[number], rule)

    @property
    def known(self) -> tuple[tuple[Rule, ...], ...]:
        return tuple(self._numbers)


def metres(a: Point, b: Point) -> float:
    """Return the metres between two (lon, lat) points that lie near each other."""
    east = math.radians(b[0] - a[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return EARTH_M * math.hypot(east, math.radians(b[1] - a[1]))


def _bearing(a: Point, b: Point) -> float:
    east = (b[0] - a[0]) * math.cos(math.radians(a[1]))
    return math.degrees(math.atan2(east, b[1] - a[1]))
