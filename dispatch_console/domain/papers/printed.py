"""What became of papers that were to be printed."""

from dataclasses import dataclass
from pathlib import Path

from dispatch_console.domain.errors import DispatchError


@dataclass(frozen=True, slots=True)
class PrintedKit:
    """What was printed, and why something was not: it stays open in the kit. `is_again`: there is an older slip."""

    files: tuple[Path, ...]
    refused: tuple[DispatchError, ...] = ()
    is_again: bool = False
