"""An extract of streets in a grid around the small day's addresses."""

from pathlib import Path

import osmium

SOUTH, WEST, STEP_LAT, STEP_LON, SIDE = 60.163, 24.930, 0.002, 0.004, 10


def helsinki_extract(file: Path) -> Path:
    """Ten by ten residential streets, some 220 m apart."""
    with osmium.SimpleWriter(str(file)) as writer:
        for row in range(SIDE):
            for column in range(SIDE):
                spot = (WEST + column * STEP_LON, SOUTH + row * STEP_LAT)
                writer.add_node(osmium.osm.mutable.Node(id=row * SIDE + column + 1, location=spot))
        lines = [[row * SIDE + column + 1 for column in range(SIDE)] for row in range(SIDE)]
        for number, nodes in enumerate([*lines, *map(list, zip(*lines, strict=True))], 1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags={"highway": "residential"}))
    return file
