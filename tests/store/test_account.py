"""Root steps down: the server's account gets programs that it can reach, with the libraries that they need."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch_console.store.local_server import account, binaries


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any account may enter; pytest's own may not be."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root steps down")
def test_programs_behind_a_locked_door_are_copied_with_their_libraries(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "SHARED_ROOT", open_folder / "shared")
    locked = open_folder / "locked"
    locked.mkdir(mode=0o700)
    held = binaries.find()
    shutil.copytree(held, locked / held.parent.name / held.name, symlinks=True)
    libraries = held.parent.with_name(f"{held.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, locked / libraries.name, symlinks=True)
    who = account.choose()
    reached = account.reachable_installation(who, locked / held.parent.name / held.name)
    assert reached.is_relative_to(open_folder / "shared")
    options = who.options()
    said = subprocess.run([reached / "bin" / "initdb", "--version"], capture_output=True, text=True, **options)
    assert "initdb (PostgreSQL)" in said.stdout, said.stderr
