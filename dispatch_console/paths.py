"""Where the files that ship with the program lie: beside the package in a checkout, inside it when installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return a folder of the program: `resources` or `migrations`."""
    bundled = _PACKAGE / "_bundled" / name
    return bundled if bundled.exists() else _PACKAGE.parent / name


RESOURCES = shipped("resources")
MIGRATIONS = shipped("migrations")
