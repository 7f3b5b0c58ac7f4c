"""Values of the program as lines that a person can read and compare."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime


def spelled(value: object) -> str:
    """Return a value with all its fields, one to a line, parts indented below their whole."""
    return "\n".join(_lines(value, ""))


def _lines(value: object, indent: str) -> Iterator[str]:
    for name, part in _parts(value):
        short = _short(part)
        if short is not None:
            yield f"{indent}{name}: {short}"
        else:
            yield f"{indent}{name}:"
            yield from _lines(part, indent + "  ")


def _parts(value: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield field.name, getattr(value, field.name)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield str(key), part
    elif isinstance(value, tuple | list):
        for number, part in enumerate(value):
            yield str(number), part
    else:
        yield "is", value


def _short(value: object) -> str | None:
    """Return what fits on one line; None for what has parts that do not."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return repr(sorted(value))
    if isinstance(value, tuple | list) and not value:
        return "()"
    if isinstance(value, tuple | list) and all(_short(part) for part in value) and len(repr(value)) < 100:
        return f"({', '.join(str(_short(part)) for part in value)})"
    if isinstance(value, tuple | list | Mapping) or (is_dataclass(value) and not isinstance(value, type)):
        return None if value else "{}"
    return repr(value)
