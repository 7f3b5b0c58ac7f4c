"""One open console on a desk: presenters, feed, badges. Everything that may come after the first paint."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from dispatch_console import plugins, secrets, texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake.comparing import ImportCheck, ImportCount
from dispatch_console.application.messages import backlog
from dispatch_console.application.outgoing import sending
from dispatch_console.application.papers.stale import stale_papers
from dispatch_console.application.site import depot
from dispatch_console.console.watch import DatabaseWatch
from dispatch_console.domain import fleet_text
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.planning.crews import Crew, DriverOnDuty, RouteNeed, VanAtHand
from dispatch_console.ports import MessageSender
from dispatch_console.settings import PREFIX, Settings
from dispatch_console.station import intake, journal_heads, regions
from dispatch_console.station.options import MAIL, Station
from dispatch_console.station.street_map import StreetMap
from dispatch_console.store.sender_lock import SenderLock, somebody_sends
from dispatch_console.ui import words
from dispatch_console.ui.map.paths import Paths
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.orders.presenter import OrdersPresenter
from dispatch_console.ui.packing.presenter import PackingPresenter
from dispatch_console.ui.palette.actions import Action
from dispatch_console.ui.palette.presenter import PalettePresenter, Ways
from dispatch_console.ui.papers.mail_presenter import MailPresenter
from dispatch_console.ui.routes.presenter import RoutesPresenter
from dispatch_console.ui.schedule.presenter import SchedulePresenter
from dispatch_console.ui.settings.fleet_presenter import FleetPresenter
from dispatch_console.ui.settings.import_process import Command
from dispatch_console.ui.settings.region_presenter import RegionFacts, RegionPresenter, RegionWays
from dispatch_console.ui.settings.station_presenter import StationPresenter, StationWays
from dispatch_console.ui.settings.tab import SettingsTab
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.tracking.presenter import TrackingPresenter
from dispatch_console.ui.window import MainWindow


def _match(shifts: Sequence[RouteNeed], drivers: Sequence[DriverOnDuty], vans: Sequence[VanAtHand]) -> Sequence[Crew]:
    # OR-Tools takes half a second to load, which only this button has to pay
    from dispatch_console.adapters.solvers.crew_matching import match_crews

    return match_crews(shifts, drivers, vans)


class StationIntake:
    """The intake of this station, as the import screen wants it. `station` holds its settings, which may change."""

    def __init__(self, desk: Desk, station: Station) -> None:
        self._desk, self._station = desk, station

    @property
    def _settings(self) -> Settings:
        return self._station.settings

    def zone(self) -> str:
        zone = self._desk.ask_now(depot.depot_zone)
        return zone.key if zone else self._settings.zone if "zone" in self._settings.told else ""

    def keep_zone(self, zone: str) -> None:
        """Errors: BadInput `field.zone`, those of `settings.keep`."""
        self._station.keep({"zone": fleet_text.zone(zone)})
        self._desk.zone = ZoneInfo(self._settings.zone)

    def check(self, file: Path, fixes: dict[tuple[int, str], str], mapping: dict[str, str] | None) -> ImportCheck:
        return intake.check(self._desk, self._settings, file, fixes, mapping)

    def take(self, checked: ImportCheck, file: Path, progress: Callable[[int, int], None]) -> ImportCount:
        return intake.take(self._desk, checked, file, progress)


class Console:
    """One open console on a desk, in a window that stands already. `load` it, `close` it."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        window: MainWindow,
        choose_file: Callable[[], Path | None] | None = None,
        choose_extract: Callable[[], Path | None] | None = None,
    ) -> None:
        self._desk, self.station, self.window = desk, Station(settings), window
        # called when the window must be made anew to show what was set
        self.on_reopen: Callable[[], None] | None = None
        self.tasks = Tasks(self.window.banner.say)
        self._street_map = StreetMap(desk, settings)
        tiles, centre = self._street_map.tile, self._street_map.centre
        chooser = choose_file or self._choose_file
        self.orders = OrdersPresenter(desk, self.tasks, StationIntake(desk, self.station), chooser, tiles, centre)
        self.orders.on_counts = self._show_badges
        self.orders.on_said = lambda sentence: self.window.banner.say(sentence, wrong=False)
        window.fill_tab(0, self.orders.tab, self.orders.tab.table)
        self.packing_station = PackingPresenter(
            desk, self.tasks, self._print_labels, self._print_slip, self._print_again
        )
        window.fill_tab(1, self.packing_station.tab, self.packing_station.tab)
        self.schedule = SchedulePresenter(desk, self.tasks, settings.sender_name)
        self.schedule.on_said = lambda sentence: window.banner.say(sentence, wrong=False)
        window.fill_tab(2, self.schedule.tab, self.schedule.tab.calls)
        self._paths = paths = Paths(lambda: regions.travel_times(desk, settings))
        self.routes = RoutesPresenter(
            desk,
            self.tasks,
            lambda: plugins.load("solvers", settings.solver)(settings.cluster, settings.cluster_dir),
            lambda: regions.travel_times(desk, settings),
            paths,
            self._print_day,
            tiles,
            self._street_map.shapes,
            centre,
            settings.plan_seconds,
        )
        who = Sender(settings.sender_name, settings.sender_address, settings.sender_phone)
        self.routes.mailing = MailPresenter(desk, self.tasks, self.routes.tab.papers, self._mail_channel, who)
        window.fill_tab(3, self.routes.tab, self.routes.tab.timeline)
        self.tracking = TrackingPresenter(desk, self.tasks, self._print_proof, paths, tiles, centre)
        window.fill_tab(4, self.tracking.tab, self.tracking.tab.board.exceptions)
        self.settings_tab = SettingsTab()
        self.regions = RegionPresenter(self.tasks, self._region_ways(choose_extract or self._choose_extract))
        self.fleet = FleetPresenter(desk, self.tasks, _match)
        self.settings_tab.add_group("The site")
        self.settings_tab.add_page("region", "Map region", "map", self.regions.page)
        for key, title, icon_name in (
            ("depots", "Depots", "warehouse"),
            ("zones", "Zones", "map-pin"),
            ("vans", "Vans", "truck"),
            ("drivers", "Drivers", "id-card"),
            ("shifts", "Shifts", "calendar-clock"),
        ):
            self.settings_tab.add_page(key, title, icon_name, self.fleet.pages[key])
        self.options = StationPresenter(self.tasks, self._station_ways())
        self.settings_tab.add_group("This workstation")
        self.settings_tab.add_page("mail", "Mail", "mail", self.options.mail)
        self.settings_tab.add_page("station", "This station", "monitor", self.options.station)
        self.settings_tab.page_shown.connect(lambda _: self.tasks.start(self.options.show()))
        window.fill_tab(5, self.settings_tab, self.regions.page.regions)
        window.more_actions = (Action("Open the log", "", True, self._open_log),)
        self.palette = PalettePresenter(
            desk,
            self.tasks,
            self.window.palette_card,
            self.window.actions_here,
            Ways(self._go_to_order, self._go_to_driver, self._go_to_address),
        )
        self.window.tab_shown.connect(lambda _: self._mind_scanners())
        self.tracking.tab.page_shown.connect(lambda _: self._mind_scanners())
        self.window.palette_wanted.connect(self.palette.open)
        self.window.status.stale.clicked.connect(lambda: self.tasks.start(self._name_stale()))
        self.window.find_wanted.connect(self._find_orders)
        name = "shared database" if settings.database_url else "local database"
        self.watch = DatabaseWatch(desk, self.tasks, window, name, self._changed)
        self._minute = QTimer()
        self._minute.setInterval(20_000)
        self._minute.timeout.connect(lambda: self.tasks.start(self._time_passed(), background=True))
        self._sending, self._blocked = False, "" if settings.smtp_host else "smtp.not_set_up"
        self._sender_lock = SenderLock(desk.engine)
        self.window.status.messages.clicked.connect(lambda: self.tasks.start(self._name_unsent()))

    @property
    def _settings(self) -> Settings:
        return self.station.settings

    def _station_ways(self) -> StationWays:
        def keep_password(text: str) -> None:
            secrets.keep(self._settings.mail_password, text)

        async def try_mail() -> None:
            # a mail library that the screen does not need before
            from dispatch_console.adapters.senders.smtp import reach

            await reach(self._settings)

        return StationWays(
            self.station.texts,
            self.station.check,
            self.station.keep,
            keep_password,
            try_mail,
            self._open_log,
            self._options_changed,
        )

    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._settings.log_file)))

    def _options_changed(self, names: frozenset[str]) -> None:
        """Mail is sent in the new way at once; what stands on every screen needs new screens."""
        if names & MAIL:
            self._blocked = "" if self._settings.smtp_host else "smtp.not_set_up"
            self.tasks.start(self._time_passed(), background=True)
        if names - MAIL and self.on_reopen is not None:
            self.on_reopen()

    def _mind_scanners(self) -> None:
        shown = self.window.tabs.currentIndex()
        self.window.keep_keys_inside(shown == 1 or (shown == 4 and self.tracking.tab.is_loading))

    def in_window(self, window: MainWindow) -> "Console":
        """Another console on this desk, with the settings as they are now, where the settings are shown."""
        made = Console(self._desk, self._settings, window)
        window.show_tab(5)
        made.settings_tab.show_page("station")
        return made

    tab_names = ("orders", "packing", "schedule", "routes", "tracking", "settings")

    async def load(self) -> None:
        """Everything that may come after the first paint."""
        self.watch.start()
        await self._show_status()
        await self.orders.load()
        await self.packing_station.load()
        await self.schedule.load()
        await self.routes.load()
        await self.tracking.load()
        await self.regions.load()
        await self.fleet.load()
        await self._show_status()
        self._minute.start()

    async def close(self) -> None:
        self._minute.stop()
        self.routes.tab.torn_map.bring_back()
        self.routes.tab.papers.release()
        self.watch.stop()
        self.regions.close()
        await self.tasks.finish()
        self._sender_lock.release()
        with suppress(DispatchError):
            await asyncio.get_event_loop().run_in_executor(
                None, journal_heads.note, self._desk, self._settings, "closed"
            )
        for shown in self._maps:
            shown.dispose()
        self._street_map.close()

    @property
    def _maps(self) -> tuple[MapView, ...]:
        return self.orders.tab.panel.map, self.routes.tab.map, self.tracking.tab.board.map

    def _region_ways(self, choose: Callable[[], Path | None]) -> RegionWays:
        return RegionWays(
            self._installed_regions,
            self._import_command,
            lambda name: regions.remove(self._desk, self._settings, name),
            lambda: regions.clear_unfinished(self._settings),
            choose,
            self._regions_changed,
        )

    def _installed_regions(self) -> list[RegionFacts]:
        used = regions.of_station(self._desk, self._settings)
        return [
            RegionFacts(
                region.name,
                region.file,
                region.data_date,
                region.nodes,
                region.addresses,
                regions.size(self._settings, region.name) / 2**20,
                used is not None and region.name == used.name,
            )
            for region in regions.installed(self._settings)
        ]

    def _import_command(self, file: Path, name: str, within_km: float | None) -> Command:
        """Our own command line; the database goes by the environment, where its password is not listed."""
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "dispatch_console"]
        wanted = ["region", "import", str(file), "--name", name, "--json"]
        if within_km is not None:
            wanted += ["--within", str(within_km)]
        arguments = [*program[1:], "--data-dir", str(self._settings.data_dir), *wanted]
        surroundings = {PREFIX + "DATABASE_URL": self._settings.database_url} if self._settings.database_url else {}
        return Command(program[0], arguments, surroundings)

    def _regions_changed(self) -> None:
        """Maps are drawn anew, ways looked for anew; plans keep their times until they are made again."""
        self._street_map.open()
        self._paths.forget()
        for shown in self._maps:
            shown.draw_ground()
        self.tasks.start(self._changed(frozenset({"*"})), background=True)

    async def _changed(self, kinds: frozenset[str]) -> None:
        await self.orders.changed(kinds)
        await self.packing_station.changed(kinds)
        await self.schedule.changed(kinds)
        await self.routes.changed(kinds)
        await self.tracking.changed(kinds)
        await self.fleet.changed(kinds)
        await self._show_status()

    async def _time_passed(self) -> None:
        """Live times move on, and what is due is sent where this station has a mail server."""
        await self.routes.load()
        await self.tracking.load()
        await self._send_what_is_due()
        await self._show_status()

    async def _send_what_is_due(self) -> None:
        """One station of a database sends, and it tells why when it cannot."""
        if not self._settings.smtp_host or self._sending:
            return
        self._sending = True
        try:
            loop = asyncio.get_event_loop()
            mine = await loop.run_in_executor(None, self._sender_lock.mine)
            self._blocked = (await sending.run_outbox(self._desk, self._mail_channel())).blocked if mine else ""
        finally:
            self._sending = False

    async def _show_status(self) -> None:
        self.window.rail[3].show_badge(self.routes.unrouted_count)
        self.window.rail[4].show_badge(self.tracking.exception_count)
        zone = self.watch.zone = await self._desk.ask(depot.zone_of)
        waiting = await self._desk.ask(backlog.waiting)
        unsent = await self._desk.ask(backlog.unsent, LocalDay.of(self._desk.clock(), zone).begins)
        # without a mail server here another station may be the one that sends
        elsewhere = not self._settings.smtp_host and await self._desk.ask(somebody_sends)
        blocked = bool(self._blocked and waiting) and not elsewhere
        self.window.status.show_messages(waiting, len(unsent), blocked=blocked)
        today = self._desk.clock().astimezone(zone).date()
        self.window.status.show_stale(len(await self._desk.ask(stale_papers, today)))
        actor = self._desk.actor
        self.window.status.show_facts(
            [
                ("who", f"{actor.name}, {actor.role.replace('_', ' ')}"),
                ("station", actor.station),
            ]
        )
        await self.watch.show_clock()

    async def _name_stale(self) -> None:
        """On the tab where they are printed anew."""
        zone = await self._desk.ask(depot.zone_of)
        found = await self._desk.ask(stale_papers, self._desk.clock().astimezone(zone).date())
        self.window.show_tab(3)
        if found:
            self.routes.tab.said.say(words.stale(found))

    async def _name_unsent(self) -> None:
        """What was not sent today and why, on the tab where somebody can ring; and why nothing can be sent."""
        zone = await self._desk.ask(depot.zone_of)
        found = await self._desk.ask(backlog.unsent, LocalDay.of(self._desk.clock(), zone).begins)
        self.window.show_tab(4)
        said = [texts.sentence(self._blocked, {})] if self._blocked else []
        said += [words.unsent(found)] if found else []
        self.tracking.tab.said.say(" ".join(said) or "Everything that was due was sent.", wrong=bool(said))

    def _show_badges(self, counts: dict[str, int]) -> None:
        self.window.rail[0].show_badge(counts.get("verify", 0))
        self.window.rail[1].show_badge(counts.get("pack", 0))
        self.window.rail[2].show_badge(counts.get("schedule", 0))

    def _go_to_order(self, order_id: str) -> None:
        self.window.show_tab(0)
        self.tasks.start(self.orders.go_to(int(order_id)))

    def _find_orders(self) -> None:
        self.window.show_tab(0)
        self.orders.tab.show_all_open()
        self.orders.tab.search.setFocus()
        self.orders.tab.search.selectAll()

    def _go_to_driver(self, letter: str) -> None:
        self.window.show_tab(3)
        self.routes.select_van(letter)

    def _go_to_address(self, street: str) -> None:
        self.window.show_tab(0)
        self.orders.tab.search.setText(street)

    def _print_labels(self, order_id: int) -> Path:
        # reportlab and its fonts are not needed before the first label
        from dispatch_console.station.printing import print_labels

        return print_labels(self._desk, self._settings, order_id, self._settings.papers_dir)

    def _print_again(self, order_id: int) -> list[Path]:
        from dispatch_console.station.printing import print_again

        return print_again(self._desk, self._settings, order_id, self._settings.papers_dir)

    def _print_slip(self, order_id: int) -> Path:
        from dispatch_console.station.printing import print_slip

        return print_slip(self._desk, self._settings, order_id, self._settings.papers_dir)

    def _print_proof(self, order_id: int) -> Path:
        from dispatch_console.station.printing import print_proof

        return print_proof(self._desk, self._settings, order_id, self._settings.papers_dir)

    def _print_day(self, day: date, letter: str) -> list[Path]:
        from dispatch_console.station.printing import print_manifests

        folder = self._settings.papers_dir / str(day)
        # a van's papers were asked for by its own button: all of them; else what is new or stale
        made = print_manifests(
            self._desk, self._settings, day, folder, letter, waiting_only=True, stale_only=not letter
        )
        return [printed.path for printed in made]

    def _mail_channel(self) -> MessageSender:
        channel: MessageSender = plugins.load("senders", "email")(self._settings)
        return channel

    def _choose_extract(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self.window, "Add a region", "", "OpenStreetMap extracts (*.pbf)")
        return Path(name) if name else None

    def _choose_file(self) -> Path | None:
        kinds = "Order files (*.csv *.tsv *.txt *.xlsx *.json);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self.window, "Import orders", "", kinds)
        return Path(name) if name else None
