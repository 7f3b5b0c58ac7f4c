"""Which tests run which lines, measured once for a commit."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.changes import Change

SETTINGS = """[run]
source = {sources}
data_file = {data}
"""


class CoverageMap:
    """Tests by file and line, and how many lines each runs: whoever runs fewest is nearest."""

    def __init__(self, lines: dict[str, dict[int, list[str]]], tables: str) -> None:
        """`tables` is the folder of tests for files of which no line runs in a test."""
        self._lines, self._tables = lines, tables
        self._size: dict[str, int] = {}
        for by_line in lines.values():
            for tests in by_line.values():
                for test in tests:
                    self._size[test] = self._size.get(test, 0) + 1

    def tests_of(self, change: Change, most: int) -> list[list[str]]:
        """Return the tests that run a changed line: those nearest to it, then those that look at most; so many of each.

        Of a line that runs at import, those of its file.
        """
        by_line = self._lines.get(change.file, {})
        tests = by_line.get(change.line) or sorted({test for every in by_line.values() for test in every})
        if not tests:
            # a table that is read at import: any test may be the one that names its values
            return [[self._tables]]
        nearest = sorted(tests, key=lambda test: (self._size[test], test))
        return [batch for batch in (nearest[:most], nearest[most:][: -most - 1 : -1]) if batch]


def measured(root: Path, build: Path, folders: Sequence[str], tests: Sequence[str]) -> CoverageMap:
    """Run the tests under coverage where that was not done for this commit yet."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True)
    asked = hashlib.sha256(" ".join([*folders, *tests]).encode()).hexdigest()[:8]
    kept = build / f"lines-{commit.stdout.strip()}-{asked}.json"
    if not kept.exists():
        data, settings = build / "coverage.db", build / "coverage.ini"
        sources = ",".join(folder.replace("/", ".") for folder in folders)
        settings.write_text(SETTINGS.format(sources=sources, data=data), encoding="utf-8")
        data.unlink(missing_ok=True)
        coverage = [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "-m", "pytest", "-q"]
        plugins = ["-p", "no:randomly", "-p", "tests.mutants.contexts"]
        subprocess.run([*coverage, *plugins, *tests], cwd=root, env=os.environ, check=False)
        kept.write_text(json.dumps(_read(root, data)), encoding="utf-8")
    by_file = json.loads(kept.read_text(encoding="utf-8"))
    lines = {file: {int(line): names for line, names in of_file.items()} for file, of_file in by_file.items()}
    return CoverageMap(lines, tests[0])


def _read(root: Path, data: Path) -> dict[str, dict[int, list[str]]]:
    """Lines are kept as bits: eight to a byte, the first line in the second bit."""
    lines: dict[str, dict[int, list[str]]] = {}
    with sqlite3.connect(data) as database:
        query = (
            "select file.path, context.context, line_bits.numbits from line_bits "
            "join file on file.id = line_bits.file_id join context on context.id = line_bits.context_id "
            "where context.context != ''"
        )
        for path, context, bits in database.execute(query):
            name = Path(path).resolve().relative_to(root.resolve()).as_posix()
            for place, byte in enumerate(bits):
                for bit in range(8):
                    if byte & (1 << bit):
                        lines.setdefault(name, {}).setdefault(place * 8 + bit, []).append(context)
    return lines
