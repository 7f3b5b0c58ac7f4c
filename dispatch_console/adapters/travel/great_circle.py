"""Travel times without roads: great circle with a detour factor and an assumed speed. Always an estimate."""

import math
from collections.abc import Sequence
from typing import ClassVar

from dispatch_console.adapters.travel.all_day import SameAllDay
from dispatch_console.domain.geometry.distance import distance_m
from dispatch_console.domain.planning.outing import ANY_TIME, Outing
from dispatch_console.domain.planning.problem import Matrix
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath

# street distance over straight line in European and North American cities is 1.2 to 1.4
DETOUR = 1.35
TOWN_M_PER_S = 5.6
COUNTRY_M_PER_S = 16.7
TOWN_REACH_M = 8_000


class GreatCircle(SameAllDay):
    """Entry point `great-circle`."""

    estimate: ClassVar[bool] = True

    def path(self, start: Coordinate, end: Coordinate, outing: Outing = ANY_TIME) -> DrivenPath:
        """Return a straight line, with the metres and seconds of `matrix`."""
        metres = math.ceil(DETOUR * distance_m(start, end))
        return DrivenPath(((start.lat, start.lon), (end.lat, end.lon)), metres, seconds(metres), estimate=True)

    def matrix(self, places: Sequence[Coordinate], outing: Outing = ANY_TIME) -> Matrix:
        """Return a square matrix of seconds and metres, rounded up so that nothing apart takes no time."""
        distances = [[math.ceil(DETOUR * distance_m(a, b)) for b in places] for a in places]
        durations = [[seconds(metres) for metres in row] for row in distances]
        return Matrix(tuple(map(tuple, durations)), tuple(map(tuple, distances)), estimate=True)


def seconds(metres: int) -> int:
    """Return seconds at town speed for the first kilometres, then on faster roads."""
    town = min(metres, TOWN_REACH_M)
    return math.ceil(town / TOWN_M_PER_S + (metres - town) / COUNTRY_M_PER_S)
