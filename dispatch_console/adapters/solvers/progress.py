"""How far a run has come: the best plan so far, and what is left of its time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from dispatch_console.adapters.solvers.ruin_recreate.problem import Routes


@dataclass(slots=True)
class Progress:
    """The best plan so far, and how its cost fell: (seconds, cost)."""

    routes: Routes
    cost: int
    trace: list[tuple[float, int]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Limits:
    """`seconds` from `begin` (monotonic clock); `stop` is asked between and during rounds."""

    seconds: float
    begin: float
    stop: Callable[[], bool] | None = None

    @property
    def passed(self) -> float:
        return time.monotonic() - self.begin

    @property
    def left(self) -> float:
        return self.seconds - self.passed

    @property
    def over(self) -> bool:
        return self.left < 0.03 or bool(self.stop and self.stop())
