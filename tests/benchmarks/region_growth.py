"""Time and memory of a region's import per megabyte of extract, on one extract laid side by side 1, 4 and 16 times."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import osmium

from dispatch_console.application.desk import Desk
from tests.benchmarks.extract_roads import EXTRACT
from tests.benchmarks.results import Result

COPIES = (1, 4, 16)
# ids of the copies lie apart, and each copy stands this many degrees east of the one before
APART, EAST = 10**10, 0.6
MEASURED = """
import resource, sys, time
from dispatch_console.cli.main import run
begin = time.monotonic()
code = run(["--data-dir", sys.argv[1], "region", "import", sys.argv[2], "--name", "copies"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("measured", code, time.monotonic() - begin, peak)
"""


def region_growth(_: Desk) -> list[Result]:
    """Needs an extract: its file's name in DISPATCH_CONSOLE_BENCHMARK_EXTRACT."""
    extract = Path(os.environ[EXTRACT])
    results = []
    for copies in COPIES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            file = folder / "copies.osm.pbf"
            copy(extract, file, copies)
            megabytes = file.stat().st_size / 2**20
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, str(folder / "station"), str(file)],
                capture_output=True,
                text=True,
                check=True,
            )
            _said, code, took, peak = done.stdout.strip().splitlines()[-1].split()
            note = f"{megabytes:.1f} MB, exit {code}, {float(took) / megabytes:.2f} s per MB, peak {float(peak):.0f} MB"
            results.append(Result(f"region_{copies}_copies", round(float(took), 1), "s", note))
            print(results[-1].name, results[-1].value, note, file=sys.stderr, flush=True)
    return results


def copy(extract: Path, target: Path, copies: int) -> None:
    """Return the extract several times side by side, nodes before ways before relations as in every extract."""
    with osmium.SimpleWriter(str(target)) as writer:
        for kind in ("n", "w", "r"):
            for number in range(copies):
                for found in osmium.FileProcessor(str(extract)):
                    if found.type_str() == kind:
                        _write(writer, found, number)


def _write(writer: osmium.SimpleWriter, found: object, number: int) -> None:
    away = number * APART
    if isinstance(found, osmium.osm.Node):
        spot = (found.location.lon + number * EAST, found.location.lat)
        writer.add_node(found.replace(id=found.id + away, location=spot))
    elif isinstance(found, osmium.osm.Way):
        writer.add_way(found.replace(id=found.id + away, nodes=[node.ref + away for node in found.nodes]))
    elif isinstance(found, osmium.osm.Relation):
        members = [(member.type, member.ref + away, member.role) for member in found.members]
        writer.add_relation(found.replace(id=found.id + away, members=members))
