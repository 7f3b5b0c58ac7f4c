"""What the program writes is its owner's alone: folders 0700, files 0600. Windows keeps a profile private by itself."""

import os
import stat
from pathlib import Path

# folders that the local server's account has to pass through where root started the program
SERVER_PLACES = frozenset({"server", "postgres"})


def from_now_on() -> None:
    """Make everything that this process and its children create readable by its owner alone."""
    if os.name == "posix":
        os.umask(0o077)


def make_private(data_dir: Path) -> None:
    """Make a data directory private, also one that an earlier version made readable by all.

    Where the local server's own account keeps its cluster inside, that account may pass through, and read nothing.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    if os.name != "posix":
        return
    passing = (data_dir / "server").is_dir()
    _set(data_dir, 0o711 if passing else 0o700)
    for entry in data_dir.iterdir():
        if entry.name not in SERVER_PLACES and not entry.is_symlink():
            _set(entry, 0o700 if entry.is_dir() else 0o600)


def _set(path: Path, mode: int) -> None:
    try:
        status = path.stat()
        if status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) != mode:
            path.chmod(mode)
    except FileNotFoundError:
        # a file of another program that is being renamed just now
        return
