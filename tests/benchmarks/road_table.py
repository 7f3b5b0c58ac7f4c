"""A table of 1000 x 1000 road times, the first at these speeds and later ones; beside it one sweep per place."""

import random
import time
from unittest import mock

from dispatch_console.adapters.travel import many_to_many
from dispatch_console.application.desk import Desk
from tests.benchmarks.extract_roads import doors, roads_of_extract
from tests.benchmarks.results import Result, median_ms

PLACES = 1000


def road_table(desk: Desk) -> list[Result]:
    """Needs an extract: its file's name in DISPATCH_CONSOLE_BENCHMARK_EXTRACT."""
    with roads_of_extract(desk) as (roads, bounds):
        places = doors(roads, bounds, PLACES, random.Random(3))
        begin = time.perf_counter()
        roads.matrix(places)
        first = (time.perf_counter() - begin) * 1000
        over_hubs = median_ms(roads.matrix, places)
        with mock.patch.object(many_to_many, "SOURCES_PER_HUB", PLACES):
            swept = median_ms(roads.matrix, places)
        row = median_ms(roads.matrix, places[:2])
    note = f"{PLACES} places, graph loaded; the first {first:.0f}, one sweep per place {swept:.0f}, two places {row} ms"
    return [Result("road_table", over_hubs, "ms", note)]
