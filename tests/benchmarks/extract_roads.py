"""The roads of an extract from outside, and doors along them."""

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dispatch_console.adapters.travel.roads import Roads
from dispatch_console.adapters.travel.snapping import Snap
from dispatch_console.application.desk import Desk
from dispatch_console.domain.values import Coordinate
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from tests.benchmarks.results import DAY

EXTRACT = "DISPATCH_CONSOLE_BENCHMARK_EXTRACT"
Bounds = tuple[float, float, float, float]


@contextmanager
def roads_of_extract(desk: Desk) -> Iterator[tuple[Roads, Bounds]]:
    """Of the file that is named in DISPATCH_CONSOLE_BENCHMARK_EXTRACT; west, south, east, north of all its roads."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        region = regions.import_extract(desk, settings, Path(os.environ[EXTRACT]), "benchmark", DAY)
        west, south, east, north = region.bounds or (0, 0, 0, 0)
        centre = Coordinate((south + north) / 2, (west + east) / 2)
        yield regions.roads(settings, centre), (west, south, east, north)


def doors(roads: Roads, bounds: Bounds, count: int, dice: random.Random, away_m: float = 400.0) -> list[Coordinate]:
    """Spread over the whole box, none farther from a road than said."""
    west, south, east, north = bounds
    found: list[Coordinate] = []
    while len(found) < count:
        spot = Coordinate(dice.uniform(south, north), dice.uniform(west, east))
        away = roads.snapped([spot])[0]
        if isinstance(away, Snap) and away.away_m <= away_m:
            found.append(spot)
    return found
