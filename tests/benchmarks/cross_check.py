"""Our road times beside those of real OSRM and Valhalla servers, on 1,000 random pairs of one extract."""

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dispatch_console.adapters.travel.osrm import Osrm
from dispatch_console.adapters.travel.valhalla import Valhalla
from dispatch_console.application.desk import Desk
from dispatch_console.domain.planning.problem import UNREACHABLE
from dispatch_console.domain.values import Coordinate
from tests import road_servers
from tests.benchmarks.extract_roads import EXTRACT, doors, roads_of_extract
from tests.benchmarks.results import Result

# as many places give a thousand pairs, each place with its ten next in the list
PLACES, NEXT = 100, 10
Table = Sequence[Sequence[int]]


def cross_check(desk: Desk) -> list[Result]:
    """Median relative difference and the ten largest; needs an extract and the road servers of the set-up."""
    extract = Path(os.environ[EXTRACT])
    with tempfile.TemporaryDirectory() as name, roads_of_extract(desk) as (roads, bounds):
        folder = Path(name)
        places = doors(roads, bounds, PLACES, random.Random(3), away_m=60)
        ours = roads.matrix(places)
        results = []
        for label, serve, client in (
            ("osrm", road_servers.osrm, Osrm),
            ("valhalla", road_servers.valhalla, Valhalla),
        ):
            with serve(extract, folder / label) as address:
                theirs = client(None, address).matrix(places)
            results += _compared(label, places, ours.durations, theirs.durations)
        return results


def _compared(label: str, places: list[Coordinate], ours: Table, theirs: Table) -> list[Result]:
    pairs = []
    for start in range(PLACES):
        for step in range(1, NEXT + 1):
            end = (start + step) % PLACES
            mine, other = ours[start][end], theirs[start][end]
            if 60 < other < UNREACHABLE:
                pairs.append((mine / other - 1, start, end, mine, other))
    median = statistics.median(abs(difference) for difference, *_ in pairs)
    bias = statistics.median(difference for difference, *_ in pairs)
    pairs.sort(key=lambda pair: -abs(pair[0]))
    for difference, start, end, mine, other in pairs[:10]:
        a, b = places[start], places[end]
        line = f"{label}: {difference:+.0%}, ours {mine} s, theirs {other} s, "
        print(f"{line}{a.lat:.5f},{a.lon:.5f} to {b.lat:.5f},{b.lon:.5f}", file=sys.stderr)
    note = f"{len(pairs)} pairs; ours against theirs {bias:+.1%} in the median, at worst {pairs[0][0]:+.0%}"
    return [Result(f"cross_check_{label}", round(100 * median, 1), "%", note)]
