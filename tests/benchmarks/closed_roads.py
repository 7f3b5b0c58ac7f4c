"""Share of random drives that use what the tags of an extract close; ours beside real OSRM and Valhalla servers.

The judge reads the tags anew, by a short table of its own, and looks at the drawn line alone: who is judged cannot
excuse himself by his own graph. A drive may end, or begin, on what is private or for residents.
"""

import os
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from dispatch_console.adapters.travel.osrm import Osrm
from dispatch_console.adapters.travel.valhalla import Valhalla
from dispatch_console.application.desk import Desk
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath
from dispatch_console.region_files.road_graph import SPEEDS
from tests import road_servers
from tests.benchmarks.extract_roads import EXTRACT, doors, roads_of_extract
from tests.benchmarks.results import Result

PAIRS = 2000
OPEN, RESTRICTED, CLOSED = range(3)
KEYS = ("goods", "motorcar", "motor_vehicle", "vehicle", "access")
NEVER = frozenset(("no", "agricultural", "forestry", "agricultural;forestry", "military", "emergency", "psv", "bus"))
INSIDE = frozenset(("private", "permit", "destination", "delivery", "customers", "residents"))
STOPS = frozenset(("bollard", "block", "cycle_barrier", "chain", "jersey_barrier", "fence", "wall", "log", "stile"))
Levels = NDArray[np.int64]
# a line that runs nearer than this past a spot passes it; in degrees of latitude, about 0.5 m
NEAR = 0.5 / 111_195


def closed_roads(desk: Desk) -> list[Result]:
    """Need an extract; road servers where the set-up has installed them."""
    extract = Path(os.environ[EXTRACT])
    judge = Judge.of(extract)
    with tempfile.TemporaryDirectory() as name, roads_of_extract(desk) as (roads, bounds):
        places = doors(roads, bounds, 400, random.Random(5), away_m=60)
        dice = random.Random(6)
        pairs = [(dice.choice(places), dice.choice(places)) for _ in range(PAIRS)]
        results = [_judged("ours", judge, pairs, roads.path)]
        for label, serve, client in (
            ("osrm", road_servers.osrm, Osrm),
            ("valhalla", road_servers.valhalla, Valhalla),
        ):
            with serve(extract, Path(name) / label) as address:
                results.append(_judged(label, judge, pairs, client(None, address).path))
    return results


def _judged(
    label: str,
    judge: "Judge",
    pairs: list[tuple[Coordinate, Coordinate]],
    path: Callable[[Coordinate, Coordinate], DrivenPath],
) -> Result:
    driven = [drive for start, end in pairs if not (drive := path(start, end)).estimate and len(drive.points) > 1]
    ways, nodes = np.sum([judge.uses(drive) for drive in driven], axis=0).tolist()
    share = round(100 * max(ways, nodes) / len(driven), 2)
    return Result(f"closed_roads_{label}", share, "%", f"{len(driven)} drives: {ways} over a way, {nodes} over a node")


@dataclass(frozen=True)
class Judge:
    """Two spots on every stretch of road, its passage, and the nodes that no van passes.

    A line that passes both spots drives on the stretch; one that crosses above or below passes one at most.
    """

    quarters: tuple[shapely.STRtree, shapely.STRtree]
    passage: Levels
    nodes: shapely.STRtree

    @classmethod
    def of(cls, extract: Path) -> "Judge":
        stretches, passage, ends, nodes, barred = [], [], [], [], set()
        for element in osmium.FileProcessor(str(extract)).with_locations():
            tags = {tag.k: tag.v for tag in element.tags}
            if isinstance(element, osmium.osm.Node) and "barrier" in tags:
                found = _passage(tags, stops=tags["barrier"] in STOPS)
                if found != OPEN:
                    barred.add(element.id)
                if found == CLOSED:
                    nodes.append(shapely.Point(element.location.lon, element.location.lat))
            elif isinstance(element, osmium.osm.Way) and tags.get("highway", "") in SPEEDS:
                spots = [node for node in element.nodes if node.location.valid()]
                for a, b in pairwise(spots):
                    stretches.append(((a.location.lon, a.location.lat), (b.location.lon, b.location.lat)))
                    passage.append(_passage(tags, stops=False))
                    ends.append((a.ref, b.ref))
        enclosed = _enclosed(np.array(passage), np.array(ends), barred)
        drawn = np.asarray(shapely.linestrings(np.array(stretches)))
        quarters = [shapely.STRtree(shapely.line_interpolate_point(drawn, at, normalized=True)) for at in (0.25, 0.75)]
        return cls((quarters[0], quarters[1]), enclosed, shapely.STRtree(nodes))

    def uses(self, drive: DrivenPath) -> tuple[bool, bool]:
        """Return whether a drive uses a way, and whether it passes a node, that is closed to it."""
        line = shapely.LineString([(lon, lat) for lat, lon in drive.points])
        first, second = (tree.query(line, predicate="dwithin", distance=NEAR) for tree in self.quarters)
        on = np.intersect1d(first, second)
        along = np.argsort(shapely.line_locate_point(line, self.quarters[0].geometries[on]))
        found = self.passage[on][along]
        middle = np.flatnonzero(found == OPEN)
        through = found[middle[0] : middle[-1]] if len(middle) else found[:0]
        passed = self.nodes.query(line, predicate="dwithin", distance=NEAR / 2)
        at = shapely.line_locate_point(line, self.nodes.geometries[passed], normalized=True)
        return bool((through != OPEN).any() or (found == CLOSED).any()), bool(((at > 0.001) & (at < 0.999)).any())


def _enclosed(passage: Levels, ends: Levels, barred: set[int]) -> Levels:
    """Return the passages, with what lies open behind restricted ways restricted too: one cannot but drive through."""
    at_barrier = np.isin(ends, list(barred))
    # each stretch ends there for itself
    ends = np.where(at_barrier, -np.arange(ends.size).reshape(ends.shape) - 1, ends)
    names, places = np.unique(ends, return_inverse=True)
    a, b = places.reshape(ends.shape)[passage == OPEN].T
    part = np.arange(len(names))
    while True:
        least = np.minimum(part[a], part[b])
        before = part.copy()
        np.minimum.at(part, a, least)
        np.minimum.at(part, b, least)
        part = part[part]
        if (part == before).all():
            break
    largest = np.bincount(part[a]).argmax()
    apart = passage == OPEN
    apart[np.flatnonzero(passage == OPEN)] = part[a] != largest
    return np.where(apart, RESTRICTED, passage)


def _passage(tags: dict[str, str], stops: bool) -> int:
    said = next((tags[key] for key in KEYS if key in tags), "")
    if said in NEVER:
        return CLOSED
    if said in INSIDE:
        return RESTRICTED
    return CLOSED if stops and not said else OPEN
