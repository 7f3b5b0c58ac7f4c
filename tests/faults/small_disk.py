"""A disk of some hundred kilobytes, where this machine lets us make one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "300k"


@contextmanager
def small_disk(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Return the folder, and whether it is small: without the right to mount it is an ordinary one."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        yield folder, mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(folder)], check=False)
