"""The Orders tab on this station's files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import quarantine
from dispatch_console.application.intake.comparing import ImportCheck, ImportCount
from dispatch_console.application.intake.quarantine import WaitingRow
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.application.site import depot
from dispatch_console.console.parts import Badge, OpenTab, Parts
from dispatch_console.domain import fleet_text
from dispatch_console.domain.orders.incoming import FileChoices, Problem
from dispatch_console.settings import Settings
from dispatch_console.station import intake, waiting_rows
from dispatch_console.station.options import Station
from dispatch_console.ui.orders.presenter import KINDS, TIME, ColumnChoice, OrdersPresenter


class StationIntake:
    """The intake of this station, as the import screen wants it. `station` holds its settings, which may change."""

    def __init__(self, desk: Desk, station: Station) -> None:
        self._desk, self._station = desk, station

    @property
    def _settings(self) -> Settings:
        return self._station.settings

    def zone(self) -> str:
        zone = self._desk.ask_now(depot.depot_zone)
        return zone.key if zone else self._settings.zone if "zone" in self._settings.given else ""

    def keep_zone(self, zone: str) -> None:
        """Keep the time zone of files. Errors: BadInput `field.zone`, those of `settings.keep`."""
        self._station.keep({"zone": fleet_text.zone(zone)})
        self._desk.zone = ZoneInfo(self._settings.zone)

    def check(self, file: Path, fixes: dict[tuple[int, str], str], choices: FileChoices) -> ImportCheck:
        return intake.check(self._desk, self._settings, file, fixes, choices)

    def take_by_hand(
        self, typed: Mapping[str, str], lines: Sequence[Mapping[str, str]]
    ) -> tuple[ImportCount | None, tuple[Problem, ...]]:
        return intake.take_by_hand(self._desk, self._settings, typed, lines)

    def correct(self, row: WaitingRow, fixes: Mapping[tuple[int, str], str]) -> ImportCount:
        return intake.correct(self._desk, self._settings, row, fixes)

    def export_waiting(self, file: Path) -> int:
        return waiting_rows.export(self._desk.ask_now(quarantine.waiting_entries), file)

    def take(self, checked: ImportCheck, file: Path, progress: Callable[[int, int], None]) -> ImportCount:
        return intake.take(self._desk, checked, file, progress)


def in_stage(stage: str) -> Badge:
    """Return how many orders wait in a stage."""

    def count(session: Session, _now: datetime) -> int:
        return queue.total(session, OrderFilter(stage=stage))

    return Badge(count, kinds_of(queue.stage_counts))


def build(parts: Parts) -> OpenTab:
    orders = OrdersPresenter(
        parts.desk,
        parts.tasks,
        StationIntake(parts.desk, parts.station),
        parts.choose_file,
        parts.choose_target,
        ColumnChoice(
            lambda: parts.settings.orders_hidden, lambda hidden: parts.station.keep({"orders_hidden": hidden})
        ),
        tiles=parts.street_map.tile,
        centre=parts.street_map.centre,
    )
    orders.on_said = parts.say
    orders.tab.panel.has_streets = lambda: bool(parts.street_map.name)
    return OpenTab(
        widget=orders.tab,
        first=orders.tab.table,
        presenters=(orders,),
        kinds=KINDS,
        load=orders.load,
        refresh=orders.refresh,
        badge=in_stage("verify"),
        time_kinds=TIME,
        maps=(orders.tab.panel.map,),
    )
