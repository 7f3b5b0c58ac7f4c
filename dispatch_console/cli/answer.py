"""What a command answers: a document for programs and lines for people."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    document: dict[str, Any]
    lines: tuple[str, ...]
    exit_code: int = 0
