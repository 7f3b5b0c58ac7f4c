"""Where places meet the road: the nearest street that one reaches from the door without crossing water or rails."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import shapely
from numpy.typing import NDArray

from dispatch_console.adapters.travel.opening import Opening
from dispatch_console.domain.values import Coordinate
from dispatch_console.region_files.road_graph import CLASSES, EARTH_M, FERRY, Floats, RoadGraph
from dispatch_console.region_files.road_rules.passage import Passage

FARTHEST_SNAP_M = 400.0
# doors stand at streets: a track is taken for one only where it is so much nearer
TRACK_ON_TOP_M = 150.0
# a drive leads to its own door: the neighbour's is taken only where it is so much nearer than the street
PRIVATE_ON_TOP_M = 10.0
TRACK_CLASS, FERRY_CLASS = CLASSES.index("track"), CLASSES.index(FERRY)
Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place meets the road: a directed segment, how far along it (0 to 1), and how far away."""

    segment: int
    share: float
    away_m: float


class NoRoad(Enum):
    """Why a place meets no road: none is near, or none of those near leads anywhere for this van."""

    OUTSIDE = "outside"
    NOT_CONNECTED = "not connected"


class Plane:
    """Metres around the latitude of a region."""

    def __init__(self, graph: RoadGraph) -> None:
        self._latitude = float(np.median(graph.points[:, 1])) if len(graph.points) else 0.0

    def flat(self, lon: Floats | Numbers, lat: Floats | Numbers) -> Numbers:
        """Return n x 2: metres to the east and to the north."""
        scale = np.radians(1) * EARTH_M
        east = np.asarray(lon, float) * scale * np.cos(np.radians(self._latitude))
        return np.column_stack([east, np.asarray(lat, float) * scale])


class Ground:
    """Streets and walls of a region, whoever drives there."""

    def __init__(self, graph: RoadGraph, plane: Plane) -> None:
        # one line per street, not per direction
        one_each = (graph.reverse < 0) | (np.arange(graph.size) < graph.reverse)
        streets = np.flatnonzero(one_each & (graph.copy_of < 0) & (graph.road_class != FERRY_CLASS))
        flat = plane.flat(graph.points[:, 0], graph.points[:, 1])
        owner = np.repeat(np.arange(graph.size), graph.first[1:] - graph.first[:-1])
        line_of = np.full(graph.size, -1)
        line_of[streets] = np.arange(len(streets))
        kept = line_of[owner] >= 0
        self.segments: Indices = streets
        self.lines = np.asarray(shapely.linestrings(flat[kept], indices=line_of[owner][kept]))
        self.tree = shapely.STRtree(self.lines)
        walls = np.stack([plane.flat(*graph.walls[:, :2].T), plane.flat(*graph.walls[:, 2:].T)], axis=1)
        self.walls = shapely.STRtree([shapely.LineString(ends) for ends in walls])


class Snapping:
    """Snaps to the streets that are open on an outing and hang together."""

    def __init__(self, graph: RoadGraph, opening: Opening, plane: Plane, ground: Ground) -> None:
        self._plane, self._ground = plane, ground
        own = opening.segments[ground.segments]
        back = graph.reverse[ground.segments]
        # where one direction is private, the other decides
        own = np.where(back >= 0, np.minimum(own, opening.segments[back]), own)
        usable = opening.main[ground.segments] | ((back >= 0) & opening.main[back])
        tracks = graph.road_class[ground.segments] == TRACK_CLASS
        self._on_top = np.where(tracks, TRACK_ON_TOP_M, 0.0) + np.where(own >= Passage.PRIVATE, PRIVATE_ON_TOP_M, 0.0)
        self._usable = np.asarray(usable)
        self._main = opening.main
        self._reverse = graph.reverse
        self._trees = [
            (float(on_top), shapely.STRtree(ground.lines[lines]), lines)
            for on_top in np.unique(self._on_top)
            if len(lines := np.flatnonzero(usable & (self._on_top == on_top)))
        ]

    def snap(self, places: Sequence[Coordinate]) -> list[Snap | NoRoad]:
        """Return where each place meets the road, or why it meets none."""
        if not places:
            return []
        flat = self._plane.flat(np.array([place.lon for place in places]), np.array([place.lat for place in places]))
        points = np.asarray(shapely.points(flat))
        chosen = self._nearest(points)
        for number in np.flatnonzero(chosen >= 0)[self._crosses(points[chosen >= 0], chosen[chosen >= 0])]:
            chosen[number] = self._without_crossing(points[number])
        return self._snaps(points, chosen)

    def _nearest(self, points: NDArray[np.object_]) -> Indices:
        """Return the street of each point, whatever lies between; -1 where none is near."""
        best, chosen = np.full(len(points), np.inf), np.full(len(points), -1)
        for on_top, tree, lines in self._trees:
            # nothing in this tree is nearer than what is put on top
            asked = np.flatnonzero(best > on_top)
            index = lines[tree.nearest(points[asked])]
            away = shapely.distance(self._ground.lines[index], points[asked])
            weighed = np.where(away <= FARTHEST_SNAP_M, away + on_top, np.inf)
            nearer = weighed < best[asked]
            chosen[asked[nearer]], best[asked[nearer]] = index[nearer], weighed[nearer]
        return chosen

    def _crosses(self, points: NDArray[np.object_], lines: Indices) -> NDArray[np.bool_]:
        """Return which straight lines from points to streets cross water or rails."""
        between = shapely.shortest_line(points, self._ground.lines[lines])
        crossing = np.zeros(len(points), np.bool_)
        if len(self._ground.walls) and len(points):
            # what begins or ends on the line, as at a level crossing, does not cross it
            crossing[self._ground.walls.query(between, predicate="crosses")[0]] = True
        return crossing

    def _without_crossing(self, point: shapely.Point) -> int:
        """Return the nearest street that is reached without crossing anything; -1 where there is none."""
        near = self._ground.tree.query(point, predicate="dwithin", distance=FARTHEST_SNAP_M)
        near = near[self._usable[near]]
        if not len(near):
            return -1
        away = shapely.distance(self._ground.lines[near], point) + self._on_top[near]
        near = near[np.argsort(away, kind="stable")]
        free = near[~self._crosses(np.full(len(near), point), near)]
        return int(free[0]) if len(free) else -1

    def _snaps(self, points: NDArray[np.object_], chosen: Indices) -> list[Snap | NoRoad]:
        """Return where each point meets its street, or why it meets none."""
        snaps: list[Snap | NoRoad] = [NoRoad.OUTSIDE] * len(points)
        placed = np.flatnonzero(chosen >= 0)
        streets, at = self._ground.lines[chosen[placed]], points[placed]
        shares = shapely.line_locate_point(streets, at, normalized=True)
        away = shapely.distance(streets, at)
        segments = self._ground.segments[chosen[placed]]
        turned = ~self._main[segments]
        segments = np.where(turned, self._reverse[segments], segments)
        shares = np.where(turned, 1 - shares, shares)
        rows = zip(placed.tolist(), segments.tolist(), shares.tolist(), away.tolist(), strict=True)
        for number, segment, share, metres in rows:
            snaps[number] = Snap(segment, share, metres)
        for number in np.flatnonzero(chosen < 0).tolist():
            if len(self._ground.tree.query(points[number], predicate="dwithin", distance=FARTHEST_SNAP_M)):
                snaps[number] = NoRoad.NOT_CONNECTED
        return snaps
