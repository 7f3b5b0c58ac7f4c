"""What a tab is built from, and what the console needs to know of a tab that stands."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.console.printers import Printers
from dispatch_console.ports import MessageSender
from dispatch_console.settings import Settings
from dispatch_console.station.live_sources import SourceRead
from dispatch_console.station.options import Station
from dispatch_console.station.street_map import StreetMap
from dispatch_console.ui.map.paths import Paths
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.tasks import Tasks

Chooser = Callable[[], Path | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the tabs share. `say` writes into the banner of the window, `options_changed` gets names of settings.

    `choose_target` asks where to write a file of a name. `caught_up` waits until the screen shows what this station
    has done. `read_source` looks at a live source now.
    """

    desk: Desk
    station: Station
    tasks: Tasks
    street_map: StreetMap
    paths: Paths
    printers: Printers
    say: Callable[[str], None]
    mail_channel: Callable[[], MessageSender]
    choose_file: Chooser
    choose_target: Callable[[str], Path | None]
    choose_extract: Chooser
    choose_photo: Chooser
    choose_sheets: Callable[[], Sequence[Path]]
    regions_changed: Callable[[], None]
    options_changed: Callable[[frozenset[str]], None]
    open_log: Callable[[], None]
    caught_up: Callable[[], Awaitable[None]]
    read_source: Callable[[LiveSourceView], Awaitable[SourceRead]]

    @property
    def settings(self) -> Settings:
        return self.station.settings


@dataclass(frozen=True, slots=True)
class Badge:
    """How many things wait on a tab: by a query, which names the kinds that it reads, or, while the tab is shown,
    by `shown`.
    """

    count: Callable[[Session, datetime], int]
    kinds: frozenset[str]
    shown: Callable[[], int] | None = None


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTab:
    """An open tab. `load` reads it for the first time, `refresh` again after things of some kinds changed.

    `first` gets the keyboard when the tab is shown; `time_kinds`: what it reads again as time passes; `is_torn_off`
    says whether a part of it is seen while another tab is shown, `is_scanned` whether keys belong to a scanner.
    """

    widget: QWidget
    first: QWidget
    presenters: tuple[object, ...]
    kinds: frozenset[str]
    load: Callable[[], Coroutine[object, object, None]]
    refresh: Callable[[frozenset[str]], Awaitable[None]]
    badge: Badge | None = None
    maps: tuple[MapView, ...] = ()
    time_kinds: frozenset[str] = frozenset()
    is_torn_off: Callable[[], bool] = _never
    is_scanned: Callable[[], bool] = _never
    close: Callable[[], None] | None = None
