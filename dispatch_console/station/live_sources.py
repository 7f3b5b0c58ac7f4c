"""Read live order systems and tell them what became of their orders, with the secrets of this machine.

A system is read by when its orders were placed, with an overlap, and its open orders are read again each time: a
change shows in no list of any system that could be trusted. Each page is written with how far it goes.
"""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch_console import plugins, secrets
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.intake.comparing import ImportCheck, ImportCount, compare
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.domain.errors import DispatchError
from dispatch_console.ports import OrderConnector, SourceAccount, SourceOptions, SourcePage
from dispatch_console.settings import Settings
from dispatch_console.station import intake

# clocks of shops differ from ours, and an order may be seen before one that was placed earlier
OVERLAP = timedelta(minutes=10)
# open orders that are asked for at once
AT_ONCE = 50
# how soon a system that does not answer is asked again
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5))
# what a person sees of a system before it is taken into use
TRIED = 5
# how often it is written down that a system had nothing new
NOTE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SourceRead:
    """What one look at a system brought. `away`: the error's code, empty where it answered."""

    name: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    waiting: int = 0
    away: str = ""
    told: int = 0
    refused: int = 0


def secret_name(name: str) -> str:
    """Return the name under which a system's secret lies in the key store."""
    return f"source {name}"


def connect(source: LiveSourceView, secret: str = "") -> OrderConnector:
    """Return a connector for a system, with its secret from the key store unless another is given.

    Errors: BadInput `plugin.unknown`, those of the address; Unavailable `secret.away`, `secret.missing`.
    """
    secret = secret or secrets.read(secret_name(source.name))
    account = SourceAccount(source.name, source.address, secret, source.options)
    connector: OrderConnector = plugins.load("connectors", source.kind)(account)
    return connector


def look(desk: Desk, settings: Settings, source: LiveSourceView) -> SourceRead:
    """Read what a system has, and tell it what is due. A system that is away is written down as that, with since when.

    Errors: Unavailable while the database is away; Conflict.
    """
    try:
        with closing(connect(source)) as connector:
            counts = _read(desk, settings, source, connector)
            told = write_back_run.tell(desk, source.id, connector)
    except DispatchError as error:
        if not error.code.startswith(("source.", "secret.", "plugin.")):
            raise
        _note_away(desk, source, error)
        return SourceRead(source.name, away=error.code)
    new = tuple(number for count in counts for number in count.new)
    changed = tuple(number for count in counts for number in count.changed)
    now = desk.clock()
    if source.away_since or new or changed or not source.last_read_at or now - source.last_read_at > NOTE_EVERY:
        desk.do_now(live_sources.note_read, source.id)
    waiting = sum(len(count.quarantined) for count in counts)
    return SourceRead(source.name, new, changed, waiting, told=told.done, refused=told.refused)


def _note_away(desk: Desk, source: LiveSourceView, error: DispatchError) -> None:
    now = desk.clock()
    away = now - source.away_since if source.away_since else timedelta()
    pause = next((step for step in BACK_OFF if away < 4 * step), BACK_OFF[-1])
    asked = error.facts.get("wait_s")
    if isinstance(asked, int | float):
        pause = max(pause, timedelta(seconds=float(asked)))
    facts = {name: str(value) for name, value in error.facts.items()}
    desk.do_now(live_sources.note_away, source.id, error.code, facts, now + pause)


def _read(desk: Desk, settings: Settings, source: LiveSourceView, connector: OrderConnector) -> list[ImportCount]:
    options = _options(desk, settings, source)
    counts: list[ImportCount] = []
    seen: set[str] = set()
    since, skip = source.read_from - OVERLAP, 0
    while True:
        page = connector.placed_since(since, skip)
        counts.append(_take(desk, source, connector, page, options, seen))
        if not page.more or not page.orders:
            break
        # orders of one instant may fill more than a page
        if page.last_placed is not None and page.last_placed > since:
            since, skip = page.last_placed, 0
        else:
            skip += len(page.orders)
    counts += _read_open(desk, source, connector, options, seen)
    return counts


def _read_open(
    desk: Desk, source: LiveSourceView, connector: OrderConnector, options: SourceOptions, seen: set[str]
) -> list[ImportCount]:
    """Read again the orders that are open here and were not among those just read."""
    counts, after = [], ""
    while refs := desk.ask_now(live_sources.open_refs, source.name, after, AT_ONCE):
        after = refs[-1]
        wanted = [ref for ref in refs if ref not in seen]
        if wanted:
            counts.append(_take(desk, source, connector, connector.by_refs(wanted), options, set()))
    return counts


def _take(
    desk: Desk,
    source: LiveSourceView,
    connector: OrderConnector,
    page: SourcePage,
    options: SourceOptions,
    seen: set[str],
) -> ImportCount:
    reading = connector.read(page, options)
    seen.update(order.source_ref for order in reading.orders)
    return desk.do_now(live_sources.take_page, source.id, reading, page.last_placed, page.missing)


def _options(desk: Desk, settings: Settings, source: LiveSourceView) -> SourceOptions:
    return SourceOptions(
        zone=intake.zone_of_files(desk, settings), country=settings.country, own_fields=source.own_fields
    )


def try_out(desk: Desk, settings: Settings, source: LiveSourceView, secret: str = "") -> ImportCheck:
    """Return the newest orders of a system as they would come in; nothing is written, here or there.

    Errors: as `connect`, and those of the system.
    """
    with closing(connect(source, secret)) as line:
        since = max(source.read_from, desk.clock() - live_sources.BEFORE)
        page = line.placed_since(since)
        newest = replace(page, orders=page.orders[-TRIED:])
        reading = replace(line.read(newest, _options(desk, settings, source)), source=source.name)
    return ImportCheck(reading, desk.ask_now(compare, reading), {})


def due(desk: Desk, now: datetime) -> tuple[LiveSourceView, ...]:
    """Return the systems that are to be looked at now."""
    every = desk.ask_now(live_sources.live_sources)
    return tuple(one for one in every if not one.is_paused and (one.next_at is None or one.next_at <= now))
