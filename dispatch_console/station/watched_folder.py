"""Take order files out of a folder as they come: what is sure goes in, what needs a person is put aside.

A file is moved when it was dealt with: to `done`, or to `needs a look` beside a text that says why. A kill in the
middle leaves it where it was; read again, it changes nothing twice.
"""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.intake.comparing import ImportCount
from dispatch_console.domain.errors import BadInput, DispatchError, Unavailable
from dispatch_console.domain.orders.incoming import FileChoices
from dispatch_console.settings import Settings
from dispatch_console.station import intake

DONE, LOOK = "done", "needs a look"
# a file that is still being written changes meanwhile
QUIET_S = 2.0
# files of one look: the window stays alive between them
AT_ONCE = 20
_TEMPORARY = (".part", ".tmp", ".crdownload", ".filepart")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: what its import did, or why a person has to look at it."""

    file: str
    count: ImportCount | None = None
    reason: str = ""


class WatchedFolder:
    """One folder of this station. `look` is called again and again."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int]] = {}

    def look(self, desk: Desk, settings: Settings, today: date) -> tuple[Taken, ...]:
        """Take the files that did not change since the last look. Errors: BadInput `folder.missing`; Unavailable while
        the database is away, and then every file stays where it is.
        """
        folder = Path(settings.orders_folder)
        if not folder.is_dir():
            raise BadInput("folder.missing", folder=str(folder))
        taken = []
        for file in self._ready(folder):
            one = _take(desk, settings, file, today)
            taken += [one] if one else []
            if len(taken) >= AT_ONCE:
                break
        return tuple(taken)

    def _ready(self, folder: Path) -> Iterator[Path]:
        """Yield the files that are as they were at the last look, oldest first."""
        before, self._seen = self._seen, {}
        found = []
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith((".", "~")) or name.lower().endswith(_TEMPORARY) or not entry.is_file():
                    continue
                stand = entry.stat()
                self._seen[name] = stand.st_size, stand.st_mtime_ns
                if before.get(name) == self._seen[name] and time.time() - stand.st_mtime > QUIET_S:
                    found.append((stand.st_mtime_ns, name))
        yield from (folder / name for _, name in sorted(found))


def _take(desk: Desk, settings: Settings, file: Path, today: date) -> Taken | None:
    """Return what became of a file; None where another station took it meanwhile."""
    try:
        count = _imported(desk, settings, file)
    except Unavailable:
        raise
    except DispatchError as error:
        if not file.exists():
            return None
        _put_aside(file, texts.explain(error))
        return Taken(file.name, reason=texts.explain(error))
    _move(file, file.parent / DONE / today.isoformat())
    return Taken(file.name, count)


def _imported(desk: Desk, settings: Settings, file: Path) -> ImportCount:
    """Import a file that needs no choice of a person. Errors: those of its reader, BadInput `folder.unsure`,
    `folder.columns`.
    """
    source = intake.recognise(file)
    reading, _ = intake.read(desk, settings, source, file, FileChoices())
    unsure = next((one for one in reading.conventions if not one.sure and one.others), None)
    if unsure is not None:
        raise BadInput("folder.unsure", file=file.name, column=unsure.column or "–", sample=unsure.sample)
    if not intake.columns_are_known(desk, settings, source, file):
        raise BadInput("folder.columns", file=file.name)
    return desk.do_now(importing.take_reading, reading, file.name)


def _put_aside(file: Path, reason: str) -> None:
    moved = _move(file, file.parent / LOOK)
    if moved is not None:
        moved.with_name(f"{moved.name}.why.txt").write_text(reason + "\n", encoding="utf-8")


def _move(file: Path, folder: Path) -> Path | None:
    """Move a file without writing over another; None where another station was faster."""
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / file.name, 2
    while target.exists():
        target, number = folder / f"{file.stem} ({number}){file.suffix}", number + 1
    try:
        return Path(shutil.move(file, target))
    except FileNotFoundError:
        return None
