"""What a command answers: a document for programs and lines for people."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    document: dict[str, Any]
    lines: tuple[str, ...]
    exit_code: int = 0


def spelled(instant: datetime | None, zone: tzinfo) -> str | None:
    """ISO 8601 with the offset of the depot's zone; None where there is none."""
    return instant.astimezone(zone).isoformat() if instant else None
