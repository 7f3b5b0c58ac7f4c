"""What sources of driving times have in common that know no hours."""

from collections.abc import Sequence
from pathlib import Path

from dispatch_console.domain.planning.speeds import FREE, SpeedProfile


class SameAllDay:
    """Drives at three in the morning as at five in the afternoon."""

    def __init__(self, region: Path | None = None, server: str = "", speeds: SpeedProfile = FREE) -> None:
        self._server = server

    def varies(self, one: Sequence[int], other: Sequence[int]) -> bool:
        return False
