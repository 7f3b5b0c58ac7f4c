"""Remember acts whose answer was lost, so that a repeat does nothing twice."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import name_of
from dispatch_console.store import journal
from dispatch_console.store.line import Backend

# later than this the same act is another one
A_REPEAT_S = 120.0


@dataclass(frozen=True)
class Act:
    """An operation with what it was given, under a key of its own. `done` holds what it gave back, once it was asked to
    be written; `backend` is the server's process that was asked.
    """

    key: str
    operation: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    done: tuple[Any, ...] = ()
    backend: Backend | None = None
    since: float = field(default_factory=time.monotonic, compare=False)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an act whose answer was lost."""

    name: str
    written: bool


class UnsettledActs:
    """Acts of one station of which it does not know whether they were written. Used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._acts: list[Act] = []

    def __bool__(self) -> bool:
        return bool(self._acts)

    def remember(self, act: Act) -> None:
        with self._lock:
            self._acts.append(act)

    def take_repeated(self, operation: Callable[..., Any], args: object, kwargs: object) -> Act | None:
        """Return the unsettled act that equals this call, and forget it here."""
        with self._lock:
            for act in self._acts:
                fresh = time.monotonic() - act.since < A_REPEAT_S
                if fresh and (act.operation, act.args, act.kwargs) == (operation, args, kwargs):
                    self._acts.remove(act)
                    return act
        return None

    @property
    def known(self) -> tuple[Act, ...]:
        with self._lock:
            return tuple(self._acts)

    def forget(self, acts: Sequence[Act]) -> None:
        with self._lock:
            self._acts = [act for act in self._acts if act not in acts]


def settled(session: Session, acts: Sequence[Act]) -> tuple[Settled, ...]:
    """Return for each act whether it was written."""
    return tuple(Settled(name_of(act.operation), journal.is_written(session, act.key)) for act in acts)
