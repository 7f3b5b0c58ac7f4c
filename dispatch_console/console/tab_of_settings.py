"""The Settings tab: pages of the site, and of this workstation."""

import sys
from collections.abc import Sequence
from pathlib import Path

from dispatch_console import plugins, secrets
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.console.parts import OpenTab, Parts
from dispatch_console.console.settings_pages import SITE_PAGES, STATION_PAGES
from dispatch_console.domain.messages.price import read_price
from dispatch_console.domain.planning.crews import Crew, DriverOnDuty, RouteNeed, VanAtHand
from dispatch_console.language import tr
from dispatch_console.ports import OrderConnector, OutgoingMessage, RingsBell, SourceOptions
from dispatch_console.settings import PREFIX
from dispatch_console.station import live_sources, regions
from dispatch_console.station.senders import letterhead_of
from dispatch_console.ui.settings.import_process import Command
from dispatch_console.ui.settings.notices_presenter import KINDS as NOTICES
from dispatch_console.ui.settings.notices_presenter import NoticesPresenter
from dispatch_console.ui.settings.products_presenter import KINDS as PRODUCTS
from dispatch_console.ui.settings.products_presenter import ProductsPresenter, ReadFile
from dispatch_console.ui.settings.records_presenter import KINDS, RecordsPresenter
from dispatch_console.ui.settings.region_presenter import RegionFacts, RegionPresenter, RegionWays
from dispatch_console.ui.settings.source_looks import KindLook
from dispatch_console.ui.settings.sources_presenter import KINDS as SOURCES
from dispatch_console.ui.settings.sources_presenter import SourcesPresenter, SourceWays
from dispatch_console.ui.settings.station_presenter import StationPresenter, StationWays
from dispatch_console.ui.settings.tab import SettingsTab
from dispatch_console.ui.settings.texts_presenter import KINDS as TEXTS
from dispatch_console.ui.settings.texts_presenter import TextsPresenter


def _match(shifts: Sequence[RouteNeed], drivers: Sequence[DriverOnDuty], vans: Sequence[VanAtHand]) -> Sequence[Crew]:
    # OR-Tools takes half a second to load, which only this button has to pay
    from dispatch_console.adapters.solvers.crew_matching import match_crews

    return match_crews(shifts, drivers, vans)


def build(parts: Parts) -> OpenTab:
    tab = SettingsTab()
    region = RegionPresenter(parts.tasks, _region_ways(parts))
    fleet = RecordsPresenter(parts.desk, parts.tasks, _match)
    notices = NoticesPresenter(parts.desk, parts.tasks)
    written = TextsPresenter(
        parts.desk,
        parts.tasks,
        lambda: letterhead_of(parts.settings),
        lambda: read_price(parts.settings.sms_price),
    )
    products = ProductsPresenter(parts.desk, parts.tasks, parts.choose_file, _read_products(parts))
    sources = SourcesPresenter(parts.desk, parts.tasks, _source_ways(parts))
    station = StationPresenter(parts.tasks, _station_ways(parts))
    pages = {
        "region": region.page,
        "products": products.page,
        **fleet.pages,
        "sources": sources.page,
        "notices": notices.page,
        "texts": written.page,
        "mail": station.mail,
        "sms": station.sms,
        "push": station.push,
        "station": station.station,
    }
    for group, of_group in ((tr("The site"), SITE_PAGES), (tr("This workstation"), STATION_PAGES)):
        tab.add_group(group)
        for key, title, icon in of_group:
            tab.add_page(key, tr(title), icon, pages[key])
    tab.page_shown.connect(lambda _: parts.tasks.start(station.show()))

    async def load() -> None:
        await region.load()
        await fleet.load()
        await products.load()
        await notices.load()
        await written.load()
        await sources.load()

    async def refresh(kinds: frozenset[str]) -> None:
        await fleet.refresh(kinds)
        await products.refresh(kinds)
        await notices.refresh(kinds)
        await written.refresh(kinds)
        await sources.refresh(kinds)

    return OpenTab(
        widget=tab,
        first=region.page.regions,
        presenters=(tab, region, fleet, products, notices, written, sources, station),
        # regions are files of this station, and their page knows when it changed them
        kinds=KINDS | NOTICES | SOURCES | PRODUCTS | TEXTS,
        load=load,
        refresh=refresh,
        close=region.close,
    )


def _read_products(parts: Parts) -> ReadFile:
    def read(file: Path) -> list[tuple[int, dict[str, str]]]:
        # readers of workbooks are needed by nobody who reads no file
        from dispatch_console.adapters.sources.product_file import read_products

        return read_products(file, SourceOptions(parts.settings.zone, parts.settings.country))

    return read


def _source_ways(parts: Parts) -> SourceWays:
    looks = []
    for name in plugins.names("connectors"):
        connector: type[OrderConnector] = plugins.load("connectors", name)
        asks = tuple((one.name, tr(one.words), tr(one.hint)) for one in connector.asks)
        bell = tr(connector.bell_hint) if isinstance(connector, RingsBell) else ""
        looks.append(KindLook(name, connector.title, tr(connector.secret_hint), asks, bell))

    def keep_secrets(name: str, secret: str, bell: str) -> None:
        if secret:
            secrets.keep(live_sources.secret_name(name), secret)
        if bell:
            secrets.keep(live_sources.bell_secret_name(name), bell)

    async def read(source: LiveSourceView) -> str:
        came = await parts.read_source(source)
        if came.away:
            return ""
        return tr("Read: {new} new, {changed} changed, {told} told.", new=len(came.new), changed=len(came.changed),
                  told=came.told)  # fmt: skip

    return SourceWays(
        looks,
        keep_secrets,
        lambda source: live_sources.bell_address(parts.settings, source),
        lambda name: secrets.is_set(live_sources.bell_secret_name(name)),
        lambda source, secret: live_sources.try_out(parts.desk, parts.settings, source, secret),
        read,
    )


def _station_ways(parts: Parts) -> StationWays:
    def keep_password(key: str, text: str) -> None:
        secrets.keep(options.secrets()[key], text)

    async def try_mail() -> None:
        # a mail library that the screen does not need before
        from dispatch_console.adapters.senders.smtp import reach

        await reach(parts.settings)

    async def try_sms() -> str:
        # a library of the web that the screen does not need before
        from dispatch_console.adapters.senders.sms_http import SmsHttpSender

        settings = parts.settings
        sender = SmsHttpSender(settings)
        await sender.reach()
        if settings.own_phone:
            body = tr("{house}: a trial of Dispatch Console. It works.", house=settings.sender_name)
            await sender.send(OutgoingMessage("trial", settings.own_phone, "", body, valid_s=600))
        return settings.own_phone

    async def try_push() -> str:
        from dispatch_console.adapters.senders.push_http import PushSender

        settings = parts.settings
        sender = PushSender(settings)
        await sender.reach()
        if settings.own_topic:
            body = tr("{house}: a trial of Dispatch Console. It works.", house=settings.sender_name)
            await sender.send(OutgoingMessage("trial", settings.own_topic, "", body))
        return settings.own_topic

    options = parts.station
    return StationWays(
        read=options.texts,
        check=options.check,
        keep=options.keep,
        keep_password=keep_password,
        try_mail=try_mail,
        try_sms=try_sms,
        try_push=try_push,
        open_log=parts.open_log,
        changed=parts.options_changed,
    )


def _region_ways(parts: Parts) -> RegionWays:
    desk, settings = parts.desk, parts.settings

    def installed() -> list[RegionFacts]:
        used = regions.of_station(desk, settings)
        return [
            RegionFacts(
                name=region.name,
                file=region.file,
                data_date=region.data_date,
                segments=region.nodes,
                addresses=region.addresses,
                megabytes=regions.size(settings, region.name) / 2**20,
                in_use=used is not None and region.name == used.name,
                knows_closed_roads=region.closed is not None,
                not_understood=region.not_understood,
            )
            for region in regions.installed(settings)
        ]

    def command(file: Path, name: str, within_km: float | None) -> Command:
        """Return our own command line; the environment carries the database, since its password must not be listed."""
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "dispatch_console"]
        wanted = ["region", "import", str(file), "--name", name, "--json"]
        if within_km is not None:
            wanted += ["--within", str(within_km)]
        arguments = [*program[1:], "--data-dir", str(settings.data_dir), *wanted]
        surroundings = {PREFIX + "DATABASE_URL": settings.database_url} if settings.database_url else {}
        return Command(program[0], arguments, surroundings)

    return RegionWays(
        installed,
        command,
        lambda name: regions.remove(desk, settings, name),
        lambda: regions.clear_unfinished(settings),
        parts.choose_extract,
        parts.regions_changed,
    )
