"""Our optimiser beside plain PyVRP (the better of two seeds, one core each) and plain OR-Tools, instance by instance.

Costs follow the DIMACS convention (distance only; with time windows Euclid truncated to one decimal). Gaps are to
`best_known.json` of the folder. Everything runs on the same two cores, one solver after the other.
"""

import json
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from dispatch_console.adapters.problems import benchmark_files
from dispatch_console.application.desk import Desk
from tests.benchmarks.results import Result

FOLDER = Path("tests/data/instances")
# seconds by the largest number of stops, as the comparison is usually made
SECONDS = ((100, 2), (200, 10), (400, 30), (1000, 60), (4000, 240), (10**9, 600))
# OR-Tools wants a whole table and finds no plan worth the name beyond
LARGEST_ORTOOLS, LARGEST_PYVRP = 1000, 10_000


def routes(_: Desk, folder: Path = FOLDER, cores: int = 2) -> list[Result]:
    """One line per instance and solver, then the mean gaps."""
    best_known = json.loads((folder / "best_known.json").read_text())
    results: list[Result] = []
    gaps: dict[str, list[float]] = {}
    for file in sorted(file for file in folder.iterdir() if file.suffix in (".txt", ".vrp")):
        stops = _stops(file)
        seconds = next(seconds for most, seconds in SECONDS if stops <= most)
        best = best_known.get(file.stem)
        for name, answer in (("ours", _ours(file, seconds, cores)), *_others(file, stops, seconds)):
            gap = None if best is None else 100 * (answer["cost"] / best - 1)
            note = f"{stops} stops, {seconds} s" + ("" if gap is None else f", {gap:.2f} % above {best}")
            if "first" in answer and best:
                first = answer["first"]
                note += f", first {100 * (first['cost'] / best - 1):.1f} % after {first['seconds']:.2f} s"
            results.append(Result(f"{file.stem} {name}", answer["cost"], "", note))
            if gap is not None:
                gaps.setdefault(f"{name} {_class(stops)}", []).append(gap)
            print(results[-1].name, results[-1].value, note, file=sys.stderr, flush=True)
    means = [Result(f"mean gap {name}", round(statistics.mean(all_), 3), "%", f"{len(all_)} instances")
             for name, all_ in gaps.items()]  # fmt: skip
    return results + means


def _class(stops: int) -> int:
    return next(most for most, _ in SECONDS if stops <= most)


def _stops(file: Path) -> int:
    return len(benchmark_files.read(file, _kind(file)).problem.visits)


def _kind(file: Path) -> str:
    return "vrplib" if file.suffix == ".vrp" else "solomon"


def _ours(file: Path, seconds: float, cores: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "dispatch_console", "solve", str(file), "--json"]
    done = subprocess.run(
        [*command, "--seconds", str(seconds), "--threads", str(cores)], capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _others(file: Path, stops: int, seconds: float) -> list[tuple[str, dict[str, Any]]]:
    found = []
    if stops <= LARGEST_PYVRP:
        with ThreadPoolExecutor(2) as both:
            costs = list(both.map(lambda seed: _other("pyvrp", file, seconds, seed), (1, 2)))
        found.append(("pyvrp", {"cost": min(costs)}))
    if stops <= LARGEST_ORTOOLS:
        found.append(("ortools", {"cost": _other("ortools", file, seconds, 1)}))
    return found


def _other(solver: str, file: Path, seconds: float, seed: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.other_solvers", solver, str(file), str(seconds), str(seed)]
    begin = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"{solver} seed {seed}: {time.monotonic() - begin:.1f} s", file=sys.stderr)
    return float(done.stdout)
