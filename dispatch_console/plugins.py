"""Implementations of the ports, found by entry point; ours register the same way as a site's own."""

from importlib.metadata import entry_points
from typing import Any

from dispatch_console.domain.errors import BadInput


def names(port: str) -> tuple[str, ...]:
    return tuple(sorted(point.name for point in entry_points(group=f"dispatch_console.{port}")))


def load(port: str, name: str) -> Any:
    """Return the class registered under a name. Errors: BadInput `plugin.unknown`."""
    registered = entry_points(group=f"dispatch_console.{port}", name=name)
    if not registered:
        raise BadInput("plugin.unknown", port=port, name=name, known=names(port))
    return next(iter(registered)).load()
