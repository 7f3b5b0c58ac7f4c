"""The road graph of a region: directed segments between junctions, and the turns between them.

A node of the routed graph is a directed segment, an arc a permitted turn; so one-way streets, turn restrictions and the
cost of a turn are all part of it. Kept as one `.npz`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
# free speeds in km/h where nothing is posted; services and tracks are driven at walking pace with a van
SPEEDS = {
    "motorway": 100, "trunk": 85, "primary": 55, "secondary": 50, "tertiary": 45, "unclassified": 35,
    "residential": 28, "living_street": 10, "service": 14, "road": 30, "track": 12,
    "motorway_link": 55, "trunk_link": 50, "primary_link": 40, "secondary_link": 38, "tertiary_link": 35,
}  # fmt: skip
# a graph holds the place of a class in this list
CLASSES = tuple(SPEEDS)
# the mean radius by which lengths are computed
EARTH_M = 6_371_000.0


@dataclass(slots=True, kw_only=True)
class RoadGraph:
    """Per directed segment: length in metres, speed in km/h, class, and its points; per arc: tail, head, seconds.

    `reverse` is the same street in the other direction, -1 where that is forbidden; `main` marks the largest part in
    which every segment reaches every other. `copy_of`: the segment once more, as it is driven by who came from a street
    whose restriction reaches beyond it (`long_turns`); -1 for all others.
    """

    length_m: Floats
    speed: Floats
    road_class: Ints
    reverse: Ints
    first: Ints
    points: Floats
    tail: Ints
    head: Ints
    turn_s: Floats
    main: NDArray[np.bool_]
    copy_of: Ints

    @property
    def size(self) -> int:
        return len(self.length_m)

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north of all roads; None without any."""
        if not len(self.points):
            return None
        (west, south), (east, north) = self.points.min(axis=0).tolist(), self.points.max(axis=0).tolist()
        return west, south, east, north

    def line(self, segment: int) -> Floats:
        """Return the points of a segment as (lon, lat) in driving direction."""
        points: Floats = self.points[self.first[segment] : self.first[segment + 1]]
        return points

    def save(self, file: Path) -> None:
        np.savez_compressed(file, **{name: getattr(self, name) for name in self.__slots__})


def load(file: Path) -> RoadGraph:
    with np.load(file) as arrays:
        known = {name: arrays[name] for name in RoadGraph.__slots__ if name in arrays}
    # regions that were built before turns over ways were read have no copies
    known.setdefault("copy_of", np.full(len(known["length_m"]), -1, np.int32))
    return RoadGraph(**known)
