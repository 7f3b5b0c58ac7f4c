"""What a command answers: a document for programs and lines for people."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any


@dataclass(frozen=True, slots=True)
class Rows:
    """Entries of an answer that are written one after the other, because all of them do not belong into memory.

    `key` is their place in the document, `line` makes one for people. Whoever closes `entries` early ends their query.
    """

    key: str
    entries: Generator[dict[str, Any], None, None]
    line: Callable[[dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """`document` is None where the command wrote its own while it ran."""

    document: dict[str, Any] | None
    lines: tuple[str, ...]
    exit_code: int = 0
    rows: Rows | None = None


def spelled(instant: datetime | None, zone: tzinfo) -> str | None:
    """Return ISO 8601 with the offset of the depot's zone; None where there is none."""
    return instant.astimezone(zone).isoformat() if instant else None
