"""The road graph of a region: directed segments between junctions, and the turns between them.

A node of the routed graph is a directed segment, an arc a permitted turn; so one-way streets, turn restrictions and the
cost of a turn are all part of it. Kept as one `.npz`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_console.region_files.road_rules.rules import Rule, decode, encode

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
# free speeds in km/h where nothing is posted; services and tracks are driven at walking pace with a van
SPEEDS = {
    "motorway": 100, "trunk": 85, "primary": 55, "secondary": 50, "tertiary": 45, "unclassified": 35,
    "residential": 28, "living_street": 10, "service": 14, "road": 30, "track": 12,
    "motorway_link": 55, "trunk_link": 50, "primary_link": 40, "secondary_link": 38, "tertiary_link": 35,
    "ferry": 12,
}  # fmt: skip
FERRY = "ferry"
# a graph holds the place of a class in this list
CLASSES = tuple(SPEEDS)
# the mean radius by which lengths are computed
EARTH_M = 6_371_000.0


@dataclass(slots=True, kw_only=True)
class RoadGraph:
    """Per directed segment: length in metres, speed in km/h, class, and its points; per arc: tail, head, seconds.

    `reverse` is the same street in the other direction, -1 where that is forbidden. `copy_of`: the segment once more,
    as it is driven by who came from a street whose restriction reaches beyond it (`long_turns`); -1 for all others.
    `against`: driven against the direction in which its way is drawn. `rule` and `arc_rule` are places in `rules`,
    sets of rules that hold together; 0 is open to everybody. `walls`, n x 4: longitude and latitude of both ends of
    what nobody walks across, water and railways.
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
    copy_of: Ints
    against: NDArray[np.bool_]
    rule: Ints
    arc_rule: Ints
    rules: tuple[tuple[Rule, ...], ...]
    walls: Floats

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
        arrays = {name: getattr(self, name) for name in self.__slots__ if name != "rules"}
        np.savez_compressed(file, rules=np.array(encode(self.rules)), **arrays)


def load(file: Path) -> RoadGraph:
    """Return a graph that `save` wrote. One of an older program knows no rules and no walls: all is open."""
    with np.load(file) as arrays:
        known = {name: arrays[name] for name in RoadGraph.__slots__ if name in arrays and name != "rules"}
        rules = decode(str(arrays["rules"])) if "rules" in arrays else ((),)
    segments, arcs = len(known["length_m"]), len(known["tail"])
    known.setdefault("copy_of", np.full(segments, -1, np.int32))
    known.setdefault("against", np.zeros(segments, np.bool_))
    known.setdefault("rule", np.zeros(segments, np.int32))
    known.setdefault("arc_rule", np.zeros(arcs, np.int32))
    known.setdefault("walls", np.zeros((0, 4), np.float32))
    return RoadGraph(**known, rules=rules)
