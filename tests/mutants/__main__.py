"""`make mutants`: changes rules at random places, runs the tests that run these places, and says what they let pass."""

import argparse
import difflib
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.mutants.changes import Change, all_changes, changed, sample
from tests.mutants.coverage_map import CoverageMap, measured

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutants"
FOLDERS = ("dispatch_console/domain", "dispatch_console/application")
TESTS = ("tests/domain", "tests/application", "tests/store", "tests/journeys")
COPIED = ("dispatch_console", "migrations", "resources", "tests", "installer", "pyproject.toml", "README.md")
# tests of one change in one run, and how long one of them may take in the mean
MOST_TESTS, PATIENCE_S = 40, 20.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folders", nargs="*", default=FOLDERS, help="what is changed")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="what has to notice")
    chosen = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    every = all_changes(ROOT, chosen.folders)
    wanted = sample(every, chosen.count, chosen.seed)
    print(f"seed {chosen.seed}: {len(wanted)} of {len(every)} changes", flush=True)
    lines = measured(ROOT, BUILD, chosen.folders, chosen.tests)
    waiting: queue.Queue[Change] = queue.Queue()
    for change in wanted:
        waiting.put(change)
    results: list[tuple[Change, str]] = []
    threads = [
        threading.Thread(target=_work, args=(_copy(number), waiting, lines, results))
        for number in range(chosen.workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _report(results, chosen.seed)


def _copy(number: int) -> Path:
    """Return a tree of its own for a worker, on which it makes its changes."""
    tree = BUILD / f"tree-{number}"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, tree / name)
    return tree


def _work(tree: Path, waiting: "queue.Queue[Change]", lines: CoverageMap, results: list[tuple[Change, str]]) -> None:
    while True:
        try:
            change = waiting.get_nowait()
        except queue.Empty:
            return
        begun = time.monotonic()
        outcome = _tried(tree, change, lines.tests_of(change, MOST_TESTS))
        results.append((change, outcome))
        where = f"{change.file}:{change.line} {change.operator}"
        print(f"{len(results):>4} {outcome:<8} {time.monotonic() - begun:5.0f} s  {where}", flush=True)


def _tried(tree: Path, change: Change, batches: Sequence[Sequence[str]]) -> str:
    """`killed`, or `survived`."""
    file = tree / change.file
    source = file.read_text(encoding="utf-8")
    file.write_text(changed(source, change), encoding="utf-8")
    try:
        return "survived" if all(_passes(tree, tests) for tests in batches) else "killed"
    finally:
        file.write_text(source, encoding="utf-8")


def _passes(tree: Path, tests: Sequence[str]) -> bool:
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            pytest, cwd=tree, env=environment, capture_output=True, check=False, timeout=60 + PATIENCE_S * len(tests)
        )
    except subprocess.TimeoutExpired:
        # an end that never comes is noticed too
        return False
    return done.returncode == 0


def _report(results: Sequence[tuple[Change, str]], seed: int) -> int:
    survivors = [change for change, outcome in results if outcome != "killed"]
    share = 1 - len(survivors) / max(1, len(results))
    told = [{**asdict(change), "outcome": outcome} for change, outcome in results]
    (BUILD / f"results-{seed}.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    for change in sorted(survivors, key=lambda change: (change.file, change.line)):
        source = (ROOT / change.file).read_text(encoding="utf-8")
        lines = difflib.unified_diff(source.splitlines(), changed(source, change).splitlines(), lineterm="", n=0)
        print(f"{change.file}:{change.line}  {change.operator}")
        print("\n".join(f"    {line}" for line in list(lines)[3:]))
    print(f"seed {seed}: {len(results) - len(survivors)} of {len(results)} killed, {100 * share:.0f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
