"""The server's account gets programs that it can reach, with the libraries that they need."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dispatch_console.store.local_server import account, binaries
from dispatch_console.store.local_server.account import Account


@dataclass(frozen=True)
class LockedOut(Account):
    """Whoever runs the tests, before a door that is closed: root's account sees it so in a folder of mode 0700."""

    def reaches(self, folder: Path) -> bool:
        return "locked" not in folder.parts and super().reaches(folder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that any account may enter; pytest's own may not be."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_programs_behind_a_locked_door_are_copied_with_their_libraries(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "SHARED_ROOT", open_folder / "shared")
    held = binaries.find()
    behind = open_folder / "locked" / held.parent.name / held.name
    (open_folder / "locked").mkdir(mode=0o700)
    shutil.copytree(held, behind, symlinks=True)
    libraries = held.parent.with_name(f"{held.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, open_folder / "locked" / libraries.name, symlinks=True)
    chosen = account.choose()
    who = LockedOut(chosen.uid, chosen.gid)
    reached = account.reachable_installation(who, behind)
    assert reached.is_relative_to(open_folder / "shared")
    # what only the copy still has must be enough
    shutil.rmtree(open_folder / "locked")
    initdb = binaries.program(reached, "initdb")
    said = subprocess.run([initdb, "--version"], capture_output=True, text=True, **who.options())
    assert "initdb (PostgreSQL)" in said.stdout, said.stderr
