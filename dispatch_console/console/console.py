"""One open console on a desk, in a window that stands already: everything that may come after the first paint."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from dispatch_console import plugins, texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import regulars
from dispatch_console.application.orders import permissions
from dispatch_console.application.papers.stale import StalePaper
from dispatch_console.application.site import depot
from dispatch_console.console.due_sending import DueSending
from dispatch_console.console.live_reading import LiveReading
from dispatch_console.console.news import News
from dispatch_console.console.order_folder import OrderFolder
from dispatch_console.console.parts import OpenTab, Parts
from dispatch_console.console.printers import Printers
from dispatch_console.console.settings_pages import SITE_PAGES, STATION_PAGES
from dispatch_console.console.status import Status
from dispatch_console.console.tabs import TABS
from dispatch_console.console.watch import DatabaseWatch
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import tr
from dispatch_console.ports import MessageSender
from dispatch_console.settings import Settings
from dispatch_console.station import erased_papers, journal_heads, regions
from dispatch_console.station.letterhead import sender_of
from dispatch_console.station.options import SENDING, Station
from dispatch_console.station.street_map import StreetMap
from dispatch_console.store.kinds import Kind
from dispatch_console.store.notices import Notice
from dispatch_console.ui.customers.presenter import CustomersPresenter
from dispatch_console.ui.map.paths import Paths
from dispatch_console.ui.messages.outbox_page import OutboxPage
from dispatch_console.ui.orders.presenter import OrdersPresenter
from dispatch_console.ui.packing.presenter import PackingPresenter
from dispatch_console.ui.palette.actions import Action
from dispatch_console.ui.palette.presenter import PalettePresenter, Ways
from dispatch_console.ui.papers.stale_page import StalePage
from dispatch_console.ui.routes.presenter import RoutesPresenter
from dispatch_console.ui.schedule.presenter import SchedulePresenter
from dispatch_console.ui.settings.records_presenter import RecordsPresenter
from dispatch_console.ui.settings.region_presenter import RegionPresenter
from dispatch_console.ui.settings.station_presenter import StationPresenter
from dispatch_console.ui.settings.tab import SettingsTab
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.tracking.presenter import Place, TrackingPresenter
from dispatch_console.ui.widgets import sounds
from dispatch_console.ui.widgets.banner import ABOVE
from dispatch_console.ui.window import MainWindow

# how often live times move on and due messages are looked for
# the height of the place where an answer is written
WRITING = 150
TICK_MS = 20_000
REGULARS_EVERY = timedelta(hours=1)
EVERYTHING = frozenset({Kind.EVERYTHING})
P = TypeVar("P")


class Console:
    """Builds the tabs, brings news to them, and does what time brings. `load` it, `close` it."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        window: MainWindow,
        choose_file: Callable[[], Path | None] | None = None,
        choose_target: Callable[[str], Path | None] | None = None,
        choose_extract: Callable[[], Path | None] | None = None,
        choose_photo: Callable[[], Path | None] | None = None,
    ) -> None:
        self._desk, self.station, self.window = desk, Station(settings), window
        # called when the window must be made anew to show what was set
        self.on_reopen: Callable[[], None] | None = None
        # the tab from which somebody went to say who works here; where a window made for that goes on
        self._left_for_who = ""
        self._back_to: tuple[str, Place] | None = None
        self.tasks = Tasks(window.banner.say)
        self._street_map = StreetMap(desk, settings)
        self._printers = Printers(desk, self.station)
        # the list of stale papers while it is open
        self.stale_page: StalePage | None = None
        self.outbox_page: OutboxPage | None = None
        self._paths = Paths(lambda: regions.travel_times(desk, settings))
        parts = Parts(
            desk=desk,
            station=self.station,
            tasks=self.tasks,
            street_map=self._street_map,
            paths=self._paths,
            printers=self._printers,
            say=lambda sentence: window.banner.say(sentence, wrong=False),
            mail_channel=self._mail_channel,
            choose_file=choose_file or self._choose_file,
            choose_target=choose_target or self._choose_target,
            choose_extract=choose_extract or self._choose_extract,
            choose_photo=choose_photo or self._choose_photo,
            choose_sheets=self._choose_sheets,
            regions_changed=self._regions_changed,
            options_changed=self._options_changed,
            open_log=self._open_log,
            caught_up=self._caught_up,
            read_source=lambda source: self.live.read(source),
        )
        sounds.set_up(on=settings.sounds, volume=settings.volume)
        self._parts = parts
        self.tabs: dict[str, OpenTab] = {}
        self._is_loaded = False
        # before everything else that hears of it: whoever is told of a tab finds it built
        window.tab_shown.connect(self._open_tab)
        for tab in TABS:
            if not tab.is_rare or tab.head.key == window.shown:
                self._open_tab(tab.head.key)
        self.orders = self._presenter(OrdersPresenter)
        self.packing_station = self._presenter(PackingPresenter)
        self.schedule = self._presenter(SchedulePresenter)
        self.routes = self._presenter(RoutesPresenter)
        self.tracking = self._presenter(TrackingPresenter)
        self.customers = self._presenter(CustomersPresenter)
        self.sending = DueSending(desk, parts)
        self.folder = OrderFolder(desk, parts, window)
        self.live = LiveReading(desk, parts, window)
        name = tr("shared database") if settings.database_url else tr("local database")
        self.watch = DatabaseWatch(desk, self.tasks, window, name)
        self.status = Status(desk, self.tasks, window, self.tabs, self.watch, self.sending)
        self.news = News(self.tasks, window, self.tabs, self.status.refresh)
        self.watch.signals.changed.connect(self.news.gather)
        self.watch.signals.changed.connect(self.live.heard)
        desk.on_written = self.news.written
        self._connect()

    @property
    def settings_tab(self) -> SettingsTab:
        return self._setting(SettingsTab)

    @property
    def regions(self) -> RegionPresenter:
        return self._setting(RegionPresenter)

    @property
    def fleet(self) -> RecordsPresenter:
        return self._setting(RecordsPresenter)

    @property
    def options(self) -> StationPresenter:
        return self._setting(StationPresenter)

    def _setting(self, kind: type[P]) -> P:
        self._open_tab("settings")
        return self._presenter(kind)

    def _open_tab(self, key: str) -> None:
        """Build a tab, unless it stands. One that is opened later than the console is read by a task of its own."""
        if key in self.tabs:
            return
        opened = next(tab for tab in TABS if tab.head.key == key).build(self._parts)
        self.tabs[key] = opened
        self.window.fill_tab(key, opened.widget, opened.first)
        if self._is_loaded:
            # what was typed before it is read would be read over
            opened.widget.setEnabled(False)
            self.tasks.start(self._read_tab(key))

    async def _read_tab(self, key: str) -> None:
        opened = self.tabs[key]
        try:
            await opened.load()
        finally:
            opened.widget.setEnabled(True)
            if self.window.shown == key:
                opened.first.setFocus()

    async def show(self, key: str) -> None:
        """Show a tab, and wait until it is read."""
        self.window.show_tab(key)
        while not self.tabs[key].widget.isEnabled():
            await asyncio.sleep(0.02)

    def _presenter(self, kind: type[P]) -> P:
        """Return the presenter of this kind, of whichever tab has it."""
        every = (presenter for tab in self.tabs.values() for presenter in tab.presenters)
        return next(presenter for presenter in every if isinstance(presenter, kind))

    def _connect(self) -> None:
        window = self.window
        to_settings = (
            Action(tr("Settings: {page}", page=tr(title)), "", True, partial(self._show_setting, key))
            for key, title, _ in (*SITE_PAGES, *STATION_PAGES)
        )
        window.more_actions = (
            Action(tr("Open the log"), "", True, self._open_log),
            Action(tr("Somebody else works here: change the operator"), "", True, self._ask_who),
            *to_settings,
        )
        ways = Ways(self._go_to_order, self._go_to_driver, self._go_to_address)
        self.customers.on_window = self._ring
        self.customers.person.on_erased = self._remove_papers
        self.customers.silent = lambda: self.sending.silent
        self.customers.on_order = lambda order_id: self._go_to_order(str(order_id))
        self.tracking.rooms.on_van = self._go_to_driver
        self.palette = PalettePresenter(self._desk, self.tasks, window.palette_card, window.actions_here, ways)
        window.palette_wanted.connect(self.palette.open)
        window.find_wanted.connect(self._find_orders)
        window.tab_shown.connect(lambda _: self._mind_scanners())
        # customer service writes at the foot: the bar stands above it
        window.tab_shown.connect(lambda key: window.banner.stand_above(ABOVE + (WRITING if key == "customers" else 0)))
        self.tracking.tab.page_shown.connect(lambda _: self._mind_scanners())
        window.status.who.clicked.connect(self._ask_who)
        window.status.stale.clicked.connect(lambda: self.tasks.start(self._name_stale()))
        window.status.sources.clicked.connect(lambda: self._show_setting("sources"))
        window.status.messages.clicked.connect(lambda: self.tasks.start(self._show_outbox()))
        self._regulars_at: datetime | None = None
        self._tick = QTimer(window)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(lambda: self.tasks.start(self._time_passed(), background=True))

    async def _caught_up(self) -> None:
        await self.news.caught_up()

    def _mind_scanners(self) -> None:
        self.window.keep_keys_inside(self.tabs[self.window.shown].is_scanned())

    def in_window(self, window: MainWindow) -> "Console":
        """Open another console on this desk, with the settings as they are now, where the settings are shown."""
        settings, before = self.station.settings, self._desk.actor
        self._desk.actor = replace(before, name=settings.operator, role=settings.role)
        console = Console(self._desk, settings, window)
        window.show_tab("settings")
        console.settings_tab.show_page("station")
        if self._left_for_who and self._desk.actor != before:
            console._back_to = self._left_for_who, self.tracking.place
        return console

    async def _take_up(self) -> None:
        """Go on where somebody else began, and say who works here now."""
        if self._back_to is None:
            return
        (tab, place), self._back_to = self._back_to, None
        if tab == "tracking":
            await self.tracking.return_to(place)
        self.window.show_tab(tab)
        name, role = self._desk.actor.name, texts.plain(self._desk.actor.role)
        self.window.banner.say(tr("{name} works here now, as {role}.", name=name, role=role), wrong=False)

    async def load(self) -> None:
        """Look at everything for the first time."""
        self.watch.start()
        read = set[str]()
        # somebody may open a further one meanwhile
        while waiting := [key for key in self.tabs if key not in read]:
            await self.tabs[waiting[0]].load()
            read.add(waiting[0])
        self._is_loaded = True
        await self._take_up()
        await self.status.refresh(EVERYTHING)
        await self.watch.show_clock()
        await self._papers_of_erased()
        self._tick.start()
        self.folder.start()
        self.live.start()

    async def close(self) -> None:
        self._tick.stop()
        self.folder.stop()
        self.news.close()
        self.watch.stop()
        for tab in self.tabs.values():
            if tab.close is not None:
                tab.close()
        await self.tasks.finish()
        await self.sending.close()
        self.live.close()
        with suppress(DispatchError):
            await asyncio.get_event_loop().run_in_executor(
                None, journal_heads.note, self._desk, self.station.settings, "closed"
            )
        for tab in self.tabs.values():
            for shown in tab.maps:
                shown.dispose()
        self._street_map.close()

    async def _time_passed(self) -> None:
        """Move live times on, and send what is due where this station has a mail server."""
        self.news.time_passed()
        await self._make_regulars()
        await self.sending.run()
        await self.status.refresh(EVERYTHING)
        await self.watch.show_clock()

    async def _end_permissions(self) -> None:
        """End what was allowed until yesterday."""
        await self._desk.do(permissions.end_over)

    async def _make_regulars(self) -> None:
        """Make the orders of regular customers that are to come, now and then."""
        now = self._desk.clock()
        if self._regulars_at is None or now - self._regulars_at >= REGULARS_EVERY:
            self._regulars_at = now
            await self._desk.do(regulars.make_regular_orders)
            await self._end_permissions()

    def _options_changed(self, names: frozenset[str]) -> None:
        """Send mail in the new way at once; what stands on every screen needs new screens."""
        if names & SENDING:
            self.sending.settings_changed()
            self.tasks.start(self._time_passed(), background=True)
        if names - SENDING and self.on_reopen is not None:
            self.window.banner.say(tr("Saved. The window is opened anew…"), wrong=False)
            self.on_reopen()

    def _regions_changed(self) -> None:
        """Draw maps and look for ways anew; plans keep their times until they are made again."""
        self._street_map.open()
        self._paths.forget()
        for tab in self.tabs.values():
            for shown in tab.maps:
                shown.draw_ground()
        self.news.gather(Notice(EVERYTHING))

    def _ask_who(self) -> None:
        """Lead to where it stands who works here, and back once that is changed."""
        self._left_for_who = self.window.shown
        self._show_setting("station")
        self.tasks.start(self._type_who())

    async def _type_who(self) -> None:
        # a field that is not read yet takes no cursor
        await self.show("settings")
        self.options.station.inputs["operator"].setFocus()

    def _show_setting(self, key: str) -> None:
        self.window.show_tab("settings")
        self.settings_tab.show_page(key)

    async def _name_stale(self) -> None:
        """Show stale papers, where each lies, and print what replaces them."""
        if self.stale_page is None:
            self.stale_page = StalePage(self._desk, self.tasks, self.window, self._replace_paper)
        await self.stale_page.load()
        self.stale_page.show()
        self.stale_page.activateWindow()

    async def _replace_paper(self, paper: StalePaper) -> int:
        """Print what replaces a stale paper: label and slip of an order, or all papers of a route. Returns how many."""
        loop = asyncio.get_event_loop()
        if paper.order_id is not None:
            printed = await loop.run_in_executor(None, self._printers.again, paper.order_id)
            return printed.pages + (printed.slip is not None)
        zone = await self._desk.ask(depot.zone_of)
        day = paper.day or self._desk.clock().astimezone(zone).date()
        return len(await loop.run_in_executor(None, self._printers.day, day, paper.letter))

    async def _show_outbox(self) -> None:
        """Show what waits and what was not sent, each with its reason; from there somebody can ring."""
        if self.outbox_page is None:
            self.outbox_page = OutboxPage(
                self._desk,
                self.tasks,
                self.window,
                lambda: sender_of(self.station.settings),
                lambda: self.sending.blocked,
                self._ring,
            )
        await self.outbox_page.load()
        self.outbox_page.show()
        self.outbox_page.activateWindow()

    def _ring(self, order_id: int) -> None:
        self.window.show_tab("schedule")
        self.tasks.start(self.schedule.open(order_id))

    def _remove_papers(self) -> None:
        """Delete the papers of a customer who was erased just now."""
        self.tasks.start(self._papers_of_erased(), background=True)

    async def _papers_of_erased(self) -> None:
        settings = self.station.settings
        await asyncio.get_event_loop().run_in_executor(None, erased_papers.remove, self._desk, settings)

    def _go_to_order(self, order_id: str) -> None:
        self.window.show_tab("orders")
        self.tasks.start(self.orders.go_to(int(order_id)))

    def _find_orders(self) -> None:
        self.window.show_tab("orders")
        self.orders.tab.show_all_open()
        self.orders.tab.search.setFocus()
        self.orders.tab.search.selectAll()

    def _go_to_driver(self, letter: str) -> None:
        self.window.show_tab("routes")
        self.routes.select_van(letter)

    def _go_to_address(self, street: str) -> None:
        self.window.show_tab("orders")
        self.orders.tab.search.setText(street)

    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.station.settings.log_file)))

    def _mail_channel(self) -> MessageSender:
        channel: MessageSender = plugins.load("senders", "email")(self.station.settings)
        return channel

    def _choose_extract(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self.window, tr("Add a region"), "", tr("OpenStreetMap extracts (*.pbf)"))
        return Path(name) if name else None

    def _choose_photo(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self.window, tr("A photo"), "", tr("Pictures (*.jpg *.jpeg *.png)"))
        return Path(name) if name else None

    def _choose_sheets(self) -> list[Path]:
        kinds = tr("Scans and photos (*.pdf *.tif *.tiff *.jpg *.jpeg *.png);;All files (*)")
        names, _ = QFileDialog.getOpenFileNames(self.window, tr("Read signed sheets"), "", kinds)
        return [Path(name) for name in names]

    def _choose_target(self, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self.window, tr("Write a file"), name)
        return Path(chosen) if chosen else None

    def _choose_file(self) -> Path | None:
        kinds = tr("Order files (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.json);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self.window, tr("Import orders"), "", kinds)
        return Path(name) if name else None
