"""What the Routes tab shows, and a change of the plan that is shown before it is made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from dispatch_console.application.planning.day_board import DayBoard
from dispatch_console.domain.planning.pricing import Effect
from dispatch_console.ui.map.paths import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the tab shows, and how to show it anew.

    `caught_up` waits until an act of this station is shown, `reload` reads the day again; `show_way` draws a van's
    drive that is not planned yet.
    """

    board: Callable[[], DayBoard | None]
    selected: Callable[[], str]
    letter: Callable[[], str]
    select: Callable[[str], None]
    caught_up: Callable[[], Awaitable[None]]
    reload: Callable[[], Awaitable[None]]
    show: Callable[[], None]
    show_way: Callable[[str, Sequence[Way]], None]


@dataclass(frozen=True, slots=True)
class Carried:
    """A change that is shown before it is made: new sequences, what they do, and what the act is called."""

    what: str
    sequences: Mapping[str, Sequence[str]]
    effect: Effect
    visit: str = ""
    spot: tuple[str, int] | None = None
