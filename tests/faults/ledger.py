"""What a station did, written before and after each act, so that a killed one can still be asked."""

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

# how an act ended for the person who did it; `open`: the station died over it
DONE, SAID, UNSETTLED, WRITTEN, NOT_WRITTEN, CRASHED, OPEN = (
    "done", "said", "unsettled", "written", "not_written", "crashed", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` is the act's own; `kind` what it was; `detail` what was said."""

    mark: str
    kind: str
    end: str
    detail: str = ""


class Ledger:
    """A file of lines, each on the disk before the next step is taken."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8")

    def write(self, line: Line) -> None:
        self._file.write(json.dumps(asdict(line)) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def read(folder: Path) -> dict[str, Line]:
    """Return the last line of every act; half a line of a killed station is none."""
    found: dict[str, Line] = {}
    for file in sorted(folder.glob("*.acts")):
        for text in file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                line = Line(**json.loads(text))
            except (ValueError, TypeError):
                continue
            found[line.mark] = line
    return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost`: said done, and is not there. `doubled`: is there twice. `unsaid`: what was said is not so, or nothing."""

    acts: int
    ends: Counter[str]
    lost: list[Line]
    doubled: list[Line]
    unsaid: list[Line]


def judge(lines: dict[str, Line], effects: Counter[str]) -> Verdict:
    """`effects` counts what the database holds, by mark."""
    lost, doubled, unsaid = [], [], []
    for mark, line in lines.items():
        there = effects[mark]
        if there > 1:
            doubled.append(line)
        if line.end in (DONE, WRITTEN) and there == 0:
            lost.append(line)
        if line.end == CRASHED or (line.end in (SAID, NOT_WRITTEN) and there):
            unsaid.append(line)
    return Verdict(len(lines), Counter(line.end for line in lines.values()), lost, doubled, unsaid)
