"""Check what people type into forms, pages and commands before an operation begins."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dispatch_console.domain import field_bounds
from dispatch_console.domain.errors import BadInput

# signs of any text that an operation is given; a field of an order has its own, shorter bound
MOST = 4000


def require_storable(operation: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Refuse texts that the database or paper cannot hold.

    Errors: BadInput `field.characters`, `field.long` with the name of what was typed.
    """
    named = [*inspect.signature(operation).parameters][1:]
    for name, value in (*zip(named, args, strict=False), *kwargs.items()):
        _check(name, value)


def _check(name: str, value: Any) -> None:
    """Check plain values; what was read from a file passed the boundary of its reader."""
    if isinstance(value, str):
        if not field_bounds.is_printable(value):
            raise BadInput("field.characters", field=name.replace("_", " "))
        if len(value) > MOST:
            raise BadInput("field.long", field=name.replace("_", " "), most=MOST)
    elif isinstance(value, Mapping):
        for inner in value.values():
            _check(name, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(name, inner)
