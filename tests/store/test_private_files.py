"""What lies on disk is its owner's alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dispatch_console import private_files
from tests.conftest import DATA

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps a profile private by itself")
FOREIGN = 0o077
# the way of the server's own account, where root started the program
PASSING = 0o011


def open_to_others(folder: Path) -> list[str]:
    """Return what others may do anything with, but for passing through folders."""
    found = []
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        allowed = PASSING if path.is_dir() and os.geteuid() == 0 and path.name in (folder.name, "server") else 0
        if mode & FOREIGN & ~allowed:
            found.append(f"{path} {mode:o}")
    return found


def console(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", "dispatch_console", "--data-dir", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, umask=0o022)
    assert done.returncode == 0, done.stderr


def test_a_new_station_and_its_papers_are_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = tmp_path / "station of mine"
    console(folder, "import", str(DATA / "shopify_orders_export.csv"))
    console(folder, "backup")
    console(folder, "settings", "set", "sender_name", "Kotivara")
    assert (folder / "settings.toml").is_file() and list((folder / "backups").iterdir())
    assert open_to_others(folder) == []
    mode = stat.S_IMODE(folder.stat().st_mode)
    assert mode == 0o700 if os.geteuid() else mode in (0o700, 0o711)


def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    for name in ("papers", "backups", "regions"):
        (folder / name).mkdir(parents=True)
        (folder / name).chmod(0o755)
    for name in ("settings.toml", "dispatch-console.log"):
        (folder / name).write_text("")
        (folder / name).chmod(0o644)
    folder.chmod(0o755)
    private_files.make_private(folder)
    assert open_to_others(folder) == [] and stat.S_IMODE(folder.stat().st_mode) == 0o700
    private_files.make_private(folder)


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "station", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.write_text("")
    elsewhere.chmod(0o644)
    (folder / "link").symlink_to(elsewhere)
    private_files.make_private(folder)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644
